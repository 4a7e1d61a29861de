"""A case's days, grouped by exposure and counted by age band: what the likelihood needs, no more.

No case is split by age. Each row is a stretch of days with one combination of levels, and the
days of a row are counted in each age band; what lies outside every window is one row a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.stats.case_series.cases import Cases
from remit.stats.case_series.exposure import Labelled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SHARD = 65_536
"""Cases that are laid out and passed over together; it bounds the memory, and changes no result."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The rows of some cases, sorted by case.

    Attributes
    ----------
    starts : array of int, shape (cases,)
        First row of each case.
    columns : array, shape (rows, columns)
        Covariates of a row, but for age.
    days : array, shape (rows, bands)
        Days (or weights) of a row in each age band; the first band is the reference.
    events : array, shape (cases,)
        Events of each case.
    observed : array, shape (columns + bands - 1,)
        Covariates, summed over the events.
    """

    starts: Ints
    columns: Floats
    days: Floats
    events: Floats
    observed: Floats

    @property
    def terms(self) -> int:
        """Number of covariates."""
        return int(self.columns.shape[1] + self.days.shape[1] - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """One factor of the design: its intervals, and a number for each case that multiplies it."""

    intervals: Labelled
    modifier: Floats | None = None
    modifier_name: str = ""

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.intervals.names) * (1 if self.modifier is None else 2)


def cells_of(cases: Cases, factors: Sequence[Levels], age_cuts: Ints) -> Iterator[Cells]:
    """Lay out the cases, one shard after the other.

    Parameters
    ----------
    factors : sequence of Levels
        Each with disjoint intervals inside the observations.
    age_cuts : array of int
        First day of each age band but the first, ascending.
    """
    orders = [np.argsort(factor.intervals.case, kind="stable") for factor in factors]
    sorted_cases = [f.intervals.case[o] for f, o in zip(factors, orders, strict=True)]
    for low in range(0, cases.size, SHARD):
        high = min(low + SHARD, cases.size)
        parts = []
        for factor, order, owner in zip(factors, orders, sorted_cases, strict=True):
            at = order[np.searchsorted(owner, low) : np.searchsorted(owner, high)]
            parts.append((factor, at))
        yield _shard(cases, parts, age_cuts, low, high)


def _shard(
    cases: Cases, parts: Sequence[tuple[Levels, Ints]], age_cuts: Ints, low: int, high: int
) -> Cells:
    size = high - low
    stretches = _stretches(parts, low)
    first, last = cases.first[low:high], cases.last[low:high]
    whole = _days(first, last, age_cuts)
    inside = _days(stretches.first, stretches.last, age_cuts)
    rest = whole - _summed(inside, stretches.case, size)
    counts = np.bincount(stretches.case, minlength=size) + 1
    starts = np.cumsum(counts) - counts
    base = np.zeros(len(stretches.case) + size, dtype=bool)
    base[starts] = True
    days = np.empty((base.size, whole.shape[1]))
    days[base], days[~base] = rest, inside
    columns = np.zeros((base.size, sum(part.width for part, _ in parts)))
    columns[~base] = _columns(parts, stretches.levels, stretches.case + low)
    events = np.searchsorted(cases.event_case, [low, high])
    owner = cases.event_case[events[0] : events[1]] - low
    day = cases.event_day[events[0] : events[1]]
    seen = _levels_at(parts, stretches, owner, day)
    band = np.searchsorted(age_cuts, day, side="right")
    observed = np.concatenate(
        [
            _columns(parts, seen, owner + low).sum(axis=0),
            np.bincount(band, minlength=whole.shape[1])[1:],
        ]
    )
    return Cells(starts, columns, days, np.bincount(owner, minlength=size).astype(float), observed)


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    case: Ints
    first: Ints
    last: Ints
    levels: Ints


def _stretches(parts: Sequence[tuple[Levels, Ints]], low: int) -> _Stretches:
    """Days with one combination of levels, where any level is not 0; sorted by case and day."""
    owners, times, which, steps = [], [], [], []
    for number, (factor, at) in enumerate(parts):
        one = factor.intervals
        for time, sign in ((one.first[at], 1), (one.last[at] + 1, -1)):
            owners.append(one.case[at] - low)
            times.append(time)
            which.append(np.full(at.size, number))
            steps.append(sign * one.level[at])
    empty = np.zeros(0, dtype=np.int64)
    owner, time, factor_of, step = (
        np.concatenate(one) if one else empty for one in (owners, times, which, steps)
    )
    order = np.lexsort((time, owner))
    owner, time = owner[order], time[order]
    levels = np.zeros((owner.size, len(parts)), dtype=np.int64)
    levels[np.arange(owner.size), factor_of[order]] = step[order]
    # Intervals of one factor are disjoint and end inside their case: the running sum is the level.
    levels = np.cumsum(levels, axis=0)
    if owner.size < 2:
        return _Stretches(owner[:0], time[:0], time[:0], levels[:0])
    kept = (time[1:] > time[:-1]) & (owner[1:] == owner[:-1]) & levels[:-1].any(axis=1)
    return _Stretches(owner[:-1][kept], time[:-1][kept], time[1:][kept] - 1, levels[:-1][kept])


def _days(first: Ints, last: Ints, cuts: Ints) -> Floats:
    """Days of each interval in each age band."""
    days = np.empty((first.size, cuts.size + 1))
    lowest = cuts[0] if cuts.size else np.iinfo(np.int64).max
    days[:, 0] = np.minimum(last + 1, lowest) - np.minimum(first, lowest)
    for band, cut in enumerate(cuts):
        upper = cuts[band + 1] if band + 1 < cuts.size else np.iinfo(np.int64).max
        days[:, band + 1] = np.clip(last + 1, cut, upper) - np.clip(first, cut, upper)
    return days


def _summed(days: Floats, case: Ints, size: int) -> Floats:
    """Sum of the rows of each case; the rows are sorted by case."""
    summed = np.zeros((size, days.shape[1]))
    if case.size:
        begins = np.flatnonzero(np.append(True, case[1:] != case[:-1]))
        summed[case[begins]] = np.add.reduceat(days, begins, axis=0)
    return summed


def _columns(parts: Sequence[tuple[Levels, Ints]], levels: Ints, case: Ints) -> Floats:
    """One column a level but 0, and one more a level where there is a modifier."""
    columns = np.zeros((len(levels), sum(part.width for part, _ in parts)))
    left = 0
    for number, (factor, _) in enumerate(parts):
        names = len(factor.intervals.names)
        level = levels[:, number]
        at = np.flatnonzero(level)
        columns[at, left + level[at] - 1] = 1.0
        if factor.modifier is not None:
            columns[at, left + names + level[at] - 1] = factor.modifier[case[at]]
        left += factor.width
    return columns


def _levels_at(
    parts: Sequence[tuple[Levels, Ints]], stretches: _Stretches, case: Ints, day: Ints
) -> Ints:
    """The levels on the day of each event."""
    found = np.zeros((case.size, len(parts)), dtype=np.int64)
    if not stretches.case.size:
        return found
    # One axis for all cases: each has a span of its own, so that one search finds both.
    least = min(int(day.min()), int(stretches.first.min()))
    span = max(int(day.max()), int(stretches.last.max())) - least + 1
    starts = stretches.case * span + stretches.first - least
    at = np.searchsorted(starts, case * span + day - least, side="right") - 1
    inside = (at >= 0) & (stretches.case[at] == case) & (stretches.last[at] >= day)
    found[inside] = stretches.levels[at[inside]]
    return found
