"""Before and after in one person: definitions, the lot counted one by one, refusals."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.single_case.interrupted import interrupted_series
from remit.stats.single_case.remembering import fit, whitened
from remit.stats.single_case.start_and_stop import start_and_stop


def remembering(random, days, phi):
    errors = random.normal(size=days + 50)
    series = np.zeros(days + 50)
    for day in range(1, days + 50):
        series[day] = phi * series[day - 1] + errors[day]
    return series[50:]


def weeks(on, length=7):
    return [(length * number, length * number + length - 1, one) for number, one in enumerate(on)]


# ------------------------------------------------------------------------------- one change


@pytest.mark.parametrize("phi", [-0.4, 0.0, 0.7])
def test_whitening_equals_generalised_least_squares(phi):
    random = np.random.default_rng(3)
    day = np.sort(random.choice(60, 40, replace=False))
    design = np.column_stack([np.ones(40), day / 60, day > 30]).astype(float)
    outcome, contrast = random.normal(size=40), np.array([0.0, 0.0, 1.0])
    gap = np.diff(day, prepend=day[0]).astype(float)
    found = fit([whitened(design, gap, phi)], outcome[np.newaxis, :], contrast)
    apart = np.abs(np.subtract.outer(day, day))
    inverse = np.linalg.inv(phi**apart if phi else np.eye(40))
    covariance = np.linalg.inv(design.T @ inverse @ design)
    best = covariance @ design.T @ inverse @ outcome
    left = outcome - design @ best
    variance = left @ inverse @ left / 37
    assert found.contrast[0] == pytest.approx(best[2], rel=1e-9)
    assert found.standard_error[0] == pytest.approx(
        math.sqrt(variance * covariance[2, 2]), rel=1e-9
    )


@pytest.mark.parametrize("change", ["level", "level and trend"])
def test_a_large_change_is_found_and_its_size_is_held(change):
    random = np.random.default_rng(1)
    pain = 6 + remembering(random, 90, 0.4) - 4.0 * (np.arange(90) >= 45)
    pain[[3, 40, 60, 61]] = np.nan
    found = interrupted_series(pain, change_day=45, change=change, seed=2)
    assert found.p < 0.01 if change == "level" else found.p < 0.2
    assert found.lower < -4.0 < found.upper
    assert (found.n_before, found.n_after, found.days) == (43, 43, 90)
    assert found == interrupted_series(pain, change_day=45, change=change, seed=2)
    assert "whatever else changed" in found.summary()


def test_a_change_moves_with_the_outcome_and_its_scale():
    random = np.random.default_rng(7)
    pain = remembering(random, 60, 0.5)
    one = interrupted_series(pain, change_day=30, resamples=199)
    other = interrupted_series(3.0 * pain + 20.0, change_day=30, resamples=199)
    assert other.estimate == pytest.approx(3.0 * one.estimate)
    assert other.lower == pytest.approx(3.0 * one.lower)
    assert other.p == one.p


def test_the_days_of_the_programme_can_belong_to_neither_side():
    random = np.random.default_rng(8)
    pain = remembering(random, 80, 0.2) + 5.0
    pain[30:51] += 50.0
    found = interrupted_series(pain, change_day=30, transition=21)
    assert abs(found.estimate) < 5.0
    assert (found.n_before, found.n_after) == (30, 29)


def test_under_no_change_p_keeps_its_level():
    counts = 0
    for number in range(300):
        random = np.random.default_rng([5, number])
        found = interrupted_series(
            remembering(random, 56, 0.6), change_day=28, resamples=199, seed=number
        )
        counts += found.p <= 0.05
    assert counts / 300 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 300)


@pytest.mark.parametrize(
    ("series", "change_day", "why"),
    [
        (np.arange(30.0), 10, "10 days are known before"),
        (np.r_[np.ones(20), np.full(20, np.nan)], 20, "0 days are known after"),
        (np.ones(40), 20, "the same on every known day"),
    ],
)
def test_too_little_before_or_after_is_said(series, change_day, why):
    found = interrupted_series(series, change_day=change_day)
    assert isinstance(found, NotEstimable)
    assert why in found.reason


@pytest.mark.parametrize(
    "wrong",
    [
        {"change_day": 0},
        {"change_day": 40},
        {"change_day": 20, "transition": -1},
        {"change_day": 20, "change": "slope"},
        {"change_day": 20, "resamples": 5},
        {"change_day": 20, "level": 1.0},
    ],
)
def test_an_impossible_change_is_refused(wrong):
    with pytest.raises(InvalidInput):
        interrupted_series(np.arange(40.0), **wrong)


def test_an_endless_value_is_refused():
    with pytest.raises(InvalidInput):
        interrupted_series(np.r_[np.arange(39.0), np.inf], change_day=20)


def test_a_straight_line_that_leaves_no_error_gives_no_false_alarm():
    found = interrupted_series(np.arange(40.0), change_day=20, resamples=99)
    assert not isinstance(found, NotEstimable)
    assert abs(found.estimate) < 1e-6


# ---------------------------------------------------------------------- repeated start and stop


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 4))
def test_pairs_are_counted_one_by_one(seed, pairs):
    random = np.random.default_rng(seed)
    on = [bool(one) for _ in range(pairs) for one in random.permutation([0, 1])]
    pain = random.normal(size=7 * len(on))
    pain[random.random(pain.size) < 0.1] = np.nan
    found = start_and_stop(pain, weeks(on), lot="pairs")
    means = np.array([np.nanmean(pain[7 * k : 7 * k + 7]) for k in range(len(on))])
    seen = means[on].mean() - means[~np.array(on)].mean()
    every = []
    for firsts in itertools.product([True, False], repeat=pairs):
        lot = np.array([one for first in firsts for one in (first, not first)])
        every.append(means[lot].mean() - means[~lot].mean())
    assert found.estimate == pytest.approx(seen)
    assert found.p == pytest.approx(np.mean(np.abs(every) >= abs(seen) - 1e-9))
    assert found.smallest_p == 2 / 2**pairs
    assert found.smallest_p <= found.p


def test_free_phases_are_all_listed_or_drawn():
    random = np.random.default_rng(2)
    on = random.permutation([True] * 5 + [False] * 5).tolist()
    pain = random.normal(size=70) + np.repeat(on, 7) * 3.0
    found = start_and_stop(pain, weeks(on), lot="phases")
    assert (found.lots, found.listed) == (math.comb(10, 5), True)
    assert found.p == found.smallest_p == 2 / 252
    many = random.permutation([True] * 10 + [False] * 12).tolist()
    drawn = start_and_stop(random.normal(size=154), weeks(many), lot="phases", draws=999, seed=1)
    assert (drawn.lots, drawn.listed, drawn.smallest_p) == (999, False, 1 / 1000)


def test_the_interval_holds_what_the_test_does_not_reject():
    random = np.random.default_rng(4)
    on = [True, False, False, True, True, False, False, True, True, False, False, True, True, False]
    pain = random.normal(size=98) + np.repeat(on, 7) * 1.5
    found = start_and_stop(pain, weeks(on), lot="pairs")
    for shift, kept in ((found.lower + 1e-4, True), (found.lower - 1e-4, False)):
        moved = pain - shift * np.repeat(on, 7)
        assert (start_and_stop(moved, weeks(on), lot="pairs").p > 0.05) is kept
    assert found.lower < found.estimate < found.upper


def test_few_phases_leave_the_interval_open():
    pain = np.repeat([1.0, 3.0, 1.0, 4.0], 7) + np.arange(28) % 2
    found = start_and_stop(pain, weeks([True, False, True, False]), lot="pairs")
    assert found.smallest_p == 0.5
    assert (found.lower, found.upper) == (-math.inf, math.inf)


def test_the_washout_is_left_out():
    pain = np.tile([100.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 6)
    pain[7:14] += 1.0
    found = start_and_stop(
        pain, weeks([True, False, False, True, True, False]), lot="pairs", washout=1
    )
    assert found.mean_on == 1.0
    assert found.n == 36


def test_a_phase_without_a_day_is_named():
    pain = np.r_[np.ones(7), np.full(7, np.nan), np.ones(14)]
    found = start_and_stop(pain, weeks([True, False, True, False]), lot="pairs")
    assert isinstance(found, NotEstimable)
    assert found.reason.startswith("phase 2 has no known day")


@pytest.mark.parametrize(
    ("phases", "lot"),
    [
        ([(0, 6, True), (5, 9, False)], "pairs"),
        ([(0, 6, True), (7, 99, False)], "pairs"),
        ([(0, 6, True), (7, 9, True)], "phases"),
        ([(0, 6, True), (7, 9, False), (10, 12, True)], "pairs"),
        ([(0, 3, True), (4, 6, False), (7, 8, True), (9, 9, True)], "pairs"),
        ([(0, 6, True), (7, 9, False)], "coin"),
    ],
)
def test_impossible_phases_are_refused(phases, lot):
    with pytest.raises(InvalidInput):
        start_and_stop(np.ones(20), phases, lot=lot)


def test_the_lot_keeps_its_level_under_memory_from_day_to_day():
    counts = 0
    for number in range(400):
        random = np.random.default_rng([6, number])
        on = [bool(one) for _ in range(7) for one in random.permutation([0, 1])]
        found = start_and_stop(remembering(random, 98, 0.8), weeks(on), lot="pairs")
        counts += found.p <= 0.05
    assert counts / 400 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 400)
