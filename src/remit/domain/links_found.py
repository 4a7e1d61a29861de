"""Whether links between life and symptoms were found: by the clinician, by the participant.

It is an answer of two people, not a result. Nothing is computed from it and it opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Found(StrEnum):
    """One person's answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was found by whom, and what may follow.

    Attributes:
        words: one sentence.
        follows: what may be offered next, each a sentence; the clinician and the person decide.
        other_ways: whether other ways on are among them.
    """

    words: str
    follows: tuple[str, ...]
    other_ways: bool = False
