"""A stretch of days in which something lies; an open end is None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from remit.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Interval:
    """Inclusive bounds in whole days on one axis; `None` means nobody knows a bound.

    Raises:
        InvalidInput: when the interval would be empty.
    """

    earliest: int | None = None
    latest: int | None = None

    def __post_init__(self) -> None:
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise InvalidInput("An interval must not end before it begins.")

    @property
    def width(self) -> int | None:
        """Days between the bounds, or None where one is open."""
        if self.earliest is None or self.latest is None:
            return None
        return self.latest - self.earliest

    def contains(self, other: Interval) -> bool:
        """True when every day that `other` allows is allowed here too."""
        below = self.earliest is None or (
            other.earliest is not None and other.earliest >= self.earliest
        )
        above = self.latest is None or (other.latest is not None and other.latest <= self.latest)
        return below and above

    def allows(self, day: int) -> bool:
        """True when the thing may have happened on this day."""
        return self.contains(Interval(day, day))

    def meet(self, other: Interval) -> Interval | None:
        """The days that both allow, or None where they exclude each other."""
        earliest = _tighter(self.earliest, other.earliest, max)
        latest = _tighter(self.latest, other.latest, min)
        if earliest is not None and latest is not None and earliest > latest:
            return None
        return Interval(earliest, latest)

    def certainly_before(self, other: Interval) -> bool:
        """Order check of CLINICAL C.7: no possible day of `other` precedes one of these."""
        return (
            self.latest is not None and other.earliest is not None and self.latest < other.earliest
        )

    def since(self, earlier: Interval) -> Interval:
        """Fewest and most days from a day of `earlier` to a day of this."""
        low = None
        if self.earliest is not None and earlier.latest is not None:
            low = self.earliest - earlier.latest
        high = None
        if self.latest is not None and earlier.earliest is not None:
            high = self.latest - earlier.earliest
        return Interval(low, high)


EVER = Interval()


def _tighter(a: int | None, b: int | None, pick: Callable[[int, int], int]) -> int | None:
    if a is None:
        return b
    return a if b is None else pick(a, b)
