"""My path: pictures first, the same as a table, and all numbers to take away."""

import csv
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.errors import InvalidInput
from remit.pathways.practice.diary_words import for_the_person
from remit.web.cases.models import Case
from remit.web.intake.queries import own_case
from remit.web.people import audit
from remit.web.people.views import signed_in
from remit.web.practice.diary_page import asked_of
from remit.web.practice.episode_answers import RatingTold
from remit.web.practice.episodes import re_rate
from remit.web.practice.path import Path, TimeItHurt, close_sentence, path_of, rows_of
from remit.web.practice.path_figure import figure_of
from remit.web.practice.receipts import Sent


@require_GET
def my_path(request: HttpRequest) -> HttpResponse:
    """Pain, stress and practice, week by week."""
    case, path = _own(request)
    shown = {
        "site": case.site,
        "path": path,
        "figure": figure_of(path.newest()),
        "rows": list(rows_of(path)),
        "day_after": for_the_person(asked_of(path)),
        "today": timezone.now().astimezone(ZoneInfo(case.site.time_zone)).date(),
    }
    return render(request, "practice/path.html", shown)


@require_GET
def times(request: HttpRequest) -> HttpResponse:
    """The times it hurt, and what they were close to."""
    case, path = _own(request)
    newest = list(reversed(path.times))
    shown = {"site": case.site, "times": newest, "sentence": close_sentence(newest)}
    shown["change"] = request.GET.get("change", "")
    return render(request, "practice/path_times.html", shown | {"key": uuid4()})


@require_POST
def opinion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person's own opinion: does what was close fit?"""
    person, now = signed_in(request), timezone.now()
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise InvalidInput(_("This page is too old. Open it again.")) from error
    told = RatingTold.of({"opinion": request.POST.get("opinion", "")})
    sent = Sent(key=key, done_at=now)
    case = own_case(person, now=now)
    re_rate(case=case, episode=pk, sent=sent, told=told, by=person, now=now)
    return redirect("practice:path_times")


@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """All own numbers as a file."""
    person, now = signed_in(request), timezone.now()
    case, path = _own(request)
    audit.record(
        by=person, now=now, site=case.site, act="exported", object_type="case", object_id=case.pk,
        detail={"form": "numbers.csv"},
    )  # fmt: skip
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="numbers.csv"'
    sheet = csv.writer(answer)
    sheet.writerow(["date", "pain", "stress", "practised", "it hurt: pain", "eased after minutes"])
    for row in rows_of(path):
        sheet.writerow([*row, "", ""])
    for one in path.times:
        sheet.writerow([one.on.isoformat(), "", "", "", *_hurt(one)])
    return answer


def _hurt(one: TimeItHurt) -> tuple[str, str]:
    pain = "" if one.pain is None else str(one.pain)
    return pain, "" if one.minutes is None else f"{one.minutes:.0f}"


def _own(request: HttpRequest) -> tuple[Case, Path]:
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    return case, path_of(case, by=person, now=now)
