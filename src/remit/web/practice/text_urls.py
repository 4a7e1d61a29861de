"""Addresses of the programme's pages to read."""

from django.urls import URLPattern, path

from remit.web.practice import text_views

PATTERNS: list[URLPattern] = [
    path("known/", text_views.evidence, name="evidence"),
    path("texts/<slug:name>/", text_views.staff_text, name="staff_text"),
]
