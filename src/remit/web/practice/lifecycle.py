"""What time alone does to enrolments, at each look of the worker: begin, end, a lapse.

Each look asks the database who is due, so that it costs the same however many take part. An
enrolment that fails is logged by its id and tried again at the next look; it keeps no other back.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from remit.domain.action_code import ActionCode
from remit.domain.assessment import Point
from remit.domain.clearance import Decision
from remit.domain.enrolment import Move, State
from remit.domain.flag import FlagState
from remit.domain.programme import DAYS
from remit.errors import Conflict
from remit.pathways.practice.schedule import may_start, programme_date
from remit.pathways.practice.windows import BEFORE
from remit.web.assess.models import FormKind, Sheet
from remit.web.assess.models import State as SheetState
from remit.web.consult.models import Clearance
from remit.web.intake.models import Consent
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag
from remit.web.practice.enrolments import (
    complete,
    note_baseline,
    standing_of,
    start,
    withdraw,
)
from remit.web.practice.models import Enrolment, EnrolmentEvent
from remit.web.practice.occasions import occasion_of
from remit.web.practice.situations import signature_holds, situation_of

log = logging.getLogger("remit.practice")

WIDEST_ZONE = timedelta(hours=14)
"""No place is further ahead of UTC; whether a day has come is asked exactly afterwards."""
LAPSED = "lifecycle/1/clearance-lapsed"


def look(*, now: datetime) -> int:
    """Do what is due; return how many enrolments changed."""
    steps: tuple[tuple[QuerySet[Enrolment], _Step], ...] = (
        (without_consent(), _withdraw),
        (to_note_baseline(now), _note_baseline),
        (to_start(now), _start),
        (to_complete(now), _complete),
        (lapsed(now), _tell_lapse),
    )
    return sum(_each(due, step, now) for due, step in steps)


def without_consent() -> QuerySet[Enrolment]:
    """Who took the consent back on their own page: the programme ends with it."""
    holds = Consent.objects.filter(case=OuterRef("case"), withdrawn_at=None)
    return Enrolment.objects.filter(~Exists(holds), ended_at=None)


def to_note_baseline(now: datetime) -> QuerySet[Enrolment]:
    """Whose first day is near or past, without a baseline, and who has finished some form."""
    near = (now + WIDEST_ZONE + BEFORE).date()
    rows = Enrolment.objects.filter(ended_at=None, day_one__lte=near).exclude(_had(Move.BASELINE))
    forms = Sheet.objects.filter(case=OuterRef("case"), form_kind=FormKind.INSTRUMENT)
    return rows.filter(Exists(forms.filter(state=SheetState.FINISHED)))


def to_start(now: datetime) -> QuerySet[Enrolment]:
    """Whose first day may have come, whose baseline is there, and who has not begun."""
    return _open(now).filter(_had(Move.BASELINE), ~_had(Move.START))


def to_complete(now: datetime) -> QuerySet[Enrolment]:
    """Whose day 22 may have come."""
    last = (now + WIDEST_ZONE).date() - timedelta(days=DAYS)
    return _running(now).filter(day_one__lte=last)


def lapsed(now: datetime) -> QuerySet[Enrolment]:
    """Who is on the way while the newest clearance no longer holds, and nobody was told yet."""
    newest = Clearance.objects.filter(case=OuterRef("case")).order_by("-number")
    clears = [one.value for one in Decision if one.clears]
    rows = _running(now).annotate(
        decided=Subquery(newest.values("decision")[:1]),
        until=Subquery(newest.values("valid_until")[:1]),
    )
    today = (now + WIDEST_ZONE).date()
    over = rows.filter(until__lt=today) | rows.exclude(decided__in=clears)
    told = Flag.objects.filter(case=OuterRef("case"), rule=LAPSED)
    return over.exclude(Exists(told.exclude(state=FlagState.RECORDED.value)))


_Step = Callable[[Enrolment, datetime], bool]


def _each(due: QuerySet[Enrolment], step: _Step, now: datetime) -> int:
    changed = 0
    for enrolment in due.select_related("case__site", "case__data_key"):
        try:
            changed += step(enrolment, now)
        except Conflict:
            continue  # somebody was there first, or it may not yet
        except Exception:
            log.exception("enrolment %s could not be looked at", enrolment.pk)
    return changed


def _withdraw(enrolment: Enrolment, now: datetime) -> bool:
    withdraw(enrolment=enrolment, by=None, now=now)
    return True


def _note_baseline(enrolment: Enrolment, now: datetime) -> bool:
    """Every form that is asked before day 1 is there; staff may note it with fewer."""
    occasion = occasion_of(enrolment, now=now)
    if occasion is None or occasion.window.point is not Point.T1 or occasion.left:
        return False
    note_baseline(enrolment=enrolment, by=None, now=now)
    return True


def _start(enrolment: Enrolment, now: datetime) -> bool:
    # The cheap questions first: whoever waits for a clearance is asked at every look.
    if not signature_holds(enrolment.case, now) or _has_holding_flag(enrolment):
        return False
    situation = situation_of(enrolment, now=now)
    if situation is None or not may_start(situation):
        return False
    start(enrolment=enrolment, by=None, now=now)
    return True


def _complete(enrolment: Enrolment, now: datetime) -> bool:
    """After day 21, where nothing is held: who is held ends when a clinician has released it."""
    day_one = enrolment.day_one
    if day_one is None or _today(enrolment, now) < day_one + timedelta(days=DAYS):
        return False
    if standing_of(enrolment).state is not State.ACTIVE:
        return False
    complete(enrolment=enrolment, by=None, now=now)
    return True


def _tell_lapse(enrolment: Enrolment, now: datetime) -> bool:
    """The parts rest by themselves (`situations`); a clinician is asked to look and sign anew."""
    if signature_holds(enrolment.case, now):
        return False
    newest = Clearance.objects.filter(case=enrolment.case).order_by("-number").first()
    flag = raise_flag(
        case=enrolment.case,
        code=ActionCode.ROUTINE,
        rule=LAPSED,
        finding="The clearance no longer holds while the programme runs. Writing, somatic tracking "
        "and activity steps rest until a clinician has looked and signed again.",
        source="CLINICAL A.5, INV-02",
        origin=f"enrolment:{enrolment.pk}:{0 if newest is None else newest.number}",
        by=None,
        now=now,
    )
    return flag.is_news


def _open(now: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(ended_at=None, day_one__lte=(now + WIDEST_ZONE).date())


def _running(now: datetime) -> QuerySet[Enrolment]:
    return _open(now).filter(_had(Move.START), ~_had(Move.COMPLETE))


def _had(move: Move) -> Exists:
    return Exists(EnrolmentEvent.objects.filter(enrolment=OuterRef("pk"), move=move.value))


def _has_holding_flag(enrolment: Enrolment) -> bool:
    holding = [one.value for one in ActionCode if one.holds_the_programme]
    flags = Flag.objects.filter(case=enrolment.case_id, code__in=holding)
    return flags.exclude(state=FlagState.RECORDED.value).exists()


def _today(enrolment: Enrolment, now: datetime) -> date:
    return programme_date(now.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None))
