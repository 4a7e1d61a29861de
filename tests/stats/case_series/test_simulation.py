"""Small seeded simulations: size, coverage, power as planned, and what diagnostics find."""

from __future__ import annotations

import math

import numpy as np
import pytest

from remit.stats.case_series.cases import cases_from_rows
from remit.stats.case_series.diagnostics import diagnose
from remit.stats.case_series.exposure import Exposure, Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.sample_size import Plan, detectable_ratio, events_needed
from remit.stats.case_series.simulate import Truth, simulate_cases
from remit.stats.not_estimable import NotEstimable

WINDOW = (Window("0-27", 0, 27),)
AGES = {"age_cuts": (122, 244), "age_ratios": (1.3, 1.7)}
STUDIES = 300


def margin(share, studies=STUDIES):
    return 3 * math.sqrt(share * (1 - share) / studies)


def fits(truth, size, seed, studies=STUDIES, **more):
    rng = np.random.default_rng(seed)
    for _ in range(studies):
        cases, dose = simulate_cases(truth, size, rng)
        yield case_series(cases, [dose], age_cuts=truth.age_cuts, **more).terms[0]


@pytest.mark.parametrize(("limits", "studies"), [("wald", STUDIES), ("profile", 120)])
def test_size_and_coverage(limits, studies):
    truth = Truth(365, WINDOW, (1.0,), 0.8, **AGES)
    terms = list(fits(truth, 120, 11, studies, limits=limits))
    assert np.mean([one.p <= 0.05 for one in terms]) <= 0.05 + margin(0.05, studies)
    assert np.mean([one.lower <= 1.0 <= one.upper for one in terms]) >= 0.95 - margin(0.95, studies)


def test_the_true_ratio_is_found_and_covered():
    truth = Truth(365, WINDOW, (2.5,), 0.8, **AGES)
    terms = list(fits(truth, 200, 12))
    assert np.mean([one.coefficient for one in terms]) == pytest.approx(math.log(2.5), abs=0.05)
    assert np.mean([one.lower <= 2.5 <= one.upper for one in terms]) >= 0.95 - margin(0.95)


@pytest.mark.parametrize("ratio", [1.8, 3.0])
def test_so_many_events_find_the_ratio_with_the_planned_power(ratio):
    plan = Plan(risk_days=28, observed_days=365, exposed=1.0, power=0.8)
    # A dose near the end has a shorter window: let every window lie inside.
    rng = np.random.default_rng(13)
    found = 0
    size = events_needed(ratio, plan)
    for _ in range(STUDIES):
        start = rng.integers(1, 338, size)
        inside = rng.random(size) < ratio * 28 / (ratio * 28 + 337)
        within, without = rng.integers(0, 28, size), rng.integers(0, 337, size)
        day = np.where(inside, start + within, (start + 28 + without - 1) % 365 + 1)
        cases = cases_from_rows(np.arange(size), np.ones(size, int), np.full(size, 365), day)
        dose = Exposure("dose", np.arange(size), start.astype(float), WINDOW)
        found += case_series(cases, [dose], limits="profile").terms[0].p <= 0.05
    assert found / STUDIES == pytest.approx(0.8, abs=margin(0.8))
    assert detectable_ratio(size, plan) == pytest.approx(ratio, abs=0.05)


def test_too_few_events_detect_nothing():
    plan = Plan(risk_days=1, observed_days=10_000)
    assert isinstance(detectable_ratio(0, plan), NotEstimable)
    assert isinstance(detectable_ratio(1, plan), NotEstimable)


def checks(cases, dose, **more):
    return {one.name: one for one in diagnose(cases, dose, **more)}


def sound(size=1500, seed=4):
    return simulate_cases(Truth(365, WINDOW, (2.0,), 1.0), size, np.random.default_rng(seed))


def test_a_sound_study_passes_what_can_be_asked():
    found = checks(*sound())
    passed = ("before exposure", "end of observation", "stable in time", "rare event")
    assert all(found[name].passed is True for name in passed)
    assert found["detectable ratio"].passed is True
    assert isinstance(found["systematic error"].passed, NotEstimable)
    assert all(one.words.rstrip(".").count("?") for one in found.values())


def test_an_exposure_that_waits_for_the_event_is_found():
    cases, dose = sound()
    start = np.asarray(dose.start).copy()
    soon = (start > cases.event_day) & (start < cases.event_day + 120)
    start[soon] = np.minimum(cases.event_day[soon] + 5, 365)
    late = Exposure("dose", dose.case, start, WINDOW)
    assert checks(cases, late)["before exposure"].passed is False


def test_an_event_that_ends_the_observation_is_found():
    cases, dose = sound()
    last = np.minimum(cases.event_day + 10, 365)
    cut = cases_from_rows(cases.identifiers, cases.first, last, cases.event_day)
    assert checks(cut, dose)["end of observation"].passed is False


def test_a_rate_that_is_not_stable_is_found():
    rng = np.random.default_rng(9)
    truth = Truth(365, WINDOW, (1.0,), 1.0, (180,), (3.0,))
    cases, dose = simulate_cases(truth, 1500, rng)
    unstable = checks(cases, dose)["stable in time"]
    assert unstable.passed is False
    assert unstable.value > 1.3


def test_a_frequent_event_is_found_only_where_first_events_alone_count():
    cases, dose = sound(200)
    asked = {"first_events_only": True}
    assert checks(cases, dose, prevalence=0.3, **asked)["rare event"].passed is False
    assert checks(cases, dose, prevalence=0.03, **asked)["rare event"].passed is True
    assert isinstance(checks(cases, dose, **asked)["rare event"].passed, NotEstimable)


def test_few_events_are_not_enough():
    cases, dose = sound(4)
    assert checks(cases, dose)["detectable ratio"].passed is not True
