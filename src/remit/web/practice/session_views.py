"""The page of a group session: it works as plain forms, and a script keeps what is pressed first.

A script sends `X-Remit: script` and is answered in JSON; a form is sent back to the page.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.content.programme import programme
from remit.errors import Conflict, InvalidInput, NotFound, UserError
from remit.pathways.practice.session_clock import behind, can_give
from remit.web.consult.visit_views import answers_scripts, is_script
from remit.web.notices.queries import contacts
from remit.web.people.views import signed_in
from remit.web.practice.markdown import html_of
from remit.web.practice.models import Meeting, Presence
from remit.web.practice.session_acts import EARLIEST, Pressed, keep
from remit.web.practice.session_state import (
    SessionNow,
    meeting_of,
    meeting_to_keep,
    note_opened,
    plain_state,
    session_of,
)

NUMBERS: Final = ("minutes", "item", "rating")
MARKS: Final = ("observed", "private")
NO_PAYLOAD: Final = ("csrfmiddlewaretoken", "key", "kind", "at", "shown")
MORE_MINUTES: Final = 2
FIRST_YEAR: Final = 2000
"""A tablet whose clock is before it has none."""


@require_GET
def session(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The page."""
    person, now = signed_in(request), timezone.now()
    meeting = meeting_of(person, pk, number, now=now)
    state = session_of(meeting, person, now=now)
    note_opened(meeting, state, person, now=now)
    return _page(request, "practice/session.html", meeting, state)


@require_GET
def session_now(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """What others may have changed meanwhile, as pieces of the page."""
    person, now = signed_in(request), timezone.now()
    meeting = meeting_of(person, pk, number, now=now)
    state = session_of(meeting, person, now=now)
    return _page(request, "practice/session_now.html", meeting, state)


@require_POST
@answers_scripts
def session_keep(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Keep one thing that was pressed or written."""
    person, now = signed_in(request), timezone.now()
    try:
        pressed = _pressed(request.POST, now)
    except InvalidInput as error:
        return _refused(request, pk, number, error)
    meeting = meeting_to_keep(person, pk, number, pressed, now=now)
    workshop = meeting.workshop
    held = programme(workshop.programme, workshop.programme_version, workshop.language)
    try:
        stored = keep(meeting=meeting, programme=held, pressed=pressed, by=person, now=now)
    except (InvalidInput, Conflict, NotFound) as error:
        return _refused(request, pk, number, error)
    if is_script(request):
        there = stored.saved_at.astimezone(ZoneInfo(workshop.zone))
        return JsonResponse({"saved": f"{there:%H:%M}"})
    return _back(request, pk, number)


@require_GET
def session_print(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The manual of the session on paper: agenda, words, a list of names, the fidelity list."""
    person, now = signed_in(request), timezone.now()
    meeting = meeting_of(person, pk, number, now=now)
    state = session_of(meeting, person, now=now)
    note_opened(meeting, state, person, now=now)
    shown = {"state": state, "meeting": meeting, "workshop": meeting.workshop}
    return render(request, "practice/session_print.html", shown)


@require_GET
def handout(request: HttpRequest, pk: UUID, number: int, key: str) -> HttpResponse:
    """One sheet for the group, to be printed.

    Raises:
        NotFound: this session has no such sheet.
    """
    person, now = signed_in(request), timezone.now()
    meeting = meeting_of(person, pk, number, now=now)
    workshop = meeting.workshop
    held = programme(workshop.programme, workshop.programme_version, workshop.language)
    found = next((one for one in held.sessions[number - 1].handouts if one.key == key), None)
    if found is None:
        raise NotFound(_("This session has no such sheet."))
    shown = {"meeting": meeting, "handout": found, "text": html_of(found.text)}
    return render(request, "practice/handout.html", shown)


def _page(request: HttpRequest, template: str, meeting: Meeting, state: SessionNow) -> HttpResponse:
    with timezone.override(meeting.workshop.zone):  # where the group meets
        return render(request, template, _shown(request, meeting, state))


def _shown(request: HttpRequest, meeting: Meeting, state: SessionNow) -> dict[str, Any]:
    parts = state.session.parts
    asked = request.GET.get("part", "")
    known = [row.part.key for row in state.parts]
    shown = asked if asked in known else state.clock.part or known[0]
    at = known.index(state.clock.part) if state.clock.part in known else None
    left = state.clock.left(parts[at].minutes, state.now) if at is not None else None
    zone = ZoneInfo(meeting.workshop.zone)
    return {
        "meeting": meeting,
        "workshop": meeting.workshop,
        "state": state,
        "plain": plain_state(state),
        "page": {
            "shown": shown,
            "show": request.GET.get("show", ""),
            "left": max(0, round(left)) if left is not None else None,
            "over": left is not None and left < 0,
            "behind": behind(state.clock, parts, meeting.starts_at),
            "gives": can_give(state.clock, parts),
            "more": MORE_MINUTES,
            "starts": meeting.starts_at.timestamp() * 1000,
            "earliest": (meeting.starts_at - EARLIEST).timestamp() * 1000,
            "at": meeting.starts_at.astimezone(zone),
            "zone": meeting.workshop.zone,
            "key": uuid4(),
        },
        "presences": [(one.value, one.label) for one in Presence if one is not Presence.HERE],
        "contacts": contacts(meeting.workshop.site),
    }


def _pressed(posted: QueryDict, now: datetime) -> Pressed:
    try:
        key = UUID(posted.get("key", ""))
        given = posted.get("at", "")
        at = parse_datetime(given) if given else now
        payload = {name: _value(name, posted) for name in posted if name not in NO_PAYLOAD}
    except ValueError as error:
        raise InvalidInput("This could not be read.") from error
    if at is None or at.tzinfo is None or at.year < FIRST_YEAR:
        raise InvalidInput("This has no time.")
    return Pressed(key=key, kind=posted.get("kind", ""), payload=payload, at=min(at, now))


def _value(name: str, posted: QueryDict) -> str | int | bool:
    value = posted.get(name, "")
    if name in NUMBERS:
        return int(value)
    return value == "yes" if name in MARKS else value


def _refused(request: HttpRequest, pk: UUID, number: int, error: UserError) -> HttpResponse:
    if is_script(request):
        raise error
    messages.error(request, str(error))
    return _back(request, pk, number)


def _back(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    shown = request.POST.get("shown", "")
    page = reverse("practice:session", args=[pk, number])
    return redirect(f"{page}?part={shown}" if shown else page)
