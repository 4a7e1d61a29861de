"""Ordered answers: derivatives, the rotation's definition, refusals, zeros."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.errors import InvalidInput
from remit.stats.cumulative import Cumulative
from remit.stats.diary.ordinal import diary_ordinal
from remit.stats.newton import climb
from remit.stats.not_estimable import NotEstimable


def diary(seed, days=100, effect=0.8, most=6):
    random = np.random.default_rng(seed)
    stress, pain = random.normal(size=days), np.zeros(days)
    for day in range(1, days):
        push = 0.5 * pain[day - 1] + effect * stress[day - 1] + random.normal()
        pain[day] = np.clip(np.round(push), 0, most)
    return pain, stress


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 5))
def test_derivatives_are_those_of_the_likelihood(seed, categories):
    random = np.random.default_rng(seed)
    category = np.r_[np.arange(categories), random.integers(0, categories, 20)]
    model = Cumulative(category, random.normal(size=(category.size, 2)), categories)
    thresholds = np.sort(random.normal(size=categories - 1)) + np.arange(categories - 1) * 0.2
    at = np.concatenate([thresholds, random.normal(size=2)])
    curve = model.curve(at)
    steps = np.eye(at.size) * 1e-6
    slope = [(model.curve(at + one).value - model.curve(at - one).value) / 2e-6 for one in steps]
    bend = [-(model.curve(at + one).score - model.curve(at - one).score) / 2e-6 for one in steps]
    np.testing.assert_allclose(curve.score, slope, atol=2e-5)
    np.testing.assert_allclose(curve.information, bend, atol=2e-5)
    np.testing.assert_allclose(model.table.T @ curve.pull, curve.score[-2:], atol=1e-10)


def test_two_answers_are_a_logistic_regression():
    random = np.random.default_rng(1)
    x = random.normal(size=80)
    y = (random.random(80) < 1 / (1 + np.exp(-x))).astype(int)
    top = climb(Cumulative(y, x[:, np.newaxis], 2).curve, Cumulative(y, x[:, np.newaxis], 2).start)
    chance = 1 / (1 + np.exp(top.at[0] - top.at[1] * x))
    assert np.abs(np.array([(y - chance).sum(), ((y - chance) * x).sum()])).max() < 1e-6


def test_thresholds_out_of_order_are_no_place_to_stand():
    model = Cumulative(np.array([0, 1, 2]), np.zeros((3, 0)), 3)
    assert model.curve(np.array([1.0, 0.0])).value == -math.inf


def test_p_is_the_share_of_rotations():
    pain, stress = diary(2, 70)
    found = diary_ordinal(pain, stress, weekday=False)
    _, category = np.unique(pain[1:], return_inverse=True)
    table = np.column_stack([np.arange(1, 70), pain[:-1]]).astype(float)
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    null = Cumulative(category, table, category.max() + 1)
    top = climb(null.curve, null.start)
    scores = []
    for turn in range(69):
        x = np.roll(stress[:-1], turn) - stress[:-1].mean()
        whole = Cumulative(category, np.column_stack([table, x]), category.max() + 1)
        curve = whole.curve(np.append(top.at, 0.0))
        square = np.linalg.inv(curve.information)[-1, -1]
        scores.append(abs(curve.score[-1]) * math.sqrt(square))
    assert found.p == pytest.approx(np.mean(np.array(scores) >= scores[0] - 1e-9))


def test_zeros_on_most_days_are_no_hindrance():
    pain, stress = diary(3, 120, most=3)
    pain = np.maximum(pain - 1, 0)
    found = diary_ordinal(pain, stress)
    assert found.share_lowest > 0.5
    assert found.p < 0.05
    assert 1.0 < found.lower < found.estimate < found.upper
    assert "higher number today" in found.summary()


def test_any_other_numbers_in_the_same_order_of_the_exposure_scale():
    pain, stress = diary(4)
    one, other = diary_ordinal(pain, stress), diary_ordinal(pain, 10 * stress + 3)
    assert other.estimate == pytest.approx(one.estimate)
    assert other.p == one.p
    assert other.spread == pytest.approx(10 * one.spread)


def test_fewer_stress_means_the_inverse_odds():
    pain, stress = diary(5)
    one, other = diary_ordinal(pain, stress), diary_ordinal(pain, -stress)
    assert other.log_odds == pytest.approx(-one.log_odds, abs=1e-8)
    assert (other.lower, other.upper) == pytest.approx((1 / one.upper, 1 / one.lower))


@pytest.mark.parametrize(
    ("pain", "stress", "why"),
    [
        (np.arange(15) % 3, np.arange(15.0), "14 days can be used"),
        (np.zeros(40), np.arange(40.0), "the outcome is the same"),
        (np.arange(40) % 3, np.ones(40), "the exposure is the same"),
        (np.arange(30.0), np.sin(np.arange(30.0)), "29 different answers"),
    ],
)
def test_what_cannot_be_told_is_said(pain, stress, why):
    found = diary_ordinal(pain, stress)
    assert isinstance(found, NotEstimable)
    assert why in found.reason


def test_a_perfect_split_has_no_odds():
    stress = np.random.default_rng(1).normal(size=60)
    pain = np.r_[0, (stress[:-1] > 0).astype(float)]
    found = diary_ordinal(pain, stress)
    assert isinstance(found, NotEstimable)
    assert "rises without end" in found.reason


@pytest.mark.parametrize("wrong", [{"lag": -1}, {"level": 0.0}])
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(InvalidInput):
        diary_ordinal(*diary(6), **wrong)
