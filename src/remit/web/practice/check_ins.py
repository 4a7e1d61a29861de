"""The only writer of evening check-ins: kept once, looked at in the same moment (CLINICAL E.8)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.distress import after_said
from remit.pathways.practice.readings import Evening, news
from remit.web.cases.models import Case
from remit.web.cases.sealed import seal_table
from remit.web.people.models import Person
from remit.web.practice import keyed, triage
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.models import CheckIn, Enrolment, Source
from remit.web.practice.ratings import rated, readings_of
from remit.web.practice.receipts import OTHER, Sent, Stored, came
from remit.web.practice.situations import ANSWERS, answers_of


def record_check_in(
    *,
    case: Case,
    sent: Sent,
    told: CheckInTold,
    by: Person,
    now: datetime,
    entered_by: Person | None = None,
) -> Stored:
    """Keep one check-in. Of several on a date the latest evening counts; earlier ones stay.

    "Anything new or worrying?" with yes or not sure rests the strong parts, tells the clinic and
    opens the safety questions before anything else (INV-06).

    Args:
        case: of the participant.
        sent: its key, when it was made and how it came.
        told: the answers.
        by: who sends it: the participant, or staff with `entered_by`.
        now: the instant.
        entered_by: who enters it from paper or telephone; they may read doses here.

    Raises:
        NotAllowed: not this person's own case, or staff who may not read doses.
        InvalidInput: the last question is left open.
        Conflict: the same key with other content, or no programme ran then.
    """
    keyed.check_sender(case, sent, by=by, entered_by=entered_by, now=now)
    if not told.new and entered_by is None:
        raise InvalidInput("Answer the last question, on anything new. “Not sure” is an answer.")
    by, told = entered_by or by, CheckInTold.of(told.plain())
    try:
        with transaction.atomic():
            case = keyed.locked(case)
            row = CheckIn.objects.filter(pk=sent.key).first()
            if row is None:
                row = _new(case, sent, told, by, now, entered_by)
            else:
                _check_same(row, case, told)
            show = _page(row, told, by, now)
    except IntegrityError as error:  # the same key, in another case, at this very moment
        raise Conflict(keyed.USED) from error
    return Stored(key=row.pk, saved_at=row.received_at, show=show)


def told_of(row: CheckIn) -> CheckInTold:
    """What a check-in says; the caller has checked the permission."""
    return CheckInTold.of(answers_of(row.enrolment, row))


def newest_of_dates(enrolment: Enrolment) -> list[CheckIn]:
    """The check-in that counts of each date, in the order of dates."""
    return sorted({row.on: row for row in enrolment.check_ins.all()}.values(), key=lambda r: r.on)


def _check_same(row: CheckIn, case: Case, told: CheckInTold) -> None:
    if row.enrolment.case_id != case.pk:
        raise Conflict(OTHER)
    row.enrolment.case = case
    if told_of(row) != told:
        raise Conflict(OTHER)


def _new(
    case: Case, sent: Sent, told: CheckInTold, by: Person, now: datetime, entered_by: Person | None
) -> CheckIn:
    done_at = min(sent.done_at, now)
    enrolment = keyed.enrolment_at(case, done_at)
    on = keyed.date_of(enrolment, done_at)
    before = readings_of(enrolment, around=on)
    row = CheckIn(id=sent.key, enrolment=enrolment, on=on, **came(sent, now, entered_by))
    row.sealed_answers = seal_table(case, told.plain(), ANSWERS, row.pk)
    row.save(force_insert=True)
    keyed.note(case, row.pk, "check-in", sent=sent, by=by, now=now)
    after = before.with_evening(Evening(at=done_at, on=on, ratings=rated(told.plain())))
    found = list(news(before, after, on=on, today=keyed.date_of(enrolment, now)))
    said = after_said(told.spoken())
    answer = _answer(row, by)
    triage.respond(answer, [said, *found] if said else found, told.spoken(), now)
    if told.is_new:
        triage.new_symptom(answer, now)
    if told.worse == "yes":
        triage.got_worse(answer, told.worse_what, now)
    return row


def _page(row: CheckIn, told: CheckInTold, by: Person, now: datetime) -> str:
    return triage.page_for(
        _answer(row, by),
        after_said(told.spoken()),
        is_new=told.is_new,
        received_at=row.received_at,
        now=now,
    )


def _answer(row: CheckIn, by: Person) -> triage.Answer:
    return triage.Answer(
        enrolment=row.enrolment,
        key=row.pk,
        kind="check-in",
        at=row.done_at,
        offline=row.source != Source.ONLINE,
        by=by,
    )
