"""A residual bootstrap of one diary under no association: new outcomes, the exposure as it was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from remit.stats.diary.least_squares import background, without
from remit.stats.diary.rows import Rows

Floats = NDArray[np.float64]
LARGEST_PHI = 0.99


def bootstrap_t(rows: Rows, resamples: int, seed: int) -> Floats:
    """The exposure's t, without its sign, in diaries in which it has no effect; ascending.

    Outcomes are made day by day from the model without the exposure, its coefficient of
    yesterday's outcome moved by its known bias (1 + 3 phi) / n, and from its residuals. Where a
    day is missing, the next starts from the outcome that was seen.
    """
    past = np.array([name.startswith("outcome") for name in rows.names])
    fitted = np.asarray(np.linalg.lstsq(rows.design, rows.outcome, rcond=None)[0], dtype=float)
    coefficients = _unbiased(fitted, past, rows)
    still = rows.design[:, ~past]
    residuals = rows.outcome - rows.design @ coefficients
    residuals = residuals - residuals.mean()
    random = np.random.default_rng(seed)
    drawn = residuals[random.integers(0, residuals.size, (resamples, residuals.size))]
    outcome, lagged = _made(rows, coefficients, past, still, drawn)
    found: Floats = np.sort(np.abs(_t(still, lagged, outcome, rows.lags[:, 0])))
    return found


def _unbiased(coefficients: Floats, past: NDArray[np.bool_], rows: Rows) -> Floats:
    """The coefficients with phi corrected, and the others refitted to what is left."""
    moved = coefficients.copy()
    first = int(np.flatnonzero(past)[0])
    phi = float(coefficients[first])
    moved[first] = min(phi + (1.0 + 3.0 * phi) / rows.outcome.size, LARGEST_PHI)
    left = rows.outcome - rows.design[:, past] @ moved[past]
    moved[~past] = np.linalg.lstsq(rows.design[:, ~past], left, rcond=None)[0]
    return moved


def _made(
    rows: Rows, coefficients: Floats, past: NDArray[np.bool_], still: Floats, drawn: Floats
) -> tuple[Floats, Floats]:
    """New outcomes (resamples, days) and the outcomes before them (resamples, order, days)."""
    order = int(past.sum())
    level = still @ coefficients[~past]
    carry = coefficients[past]
    resamples, days = drawn.shape
    outcome = np.empty((resamples, days))
    lagged = np.empty((resamples, order, days))
    place = {int(day): index for index, day in enumerate(rows.day)}
    seen = rows.design[:, past]
    for index, day in enumerate(rows.day):
        for lag in range(order):
            before = place.get(int(day) - lag - 1)
            lagged[:, lag, index] = seen[index, lag] if before is None else outcome[:, before]
        outcome[:, index] = level[index] + lagged[:, :, index] @ carry + drawn[:, index]
    return outcome, lagged


def _t(still: Floats, lagged: Floats, outcome: Floats, exposure: Floats) -> Floats:
    """The exposure's t in each bootstrap diary, whose outcomes before are its own."""
    basis = background(still)
    left = without(basis, exposure[np.newaxis, :])[0]
    now = without(basis, outcome)
    before = np.stack([without(basis, lagged[:, lag]) for lag in range(lagged.shape[1])], axis=2)
    # The exposure and the outcomes before it, freed of the background: a small system a diary.
    grams = np.einsum("rti,rtj->rij", before, before)
    cross, to_now = np.einsum("rti,t->ri", before, left), np.einsum("rti,rt->ri", before, now)
    solved = np.linalg.solve(grams, np.stack([cross, to_now], axis=2))
    square = left @ left - np.einsum("ri,ri->r", cross, solved[:, :, 0])
    product = now @ left - np.einsum("ri,ri->r", cross, solved[:, :, 1])
    whole = (now**2).sum(axis=1) - np.einsum("ri,ri->r", to_now, solved[:, :, 1])
    freedom = left.size - basis.shape[1] - lagged.shape[1] - 1
    rest = np.maximum(whole - product**2 / square, 1e-300)
    t: Floats = product / np.sqrt(square * rest / freedom)
    return t
