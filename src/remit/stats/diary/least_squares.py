"""Many regressions with the same background, one exposure exchanged: their t statistics at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FLAT = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Slope, standard error and t of each exposure; NaN where the exposure is flat."""

    estimate: Floats
    standard_error: Floats
    t: Floats


def background(design: Floats) -> Floats:
    """An orthonormal basis of the background; columns that others explain are dropped."""
    left, singular, _ = np.linalg.svd(design, full_matrices=False)
    kept: Floats = left[:, singular > singular[0] * 1e-10]
    return kept


def without(basis: Floats, series: Floats) -> Floats:
    """What of each row of ``series`` (series, days) the background does not explain."""
    left: Floats = series - (series @ basis) @ basis.T
    return left


def slopes(basis: Floats, outcome: Floats, exposures: Floats) -> Slopes:
    """Regress the outcome on the background and on each exposure in turn (Frisch and Waugh).

    Parameters
    ----------
    basis : array, shape (days, rank)
        As ``background`` gives it.
    outcome : array, shape (days,) or (exposures, days)
        One outcome, or one for each exposure.
    exposures : array, shape (exposures, days)
    """
    left, plain = without(basis, exposures), without(basis, np.atleast_2d(outcome))
    square = (left**2).sum(axis=1)
    flat = square <= FLAT * (exposures**2).sum(axis=1)
    square = np.where(flat, np.nan, square)
    estimate = (left * plain).sum(axis=1) / square
    rest = (plain**2).sum(axis=1) - estimate**2 * square
    freedom = basis.shape[0] - basis.shape[1] - 1
    error = np.sqrt(np.maximum(rest, 0.0) / freedom / square)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Slopes(estimate, error, estimate / error)
