"""What to look at before the result of one life history is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.stats.bounded_sum import SumDistribution
from remit.stats.datekernel import DateKernel
from remit.stats.one_life import Life, Settings
from remit.stats.placement import Placement, block_of, clipped
from remit.stats.tipping import power

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """First and last day of a block, its covered share, and the onsets that belong to it."""

    first: int
    last: int
    covered_share: float
    onsets: int


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """Counts and conditions that the result rests on.

    ``stressors_out_of_reach`` have no window, before or after, inside the observation.
    ``onsets_outside`` were not tested; ``onsets_merged`` stood on the same exact day as another;
    ``onsets_clipped`` reach beyond the observation, ``onsets_straddling`` across the edge of a
    block; ``onsets_uninformative`` could stand nowhere else with another coverage.
    ``onsets_either_order`` may be covered, yet the dates also allow that stressor to come after:
    of these nobody may say "preceded".
    ``statistic_slack`` is 0 where p is exact; else p lies between the exact p at ``statistic``
    and the exact p at ``statistic - statistic_slack``.
    ``power`` is the chance that a rate ratio of ``detectable_ratio`` would have given p <= alpha.
    """

    stressors: int
    stressors_out_of_reach: int
    onsets_outside: int
    onsets_merged: int
    onsets_clipped: int
    onsets_straddling: int
    onsets_uninformative: int
    onsets_either_order: int
    statistic_slack: float
    power: float
    blocks: tuple[Block, ...]


def diagnose(
    stressors: Sequence[DateKernel],
    onsets: Sequence[DateKernel],
    life: Life,
    covered: Floats,
    placements: Sequence[Placement],
    null: SumDistribution,
    settings: Settings,
) -> Diagnostics:
    first, last = settings.observation
    references = [placement.reference for placement in placements]
    outside = sum(onset.latest < first or onset.earliest > last for onset in onsets)
    kept = [(onset, clipped(onset, life.edges)) for onset in life.onsets]
    return Diagnostics(
        stressors=len(life.stressors),
        stressors_out_of_reach=len(stressors) - len(life.stressors),
        onsets_outside=outside,
        onsets_merged=len(onsets) - outside - len(life.onsets),
        onsets_clipped=sum(days != (onset.earliest, onset.latest) for onset, days in kept),
        onsets_straddling=sum(
            block_of(start, life.edges) != block_of(stop, life.edges) for _, (start, stop) in kept
        ),
        onsets_uninformative=sum(not reference.is_informative for reference in references),
        onsets_either_order=_either_order(life, settings.window),
        statistic_slack=null.slack,
        power=power(references, null, settings.detectable_ratio, settings.alpha),
        blocks=_blocks(life.edges, covered, placements),
    )


def _blocks(edges: Ints, covered: Floats, placements: Sequence[Placement]) -> tuple[Block, ...]:
    counts = np.bincount([placement.block for placement in placements], minlength=edges.size - 1)
    bounds = [int(edge) for edge in edges]
    return tuple(
        Block(
            start, stop - 1, float(covered[start - bounds[0] : stop - bounds[0]].mean()), int(count)
        )
        for start, stop, count in zip(bounds[:-1], bounds[1:], counts, strict=True)
    )


def _either_order(life: Life, window: int) -> int:
    """Onsets that a stressor may precede within its window and may also follow."""
    earliest = np.array([stressor.earliest for stressor in life.stressors])
    latest = np.array([stressor.latest for stressor in life.stressors])
    return sum(
        bool(
            (
                (earliest <= onset.latest)
                & (onset.earliest <= latest + window)
                & (latest > onset.earliest)
            ).any()
        )
        for onset in life.onsets
    )
