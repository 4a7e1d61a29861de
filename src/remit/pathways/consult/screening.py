"""Which screening rules hold for the answers, and why (CLINICAL A.1 to A.3, A.6).

The highest code wins; an answer left out counts as the careful one; combination rules only add. A
rule shows the answers that made it hold and where it stands, never a diagnosis (INV-01).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from remit.domain.action_code import ActionCode
from remit.domain.body import SPINE
from remit.domain.decision_table import Cell, Row, Value, Values
from remit.domain.form import Kind, Need, unanswered
from remit.domain.history import History
from remit.domain.screening import (
    NOT_ANSWERED,
    Count,
    CountOf,
    Fired,
    Rule,
    RuleSet,
    Screening,
)
from remit.domain.screening_history import Contradiction, ToAsk
from remit.pathways.consult.contradiction import (
    contradictions,
    group_contradictions,
    open_groups,
    overruled,
    with_history,
)
from remit.pathways.consult.history_answers import (
    MEDICINE_CLASSES,
    MME,
    UNKNOWN_CLASS,
    HistoryAnswers,
    answers_of,
    classes_of,
)

YES, NOT_SURE, PREFER_NOT = "yes", "not_sure", "prefer_not"
NOT_ASKED = "not_asked"
STAGE_ONE = "stage1"
BAND_OF_PAIN = "MA4"  # of stage 2, and yet asked where a sign is new: it counts like the gate
AGE, AGE_LOW, DURATION = "age", "age_low", "DURATION"
SIGNS, NEW, NONE = "SIGNS", "NEW", "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What is known beside the answers.

    Attributes:
        age: in years, where it is known; else the answer `age` counts. The highest possible one
            where the record leaves it open.
        age_low: the lowest possible one, for the rule about people under 18; else `age` counts.
        history: the dated facts of the case.
        mme: morphine equivalent in mg a day, where medicines were taken up outside the history.
        drugs: names of medicines taken up outside the history.
    """

    age: int | None = None
    age_low: int | None = None
    history: History | None = None
    mme: float | None = None
    drugs: tuple[str, ...] = ()


def screen(rule_set: RuleSet, values: Values, context: Context | None = None) -> Screening:
    """Every rule that holds, most urgent first.

    Args:
        rule_set: questions and rules in one version.
        values: answers by key, from all stages; a refinement left out counts as the careful one.
        context: age, history and medicines.
    """
    known = _known(rule_set, values, context or Context())
    fired = _fired(rule_set, known)
    ranked = sorted(fired, key=lambda one: -one.rule.code.urgency)
    to_ask = tuple(one for one in known.history.to_ask if one.question not in values)
    return Screening(
        rule_set=rule_set.id,
        version=rule_set.version,
        fired=tuple(ranked),
        asks_again=_asks_again(rule_set, values, known, fired, to_ask),
        unanswered=tuple(
            one.key for one in unanswered(rule_set.form(STAGE_ONE), values, Need.MUST)
        ),
        implied=known.history.implied,
        to_ask=to_ask,
        contradictions=_contradictions(values, known.history),
    )


def certain_emergency(
    rule_set: RuleSet, values: Values, context: Context | None = None
) -> tuple[Fired, ...]:
    """Emergency rules that no answer still to come can take back: for the answer just saved.

    A sign that is an emergency whatever its course (a stroke sign, a collapse) counts at once;
    since when, whether worse and whether assessed may still be missing, and only an answer to all
    three can settle it (INV-03). Any other answer whose onset, trend or part is still open waits
    until that is given or the page is handed in; then `screen` counts what is missing as careful.

    Args:
        rule_set: questions and rules in one version.
        values: the answers so far.
        context: age, history and medicines.
    """
    known = _known(rule_set, values, context or Context())
    rules = [rule for rule in rule_set.rules if rule.code is ActionCode.EMERGENCY]
    return tuple(_holding(rules, known, strictly=True))


def medicine_change(
    rule_set: RuleSet, *, drug: str, what: str = "", use: str = ""
) -> tuple[Fired, ...]:
    """What a reported change of a medicine asks of people (CLINICAL A.6; HZ4).

    Args:
        rule_set: with the rules CHG and the classes of medicine.
        drug: name as reported; a name that is not known counts as a careful class.
        what: stopped_abruptly, reduced_alone, reduced_with_prescriber, as_needed_less, not_sure.
        use: regular, as_needed or not_sure.
    """
    values: dict[str, Value] = {
        "change.classes": classes_of(drug, rule_set.classes) or (UNKNOWN_CLASS,),
        "change.drug": drug,
    }
    values |= {key: word for key, word in (("change.what", what), ("change.use", use)) if word}
    fired = _holding(rule_set.rules, _Known(values=values), strictly=False)
    return tuple(sorted(fired, key=lambda one: -one.rule.code.urgency))


def reopens_stage_one(values: Values) -> bool:
    """Whether a grouped warning sign was ticked, or something is new, or the person is not sure."""
    signs = values.get(SIGNS, ())
    ticked = set(signs if isinstance(signs, tuple) else (str(signs),)) - {NONE, ""}
    return bool(ticked) or values.get(NEW) in (YES, NOT_SURE)


class _Known:
    """Answers of form and history with what is computed from them."""

    def __init__(
        self,
        *,
        values: Values,
        history: HistoryAnswers | None = None,
        not_asked: tuple[str, ...] = (),
    ) -> None:
        self.values = values
        self.history = history or HistoryAnswers()
        self.not_asked = not_asked

    def facts(self, keys: frozenset[str]) -> tuple[str, ...]:
        """Ids of the facts of the history behind these keys."""
        implied = (one.facts for one in self.history.implied if one.question in keys)
        direct = (self.history.facts.get(key, ()) for key in sorted(keys))
        return tuple(dict.fromkeys(chain.from_iterable((*implied, *direct))))


def _known(rule_set: RuleSet, values: Values, context: Context) -> _Known:
    history = HistoryAnswers()
    if context.history is not None:
        history = answers_of(rule_set, context.history)
    merged = with_history({**history.values, **values}, history.implied)
    opened = tuple(
        key
        for question in overruled(values, merged)
        if not _was_open(values.get(question))
        for key in _refinements(rule_set, question)
        if key not in merged
    )
    # Nobody skipped these: they were never asked. Outside the gate they do not count as the careful
    # answer; in the gate a recorded yes is an emergency until somebody has said since when.
    gate = {*rule_set.must_keys(), BAND_OF_PAIN}
    quiet = (key for key in opened if key.split(".")[0] not in gate)
    merged |= dict.fromkeys(quiet, NOT_ASKED)
    merged |= open_groups(merged, history.groups)
    merged |= _context_values(rule_set, merged, context)
    merged |= _computed(merged)
    return _Known(values=merged, history=history, not_asked=opened)


def _was_open(value: Value | None) -> bool:
    """Whether the form itself asked for refinements."""
    return value in (YES, NOT_SURE)


def _refinements(rule_set: RuleSet, question: str) -> Iterator[str]:
    seen: set[str] = set()
    for _, form in rule_set.forms:
        for one in form.questions():
            if one.key.startswith(f"{question}.") and one.kind is Kind.CHOICE:
                seen.add(one.key)
    yield from sorted(seen)


def _context_values(
    rule_set: RuleSet, merged: Values, context: Context
) -> Iterator[tuple[str, Value]]:
    if context.age is not None:
        yield AGE, context.age
    lowest: float | None = context.age_low if context.age_low is not None else context.age
    if lowest is None:
        lowest = _number(merged.get(AGE_LOW, merged.get(AGE)))
    if lowest is not None:
        yield AGE_LOW, lowest
    if context.mme is not None:
        yield MME, max(context.mme, _number(merged.get(MME)) or 0)
    own = {name for drug in context.drugs for name in classes_of(drug, rule_set.classes)}
    if own:
        known = merged.get(MEDICINE_CLASSES, ())
        yield MEDICINE_CLASSES, tuple(sorted(own | set(known if isinstance(known, tuple) else ())))


def _computed(values: Values) -> dict[str, Value]:
    """Spine pain from the body map; weight loss as a share of the weight before."""
    found: dict[str, Value] = {}
    places = values.get("BODY")
    if isinstance(places, tuple) and places:
        found["spine_pain"] = YES if set(places) & SPINE else "no"
    lost, weight = _number(values.get("MA2.kg")), _number(values.get("MA2.weight"))
    if lost is not None and weight is not None and lost + weight > 0:
        found["MA2.percent"] = round(100 * lost / (lost + weight), 6)  # 4.6 of 92 kg is 5 %
    return found


def _number(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _fired(rule_set: RuleSet, known: _Known) -> list[Fired]:
    plain = [rule for rule in rule_set.rules if not _counts_notes(rule)]
    fired = list(_holding(plain, known, strictly=False))
    notes = {one.rule.id for one in fired if one.rule.code is ActionCode.NOTE}
    for rule in rule_set.rules:
        if _counts_notes(rule) and rule.count is not None:
            counted = tuple(key for key in rule.count.keys if key in notes)
            if len(counted) >= rule.count.at_least:
                fired.append(Fired(rule=rule, because=(("notes", counted),)))
    return fired


def _counts_notes(rule: Rule) -> bool:
    return rule.count is not None and rule.count.of is CountOf.NOTES


def _holding(rules: Iterable[Rule], known: _Known, *, strictly: bool) -> Iterator[Fired]:
    for rule in rules:
        rows = [row for row in rule.when if all(cell.holds(known.values) for cell in row)]
        if strictly:
            rows = [row for row in rows if not _waits(rule, row, known.values)]
        if not rows or (rule.count is not None and not _count_holds(rule.count, known.values)):
            continue
        cells = dict.fromkeys(cell.key for row in rows for cell in row)
        counted = rule.count.keys if rule.count else ()
        because = tuple((key, known.values.get(key, NOT_ANSWERED)) for key in (*cells, *counted))
        yield Fired(rule=rule, because=because, facts=known.facts(frozenset(cells)))


def _waits(rule: Rule, row: Row, values: Values) -> bool:
    """Whether an answer still to come could take the row back."""
    return any(_is_missing(cell, values) and cell.key not in rule.waits_for_none_of for cell in row)


def _is_missing(cell: Cell, values: Values) -> bool:
    return values.get(cell.key) in (None, "", ())


def _count_holds(count: Count, values: Values) -> bool:
    yes = sum(values.get(key) == YES for key in count.keys)
    left_out = sum(key not in values for key in count.keys)
    if count.open:
        return yes < count.at_least <= yes + left_out
    return count.at_least <= yes and (count.at_most is None or yes + left_out <= count.at_most)


def _asks_again(
    rule_set: RuleSet,
    values: Values,
    known: _Known,
    fired: list[Fired],
    to_ask: tuple[ToAsk, ...],
) -> tuple[str, ...]:
    """Not sure and prefer not, where no urgent rule counted them; what the history leaves open."""
    used = {
        key
        for one in fired
        if one.rule.code.urgency >= ActionCode.SAME_DAY.urgency
        for key, _ in one.because
    }
    merged: Mapping[str, Value] = {**known.values, **values}
    unsure = {key for key, value in merged.items() if _is_unsure(value)}
    wanted = (unsure - used) & set(rule_set.keys) if unsure - used else set()
    wanted |= {one.question for one in to_ask}
    if known.not_asked:
        looked_at = frozenset(chain.from_iterable(rule.keys for rule in rule_set.rules))
        wanted |= set(known.not_asked) & looked_at
    wanted |= {one.question for one in _contradictions(values, known.history)}
    if not unanswered(rule_set.form(STAGE_ONE), values, Need.MUST):
        wanted |= {key for key in (AGE, DURATION) if key not in known.values}  # left out
    if not wanted:
        return ()
    order = rule_set.keys
    return tuple(key for key in order if key in wanted) + tuple(sorted(wanted - set(order)))


def _contradictions(values: Values, history: HistoryAnswers) -> tuple[Contradiction, ...]:
    single = contradictions(values, history.implied)
    return single + group_contradictions(values, history.groups)


def _is_unsure(value: Value) -> bool:
    if isinstance(value, tuple):
        return NOT_SURE in value
    return value in (NOT_SURE, PREFER_NOT)
