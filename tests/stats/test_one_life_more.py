"""One life: the posterior against numerical integration, several windows against one null."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad

from remit.errors import InvalidInput
from remit.stats.coincidence import coincidence
from remit.stats.coincidence_windows import coincidence_windows
from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.posterior import posterior_rate_ratio

on = DateKernel.on
TOLD = [on(day) for day in range(500, 10_000, 1000)]
ILL = [on(510), on(2600), on(4679), on(8000)]


def test_the_posterior_is_that_of_a_numerical_integral():
    own, chance = np.array([1.0, 1.0, 0.0, 0.4]), np.array([0.18, 0.2, 0.1, 0.3])

    def weight(x):
        ratio = math.exp(x)
        like = np.prod((1 + (ratio - 1) * own) / (1 + (ratio - 1) * chance))
        return like * math.exp(-0.5 * (x / 0.7) ** 2)

    whole = quad(weight, -6, 6, limit=200)[0]
    found = posterior_rate_ratio(own[None, :], chance[None, :], level=0.9, prior_spread=0.7)
    for value, share in ((found.lower, 0.05), (found.median, 0.5), (found.upper, 0.95)):
        below = quad(weight, -6, math.log(value), limit=200)[0] / whole
        assert below == pytest.approx(share, abs=1e-4)
    assert found.above_one == pytest.approx(quad(weight, 0, 6, limit=200)[0] / whole, abs=1e-4)


def test_without_information_the_posterior_is_the_prior():
    same = np.full((1, 5), 0.3)
    found = posterior_rate_ratio(same, same, level=0.95)
    assert found.median == pytest.approx(1.0)
    assert found.above_one == pytest.approx(0.5)
    assert (found.lower, found.upper) == pytest.approx((math.exp(-1.96), math.exp(1.96)), rel=1e-3)


def test_draws_of_uncertain_dates_are_averaged_as_likelihoods():
    own, chance = np.array([[1.0], [0.0]]), np.array([[0.1], [0.1]])
    both = posterior_rate_ratio(own, chance, level=0.95)
    only = posterior_rate_ratio(own[:1], chance[:1], level=0.95)
    assert 0.5 < both.above_one < only.above_one


def test_a_prior_without_spread_is_refused():
    with pytest.raises(InvalidInput):
        posterior_rate_ratio(np.ones((1, 1)), np.ones((1, 1)), level=0.95, prior_spread=0.0)


@pytest.mark.parametrize("block_years", [None, 5.0])
def test_each_window_alone_has_the_exact_p(block_years):
    found = coincidence_windows(TOLD, ILL, observation=(0, 9999), block_years=block_years).windows
    for one in found:
        exact = coincidence(
            TOLD, ILL, observation=(0, 9999), window=one.window, block_years=block_years
        )
        assert one.statistic == pytest.approx(exact.statistic)
        margin = 4 * math.sqrt(exact.p * (1 - exact.p) / 10_000) + 1e-4
        assert abs(one.p - exact.p) <= margin
        assert one.joint_p >= one.p


def test_dates_known_to_the_year_are_placed_by_years():
    year = DateKernel(730, 1094)
    found = coincidence_windows([year], [year], observation=(0, 1824), block_years=None).windows
    exact = coincidence([year], [year], observation=(0, 1824), window=183, block_years=None)
    assert found[1].statistic == pytest.approx(exact.statistic)
    assert found[1].p == pytest.approx(exact.p, abs=0.02)


def test_one_window_asked_alone_is_its_own_best():
    (one,) = coincidence_windows(TOLD, ILL, observation=(0, 9999), windows=(183,)).windows
    assert one.joint_p == one.p


def test_the_best_of_three_windows_keeps_its_level():
    random = np.random.default_rng(5)
    small = 0
    for seed in range(300):
        told = [on(int(day)) for day in random.integers(0, 9999, 10)]
        ill = [on(int(day)) for day in random.integers(0, 9999, 4)]
        found = coincidence_windows(
            told, ill, observation=(0, 9999), block_years=None, placements=499, seed=seed
        )
        small += min(one.joint_p for one in found.windows) <= 0.05
    assert small / 300 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 300)


def test_where_nothing_can_match_it_says_why():
    assert isinstance(coincidence_windows([], ILL, observation=(0, 9999)), NotEstimable)
    for wrong in ({"windows": ()}, {"placements": 5}):
        with pytest.raises(InvalidInput):
            coincidence_windows(TOLD, ILL, observation=(0, 9999), **wrong)
