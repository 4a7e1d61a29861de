"""Distribution of a sum of independent bounded variables, exact or bounded from above."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.stats.placement import ReferenceSet

Floats = NDArray[np.float64]

LARGEST_SUPPORT = 4_096
"""Distinct sums that are kept one by one before values are rounded up to a lattice."""
LATTICE_CELLS = 2**16
FINEST_LATTICE = 2_048
TIE = 1e-7
"""Sums closer than this count as equal; equal counts as "at least as large"."""
FOURIER_ERROR = 1e-12
"""Generous bound on the rounding error of a tail probability after a Fourier transform."""
SMALLEST_P = sys.float_info.min
"""A p that is too small for a double is given as this, some 2e-308, and never as 0."""


@dataclass(frozen=True, slots=True, eq=False)
class SumDistribution:
    """Support (ascending) and probabilities of a sum.

    ``slack`` is 0 where the distribution is exact. Otherwise every value was rounded *up*, and
    ``P(S >= k) <= at_least(k) <= P(S >= k - slack)``: a tail is never reported too small, and
    never larger than the true tail at a statistic smaller by ``slack``.
    """

    support: Floats
    probabilities: Floats
    slack: float

    def at_least(self, value: float) -> float:
        """P(S >= value); see ``slack`` for the direction of its error."""
        counted = self.support >= value - TIE
        if counted.all():
            return 1.0
        tail = float(self.probabilities[counted].sum())
        return min(1.0, tail + (FOURIER_ERROR if self.slack else 0.0))

    def critical_value(self, alpha: float) -> float | None:
        """Smallest value whose upper tail is at most ``alpha``; None if there is none."""
        tails = np.cumsum(self.probabilities[::-1])[::-1]
        if self.slack:
            tails = tails + FOURIER_ERROR
        small = np.flatnonzero((tails <= alpha) & (self.probabilities > 0))
        return float(self.support[small[0]]) if small.size else None


def distribution_of_sum(parts: Sequence[ReferenceSet]) -> SumDistribution:
    """Convolve independent variables in [0, 1].

    Exact where all values are 0 or 1 (exact dates: the Poisson binomial), or where at most 4096
    sums are possible (a few dates known to the year). Beyond that each value v becomes
    ceil(v G) / G with G = min(2048, 65536 / n), and the slack is n / G.

    Parameters
    ----------
    parts : sequence of ReferenceSet
        Values in [0, 1], weights summing to 1.

    Examples
    --------
    >>> coin = ReferenceSet(np.array([0.0, 1.0]), np.array([0.91, 0.09]))
    >>> three = distribution_of_sum([coin, coin, coin])
    >>> round(three.at_least(3), 6), three.slack
    (0.000729, 0.0)
    """
    if not _few_sums(parts):
        return _on_lattice(parts)
    support: Floats = np.zeros(1)
    probabilities: Floats = np.ones(1)
    for part in parts:
        sums = np.add.outer(support, part.values).ravel()
        joint = np.multiply.outer(probabilities, part.weights).ravel()
        # Keep the distinct sums only; 1e-9 is far below TIE even after hundreds of steps.
        support, where = np.unique(np.round(sums, 9), return_inverse=True)
        probabilities = np.asarray(np.bincount(where, weights=joint), dtype=np.float64)
    return SumDistribution(support, probabilities, 0.0)


def _few_sums(parts: Sequence[ReferenceSet]) -> bool:
    """Whether the sums are whole numbers, or at most ``LARGEST_SUPPORT`` by counting."""
    # Equal reference sets are the same object (placement shares them).
    distinct = {id(part): part for part in parts}
    if all(bool(np.isin(part.values, (0.0, 1.0)).all()) for part in distinct.values()):
        return True
    sums = 1
    for key, count in Counter(map(id, parts)).items():
        # Multisets of `count` values: the sums that one shared reference set can make.
        sums *= math.comb(count + distinct[key].values.size - 1, count)
        if sums > LARGEST_SUPPORT:
            return False
    return True


def _on_lattice(parts: Sequence[ReferenceSet]) -> SumDistribution:
    steps = max(1, min(FINEST_LATTICE, LATTICE_CELLS // len(parts)))
    cells = [np.ceil(part.values * steps - 1e-9).astype(np.int64) for part in parts]
    rows = np.zeros((1 << (len(parts) - 1).bit_length(), steps + 1))
    rows[len(parts) :, 0] = 1.0
    for row, (part, cell) in enumerate(zip(parts, cells, strict=True)):
        rows[row] = np.bincount(cell, weights=part.weights, minlength=steps + 1)
    # Add variables in pairs, then the pairs in pairs: short transforms, and few long ones.
    while len(rows) > 1:
        size = 2 * rows.shape[1] - 1
        spectra = np.fft.rfft(rows, 1 << (size - 1).bit_length(), axis=1)
        rows = np.fft.irfft(spectra[0::2] * spectra[1::2], axis=1)[:, :size]
    probabilities = np.maximum(rows[0, : steps * len(parts) + 1], 0.0)
    return SumDistribution(np.arange(probabilities.size) / steps, probabilities, len(parts) / steps)
