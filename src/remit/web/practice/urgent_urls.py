"""Addresses of the two pages that come before anything else after a grave answer."""

from django.urls import URLPattern, path

from remit.web.practice import urgent_views

PATTERNS: list[URLPattern] = [
    path("help-first/", urgent_views.urgent, name="urgent"),
    path("support/", urgent_views.support, name="support"),
]
