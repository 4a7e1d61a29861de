"""Time-stratified referents: the strata of the calendar, and what they take out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from remit.errors import InvalidInput
from remit.stats.case_crossover import case_crossover, time_strata
from remit.stats.conditional_logistic import conditional_logistic

FIRST = np.datetime64("2025-01-01")


def people(seed, number=12, days=240, effect=0.5):
    random = np.random.default_rng(seed)
    day = np.tile(FIRST + np.arange(days), number)
    who = np.repeat(np.arange(number), days)
    stress = random.normal(size=who.size)
    level = random.normal(0.0, 1.0, number)[who]
    odds = np.exp(-2.5 + level + effect * stress)
    return who, day, random.random(who.size) < odds / (1 + odds), stress


def test_strata_are_months_and_weekdays_of_each_person():
    who, day, _, _ = people(1, number=3)
    strata = time_strata(who, day)
    named = [(int(one), str(when)[:7], dt.date.fromisoformat(str(when)).weekday())
             for one, when in zip(who, day, strict=True)]  # fmt: skip
    pairs = {(name, int(code)) for name, code in zip(named, strata, strict=True)}
    assert len(pairs) == len(set(named)) == len(set(strata.tolist()))


def test_dates_may_be_text_or_python_dates():
    one = time_strata(["a", "a"], ["2026-02-28", "2026-03-07"])
    other = time_strata(["a", "a"], [dt.date(2026, 2, 28), dt.date(2026, 3, 7)])
    assert one.tolist() == other.tolist() == [0, 1]


def test_it_is_the_conditional_likelihood_within_them():
    who, day, event, stress = people(2)
    found = case_crossover(who, day, event, {"stress": stress})
    same = conditional_logistic(event, {"stress": stress}, time_strata(who, day))
    assert found.coefficient("stress") == same.coefficient("stress")
    assert 0.3 < found.coefficient("stress").estimate < 0.7


def test_a_trend_and_a_weekday_of_both_do_not_matter():
    # Stress and events both rise over the months and on Mondays; nothing else joins them.
    random = np.random.default_rng(3)
    who, day, _, noise = people(3, number=30, days=360, effect=0.0)
    months = (day - FIRST).astype(int) // 30
    monday = (day.astype(np.int64) % 7) == 4
    stress = noise + 0.4 * months + 1.5 * monday
    odds = np.exp(-3.0 + 0.15 * months + 1.0 * monday)
    event = random.random(who.size) < odds / (1 + odds)
    within = case_crossover(who, day, event, {"stress": stress}).coefficient("stress")
    naive = conditional_logistic(event, {"stress": stress}, who).coefficient("stress")
    assert abs(within.estimate) < 3 * within.standard_error
    assert naive.estimate > 5 * naive.standard_error


@pytest.mark.parametrize(
    ("who", "day"),
    [
        ([1, 1], ["2026-01-01", "2026-01-01"]),
        ([1, 1], ["2026-01-01", "soon"]),
        ([1, 1], ["2026-01-01", "NaT"]),
        ([1], ["2026-01-01", "2026-01-02"]),
    ],
)
def test_days_that_cannot_be_read_are_refused(who, day):
    with pytest.raises(InvalidInput):
        time_strata(who, day)
