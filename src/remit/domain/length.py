"""Lengths of time as people count them, and moving a day by one.

Half units follow CLINICAL C.7: half a year is 6 months, half a month 15 days, half a week
3 days, half a day 0. 29 February becomes 28 February in a common year.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

DAYS_PER_MONTH = 365.25 / 12
LONGEST_YEARS = 150  # longer than any life, its forebears' telling included
OLDEST_AGE = 130
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()


class Unit(StrEnum):
    """Units in which people count time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Axis(StrEnum):
    """What day 0 is.

    `CALENDAR` days are proleptic Gregorian ordinals; `CONSULTATION` days count from T0 in a
    case that names no year, where a year is 365.25 days.
    """

    CALENDAR = "calendar"
    CONSULTATION = "consultation"


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A signed length: whole months, then whole days."""

    months: int = 0
    days: int = 0

    def __add__(self, other: Length) -> Length:
        return Length(self.months + other.months, self.days + other.days)

    def __neg__(self) -> Length:
        return Length(-self.months, -self.days)

    def __sub__(self, other: Length) -> Length:
        return self + -other

    def day_bounds(self, axis: Axis) -> tuple[int, int]:
        """Fewest and most days this length can span, erring outward on the calendar."""
        exact = self.months * DAYS_PER_MONTH
        slack = 3 if axis is Axis.CALENDAR and self.months else 0
        # 0.0075 days a year separate 365.25 from the Gregorian mean; the slack covers centuries.
        return math.floor(exact) + self.days - slack, math.ceil(exact) + self.days + slack

    @property
    def too_long(self) -> bool:
        """True for what no life history can span: a slip of the keyboard, not a date."""
        return abs(self.months * DAYS_PER_MONTH + self.days) > LONGEST_YEARS * 12 * DAYS_PER_MONTH

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        total = self.months * DAYS_PER_MONTH + self.days
        return (total > 0) - (total < 0)


def count(number: float, unit: Unit) -> Length:
    """`number` units, where a fraction is counted in halves of that unit (C.7)."""
    whole = math.floor(number)
    half = number - whole >= 0.5
    if unit is Unit.YEAR:
        return Length(months=12 * whole + 6 * half)
    if unit is Unit.MONTH:
        return Length(months=whole, days=15 * half)
    if unit is Unit.WEEK:
        return Length(days=7 * whole + 3 * half)
    return Length(days=whole)


def half(unit: Unit) -> Length:
    """Half a unit."""
    return count(0.5, unit)


def shift(day: int, by: Length, axis: Axis, *, up: bool) -> int:
    """`day` moved by a length; on the consultation axis a fraction rounds `up` or down."""
    if axis is Axis.CONSULTATION:
        moved = by.months * DAYS_PER_MONTH
        return day + by.days + (math.ceil(moved) if up else math.floor(moved))
    return min(max(_add_months(day, by.months) + by.days, FIRST_DAY), LAST_DAY)


def _add_months(day: int, months: int) -> int:
    start = date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY))
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if year < date.min.year:
        return FIRST_DAY
    if year > date.max.year:
        return LAST_DAY
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()
