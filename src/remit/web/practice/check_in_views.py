"""The evening check-in: under a minute, no number preset, one question that is never left out."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.domain.programme import Day
from remit.errors import InvalidInput
from remit.pathways.practice.schedule import done_parts
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_in_fields import lines_of, payload_of, scales_of
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.day_page import OpenDay, key_of, open_day, way_on
from remit.web.practice.day_parts import DONE
from remit.web.practice.day_words import SAID_WORDS, seen_by
from remit.web.practice.phone import TODAY, may_keep
from remit.web.practice.receipts import Sent

STOPS = range(11)


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest) -> HttpResponse:
    """How today was. Yes or not sure to the last question opens the safety questions first."""
    opened = open_day(request, 1)
    day = _today(opened)
    error = ""
    if request.method == "POST":
        try:
            return _kept(request, opened, day)
        except InvalidInput as wrong:
            error = str(wrong)
    page = render(
        request, "practice/check_in.html", _shown(request, opened, day, error),
        status=400 if error else 200,
    )  # fmt: skip
    return page if error else may_keep(page, TODAY)


def _kept(request: HttpRequest, opened: OpenDay, day: Day | None) -> HttpResponse:
    told = CheckInTold.of(payload_of(request.POST, day))
    sent = Sent(key=key_of(request), done_at=opened.now)
    stored = record_check_in(
        case=opened.case, sent=sent, told=told, by=opened.person, now=opened.now
    )
    return way_on(request, opened, stored)


def _shown(request: HttpRequest, opened: OpenDay, day: Day | None, error: str) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else None
    parts = done_parts(opened.situation.practised, day.number) if day else frozenset()
    return {
        "site": opened.case.site,
        "on": opened.situation.today,
        "key": request.POST.get("key") or uuid4(),
        "error": error,
        "scales": scales_of(day, given),
        "lines": lines_of(day, given),
        "given": {name: request.POST.get(name, "") for name in ("new", "worse", "medicines")},
        "words": request.POST.get("words", ""),
        "worse_what": request.POST.get("worse_what", ""),
        "ticked": request.POST.getlist("said"),
        "news": (("no", _("No")), ("unsure", _("Not sure")), ("yes", _("Yes"))),
        "yes_no": (("no", _("No")), ("yes", _("Yes"))),
        "done": [words for part, words in DONE.items() if part in parts],
        "said": SAID_WORDS.items(),
        "stops": STOPS,
        "seen_by": seen_by(),
    }


def _today(opened: OpenDay) -> Day | None:
    """The day whose evening it is; after day 21 only the daily items are asked."""
    since = (opened.situation.today - opened.situation.day_one).days + 1
    return opened.programme.day(since) if 1 <= since <= len(opened.programme.days) else None
