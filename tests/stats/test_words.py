"""Every summary is fit to be read: chance or limits first, no claim of a cause, nothing banned."""

from __future__ import annotations

import re

import numpy as np
import pytest

from remit.domain.wording import banned_in
from remit.stats.case_crossover import case_crossover
from remit.stats.case_series.exposure import Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.negative_controls import systematic_error
from remit.stats.case_series.simulate import Truth as Population
from remit.stats.case_series.simulate import simulate_cases
from remit.stats.coincidence import coincidence
from remit.stats.coincidence_windows import coincidence_windows
from remit.stats.datekernel import DateKernel
from remit.stats.diary.association import diary_association
from remit.stats.diary.gaps import gap_regression
from remit.stats.diary.looks import look_at_diary
from remit.stats.diary.ordinal import diary_ordinal
from remit.stats.event_coincidence import event_coincidence
from remit.stats.flares.cox import cox_regression
from remit.stats.flares.logistic import flare_logistic
from remit.stats.lives.trial import try_lives
from remit.stats.lives.truth import Truth
from remit.stats.many_diaries import pool_diaries
from remit.stats.random_slopes import random_slopes
from remit.stats.single_case.interrupted import interrupted_series
from remit.stats.single_case.start_and_stop import start_and_stop

FIRST_WORDS = re.compile(
    r"chance|nothing to do with|nothing had changed|made no difference|each compared with"
    r"|not a cause|no association|a ratio of|differ between people|cannot matter|normal errors"
)
NO_CAUSE = re.compile(
    r"not a cause|not causes|An association in time|this person|One person|every look|"
    r"such looks|lives|cannot matter|histories"
)


def results():
    random = np.random.default_rng(1)
    stress = random.normal(size=90)
    pain = np.r_[0, stress[:-1]] * 0.6 + random.normal(size=90)
    flare = (random.random(90) < 1 / (1 + np.exp(1 - stress))).astype(int)
    since = np.zeros(90)
    for day in range(1, 90):
        since[day] = 0 if flare[day - 1] else since[day - 1] + 1
    told = [DateKernel.on(day) for day in (1000, 3000, 5000)]
    ill = [DateKernel.on(day) for day in (1100, 5020, 9001)]
    cases, dose = simulate_cases(Population(200, (Window("w", 0, 9),), (2.0,)), 60, random)
    who, when = np.repeat([1, 2, 3, 4], 30), np.tile(np.arange(30), 4)
    weeks = [(7 * week, 7 * week + 6, week % 2 == 0) for week in range(12)]
    dates = np.datetime64("2026-01-01") + np.arange(90)
    return {
        "one life": coincidence(told, ill, observation=(0, 9999)),
        "windows": coincidence_windows(told, ill, observation=(0, 9999), placements=99),
        "diary": diary_association(pain, stress, resamples=99),
        "gaps": gap_regression(pain, stress),
        "odds": diary_ordinal(np.clip(np.round(pain) + 2, 0, 5), stress),
        "looks": look_at_diary(pain, stress, resamples=99),
        "early look": look_at_diary(random.normal(size=30), stress[:30], resamples=99),
        "cox": cox_regression(since, since + 1, flare, {"stress": stress}),
        "logistic": flare_logistic(flare, {"stress": stress}),
        "crossover": case_crossover(np.ones(90), dates, flare, {"stress": stress}),
        "events": event_coincidence([8, 30, 58], [10, 35, 60], days=100, window=3),
        "case series": case_series(cases, [dose]),
        "controls": systematic_error([0.1, 0.2, 0.0, -0.1, 0.1], [0.1] * 5),
        "pool": pool_diaries([0.3, 0.5, -0.4, 0.1], [0.1] * 4),
        "slopes": random_slopes(who, when, random.normal(size=120), random.normal(size=120)),
        "interrupted": interrupted_series(pain, change_day=45, resamples=99),
        "lot": start_and_stop(pain, weeks, lot="pairs"),
        "lives": try_lives(Truth(), lives=3),
    }


RESULTS = results()


@pytest.mark.parametrize("found", RESULTS.values(), ids=RESULTS)
def test_a_summary_is_fit_to_be_read(found):
    said = found.summary()
    assert not banned_in(said)
    assert "nan" not in said.lower()
    assert "NotEstimable" not in said
    assert not re.search(r"\b(causes? (?!\.)\w+|proves?|because of|significant(ly)?)\b", said)
    assert said.rstrip().endswith(".")


@pytest.mark.parametrize("found", RESULTS.values(), ids=RESULTS)
def test_chance_or_what_it_rests_on_comes_before_any_difference(found):
    said = found.summary()
    number = re.search(r"[+-]\d|rate ratio \d|times a unit|\d times the odds", said)
    first = FIRST_WORDS.search(said)
    assert first, said
    assert number is None or first.start() < number.start() or "differ between" in said


@pytest.mark.parametrize("found", RESULTS.values(), ids=RESULTS)
def test_nothing_is_called_a_cause(found):
    assert NO_CAUSE.search(found.summary()), found.summary()


@pytest.mark.parametrize("found", RESULTS.values(), ids=RESULTS)
def test_every_result_says_its_method_and_version(found):
    assert found.method
    assert found.software.startswith("remit ")


def test_a_p_is_a_chance_of_the_data_and_never_of_the_hypothesis():
    for found in RESULTS.values():
        said = found.summary().lower()
        assert not re.search(
            r"(chance|probability) that (there is|it is|the association|stress)", said
        )
