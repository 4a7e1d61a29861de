"""Addresses of the notices house; ids are random, so that no address says anything."""

from django.urls import URLPattern

app_name = "notices"
urlpatterns: list[URLPattern] = []
