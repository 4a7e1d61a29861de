"""The part of EDTF (ISO 8601-2) that clinical dates need, in and out.

Read: `1993-05-04`, `1993-05`, `1993-21` (seasons 21 to 24), `1993`, `198X`, `1980~`, `1980?`,
`1980/1990`, `../1993`, `1993/..`, `XXXX`. A winter is stored by its December year (C.7).
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from remit.domain.fuzzydate import UNKNOWN, FuzzyDate, Precision
from remit.domain.interval import Interval
from remit.errors import InvalidInput

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
_FIRST_MONTH = {SPRING: 3, SUMMER: 6, AUTUMN: 9, WINTER: 12}
_SINGLE = re.compile(
    r"(?P<year>\d{4}(?!X)|\d{3}X(?!-))(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%]?)"
)
LONG_AGO_YEARS = 20


def read(text: str, *, entry: date | None = None, southern: bool = False) -> FuzzyDate:
    """A date from EDTF.

    Args:
        text: the EDTF string.
        entry: the day of recording; "about" widens by 2 years instead of 1 for years more than
            20 years before it, and also where it is unknown, so that no possible day is lost.
        southern: seasons of the southern hemisphere.

    Raises:
        InvalidInput: with what would be right.
    """
    stripped = text.strip()
    if stripped in {"XXXX", ""}:
        return UNKNOWN
    if "/" in stripped:
        return _interval(stripped, entry, southern=southern)
    return _single(stripped, entry, southern=southern)


def span(year: int, *, month: int | None = None, day: int | None = None) -> Interval:
    """The days of a year, a month or one day, as ordinals."""
    if month is None:
        return Interval(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    if day is None:
        last = calendar.monthrange(year, month)[1]
        return Interval(date(year, month, 1).toordinal(), date(year, month, last).toordinal())
    ordinal = date(year, month, day).toordinal()
    return Interval(ordinal, ordinal)


def season(year: int, code: int, *, southern: bool = False) -> Interval:
    """The three months of a season; spring is March to May in the north, September in the south."""
    first = _FIRST_MONTH[code]
    if southern:
        first = (first + 5) % 12 + 1
    start = date(year, first, 1)
    end_year, end_month = divmod(year * 12 + first - 1 + 2, 12)
    last = calendar.monthrange(end_year, end_month + 1)[1]
    return Interval(start.toordinal(), date(end_year, end_month + 1, last).toordinal())


def about(interval: Interval, entry: date | None) -> Interval:
    """ "About" this time: a year on each side, two where it is long ago (C.7)."""
    if interval.earliest is None or interval.latest is None:
        return interval
    first, last = date.fromordinal(interval.earliest), date.fromordinal(interval.latest)
    long_ago = entry is None or entry.year - last.year > LONG_AGO_YEARS
    widen = 2 if long_ago else 1
    low = max(first.year - widen, 1)
    high = min(last.year + widen, date.max.year)
    return Interval(_same_day(first, low), _same_day(last, high))


def _same_day(day: date, year: int) -> int:
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last)).toordinal()


def _single(text: str, entry: date | None, *, southern: bool) -> FuzzyDate:
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise InvalidInput(
            f"“{text}” is not a date Remit can read. Write 1993, 1993-05, 1993-05-04, 1993-21 "
            "(spring), 198X, 1980~ (about), 1980/1990 or ../1993."
        )
    interval, precision = _bounds(match, text, southern=southern)
    approx = bool(match["mark"])
    return FuzzyDate(
        text=text,
        precision=precision,
        calendar=about(interval, entry) if approx else interval,
        approx=approx,
        edtf=text,
    )


def _bounds(match: re.Match[str], text: str, *, southern: bool) -> tuple[Interval, Precision]:
    try:
        if match["year"].endswith("X"):
            decade = int(match["year"][:3]) * 10
            first, last = span(max(decade, 1)), span(decade + 9)
            return Interval(first.earliest, last.latest), Precision.DECADE
        year = int(match["year"])
        if match["month"] is None:
            return span(year), Precision.YEAR
        month = int(match["month"])
        if month in _FIRST_MONTH and match["day"] is None:
            return season(year, month, southern=southern), Precision.SEASON
        if match["day"] is None:
            return span(year, month=month), Precision.MONTH
        return span(year, month=month, day=int(match["day"])), Precision.DAY
    except (ValueError, calendar.IllegalMonthError) as error:
        raise InvalidInput(
            f"“{text}” names a day that does not exist. Months run from 01 to 12, seasons from 21 "
            "(spring) to 24 (winter), and the day must be in the month."
        ) from error


def _interval(text: str, entry: date | None, *, southern: bool) -> FuzzyDate:
    parts = text.split("/")
    if len(parts) != 2:
        raise InvalidInput(f"“{text}” has more than one slash. Write a range as 1980/1990.")
    low, high = (
        None if part in {"..", ""} else _single(part, entry, southern=southern) for part in parts
    )
    if low is None and high is None:
        return UNKNOWN
    earliest = low.calendar.earliest if low and low.calendar else None
    latest = high.calendar.latest if high and high.calendar else None
    if earliest is not None and latest is not None and earliest > latest:
        raise InvalidInput(f"“{text}” ends before it begins. Put the earlier date first.")
    precision = Precision.RANGE if low and high else Precision.AFTER if low else Precision.BEFORE
    return FuzzyDate(
        text=text,
        precision=precision,
        calendar=Interval(earliest, latest),
        approx=any(part is not None and part.approx for part in (low, high)),
        edtf=text,
    )
