"""The examination and document checklist before clearance (CLINICAL A.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.decision_table import Values

PERIANAL = "exam.perianal"


class Done(StrEnum):
    """What became of one item of the checklist."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_NEEDED = "not_needed"


class Explains(StrEnum):
    """How far a structural finding was judged to explain the pain."""

    NONE = "none"
    PARTLY = "partly"
    FULLY = "fully"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExaminationItem:
    """One item to examine or to look at.

    Attributes:
        key: what is stored, such as exam.gait.
        name: what is read.
    """

    key: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingItem:
    """What the checklist still lacks.

    Attributes:
        key: the question to answer.
        words: what is missing, one sentence without its stop.
    """

    key: str
    words: str


def missing(
    items: Iterable[ExaminationItem], values: Values, *, saddle_asked: bool
) -> tuple[MissingItem, ...]:
    """What must still be recorded before a clearing decision.

    Args:
        items: the checklist.
        values: answers to it so far.
        saddle_asked: whether a cauda equina question was answered yes, not sure or refused;
            perianal sensation may then not be called "not needed".
    """
    found = [gap for item in items if (gap := _gap(item, values, saddle_asked=saddle_asked))]
    if not values.get("exam.differential"):
        found.append(MissingItem(key="exam.differential", words="Diagnoses considered: not named"))
    if not values.get("exam.structural"):
        words = "Whether a structural finding explains the pain: not judged"
        found.append(MissingItem(key="exam.structural", words=words))
    if not values.get("exam.pending"):
        found.append(MissingItem(key="exam.pending", words="Tests still awaited: not said"))
    return tuple(found)


def _gap(item: ExaminationItem, values: Values, *, saddle_asked: bool) -> MissingItem | None:
    answer = values.get(item.key)
    if item.key == PERIANAL and saddle_asked:
        if answer == Done.DONE:
            return None
        words = f"{item.name}: needed, because a bladder, bowel or saddle question was answered so"
        return MissingItem(key=item.key, words=words)
    if answer in (Done.DONE, Done.NOT_NEEDED):
        return None
    state = "not done" if answer == Done.NOT_DONE else "not recorded"
    return MissingItem(key=item.key, words=f"{item.name}: {state}")
