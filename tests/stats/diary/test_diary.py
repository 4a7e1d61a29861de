"""One diary: the arithmetic against slow ways, invariances, gaps, refusals, a small simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from remit.errors import InvalidInput
from remit.stats.diary.association import diary_association
from remit.stats.diary.gaps import gap_regression
from remit.stats.diary.least_squares import background, slopes
from remit.stats.diary.rows import diary_of, rows_of
from remit.stats.not_estimable import NotEstimable

quick = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def diary(seed, days=70, effect=0.4, phi=0.5):
    random = np.random.default_rng(seed)
    stress, pain = random.normal(size=days), np.zeros(days)
    for day in range(1, days):
        pain[day] = phi * pain[day - 1] + effect * stress[day - 1] + random.normal()
    return pain, stress


@quick
@given(seeds)
def test_slopes_are_those_of_full_regressions(seed):
    random = np.random.default_rng(seed)
    design = np.column_stack([np.ones(30), random.normal(size=(30, 3))])
    outcome, exposures = random.normal(size=30), random.normal(size=(4, 30))
    found = slopes(background(design), outcome, exposures)
    for place, exposure in enumerate(exposures):
        table = np.column_stack([design, exposure])
        at = np.linalg.lstsq(table, outcome, rcond=None)[0]
        variance = ((outcome - table @ at) ** 2).sum() / (30 - 5)
        error = math.sqrt(variance * np.linalg.inv(table.T @ table)[-1, -1])
        assert found.estimate[place] == pytest.approx(at[-1])
        assert found.standard_error[place] == pytest.approx(error)


def test_p_by_rotation_is_the_share_of_rotations_counted_one_by_one():
    pain, stress = diary(1, days=40)
    found = diary_association(pain, stress, order=1)
    rows = rows_of(diary_of(pain, stress, weekday=True), [1], 1)

    def t(exposure):
        table = np.column_stack([rows.design, exposure])
        at = np.linalg.lstsq(table, rows.outcome, rcond=None)[0]
        rest = rows.outcome - table @ at
        variance = rest @ rest / (table.shape[0] - table.shape[1])
        return abs(at[-1]) / math.sqrt(variance * np.linalg.inv(table.T @ table)[-1, -1])

    turned = [t(np.roll(rows.lags[:, 0], by)) for by in range(rows.outcome.size)]
    assert found.shift_p == pytest.approx(np.mean([one >= turned[0] - 1e-9 for one in turned]))


@quick
@given(
    seeds, st.floats(-100, 100), st.floats(0.01, 100), st.floats(-100, 100), st.floats(0.01, 100)
)
def test_origin_and_unit_of_both_scales_change_nothing_but_the_unit(seed, a, b, c, d):
    pain, stress = diary(seed)
    one = diary_association(pain, stress)
    other = diary_association(a + b * pain, c + d * stress)
    assert other.estimate == pytest.approx(b * one.estimate, rel=1e-6, abs=1e-9)
    assert (other.shift_p, other.bootstrap_p) == pytest.approx((one.shift_p, one.bootstrap_p))
    assert [lag.joint_p for lag in other.lags] == pytest.approx([lag.joint_p for lag in one.lags])


@quick
@given(seeds)
def test_turning_the_exposure_round_turns_the_estimate_round(seed):
    pain, stress = diary(seed)
    one, other = diary_association(pain, stress), diary_association(pain, -stress)
    assert other.estimate == pytest.approx(-one.estimate)
    assert (other.lower, other.upper) == pytest.approx((-one.upper, -one.lower))
    assert other.p == pytest.approx(one.p)


def test_missing_days_leave_out_every_day_that_needs_them():
    pain, stress = diary(2)
    pain[20] = stress[40] = np.nan
    found = diary_association(pain, stress, order=1)
    # Day 20 and 21 need pain of day 20; day 41 needs stress of day 40; day 0 has no day before.
    assert found.n == 70 - 1 - 2 - 1
    whole = diary_association(*diary(2), order=1)
    assert abs(found.estimate - whole.estimate) < 2 * whole.standard_error


def test_joint_p_of_lags_is_never_below_their_own_and_the_same_day_stands_apart():
    found = diary_association(*diary(3, days=100, effect=0.8))
    assert [one.lag for one in found.lags] == [1, 2, 3]
    assert all(one.joint_p >= one.p for one in found.lags)
    assert found.lags[0].joint_p < 0.05
    assert found.same_day.lag == 0
    none = diary_association(*diary(3), joint_lags=(1, 2))
    assert "not asked" in str(none.same_day)


def test_the_order_rises_where_residuals_ask_for_it():
    random = np.random.default_rng(8)
    pain = np.zeros(300)
    for day in range(2, 300):
        pain[day] = 0.1 * pain[day - 1] + 0.6 * pain[day - 2] + random.normal()
    found = diary_association(pain, random.normal(size=300))
    assert found.order >= 2
    assert found.residual_p > 0.01
    assert "outcome 2 before" in [one.name for one in found.coefficients]


def test_how_p_is_found_follows_the_number_of_days_and_the_seed_repeats_it():
    short, again = (diary_association(*diary(4, days=30), seed=5) for _ in range(2))
    assert short.way == "larger of both"
    assert short.p == max(short.shift_p, short.bootstrap_p) == again.p
    middle = diary_association(*diary(4, days=50))
    assert (middle.way, middle.p) == ("residual bootstrap", middle.bootstrap_p)
    long = diary_association(*diary(4, days=90))
    assert (long.way, long.p) == ("circular shift", long.shift_p)


def test_the_first_words_say_the_chance_level_and_no_cause():
    words = diary_association(*diary(5)).summary()
    assert words.startswith("By chance alone")
    assert words.index("not a cause") < words.index("One standard deviation more")
    assert "of 70 days" in words


@pytest.mark.parametrize(
    ("outcome", "exposure", "why"),
    [
        (*diary(1, days=20), "fewer than 21"),
        (np.ones(60), diary(1, days=60)[1], "outcome is the same"),
        (diary(1, days=60)[0], np.ones(60), "exposure is the same"),
        (diary(1, days=63)[0], np.arange(63) % 7 * 1.0, "explain the exposure"),
    ],
)
def test_what_answers_nothing_says_why(outcome, exposure, why):
    found = diary_association(outcome, exposure)
    assert isinstance(found, NotEstimable)
    assert why in str(found)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: diary_association([1, 2], [1, 2, 3]),
        lambda: diary_association([1, math.inf] * 20, [1, 2] * 20),
        lambda: diary_association(*diary(1), lag=-1),
        lambda: diary_association(*diary(1), joint_lags=(99,)),
        lambda: diary_association(*diary(1), order=9),
        lambda: diary_association(*diary(1), resamples=10),
        lambda: diary_association(*diary(1), level=1.5),
        lambda: gap_regression(*diary(1), lag=-1),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wrong):
    with pytest.raises(InvalidInput, match=r"\.$"):
        wrong()


def with_gaps(seed):
    pain, stress = diary(seed, days=60)
    random = np.random.default_rng(seed + 1)
    pain[random.integers(1, 59, 9)] = np.nan
    stress[random.integers(1, 59, 6)] = np.nan
    return pain, stress


def test_the_likelihood_with_gaps_is_that_of_the_known_days_together():
    pain, stress = with_gaps(6)
    found = gap_regression(pain, stress, weekday=False)
    day = np.flatnonzero(np.isfinite(pain) & np.isfinite(np.r_[np.nan, stress[:-1]]))
    table = np.column_stack([np.ones(day.size), (day + 1) / 60, stress[day - 1]])
    phi, *rest = [one.estimate for one in found.coefficients]
    correlation = phi ** np.abs(day[:, None] - day[None, :])
    mean, left = table @ rest, pain[day] - table @ rest
    variance = float(left @ np.linalg.solve(correlation, left)) / day.size
    expected = multivariate_normal(mean, variance * correlation).logpdf(pain[day])
    assert found.n == day.size
    assert found.log_likelihood == pytest.approx(expected, rel=1e-9)
    for nudge in (-0.01, 0.01):  # it is the top
        moved = (phi + nudge) ** np.abs(day[:, None] - day[None, :])
        whitened = np.linalg.solve(np.linalg.cholesky(moved), np.column_stack([table, pain[day]]))
        at = np.linalg.lstsq(whitened[:, :-1], whitened[:, -1], rcond=None)[0]
        spread = ((whitened[:, -1] - whitened[:, :-1] @ at) ** 2).mean()
        lower = multivariate_normal(table @ at, spread * moved).logpdf(pain[day])
        assert lower < found.log_likelihood


def test_gaps_refuse_what_answers_nothing():
    pain, stress = diary(1, days=60)
    assert isinstance(gap_regression(pain[:15], stress[:15]), NotEstimable)
    assert isinstance(gap_regression(pain, np.ones(60)), NotEstimable)
    assert isinstance(gap_regression(np.ones(60), stress), NotEstimable)


@pytest.mark.parametrize(("days", "missing"), [(40, 0.0), (70, 0.2)])
def test_size_and_coverage_in_a_small_simulation(days, missing):
    small = covered = total = 0
    for seed in range(200):
        pain, stress = diary(seed, days=days, effect=0.0, phi=0.6)
        gone = np.random.default_rng(seed + 10**6).random(days) < missing
        pain[gone] = stress[gone] = np.nan
        found = diary_association(pain, stress, resamples=299, joint_lags=(1,))
        if isinstance(found, NotEstimable):
            continue
        total += 1
        small += found.p <= 0.05
        covered += found.lower <= 0.0 <= found.upper
    margin = 3 * math.sqrt(0.05 * 0.95 / total)
    assert total > 150
    assert small / total <= 0.05 + margin
    assert covered / total >= 0.95 - margin
