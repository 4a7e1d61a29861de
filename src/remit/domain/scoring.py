"""From answers to scores: a closed table of named, pure functions (INV-08).

At entry every item is needed. Only an imported record may lack a few: their place takes the mean
of the others, and the result names them (CLINICAL D.2). A score that cannot be computed is None
with a reason. What the answers given already add up to is kept apart, as a lower bound: it can
raise a flag early, and is never shown as a score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from remit.domain.action_code import ActionCode
from remit.domain.answers import Given
from remit.domain.decision_table import Value, Values
from remit.domain.fibromyalgia import criteria_met, pain_index, severity_scale
from remit.domain.instrument import Instrument, ScoreDefinition, Scoring, ThresholdFlag
from remit.domain.worksheet import generalised_regions
from remit.errors import InvalidInput

RULE_VERSION = "1"
SUICIDE_ITEM = "phq9.9"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreResult:
    """One score of one filling.

    Attributes:
        key: key of the score, such as phq9.total.
        title: its name.
        instrument: id of the instrument.
        version: its version.
        rule_version: version of the functions of this module.
        value: the score; None where it cannot be computed.
        reason: why there is none.
        band: name of its range, where it has one.
        cut_offs: the cut-offs it reaches, in words.
        complete: whether every item that was asked was answered.
        answered: how many items were answered.
        of: how many were asked.
        items: the answers used.
        substituted: items whose place took the mean of the others (imports only).
        at_least: what the answers given add up to, where some are missing.
    """

    key: str
    title: str
    instrument: str
    version: str
    value: float | None
    answered: int
    of: int
    items: tuple[tuple[str, Value], ...]
    reason: str = ""
    band: str = ""
    cut_offs: tuple[str, ...] = ()
    complete: bool = False
    substituted: tuple[str, ...] = ()
    at_least: float | None = None
    rule_version: str = RULE_VERSION


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreFlag:
    """A score that needs a human.

    Attributes:
        code: what it asks for.
        rule: id of the rule, with instrument and version.
        finding: what was found; clinical text, to be sealed.
        source: where the rule comes from.
    """

    code: ActionCode
    rule: str
    finding: str
    source: str


@dataclass(frozen=True, slots=True)
class Computed:
    """What a named function gives: a value, or nothing, and what was put in for missing items."""

    value: float | None
    substituted: tuple[str, ...] = ()
    at_least: float | None = None


Function = Callable[[ScoreDefinition, Given], Computed]


def _sum(definition: ScoreDefinition, given: Given) -> Computed:
    return _total(definition.items, given)


def _total(items: tuple[str, ...], given: Given) -> Computed:
    found = [points for points in map(given.points, items) if points is not None]
    if len(found) == len(items):
        return Computed(sum(found))
    return Computed(None, at_least=sum(found) if found else None)


def _sum_for_imports(definition: ScoreDefinition, given: Given) -> Computed:
    plain = _sum(definition, given)
    if plain.value is not None or not given.imported:
        return plain
    missing = tuple(key for key in definition.items if given.points(key) is None)
    rule = definition.missing
    if len(missing) > rule.import_up_to or set(missing) & set(rule.never):
        return plain
    if plain.at_least is None:
        return plain
    count = len(definition.items)
    return Computed(plain.at_least * count / (count - len(missing)), missing, plain.at_least)


def _mean(definition: ScoreDefinition, given: Given) -> Computed:
    total = _sum(definition, given).value
    return Computed(None if total is None else total / len(definition.items))


def _single(definition: ScoreDefinition, given: Given) -> Computed:
    return Computed(given.points(definition.items[0]))


def _ticked(definition: ScoreDefinition, given: Given) -> Computed:
    ticks = given.ticks(definition.items[0])
    return Computed(None if ticks is None else len(ticks))


def _gated(definition: ScoreDefinition, given: Given) -> Computed:
    """First item: whether it ever happened. No gives 0; yes counts the others."""
    gate, *rest = definition.items
    happened = given.points(gate)
    if happened is None:
        return Computed(None)
    return _total(tuple(rest), given) if happened else Computed(0)


def _pain_index(definition: ScoreDefinition, given: Given) -> Computed:
    regions = given.ticks(definition.items[0])
    return Computed(None if regions is None else pain_index(regions))


def _pain_regions(definition: ScoreDefinition, given: Given) -> Computed:
    regions = given.ticks(definition.items[0])
    return Computed(None if regions is None else generalised_regions(regions))


def _fm_severity(definition: ScoreDefinition, given: Given) -> Computed:
    """First item: the regions; the others: the six parts of the symptom severity score."""
    regions = given.ticks(definition.items[0])
    severity = _total(definition.items[1:], given).value
    if regions is None or severity is None:
        return Computed(None)
    return Computed(severity_scale(regions, severity))


def _fm_criteria(definition: ScoreDefinition, given: Given) -> Computed:
    """First item: the regions; last: whether 3 months; between them the symptom severity."""
    regions = given.ticks(definition.items[0])
    severity = _total(definition.items[1:-1], given).value
    lasting = given.points(definition.items[-1])
    if regions is None or severity is None or lasting is None:
        return Computed(None)
    return Computed(int(criteria_met(regions, severity, three_months=bool(lasting))))


FUNCTIONS: Mapping[Scoring, Function] = {
    Scoring.SUM: _sum,
    Scoring.SUM_IMPORTS: _sum_for_imports,
    Scoring.MEAN: _mean,
    Scoring.SINGLE: _single,
    Scoring.TICKED: _ticked,
    Scoring.GATED: _gated,
    Scoring.PAIN_INDEX: _pain_index,
    Scoring.PAIN_REGIONS: _pain_regions,
    Scoring.FM_SEVERITY: _fm_severity,
    Scoring.FM_CRITERIA: _fm_criteria,
}


def score(
    instrument: Instrument, values: Values, *, imported: bool = False
) -> tuple[ScoreResult, ...]:
    """All scores of one filling.

    Args:
        instrument: definition with its form.
        values: answers by question key; those of other forms are ignored.
        imported: whether this is a record from elsewhere, which may lack a few answers.

    Raises:
        NotFound: the instrument is a slot.
        InvalidInput: an answer that its question does not allow.
    """
    given = Given(instrument.require_form(), values, imported=imported)
    return tuple(_result(instrument, one, given) for one in instrument.scores)


def _result(instrument: Instrument, definition: ScoreDefinition, given: Given) -> ScoreResult:
    computed = FUNCTIONS[definition.scoring](definition, given)
    asked = [key for key in definition.items if given.is_asked(key)]
    used = tuple((key, given.values[key]) for key in asked if key in given.values)
    value = computed.value
    if value is not None:
        value = round(float(value), 1 if computed.substituted else definition.decimals)
    reached = () if value is None else _reached(definition, value)
    return ScoreResult(
        key=definition.key,
        title=definition.title,
        instrument=instrument.id,
        version=instrument.version,
        value=value,
        answered=len(used),
        of=len(asked),
        items=used,
        reason="" if value is not None else _reason(len(used), len(asked)),
        band="" if value is None else definition.band(value),
        cut_offs=reached,
        complete=len(used) == len(asked),
        substituted=computed.substituted,
        at_least=computed.at_least,
    )


def _reached(definition: ScoreDefinition, value: float) -> tuple[str, ...]:
    return tuple(cut.words for cut in definition.cut_offs if value >= cut.at_least)


def _reason(answered: int, of: int) -> str:
    return f"{answered} of {of} answered; all are needed"


def score_flags(
    instrument: Instrument,
    values: Values,
    *,
    finished: bool = False,
    site: Mapping[str, float] | None = None,
) -> tuple[ScoreFlag, ...]:
    """What the scores ask of people (CLINICAL A.6).

    While answers are missing, what they already add up to counts: it can only grow.

    Args:
        instrument: definition with its form.
        values: answers by question key.
        finished: whether no more answers will come, so that a missing one counts as unanswered.
        site: another lowest value by rule id, out of those the rule allows a site.

    Raises:
        NotFound: the instrument is a slot.
        InvalidInput: a site's value that the rule does not allow.
    """
    found = zip(instrument.scores, score(instrument, values), strict=True)
    return tuple(
        ScoreFlag(
            code=rule.code,
            rule=f"{instrument.id}/{instrument.version}/{rule.rule}",
            finding=_finding(rule, result),
            source=rule.source,
        )
        for definition, result in found
        for rule in definition.flags
        if _fires(rule, result, finished=finished, site=site or {})
    )


def _fires(
    rule: ThresholdFlag, result: ScoreResult, *, finished: bool, site: Mapping[str, float]
) -> bool:
    if rule.at_least is None:
        return finished and result.value is None
    low = site.get(rule.rule, rule.at_least)
    if low not in (rule.at_least, *rule.site_may_use):
        raise InvalidInput(f"{rule.rule}: a site cannot choose {low:g} here.")
    reached = result.value if result.value is not None else result.at_least
    return reached is not None and reached >= low and (rule.below is None or reached < rule.below)


def _finding(rule: ThresholdFlag, result: ScoreResult) -> str:
    if result.value is not None:
        return f"{rule.finding}: {result.value:g}"
    if result.at_least is None:
        return rule.finding
    return (
        f"{rule.finding}: at least {result.at_least:g}, {result.answered} of {result.of} answered"
    )


def needs_suicide_step(values: Values) -> str:
    """What PHQ-9 item 9 asks for next (CLINICAL A.6).

    Returns:
        "step2" for any answer above "not at all": the ASQ at once, in the same session; "ask" for
        none: a clinician asks; "none" for "not at all". An answer that cannot be read is a step2.
    """
    answer = values.get(SUICIDE_ITEM)
    if answer is None or answer in ("", ()):
        return "ask"
    return "none" if answer in ("not_at_all", 0, "0") else "step2"
