"""The conditional likelihood in one pass: its value, score and information, summed over shards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.stats.case_series.cells import Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """Log-likelihood, its first derivative, and minus its second, at one point."""

    value: float
    score: Floats
    information: Floats
    at: Floats
    shards: Sequence[Cells]

    def skew(self, inverse: Floats) -> Floats:
        """Half the trace of ``inverse`` times the derivative of the information.

        The derivative is the third central moment of the covariates, so that one more pass over
        the cells gives all of it.
        """
        half = np.zeros(self.at.size)
        for cells in self.shards:
            half += _skew(cells, self.at, inverse)
        return half


def evaluate(shards: Sequence[Cells], coefficients: Floats) -> Pass:
    """One pass over the cases; sums over shards are sums over cases.

    With w = days exp(x b), a case with n events adds ``sum_events x b - n log(sum w)`` to the
    log-likelihood, ``sum_events x - n E[x]`` to the score and ``n Cov[x]`` to the information,
    both under the shares w / sum w. (Farrington 1995, Biometrics 51:228-235.)
    """
    size = coefficients.size
    value, score = 0.0, np.zeros(size)
    information = np.zeros((size, size))
    for cells in shards:
        height, slope, bend = _evaluate(cells, coefficients)
        value += height
        score += slope
        information += bend
    return Pass(value, score, information, coefficients, shards)


def expected_events(cells: Cells, coefficients: Floats) -> tuple[Floats, Floats, Floats]:
    """Events that each cell would have, its case's events being given.

    Returns
    -------
    (array, array, array)
        Of each row and band; of each row; and log(sum w) of each case.
    """
    split = cells.columns.shape[1]
    linear = cells.columns @ coefficients[:split]
    bands = np.concatenate([[0.0], coefficients[split:]])
    highest = (float(linear.max()), float(bands.max()))
    ratios, relative = np.exp(bands - highest[1]), np.exp(linear - highest[0])
    of_row = (cells.days @ ratios) * relative
    total = np.add.reduceat(of_row, cells.starts)
    share = np.repeat(cells.events / total, _rows_of(cells))
    expected = cells.days * (share * relative)[:, np.newaxis]
    expected *= ratios
    return expected, of_row * share, np.log(total) + sum(highest)


def _rows_of(cells: Cells) -> NDArray[np.int64]:
    return np.diff(np.append(cells.starts, len(cells.columns)))


def _evaluate(cells: Cells, coefficients: Floats) -> tuple[float, Floats, Floats]:
    split = cells.columns.shape[1]
    expected, of_row, log_total = expected_events(cells, coefficients)
    moved = cells.columns * of_row[:, np.newaxis]
    summed = np.concatenate([moved.sum(axis=0), expected[:, 1:].sum(axis=0)])
    squares = np.zeros((coefficients.size, coefficients.size))
    squares[:split, :split] = cells.columns.T @ moved
    squares[:split, split:] = cells.columns.T @ expected[:, 1:]
    squares[split:, :split] = squares[:split, split:].T
    np.fill_diagonal(squares[split:, split:], summed[split:])
    sums = _sums(cells, moved, expected)
    products = sums.T @ (sums / cells.events[:, np.newaxis])
    value = float(cells.observed @ coefficients - cells.events @ log_total)
    return value, cells.observed - summed, squares - products


def _sums(cells: Cells, moved: Floats, expected: Floats) -> Floats:
    """Expected covariates of each case, times its events."""
    sums = np.empty((cells.starts.size, cells.terms))
    split = cells.columns.shape[1]
    sums[:, :split] = np.add.reduceat(moved, cells.starts, axis=0)
    sums[:, split:] = np.add.reduceat(expected[:, 1:], cells.starts, axis=0)
    return sums


def _skew(cells: Cells, coefficients: Floats, inverse: Floats) -> Floats:
    split = cells.columns.shape[1]
    expected, of_row, _ = expected_events(cells, coefficients)
    moved = cells.columns * of_row[:, np.newaxis]
    means = _sums(cells, moved, expected) / cells.events[:, np.newaxis]
    of_case = np.repeat(np.arange(cells.starts.size), _rows_of(cells))
    away, ages = cells.columns - means[of_case, :split], means[:, split:]
    both, bands = inverse[:split, split:], inverse[split:, split:]
    cross = away @ both
    by_age = ages @ bands
    # The distance (x - m)' inverse (x - m): a part of the row, and what each band adds to it.
    distance = np.einsum("re,ef,rf->r", away, inverse[:split, :split], away)
    distance -= 2.0 * np.einsum("rb,rb->r", cross, ages[of_case])
    distance += np.einsum("nb,nb->n", by_age, ages)[of_case]
    moments = expected * distance[:, np.newaxis]
    added = 2.0 * cross - 2.0 * by_age[of_case] + np.diag(bands)
    moments[:, 1:] += expected[:, 1:] * added
    weight = moments.sum(axis=1)
    of_cases = np.add.reduceat(weight, cells.starts)
    return 0.5 * np.concatenate([away.T @ weight, moments[:, 1:].sum(axis=0) - of_cases @ ages])
