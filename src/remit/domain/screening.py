"""Screening rules as data, and what they found; they name a concern, never a diagnosis (INV-01).

A rule is a table over answers, or a named count; its code says what it asks of people. Whatever
fired stays until a person decides otherwise: nothing here can lower a code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.action_code import ActionCode, highest
from remit.domain.decision_table import Table, Value, keys_of
from remit.domain.form import Form, Need
from remit.domain.screening_history import Contradiction, Implication, Implied, MedicineClass, ToAsk
from remit.errors import InvalidInput, NotFound

NO_URGENT = "No urgent answers were given"
URGENT_GIVEN = "Urgent answers were given"
NOT_ALL_ANSWERED = "Not all urgent questions were answered"
NOT_ANSWERED = "not answered"


class CountOf(StrEnum):
    """What a counting rule counts."""

    ANSWERS = "answers"  # answers of yes among the keys
    NOTES = "notes"  # rules among the keys that fired with code N


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A closed kind of rule: how many of several answers were yes.

    Attributes:
        of: what is counted.
        keys: the answers, or the ids of the rules, that are counted.
        at_least: lowest count that holds.
        at_most: highest count that holds; an answer left out could still be yes and counts here.
        open: true for the rule that holds where only the answers left out can reach at_least.
    """

    of: CountOf
    keys: tuple[str, ...]
    at_least: int = 0
    at_most: int | None = None
    open: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: stable name, such as CE1.E or c1.
        code: what it asks of people.
        finding: what was answered, in plain words for staff; states no diagnosis.
        looks_for: the concern, always shown as "rule looks for".
        source: where it stands, and its evidence mark, such as [GK].
        mark: the evidence mark alone.
        group: kind of concern, such as cauda_equina.
        when: any row, all cells; an empty table holds always (for a rule that only counts).
        count: what must be counted besides.
        task: what staff do, where CLINICAL says it.
        says: what the participant reads besides the text of the code.
        waits_for_none_of: answers that it does not wait for: while one of them is still missing,
            the rule already counts as certain (INV-03). Given, they count as given.
    """

    id: str
    code: ActionCode
    finding: str
    looks_for: str
    source: str
    mark: str
    group: str
    when: Table = ()
    count: Count | None = None
    task: str = ""
    says: str = ""
    waits_for_none_of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.when and self.count is None:
            raise InvalidInput(f"the rule {self.id} looks at nothing")

    @property
    def keys(self) -> frozenset[str]:
        """Every answer that it looks at."""
        counted = self.count.keys if self.count and self.count.of is CountOf.ANSWERS else ()
        return keys_of(self.when) | frozenset(counted)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One of the eight grouped warning signs, and the stage-1 questions that it opens."""

    key: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSet:
    """Everything that screening needs, in one version.

    Attributes:
        id: name of the set.
        version: a released version never changes.
        language: language of the forms.
        rules: in the order of the clinical reference.
        forms: stage and form.
        signs: grouped warning signs.
        implications: what a history says about the questions.
        classes: medicines by class.
        alone_only: questions asked face to face and alone only, never by phone.
        keys: every key of every form, each once, in order.
    """

    id: str
    version: str
    language: str
    rules: tuple[Rule, ...]
    forms: tuple[tuple[str, Form], ...]
    signs: tuple[Sign, ...] = ()
    implications: tuple[Implication, ...] = ()
    classes: tuple[MedicineClass, ...] = ()
    alone_only: tuple[str, ...] = ()
    keys: tuple[str, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        every = (question.key for _, form in self.forms for question in form.questions())
        object.__setattr__(self, "keys", tuple(dict.fromkeys(every)))

    def form(self, stage: str) -> Form:
        """The form of a stage.

        Args:
            stage: stage1, stage2, new-symptom, weekly, flare, clinic or clinic-phone.

        Raises:
            NotFound: there is no such stage.
        """
        for name, form in self.forms:
            if name == stage:
                return form
        raise NotFound(f"Screening has no stage “{stage}”.")

    def rule(self, identifier: str) -> Rule:
        """The rule with this id.

        Raises:
            NotFound: there is no such rule.
        """
        for rule in self.rules:
            if rule.id == identifier:
                return rule
        raise NotFound(f"Screening has no rule “{identifier}”.")

    def must_keys(self) -> tuple[str, ...]:
        """The questions of stage 1 that may not be skipped."""
        form = self.form("stage1")
        return tuple(one.key for one in form.questions() if one.need is Need.MUST)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fired:
    """A rule that holds, with the answers that made it hold.

    Attributes:
        rule: the rule.
        because: answers by key; "not answered" where an answer left out counted as the careful one.
        facts: ids of facts of the history that it rests on.
    """

    rule: Rule
    because: tuple[tuple[str, Value], ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Screening:
    """What the rules made of the answers.

    Attributes:
        rule_set: id of the rule set.
        version: its version.
        fired: rules that hold, most urgent first.
        asks_again: keys that a clinician asks again.
        unanswered: questions of stage 1 that must be answered and are not.
        implied: what the history says about questions.
        to_ask: questions that the history makes worth asking.
        contradictions: where form and history differ; never resolved here.
    """

    rule_set: str
    version: str
    fired: tuple[Fired, ...]
    asks_again: tuple[str, ...]
    unanswered: tuple[str, ...]
    implied: tuple[Implied, ...] = ()
    to_ask: tuple[ToAsk, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def code(self) -> ActionCode | None:
        """The most urgent code (CLINICAL A.1 rule 1); None where nothing fired."""
        return highest(one.rule.code for one in self.fired)

    @property
    def ready_to_finish(self) -> bool:
        """Whether no question of stage 1 that must be answered was left out."""
        return not self.unanswered

    @property
    def is_urgent(self) -> bool:
        """Whether an answer holds the programme (E, U1 or U2)."""
        return self.code is not None and self.code.holds_the_programme

    @property
    def words(self) -> str:
        """One neutral sentence; never more reassuring than "No urgent answers were given"."""
        if self.is_urgent:
            return URGENT_GIVEN
        return NO_URGENT if self.ready_to_finish else NOT_ALL_ANSWERED
