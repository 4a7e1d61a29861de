"""What becomes of a flag: one table of moves, and the present folded from its events (INV-11).

A flag waits until a named person has acknowledged it and a named person has written its outcome.
No row of the table closes a flag by itself: the one move that ends in `RECORDED` is an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from remit.domain.action_code import ActionCode
from remit.errors import Conflict, InvalidInput


class FlagState(StrEnum):
    """Where a flag stands; all but the last are open."""

    RAISED = "raised"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    OVERDUE = "overdue"
    RECORDED = "outcome recorded"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self is not FlagState.RECORDED

    @property
    def is_acknowledged(self) -> bool:
        """Whether a named person has said that they look after it."""
        return self not in {FlagState.RAISED, FlagState.ESCALATED}


class Move(StrEnum):
    """What may be done to a flag."""

    RAISE = "raised"
    RAISE_HIGHER = "raised higher"
    ACKNOWLEDGE = "acknowledged"
    TAKE_OVER = "taken over"
    ESCALATE = "escalated"
    DOWNGRADE = "downgraded"
    RECORD_OUTCOME = "outcome recorded"
    REOPEN = "reopened"


_RAISED, _ESCALATED, _ACKNOWLEDGED, _OVERDUE, _RECORDED = FlagState

# What is not here cannot happen. None: there is no flag yet.
MOVES: dict[tuple[FlagState | None, Move], FlagState] = {
    (None, Move.RAISE): _RAISED,
    (_RAISED, Move.ACKNOWLEDGE): _ACKNOWLEDGED,
    (_RAISED, Move.ESCALATE): _ESCALATED,
    (_RAISED, Move.DOWNGRADE): _RAISED,
    (_RAISED, Move.RAISE_HIGHER): _RAISED,
    (_ESCALATED, Move.ACKNOWLEDGE): _ACKNOWLEDGED,
    (_ESCALATED, Move.ESCALATE): _ESCALATED,
    (_ESCALATED, Move.DOWNGRADE): _ESCALATED,
    (_ESCALATED, Move.RAISE_HIGHER): _RAISED,
    (_ACKNOWLEDGED, Move.TAKE_OVER): _ACKNOWLEDGED,
    (_ACKNOWLEDGED, Move.ESCALATE): _OVERDUE,
    (_ACKNOWLEDGED, Move.DOWNGRADE): _ACKNOWLEDGED,
    (_ACKNOWLEDGED, Move.RECORD_OUTCOME): _RECORDED,
    (_ACKNOWLEDGED, Move.RAISE_HIGHER): _RAISED,
    (_OVERDUE, Move.TAKE_OVER): _ACKNOWLEDGED,
    (_OVERDUE, Move.ESCALATE): _OVERDUE,
    (_OVERDUE, Move.DOWNGRADE): _OVERDUE,
    (_OVERDUE, Move.RECORD_OUTCOME): _RECORDED,
    (_OVERDUE, Move.RAISE_HIGHER): _RAISED,
    (_RECORDED, Move.REOPEN): _ACKNOWLEDGED,
    (_RECORDED, Move.RAISE_HIGHER): _RAISED,
}

# Moves that the system makes; every other one needs a named person.
BY_THE_SYSTEM = frozenset({Move.RAISE, Move.RAISE_HIGHER, Move.ESCALATE})
_NEED_WORDS = frozenset({Move.DOWNGRADE, Move.RECORD_OUTCOME, Move.REOPEN})


@dataclass(frozen=True)
class FlagEvent:
    """One thing that happened to a flag.

    Attributes:
        by: id of the person; None only for what the system does (raising, escalating).
        code: the code from now on, where the move sets one.
        words: the reason, or what came of it.
        reviewed: with an outcome: whether a clinician looked at the answer with the participant.
    """

    move: Move
    at: datetime
    by: int | None = None
    code: ActionCode | None = None
    words: str = ""
    reviewed: bool = False

    def __post_init__(self) -> None:
        if self.by is None and self.move not in BY_THE_SYSTEM:
            raise InvalidInput(f"A flag is {self.move} by a named person.")
        if self.move in _NEED_WORDS and not self.words.strip():
            raise InvalidInput("Write a few words: what was found, done, or why.")
        sets_code = self.move in {Move.RAISE, Move.RAISE_HIGHER, Move.DOWNGRADE}
        if sets_code != (self.code is not None):
            raise InvalidInput(
                f"The move “{self.move}” {'needs a' if sets_code else 'has no'} code."
            )


@dataclass(frozen=True)
class FlagNow:
    """What a flag is after its events.

    Attributes:
        highest: the most urgent code it ever had; only a higher one raises it again.
        since: when the present stretch of waiting began: raised, told further or acknowledged.
        told: how often it was told further since it was last raised.
    """

    state: FlagState
    code: ActionCode
    highest: ActionCode
    raised_at: datetime
    since: datetime
    owner: int | None = None
    acknowledged_by: int | None = None
    told: int = 0
    outcome: FlagEvent | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state.is_open

    @property
    def told_since_taken(self) -> bool:
        """Whether its owner let it become overdue, so that others were told."""
        return self.state is FlagState.OVERDUE

    @property
    def holds_the_programme(self) -> bool:
        """Whether day 1 stays shut (INV-02)."""
        return self.is_open and self.code.holds_the_programme


def next_state(state: FlagState | None, move: Move) -> FlagState:
    """Where a move leads.

    Raises:
        Conflict: the table does not have it.
    """
    found = MOVES.get((state, move))
    if found is None:
        where = "not raised yet" if state is None else f"“{state}”"
        raise Conflict(f"This flag is {where}; it cannot be {move} now. Look at it again.")
    return found


def fold(events: Iterable[FlagEvent]) -> FlagNow:
    """The flag after all its events, in the order in which they were written.

    The order is that of the record, not of the clock, so that a clock set back changes nothing.

    Raises:
        Conflict: an event is not allowed where it stands.
        InvalidInput: there is no event.
    """
    now: FlagNow | None = None
    for event in events:
        now = apply(now, event)
    if now is None:
        raise InvalidInput("A flag begins by being raised.")
    return now


def apply(now: FlagNow | None, event: FlagEvent) -> FlagNow:
    """The flag after one more event.

    Raises:
        Conflict: the table of moves, or the direction of the code, does not allow it.
    """
    state = next_state(None if now is None else now.state, event.move)
    if now is None or event.move is Move.RAISE_HIGHER:
        return _raised(now, event, state)
    code = now.code
    if event.move is Move.DOWNGRADE and event.code is not None:
        if event.code.urgency >= now.code.urgency:
            raise Conflict(f"{event.code} is not lower than {now.code}.")
        code = event.code
    takes = event.move in {Move.ACKNOWLEDGE, Move.TAKE_OVER, Move.REOPEN}
    waits_anew = takes or event.move is Move.ESCALATE
    return FlagNow(
        state=state,
        code=code,
        highest=now.highest,
        raised_at=now.raised_at,
        since=event.at if waits_anew else now.since,
        owner=event.by if takes else now.owner,
        acknowledged_by=event.by if takes else now.acknowledged_by,
        told=now.told + (event.move is Move.ESCALATE),
        outcome=event if event.move is Move.RECORD_OUTCOME else None,
    )


def _raised(now: FlagNow | None, event: FlagEvent, state: FlagState) -> FlagNow:
    """Raised for the first time, or again by a more urgent answer: it waits for somebody anew."""
    code = event.code
    if code is None:
        raise InvalidInput("A flag is raised with a code.")
    if now is not None and code.urgency <= now.highest.urgency:
        raise Conflict(f"{code} is not higher than {now.highest}.")
    owner = None if now is None else now.owner
    return FlagNow(state, code, code, event.at, event.at, owner=owner)
