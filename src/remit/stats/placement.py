"""Where an onset might as well have stood: its reference set under the null.

An onset dated to within w days is one cell of a grid of cells of w days each. Its reference set
holds the cells of that grid which lie in its own block, each weighted by its days inside the
observation. A cell that reaches across the edge of a block belongs to the block that holds its
middle day, so the edge moves, for this onset, to the nearest edge of a cell.

Both choices keep p valid; docs/methods/one-life.md says why the obvious alternatives do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.stats.datekernel import DateKernel

DAYS_PER_YEAR = 365.25
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceSet:
    """The mean coverage of each place where an onset could have stood, and its probability.

    ``values`` and ``weights`` have one entry per distinct value, ascending; the weights sum to 1.
    ``span`` is the first and last day that the set reaches.
    """

    values: Floats
    weights: Floats
    span: tuple[int, int] = (0, 0)

    @property
    def expected(self) -> float:
        """Mean coverage under the null; for exact dates the covered share of the block."""
        return float(self.values @ self.weights)

    @property
    def is_informative(self) -> bool:
        """Whether it makes any difference where the onset stands."""
        return self.values.size > 1

    def tilted(self, ratio: float) -> ReferenceSet:
        """Make covered days ``ratio`` times as likely: weights times 1 + (ratio - 1) value."""
        weights = self.weights * (1.0 + (ratio - 1.0) * self.values)
        return ReferenceSet(self.values, weights / weights.sum(), self.span)


@dataclass(frozen=True, slots=True)
class Placement:
    """One onset: the mean coverage where it stands, and where it could have stood."""

    observed: float
    reference: ReferenceSet
    days: tuple[int, int]
    block: int


def tilt(references: Sequence[ReferenceSet], ratio: float) -> list[ReferenceSet]:
    """Tilt each set once; sets that were shared stay shared, which the convolution relies on."""
    distinct = {id(reference): reference for reference in references}
    moved = {key: reference.tilted(ratio) for key, reference in distinct.items()}
    return [moved[id(reference)] for reference in references]


def block_edges(observation: tuple[int, int], block_years: float | None) -> NDArray[np.int64]:
    """First day of each block, then the day after the last; a short last block is joined on.

    >>> block_edges((0, 4200), 5).tolist()
    [0, 1826, 4201]
    >>> block_edges((0, 4200), None).tolist()
    [0, 4201]
    """
    first, last = observation
    days = last - first + 1
    if block_years is None:
        return np.array([first, last + 1])
    length = block_years * DAYS_PER_YEAR
    starts = np.rint(np.arange(max(1, int((days + 0.5) // length))) * length)
    return np.append(first + starts.astype(np.int64), last + 1)


def block_of(day: int, edges: NDArray[np.int64]) -> int:
    """Index of the block that holds ``day``."""
    return int(np.searchsorted(edges, day, side="right")) - 1


def place(
    onsets: Sequence[DateKernel], covered: Floats, edges: NDArray[np.int64]
) -> list[Placement]:
    """Build the reference set of each onset.

    Parameters
    ----------
    onsets : sequence of DateKernel
        Each must share at least one day with the observation.
    covered : array, shape (days,)
        Coverage by day of the observation.
    edges : array of int, shape (blocks + 1,)
        As ``block_edges`` gives them.
    """
    running = np.concatenate([[0.0], np.cumsum(covered)])
    known: dict[tuple[int, int, int], ReferenceSet] = {}
    placements = []
    for onset in onsets:
        start, stop = clipped(onset, edges)
        block = block_of((start + stop) // 2, edges)
        grid = (onset.width, onset.earliest % onset.width, block)
        if grid not in known:
            known[grid] = _reference_set(onset, block, covered, running, edges)
        mean = _means(np.array([start]), np.array([stop]), covered, running, int(edges[0]))
        placements.append(Placement(float(mean[0]), known[grid], (start, stop), block))
    return placements


def clipped(onset: DateKernel, edges: NDArray[np.int64]) -> tuple[int, int]:
    """First and last day of the onset's interval that lie inside the observation."""
    return max(onset.earliest, int(edges[0])), min(onset.latest, int(edges[-1]) - 1)


def places_of(
    onset: DateKernel, block: int, edges: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last day, inside the observation, of every cell where the onset could stand."""
    width, first, last = onset.width, int(edges[0]), int(edges[-1]) - 1
    reach = range(int(edges[block]) - width, int(edges[block + 1]) + width)
    offset = (onset.earliest - reach.start) % width
    starts = np.arange(reach.start + offset, reach.stop, width)
    stops = np.minimum(starts + width - 1, last)
    starts = np.maximum(starts, first)
    inside = starts <= stops
    starts, stops = starts[inside], stops[inside]
    home = np.searchsorted(edges, (starts + stops) // 2, side="right") - 1 == block
    return starts[home], stops[home]


def _reference_set(
    onset: DateKernel, block: int, covered: Floats, running: Floats, edges: NDArray[np.int64]
) -> ReferenceSet:
    first = int(edges[0])
    starts, stops = places_of(onset, block, edges)
    means = _means(starts, stops, covered, running, first)
    # Twelve decimals: two cells with equal coverage must stay equal after summation.
    values, where = np.unique(np.round(means, 12), return_inverse=True)
    weights = np.bincount(where, weights=stops - starts + 1.0)
    span = (int(starts[0]), int(stops[-1]))
    return ReferenceSet(values, weights / weights.sum(), span)


def _means(
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    covered: Floats,
    running: Floats,
    first: int,
) -> Floats:
    lengths = stops - starts + 1
    means = (running[stops - first + 1] - running[starts - first]) / lengths
    # A single day is read, not differenced, so that 0 and 1 stay exactly 0 and 1.
    return np.clip(np.where(lengths == 1, covered[starts - first], means), 0.0, 1.0)
