"""One model for many diaries: what must not matter does not, and what is known comes back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.random_slopes import random_slopes


def many(seed, people=15, days=50, mean=0.4, spread=0.3, phi=0.3):
    random = np.random.default_rng(seed)
    who, when = np.repeat(np.arange(people), days), np.tile(np.arange(days), people)
    stress = random.normal(size=people * days)
    pain = np.zeros(people * days)
    own = random.normal(mean, spread, people)
    for row in range(people * days):
        if when[row]:
            pain[row] = phi * pain[row - 1] + own[who[row]] * stress[row - 1] + random.normal()
    return who, when, pain, stress, own


def test_what_is_true_comes_back():
    who, when, pain, stress, own = many(1, people=40, days=80)
    found = random_slopes(who, when, pain, stress)
    assert found.lower < 0.4 < found.upper
    assert found.spread_lower < 0.3 < found.spread_upper
    assert np.corrcoef(found.slopes, own)[0, 1] > 0.8
    assert np.std(found.slopes) < found.spread
    assert found.rows == 40 * 79
    assert found.residual == pytest.approx(1.0, abs=0.05)


def test_levels_trends_order_and_names_of_people_do_not_matter():
    who, when, pain, stress, _ = many(2)
    one = random_slopes(who, when, pain, stress)
    order = np.random.default_rng(1).permutation(who.size)
    # A level that is a person's own, and carried over as the model carries pain over.
    moved = pain + 10.0 * who
    names = np.array([f"p{number:02d}" for number in who])
    other = random_slopes(names[order], when[order] + 100, moved[order], stress[order])
    assert other.mean == pytest.approx(one.mean, rel=1e-8)
    assert other.spread == pytest.approx(one.spread, rel=1e-5)
    assert other.slopes == pytest.approx(one.slopes, rel=1e-6)
    assert other.people[:2] == ("p00", "p01")


def test_people_who_are_alike_have_no_spread():
    who, when, pain, stress, _ = many(3, spread=0.0)
    found = random_slopes(who, when, pain, stress)
    assert found.spread_lower == 0.0
    assert found.spread < 0.2
    assert found.spread_upper > found.spread


def test_without_spread_it_is_least_squares():
    for seed in range(20):
        who, when, pain, stress, _ = many(seed, people=6, spread=0.0)
        found = random_slopes(who, when, pain, stress, trend=False)
        if found.spread == 0.0:
            break
    assert found.spread == 0.0
    keep = when > 0
    rows = np.flatnonzero(keep)
    dummies = (who[rows][:, np.newaxis] == np.arange(6)).astype(float)
    table = np.column_stack([stress[rows - 1], pain[rows - 1], dummies])
    best = np.linalg.lstsq(table, pain[rows], rcond=None)[0]
    assert found.mean == pytest.approx(best[0], rel=1e-8)
    assert found.carry_over == pytest.approx(best[1], rel=1e-8)
    assert found.share_positive == 1.0


def test_who_cannot_be_used_is_named_and_missing_days_are_left_out():
    who, when, pain, stress, _ = many(4, people=6)
    pain[who == 2] = np.nan
    stress[who == 4] = 3.0
    pain[5] = np.nan
    found = random_slopes(who, when, pain, stress)
    assert found.left_out == ("2", "4")
    assert found.people == ("0", "1", "3", "5")
    assert found.rows == 4 * 49 - 2


def test_the_next_stage_agrees_where_everything_is_long():
    who, when, pain, stress, own = many(5, people=30, days=200)
    found = random_slopes(who, when, pain, stress)
    assert found.mean == pytest.approx(own.mean(), abs=0.05)
    assert found.spread == pytest.approx(own.std(), abs=0.08)
    assert "of people who keep diaries" in found.summary()


def test_the_interval_of_the_mean_covers():
    inside = 0
    for seed in range(200):
        who, when, pain, stress, _ = many(1000 + seed, people=8, days=30)
        found = random_slopes(who, when, pain, stress)
        inside += found.lower <= 0.4 <= found.upper
    assert abs(inside / 200 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 200)


def test_too_few_people_are_said():
    who, when, pain, stress, _ = many(6, people=2)
    found = random_slopes(who, when, pain, stress)
    assert isinstance(found, NotEstimable)
    assert found.reason.startswith("2 people")


def test_an_outcome_that_is_all_explained_is_said():
    who, when, _, stress, _ = many(7, people=4)
    found = random_slopes(who, when, np.zeros(who.size), stress)
    assert isinstance(found, NotEstimable)


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        (([1, 1], [1, 1], [1.0, 2.0], [1.0, 2.0]), {}),
        (([1, 1], [1, 2], [1.0], [1.0, 2.0]), {}),
        (([1, 1], [1, 2.5], [1.0, 2.0], [1.0, 2.0]), {}),
        (([1, 1], [1, 2], [1.0, np.inf], [1.0, 2.0]), {}),
        (([1, 1], [1, 2], [1.0, 2.0], [1.0, 2.0]), {"lag": -1}),
        (([1, 1], [1, 2], [1.0, 2.0], [1.0, 2.0]), {"level": 2.0}),
    ],
)
def test_impossible_rows_are_refused(columns, more):
    with pytest.raises(InvalidInput):
        random_slopes(*columns, **more)
