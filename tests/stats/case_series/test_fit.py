"""Fits whose answer is known in closed form, invariances, and questions without an answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from remit.errors import InvalidInput
from remit.stats.case_series.cases import cases_from_rows
from remit.stats.case_series.exposure import Exposure, Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.measured import measured_case_series
from remit.stats.case_series.result import likelihood_ratio_test
from remit.stats.case_series.season import Season
from remit.stats.case_series.simulate import Truth, simulate_cases
from remit.stats.not_estimable import NotEstimable

TEN = [Window("0-9", 0, 9)]
TRUTH = Truth(365, (Window("0-27", 0, 27),), (3.0,), 0.7, (100, 200), (1.5, 2.0))


def alike(inside: int, outside: int):
    """People who all have ten exposed days of 100; so many have the event in them, so many not."""
    days = [20 + i % 10 for i in range(inside)] + [60 + i % 30 for i in range(outside)]
    who = list(range(len(days)))
    cases = cases_from_rows(who, [1] * len(days), [100] * len(days), days)
    return cases, Exposure("dose", who, [20.0] * len(days), TEN)


def simulated(size=400, seed=3, truth=TRUTH):
    return simulate_cases(truth, size, np.random.default_rng(seed))


def fitted(cases, exposure, **more):
    return case_series(cases, [exposure], **more)


def test_a_ratio_of_shares_is_the_odds_over_the_days():
    cases, dose = alike(30, 70)
    term = case_series(cases, [dose]).terms[0]
    assert term.ratio == pytest.approx((30 / 10) / (70 / 90), rel=1e-9)
    assert term.standard_error == pytest.approx(math.sqrt(1 / 30 + 1 / 70), rel=1e-9)


@pytest.mark.parametrize(("inside", "outside"), [(0, 12), (12, 0), (3, 9)])
def test_firths_penalty_adds_half_an_event_to_each_side(inside, outside):
    # With one binomial probability the penalty is Jeffreys' prior: half a success, half a failure.
    cases, dose = alike(inside, outside)
    term = case_series(cases, [dose], penalty="firth").terms[0]
    expected = ((inside + 0.5) / 10) / ((outside + 0.5) / 90)
    assert term.ratio == pytest.approx(expected, rel=1e-6)


def test_profile_limits_are_where_the_likelihood_has_fallen_far_enough():
    cases, dose = alike(4, 6)
    term = case_series(cases, [dose], limits="profile").terms[0]
    x = np.linspace(-2, 6, 800_001)
    share = 10 * np.exp(x) / (10 * np.exp(x) + 90)
    height = 4 * np.log(share) + 6 * np.log(1 - share)
    inside = np.exp(x[2 * (height.max() - height) <= 3.841458820694124])
    assert (term.lower, term.upper) == pytest.approx((inside[0], inside[-1]), rel=1e-4)
    gain = 2 * (height.max() - (4 * math.log(0.1) + 6 * math.log(0.9)))
    assert term.p == pytest.approx(math.erfc(math.sqrt(gain / 2)), rel=1e-5)


def test_a_window_without_an_event_has_an_upper_limit_and_no_estimate():
    cases, dose = alike(0, 30)
    term = case_series(cases, [dose]).terms[0]
    assert isinstance(term.ratio, NotEstimable)
    assert "no event" in str(term.ratio)
    # The chance of no event in the window: (90 / (10 r + 90))^30 = 0.025.
    assert term.upper == pytest.approx((0.025 ** (-1 / 30) - 1) * 9, rel=1e-5)
    assert term.lower == 0


def test_where_every_event_lies_in_the_window_there_is_a_lower_limit_alone():
    cases, dose = alike(30, 0)
    term = case_series(cases, [dose]).terms[0]
    assert "without end" in str(term.ratio)
    assert term.lower == pytest.approx(9 / (0.025 ** (-1 / 30) - 1), rel=1e-4)
    assert term.upper == math.inf


def test_a_window_that_nobody_spent_a_day_in_is_named_and_the_others_are_estimated():
    cases, dose = alike(30, 70)
    far = Exposure("dose", dose.case, dose.start, [*TEN, Window("far", 200, 300)])
    fit = case_series(cases, [far])
    assert "nobody spent a day" in str(fit.term("dose: far").ratio)
    assert fit.term("dose: 0-9").ratio == pytest.approx((30 / 10) / (70 / 90))
    assert fit.degrees_of_freedom == 1


def test_a_term_that_another_one_explains_is_named():
    cases, dose = alike(30, 70)
    twin = Exposure("twin", dose.case, dose.start, TEN)
    fit = case_series(cases, [dose, twin])
    assert "cannot be told apart" in str(fit.term("twin: 0-9").ratio)
    assert fit.term("dose: 0-9").ratio == pytest.approx((30 / 10) / (70 / 90))


def test_without_a_day_in_any_window_nothing_is_estimable():
    cases, dose = alike(3, 7)
    never = Exposure("never", dose.case, [math.nan] * 10, TEN)
    found = case_series(cases, [never])
    assert isinstance(found, NotEstimable)
    assert "nobody spent a day" in str(found)


def test_people_observed_in_one_way_only_are_counted_and_add_nothing():
    cases, dose = alike(30, 70)
    fit = case_series(cases, [dose])
    more = cases_from_rows(
        [*cases.identifiers, 900, 901], [1] * 102, [100] * 102, [*cases.event_day, 5, 6]
    )
    with_more = case_series(more, [dose])
    assert with_more.counts.cases_without_contrast == 2
    assert with_more.terms[0].coefficient == pytest.approx(fit.terms[0].coefficient, abs=1e-9)


def test_two_events_on_a_day_count_once_and_doses_of_others_not_at_all():
    cases = cases_from_rows([1, 1, 1, 2], [1] * 4, [50] * 4, [10, 10, 30, 40])
    dose = Exposure("dose", [1, 2, 77], [8.0, 20.0, 5.0], TEN)
    counts = case_series(cases, [dose]).counts
    assert (counts.cases, counts.events, counts.same_day, counts.doses_of_others) == (2, 3, 1, 1)


def test_order_names_and_the_origin_of_days_change_nothing():
    cases, dose = simulated()
    fit = case_series(cases, [dose], age_cuts=(100, 200))
    order = np.random.default_rng(1).permutation(cases.size)
    name = np.array([f"p{n:04d}" for n in order])
    shifted = cases_from_rows(
        name[cases.identifiers], cases.first + 5000, cases.last + 5000, cases.event_day + 5000
    )
    moved = Exposure(
        "dose", name[np.asarray(dose.case)], np.asarray(dose.start) + 5000, dose.windows
    )
    again = case_series(shifted, [moved], age_cuts=(5100, 5200))
    for one, other in zip(fit.terms, again.terms, strict=True):
        assert other.coefficient == pytest.approx(one.coefficient, abs=1e-8)
        assert other.standard_error == pytest.approx(one.standard_error, abs=1e-8)


def test_first_and_second_dose_may_have_terms_of_their_own():
    cases, _ = simulated(size=200)
    who = np.repeat(cases.identifiers, 2)
    start = np.tile([50.0, 200.0], cases.size)
    fit = case_series(cases, [Exposure("d", who, start, TEN, by_dose=True)])
    assert [one.name for one in fit.terms] == ["d: 0-9, dose 1", "d: 0-9, dose 2"]
    assert all(one.days == 10 * cases.size for one in fit.terms)


def test_a_further_term_is_tested_by_the_likelihood_ratio():
    cases, dose = simulated()
    small, large = (case_series(cases, [dose], age_cuts=cuts) for cuts in ((), (100, 200)))
    gain, freedom, p = likelihood_ratio_test(small, large)
    assert (freedom, gain > 20, p < 1e-4) == (2, True, True)
    with pytest.raises(InvalidInput):
        likelihood_ratio_test(large, small)
    other = fitted(*simulated(size=50), age_cuts=(100, 200))
    with pytest.raises(InvalidInput):
        likelihood_ratio_test(small, other)


def test_months_as_a_factor_explain_a_season():
    random = np.random.default_rng(5)
    days = np.arange(1, 1462)
    on = np.datetime64("2001-01-01") + days
    month = on.astype("datetime64[M]").astype(int) % 12
    chance = np.where(month == 0, 3.0, 1.0)
    event = random.choice(days, 800, p=chance / chance.sum())
    cases = cases_from_rows(np.arange(800), [1] * 800, [1461] * 800, event)
    season = Season(np.arange(800), np.full(800, np.datetime64("2001-01-01")))
    fit = case_series(cases, [], season=season)
    july = fit.term("season from 07-01").ratio
    assert july == pytest.approx(
        ((month[event - 1] == 6).sum() / (month == 6).sum())
        / ((month[event - 1] == 0).sum() / (month == 0).sum()), rel=1e-6
    )  # fmt: skip
    assert fit.degrees_of_freedom == 11


def test_a_constant_measure_cannot_be_told_and_a_large_one_does_not_overflow():
    found = measured_case_series([1, 1, 2, 2], [1, 0, 0, 1], {"same": [5, 5, 5, 5]})
    assert isinstance(found, NotEstimable)
    fit = measured_case_series(
        [1, 1, 1], [1, 1, 0], {"pressure": [1e6 + 1, 1e6, 1e6]}, weight=[1, 2, 3]
    )
    # One event in 1 unit of time at +1, one in 5 units at 0.
    assert fit.terms[0].ratio == pytest.approx(5.0, rel=1e-6)
    assert isinstance(measured_case_series([1, 1], [0, 0], {"x": [1, 2]}), NotEstimable)


def test_it_says_in_words_what_was_compared_before_any_number():
    cases, dose = simulated()
    words = case_series(cases, [dose]).summary()
    assert words.startswith("400 events of 400 people, each compared with their own days")
    assert "not a cause" in words.splitlines()[0]
    assert "95 % interval" in words


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: cases_from_rows([1], [5], [3], [4]),
        lambda: cases_from_rows([1], [1], [3], [4]),
        lambda: cases_from_rows([1, 1], [1, 2], [9, 9], [4, 4]),
        lambda: cases_from_rows([], [], [], []),
        lambda: cases_from_rows([1], [1.5], [3], [2]),
        lambda: cases_from_rows([1], [math.nan], [3], [2]),
        lambda: cases_from_rows([1, 2], [1], [3], [2]),
        lambda: Window("w", 5, 3),
        lambda: Window("w", 5, None, anchor="end"),
        lambda: Exposure("e", [1], [2.0], []),
        lambda: Exposure("e", [1], [2.0], [Window("w", 0, None)]),
        lambda: case_series(alike(3, 7)[0], []),
        lambda: case_series(alike(3, 7)[0], [alike(3, 7)[1]] * 2),
        lambda: fitted(*alike(3, 7), age_cuts=(50, 40)),
        lambda: fitted(*alike(3, 7), level=1.0),
        lambda: case_series(alike(3, 7)[0], [Exposure("e", [1], [2.5], TEN)]),
        lambda: case_series(alike(3, 7)[0], [Exposure("e", [1], [9.0], TEN, end=[3.0])]),
        lambda: case_series(alike(3, 7)[0], [Exposure("e", [1], [9.0], TEN, end=[math.nan])]),
        lambda: case_series(alike(3, 7)[0], [], season=Season([0], [np.datetime64("2001-01-01")])),
        lambda: Season([0], [np.datetime64("2001-01-01")], [(1, 1)]),
        lambda: Season([0], [np.datetime64("2001-01-01")], [(1, 1), (2, 30)]),
        lambda: measured_case_series([1, 1], [1, 0], {}),
        lambda: measured_case_series([1, 1], [1, -1], {"x": [1, 2]}),
        lambda: measured_case_series([1, 1], [1, 0], {"x": [1, math.nan]}),
        lambda: measured_case_series([1, 1], [1, 0], {"x": [1, 2]}, weight=[1, 0]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(wrong):
    with pytest.raises(InvalidInput, match=r"\.$"):
        wrong()


def test_an_age_band_without_events_leaves_the_other_terms_as_if_it_were_not_observed():
    cases, dose = simulated(size=150)
    late = cases.event_day >= 100
    who = cases.identifiers[late]
    whole = cases_from_rows(who, cases.first[late], cases.last[late], cases.event_day[late])
    cut = cases_from_rows(who, [100] * len(who), cases.last[late], cases.event_day[late])
    # Both later bands rise without end against the first, by one and the same amount.
    found = fitted(whole, dose, age_cuts=(100, 200))
    expected = fitted(cut, dose, age_cuts=(200,))
    assert "without end" in str(found.term("age from 100").ratio)
    one, other = found.term("dose: 0-27"), expected.term("dose: 0-27")
    assert one.coefficient == pytest.approx(other.coefficient, abs=1e-5)
    assert one.standard_error == pytest.approx(other.standard_error, rel=1e-4)
    assert found.term("age from 100").lower > 1


def test_a_measure_in_other_units_gives_the_same_ratio_a_unit():
    random = np.random.default_rng(2)
    case = np.repeat(np.arange(60), 10)
    stress = random.normal(size=600)
    event = (random.random(600) < 0.2 * np.exp(0.5 * stress)).astype(int)
    plain = measured_case_series(case, event, {"stress": stress}, limits="profile").terms[0]
    for unit in (1e-6, 1e6):
        term = measured_case_series(case, event, {"s": stress * unit}, limits="profile").terms[0]
        assert term.coefficient * unit == pytest.approx(plain.coefficient, rel=1e-6)
        assert term.standard_error * unit == pytest.approx(plain.standard_error, rel=1e-6)
        if unit > 1:  # a ratio for a unit of a million spreads has no number
            assert math.log(term.lower) * unit == pytest.approx(math.log(plain.lower), rel=1e-5)


def test_a_handful_of_events_and_many_terms_answer_in_words_and_never_break():
    for seed in range(150):
        random = np.random.default_rng(seed)
        size, days = int(random.integers(1, 8)), int(random.integers(1, 60))
        who, first = np.arange(size), np.ones(size, dtype=int)
        cases = cases_from_rows(who, first, first + days, 1 + random.integers(0, days + 1, size))
        start = random.integers(-30, 90, 4).astype(float)
        dose = Exposure("x", random.integers(0, size, 4), start, [Window("a", 0, 20)])
        fit = fitted(cases, dose, age_cuts=(10, 30))
        assert isinstance(fit, NotEstimable) or all(
            0 <= one.lower <= one.upper for one in fit.terms
        )
