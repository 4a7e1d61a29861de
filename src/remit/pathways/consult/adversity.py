"""How many categories of childhood adversity were asked and answered yes (CLINICAL C.2).

For the clinician alone. It gates nothing, and it is never put in the words of a participant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from remit.domain.decision_table import Values

MEANING = "A population marker: it says nothing of one person."


@dataclass(frozen=True, slots=True)
class AdversityCount:
    """Categories by what was answered.

    Attributes:
        of: how many categories there are.
        asked: how many were put to the person, those they would rather not speak of among them.
        yes: how many were answered yes.
    """

    of: int
    asked: int
    yes: int

    @property
    def words(self) -> str:
        """The count with what it means, never the number alone."""
        return f"{self.asked} of {self.of} asked, {self.yes} yes. {MEANING}"


def adversity_count(categories: Iterable[str], values: Values) -> AdversityCount:
    """Count the answers.

    Args:
        categories: keys of the categories.
        values: the answers; a category without one was not asked.
    """
    given = [values.get(key) for key in categories]
    answered = [one for one in given if one is not None]
    return AdversityCount(len(given), len(answered), answered.count("yes"))
