"""Clearance: a signed decision, how long it holds, and when day 1 may open (A.5, INV-02).

Nothing here decides that somebody is suitable. It says what is still open and whether a signed
decision still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from remit.errors import InvalidInput

LONGEST_DAYS = 90
ASK_AGAIN_AFTER_DAYS = 14  # stage 1 asks what is new in the last 2 weeks (A.2)


class Decision(StrEnum):
    """What a clinician decided; `withdrawn` takes an earlier decision back."""

    CLEARED_PRIMARY = "cleared_primary"
    CLEARED_MIXED = "cleared_mixed"
    DEFERRED = "deferred_workup"
    NOT_SUITABLE = "not_suitable"
    SENT_EMERGENCY = "sent_emergency"
    WITHDRAWN = "withdrawn"

    @property
    def clears(self) -> bool:
        """Whether it can open day 1."""
        return self in (Decision.CLEARED_PRIMARY, Decision.CLEARED_MIXED)

    @property
    def words(self) -> str:
        """What a reader sees."""
        return _WORDS[self]


_WORDS = {
    Decision.CLEARED_PRIMARY: "Cleared, pain judged primary",
    Decision.CLEARED_MIXED: "Cleared, a structural contribution coexists",
    Decision.DEFERRED: "Deferred, work-up first",
    Decision.NOT_SUITABLE: "Not suitable now",
    Decision.SENT_EMERGENCY: "Sent to emergency care",
    Decision.WITHDRAWN: "Withdrawn",
}


class State(StrEnum):
    """Where a case stands between invitation and day 1."""

    INVITED = "nothing answered yet"
    NOT_SCREENED = "screening not finished"
    FLAGS_OPEN = "flags are open"
    WORK_OPEN = "something is still to be recorded"
    READY = "ready to decide"
    DECIDED = "decided, not cleared"
    CLEARED = "cleared"
    HELD = "cleared, held by an open flag"
    EXPIRED = "clearance ended"
    WITHDRAWN = "clearance withdrawn"
    RETROSPECTIVE = "published case, opens nothing"


# What one thing that happens can do: an answer, a flag, a finding, a signature, a day that passes.
# A clearing decision is signed from "ready" or from an earlier decision, never past an open flag.
MOVES: dict[State, frozenset[State]] = {
    State.INVITED: frozenset({State.NOT_SCREENED, State.FLAGS_OPEN, State.DECIDED}),
    State.NOT_SCREENED: frozenset({State.FLAGS_OPEN, State.WORK_OPEN, State.READY, State.DECIDED}),
    State.FLAGS_OPEN: frozenset(
        {State.INVITED, State.NOT_SCREENED, State.WORK_OPEN, State.READY, State.DECIDED}
    ),
    State.WORK_OPEN: frozenset({State.FLAGS_OPEN, State.READY, State.DECIDED}),
    State.READY: frozenset({State.FLAGS_OPEN, State.WORK_OPEN, State.DECIDED, State.CLEARED}),
    State.DECIDED: frozenset({State.CLEARED, State.WITHDRAWN}),
    State.CLEARED: frozenset({State.HELD, State.EXPIRED, State.DECIDED, State.WITHDRAWN}),
    State.HELD: frozenset({State.CLEARED, State.EXPIRED, State.DECIDED, State.WITHDRAWN}),
    State.EXPIRED: frozenset({State.CLEARED, State.DECIDED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.CLEARED, State.DECIDED}),
    State.RETROSPECTIVE: frozenset(),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedDecision:
    """The part of a clearance that opens or shuts day 1.

    Attributes:
        decision: what was decided.
        signed_on: local day of the signature.
        valid_until: last day on which it holds.

    Raises:
        InvalidInput: it would hold longer than 90 days, or end before it was signed.
    """

    decision: Decision
    signed_on: date
    valid_until: date

    def __post_init__(self) -> None:
        if not self.signed_on <= self.valid_until <= self.signed_on + timedelta(days=LONGEST_DAYS):
            raise InvalidInput(
                f"A clearance holds from its signature for at most {LONGEST_DAYS} days."
            )

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed, or its first day lies ahead of the clock."""
        return not self.signed_on <= today <= self.valid_until


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """All that the state follows from.

    Attributes:
        published: a published case opens nothing.
        begun: whether any screening answer was given.
        screened: whether stage 1 is finished with every emergency question answered.
        holding_flags: open flags of code E, U1 or U2.
        work_open: other items that stand before a clearing decision.
        signed: the newest signed decision.
    """

    published: bool = False
    begun: bool = False
    screened: bool = False
    holding_flags: int = 0
    work_open: int = 0
    signed: SignedDecision | None = None


def state_of(standing: Standing, today: date) -> State:
    """Where a case stands; folded from what is known, never stored."""
    if standing.published:
        return State.RETROSPECTIVE
    if standing.signed is not None:
        return _signed_state(standing.signed, standing.holding_flags, today)
    if standing.holding_flags:
        return State.FLAGS_OPEN
    if not standing.screened:
        return State.NOT_SCREENED if standing.begun else State.INVITED
    return State.WORK_OPEN if standing.work_open else State.READY


def _signed_state(signed: SignedDecision, holding_flags: int, today: date) -> State:
    if signed.decision is Decision.WITHDRAWN:
        return State.WITHDRAWN
    if not signed.decision.clears:
        return State.DECIDED
    if signed.is_over(today):
        return State.EXPIRED
    return State.HELD if holding_flags else State.CLEARED


@dataclass(frozen=True, slots=True)
class OpenOrWhy:
    """Whether day 1 may open; where not, the reason in one sentence."""

    opens: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.opens


_SHUT = {
    State.RETROSPECTIVE: "A published case opens nothing.",
    State.HELD: "A flag that holds the programme is open.",
    State.EXPIRED: "The clearance has ended. It needs a new decision.",
    State.WITHDRAWN: "The clearance was withdrawn.",
    State.DECIDED: "The decision was not to start now.",
    State.FLAGS_OPEN: "A flag that holds the programme is open, and no clearance is signed.",
}


def may_open_day_one(standing: Standing, today: date) -> OpenOrWhy:
    """INV-02: a signed clearing decision, no older than 90 days, and no open E or U flag."""
    state = state_of(standing, today)
    if state is State.CLEARED:
        return OpenOrWhy(opens=True)
    return OpenOrWhy(opens=False, why=_SHUT.get(state, "No clearance is signed."))


def asks_again_before(last_screened: date | None, start: date) -> bool:
    """Whether stage 1 is asked again before a start on this day (a late start, A.7)."""
    if last_screened is None:
        return True
    return start - last_screened > timedelta(days=ASK_AGAIN_AFTER_DAYS)
