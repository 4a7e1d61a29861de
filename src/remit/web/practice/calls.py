"""The only writers of planned contacts: day 10, make-up, day 22, the months and later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from remit.content.programme_texts import call_guides
from remit.domain.call_guide import CallGuide
from remit.domain.enrolment import Move, State
from remit.domain.facts import Answer
from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.distress import Finding, Level, Reason
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice import triage
from remit.web.practice.call_answers import CallTold
from remit.web.practice.enrolments import follow, may_lead, standing_of
from remit.web.practice.models import Call, CallKind, Enrolment

NOTE: Final = ("practice_call", "sealed_note")
GUIDES: Final[Mapping[str, str]] = {
    CallKind.MIDWAY: "day-10",
    CallKind.MAKE_UP: "day-10",
    CallKind.DAY_22: "day-22",
    CallKind.MONTH_1: "month-1",
    CallKind.MONTH_3: "month-3",
    CallKind.MONTH_6: "month-6",
    CallKind.MONTH_12: "month-12",
    CallKind.LATER: "month-12",
}
FOLLOW_UPS: Final = (
    CallKind.DAY_22,
    CallKind.MONTH_1,
    CallKind.MONTH_3,
    CallKind.MONTH_6,
    CallKind.MONTH_12,
    CallKind.LATER,
)
"""Contacts that ask how it is now, beside signs and safety."""


def guide_of(kind: str) -> CallGuide:
    """What a caller says, asks and does at a contact of this kind."""
    return call_guides()[GUIDES[CallKind(kind)]]


def check_may_call(enrolment: Enrolment, by: Person, *, now: datetime) -> None:
    """Who calls reads what was told: the clinicians of the site, and who leads the group.

    Raises:
        NotAllowed: somebody else.
    """
    own = may_lead(enrolment, by)
    check_allowed(by, Act.SEE, Object.DOSE, enrolment.case, now=now, own=own)


def record_call(
    *,
    enrolment: Enrolment,
    key: UUID,
    kind: str,
    reached: bool,
    told: CallTold,
    by: Person,
    now: datetime,
) -> Call:
    """Keep one contact that was made or tried; the same key is kept once.

    What the caller heard sets going what the same answer on the phone would: something new rests
    the strong parts (INV-06), a level from A2 on rests writing and tells the clinic (E.8). The
    contact of day 22 begins the follow-up.

    Raises:
        NotAllowed: the person may not read what is told here.
        InvalidInput: nobody was reached, but something was told; or a kind that is none.
        Conflict: the programme has not begun, or the key was used elsewhere.
    """
    check_may_call(enrolment, by, now=now)
    if kind not in CallKind.values:
        raise InvalidInput("Choose what kind of contact it was.")
    if not reached and told != CallTold(note=told.note):
        raise InvalidInput("Nobody was reached, so nothing was told. Choose one of the two.")
    with transaction.atomic():
        held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        known = Call.objects.filter(pk=key).first()
        if known is not None:
            return _same(known, enrolment, (kind, reached, told))
        if not held.events.filter(move=Move.START.value).exists():
            raise Conflict("The programme has not begun here.")
        row = _row(enrolment, key, kind, reached, told, by, now)
        if reached:
            _set_going(enrolment, row, told, by, now)
            if kind == CallKind.DAY_22 and standing_of(held).state is State.COMPLETED:
                follow(enrolment=enrolment, by=by, now=now)
    return row


def told_of(row: Call, case: Case) -> CallTold:
    """What a contact brought; the caller has checked the permission."""
    return CallTold.of(open_table(case, row.sealed_note, NOTE, row.pk))


def _row(
    enrolment: Enrolment,
    key: UUID,
    kind: str,
    reached: bool,  # noqa: FBT001  a column
    told: CallTold,
    by: Person,
    now: datetime,
) -> Call:
    row = Call(id=key, enrolment=enrolment, kind=kind, reached=reached, by=by, at=now)
    row.sealed_note = seal_table(enrolment.case, told.plain(), NOTE, row.pk)
    row.save(force_insert=True)
    audit.record(
        by=by,
        now=now,
        site=enrolment.case.site,
        act="called" if reached else "tried to call",
        object_type="case",
        object_id=enrolment.case_id,
        detail={"call": str(row.pk), "kind": kind},
    )
    return row


def _same(known: Call, enrolment: Enrolment, sent: tuple[str, bool, CallTold]) -> Call:
    stored = (known.kind, known.reached, told_of(known, enrolment.case))
    if known.enrolment_id != enrolment.pk or stored != sent:
        raise Conflict("This was kept before with other content. Nothing was written.")
    return known


def _set_going(enrolment: Enrolment, row: Call, told: CallTold, by: Person, now: datetime) -> None:
    answer = triage.Answer(
        enrolment=enrolment,
        key=row.pk,
        kind=triage.CALL,
        at=now,
        offline=True,  # the safety questions are not asked on this page
        by=by,
    )
    if told.signs in (Answer.YES.value, Answer.UNSURE.value):
        triage.new_symptom(answer, now)
    level = Level(told.level)
    if level is not Level.EXPECTED:
        triage.respond(answer, [Finding(level, Reason.SAID)], (), now)
