"""One participant's programme as staff see it: each reader as much as their role lets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from remit.domain.enrolment import State
from remit.domain.programme import DAYS
from remit.pathways.practice.schedule import programme_date
from remit.web.cases.sealed import plain_subject
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.practice.adverse_events import EventView, events_of
from remit.web.practice.call_answers import CallTold
from remit.web.practice.calls import told_of
from remit.web.practice.enrolments import may_lead, standing_of
from remit.web.practice.models import (
    Attendance,
    Call,
    CallKind,
    Enrolment,
    Meeting,
    Presence,
    Source,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES: Final[Mapping[State, StrOrPromise]] = {
    State.INVITED: _("invited"),
    State.CONSENTED: _("agreed; first measurements are open"),
    State.BASELINE: _("ready for day 1"),
    State.ACTIVE: _("practises"),
    State.HELD: _("parts rest"),
    State.COMPLETED: _("has done the 21 days"),
    State.FOLLOW_UP: _("follow-up"),
    State.CLOSED: _("closed"),
    State.WITHDRAWN: _("left the programme"),
}


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """One of the 21 days: which parts came, and whether the evening was told."""

    number: int
    on: date
    parts: tuple[str, ...]
    checked_in: bool
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class SessionLine:
    """One group session and whether the person was there; None where nobody noted it."""

    meeting: Meeting
    presence: Presence | None
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class CallLine:
    """One contact that was made or tried."""

    call: Call
    told: CallTold


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What one reader sees of one enrolment.

    Attributes:
        enrolment: whose.
        name: what the person is called.
        words: the state.
        day: by the calendar, None outside the 21.
        sessions: the three.
        days: those that have come; empty for who may not read doses.
        calls: newest first; empty for who may not read doses.
        events: adverse events; empty for who is no clinician.
        reads_dose: whether the reader may call and enter paper.
        is_clinician: whether the reader sees holds and events.
        may_plan: whether the reader may end it.
    """

    enrolment: Enrolment
    name: str
    state: State
    day: int | None
    sessions: tuple[SessionLine, ...]
    days: tuple[DayLine, ...]
    calls: tuple[CallLine, ...]
    events: tuple[EventView, ...]
    rests: bool
    reads_dose: bool
    is_clinician: bool
    may_plan: bool

    @property
    def words(self) -> StrOrPromise:
        """The state in words."""
        return STATES[self.state]

    @property
    def is_over(self) -> bool:
        """Whether the 21 days are behind."""
        return self.state in (State.COMPLETED, State.FOLLOW_UP)

    @property
    def has_ended(self) -> bool:
        """Whether nothing is offered any more but It hurts."""
        return self.state in (State.CLOSED, State.WITHDRAWN)


def enrolment_seen(person: Person, pk: UUID, *, now: datetime) -> Enrolment:
    """An enrolment of a staff member's sites or groups.

    Raises:
        NotFound: it does not exist for this person.
        NotAllowed: a participant, for whom there are other pages.
    """
    rows = Enrolment.objects.select_related("case__site", "case__data_key", "workshop")
    found: Enrolment = rows.one_visible_to(person, now=now, pk=pk)
    own = may_lead(found, person)
    check_allowed(person, Act.SEE, Object.WORKSHOP, found.case, now=now, own=own)
    return found


def programme_of(person: Person, pk: UUID, *, now: datetime) -> Programme:
    """One participant's programme for one reader; opening it is noted."""
    enrolment = enrolment_seen(person, pk, now=now)
    case, own = enrolment.case, may_lead(enrolment, person)
    audit.record_view(by=person, now=now, site=case.site, object_id=case.pk)
    reads_dose = allowed(person, Act.SEE, Object.DOSE, case, now=now, own=own)
    is_clinician = allowed(person, Act.SEE, Object.CONSULTATION, case, now=now)
    stands = standing_of(enrolment)
    return Programme(
        enrolment=enrolment,
        name=name_of(enrolment),
        state=stands.state,
        day=_day(enrolment, now),
        sessions=_sessions(enrolment, now),
        days=_days(enrolment, now) if reads_dose else (),
        calls=_calls(enrolment) if reads_dose else (),
        events=events_of(case) if is_clinician else (),
        rests=bool(stands.holds),
        reads_dose=reads_dose,
        is_clinician=is_clinician,
        may_plan=allowed(person, Act.CHANGE, Object.WORKSHOP, case, now=now, own=own),
    )


def name_of(enrolment: Enrolment) -> str:
    """What the person is called; the caller has opened the enrolment."""
    return str(plain_subject(enrolment.case)["name"])


def _sessions(enrolment: Enrolment, now: datetime) -> tuple[SessionLine, ...]:
    if enrolment.workshop is None:
        return ()
    rows = Attendance.objects.filter(enrolment=enrolment).order_by("at", "received_at")
    newest = {one.meeting_id: Presence(one.presence) for one in rows}
    return tuple(
        SessionLine(meeting=one, presence=newest.get(one.pk), is_past=one.starts_at < now)
        for one in enrolment.workshop.meetings.all()
    )


def _days(enrolment: Enrolment, now: datetime) -> tuple[DayLine, ...]:
    if enrolment.day_one is None:
        return ()
    done, evenings = list(enrolment.done.all()), {one.on for one in enrolment.check_ins.all()}
    reached = min(_number(enrolment, now), DAYS)
    found = []
    for number in range(1, reached + 1):
        on = enrolment.day_one + timedelta(days=number - 1)
        of_day = [one for one in done if one.day == number]
        found.append(
            DayLine(
                number=number,
                on=on,
                parts=tuple(dict.fromkeys(one.part for one in of_day)),
                checked_in=on in evenings,
                on_paper=any(one.source == Source.STAFF for one in of_day),
            )
        )
    return tuple(found)


def _calls(enrolment: Enrolment) -> tuple[CallLine, ...]:
    rows = enrolment.calls.select_related("by").order_by("-at")
    return tuple(CallLine(call=row, told=told_of(row, enrolment.case)) for row in rows)


def _number(enrolment: Enrolment, now: datetime) -> int:
    if enrolment.day_one is None:
        return 0
    today = programme_date(now.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None))
    return (today - enrolment.day_one).days + 1


def _day(enrolment: Enrolment, now: datetime) -> int | None:
    number = _number(enrolment, now)
    return number if 1 <= number <= DAYS else None


KINDS: Final = tuple((one, one.value.replace(" ", "-")) for one in CallKind)
"""Every planned contact, with its name in addresses."""
