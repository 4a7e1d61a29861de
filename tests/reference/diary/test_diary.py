"""One person's 239 days against R: least squares with yesterday's value, and errors that remember.

expected.csv: `lm` on the complete rows and `arima(order = c(1, 0, 0), xreg)` of R 4.2.2.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.diary.test_flares import expected

from remit.stats.diary.association import diary_association
from remit.stats.diary.gaps import gap_regression
from remit.stats.diary.rows import diary_of, rows_of

SERIES = ("Pain", "Headache")
CORRELATIONS = {"Pain": 0.11623121, "Headache": -0.06676882}
LOG_LIKELIHOODS = {"Pain": -20.068563, "Headache": -106.340730}
OURS = {
    "(Intercept)": "(intercept)", "yl": "outcome 1 before", "xl": "exposure", "t": "trend",
    "ar1": "phi", "intercept": "(intercept)", "na_lag1": "exposure",
}  # fmt: skip


@pytest.fixture
def days(reference_data):
    return reference_data("diary/single_subject_daily.csv")


def compare(coefficients, model, rel):
    found = {one.name: one for one in coefficients}
    for term, (estimate, error) in expected(model).items():
        assert found[OURS[term]].estimate == pytest.approx(estimate, rel=rel[0])
        assert found[OURS[term]].standard_error == pytest.approx(error, rel=rel[1])


@pytest.mark.parametrize("name", SERIES)
def test_least_squares_with_yesterdays_value(days, name):
    found = diary_association(days[name], days["na"], weekday=False, order=1)
    assert (found.n, found.days) == (236, 239)
    compare(found.coefficients, f"esm1_ARX1_{name}", (1e-6, 1e-6))
    exposure = found.coefficients[-1]
    assert found.estimate == pytest.approx(exposure.estimate * found.spread, rel=1e-9)
    assert found.standard_error == pytest.approx(exposure.standard_error * found.spread, rel=1e-9)


@pytest.mark.parametrize("name", SERIES)
def test_errors_that_remember_with_missing_days(days, name):
    found = gap_regression(days[name], days["na"], weekday=False)
    # R stops at 1e-8 of its objective, some 1e-4 of a coefficient before the top.
    compare(found.coefficients, f"esm1_ARIMA100_{name}", (5e-4, 5e-4))
    assert found.log_likelihood == pytest.approx(LOG_LIKELIHOODS[name], rel=1e-6)
    assert found.log_likelihood >= LOG_LIKELIHOODS[name] - 1e-6


@pytest.mark.parametrize("name", SERIES)
def test_the_plain_correlation_of_the_same_rows(days, name):
    rows = rows_of(diary_of(days[name], days["na"], weekday=False), [1], 0)
    r = np.corrcoef(rows.outcome, rows.lags[:, 0])[0, 1]
    assert r == pytest.approx(CORRELATIONS[name], rel=1e-6)
