"""One participant in one run of the programme: a table of moves, and what rests while it is held.

State and holds are folded from events, never stored (DESIGN 4, rule 6). A hold rests parts, not a
person: grounding, reading, check-in, the steps of a flare, help and the group stay (INV-06).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from remit.errors import Conflict


class State(StrEnum):
    """Where an enrolment stands."""

    INVITED = "invited"
    CONSENTED = "consented"
    BASELINE = "baseline"
    ACTIVE = "active"
    HELD = "held"
    COMPLETED = "completed"
    FOLLOW_UP = "follow-up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What may happen to an enrolment."""

    CONSENT = "consent"
    BASELINE = "baseline done"
    START = "start"
    HOLD = "hold"
    RELEASE = "release"
    COMPLETE = "complete"
    FOLLOW = "follow up"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Scope(StrEnum):
    """What a hold rests."""

    STRONG = "writing of intensity 3 and more, somatic tracking, activity steps"
    MODERATE = "writing of intensity 2 and more"
    WRITING = "all writing"
    PROGRAMME = "all writing, somatic tracking, activity steps"


_BEFORE = (State.INVITED, State.CONSENTED, State.BASELINE)
_AFTER = (State.COMPLETED, State.FOLLOW_UP)
MOVES: dict[tuple[State, Move], State] = {
    (State.INVITED, Move.CONSENT): State.CONSENTED,
    (State.CONSENTED, Move.BASELINE): State.BASELINE,
    (State.BASELINE, Move.START): State.ACTIVE,
    (State.ACTIVE, Move.HOLD): State.HELD,
    (State.HELD, Move.HOLD): State.HELD,
    (State.HELD, Move.RELEASE): State.ACTIVE,
    (State.ACTIVE, Move.COMPLETE): State.COMPLETED,
    (State.COMPLETED, Move.FOLLOW): State.FOLLOW_UP,
    (State.FOLLOW_UP, Move.CLOSE): State.CLOSED,
    **{(state, Move.HOLD): state for state in (*_BEFORE, *_AFTER)},
    **{(state, Move.RELEASE): state for state in (*_BEFORE, *_AFTER)},
    **{
        (state, Move.WITHDRAW): State.WITHDRAWN
        for state in State
        if state not in (State.CLOSED, State.WITHDRAWN)
    },
}
"""Every move there is. A hold before the start or after the end changes what rests, not the state;
of several holds, the last release ends `HELD`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One thing that happened to an enrolment.

    Attributes:
        move: what.
        at: when, aware.
        hold: names the hold that begins or ends; empty for other moves.
        scope: what a hold rests.
    """

    move: Move
    at: datetime
    hold: str = ""
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events come to.

    Attributes:
        state: where the enrolment stands.
        holds: open holds by name.
    """

    state: State
    holds: tuple[tuple[str, Scope], ...] = ()

    @property
    def scopes(self) -> frozenset[Scope]:
        """What rests."""
        return frozenset(scope for _, scope in self.holds)


def moved(standing: Standing, event: Event) -> Standing:
    """The standing after one more event.

    Raises:
        Conflict: the table of moves has no such move, or the hold is unknown or already open.
    """
    after = MOVES.get((standing.state, event.move))
    if after is None:
        raise Conflict(f"An enrolment that is {standing.state} cannot {event.move}.")
    holds = dict(standing.holds)
    if event.move is Move.HOLD:
        if event.scope is None or not event.hold or event.hold in holds:
            raise Conflict("A hold needs a name of its own and what it rests.")
        holds[event.hold] = event.scope
    elif event.move is Move.RELEASE:
        if event.hold not in holds:
            raise Conflict("This hold is not open.")
        del holds[event.hold]
    if after is State.ACTIVE and holds:
        after = State.HELD
    return Standing(after, tuple(holds.items()))


def standing(events: Iterable[Event], *, first: State = State.INVITED) -> Standing:
    """What a history of events comes to.

    Raises:
        Conflict: the events do not follow the table of moves.
    """
    now = Standing(first)
    for event in events:
        now = moved(now, event)
    return now
