"""The list of traits that a person rates in themselves: a profile, never a scale (CLINICAL C.5)."""

from __future__ import annotations

from dataclasses import dataclass

RATINGS = ("not me", "a little", "partly", "mostly", "very much me")
"""What the numbers 0 to 4 mean; they are never added up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownTrait:
    """One trait of the list.

    Attributes:
        key: what is stored, such as perfectionism.
        label: a few words for a list.
        ask: how to ask for it, as a sentence about oneself.
        words: words of a free label that mean the same trait, in lower case.
    """

    key: str
    label: str
    ask: str
    words: tuple[str, ...] = ()

    def names(self, label: str) -> bool:
        """Whether a free label speaks of this trait."""
        folded = label.lower()
        return any(word in folded for word in (self.label.lower(), *self.words))
