"""Addresses of a group session while it runs."""

from django.urls import URLPattern, path

from remit.web.practice import session_views

_AT = "groups/<uuid:pk>/session/<int:number>/"
PATTERNS: list[URLPattern] = [
    path(_AT, session_views.session, name="session"),
    path(f"{_AT}now/", session_views.session_now, name="session_now"),
    path(f"{_AT}keep/", session_views.session_keep, name="session_keep"),
    path(f"{_AT}print/", session_views.session_print, name="session_print"),
    path(f"{_AT}handouts/<slug:key>/", session_views.handout, name="handout"),
]
