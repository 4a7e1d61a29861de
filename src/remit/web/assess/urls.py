"""Addresses of the assess house; ids are random, so that no address says anything."""

from django.urls import URLPattern

app_name = "assess"
urlpatterns: list[URLPattern] = []
