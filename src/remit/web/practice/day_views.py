"""Reading, the sentence and the step of a day."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from remit.content.programme import sources
from remit.domain.programme import Education
from remit.pathways.practice.schedule import step_rests
from remit.reports.day_figures import day_figure
from remit.web.practice.day_page import OpenDay, keep_part, open_day, way_on
from remit.web.practice.day_parts import RESTS, pieces_of
from remit.web.practice.models import Part
from remit.web.practice.phone import TODAY, may_keep


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, number: int) -> HttpResponse:
    """What the day explains, with its figure, what is known, and where it comes from."""
    opened = open_day(request, number)
    if request.method == "POST":
        stored = keep_part(request, opened, Part.READ, {})
        if request.POST.get("then") == "write":
            return way_on(request, opened, stored, "practice:write", number)
        return way_on(request, opened, stored)
    education = opened.day.education
    shown = {
        "passages": [
            one for one in education.passages if opened.situation.cleared or not one.only_if_signed
        ],
        "figure": day_figure(education.figure),
        "sources": _sources(education, opened),
        "writing": _writing_open(opened),
    }
    return _page(request, opened, "reading", shown)


@require_http_methods(["GET", "POST"])
def sentence(request: HttpRequest, number: int) -> HttpResponse:
    """One sentence to say slowly; the words of one's own stay on the page."""
    opened = open_day(request, number)
    if request.method == "POST":
        return way_on(request, opened, keep_part(request, opened, Part.AFFIRM, {}))
    return _page(request, opened, "sentence", {})


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """One thing to do, or why it rests."""
    opened = open_day(request, number)
    if request.method == "POST":
        return way_on(request, opened, keep_part(request, opened, Part.STEP, {}))
    rests = step_rests(opened.situation, opened.day)
    return _page(request, opened, "step", {"rests": RESTS[rests] if rests else ""})


def _page(
    request: HttpRequest, opened: OpenDay, template: str, shown: dict[str, object]
) -> HttpResponse:
    known = {"site": opened.case.site, "day": opened.day, "key": uuid4()}
    return may_keep(render(request, f"practice/{template}.html", {**known, **shown}), TODAY)


def _sources(education: Education, opened: OpenDay) -> list[str]:
    whole = opened.programme
    known = sources(whole.id, whole.version, whole.language)
    keys = [key for one in (*education.passages, education.honest) for key in one.sources]
    return [known[key].words for key in dict.fromkeys(keys)]


def _writing_open(opened: OpenDay) -> bool:
    pieces = pieces_of(opened.day, opened.situation, choices=opened.programme.practices)
    return any(one.part == Part.WRITE and one.rests is None for one in pieces)
