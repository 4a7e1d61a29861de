"""Negative controls: the empirical null, its size, and what it does to p."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm

from remit.errors import InvalidInput
from remit.stats.case_series.cases import cases_from_rows
from remit.stats.case_series.diagnostics import diagnose
from remit.stats.case_series.exposure import Exposure, Window
from remit.stats.case_series.negative_controls import calibrated, systematic_error
from remit.stats.not_estimable import NotEstimable


def controls(seed, number=40, mean=0.2, spread=0.15):
    random = np.random.default_rng(seed)
    errors = random.uniform(0.05, 0.4, number)
    return random.normal(mean, np.hypot(errors, spread)), errors


def test_it_is_the_maximum_of_the_likelihood():
    values, errors = controls(1)
    found = systematic_error(values, errors)

    def cost(at):
        return -norm.logpdf(values, at[0], np.hypot(errors, np.exp(at[1]))).sum()

    best = minimize(
        cost, [0.0, -1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}
    )
    assert found.mean == pytest.approx(best.x[0], abs=1e-5)
    assert found.spread == pytest.approx(math.exp(best.x[1]), abs=1e-4)


@pytest.mark.parametrize(("mean", "spread"), [(0.2, 0.3), (-0.4, 0.1), (0.0, 0.5)])
def test_the_expected_absolute_error_is_its_integral(mean, spread):
    found = systematic_error(*controls(2, 400, mean, spread))
    whole = quad(
        lambda x: abs(x) * norm.pdf(x, found.mean, found.spread), -6, 6, points=[0.0, found.mean]
    )[0]
    assert found.expected_absolute == pytest.approx(whole, rel=1e-6)


def test_calibrated_p_keeps_its_level_where_plain_p_does_not():
    error = systematic_error(*controls(3, 300))
    values, errors = controls(4, 1000)
    p = np.array([calibrated(*one, error).p for one in zip(values, errors, strict=True)])
    plain = np.array([calibrated(*one, error).plain_p for one in zip(values, errors, strict=True)])
    assert abs((p <= 0.05).mean() - 0.05) < 0.03
    assert (plain <= 0.05).mean() > 0.2


def test_without_error_nothing_changes():
    values, errors = [0.1, -0.1, 0.1, -0.1, 0.1, -0.1], [0.2] * 6
    error = systematic_error(values, errors)
    assert (error.mean, error.spread) == (pytest.approx(0.0), 0.0)
    one = calibrated(0.5, 0.2, error)
    assert one.p == pytest.approx(one.plain_p)
    assert (one.lower, one.upper) == pytest.approx(
        (math.exp(0.5 - 1.96 * 0.2), math.exp(0.5 + 1.96 * 0.2)), rel=1e-4
    )
    assert "6 exposures that cannot matter" in error.summary()


def test_few_controls_are_refused_and_wrong_ones_too():
    found = systematic_error([0.1, 0.2], [0.1, 0.1])
    assert isinstance(found, NotEstimable)
    for wrong in (([0.1], [0.1, 0.2]), ([np.nan] * 5, [0.1] * 5), ([0.1] * 5, [0.0] * 5)):
        with pytest.raises(InvalidInput):
            systematic_error(*wrong)
    with pytest.raises(InvalidInput):
        calibrated(0.1, 0.0, systematic_error([0.1] * 5, [0.1] * 5))


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        (systematic_error([0.3] * 6, [0.1] * 6), False),
        (systematic_error([0.05] * 6, [0.1] * 6), True),
    ],
)
def test_the_diagnostics_take_them(given, passed):
    cases = cases_from_rows([1, 2, 3, 4], [1] * 4, [100] * 4, [20, 40, 60, 80])
    dose = Exposure("dose", [1, 2, 3, 4], [15.0, 50.0, 55.0, 20.0], [Window("0-9", 0, 9)])
    (check,) = [
        one for one in diagnose(cases, dose, controls=given) if one.name == "systematic error"
    ]
    assert check.passed is passed
