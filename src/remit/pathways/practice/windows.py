"""When questions about how it is going are asked: before day 1, in the weeks, at the end, later.

Source: CLINICAL D.7. Months are counted from day 21. Outside a window nothing is asked.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from remit.domain.assessment import Point
from remit.domain.length import Axis, Length, shift
from remit.domain.programme import DAYS

BEFORE: Final = timedelta(days=7)
WEEKS: Final = (7, 14)
GRACE: Final = timedelta(days=3)
"""A weekly window stays open so long; the next week's ratings would answer another question."""
END: Final = timedelta(days=7)
MONTHS: Final = {
    Point.MONTH_1: (1, 7),
    Point.MONTH_3: (3, 14),
    Point.MONTH_6: (6, 14),
    Point.MONTH_12: (12, 14),
}
"""Months after day 21, and days either side."""


@dataclass(frozen=True, slots=True)
class Window:
    """One time at which questions are asked.

    Attributes:
        key: its name in stored sheets, such as "t1" or "week-2".
        point: of the schedule (`domain.assessment`).
        opens, closes: first and last date.
    """

    key: str
    point: Point
    opens: date
    closes: date

    def holds(self, on: date) -> bool:
        """Whether a date lies in it."""
        return self.opens <= on <= self.closes


def windows(day_one: date) -> tuple[Window, ...]:
    """All windows of a programme that begins on a date, in the order of time."""
    weeks = tuple(
        Window(f"week-{number}", Point.WEEK, opens, opens + GRACE)
        for number, opens in enumerate((_day(day_one, day) for day in WEEKS), start=1)
    )
    last = _day(day_one, DAYS)
    return (
        Window("t1", Point.T1, day_one - BEFORE, day_one - timedelta(days=1)),
        *weeks,
        Window("t2", Point.T2, last, last + END),
        *(_month(last, point, *one) for point, one in MONTHS.items()),
    )


def open_window(day_one: date, today: date, *, has_begun: bool) -> Window | None:
    """The window in which a date lies; None where nothing is asked.

    Until day 1 was opened the questions before it stay open: nobody begins without a baseline.
    """
    first, *later = windows(day_one)
    if not has_begun:
        return first if today >= first.opens else None
    return next((one for one in later if one.holds(today)), None)


def _day(day_one: date, number: int) -> date:
    return day_one + timedelta(days=number - 1)


def _month(last: date, point: Point, months: int, days: int) -> Window:
    middle = date.fromordinal(
        shift(last.toordinal(), Length(months=months), Axis.CALENDAR, up=False)
    )
    around = timedelta(days=days)
    return Window(point.value, point, middle - around, middle + around)
