"""Addresses of one participant's programme: contacts, events, paper."""

from django.urls import URLPattern, path

from remit.web.practice import call_views, diary_views, enrolment_views, event_views, paper_views

PATTERNS: list[URLPattern] = [
    path("enrolments/<uuid:pk>/", enrolment_views.enrolment, name="enrolment"),
    path("enrolments/<uuid:pk>/call/<slug:kind>/", call_views.call, name="call"),
    path("enrolments/<uuid:pk>/diary/", diary_views.diary, name="diary"),
    path("enrolments/<uuid:pk>/paper/", paper_views.paper, name="paper"),
    path("enrolments/<uuid:pk>/events/new/", event_views.event_new, name="event_new"),
    path("enrolments/<uuid:pk>/events/<uuid:key>/", event_views.event, name="event"),
]
