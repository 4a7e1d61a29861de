"""Addresses of workshops: planned by coordinators, led by facilitators."""

from django.urls import URLPattern, path

from remit.web.practice import workshop_views

PATTERNS: list[URLPattern] = [
    path("groups/", workshop_views.workshops, name="workshops"),
    path("groups/<slug:slug>/plan/", workshop_views.plan, name="workshop_new"),
    path("groups/<slug:slug>/waiting/", workshop_views.waiting, name="waiting_list"),
    path("groups/<uuid:pk>/", workshop_views.workshop, name="workshop"),
    path("groups/<uuid:pk>/dates.ics", workshop_views.dates, name="workshop_dates"),
    path("dates.ics", workshop_views.own_dates, name="dates"),
]
