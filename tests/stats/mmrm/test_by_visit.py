"""The array door: the same numbers as the formula's, and reasons where there are none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from remit.errors import InvalidInput
from remit.stats.mmrm.by_visit import mmrm_by_visit
from remit.stats.mmrm.fit import mmrm
from remit.stats.not_estimable import NotEstimable


def trial(seed, people=80, visits=4, missing=0.2):
    random = np.random.default_rng(seed)
    arm, base = np.arange(people) % 2, random.normal(6.0, 1.5, people)
    y = 0.5 * base[:, None] + random.normal(size=(people, 1)) + random.normal(size=(people, visits))
    y -= 0.7 * arm[:, None]
    y[random.random(y.shape) < missing] = np.nan
    return y, np.column_stack([arm, base])


@pytest.mark.parametrize("structure", ["us", "cs", "ar1h"])
def test_it_is_the_fit_of_the_formula(structure):
    y, x = trial(1)
    people, visits = y.shape
    frame = pd.DataFrame(
        {
            "id": np.repeat(np.arange(people), visits),
            "visit": np.tile([f"v{one}" for one in range(visits)], people),
            "arm": np.repeat(x[:, 0], visits),
            "base": np.repeat(x[:, 1], visits),
            "y": y.ravel(),
        }
    )
    long = mmrm(
        frame, "y ~ arm*visit + base*visit", person="id", visit="visit", structure=structure
    )
    wide = mmrm_by_visit(y, x, structure=structure)
    assert wide.log_likelihood == pytest.approx(long.log_likelihood, abs=1e-8)
    np.testing.assert_allclose(wide.covariance, long.covariance[0], rtol=1e-6)
    assert (wide.people, wide.n) == (long.people, long.n)
    expected = long.contrast("last", {"arm": 1.0, "arm:visit[T.v3]": 1.0})
    found = wide.effect(0, 3)
    for name in ("estimate", "standard_error", "df", "p"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-6)
    mean = {"arm": 1.0, **{f"arm:visit[T.v{one}]": 0.25 for one in (1, 2, 3)}}
    expected = long.contrast("mean", mean)
    found = wide.average_effect(0)
    assert found.estimate == pytest.approx(expected.estimate, rel=1e-6)
    assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-6)


def test_a_better_start_ends_at_the_same_top():
    y, x = trial(2)
    plain, warm = mmrm_by_visit(y, x), mmrm_by_visit(y, x, start=np.eye(4) + 1.0)
    assert warm.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-9)
    assert warm.effect(0, 1).p == pytest.approx(plain.effect(0, 1).p, rel=1e-6)
    assert f"{plain.people} people" in plain.summary()


def test_one_visit_is_the_classical_regression():
    y, x = trial(3, visits=1, missing=0.0)
    found = mmrm_by_visit(y, x).effect(0, 0)
    assert found.df == pytest.approx(77.0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda y, x: (y * np.where(np.arange(4) == 2, np.nan, 1.0), x), "0 people at visit 2"),
        (lambda y, x: (y, np.column_stack([x, x[:, 0]])), "explained by the others"),
        (lambda y, x: (np.tile(x[:, 1:], 4), x), "leaves no error"),
        (lambda y, x: (y[:3], x[:3]), "cannot tell 3 effects"),
    ],
)
def test_what_cannot_be_fitted_says_why(change, why):
    found = mmrm_by_visit(*change(*trial(4)))
    assert isinstance(found, NotEstimable)
    assert why in found.reason


def test_what_cannot_be_read_is_refused():
    y, x = trial(5)
    for given in ((y[:, 0], x), (y, x[:5]), (y, x * np.nan), (y * np.inf, x)):
        with pytest.raises(InvalidInput):
            mmrm_by_visit(*given)
