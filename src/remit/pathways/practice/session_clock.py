"""The clock of a group session, folded from what was pressed; nothing advances by itself.

Minutes are whole and shown in words. What is late is said once, with what later parts can give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from remit.domain.group_session import Part


class Act(StrEnum):
    """What is pressed."""

    BEGIN = "begin"
    MORE = "more"
    PAUSE = "pause"
    GO_ON = "go on"
    END = "end"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressed:
    """One press.

    Attributes:
        act: which.
        at: when, by the tablet's clock.
        part: key of the part, of `BEGIN`.
        minutes: how many more, of `MORE`.
    """

    act: Act
    at: datetime
    part: str = ""
    minutes: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """Where a session is.

    Attributes:
        part: key of the present part; "" before the first and after the last.
        began: when the present part began.
        extra: minutes that were added to it.
        paused: since when it rests; None while it runs.
        rested: how long it has rested before.
        done: keys of parts that were left for another one, in their order.
        ended: when the session ended; None also where it went on after all.
    """

    part: str = ""
    began: datetime | None = None
    extra: int = 0
    paused: datetime | None = None
    rested: timedelta = timedelta()
    done: tuple[str, ...] = ()
    ended: datetime | None = None

    def left(self, planned: int, now: datetime) -> float | None:
        """Minutes left of the present part; below 0 when it is over time; None where none runs."""
        if self.began is None:
            return None
        until = self.paused or now
        spent = until - self.began - self.rested
        return planned + self.extra - spent.total_seconds() / 60


def fold(pressed: Iterable[Pressed]) -> Clock:
    """The clock after all presses, taken in the order of their times.

    A press that does not fit, such as going on without a pause, changes nothing.
    """
    clock = Clock()
    for one in sorted(pressed, key=lambda press: press.at):
        clock = _after(clock, one)
    return clock


def behind(clock: Clock, parts: Sequence[Part], starts: datetime) -> int:
    """Whole minutes by which the present part began later than planned; 0 or less is on time."""
    planned = starts
    for part in parts:
        if part.key == clock.part and clock.began is not None:
            return round((clock.began - planned).total_seconds() / 60)
        planned += timedelta(minutes=part.minutes)
    return 0


def can_give(clock: Clock, parts: Sequence[Part]) -> Part | None:
    """The part ahead that can give the most minutes; the earlier of equals, None where none can."""
    keys = [part.key for part in parts]
    at = keys.index(clock.part) if clock.part in keys else -1
    ahead = [part for part in parts[at + 1 :] if part.can_give]
    return max(ahead, key=lambda part: part.can_give, default=None)


def _after(clock: Clock, one: Pressed) -> Clock:
    if clock.ended is not None and one.act is not Act.BEGIN:
        return clock
    match one.act:
        case Act.BEGIN:
            done = clock.done
            if clock.part and clock.part != one.part:
                done = (*(key for key in done if key != clock.part), clock.part)
            done = tuple(key for key in done if key != one.part)
            return Clock(part=one.part, began=one.at, done=done)
        case Act.MORE:
            return replace(clock, extra=clock.extra + one.minutes)
        case Act.PAUSE:
            return clock if clock.paused else replace(clock, paused=one.at)
        case Act.GO_ON if clock.paused:
            rested = clock.rested + (one.at - clock.paused)
            return replace(clock, paused=None, rested=rested)
        case Act.END:
            done = (*clock.done, clock.part) if clock.part else clock.done
            return Clock(done=done, ended=one.at)
    return clock
