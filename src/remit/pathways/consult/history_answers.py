"""What the dated facts of a case say about the questions of screening (CLINICAL A.1).

The mapping is data (`content/screening/history-<version>.toml`). A fact that only may have been so
answers "not sure"; what the record calls "not asked" or "not stated" answers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from remit.domain.chronology import Chronology
from remit.domain.decision_table import Value
from remit.domain.facts import Answer, Fact, LifeEvent, Medicine, Status, Treatment, Who
from remit.domain.fuzzydate import CONSULTATION, PROGRAMME_START
from remit.domain.history import History
from remit.domain.screening import RuleSet
from remit.domain.screening_history import (
    Implication,
    Implied,
    MedicineClass,
    Reads,
    RecordedGroup,
    ToAsk,
    When,
)
from remit.pathways.consult.medicines import (
    Taken,
    lines,
    opioids_at_consultation,
    taken_at_consultation,
)

RECENT_DAYS = 92  # three months
NOT_SURE = "not_sure"
MEDICINE_CLASSES = "medicine.classes"
MME = "mme"
UNKNOWN_CLASS = "unknown"
_RECORDED = {Answer.YES: "yes", Answer.NO: "no", Answer.UNSURE: NOT_SURE}
_NEGATED_BEFORE = (
    r"\b(?:no|not|without|never had)\s+(?:(?:signs?|evidence)\s+of\s+)?(?:an?\s+|any\s+)?"
)
_NEGATED_AFTER = r"\w*\s+(?:(?:was|were|is)\s+)?(?:ruled out|excluded|not found)"


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryAnswers:
    """What a history gives to the rules.

    Attributes:
        implied: answers to questions, each with its facts.
        to_ask: questions that it makes worth asking.
        values: facts that rules read beside answers: morphine equivalent, classes of medicine.
        facts: ids of the facts behind each of `values`.
        groups: topics such as CE that the record answers with yes or not sure as a whole.
    """

    implied: tuple[Implied, ...] = ()
    to_ask: tuple[ToAsk, ...] = ()
    groups: tuple[RecordedGroup, ...] = ()
    values: dict[str, Value] = field(default_factory=dict)
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def answers_of(rule_set: RuleSet, history: History) -> HistoryAnswers:
    """Everything that a history says about this rule set's questions.

    Args:
        rule_set: with its mapping and its classes of medicine.
        history: the dated facts of one case.
    """
    chronology = Chronology(history)
    values, facts = _medicine_values(rule_set.classes, chronology)
    asked = {question.key for _, form in rule_set.forms for question in form.questions()}
    implied = list(_recorded(history, asked))
    groups = _recorded_groups(history, asked)
    to_ask = [
        ToAsk(question=key, facts=(), says=f"The record says yes to {one.topic}")
        for one in groups
        for key in one.questions
    ]
    if opioids := opioids_at_consultation(lines(chronology)):
        if opioids.total > 0:
            values[MME] = opioids.total
            facts[MME] = facts[MEDICINE_CLASSES]
        if opioids.unknown:
            says = f"The dose is not known of: {', '.join(opioids.unknown)}"
            to_ask.append(ToAsk(question=MME, facts=facts[MEDICINE_CLASSES], says=says))
    on_opioid = "opioid" in _texts(values.get(MEDICINE_CLASSES))
    for line in rule_set.implications:
        sure, perhaps = _matching(line, rule_set.classes, chronology)
        if not (sure or perhaps) or (line.with_opioid and not on_opioid):
            continue
        if line.ask:
            to_ask.append(ToAsk(question=line.question, facts=sure + perhaps, says=line.says))
        elif line.question in asked:
            implied.append(_implied(line, sure, perhaps))
        else:
            values[line.question] = line.answer
            facts[line.question] = facts.get(line.question, ()) + sure + perhaps
    return HistoryAnswers(
        implied=tuple(implied), to_ask=tuple(to_ask), groups=groups, values=values, facts=facts
    )


def classes_of(drug: str, classes: Iterable[MedicineClass]) -> tuple[str, ...]:
    """The classes that a medicine belongs to; none where its name is not known."""
    folded = drug.lower()
    return tuple(
        one.id for one in classes if any(re.search(rf"\b{re.escape(n)}", folded) for n in one.names)
    )


def symptoms_that_reopen(history: History, usual: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Ids of symptoms that began during or after the programme, outside the usual pattern (INV-06).

    Args:
        history: the dated facts of one case.
        usual: ids of symptoms that the clinician signed as the usual pattern.
    """
    if history.subject.programme_start is None:
        return ()
    chronology = Chronology(history)
    found = []
    for symptom in history.symptoms:
        since = chronology.gap(PROGRAMME_START, f"{symptom.id}.start")
        began_before = since.earliest is None or since.earliest < 0
        if symptom.counts and symptom.id not in usual and not began_before:
            found.append(symptom.id)
    return tuple(found)


def _implied(line: Implication, sure: tuple[str, ...], perhaps: tuple[str, ...]) -> Implied:
    answer: Value = line.answer if sure else NOT_SURE
    if line.answer != "yes":
        answer = (str(answer),)
    return Implied(question=line.question, answer=answer, facts=sure or perhaps, says=line.says)


def _recorded(history: History, asked: set[str]) -> Iterator[Implied]:
    for one in history.answers:
        if one.topic in asked and one.answer in _RECORDED:
            says = "The record answers it"
            yield Implied(question=one.topic, answer=_RECORDED[one.answer], facts=(), says=says)


def _recorded_groups(history: History, asked: set[str]) -> tuple[RecordedGroup, ...]:
    """A recorded yes for a whole group, such as CE, says not which question: ask each."""
    found = []
    for one in history.answers:
        if one.answer not in {Answer.YES, Answer.UNSURE} or one.topic in asked:
            continue
        of_group = re.compile(rf"{re.escape(one.topic)}\d")
        if keys := tuple(key for key in sorted(asked) if of_group.fullmatch(key)):
            group = RecordedGroup(topic=one.topic, answer=_RECORDED[one.answer], questions=keys)
            found.append(group)
    return tuple(found)


def _medicine_values(
    classes: tuple[MedicineClass, ...], chronology: Chronology
) -> tuple[dict[str, Value], dict[str, tuple[str, ...]]]:
    found: dict[str, None] = {}
    facts: list[str] = []
    for line in lines(chronology):
        own = classes_of(line.medicine.drug, classes)
        if line.is_opioid and "opioid" not in own:
            own = (*own, "opioid")
        if own and line.taken in {Taken.YES, Taken.PERHAPS}:
            found.update(dict.fromkeys(own))
            facts.append(line.medicine.id)
    if not found:
        return {}, {}
    return {MEDICINE_CLASSES: tuple(found)}, {MEDICINE_CLASSES: tuple(facts)}


def _matching(
    line: Implication, classes: tuple[MedicineClass, ...], chronology: Chronology
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of facts that surely fit, and of those whose dates only allow it."""
    sure: list[str] = []
    perhaps: list[str] = []
    for fact in _facts(line.reads, chronology.history):
        if not _fits(line, classes, fact):
            continue
        in_time = _in_time(line.when, fact, chronology)
        if in_time is not None:
            (sure if in_time else perhaps).append(fact.id)
    return tuple(sure), tuple(perhaps)


def _facts(reads: Reads, history: History) -> tuple[Fact, ...]:
    match reads:
        case Reads.EVENT:
            return tuple(event for event in history.events if event.who is Who.SELF)
        case Reads.SYMPTOM:
            return tuple(symptom for symptom in history.symptoms if symptom.counts)
        case Reads.TREATMENT:
            return history.treatments
        case Reads.MEDICINE:
            return history.medicines


def _fits(line: Implication, classes: tuple[MedicineClass, ...], fact: Fact) -> bool:
    if isinstance(fact, Medicine) and line.classes:
        return bool(set(classes_of(fact.drug, classes)) & set(line.classes))
    if isinstance(fact, Treatment) and line.kinds and fact.kind not in line.kinds:
        return False
    if isinstance(fact, LifeEvent) and line.codes and fact.code not in line.codes:
        return False
    return not line.words or _mentions(line.words, fact)


def _mentions(words: tuple[str, ...], fact: Fact) -> bool:
    text = " ; ".join((fact.label, fact.detail, getattr(fact, "result", ""))).lower()
    return any(_pattern(word).search(_without_negated(text, word)) for word in words)


@cache
def _pattern(word: str) -> re.Pattern[str]:
    core = re.escape(word.strip("*$"))
    start = "" if word.startswith("*") else r"\b"
    return re.compile(start + core + (r"\b" if word.endswith("$") else ""))


def _without_negated(text: str, word: str) -> str:
    core = re.escape(word.strip("*$"))
    text = re.sub(rf"{_NEGATED_BEFORE}\w*{core}", " ", text)
    return re.sub(rf"\w*{core}{_NEGATED_AFTER}", " ", text)


def _in_time(when: When, fact: Fact, chronology: Chronology) -> bool | None:
    """True where it surely was so, False where it may have been, None where it was not."""
    status = fact.status if isinstance(fact, Treatment) else Status.DONE
    since = chronology.gap(CONSULTATION, f"{fact.id}.start")
    began_later = since.earliest is not None and since.earliest > 0
    match when:
        case When.EVER:
            return True
        case When.AHEAD:
            return None if status is Status.DONE else True
        case When.DONE:
            return None if status is not Status.DONE or began_later else True
        case When.NOW:
            return _is_now(fact, chronology, began_later=began_later)
        case When.RECENT:
            too_old = since.latest is not None and since.latest < -RECENT_DAYS
            if status is not Status.DONE or began_later or too_old:
                return None
            inside = since.earliest is not None and since.earliest >= -RECENT_DAYS
            return inside and since.latest is not None and since.latest <= 0


def _is_now(fact: Fact, chronology: Chronology, *, began_later: bool) -> bool | None:
    if isinstance(fact, Medicine):
        now = taken_at_consultation(chronology, fact) in {Taken.YES, Taken.PERHAPS}
        return True if now else None
    over = chronology.gap(CONSULTATION, f"{fact.id}.end")
    ended = fact.end is not None and over.latest is not None and over.latest < 0
    return None if began_later or ended else True


def _texts(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
