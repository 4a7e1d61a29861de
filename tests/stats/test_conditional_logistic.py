"""The exact conditional likelihood against the enumeration of all subsets."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from remit.errors import InvalidInput
from remit.stats.conditional_logistic import conditional_logistic
from remit.stats.not_estimable import NotEstimable

quick = settings(max_examples=25, deadline=None)


def enumerated(event, table, strata, b):
    """The log-likelihood, every subset listed."""
    total = 0.0
    for who in np.unique(strata):
        rows = np.flatnonzero(strata == who)
        chosen = int(event[rows].sum())
        linear = table[rows] @ b
        subsets = [
            linear[list(one)].sum() for one in itertools.combinations(range(rows.size), chosen)
        ]
        total += float(linear[event[rows] == 1].sum()) - math.log(np.exp(subsets).sum())
    return total


def random_days(seed, people=5, days=9):
    random = np.random.default_rng(seed)
    strata = np.repeat(np.arange(people), days)
    table = random.normal(size=(strata.size, 2))
    event = (random.random(strata.size) < random.uniform(0.2, 0.8)).astype(int)
    return event, table, strata


@quick
@given(st.integers(0, 2**32 - 1))
def test_it_is_the_top_of_the_enumerated_likelihood(seed):
    event, table, strata = random_days(seed)
    fit = conditional_logistic(event, {"a": table[:, 0], "b": table[:, 1]}, strata)
    if isinstance(fit, NotEstimable):
        return  # a person may have events alone; few people may be told apart fully
    zero = enumerated(event, table, strata, np.zeros(2))
    assert fit.null_log_likelihood == pytest.approx(zero, abs=1e-9)
    best = minimize(lambda b: -enumerated(event, table, strata, b), np.zeros(2), tol=1e-12)
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-7)
    assert [one.estimate for one in fit.coefficients] == pytest.approx(list(best.x), abs=1e-4)


def test_one_event_a_person_needs_no_approximation():
    random = np.random.default_rng(3)
    strata = np.repeat(np.arange(40), 6)
    event = np.tile([1, 0, 0, 0, 0, 0], 40)
    x = {"x": random.normal(size=240) + 0.4 * event}
    exact = conditional_logistic(event, x, strata).coefficients[0]
    fast = conditional_logistic(event, x, strata, likelihood="breslow").coefficients[0]
    assert exact.estimate == pytest.approx(fast.estimate, rel=1e-9)
    assert exact.standard_error == pytest.approx(fast.standard_error, rel=1e-9)


def test_pairs_of_one_and_one_are_mcnemars_odds():
    # 12 pairs exposed on the event day alone, 5 on the other day alone, the rest alike.
    exposed = [(1, 0)] * 12 + [(0, 1)] * 5 + [(1, 1)] * 3
    event = np.tile([1, 0], len(exposed))
    strata = np.repeat(np.arange(len(exposed)), 2)
    fit = conditional_logistic(event, {"x": np.ravel(exposed)}, strata)
    assert fit.coefficients[0].estimate == pytest.approx(math.log(12 / 5), rel=1e-8)
    assert fit.coefficients[0].standard_error == pytest.approx(math.sqrt(1 / 12 + 1 / 5), rel=1e-8)


def test_a_year_of_common_events_neither_overflows_nor_takes_long():
    random = np.random.default_rng(4)
    stress = random.normal(size=1500)
    event = (random.random(1500) < 1 / (1 + np.exp(-0.3 * stress - 0.5))).astype(int)
    fit = conditional_logistic(event, {"stress": stress}, np.zeros(1500))
    found = fit.coefficients[0]
    assert found.lower < 0.3 < found.upper
    assert math.isfinite(fit.log_likelihood)


def test_people_who_say_nothing_add_nothing():
    event, table, strata = random_days(7)
    fit = conditional_logistic(event, {"a": table[:, 0]}, strata)
    more = conditional_logistic(
        np.r_[event, 1, 1, 0, 0, 1], {"a": np.r_[table[:, 0], 5, 6, 7, 8, 9]},
        np.r_[strata, 90, 90, 91, 91, 92],
    )  # fmt: skip
    assert more.coefficients[0].estimate == pytest.approx(fit.coefficients[0].estimate, rel=1e-6)
    assert (more.rows, more.events) == (fit.rows, fit.events)


def test_without_a_contrast_nothing_is_estimable():
    assert isinstance(conditional_logistic([1, 1, 0], {"x": [1, 2, 3]}, [1, 1, 2]), NotEstimable)
    same = conditional_logistic([1, 0, 1, 0], {"x": [1, 1, 2, 2]}, [1, 1, 2, 2])
    assert isinstance(same, NotEstimable)
    away = conditional_logistic([1, 0, 1, 0], {"x": [1, 0, 1, 0]}, [1, 1, 2, 2])
    assert "rises without end" in str(away)


def test_an_unknown_likelihood_is_refused():
    with pytest.raises(InvalidInput):
        conditional_logistic([1, 0], {"x": [1, 2]}, [1, 1], likelihood="guess")
