"""What answers ask of people at once: rules and item scores, joined to flags (INV-03).

A single answer kept while the form is still being filled counts only where nothing that is asked
next could soften it; a page that was sent counts in full, with details left out on the careful
side (CLINICAL A.1, rule 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from remit.domain.action_code import ActionCode
from remit.domain.decision_table import Value
from remit.domain.flag import FlagState, Move
from remit.domain.form import Question
from remit.domain.saying import understand
from remit.domain.scoring import SUICIDE_ITEM, needs_suicide_step, score_flags
from remit.errors import InvalidInput
from remit.pathways.consult.screening import Context, certain_emergency, screen
from remit.web.assess.models import Sheet
from remit.web.assess.sources import Source
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag, FlagEventRow
from remit.web.people.models import Person
from remit.web.people.site_day import site_day


@dataclass(frozen=True, kw_only=True)
class Concern:
    """One rule that holds for these answers.

    Attributes:
        code: what it asks for.
        rule: its id, with the version of its set.
        finding: in plain words, what was found.
        source: where the rule comes from.
        keys: the answers that it rests on, where it is a rule of the screening.
    """

    code: ActionCode
    rule: str
    finding: str
    source: str
    keys: frozenset[str] = frozenset()


def known_of(case: Case, now: datetime) -> Context:
    """Age in completed years as far as the record says when the person was born: both limits."""
    birth = str(plain_subject(case).get("birth", ""))
    try:
        found = understand(birth) if birth else None
    except InvalidInput:
        return Context()
    if found is None or found.calendar is None:
        return Context()
    first, last = found.calendar.earliest, found.calendar.latest
    today = site_day(case.site, now)
    return Context(age=_years_since(first, today), age_low=_years_since(last, today))


def _years_since(day: int | None, today: date) -> int | None:
    """Completed years; a birthday counts on its day."""
    if day is None:
        return None
    born = date.fromordinal(day)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def concerns(
    source: Source,
    values: Mapping[str, Value],
    *,
    context: Context,
    careful: bool,
    finished: bool = False,
    told: Mapping[str, Value] | None = None,
) -> tuple[Concern, ...]:
    """Every rule that holds and that an answer of this form has part in.

    Args:
        source: the form with its rules or its scores.
        values: the answers of this form that count.
        told: the latest answers of the other forms: a rule may need both, such as an old tumour
            of the second stage and a new numbness of the first.
        context: what is known beside the answers.
        careful: whether details that are missing count as the most careful ones; otherwise of a
            screening only an emergency that no further answer could soften.
        finished: whether no more answers will come.
    """
    if source.rule_set is not None:
        rules = source.rule_set
        together = {**(told or {}), **values}
        certain = certain_emergency(rules, together, context)
        judged = screen(rules, together, context).fired if careful else certain
        return tuple(
            Concern(
                code=fired.rule.code,
                rule=f"{source.rule_set.id}/{source.version}/{fired.rule.id}",
                finding=fired.rule.finding,
                source=fired.rule.source,
                keys=frozenset(key for key, _ in fired.because),
            )
            for fired in judged
            if any(key in values for key, _ in fired.because)
        )
    if source.instrument is not None:
        return tuple(
            Concern(code=one.code, rule=one.rule, finding=one.finding, source=one.source)
            for one in score_flags(source.instrument, values, finished=finished)
        )
    return ()


@dataclass(frozen=True)
class Raised:
    """What an answer asked of people.

    Attributes:
        codes: of every rule that holds.
        news: whether one of them was not told before.
    """

    codes: tuple[ActionCode, ...]
    news: bool


def raise_for(
    sheet: Sheet, found: tuple[Concern, ...], *, least: ActionCode, by: Person | None, now: datetime
) -> Raised:
    """Raise a flag for each concern of at least this urgency; once for each rule and sheet."""
    concerning = [one for one in found if one.code.urgency >= least.urgency]
    told = _times_told(sheet)
    for one in concerning:
        raise_flag(
            case=sheet.case,
            code=one.code,
            rule=one.rule,
            finding=one.finding,
            source=one.source,
            origin=_origin_of(sheet, one),
            by=by,
            now=now,
        )
    return Raised(tuple(one.code for one in concerning), _times_told(sheet) > told)


def _times_told(sheet: Sheet) -> int:
    """How often something of this sheet was raised, or raised higher."""
    moves = (Move.RAISE.value, Move.RAISE_HIGHER.value)
    raised = FlagEventRow.objects.filter(
        flag__case=sheet.case, flag__origin__startswith=origin(sheet)
    )
    return raised.filter(move__in=moves).count()


def _origin_of(sheet: Sheet, concern: Concern) -> str:
    """The sheet; a sign that is told again after its flag was closed is a new flag."""
    flags = Flag.objects.filter(
        case=sheet.case, rule=concern.rule, origin__startswith=origin(sheet)
    ).order_by("raised_at", "pk")
    last = flags.last()
    if last is None:
        return origin(sheet)
    if last.state != FlagState.RECORDED.value:
        return last.origin
    closed_at = last.events.order_by("number").values_list("at", flat=True).last()
    again = sheet.answers.filter(key__in=concern.keys, updated_at__gt=closed_at).exists()
    return f"{origin(sheet)}:{flags.count()}" if again else last.origin


def origin(sheet: Sheet) -> str:
    """What a flag says about where it comes from."""
    return f"sheet:{sheet.pk}"


def has_no(question: Question) -> bool:
    """Whether "no" is one of its answers."""
    return any(option.key == "no" for option in question.options)


def names_suicide(values: Mapping[str, Value]) -> bool:
    """Whether thoughts of death or self-harm were told: crisis numbers come first."""
    return SUICIDE_ITEM in values and needs_suicide_step(values) == "step2"


def may_become_urgent(found: tuple[Concern, ...]) -> bool:
    """Whether the careful side would call somebody today: it must not wait for more answers."""
    return any(one.code.urgency >= ActionCode.SAME_DAY.urgency for one in found)


def safety_keys(source: Source) -> frozenset[str]:
    """The questions whose answer alone may be an emergency; a phone without network uses them."""
    if source.rule_set is None:
        return frozenset()
    asked = {question.key for question in source.form.questions()}
    rules = (rule for rule in source.rule_set.rules if rule.code is ActionCode.EMERGENCY)
    return frozenset(key for rule in rules for key in rule.keys if key in asked)
