"""The smallest and the largest p that the intervals of the dates leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from remit.stats.bounded_sum import SMALLEST_P, distribution_of_sum
from remit.stats.datekernel import DateKernel
from remit.stats.placement import ReferenceSet, block_of, clipped

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PBounds:
    """No choice of dates inside the intervals gives a p outside [smallest, largest].

    ``kind`` is "exact" where all dates are exact (both numbers are p), else "outer": the true
    extremes lie inside, perhaps well inside.
    """

    smallest: float
    largest: float
    kind: Literal["exact", "outer"]


def date_bounds(
    stressors: Sequence[DateKernel],
    onsets: Sequence[DateKernel],
    edges: Ints,
    window: int,
) -> PBounds:
    """Bound p over every choice of one exact day for each stressor and each onset.

    With exact dates p is the upper tail of a Poisson binomial: it falls with the number of
    covered onsets and rises with the covered share of each block. Both are bounded on their
    own: an onset counts if it may be (must be) covered, and a block's share lies between the
    days that must be and those that may be covered. Putting the extremes together gives
    bounds that hold for certain but need not be reached.

    Parameters
    ----------
    stressors, onsets : sequence of DateKernel
        At least one of each; every onset shares a day with the observation.
    edges : array of int
        As ``block_edges`` gives them.
    window : int
        Days.

    Examples
    --------
    >>> month = [DateKernel(100, 129)]
    >>> bounds = date_bounds(month, [DateKernel(140, 150)], np.array([0, 1000]), 99)
    >>> bounds.smallest, bounds.largest, bounds.kind
    (0.1, 0.1, 'outer')
    """
    days = int(edges[-1] - edges[0])
    certain, possible = np.zeros(days, dtype=np.bool_), np.zeros(days, dtype=np.bool_)
    first = int(edges[0])
    for stressor in stressors:
        surely = (stressor.latest, stressor.earliest + window)
        perhaps = (stressor.earliest, stressor.latest + window)
        for mask, (start, stop) in ((certain, surely), (possible, perhaps)):
            mask[max(0, start - first) : max(0, stop - first + 1)] = True
    least, most = _covered_days(stressors, edges, window, certain, possible)
    lengths = np.diff(edges)
    may, must, low, high = 0, 0, [], []
    floor = 1.0
    for onset in onsets:
        start, stop = clipped(onset, edges)
        may += bool(possible[start - first : stop - first + 1].any())
        must += bool(certain[start - first : stop - first + 1].all())
        blocks = slice(block_of(start, edges), block_of(stop, edges) + 1)
        low.append(float((least[blocks] / lengths[blocks]).min()))
        high.append(float((most[blocks] / lengths[blocks]).max()))
        floor /= float(lengths[blocks].max())
    # The dates as they were have at least the chance `floor`, one day in each block.
    smallest = max(SMALLEST_P, floor, _tail(low, may))
    exact = all(kernel.is_exact for kernel in (*stressors, *onsets))
    return PBounds(smallest, max(smallest, _tail(high, must)), "exact" if exact else "outer")


def _tail(shares: Sequence[float], covered: int) -> float:
    known: dict[float, ReferenceSet] = {}
    for share in shares:
        known[share] = ReferenceSet(np.array([0.0, 1.0]), np.array([1.0 - share, share]))
    return distribution_of_sum([known[share] for share in sorted(shares)]).at_least(covered)


def _covered_days(
    stressors: Sequence[DateKernel],
    edges: Ints,
    window: int,
    certain: NDArray[np.bool_],
    possible: NDArray[np.bool_],
) -> tuple[Ints, Ints]:
    """Fewest and most days of each block that can be covered.

    Stressors whose reaches touch form a chain; chains cannot share a day, so their bounds add.
    Inside a chain the fewest days are at least those surely covered, and at least the sum over
    stressors whose reaches do not touch each other; the most are at most the days within reach,
    and at most the sum over all its stressors.
    """
    least = np.zeros(edges.size - 1, dtype=np.int64)
    most = np.zeros_like(least)
    for chain in _chains(stressors, window):
        fewest, largest = _overlaps(chain, edges, window)
        reach = (chain[0].earliest, max(stressor.latest for stressor in chain) + window)
        sure = _count(certain, reach, edges)
        # Greedy by last day, the classic choice of intervals that do not touch.
        apart, end = np.zeros_like(least), None
        for row in sorted(range(len(chain)), key=lambda row: chain[row].latest):
            if end is None or chain[row].earliest > end:
                apart += fewest[row]
                end = chain[row].latest + window
        least += np.maximum(np.maximum(sure, apart), fewest.max(axis=0))
        most += np.minimum(_count(possible, reach, edges), largest.sum(axis=0))
    return least, most


def _chains(stressors: Sequence[DateKernel], window: int) -> list[list[DateKernel]]:
    chains: list[list[DateKernel]] = []
    end = 0
    for stressor in sorted(stressors):
        if not chains or stressor.earliest > end:
            chains.append([])
            end = stressor.latest + window
        chains[-1].append(stressor)
        end = max(end, stressor.latest + window)
    return chains


def _overlaps(chain: Sequence[DateKernel], edges: Ints, window: int) -> tuple[Ints, Ints]:
    """Fewest and most days of each block in one stressor's window, over its possible dates."""
    earliest = np.array([stressor.earliest for stressor in chain])[:, np.newaxis]
    latest = np.array([stressor.latest for stressor in chain])[:, np.newaxis]
    start, stop = edges[:-1], edges[1:] - 1

    def overlap(day: Ints) -> Ints:
        shared: Ints = np.minimum(day + window, stop) - np.maximum(day, start) + 1
        return np.maximum(shared, 0)

    # The overlap rises, stays level and falls as the date moves on: ends give its minimum, the
    # date nearest to the level stretch its maximum.
    level = np.minimum(start, stop - window)
    best = np.minimum(np.maximum(earliest, level), latest)
    return np.minimum(overlap(earliest), overlap(latest)), overlap(best)


def _count(mask: NDArray[np.bool_], reach: tuple[int, int], edges: Ints) -> Ints:
    running: Ints = np.concatenate([[0], np.cumsum(mask)])
    start = np.clip(edges[:-1], reach[0], reach[1] + 1) - edges[0]
    stop = np.clip(edges[1:], reach[0], reach[1] + 1) - edges[0]
    days = int(edges[-1] - edges[0])
    counts: Ints = running[np.clip(stop, 0, days)] - running[np.clip(start, 0, days)]
    return counts
