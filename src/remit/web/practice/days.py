"""The only writers of what was done: a part of a day, kept once however often it is sent."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from remit.content.programme import programme
from remit.domain.programme import DAYS
from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.distress import Dose, Finding, after_said
from remit.pathways.practice.readings import news
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.actions import is_own
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice import keyed, triage
from remit.web.practice.done_answers import THEME, DoneTold
from remit.web.practice.models import Done, Enrolment, LetGo, Part, Source
from remit.web.practice.ratings import readings_of
from remit.web.practice.receipts import OTHER, Sent, Stored, came
from remit.web.practice.situations import DOSE


def record_done(
    *,
    case: Case,
    sent: Sent,
    told: DoneTold,
    by: Person,
    now: datetime,
    entered_by: Person | None = None,
) -> Stored:
    """Keep one part of a day that was done, and do what its ratings and words ask (E.8).

    What was done is kept as it was, also where it was to rest: a phone may not have known.

    Args:
        case: of the participant.
        sent: its key, when it was done and how it came.
        told: what was done.
        by: who sends it: the participant, or staff with `entered_by`.
        now: the instant.
        entered_by: who enters it from paper or telephone; they may read doses here.

    Raises:
        NotAllowed: not this person's own case, or staff who may not read doses.
        InvalidInput: a day that has not come.
        Conflict: the same key with other content, or no programme ran then.
    """
    keyed.check_sender(case, sent, by=by, entered_by=entered_by, now=now)
    by, told = entered_by or by, DoneTold.of(told.plain())
    try:
        with transaction.atomic():
            case = keyed.locked(case)
            row = Done.objects.filter(pk=sent.key).select_related("enrolment").first()
            if row is None:
                row = _new(case, sent, told, by, now, entered_by)
            if row.enrolment.case_id != case.pk:
                raise Conflict(OTHER)
            row.enrolment.case = case
            if told_of(row) != told:
                raise Conflict(OTHER)
            show = _page(row, told, by, now)
    except IntegrityError as error:  # the same key, in another case, at this very moment
        raise Conflict(keyed.USED) from error
    return Stored(key=row.pk, saved_at=row.received_at, show=show)


def let_go(*, enrolment: Enrolment, day: int, by: Person, now: datetime) -> LetGo:
    """Let a day go: it is offered no more and nothing is missing. Doing any part takes it back.

    Raises:
        NotAllowed: not this person's own.
        InvalidInput: there is no such day.
    """
    case = enrolment.case
    check_allowed(by, Act.CHANGE, Object.DOSE, case, now=now, own=is_own(case, by))
    if not 1 <= day <= DAYS:
        raise InvalidInput(f"The programme has days 1 to {DAYS}.")
    with transaction.atomic():
        row, is_news = LetGo.objects.get_or_create(
            enrolment=enrolment, day=day, defaults={"at": now}
        )
        if is_news:
            audit.record(
                by=by,
                now=now,
                site=case.site,
                act="let go",
                object_type="case",
                object_id=case.pk,
                detail={"enrolment": str(enrolment.pk), "day": day},
            )
    return row


def days_let_go(enrolment: Enrolment) -> frozenset[int]:
    """Days that were let go and of which nothing was done."""
    gone = set(enrolment.let_go.values_list("day", flat=True))
    return frozenset(gone - set(enrolment.done.values_list("day", flat=True)))


def told_of(row: Done) -> DoneTold:
    """What a row says; the caller has checked the permission."""
    return DoneTold.of(open_table(row.enrolment.case, row.sealed_dose, DOSE, row.pk))


def _new(
    case: Case, sent: Sent, told: DoneTold, by: Person, now: datetime, entered_by: Person | None
) -> Done:
    columns = came(sent, now, entered_by)
    done_at = min(sent.done_at, now)
    enrolment = keyed.enrolment_at(case, done_at)
    on = keyed.date_of(enrolment, done_at)
    _check_day(enrolment, told.day, keyed.date_of(enrolment, now))
    before = readings_of(enrolment, around=on) if told.part == Part.WRITE else None
    row = Done(
        id=sent.key,
        enrolment=enrolment,
        day=told.day,
        part=told.part,
        on=on,
        minutes=told.minutes,
        intensity=_intensity(enrolment, told),
        on_paper=told.on_paper,
        **columns,
    )
    row.sealed_dose = seal_table(case, told.plain(), DOSE, row.pk)
    row.save(force_insert=True)
    keyed.note(case, row.pk, "done", sent=sent, by=by, now=now)
    found: list[Finding] = [one for one in (after_said(told.spoken()),) if one]
    if before is not None:
        after = before.with_dose(Dose(on=on, before=told.before, after=told.after))
        found += news(before, after, on=on, today=keyed.date_of(enrolment, now))
    triage.respond(_answer(row, by), found, told.spoken(), now)
    return row


def _check_day(enrolment: Enrolment, day: int, today: date) -> None:
    """Days open by the group's calendar; the phone's clock opens none."""
    first = enrolment.day_one
    if first is None or first + timedelta(days=day - 1) > today:
        raise InvalidInput("This day has not come.")


def _intensity(enrolment: Enrolment, told: DoneTold) -> int:
    """Of what the day proposes; something else counts like the gentler choice."""
    if told.part != Part.WRITE:
        return 0
    known = programme(enrolment.programme, enrolment.programme_version, enrolment.language)
    writing = known.day(told.day).writing
    return writing.theme.intensity if told.choice == THEME else writing.gentler.intensity


def _page(row: Done, told: DoneTold, by: Person, now: datetime) -> str:
    said = after_said(told.spoken())
    return triage.page_for(
        _answer(row, by), said, is_new=False, received_at=row.received_at, now=now
    )


def _answer(row: Done, by: Person) -> triage.Answer:
    return triage.Answer(
        enrolment=row.enrolment,
        key=row.pk,
        kind="done",
        at=row.done_at,
        offline=row.source != Source.ONLINE,
        by=by,
    )
