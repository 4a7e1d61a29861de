"""What is known before a clearance, read from flags, answers and the clinician's records."""

from datetime import date, datetime

from remit.content import clinic
from remit.domain.action_code import ActionCode
from remit.domain.clearance import Decision, SignedDecision, asks_again_before
from remit.domain.examination import missing
from remit.domain.screening import Screening
from remit.pathways.consult.clearance import (
    Before,
    FlagFacts,
    ReviewItem,
    saddle_was_asked_so,
)
from remit.pathways.consult.usual_pattern import usual_pattern
from remit.web.assess.models import FormKind, Sheet, State
from remit.web.assess.queries import latest_values, screening_of
from remit.web.cases.models import Case
from remit.web.consult.clinic_records import newest
from remit.web.consult.models import Clearance, RecordKind
from remit.web.consult.records import history_of
from remit.web.notices.models import Flag
from remit.web.notices.records import now_of, open_finding
from remit.web.people.models import Person
from remit.web.people.site_day import site_day

STAGE_ONE = ("stage1", "new-symptom")


def flag_facts(case: Case) -> tuple[FlagFacts, ...]:
    """All flags of the case, folded from their events; open ones first."""
    flags = Flag.objects.filter(case=case).select_related("case__site", "case__data_key")
    found = [_flag(flag) for flag in flags]
    return tuple(sorted(found, key=lambda flag: (not flag.open, -flag.code.urgency)))


def _flag(flag: Flag) -> FlagFacts:
    state = now_of(flag)
    outcome = state.outcome
    by = ""
    if outcome is not None and outcome.by is not None:
        by = Person.objects.get(pk=outcome.by).display_name
    return FlagFacts(
        rule=short_rule(flag.rule),
        code=state.code,
        finding=open_finding(flag)[0],
        open=state.is_open,
        outcome="" if outcome is None else outcome.words,
        by=by,
    )


def screening(case: Case, *, now: datetime) -> Screening:
    """The screening of all answers, with the facts of the history read by the same rules."""
    return screening_of(case, history_of(case), now=now)


def last_screened(case: Case) -> date | None:
    """The site's day on which stage 1 was last finished."""
    at = (
        Sheet.objects.filter(
            case=case,
            form_kind=FormKind.SCREENING,
            stage__in=STAGE_ONE,
            state=State.FINISHED,
            finished_at__isnull=False,
        )
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)
        .first()
    )
    return None if at is None else site_day(case.site, at)


def before_of(case: Case, *, now: datetime, screened: Screening | None = None) -> Before:
    """All that is known before a decision."""
    found = screened or screening(case, now=now)
    values = latest_values(case)
    examined = newest(case, RecordKind.EXAMINATION).values
    flags = flag_facts(case)
    return Before(
        published=case.origin == Case.Origin.PUBLISHED,
        begun=bool(values),
        stage_one_finished=last_screened(case) is not None,
        unanswered=tuple(found.unanswered),
        flags=flags,
        missing=missing(clinic.checklist(), examined, saddle_asked=saddle_was_asked_so(values)),
        pattern=usual_pattern(newest(case, RecordKind.PATTERN).values),
        review=_review(found, flags),
        unflagged=unflagged(found, flags),
    )


def unflagged(found: Screening, flags: tuple[FlagFacts, ...]) -> tuple[ReviewItem, ...]:
    """Rules that hold the programme and that no flag names, such as those read from the history."""
    named = {flag.rule for flag in flags}
    return tuple(
        ReviewItem(key=fired.rule.id, finding=fired.rule.finding, code=fired.rule.code)
        for fired in found.fired
        if fired.rule.code.holds_the_programme and fired.rule.id not in named
    )


def short_rule(rule: str) -> str:
    """The rule's own id, without the set and version that a flag carries before it."""
    return rule.rpartition("/")[2]


def _review(found: Screening, flags: tuple[FlagFacts, ...]) -> tuple[ReviewItem, ...]:
    """Routine findings, downgraded flags among them, and answers that a clinician asks again."""
    items = {
        rule.id: ReviewItem(key=rule.id, finding=rule.finding, code=rule.code)
        for rule in (fired.rule for fired in found.fired)
        if rule.code is ActionCode.ROUTINE
    }
    for flag in flags:
        if flag.code is ActionCode.ROUTINE:
            items.setdefault(
                flag.rule,
                ReviewItem(key=flag.rule, finding=flag.finding, code=flag.code),
            )
    for key in found.asks_again:
        items.setdefault(key, ReviewItem(key=key, finding=f"{key} is to be asked again"))
    return tuple(items.values())


def newest_clearance(case: Case) -> Clearance | None:
    """The version that counts."""
    return Clearance.objects.filter(case=case).order_by("-number").first()


def signed_decision(row: Clearance | None) -> SignedDecision | None:
    """The part of a signed version that opens or shuts day 1."""
    if row is None:
        return None
    return SignedDecision(
        decision=Decision(row.decision), signed_on=row.signed_on, valid_until=row.valid_until
    )


def asks_stage_one_again(case: Case, *, now: datetime) -> bool:
    """Whether stage 1 is asked again before a start today."""
    return asks_again_before(last_screened(case), site_day(case.site, now))
