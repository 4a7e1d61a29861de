"""Pooling of many diaries: worked numbers, limits, invariances, a small simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.errors import InvalidInput
from remit.stats.many_diaries import pool_diaries
from remit.stats.not_estimable import NotEstimable

# Four people's migraine diaries (METHODS A2): log hazard ratios of yesterday's stress.
SLOPES = [-1.694049, 1.378361, 0.304684, -1.962739]
ERRORS = [0.665590, 0.562972, 0.492599, 0.849119]


def test_four_migraine_diaries_differ_more_than_one_slope_allows():
    pooled = pool_diaries(SLOPES, ERRORS)
    assert pooled.heterogeneity == pytest.approx(18.1, abs=0.05)
    assert pooled.heterogeneity_p == pytest.approx(0.0004, abs=5e-5)
    assert (pooled.positive, pooled.negative) == (1, 2)
    assert pooled.lower < 0 < pooled.upper
    assert "1 have clearly more, 2 clearly less, and 1 neither" in pooled.summary()


def test_with_equal_errors_everything_has_a_closed_form():
    slopes, error = np.array([0.3, 0.5, -0.4, 0.1, 0.9]), 0.1
    pooled = pool_diaries(slopes, [error] * 5)
    variance = slopes.var(ddof=1)
    assert pooled.mean == pytest.approx(slopes.mean())
    assert pooled.spread == pytest.approx(math.sqrt(variance - error**2))
    assert pooled.upper - pooled.mean == pytest.approx(
        2.7764451 * math.sqrt(variance / 5), rel=1e-6
    )
    assert pooled.heterogeneity == pytest.approx(4 * variance / error**2)
    # Q profile: 4 s^2 / (error^2 + tau^2) at the chi-squared quantiles with 4 degrees of freedom.
    low, high = (math.sqrt(4 * variance / q - error**2) for q in (11.143287, 0.484419))
    assert (pooled.spread_lower, pooled.spread_upper) == pytest.approx((low, high), rel=1e-5)


def test_people_who_are_alike_have_no_spread():
    pooled = pool_diaries([0.2, 0.2, 0.2], [0.1, 0.2, 0.3])
    assert pooled.spread == pooled.spread_lower == 0
    assert pooled.share_of_spread == 0
    assert pooled.share_positive == 1
    assert pooled.mean == pytest.approx(0.2)


slopes_and_errors = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(0.05, 3)), min_size=3, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(slopes_and_errors, st.floats(0.01, 100))
def test_order_and_unit_change_nothing_and_limits_hold_what_they_should(people, unit):
    slopes, errors = map(np.array, zip(*people, strict=True))
    one = pool_diaries(slopes, errors)
    turned = pool_diaries(slopes[::-1], errors[::-1])
    scaled = pool_diaries(slopes * unit, errors * unit)
    assert turned.mean == pytest.approx(one.mean, abs=1e-9)
    assert scaled.mean == pytest.approx(unit * one.mean, rel=1e-6, abs=1e-9)
    assert scaled.spread == pytest.approx(unit * one.spread, rel=1e-3, abs=1e-4 * unit)
    assert one.lower <= one.mean <= one.upper
    assert one.spread_lower <= one.spread + 1e-9 <= one.spread_upper + 2e-9
    assert one.next_lower <= one.lower + 1e-9
    assert one.positive + one.negative <= one.n


def test_coverage_in_a_small_simulation():
    random = np.random.default_rng(6)
    mean_covered = spread_covered = 0
    for _ in range(600):
        errors = random.uniform(0.1, 0.4, 10)
        slopes = 0.2 + 0.3 * random.normal(size=10) + errors * random.normal(size=10)
        pooled = pool_diaries(slopes, errors)
        mean_covered += pooled.lower <= 0.2 <= pooled.upper
        spread_covered += pooled.spread_lower <= 0.3 <= pooled.spread_upper
    margin = 3 * math.sqrt(0.05 * 0.95 / 600)
    assert mean_covered / 600 >= 0.95 - margin
    assert abs(spread_covered / 600 - 0.95) <= margin


def test_two_people_are_too_few_and_odd_columns_are_refused():
    assert isinstance(pool_diaries([1, 2], [1, 1]), NotEstimable)
    for wrong in (([1, 2, 3], [1, 1]), ([1, 2, 3], [1, 0, 1]), ([1, math.nan, 3], [1, 1, 1])):
        with pytest.raises(InvalidInput, match=r"\.$"):
            pool_diaries(*wrong)
    with pytest.raises(InvalidInput):
        pool_diaries([1, 2, 3], [1, 1, 1], level=1)
