"""What a line of quick entry was understood to say: chips, each a proposal or one small question.

Nothing here is kept; the person decides (VISUAL, Chip).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NOTES = "notes"  # a proposal for this table goes into the notes of the part


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One record as it would be kept.

    Attributes:
        table: its table in a case file, such as "symptom"; `NOTES` for words that stay words.
        row: its keys as in a case file, without an id.
        kind: what it is, in a word: "Symptom", "Stressor", "Medicine".
        label: the fact in a few words.
        dates: the interval as understood, such as "about 1993: 1992 to 1994".
    """

    table: str
    row: Mapping[str, object]
    kind: str
    label: str
    dates: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One of at most three answers to the question of a chip."""

    number: int
    words: str
    proposal: Proposal


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """One part of a line.

    Attributes:
        place: its place in the line, from 0.
        said: the words of the line that it stands for.
        proposal: what would be kept; None while a question is open.
        question: one small question, such as "Which?"; empty where all is clear.
        choices: the answers to it.
        together: whether the line put it beside the part before (a semicolon).
        doubt: a fact of the history that this contradicts, as a sentence; both stay.
    """

    place: int
    said: str
    proposal: Proposal | None = None
    question: str = ""
    choices: tuple[Choice, ...] = ()
    together: bool = False
    doubt: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether Enter keeps it as it is."""
        return self.proposal is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two chips of one line that were put together; `row` is the link without the two ids."""

    symptom: int
    stressor: int
    row: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """A whole line: its chips in order, and which of them were put together.

    A proposal may point to another chip of the same line in its dates and pointers as
    "@chip0"; who keeps the line puts the new id in its place.
    """

    chips: tuple[Chip, ...] = ()
    pairs: tuple[Pair, ...] = ()
