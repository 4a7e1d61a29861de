"""Opening one day of one's own programme, and keeping one part of it from a plain form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.content.programme import programme
from remit.domain.programme import Day, Programme
from remit.errors import InvalidInput, NotFound
from remit.pathways.practice.schedule import Situation, day_rests
from remit.web.cases.models import Case
from remit.web.intake.queries import own_case
from remit.web.people.models import Person
from remit.web.people.views import signed_in
from remit.web.practice.days import record_done
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.models import Enrolment
from remit.web.practice.receipts import Sent, Stored
from remit.web.practice.situations import situation_of
from remit.web.practice.today import enrolment_of


@dataclass(frozen=True, kw_only=True)
class OpenDay:
    """One day that is open to its participant.

    Attributes:
        person: who is signed in.
        now: the instant.
        case: their own.
        enrolment: with all that a day needs.
        situation: what the rules know.
        programme: the version that runs.
        day: its content.
    """

    person: Person
    now: datetime
    case: Case
    enrolment: Enrolment
    situation: Situation
    programme: Programme
    day: Day


def open_day(request: HttpRequest, number: int) -> OpenDay:
    """A day of one's own programme.

    Raises:
        NotFound: no programme runs here, or the day has not come.
    """
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    enrolment = enrolment_of(case, by=person, now=now)
    situation = situation_of(enrolment, now=now) if enrolment else None
    if enrolment is None or situation is None:
        raise NotFound(_("No programme runs here."))
    if number < 1 or day_rests(situation, number):
        raise NotFound(_("This day has not come. Nothing is lost."))
    whole = programme(enrolment.programme, enrolment.programme_version, enrolment.language)
    return OpenDay(
        person=person, now=now, case=case, enrolment=enrolment, situation=situation,
        programme=whole, day=whole.day(number),
    )  # fmt: skip


def keep_part(request: HttpRequest, opened: OpenDay, part: str, told: dict[str, Any]) -> Stored:
    """Keep one part that a form tells of.

    Raises:
        InvalidInput: the form cannot be read.
    """
    payload = {
        "day": opened.day.number,
        "part": part,
        "minutes": whole(request, "minutes") or 0,
        "on_paper": "on_paper" in request.POST,
        **told,
    }
    sent = Sent(key=key_of(request), done_at=opened.now)
    return record_done(
        case=opened.case, sent=sent, told=DoneTold.of(payload), by=opened.person, now=opened.now
    )


def way_on(
    request: HttpRequest, opened: OpenDay, stored: Stored, then: str = "", *args: object
) -> HttpResponse:
    """Where what was kept leads: first to what its answers ask for."""
    if stored.show:
        return redirect(stored.show)
    at = stored.saved_at.astimezone(ZoneInfo(opened.enrolment.zone))
    messages.success(request, _("Saved %(time)s.") % {"time": f"{at.hour}:{at.minute:02}"})
    return redirect(then or "practice:today", *args)


def key_of(request: HttpRequest) -> UUID:
    """The key that the page was given: sent twice, it is kept once.

    Raises:
        InvalidInput: there is none.
    """
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise InvalidInput(_("This page is too old. Open it again.")) from error


def whole(request: HttpRequest, name: str) -> int | None:
    """A whole number of a form; None where it was left out."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else None
