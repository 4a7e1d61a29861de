"""A part of a line that waits for an answer, in and out of its seal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from remit.domain.quick_entry import Chip, Pair, Proposal
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.models import Line, Waiting

_CHIP = ("consult_waiting", "sealed_chip")
_TEXT = ("consult_line", "sealed_text")


@dataclass(frozen=True)
class StoredChoice:
    """One answer: its number, its words, and the record that it would keep."""

    number: int
    words: str
    table: str
    row: Mapping[str, Any]
    kind: str = ""
    label: str = ""
    dates: str = ""


@dataclass(frozen=True)
class StoredChip:
    """What waits: the words said, the question, its answers.

    Attributes:
        pairs: links of the line that this part belongs to, with both places and their row.
        follows: whether it waits for another part of its line and needs no answer of its own.
    """

    place: int
    said: str
    question: str
    choices: tuple[StoredChoice, ...] = ()
    doubt: str = ""
    pairs: tuple[Mapping[str, Any], ...] = ()
    follows: bool = False

    def choice(self, number: int) -> StoredChoice | None:
        """The answer with this number."""
        return next((one for one in self.choices if one.number == number), None)


@dataclass(frozen=True)
class Held:
    """A chip that is not kept yet: why, and what can be answered."""

    chip: Chip
    question: str
    choices: tuple[StoredChoice, ...]
    follows: bool = False
    pairs: tuple[Pair, ...] = field(default=())


def as_choice(number: int, words: str, proposal: Proposal) -> StoredChoice:
    """A proposal as an answer."""
    row = dict(proposal.row)
    return StoredChoice(
        number, words, proposal.table, row, proposal.kind, proposal.label, proposal.dates
    )


def seal_chip(waiting: Waiting, case: Case, held: Held) -> bytes:
    """The sealed form of what waits."""
    stored = StoredChip(
        place=held.chip.place,
        said=held.chip.said,
        question=held.question,
        choices=held.choices,
        doubt=held.chip.doubt,
        pairs=tuple(
            {"symptom": one.symptom, "stressor": one.stressor, "row": dict(one.row)}
            for one in held.pairs
        ),
        follows=held.follows,
    )
    return seal_table(case, asdict(stored), _CHIP, waiting.pk)


def chip_of(waiting: Waiting, case: Case) -> StoredChip:
    """What waits, as it was kept."""
    plain = open_table(case, waiting.sealed_chip, _CHIP, waiting.pk)
    choices = tuple(StoredChoice(**one) for one in plain.pop("choices"))
    return StoredChip(choices=choices, pairs=tuple(plain.pop("pairs")), **plain)


def seal_line(line: Line, case: Case, text: str) -> bytes:
    """The sealed form of a line."""
    return seal_table(case, {"text": text}, _TEXT, line.pk)


def line_text(line: Line, case: Case) -> str:
    """A line, word for word."""
    return str(open_table(case, line.sealed_text, _TEXT, line.pk)["text"])
