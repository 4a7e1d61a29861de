"""Days that can be used: today's pain, the days before, a straight trend, the weekday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput

Floats = NDArray[np.float64]
WEEK: Final = 7


@dataclass(frozen=True, slots=True, eq=False)
class Diary:
    """Two series a day, NaN where a day is missing; nothing is carried forward."""

    outcome: Floats
    exposure: Floats
    weekday: bool

    @property
    def days(self) -> int:
        """Length, missing days included."""
        return int(self.outcome.size)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Days on which everything that the model asks is known.

    ``design`` has the columns that are no exposure: 1, the trend, the weekday, the outcome of
    the days before. ``lags`` has the exposure of each asked lag.
    """

    outcome: Floats
    design: Floats
    lags: Floats
    day: NDArray[np.int64]
    names: tuple[str, ...]


def diary_of(outcome: ArrayLike, exposure: ArrayLike, *, weekday: bool) -> Diary:
    """Check the two series.

    Raises
    ------
    InvalidInput
        If they differ in length, or hold something endless.
    """
    series = [np.asarray(one, dtype=np.float64) for one in (outcome, exposure)]
    if series[0].ndim != 1 or series[0].shape != series[1].shape:
        raise InvalidInput("Outcome and exposure must be two series of one length, a value a day.")
    if np.isinf(series[0]).any() or np.isinf(series[1]).any():
        raise InvalidInput("A value of the diary is endless; leave the day missing instead.")
    return Diary(series[0], series[1], weekday)


def rows_of(diary: Diary, lags: Sequence[int], order: int) -> Rows:
    """The usable days for these lags of the exposure, and so many days of the outcome before.

    Args:
        lags: 0 is the same day, 1 the day before.
        order: days of the outcome before that the model holds.
    """
    day = np.arange(diary.days)
    before = [_lagged(diary.outcome, lag) for lag in range(1, order + 1)]
    exposed = [_lagged(diary.exposure, lag) for lag in lags]
    kept = np.isfinite(np.column_stack([diary.outcome, *before, *exposed])).all(axis=1)
    used = day[kept]
    columns = [np.ones(used.size), (used + 1.0) / diary.days]
    names = ["(intercept)", "trend"]
    if diary.weekday:
        for number in np.unique(used % WEEK)[1:]:
            columns.append((used % WEEK == number).astype(np.float64))
            names.append(f"weekday {number}")
    for lag, values in enumerate(before, start=1):
        columns.append(values[kept])
        names.append(f"outcome {lag} before")
    table = np.column_stack(columns)
    return Rows(diary.outcome[kept], table, np.column_stack(exposed)[kept], used, tuple(names))


def _lagged(series: Floats, lag: int) -> Floats:
    moved = np.full(series.size, np.nan)
    moved[lag:] = series[: series.size - lag]
    return moved


def rotations(series: Floats) -> Floats:
    """All rotations of a series but the series itself, a row each."""
    size = series.size
    turned = (np.arange(size)[np.newaxis, :] - np.arange(1, size)[:, np.newaxis]) % size
    rotated: Floats = series[turned]
    return rotated
