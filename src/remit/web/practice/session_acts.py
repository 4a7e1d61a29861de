"""The only writers of a group session: what the tablet sends, each thing by its key, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from remit.domain.programme import Programme
from remit.errors import Conflict, InvalidInput, NotFound
from remit.pathways.practice.session_clock import Act as Press
from remit.pathways.practice.session_clock import Clock, fold
from remit.pathways.practice.session_clock import Pressed as PressedButton
from remit.web.cases.sealed import open_table, seal_table
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice import told_values as read
from remit.web.practice import triage
from remit.web.practice.models import (
    Attendance,
    Enrolment,
    FidelityRating,
    Meeting,
    Parked,
    PartMove,
    PersonNote,
    Presence,
)
from remit.web.practice.receipts import OTHER, Stored
from remit.web.practice.workshops import leads, led

PERSON_NOTE: Final = ("practice_personnote", "sealed_note")
LONGEST_PARKED: Final = 200
MOST_MORE: Final = 30
HIGHEST_RATING: Final = 2
EARLIEST: Final = timedelta(hours=3)
"""So long before its time a session can be begun; a look ahead days before begins nothing."""
PRIVATE_ANSWER: Final = "private"
LATE_ANSWER: Final = timedelta(days=7)
"""So late a safety answer is still taken from who led the group and leads it no longer."""
_USED: Final = "This key was used for something else."
PRIVATE: Final = {
    "nothing": "Private question: nothing new.",
    "unsure": "Private question: not sure. The strong parts rest until a clinician has looked.",
    "yes": "Private question: something new. The strong parts rest until a clinician has looked.",
}
"""Answers to the private question, as the note on a person says them."""
Row = TypeVar("Row", Attendance, FidelityRating, Parked, PartMove, PersonNote)


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """One thing that a tablet sends.

    Attributes:
        key: made on the tablet.
        kind: which of `KINDS`.
        payload: what it says.
        at: when, by the tablet's clock; one that runs ahead puts nothing into the future.
    """

    key: UUID
    kind: str
    payload: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class _Case:
    meeting: Meeting
    programme: Programme
    pressed: Pressed
    by: Person
    now: datetime
    own: bool

    @property
    def at(self) -> datetime:
        """When it was pressed; nothing lies ahead."""
        return min(self.pressed.at, self.now)

    @property
    def columns(self) -> dict[str, Any]:
        """What every row has."""
        return {
            "id": self.pressed.key,
            "meeting": self.meeting,
            "by": self.by,
            "at": self.at,
            "received_at": self.now,
        }


def keep(
    *, meeting: Meeting, programme: Programme, pressed: Pressed, by: Person, now: datetime
) -> Stored:
    """Keep one thing of a session; the same key again gives the same receipt.

    An answer to the private question is a safety answer: it is taken from who led the group when
    it was given, also when the lead has ended since or the session was cancelled.

    Raises:
        NotAllowed: who neither leads nor plans this group; a note takes who reads doses.
        InvalidInput: something unknown.
        NotFound: a person who is not of this group, or a line that is not parked here.
        Conflict: the same key with other content, or the session was cancelled.
    """
    if pressed.kind not in KINDS:
        raise InvalidInput("This holds something that the clinic does not know.")
    is_safety = pressed.kind == PRIVATE_ANSWER
    own = leads(by, meeting.workshop) or (is_safety and led_then(by, meeting, pressed, now))
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, meeting.workshop, now=now, own=own)
    if meeting.cancelled_at is not None and not is_safety:
        raise Conflict("This session was cancelled.")
    case = _Case(meeting=meeting, programme=programme, pressed=pressed, by=by, now=now, own=own)
    try:
        return _kept(case)
    except IntegrityError:
        pass  # another request keeps the same key at this moment: now its row is found
    try:
        return _kept(case)
    except IntegrityError as error:
        raise Conflict(_USED) from error


def led_then(by: Person, meeting: Meeting, pressed: Pressed, now: datetime) -> bool:
    """Whether a safety answer comes from who led this group when it was given."""
    fresh = now - LATE_ANSWER <= pressed.at and meeting.starts_at - EARLIEST <= pressed.at
    return pressed.kind == PRIVATE_ANSWER and fresh and led(by, meeting.workshop, pressed.at)


def _kept(case: _Case) -> Stored:
    with transaction.atomic():
        row = KINDS[case.pressed.kind](case)
    return Stored(key=row.pk, saved_at=row.received_at)


def note_of(row: PersonNote) -> str:
    """What a note on a person says; the caller has checked the permission."""
    return str(open_table(row.enrolment.case, row.sealed_note, PERSON_NOTE, row.pk)["note"])


def _attend(case: _Case) -> Attendance:
    payload = case.pressed.payload
    read.check_names(payload, ("enrolment", "presence"))
    presence = read.one(payload, "presence", Presence.values)
    if not presence:
        raise InvalidInput("Say who is here.")
    enrolment = _of_group(case, payload)
    return _once(
        Attendance(**case.columns, enrolment=enrolment, presence=presence),
        ("enrolment_id", "presence"),
        case,
    )


def _move(case: _Case) -> PartMove:
    payload = case.pressed.payload
    read.check_names(payload, ("part", "act", "minutes"))
    act = read.one(payload, "act", [one.value for one in Press])
    minutes = read.whole(payload, "minutes", least=0, most=MOST_MORE, default=0)
    keys = [part.key for part in case.programme.sessions[case.meeting.number - 1].parts]
    part = read.one(payload, "part", keys)
    if (
        not act
        or (act == Press.BEGIN) is not bool(part)
        or (act == Press.MORE) is not bool(minutes)
    ):
        raise InvalidInput("This does not say what was pressed.")
    earliest = case.meeting.starts_at - EARLIEST
    if act == Press.BEGIN and case.now < earliest:
        raise InvalidInput("It is too early: a session can be begun from 3 hours before its time.")
    at = max(case.at, earliest)  # a clock that is slow by hours puts nothing before the session
    row = _once(
        PartMove(**case.columns | {"at": at}, part=part, act=act, minutes=minutes),
        ("part", "act", "minutes"),
        case,
    )
    _set_times(case.meeting)
    return row


def clock_of(meeting: Meeting) -> Clock:
    """The clock of a session, from everything that was pressed in it."""
    rows = PartMove.objects.filter(meeting=meeting)
    return fold(
        PressedButton(act=Press(one.act), at=one.at, part=one.part, minutes=one.minutes)
        for one in rows
    )


def _set_times(meeting: Meeting) -> None:
    """Presses may come late and in any order; begin and end follow from all of them."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # two tablets press at once
    begun = PartMove.objects.filter(meeting=meeting, act=Press.BEGIN).order_by("at").first()
    if begun is not None:
        ended = clock_of(meeting).ended
        Meeting.objects.filter(pk=meeting.pk).update(began_at=begun.at, ended_at=ended)


def _rate(case: _Case) -> FidelityRating:
    payload = case.pressed.payload
    read.check_names(payload, ("item", "rating", "observed"))
    item = read.whole(payload, "item", least=1, most=max(case.programme.fidelity))
    rating = read.whole(payload, "rating", least=0, most=HIGHEST_RATING)
    row = FidelityRating(
        **case.columns, item=item, rating=rating, observed=payload.get("observed") is True
    )
    return _once(row, ("item", "rating", "observed"), case)


def _park(case: _Case) -> Parked:
    read.check_names(case.pressed.payload, ("text",))
    text = read.words(case.pressed.payload, "text", longest=LONGEST_PARKED)
    if not text:
        raise InvalidInput("Write the question.")
    return _once(Parked(**case.columns, text=text), ("text", "strikes_id"), case)


def _strike(case: _Case) -> Parked:
    read.check_names(case.pressed.payload, ("parked",))
    known = Parked.objects.filter(meeting__workshop=case.meeting.workshop_id, strikes=None)
    parked = known.filter(pk=_uuid(case.pressed.payload, "parked")).first()
    if parked is None:
        raise NotFound("This line is not parked here.")
    return _once(Parked(**case.columns, text="", strikes=parked), ("text", "strikes_id"), case)


def _note(case: _Case) -> PersonNote:
    payload = case.pressed.payload
    read.check_names(payload, ("enrolment", "note", "private"))
    text = read.words(payload, "note", longest=8000)
    if not text:
        raise InvalidInput("Write what happened and what was done.")
    enrolment = _of_group(case, payload)
    _check_reads_dose(case, enrolment)
    row = PersonNote(
        **case.columns, enrolment=enrolment, private_word=payload.get("private") is True
    )
    return _noted(case, enrolment, row, text)


def _private(case: _Case) -> PersonNote:
    """The answer to the private question; anything but "nothing new" rests and flags (INV-06)."""
    payload = case.pressed.payload
    read.check_names(payload, ("enrolment", "answer"))
    answer = read.one(payload, "answer", list(PRIVATE))
    if not answer:
        raise InvalidInput("Say what was answered.")
    enrolment = _of_group(case, payload)
    _check_reads_dose(case, enrolment)
    is_known = PersonNote.objects.filter(pk=case.pressed.key).exists()
    row = PersonNote(**case.columns, enrolment=enrolment, private_word=True)
    kept = _noted(case, enrolment, row, PRIVATE[answer])
    if answer != "nothing" and not is_known:
        told = triage.Answer(
            enrolment=enrolment,
            key=row.pk,
            kind=triage.SESSION,
            at=row.at,
            offline=True,  # nobody asks further on this page: the careful side counts
            by=case.by,
        )
        triage.new_symptom(told, case.now)
    return kept


def _noted(case: _Case, enrolment: Enrolment, row: PersonNote, text: str) -> PersonNote:
    row.sealed_note = seal_table(enrolment.case, {"note": text}, PERSON_NOTE, row.pk)
    names = ("enrolment_id", "private_word")
    return _once(row, names, case, same=lambda known: note_of(known) == text)


def _check_reads_dose(case: _Case, enrolment: Enrolment) -> None:
    check_allowed(case.by, Act.SEE, Object.DOSE, enrolment.case, now=case.now, own=case.own)


KINDS: Final[Mapping[str, Callable[[_Case], Any]]] = {
    "attendance": _attend,
    "move": _move,
    "fidelity": _rate,
    "park": _park,
    "strike": _strike,
    "note": _note,
    PRIVATE_ANSWER: _private,
}


def _once(
    row: Row, names: tuple[str, ...], case: _Case, *, same: Callable[[Row], bool] | None = None
) -> Row:
    known = type(row).objects.filter(pk=row.pk).first()
    if known is not None:
        equal = all(getattr(known, name) == getattr(row, name) for name in names)
        if known.meeting_id != case.meeting.pk or not equal or (same and not same(known)):
            raise Conflict(OTHER)
        return known
    row.save(force_insert=True)
    audit.record(
        by=case.by,
        now=case.now,
        site=case.meeting.workshop.site,
        act="noted in a group session",
        object_type="meeting",
        object_id=case.meeting.pk,
        detail={"kind": case.pressed.kind, "row": str(row.pk), **_about(row)},
    )
    return row


def _about(row: Row) -> dict[str, str]:
    """Whose row it is, where it is about one person."""
    return {"case": str(row.enrolment.case_id)} if hasattr(row, "enrolment") else {}


def _of_group(case: _Case, payload: Mapping[str, Any]) -> Enrolment:
    rows = Enrolment.objects.filter(workshop=case.meeting.workshop_id)
    found = rows.select_related("case__site", "case__data_key").filter(
        pk=_uuid(payload, "enrolment")
    )
    enrolment = found.first()
    if enrolment is None:
        raise NotFound("This person is not in this group.")
    return enrolment


def _uuid(payload: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(str(payload.get(name, "")))
    except ValueError as error:
        raise InvalidInput("This could not be read.") from error
