"""Guides for calls of the staff to a participant, in the programme and after it (E.2, E.4).

New and worrying signs are asked for before anything else in every call (INV-06); a guide that
begins otherwise refuses to exist.
"""

from __future__ import annotations

from dataclasses import dataclass

from remit.errors import InvalidInput

LONGEST_CALL = 30
FOLLOW_UP_MONTHS = (1, 3, 6, 12)
CALL_DAYS = (10, 11)
FOLLOW_UP_DAY = 22


@dataclass(frozen=True, kw_only=True, slots=True)
class CallQuestion:
    """One question of a call.

    Attributes:
        question: as it can be said.
        why: why it is asked, for the caller.
        safety: whether its answer can need the clinician on duty at once.
    """

    question: str
    why: str
    safety: bool = False

    def __post_init__(self) -> None:
        if not self.question.strip().endswith("?") or not self.why.strip():
            raise InvalidInput(f"A question asks and says why: “{self.question[:40]}”.")


@dataclass(frozen=True, kw_only=True, slots=True)
class CallGuide:
    """What a caller says, asks, listens for and does.

    Attributes:
        key: its name.
        title: a few words.
        minutes: planned length.
        purpose: why we call, one or two sentences.
        say: how it opens, in order.
        ask: questions in order; the first is about safety.
        listen: what to listen for, and what it means for the next step.
        do: what the caller does during and after the call.
        closing: how it ends.
        days: days of the programme on which the call may be made; empty for a follow-up.
        month: months after the programme; 0 for a call by days.
    """

    key: str
    title: str
    minutes: int
    purpose: str
    say: tuple[str, ...]
    ask: tuple[CallQuestion, ...]
    listen: tuple[str, ...]
    do: tuple[str, ...]
    closing: tuple[str, ...]
    days: tuple[int, ...] = ()
    month: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.minutes <= LONGEST_CALL:
            raise InvalidInput(f"“{self.title}” takes 1 to {LONGEST_CALL} minutes.")
        if not (self.say and self.ask and self.listen and self.do and self.closing):
            raise InvalidInput(f"“{self.title}” opens, asks, listens, does and closes.")
        if not self.ask[0].safety:
            raise InvalidInput(f"“{self.title}” asks for new signs before anything else.")
        if bool(self.days) is bool(self.month):
            raise InvalidInput(f"“{self.title}” belongs to days or to a month.")

    @property
    def is_follow_up(self) -> bool:
        """Whether it belongs to the months after the programme."""
        return self.month > 0
