"""What a day holds for one person, and what rests, with why (CLINICAL E.2, INV-06).

Days open by the group's calendar: day k opens k - 1 days after group session 1, none opens early,
and earlier days stay open. A programme day turns at 03:00 where the participant is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from remit.domain.enrolment import Scope, Standing, State
from remit.domain.programme import (
    DAYS,
    FIRST_STRONG_DAY,
    STRONG,
    STRONGEST,
    Day,
    Practice,
    Programme,
    Theme,
)

TURN = timedelta(hours=3)
"""A programme day turns at 03:00 (DESIGN 9): one in the morning belongs to the day before."""
LATE, EARLY = time(21), time(5)
"""No writing of intensity 3 or more is offered after 21:00; the night lasts until 05:00."""
MODERATE = 2
OPEN_STATES = frozenset({State.ACTIVE, State.HELD, State.COMPLETED, State.FOLLOW_UP})
"""After the end the days stay open to go back to; a hold rests the same parts then."""


class Rests(StrEnum):
    """Why something is not offered now."""

    NOT_STARTED = "the programme has not begun"
    NOT_YET = "this day has not come"
    SYMPTOM = "a new symptom is looked at first"
    DISTRESS = "the last days were a lot"
    CLINIC = "the clinic has asked for a rest"
    LATE = "it is late"
    ONCE_A_DAY = "one strong piece of writing a day"
    NOT_TWICE = "a lighter day follows the strongest"
    LIGHTER = "today is lighter after yesterday"


@dataclass(frozen=True, kw_only=True, slots=True)
class Practised:
    """Something that was done.

    Attributes:
        day: number of the programme day it belongs to.
        part: "read", "write", "listen", "affirm", "step" or "check-in".
        on: programme date on which it was done.
        intensity: of a piece of writing; 0 of anything else.
    """

    day: int
    part: str
    on: date
    intensity: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What is known of one enrolment at one moment.

    Attributes:
        day_one: date of group session 1 where the participant is.
        now: local wall time of the participant.
        standing: state and holds.
        cleared: whether a signed clearance holds now and no E or U flag is open (INV-02).
        practised: what was done.
        lighter_on: programme dates that are lighter because the day before was a lot (E.8, A1).
    """

    day_one: date
    now: datetime
    standing: Standing
    cleared: bool
    practised: tuple[Practised, ...] = ()
    lighter_on: frozenset[date] = frozenset()

    @property
    def today(self) -> date:
        """The programme date."""
        return programme_date(self.now)

    @property
    def reached(self) -> int:
        """The newest day that is open by the calendar, 0 before day 1, at most 21."""
        return max(0, min(DAYS, (self.today - self.day_one).days + 1))

    @property
    def is_late(self) -> bool:
        """Whether it is too late for strong writing."""
        return self.now.time() >= LATE or self.now.time() < EARLY


def programme_date(now: datetime) -> date:
    """The date of the programme day at a local wall time; 02:59 belongs to the day before."""
    return (now - TURN).date()


def day_rests(situation: Situation, number: int) -> Rests | None:
    """Why a day is not open; None where it is.

    A day opens only for who has started, and starting takes a clearance (INV-02). A clearance
    that no longer holds rests parts (`PROGRAMME`), it does not take days away.
    """
    if situation.standing.state not in OPEN_STATES:
        return Rests.NOT_STARTED
    begun = any(one.day == number for one in situation.practised)  # who flies west keeps the day
    return Rests.NOT_YET if number > situation.reached and not begun else None


def may_start(situation: Situation) -> bool:
    """Whether day 1 opens: clearance holds, baseline is done and the day has come (INV-02)."""
    return (
        situation.standing.state is State.BASELINE
        and situation.cleared
        and situation.reached >= 1
        and not situation.standing.holds
    )


def theme_rests(situation: Situation, number: int, theme: Theme) -> Rests | None:
    """Why a theme of a day is not offered now; None where it is.

    Args:
        situation: one enrolment at one moment.
        number: the day.
        theme: its theme, its gentler theme, or one of the participant's own.
    """
    closed = day_rests(situation, number)
    if closed:
        return closed
    held = _writing_held(_scopes(situation), theme.intensity)
    if held or theme.intensity < STRONG:
        return held
    return _strong_rests(situation, number, theme.intensity)


def _strong_rests(situation: Situation, number: int, intensity: int) -> Rests | None:
    if number < FIRST_STRONG_DAY or situation.reached < FIRST_STRONG_DAY:
        return Rests.NOT_YET
    if situation.is_late:
        return Rests.LATE
    if situation.today in situation.lighter_on:
        return Rests.LIGHTER
    if _strongest_since(situation.practised, situation.today) >= STRONG:
        return Rests.ONCE_A_DAY
    yesterday = situation.today - timedelta(days=1)
    if intensity >= STRONGEST and _strongest_since(situation.practised, yesterday) >= STRONGEST:
        return Rests.NOT_TWICE
    return None


def practice_rests(situation: Situation, number: int, practice: Practice) -> Rests | None:
    """Why a guided practice is not offered; grounding always is, once a day is open."""
    closed = day_rests(situation, number)
    if closed or not practice.needs_clearance_of_symptoms:
        return closed
    return _body_held(_scopes(situation))


def step_rests(situation: Situation, day: Day) -> Rests | None:
    """Why the step of a day is not offered."""
    closed = day_rests(situation, day.number)
    if closed or not day.step.moves:
        return closed
    return _body_held(_scopes(situation))


def gentler_first(situation: Situation) -> bool:
    """Whether the lighter choice leads: after the strongest writing, or after a hard day."""
    yesterday = situation.today - timedelta(days=1)
    return (
        situation.today in situation.lighter_on
        or _strongest_since(situation.practised, yesterday) >= STRONGEST
    )


def done_parts(practised: Iterable[Practised], number: int) -> frozenset[str]:
    """Parts of a day that were done at least once."""
    return frozenset(one.part for one in practised if one.day == number)


def missed(situation: Situation, programme: Programme) -> tuple[int, ...]:
    """Earlier days of which nothing was done; offered, never owed (E.2)."""
    touched = {one.day for one in situation.practised}
    return tuple(
        day.number
        for day in programme.days
        if day.number < situation.reached and day.number not in touched
    )


def _scopes(situation: Situation) -> frozenset[Scope]:
    """Scopes of the open holds; a clearance that no longer holds is one of the widest."""
    extra = frozenset() if situation.cleared else frozenset({Scope.PROGRAMME})
    return situation.standing.scopes | extra


def _writing_held(scopes: frozenset[Scope], intensity: int) -> Rests | None:
    if scopes & {Scope.PROGRAMME, Scope.WRITING}:
        return Rests.CLINIC
    if Scope.STRONG in scopes and intensity >= STRONG:
        return Rests.SYMPTOM
    if Scope.MODERATE in scopes and intensity >= MODERATE:
        return Rests.DISTRESS
    return None


def _body_held(scopes: frozenset[Scope]) -> Rests | None:
    if Scope.PROGRAMME in scopes:
        return Rests.CLINIC
    return Rests.SYMPTOM if Scope.STRONG in scopes else None


def _strongest_since(practised: Iterable[Practised], first: date) -> int:
    """The strongest writing from a date on; a later date than today's was written further east."""
    return max((one.intensity for one in practised if one.on >= first), default=0)
