"""Addresses of "It hurts", the phone and My path; neutral, so that no list of tabs tells."""

from django.urls import URLPattern, path

from remit.web.practice import hurts_views, keep_views, path_views, phone_views

PATTERNS: list[URLPattern] = [
    path("now/", hurts_views.hurts, name="hurts"),
    path("now/<slug:slug>/", hurts_views.shell, name="hurts_shell"),
    path("now/<slug:slug>/plain/", hurts_views.plain, name="hurts_plain"),
    path("now/<slug:slug>/plain/<uuid:pk>/", hurts_views.again, name="hurts_again"),
    path("keep/", keep_views.keep, name="keep"),
    path("who/", keep_views.who, name="who"),
    path("waiting/", phone_views.waiting_own, name="waiting"),
    path("waiting/<slug:slug>/", phone_views.waiting, name="waiting_shell"),
    path("offline/<slug:slug>/", phone_views.offline, name="offline"),
    path("help/<slug:slug>/", phone_views.help_kept, name="help"),
    path("phone.js", phone_views.worker, name="worker"),
    path("phone.webmanifest", phone_views.manifest, name="manifest"),
    path("path/", path_views.my_path, name="path"),
    path("path/times/", path_views.times, name="path_times"),
    path("path/times/<uuid:pk>/", path_views.opinion, name="path_opinion"),
    path("path/numbers.csv", path_views.numbers, name="path_csv"),
]
