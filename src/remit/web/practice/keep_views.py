"""Where a phone sends what it kept: one thing at a time, a receipt for each, by its key."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound, UserError
from remit.web.cases.models import Case
from remit.web.consult.clearance import may_open_day_one
from remit.web.intake.queries import own_case, unchecked_own_case
from remit.web.people.models import Person
from remit.web.practice import kept_kinds
from remit.web.practice.models import Source
from remit.web.practice.phone import mark_of
from remit.web.practice.receipts import Sent

LONGEST: Final = 64 * 1024
PERSON: Final = "X-Remit-Person"
_STATUS: Final[Mapping[type[UserError], int]] = {NotAllowed: 403, NotFound: 404, Conflict: 409}


@require_GET
@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    """Who is signed in, as an opaque mark, with a token to send with; 401 where nobody is."""
    person = _participant(request)
    if person is None:
        return _answer({"error": "signed out"}, 401)
    case = own_case(person, now=timezone.now())
    opens = may_open_day_one(case, timezone.now()).opens
    return _answer({"person": mark_of(person), "token": get_token(request), "cleared": opens})


@require_POST
@login_not_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep one thing that a phone made. The same key again gives the same receipt.

    401 and 403 mean: keep it and sign in as who made it. Other refusals name their reason.
    """
    person = _participant(request)
    if person is None:
        return _answer({"error": "signed out"}, 401)
    if request.headers.get(PERSON, mark_of(person)) != mark_of(person):
        return _answer({"error": "another person"}, 403)
    now = timezone.now()
    try:
        case = unchecked_own_case(person)  # whatever keeps it checks who sends it
        kind, sent, payload = _read(request)
        stored = kept_kinds.store(kind, case=case, sent=sent, payload=payload, by=person, now=now)
    except UserError as error:
        status = next((code for of, code in _STATUS.items() if isinstance(error, of)), 400)
        return _answer({"error": str(error)}, status)
    return _answer({"saved": _clock(stored.saved_at, case), "next": stored.show})


def _participant(request: HttpRequest) -> Person | None:
    person = request.user
    return person if isinstance(person, Person) and not person.is_staff_member else None


def _read(request: HttpRequest) -> tuple[str, Sent, dict[str, Any]]:
    if len(request.body) > LONGEST:
        raise InvalidInput("This is too long to be kept.")
    try:
        told = json.loads(request.body)
        kind, key, payload = str(told["kind"]), UUID(told["key"]), dict(told["payload"])
        made_at = parse_datetime(told["made_at"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InvalidInput("This could not be read.") from error
    if made_at is None or made_at.tzinfo is None:
        raise InvalidInput("This has no time.")
    source = Source.OFFLINE if told.get("late") is True else Source.ONLINE
    return kind, Sent(key=key, done_at=made_at, source=source), payload


def _clock(at: datetime, case: Case) -> str:
    there = at.astimezone(ZoneInfo(case.site.time_zone))
    return f"{there.hour}:{there.minute:02}"


def _answer(told: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(told, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
