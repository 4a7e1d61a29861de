"""What a screening answer asks of people: five codes, the highest wins (CLINICAL A.1)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class ActionCode(StrEnum):
    """From a note to an emergency; compared by urgency, not by letter."""

    NOTE = "N"
    ROUTINE = "R"
    REVIEW = "U2"
    SAME_DAY = "U1"
    EMERGENCY = "E"

    @property
    def urgency(self) -> int:
        """0 for a note to 4 for an emergency."""
        return list(ActionCode).index(self)

    @property
    def word(self) -> str:
        """The word that stands beside the letter, so that neither stands alone."""
        return _WORDS[self]

    @property
    def holds_the_programme(self) -> bool:
        """Whether day 1 stays shut while it is open (INV-02)."""
        return self.urgency >= ActionCode.REVIEW.urgency


_WORDS = {
    ActionCode.NOTE: "note",
    ActionCode.ROUTINE: "routine",
    ActionCode.REVIEW: "review",
    ActionCode.SAME_DAY: "same day",
    ActionCode.EMERGENCY: "emergency",
}


def highest(codes: Iterable[ActionCode]) -> ActionCode | None:
    """The most urgent of several codes; None where there is none."""
    return max(codes, key=lambda code: code.urgency, default=None)
