"""Small seeded simulations: the test keeps its level, also where dates are known to the year."""

from __future__ import annotations

import math

import numpy as np
import pytest

from remit.stats.bounded_sum import distribution_of_sum
from remit.stats.coverage import coverage
from remit.stats.datekernel import DateKernel
from remit.stats.placement import block_edges, place

YEAR, LIVES, ALPHA = 365, 1200, 0.05


def share_significant(random, *, years, stressor_width, onset_width, block_years, onsets=4):
    """Share of null lives with p <= alpha; dates are recorded on a grid of the given width."""
    days = years * YEAR
    small = 0
    for _ in range(LIVES):
        told = [recorded(day, stressor_width) for day in random.integers(0, days, 8)]
        ill = [recorded(day, onset_width) for day in random.integers(0, days, onsets)]
        covered = coverage(told, (0, days - 1), 183)
        placed = place(ill, covered, block_edges((0, days - 1), block_years))
        null = distribution_of_sum([one.reference for one in placed])
        small += null.at_least(sum(one.observed for one in placed)) <= ALPHA
    return small / LIVES


def recorded(day, width):
    start = int(day) // width * width
    return DateKernel(start, start + width - 1)


@pytest.mark.parametrize(
    ("stressor_width", "onset_width", "block_years"),
    [(1, 1, None), (1, 1, 5.0), (YEAR, YEAR, None), (YEAR, YEAR, 7.0), (1, YEAR, None)],
)
def test_size_stays_at_or_below_alpha(stressor_width, onset_width, block_years):
    random = np.random.default_rng(20261122)
    share = share_significant(
        random,
        years=30,
        stressor_width=stressor_width,
        onset_width=onset_width,
        block_years=block_years,
    )
    assert share <= ALPHA + 3 * math.sqrt(ALPHA * (1 - ALPHA) / LIVES)


@pytest.mark.parametrize("onsets", [1, 2, 3])
@pytest.mark.parametrize("years", [9, 12, 23, 33])
def test_year_dates_keep_their_level_exactly(onsets, years):
    # One stressor dated to its year: a null that moved years by days would reach 0.083 to 0.088
    # at (1, 12), (2, 23) and (3, 33). The cells are whole years, so every history can be listed.
    grid = [DateKernel(YEAR * year, YEAR * year + YEAR - 1) for year in range(years)]
    observation = (0, years * YEAR - 1)
    covered = coverage([grid[years // 2]], observation, 183)
    placed = place(grid, covered, block_edges(observation, None))
    null = distribution_of_sum([placed[0].reference] * onsets)
    sums = np.zeros(1)
    for _ in range(onsets):
        sums = np.add.outer(sums, [one.observed for one in placed]).ravel()
    p = {total: null.at_least(total) for total in np.unique(sums)}
    assert np.mean([p[total] <= ALPHA for total in sums]) <= ALPHA
