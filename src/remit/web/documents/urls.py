"""Addresses of the documents house; ids are random, so that no address says anything."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []
