"""What a history says about screening questions: the mapping, and what it found.

A history answers only where its words are plain. What it merely makes possible is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from remit.domain.decision_table import Value
from remit.errors import InvalidInput


class Reads(StrEnum):
    """Which kind of fact is read."""

    EVENT = "event"
    SYMPTOM = "symptom"
    TREATMENT = "treatment"
    MEDICINE = "medicine"


class When(StrEnum):
    """When the fact must have been so."""

    EVER = "ever"
    DONE = "done"  # took place, and not after the consultation
    NOW = "now"  # at the consultation, or perhaps
    RECENT = "recent"  # in the three months before the consultation
    AHEAD = "ahead"  # planned at the consultation, called off or not


@dataclass(frozen=True, kw_only=True, slots=True)
class MedicineClass:
    """Medicines that one rule looks at together."""

    id: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Implication:
    """One line of the mapping table.

    Attributes:
        id: short name.
        question: the question, or a fact of its own such as history.spine_operation.
        answer: the answer that it gives; for several options the option.
        reads: kind of fact.
        words: beginnings of words, any of which must stand in the fact; "*" before one means
            anywhere in a word, "$" after one means the whole word.
        classes: classes of medicine, for medicines.
        kinds: kinds of treatment.
        codes: codes of the event taxonomy.
        when: when it must have been so.
        ask: true where the question is only to be asked, not answered.
        with_opioid: true where it counts only while an opioid is taken.
        says: why, in plain words.
    """

    id: str
    question: str
    answer: str = "yes"
    reads: Reads
    words: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    when: When = When.EVER
    ask: bool = False
    with_opioid: bool = False
    says: str

    def __post_init__(self) -> None:
        if not (self.words or self.classes or self.kinds or self.codes):
            raise InvalidInput(f"the mapping {self.id} reads nothing")


@dataclass(frozen=True, kw_only=True, slots=True)
class Implied:
    """An answer that the history gives, with the ids of the facts it stands on."""

    question: str
    answer: Value
    facts: tuple[str, ...]
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ToAsk:
    """A question that the history makes worth asking."""

    question: str
    facts: tuple[str, ...]
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedGroup:
    """A yes or not sure of the record to a whole group, such as CE, and not to one question."""

    topic: str
    answer: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """The form says no and the history says otherwise; shown to the clinician, never resolved."""

    question: str
    form: Value
    history: Value
    facts: tuple[str, ...]
    says: str

    @property
    def words(self) -> str:
        """One sentence for the clinician."""
        return (
            f"{self.question}: the form says no, the history says otherwise ({self.says}). "
            "The rules count the careful answer until a clinician has asked."
        )
