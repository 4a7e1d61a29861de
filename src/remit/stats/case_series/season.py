"""Time of the year as levels: the calendar runs beside each case's own days."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.case_series.cases import Cases
from remit.stats.case_series.exposure import Labelled

Ints = NDArray[np.int64]
MONTHS = tuple((month, 1) for month in range(1, 13))


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """Parts of the year.

    Parameters
    ----------
    case : array
        Identifiers of the cases.
    origin : array of datetime64
        Calendar date of day 0 of each of them, such as the date of birth where days are ages.
    begins : sequence of (month, day)
        First day of each part; the first part is the reference. Months, where nothing is said.
    """

    case: ArrayLike
    origin: ArrayLike
    begins: Sequence[tuple[int, int]] = MONTHS

    def __post_init__(self) -> None:
        if len(self.begins) < 2 or list(self.begins) != sorted(set(self.begins)):
            raise InvalidInput("The parts of the year need two or more first days, in order.")
        for month, day in self.begins:
            if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2001, month)[1]:
                raise InvalidInput(f"There is no day {day} of month {month} in every year.")

    @property
    def names(self) -> tuple[str, ...]:
        """Of every part but the reference."""
        return tuple(f"season from {month:02d}-{day:02d}" for month, day in self.begins[1:])


def seasons_of(season: Season, cases: Cases) -> Labelled:
    """The parts of the year in each observation, but for the reference.

    Raises
    ------
    InvalidInput
        If a case has no origin, or two.
    """
    origin = _origins(season, cases)
    first, last = cases.first + origin, cases.last + origin
    cuts, levels = _cuts(season, int(first.min()), int(last.max()))
    begin = np.searchsorted(cuts, first, side="right") - 1
    stop = np.searchsorted(cuts, last, side="right")
    counts = stop - begin
    owner = np.repeat(np.arange(cases.size), counts)
    offset = np.arange(owner.size) - np.repeat(np.cumsum(counts) - counts, counts)
    part = begin[owner] + offset
    kept = levels[part] > 0
    owner, part = owner[kept], part[kept]
    return Labelled(
        case=owner,
        first=np.maximum(cuts[part] - origin[owner], cases.first[owner]),
        last=np.minimum(cuts[part + 1] - 1 - origin[owner], cases.last[owner]),
        level=levels[part],
        names=season.names,
        unused=0,
    )


def _origins(season: Season, cases: Cases) -> Ints:
    at, is_case = cases.positions(season.case)
    days = np.asarray(season.origin, dtype="datetime64[D]")
    if days.shape != at.shape or np.isnat(days).any():
        raise InvalidInput("Every case needs the calendar date of its day 0.")
    at, days = at[is_case], days[is_case]
    origin = np.full(cases.size, np.datetime64("NaT", "D"))
    origin[at] = days
    if np.isnat(origin).any():
        missing = cases.identifiers[np.isnat(origin)][0]
        raise InvalidInput(f"Case {missing} has no calendar date of its day 0.")
    if (origin[at] != days).any():
        twice = cases.identifiers[at[origin[at] != days]][0]
        raise InvalidInput(f"Case {twice} has two calendar dates of its day 0.")
    return origin.astype(np.int64)


def _cuts(season: Season, first: int, last: int) -> tuple[Ints, Ints]:
    """First days of all parts that reach the days, counted from 1970-01-01, and their levels."""
    years = (np.array([first, last], dtype="datetime64[D]").astype("datetime64[Y]")).astype(int)
    cuts, levels = [], []
    for year in range(int(years[0]) + 1969, int(years[1]) + 1972):
        for level, (month, day) in enumerate(season.begins):
            cuts.append(date(year, month, day).toordinal() - date(1970, 1, 1).toordinal())
            levels.append(level)
    return np.array(cuts, dtype=np.int64), np.array(levels, dtype=np.int64)
