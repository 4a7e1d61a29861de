"""The inventory of earlier symptoms that can come with stress (CLINICAL B.6).

Having one of them does not mean that it was caused by stress; each can have medical causes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class PriorSymptom:
    """One symptom of the inventory.

    Attributes:
        key: what is stored, such as irritable_bowel.
        label: what is read.
        words: words of a free label that mean the same symptom, in lower case.
    """

    key: str
    label: str
    words: tuple[str, ...] = ()

    def names(self, label: str) -> bool:
        """Whether a free label speaks of this symptom."""
        folded = label.lower()
        return any(word in folded for word in (self.label.lower(), *self.words))


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomGroup:
    """Symptoms that stand together.

    Attributes:
        key: short name.
        title: heading.
        symptoms: in their order.
    """

    key: str
    title: str
    symptoms: tuple[PriorSymptom, ...]
