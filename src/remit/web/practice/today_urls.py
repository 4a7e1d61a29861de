"""Addresses of the days: Today, its parts, the check-in."""

from django.urls import URLPattern, path

from remit.web.practice import (
    check_in_views,
    day_views,
    listen_views,
    question_views,
    today_views,
    write_views,
)

PATTERNS: list[URLPattern] = [
    path("", today_views.today, name="today"),
    path("start/", today_views.start, name="start"),
    path("days/", today_views.days, name="days"),
    path("let-go/", today_views.let_go_all, name="let_go"),
    path("day/<int:number>/", today_views.one_day, name="day"),
    path("day/<int:number>/read/", day_views.read, name="read"),
    path("day/<int:number>/write/", write_views.write, name="write"),
    path("day/<int:number>/listen/", listen_views.listen, name="listen"),
    path("day/<int:number>/sentence/", day_views.sentence, name="sentence"),
    path("day/<int:number>/step/", day_views.step, name="step"),
    path("after/<uuid:pk>/", write_views.after, name="after"),
    path("check-in/", check_in_views.check_in, name="check_in"),
    path("questions/", question_views.questions, name="questions"),
    path("questions/<slug:name>/", question_views.begin, name="question"),
]
