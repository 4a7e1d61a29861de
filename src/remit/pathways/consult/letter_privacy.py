"""What of a record a letter to others tells by itself: one rule for facts and for free words.

Source: CLINICAL C.4 (codes of trauma and of alcohol and drugs), H.3; a decision of this project on
what counts as private stands in `remit.domain.private_facts`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from remit.domain.facts import Fact
from remit.domain.private_facts import is_private, tells_private

NOT_TOLD_HERE = "What this is about is in our record."
_GOES_OUT_WHOLE = frozenset(
    {"Safety questions", "Medicines", "Medicines, as reported", "How we read it"}
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of a draft and what it rests on.

    Attributes:
        heading: what stands above it; "" for a sentence of courtesy.
        lines: its sentences, one a line.
        grounds: ids of facts, or the name of a record; empty only for fixed sentences.
    """

    heading: str
    lines: tuple[str, ...]
    grounds: tuple[str, ...] = ()


def is_told(fact: Fact) -> bool:
    """Whether a draft to others may name a fact; its code counts and so do its words."""
    return not is_private(fact) and not tells_private(fact.label)


def told_to_others(part: Paragraph) -> Paragraph | None:
    """Without what is private: a letter goes to people whom the person did not choose to tell.

    Facts and free words of the record alike; a clinician writes in by hand what a reader needs.
    Safety questions stay, since they are asked to be acted on; medicines are named as they are; the
    formulation was signed for a referrer.
    """
    if part.heading in _GOES_OUT_WHOLE:
        return part
    kept = tuple(line for line in part.lines if not tells_private(line))
    if part.heading == "Reason" and kept[:1] != part.lines[:1]:
        kept = (NOT_TOLD_HERE, *kept)
    return replace(part, lines=kept) if kept else None
