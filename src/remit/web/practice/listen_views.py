"""Listening: a guided practice as paced text, with the transcript always there first."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from remit.domain.programme import WORDS_A_MINUTE, Practice
from remit.pathways.practice.schedule import practice_rests
from remit.web.practice.day_page import OpenDay, keep_part, open_day, way_on
from remit.web.practice.day_parts import RESTS
from remit.web.practice.models import Part
from remit.web.practice.phone import TODAY, may_keep

CALM = ("senses", "breath")
"""Offered where the day's practice rests: these never rest."""


@require_http_methods(["GET", "POST"])
def listen(request: HttpRequest, number: int) -> HttpResponse:
    """The practice of a day; of several, the one that was chosen."""
    opened = open_day(request, number)
    choices = _open_practices(opened)
    chosen = _chosen(choices, request.POST.get("practice") or request.GET.get("of", ""))
    if request.method == "POST" and chosen is not None:
        stored = keep_part(request, opened, Part.LISTEN, {"practice": chosen.id})
        return way_on(request, opened, stored)
    day = opened.day
    resting = [
        opened.programme.practices[one] for one in day.practices
        if practice_rests(opened.situation, number, opened.programme.practices[one])
    ]  # fmt: skip
    why = practice_rests(opened.situation, number, resting[0]) if resting else None
    shown = {
        "site": opened.case.site,
        "day": day,
        "key": uuid4(),
        "choices": choices,
        "practice": chosen,
        "lines": _timed(chosen) if chosen else [],
        "rests": RESTS[why] if why else "",
    }
    return may_keep(render(request, "practice/practice.html", shown), TODAY)


def _open_practices(opened: OpenDay) -> list[Practice]:
    """The day's own that do not rest; where all rest, the calm ones."""
    known = opened.programme.practices
    own = [
        known[one]
        for one in opened.day.practices
        if practice_rests(opened.situation, opened.day.number, known[one]) is None
    ]
    return own or [known[one] for one in CALM if one in known]


def _chosen(choices: list[Practice], wanted: str) -> Practice | None:
    if len(choices) == 1:
        return choices[0]
    return next((one for one in choices if one.id == wanted), None)


def _timed(practice: Practice) -> list[dict[str, object]]:
    """Each line with the seconds that its words take at the usual pace."""
    return [
        {
            "say": line.say,
            "silence": line.silence,
            "seconds": max(2, round(60 * len(line.say.split()) / WORDS_A_MINUTE)),
        }
        for line in practice.lines
    ]
