"""Days at risk of a flare: checked columns, in units of their spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable

Floats = NDArray[np.float64]
FEWEST_ONSETS: Final = 10
FEW_ONSETS: Final = 24
"""Fewer than 10 onsets answer nothing; below 24 only strong associations show (Holsteen 2020)."""


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Rows of days: whether a flare began, and the covariates about their mean, in spreads."""

    event: Floats
    names: tuple[str, ...]
    table: Floats
    mean: Floats
    spread: Floats
    missing: int

    @property
    def onsets(self) -> int:
        """Flares that began."""
        return int(self.event.sum())

    def warnings(self) -> tuple[str, ...]:
        """What has to be said beside any result."""
        said = []
        if self.onsets < FEW_ONSETS:
            said.append(
                f"{self.onsets} onsets: below {FEW_ONSETS} only strong associations can show, and "
                "estimates are too large on average."
            )
        if self.missing:
            said.append(f"{self.missing} days were left out, because something is missing there.")
        return tuple(said)


def days_of(
    event: ArrayLike, covariates: Mapping[str, ArrayLike], *beside: Floats
) -> tuple[Days, NDArray[np.bool_]]:
    """Check the columns and leave out rows in which anything is missing.

    Returns
    -------
    (Days, array of bool)
        The second says which rows were kept.

    Raises
    ------
    InvalidInput
        If a column has another length, or an event is neither 0 nor 1.
    """
    happened = np.asarray(event, dtype=np.float64)
    if not covariates:
        raise InvalidInput("Give a covariate: there is nothing to estimate.")
    columns = [np.asarray(values, dtype=np.float64) for values in covariates.values()]
    if any(one.shape != happened.shape or one.ndim != 1 for one in (*columns, *beside)):
        raise InvalidInput("All columns of the days must have one length.")
    table = np.column_stack(columns)
    kept = np.isfinite(happened) & np.isfinite(table).all(axis=1)
    for one in beside:
        kept &= np.isfinite(one)
    if not np.isin(happened[kept], (0.0, 1.0)).all():
        raise InvalidInput("A flare began on a day or did not: 1 or 0.")
    table = table[kept]
    spread = table.std(axis=0) if len(table) else np.ones(len(columns))
    spread = np.where(spread > 0.0, spread, 1.0)
    mean = table.mean(axis=0) if len(table) else np.zeros(len(columns))
    scaled = (table - mean) / spread
    found = Days(happened[kept], tuple(covariates), scaled, mean, spread, int((~kept).sum()))
    return found, kept


def refusal(days: Days, fewest: int, method: str) -> NotEstimable | None:
    """Why these days answer nothing, where they do not."""
    if days.onsets < fewest:
        return NotEstimable(
            f"{days.onsets} flares began, and fewer than {fewest} answer nothing", method
        )
    if days.onsets == days.event.size:
        return NotEstimable("a flare began on every day", method)
    return None
