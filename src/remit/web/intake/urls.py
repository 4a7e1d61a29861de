"""Addresses of the intake house; ids are random, so that no address says anything."""

from django.urls import URLPattern

app_name = "intake"
urlpatterns: list[URLPattern] = []
