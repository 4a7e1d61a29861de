"""The one-life association test against published values and an independent slow reference."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from remit.errors import InvalidInput
from remit.stats.coincidence import Coincidence, MirrorTest, coincidence
from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.verdict import Verdict

on = DateKernel.on


def test_three_of_three_at_nine_percent():
    # METHODS A5.1: f = .09, 3 of 3: p = .00073, rho (4.2, inf), r* = 5.9.
    told = [on(day) for day in (1000, 3000, 5000, 7000, 9000)]
    found = coincidence(
        told, [on(1100), on(5020), on(9001)], observation=(0, 9999), window=179, block_years=None
    )
    assert found.covered_share == 0.09
    assert found.p == pytest.approx(0.09**3, rel=1e-12)
    assert f"{found.p:.5f}" == "0.00073"
    assert isinstance(found.estimate.estimate, NotEstimable)
    assert f"{found.interval[0]:.1f}" == "4.2"
    assert found.interval[1] == math.inf
    assert f"{found.tipping_ratio:.1f}" == "5.9"
    assert found.smallest_p == pytest.approx(found.p)
    assert found.verdict is Verdict.MORE_THAN_CHANCE
    assert found.bounds.kind == "exact"
    assert found.bounds.smallest == found.bounds.largest == found.p


def test_three_of_four_at_eighteen_percent():
    # METHODS A5.1: f = .18, 3 of 4: p = .020, rho (1.1, 717), r* = 1.5.
    told = [on(day) for day in range(500, 10_000, 1000)]
    ill = [on(510), on(2600), on(4679), on(8000)]
    found = coincidence(told, ill, observation=(0, 9999), window=179, block_years=None)
    assert found.covered_share == 0.18
    assert f"{found.p:.3f}" == "0.020"
    assert found.estimate.estimate == pytest.approx(3 * 0.82 / 0.18)
    assert f"{found.interval[0]:.1f}" == "1.1"
    assert f"{found.interval[1]:.0f}" == "717"
    assert f"{found.tipping_ratio:.1f}" == "1.5"


def test_one_onset_has_p_equal_to_the_covered_share():
    found = coincidence([on(100)], [on(150)], observation=(0, 9999), window=99, block_years=None)
    assert found.p == found.covered_share == found.smallest_p == 0.01
    assert found.verdict is Verdict.NOT_ENOUGH_INFORMATION
    assert "one onset" in found.reason
    outside = coincidence([on(100)], [on(50)], observation=(0, 9999), window=99)
    assert outside.p == 1.0


def test_same_year_scores_the_same_in_the_mirror():
    # METHODS A5.1: 0.378 before and 0.378 in the mirror, so the order cannot be told.
    year = DateKernel(730, 1094)
    found = coincidence([year], [year], observation=(0, 1824), block_years=None)
    exact = Fraction(sum(365 - gap for gap in range(184)), 365**2)
    assert found.statistic == pytest.approx(float(exact), rel=1e-12)
    assert f"{found.statistic:.3f}" == "0.378"
    assert isinstance(found.mirror, MirrorTest)
    assert found.mirror.statistic == pytest.approx(found.statistic, rel=1e-12)
    # One of five equal years matches as well: never rarer than that, before or after.
    assert found.p == pytest.approx(0.2)
    assert found.mirror.p == pytest.approx(0.2)
    assert found.diagnostics.onsets_either_order == 1


def test_eca_small_union_binomial():
    # METHODS A2 / expected/eca.csv: T = 100, pain 10 35 60 82, stress 8 30 58 90.
    stress, pain = [on(d) for d in (8, 30, 58, 90)], [on(d) for d in (10, 35, 60, 82)]
    for window, k, f, p in ((3, 2, 0.16, 0.12279808), (5, 3, 0.24, 0.04534272)):
        found = coincidence(stress, pain, observation=(1, 100), window=window, block_years=None)
        assert (found.statistic, found.covered_share) == (k, pytest.approx(f))
        assert found.p == pytest.approx(p, abs=1e-8)


def brute_coverage(stressors, observation, window):
    """Enumerate every joint choice of stressor dates; no shared code with the engine."""
    first, last = observation
    days = {t: Fraction(0) for t in range(first, last + 1)}
    choices = list(itertools.product(*[range(s.earliest, s.latest + 1) for s in stressors]))
    for dates in choices:
        for t in days:
            if any(0 <= t - s <= window for s in dates):
                days[t] += Fraction(1, len(choices))
    return days


def brute_p(stressors, onsets, observation, window):
    """Enumerate every joint placement of the onsets, cell by cell, in one block."""
    first, last = observation
    covered = brute_coverage(stressors, observation, window)
    value, places = Fraction(0), []
    for onset in onsets:
        cell_of = {t: (t - onset.earliest) // onset.width for t in covered}
        mean = {
            cell: sum(covered[t] for t in covered if cell_of[t] == cell)
            / sum(1 for t in covered if cell_of[t] == cell)
            for cell in set(cell_of.values())
        }
        value += mean[0]
        places.append([mean[cell_of[t]] for t in covered])
    hits = sum(sum(choice) >= value for choice in itertools.product(*places))
    return value, Fraction(hits, (last - first + 1) ** len(onsets))


LIVES = [
    ([on(3)], [on(4)], 2),
    ([on(3), on(5)], [on(4), on(7), on(11)], 2),
    ([DateKernel(2, 5)], [on(4), on(6)], 3),
    ([DateKernel(2, 5), on(9)], [DateKernel(4, 6), on(10)], 2),
    ([DateKernel(0, 3), DateKernel(7, 9)], [DateKernel(3, 6), DateKernel(9, 12)], 3),
    ([on(-2), DateKernel(8, 11)], [DateKernel(-1, 2), DateKernel(10, 14), on(0)], 4),
    ([DateKernel(1, 4)], [DateKernel(2, 3)] * 3, 1),
]


@pytest.mark.parametrize(("stressors", "onsets", "window"), LIVES)
def test_p_equals_full_enumeration(stressors, onsets, window):
    found = coincidence(stressors, onsets, observation=(0, 12), window=window, block_years=None)
    value, p = brute_p(stressors, onsets, (0, 12), window)
    assert found.statistic == pytest.approx(float(value), rel=1e-10)
    assert found.p == pytest.approx(float(p), rel=1e-9)
    assert found.diagnostics.statistic_slack == 0


@pytest.mark.parametrize(("stressors", "onsets", "window"), LIVES[2:5])
def test_bounds_hold_every_choice_of_exact_dates(stressors, onsets, window):
    observation = (0, 12)
    found = coincidence(stressors, onsets, observation=observation, window=window, block_years=None)
    choices = itertools.product(*[range(k.earliest, k.latest + 1) for k in (*stressors, *onsets)])
    seen = []
    for dates in choices:
        told, ill = dates[: len(stressors)], dates[len(stressors) :]
        seen.append(float(brute_p([on(d) for d in told], [on(d) for d in ill], (0, 12), window)[1]))
    assert found.bounds.kind == "outer"
    assert found.bounds.smallest <= min(seen) + 1e-12
    assert found.bounds.largest >= max(seen) - 1e-12


def test_blocks_condition_each_onset_on_its_own():
    # Block 1 (days 0-1825) has 100 covered days, block 2 (1826-3651) has 200.
    told = [on(100), on(2000), on(3000)]
    found = coincidence(
        told, [on(150), on(2010), on(3050)], observation=(0, 3651), window=99, block_years=5
    )
    f = (100 / 1826, 200 / 1826)
    assert [block.covered_share for block in found.diagnostics.blocks] == pytest.approx(f)
    assert found.p == pytest.approx(f[0] * f[1] ** 2)
    assert found.expected == pytest.approx(f[0] + 2 * f[1])


def test_block_likelihood_matches_a_grid_search():
    told = [on(100), on(2000), on(3000)]
    ill = [on(150), on(2010), on(900), on(2800)]
    found = coincidence(told, ill, observation=(0, 3651), window=99, block_years=5)
    f = np.array([100, 200, 100, 200]) / 1826
    k = np.array([1, 1, 0, 0])
    x = np.linspace(-6, 9, 300_001)
    loglik = sum(
        np.log(np.where(ki, np.exp(x), 1.0)) - np.log(fi * np.exp(x) + 1 - fi)
        for ki, fi in zip(k, f, strict=True)
    )
    inside = x[2 * (loglik.max() - loglik) <= 3.841458820694124]
    assert found.estimate.estimate == pytest.approx(math.exp(x[loglik.argmax()]), rel=1e-3)
    assert found.interval == pytest.approx((math.exp(inside[0]), math.exp(inside[-1])), rel=1e-3)


def test_lattice_is_conservative_within_its_slack():
    random = np.random.default_rng(5)
    told = [DateKernel(int(d), int(d) + 29) for d in random.integers(0, 3000, 6)]
    ill = [on(int(d)) for d in random.integers(0, 3000, 3)]
    found = coincidence(told, ill, observation=(0, 3000), window=90, block_years=None)
    slack = found.diagnostics.statistic_slack
    assert 0 < slack < 0.01
    missed = np.ones(3001)
    for s in told:
        for t in range(3001):
            hit = sum(0 <= t - day <= 90 for day in range(s.earliest, s.latest + 1))
            missed[t] *= 1 - hit / s.width
    values, counts = np.unique(np.round(1 - missed, 12), return_counts=True)
    pairs = np.add.outer(values, values).ravel()
    order = np.argsort(pairs)
    weight = np.multiply.outer(counts, counts).ravel()[order]
    tail = np.append(np.cumsum(weight[::-1])[::-1], 0)

    def exact(k):
        at = np.searchsorted(pairs[order], k - values - 1e-9)
        return float((counts * tail[at]).sum()) / 3001**3

    assert exact(found.statistic) <= found.p <= exact(found.statistic - slack) + 2e-12


def test_few_uncertain_onsets_are_not_enough_and_wide_dates_are_undetermined():
    years = [DateKernel(365 * y, 365 * y + 364) for y in (3, 11, 19, 27, 35)]
    two = coincidence(years, years[:2], observation=(0, 14_599))
    assert two.verdict is Verdict.NOT_ENOUGH_INFORMATION
    many = coincidence(years, years, observation=(0, 14_599), block_years=None)
    assert many.p < 0.05
    assert many.bounds.smallest < 0.05 < many.bounds.largest
    assert many.verdict is Verdict.UNDETERMINED


def test_no_match_is_no_evidence_of_absence_when_power_is_low():
    told = [on(day) for day in range(500, 10_000, 1000)]
    few = coincidence(told, [on(d) for d in (10, 1200, 3300, 6400)], observation=(0, 9999))
    assert few.p == 1.0
    assert few.diagnostics.power < 0.8
    assert few.verdict is Verdict.NOT_ENOUGH_INFORMATION
    many = coincidence(
        told, [on(d) for d in range(50, 10_000, 250)], observation=(0, 9999), block_years=None
    )
    assert many.diagnostics.power > 0.99
    assert many.verdict is Verdict.NO_MORE_THAN_CHANCE
    assert isinstance(many.tipping_ratio, NotEstimable)


def test_straddling_onset_belongs_to_the_block_of_its_middle_day():
    told = [on(100)]
    ill = [DateKernel(1800, 1829), DateKernel(1820, 1849)]
    found = coincidence(told, ill, observation=(0, 3651), window=99, block_years=5)
    assert found.diagnostics.onsets_straddling == 2
    assert [block.onsets for block in found.diagnostics.blocks] == [1, 1]


@pytest.mark.parametrize(
    ("told", "ill", "why"),
    [
        ([on(5)], [], "no onset"),
        ([], [on(5)], "no stressor"),
        ([on(5)], [on(500)], "no onset"),
        ([on(500)], [on(5)], "no stressor"),
        ([on(0)], [on(5)], "every day"),
    ],
)
def test_degenerate_lives_get_a_reason(told, ill, why):
    found = coincidence(told, ill, observation=(0, 99), window=200)
    assert isinstance(found, NotEstimable)
    assert why in str(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"observation": (10, 0)},
        {"observation": (0, 10**6)},
        {"observation": (0.0, 99.0)},
        {"window": -1},
        {"window": 1.5},
        {"window": 10**8},
        {"alpha": 0.0},
        {"alpha": math.nan},
        {"block_years": 0.0},
        {"block_years": math.nan},
        {"block_years": math.inf},
        {"detectable_ratio": 1.0},
        {"draws": 0},
    ],
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(InvalidInput):
        coincidence([on(5)], [on(7)], **{"observation": (0, 99), "window": 9, **wrong})


@pytest.mark.parametrize("days", [(2, 1), (math.nan, 3), (1.0, 2.0), (True, 2), (0, 10**12)])
def test_impossible_dates_are_refused(days):
    with pytest.raises(InvalidInput):
        DateKernel(*days)


def test_onsets_outside_and_on_the_same_day_are_counted_not_tested():
    found = coincidence([on(5)], [on(7), on(7), on(-3)], observation=(0, 99), window=9)
    assert isinstance(found, Coincidence)
    assert (found.n, found.diagnostics.onsets_merged, found.diagnostics.onsets_outside) == (1, 1, 1)
    assert found.software.startswith("remit")


def test_window_of_zero_days_means_the_same_day():
    found = coincidence([on(5)], [on(5)], observation=(0, 99), window=0, block_years=None)
    assert found.p == pytest.approx(0.01)


def test_p_too_small_for_a_double_is_never_zero():
    told, ill = [on(100)], [on(100 + d) for d in range(180)]
    for stressors in (told, [DateKernel(80, 100)]):
        found = coincidence(stressors, ill, observation=(0, 29_999), block_years=None)
        assert 0 < found.smallest_p <= found.p < 1e-11
        assert 0 < found.bounds.smallest <= found.bounds.largest
        assert found.tipping_ratio > 100
