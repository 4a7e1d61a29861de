"""What the page of a group session shows: the agenda, who is here, what is parked, who waits.

Names and attendance alone stand open, because the room can see the tablet; what is covered is
marked so in the template. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.content.programme import programme
from remit.domain.group_session import Part, Session
from remit.errors import NotFound
from remit.pathways.practice.session_clock import Clock
from remit.web.cases.sealed import plain_subject
from remit.web.notices.models import Flag
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.practice.models import (
    Attendance,
    Enrolment,
    EnrolmentEvent,
    FidelityRating,
    Meeting,
    Parked,
    PartMove,
    PersonNote,
    Presence,
)
from remit.web.practice.session_acts import (
    EARLIEST,
    PRIVATE,
    Pressed,
    clock_of,
    led_then,
    note_of,
)
from remit.web.practice.session_rests import Rest, open_flags, rests_of
from remit.web.practice.workshops import leads

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of the fidelity list, and how it was rated so far."""

    number: int
    words: str
    rating: int | None


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """One part of the agenda.

    Attributes:
        part: from the manual.
        at: its planned time, such as "19:10".
        state: "done", "now" or "ahead".
        items: what is rated here.
        following: the next part; None after the last.
    """

    part: Part
    at: str
    state: str
    items: tuple[Item, ...]
    following: Part | None


@dataclass(frozen=True, kw_only=True)
class Note:
    """One note of this session on a person."""

    text: str
    at: datetime
    by: str
    private: bool


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the group.

    Attributes:
        enrolment: whose.
        name: what the person is called.
        presence: the newest; None where nobody noted it.
        detail: how the week went, in a few words; "" for who may not read doses.
        rests: what rests; empty for who may not read doses.
        notes: of this session, in time; empty for who may not read doses.
        asked: the newest answer to the private question; "" where there is none.
    """

    enrolment: Enrolment
    name: str
    presence: Presence | None
    detail: str
    rests: tuple[Rest, ...]
    notes: tuple[Note, ...]
    asked: str

    @property
    def is_asked(self) -> bool:
        """Whether the safety questions wait on the person's own page."""
        return any(rest.asks for rest in self.rests)

    @property
    def waits(self) -> bool:
        """Whether this person needs a word that nobody has had yet."""
        since = max((rest.since for rest in self.rests), default=None)
        return since is not None and not any(
            note.private and note.text not in PRIVATE.values() and note.at >= since
            for note in self.notes
        )


@dataclass(frozen=True, kw_only=True)
class SessionNow:
    """The state of a session for one reader."""

    meeting: Meeting
    now: datetime
    session: Session
    clock: Clock
    parts: tuple[PartRow, ...]
    left_over: tuple[Item, ...]
    rated: int
    items: int
    members: tuple[Member, ...]
    parked: tuple[Parked, ...]
    may_change: bool
    reads_dose: bool

    @property
    def here(self) -> int:
        """How many are here."""
        return sum(one.presence is Presence.HERE for one in self.members)

    @property
    def waiting(self) -> tuple[Member, ...]:
        """Who has something resting, who needs a word first."""
        return tuple(sorted((one for one in self.members if one.rests), key=lambda m: not m.waits))

    @property
    def unheard(self) -> int:
        """How many need a word that nobody has had yet."""
        return sum(one.waits for one in self.members)

    @property
    def emergencies(self) -> tuple[Member, ...]:
        """Whose answer asks for a call at once."""
        return tuple(one for one in self.members if any(rest.emergency for rest in one.rests))

    @property
    def done(self) -> tuple[tuple[str, Note], ...]:
        """Notes of this session with whose they are, in time."""
        found = [(one.name, note) for one in self.members for note in one.notes]
        return tuple(sorted(found, key=lambda pair: pair[1].at))

    @property
    def is_early(self) -> bool:
        """Whether it is too early to begin."""
        return self.now < self.meeting.starts_at - EARLIEST

    @property
    def present(self) -> PartRow | None:
        """The part that runs."""
        return next((row for row in self.parts if row.state == "now"), None)


def meeting_of(person: Person, pk: UUID, number: int, *, now: datetime) -> Meeting:
    """One group session for who plans, leads or treats.

    Raises:
        NotFound: it does not exist for this person.
    """
    rows = Meeting.objects.select_related("workshop__site")
    meeting: Meeting = rows.one_visible_to(person, now=now, workshop=pk, number=number)
    own = leads(person, meeting.workshop)
    check_allowed(person, Act.SEE, Object.WORKSHOP, meeting.workshop, now=now, own=own)
    return meeting


def meeting_to_keep(
    person: Person, pk: UUID, number: int, pressed: Pressed, *, now: datetime
) -> Meeting:
    """The group session that something was pressed in.

    A safety answer finds it also for who led the group then and leads it no longer.

    Raises:
        NotFound: it does not exist for this person.
    """
    try:
        return meeting_of(person, pk, number, now=now)
    except NotFound:
        rows = Meeting.objects.select_related("workshop__site")
        meeting = rows.filter(workshop=pk, number=number).first()
        if meeting and led_then(person, meeting, pressed, now):
            return meeting
        raise


def note_opened(meeting: Meeting, state: SessionNow, person: Person, *, now: datetime) -> None:
    """Names stand on the page, so that opening it is noted; looking again is not."""
    audit.record_list_view(
        by=person,
        now=now,
        site=meeting.workshop.site,
        object_type="meeting",
        count=len(state.members),
    )


def session_of(meeting: Meeting, person: Person, *, now: datetime) -> SessionNow:
    """Everything that the page shows; the caller has opened the meeting."""
    workshop, own = meeting.workshop, leads(person, meeting.workshop)
    held = programme(workshop.programme, workshop.programme_version, workshop.language)
    session, clock = held.sessions[meeting.number - 1], clock_of(meeting)
    ratings = {one.item: one.rating for one in FidelityRating.objects.filter(meeting=meeting)}
    items = {
        number: Item(number=number, words=words, rating=ratings.get(number))
        for number, words in held.fidelity.items()
    }
    reads_dose = allowed(person, Act.SEE, Object.DOSE, workshop, now=now, own=own)
    may_change = allowed(person, Act.CHANGE, Object.WORKSHOP, workshop, now=now, own=own)
    of_session = {number for part in session.parts for number in part.fidelity}
    return SessionNow(
        meeting=meeting,
        now=now,
        session=session,
        clock=clock,
        parts=tuple(_parts(meeting, session, clock, items)),
        left_over=tuple(items[number] for number in sorted(of_session)),
        rated=len(ratings),
        items=len(items),
        members=_members(meeting, reads_dose=reads_dose),
        parked=_parked(meeting),
        may_change=may_change and meeting.cancelled_at is None,
        reads_dose=reads_dose,
    )


def plain_state(state: SessionNow) -> dict[str, Any]:
    """The same for the page's script: what was pressed, by key, so that nothing counts twice."""
    moves = PartMove.objects.filter(meeting=state.meeting)
    return {
        "now": state.now.timestamp() * 1000,
        "presses": {
            str(one.pk): {
                "act": one.act,
                "part": one.part,
                "minutes": one.minutes,
                "at": one.at.timestamp() * 1000,
            }
            for one in moves
        },
        "presence": {
            str(one.enrolment.pk): one.presence.value for one in state.members if one.presence
        },
        "ratings": {str(one.number): one.rating for one in _rated(state)},
        "parked": {str(one.pk): one.text for one in state.parked},
    }


def _rated(state: SessionNow) -> Iterable[Item]:
    rows = [item for row in state.parts for item in row.items if item.rating is not None]
    return {item.number: item for item in rows}.values()


def _parts(
    meeting: Meeting, session: Session, clock: Clock, items: Mapping[int, Item]
) -> Iterable[PartRow]:
    zone = ZoneInfo(meeting.workshop.zone)
    for number, part in enumerate(session.parts):
        at = meeting.starts_at + timedelta(minutes=session.begins(part.key))
        state = "now" if part.key == clock.part else "done" if part.key in clock.done else "ahead"
        yield PartRow(
            part=part,
            at=f"{at.astimezone(zone):%H:%M}",
            state=state,
            items=tuple(items[one] for one in part.fidelity),
            following=session.parts[number + 1] if number + 1 < len(session.parts) else None,
        )


def _parked(meeting: Meeting) -> tuple[Parked, ...]:
    """What no later line struck out, also of the sessions before."""
    rows = list(Parked.objects.filter(meeting__workshop=meeting.workshop_id))
    struck = {one.strikes_id for one in rows}
    return tuple(one for one in rows if one.strikes_id is None and one.pk not in struck)


def _members(meeting: Meeting, *, reads_dose: bool) -> tuple[Member, ...]:
    events = EnrolmentEvent.objects.select_related("flag").order_by("id")
    here = Attendance.objects.filter(meeting=meeting).order_by("at", "received_at")
    notes = PersonNote.objects.filter(meeting=meeting).select_related("by", "enrolment__case")
    took_part = Q(ended_at=None) | Q(ended_at__gt=meeting.starts_at)
    rows = meeting.workshop.enrolments.filter(took_part).select_related(
        "case__site", "case__data_key"
    )
    beside: list[Any] = [
        Prefetch("events", events),
        Prefetch("attendance", here, to_attr="of_meeting"),
        Prefetch("session_notes", notes, to_attr="noted"),
    ]
    held = rows.prefetch_related(*beside, "done", "check_ins")
    flags = open_flags(meeting)
    week = _week_before(meeting)
    found = [_member(row, week, flags.get(row.case_id, ()), reads_dose=reads_dose) for row in held]
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def _member(
    row: Enrolment, week: tuple[date, date], flags: Sequence[Flag], *, reads_dose: bool
) -> Member:
    attended: list[Attendance] = getattr(row, "of_meeting")  # noqa: B009  prefetched by name
    notes = _notes(row) if reads_dose else ()
    return Member(
        enrolment=row,
        name=str(plain_subject(row.case)["name"]),
        presence=Presence(attended[-1].presence) if attended else None,
        detail=_detail(row, week) if reads_dose else "",
        rests=rests_of(row, flags) if reads_dose else (),
        notes=notes,
        asked=_newest_answer(notes),
    )


def _notes(row: Enrolment) -> tuple[Note, ...]:
    noted: list[PersonNote] = getattr(row, "noted")  # noqa: B009  prefetched by name
    found = []
    for one in noted:
        one.enrolment = row  # its case is read already
        found.append(Note(text=note_of(one), at=one.at, by=str(one.by), private=one.private_word))
    return tuple(found)


def _newest_answer(notes: Sequence[Note]) -> str:
    answers = {words: answer for answer, words in PRIVATE.items()}
    given = [answers[note.text] for note in notes if note.text in answers]
    return given[-1] if given else ""


def _week_before(meeting: Meeting) -> tuple[date, date]:
    """First and last date between the session before and this one; empty before the first."""
    before = meeting.workshop.meetings.filter(number=meeting.number - 1).first()
    first = before.on + DAY if before else meeting.on
    return first, meeting.on - DAY


def _detail(row: Enrolment, week: tuple[date, date]) -> str:
    if row.on_paper:
        return _("on paper")
    first, last = week
    whole = (last - first).days + 1
    if whole <= 0:
        return _("first group")
    came = {one.on for one in row.done.all()} | {one.on for one in row.check_ins.all()}
    days = sum(first <= on <= last for on in came)
    return ngettext("%(days)s of %(whole)s day", "%(days)s of %(whole)s days", whole) % {
        "days": days,
        "whole": whole,
    }
