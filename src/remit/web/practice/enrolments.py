"""The only writers of enrolments: who takes part, from when, what rests, how it ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from remit.content.programme import ID, LANGUAGE, VERSION
from remit.domain.enrolment import Event, Move, Scope, Standing, moved, standing
from remit.domain.flag import FlagState
from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.schedule import may_start
from remit.web.cases.models import Case
from remit.web.cases.sealed import seal_table
from remit.web.consult.clearance import may_open_day_one
from remit.web.intake.queries import consent_of
from remit.web.notices.models import Flag
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice.models import Enrolment, EnrolmentEvent, Workshop
from remit.web.practice.situations import situation_of
from remit.web.practice.workshops import leads

NOTE: Final = ("practice_enrolmentevent", "sealed_note")


@dataclass(frozen=True, kw_only=True)
class Held:
    """A hold that begins.

    Attributes:
        name: names it; the same name is not opened twice.
        scope: what rests.
        reason: a code, such as "new symptom".
        flag: the flag behind it, where there is one.
        note: words of staff, sealed.
    """

    name: str
    scope: Scope
    reason: str
    flag: Flag | None = None
    note: str = ""


def enrol(
    *, case: Case, workshop: Workshop | None, zone: str, by: Person, now: datetime
) -> Enrolment:
    """Put a participant into a workshop, or on the waiting list.

    Raises:
        NotAllowed: `by` may not change workshops here.
        InvalidInput: a published case, another site's workshop, or no consent.
        Conflict: already enrolled, no clearance for a workshop, or the group is full.
    """
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, case.site, now=now)
    if case.origin != Case.Origin.LIVE:
        raise InvalidInput("A published case takes part in nothing.")
    if consent_of(case) is None:
        raise InvalidInput("This person has not agreed yet. Invite them first.")
    with transaction.atomic():
        if Enrolment.objects.filter(case=case, ended_at=None).exists():
            raise Conflict("This person is enrolled already.")
        enrolment = Enrolment.objects.create(
            case=case,
            programme=ID,
            programme_version=VERSION,
            language=LANGUAGE,
            zone=zone,
            made_by=by,
            made_at=now,
        )
        _append(enrolment, Event(move=Move.CONSENT, at=now), by=by)
        _note(enrolment, "enrolled", by, now)
        if workshop is not None:
            place(enrolment=enrolment, workshop=workshop, by=by, now=now)
    return enrolment


def place(*, enrolment: Enrolment, workshop: Workshop, by: Person, now: datetime) -> Enrolment:
    """Give an enrolment a place in a workshop; who joins late keeps the group's days.

    Only who is cleared gets a place (INV-02). Two relatives in one group are the planner's to
    see: the page shows family names side by side.

    Raises:
        Conflict: not cleared, the group is full, cancelled, or past its second session.
    """
    case = enrolment.case
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, case.site, now=now)
    if workshop.site_id != case.site_id:
        raise InvalidInput("This workshop is at another site.")
    opens = may_open_day_one(case, now)
    if not opens:
        raise Conflict(f"A place takes a clearance. {opens.why}")
    with transaction.atomic():
        held = Workshop.objects.select_for_update().get(pk=workshop.pk)
        meetings = {one.number: one for one in held.meetings.all()}
        if held.cancelled_at is not None or meetings[2].began_at is not None:
            raise Conflict("This workshop takes nobody any more.")
        taken = held.enrolments.filter(ended_at=None).exclude(pk=enrolment.pk).count()
        if taken >= held.capacity:
            raise Conflict("This group is full. Keep the person on the waiting list.")
        rows = Enrolment.objects.filter(pk=enrolment.pk, ended_at=None)
        if rows.update(workshop=held, day_one=meetings[1].on) != 1:
            raise Conflict("This enrolment has ended.")
        _note(enrolment, "placed", by, now)
    enrolment.refresh_from_db()
    return enrolment


def note_baseline(*, enrolment: Enrolment, by: Person | None, now: datetime) -> Standing:
    """Note that what is measured before day 1 is there."""
    return _move(enrolment, Event(move=Move.BASELINE, at=now), by=by, act="baseline done")


def start(*, enrolment: Enrolment, by: Person | None, now: datetime) -> Standing:
    """Open day 1 (INV-02): baseline is done, clearance holds, the day has come, nothing is held.

    Raises:
        Conflict: one of these is not so, with which.
    """
    situation = situation_of(enrolment, now=now)
    if situation is None or not may_start(situation):
        why = (
            may_open_day_one(enrolment.case, now).why or "Day 1 has not come, or baseline is open."
        )
        raise Conflict(why)
    return _move(enrolment, Event(move=Move.START, at=now), by=by, act="started")


def hold(*, enrolment: Enrolment, held: Held, by: Person | None, now: datetime) -> Standing:
    """Rest parts of the programme; the system may, nobody needs to be asked first (INV-06)."""
    event = Event(move=Move.HOLD, at=now, hold=held.name, scope=held.scope)
    return _move(enrolment, event, by=by, act="held", held=held)


def release(*, enrolment: Enrolment, name: str, note: str, by: Person, now: datetime) -> Standing:
    """End a hold; a clinician does, with a reason (CLINICAL E.8: restart only after approval).

    Raises:
        NotAllowed: no clinician of this site.
        InvalidInput: no reason.
        Conflict: the flag behind it is still open, or the hold is not.
    """
    check_allowed(by, Act.SIGN, Object.CLEARANCE, enrolment.case, now=now)
    if not note.strip():
        raise InvalidInput("Write why these parts may open again.")
    begun = enrolment.events.filter(move=Move.HOLD, hold=name).select_related("flag").last()
    if begun is not None and begun.flag is not None and FlagState(begun.flag.state).is_open:
        raise Conflict("The flag behind this is still open. Record its outcome first.")
    event = Event(move=Move.RELEASE, at=now, hold=name)
    said = Held(name=name, scope=Scope.STRONG, reason="released", note=note.strip())
    return _move(enrolment, event, by=by, act="released", held=said)


def complete(*, enrolment: Enrolment, by: Person | None, now: datetime) -> Standing:
    """End the 21 days; they stay open to go back to."""
    return _move(enrolment, Event(move=Move.COMPLETE, at=now), by=by, act="completed")


def follow(*, enrolment: Enrolment, by: Person | None, now: datetime) -> Standing:
    """Begin follow-up, after the call of day 22."""
    return _move(enrolment, Event(move=Move.FOLLOW, at=now), by=by, act="followed up")


def put_on_paper(*, enrolment: Enrolment, on_paper: bool, by: Person, now: datetime) -> Enrolment:
    """Note that everything is done on paper or by telephone, or no longer; who leads or plans does.

    Raises:
        NotAllowed: somebody else.
    """
    own = may_lead(enrolment, by)
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, enrolment.case, now=now, own=own)
    with transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(on_paper=on_paper)
        _note(enrolment, "put on paper" if on_paper else "took off paper", by, now)
    enrolment.refresh_from_db()
    return enrolment


def close(*, enrolment: Enrolment, by: Person, now: datetime) -> Standing:
    """End follow-up; the steps of a flare and help stay."""
    return _end(enrolment, Move.CLOSE, by=by, now=now, act="closed")


def withdraw(*, enrolment: Enrolment, by: Person | None, now: datetime) -> Standing:
    """Stop taking part, at once and without a reason; flare steps and own data stay."""
    return _end(enrolment, Move.WITHDRAW, by=by, now=now, act="withdrew from the programme")


def standing_of(enrolment: Enrolment) -> Standing:
    """State and open holds, folded from the events."""
    return standing(record_of(row) for row in enrolment.events.all())


def record_of(row: EnrolmentEvent) -> Event:
    """The record of one stored event."""
    scope = Scope(row.scope) if row.scope else None
    return Event(move=Move(row.move), at=row.at, hold=row.hold, scope=scope)


def _end(
    enrolment: Enrolment, move: Move, *, by: Person | None, now: datetime, act: str
) -> Standing:
    with transaction.atomic():
        after = _move(enrolment, Event(move=move, at=now), by=by, act=act)
        Enrolment.objects.filter(pk=enrolment.pk).update(ended_at=now)
    enrolment.refresh_from_db()
    return after


def _move(
    enrolment: Enrolment, event: Event, *, by: Person | None, act: str, held: Held | None = None
) -> Standing:
    with transaction.atomic():
        # One writer at a time: what the table of moves allows depends on what stands.
        locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        before = standing_of(locked)
        if event.move is Move.HOLD and event.hold in dict(before.holds):
            return before
        after = moved(before, event)
        _append(enrolment, event, by=by, held=held)
        _note(enrolment, act, by, event.at)
    return after


def _append(
    enrolment: Enrolment, event: Event, *, by: Person | None, held: Held | None = None
) -> EnrolmentEvent:
    row = EnrolmentEvent(
        enrolment=enrolment,
        move=event.move.value,
        at=event.at,
        by=by,
        hold=event.hold,
        scope=event.scope.value if event.scope else "",
        reason=held.reason if held else "",
        flag=held.flag if held else None,
    )
    row.save()
    if held and held.note:  # bound to its row, whose number the database gives
        sealed = seal_table(enrolment.case, {"note": held.note}, NOTE, row.pk)
        EnrolmentEvent.objects.filter(pk=row.pk).update(sealed_note=sealed)
    return row


def may_lead(enrolment: Enrolment, person: Person) -> bool:
    """Whether the person leads the group of this enrolment."""
    return enrolment.workshop is not None and leads(person, enrolment.workshop)


def late_start(enrolment: Enrolment, day_one: date) -> bool:
    """Whether the person joined after the group's first day."""
    return enrolment.day_one is not None and enrolment.day_one > day_one


def _note(enrolment: Enrolment, act: str, by: Person | None, now: datetime) -> None:
    audit.record(
        by=by,
        now=now,
        site=enrolment.case.site,
        act=act,
        object_type="case",
        object_id=enrolment.case_id,
        detail={"enrolment": str(enrolment.pk)},
    )
