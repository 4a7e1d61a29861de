"""What the rules of a day need to know of one enrolment, read from its rows in a few queries."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Event, Move, Scope, Standing, standing
from remit.domain.flag import FlagState
from remit.pathways.practice.distress import Dose, lighter_dates, watched_dates
from remit.pathways.practice.schedule import OPEN_STATES, Practised, Situation
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table
from remit.web.consult.clearance import may_open_day_one
from remit.web.consult.clearance_facts import newest_clearance, signed_decision
from remit.web.notices.models import Flag
from remit.web.people.site_day import site_day
from remit.web.practice.models import CheckIn, Done, Enrolment, EnrolmentEvent

DOSE = ("practice_done", "sealed_dose")
ANSWERS = ("practice_checkin", "sealed_answers")


def situation_of(enrolment: Enrolment, *, now: datetime) -> Situation | None:
    """The situation at one instant; None on the waiting list, where no day is planned."""
    if enrolment.day_one is None:
        return None
    done, events = list(enrolment.done.all()), list(enrolment.events.all())
    stands, case = _standing(events), enrolment.case
    begun = stands.state in OPEN_STATES
    return Situation(
        day_one=enrolment.day_one,
        now=now.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None),
        standing=_with_flags(stands, case, events) if begun else stands,
        cleared=signature_holds(case, now) if begun else may_open_day_one(case, now).opens,
        practised=tuple(practised(one) for one in done),
        lighter_on=lighter_dates(watched_of(enrolment, done)),
    )


def signature_holds(case: Case, now: datetime) -> bool:
    """Whether a clearing decision holds today, whatever flags are open.

    After the start an open flag rests what INV-06 and E.8 say, by a hold, and not everything: the
    whole of INV-02 is asked at day 1 alone.
    """
    signed = signed_decision(newest_clearance(case))
    today = site_day(case.site, now)
    return signed is not None and signed.decision.clears and not signed.is_over(today)


def practised(row: Done) -> Practised:
    """The record of one part that was done."""
    return Practised(day=row.day, part=row.part, on=row.on, intensity=row.intensity)


def watched_of(enrolment: Enrolment, done: list[Done]) -> frozenset[date]:
    """Dates on which it was a lot (E.8, A1)."""
    doses = [_dose(enrolment, row) for row in done if row.part == "write" and row.sealed_dose]
    return watched_dates(doses, bedtime_of(enrolment))


def bedtime_of(enrolment: Enrolment) -> dict[date, int]:
    """Rating at bedtime of each date, from the check-in that counts."""
    found: dict[date, int] = {}
    for row in enrolment.check_ins.all():
        answers = answers_of(enrolment, row)
        if isinstance(answers.get("sud_bedtime"), int):
            found[row.on] = answers["sud_bedtime"]
    return found


def answers_of(enrolment: Enrolment, row: CheckIn) -> dict[str, int]:
    """The plain answers of a check-in; the caller has checked the permission."""
    return open_table(enrolment.case, row.sealed_answers, ANSWERS, row.pk)


def _dose(enrolment: Enrolment, row: Done) -> Dose:
    plain = open_table(enrolment.case, row.sealed_dose, DOSE, row.pk)
    return Dose(on=row.on, before=plain.get("before"), after=plain.get("after"))


def _standing(events: list[EnrolmentEvent]) -> Standing:
    return standing(
        Event(
            move=Move(row.move),
            at=row.at,
            hold=row.hold,
            scope=Scope(row.scope) if row.scope else None,
        )
        for row in events
    )


def _with_flags(stands: Standing, case: Case, events: list[EnrolmentEvent]) -> Standing:
    """An open flag that no hold of its own stands behind rests the strong parts too (INV-06)."""
    holding = [one.value for one in ActionCode if one.holds_the_programme]
    flags = Flag.objects.filter(case=case, code__in=holding).exclude(state=FlagState.RECORDED.value)
    own = {row.flag_id for row in events if row.move == Move.HOLD.value}
    codes = [code for pk, code in flags.values_list("pk", "code") if pk not in own]
    emergency = ActionCode.EMERGENCY.value in codes
    scope = Scope.PROGRAMME if emergency else Scope.STRONG
    extra = (("open flag", scope),) if codes else ()
    return Standing(stands.state, (*stands.holds, *extra))
