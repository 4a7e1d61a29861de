"""Addresses of who needs somebody, and of what rests."""

from django.urls import URLPattern, path

from remit.web.practice import attention_views

PATTERNS: list[URLPattern] = [
    path("attention/", attention_views.attention_page, name="attention"),
    path("enrolments/<uuid:pk>/holds/", attention_views.holds, name="holds"),
]
