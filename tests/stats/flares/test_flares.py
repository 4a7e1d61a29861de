"""Cox and logistic regression of flares: exact roots, closed forms, refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize, root

from remit.errors import InvalidInput
from remit.stats.flares.cox import cox_regression
from remit.stats.flares.logistic import flare_logistic
from remit.stats.not_estimable import NotEstimable
from remit.stats.regression import Regression

quick = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def diary(seed, days=150, effect=0.6, base=-1.5):
    """Stress and flares of one person, and the days since the flare before."""
    random = np.random.default_rng(seed)
    stress, sleep = random.normal(size=(2, days))
    flare = (random.random(days) < 1 / (1 + np.exp(-base - effect * stress))).astype(int)
    gap = np.zeros(days)
    for day in range(1, days):
        gap[day] = 0 if flare[day - 1] else gap[day - 1] + 1
    return {"stress": stress, "sleep": sleep}, flare, gap


def logistic_root(flare, covariates, penalty):
    """Where the score of the likelihood, or of Firth's, is 0; by a general solver."""
    table = np.column_stack([np.ones(len(flare)), *covariates.values()])

    def score(b):
        p = 1 / (1 + np.exp(-table @ b))
        weights = p * (1 - p)
        information = table.T @ (table * weights[:, None])
        leverage = np.einsum("ij,jk,ik->i", table, np.linalg.inv(information), table) * weights
        return table.T @ (flare - p + (penalty == "firth") * leverage * (0.5 - p))

    at = root(score, np.zeros(table.shape[1]), tol=1e-13).x
    p = 1 / (1 + np.exp(-table @ at))
    return at, np.sqrt(np.diag(np.linalg.inv(table.T @ (table * (p * (1 - p))[:, None]))))


@quick
@given(seeds, st.sampled_from(["none", "firth"]))
def test_the_logistic_fit_is_the_root_of_its_score(seed, penalty):
    covariates, flare, _ = diary(seed)
    fit = flare_logistic(flare, covariates, penalty=penalty)
    at, errors = logistic_root(flare, covariates, penalty)
    for found, value, error in zip(fit.coefficients, at, errors, strict=True):
        assert found.estimate == pytest.approx(value, rel=1e-6, abs=1e-7)
        assert found.standard_error == pytest.approx(error, rel=1e-6)


def cox_by_hand(gap, flare, table, b, ties):
    """The partial log-likelihood from its definition."""
    total = 0.0
    for time in np.unique(gap[flare == 1] + 1):
        risk = np.exp(table[(gap < time) & (gap + 1 >= time)] @ b)
        died = table[(gap + 1 == time) & (flare == 1)] @ b
        for place in range(died.size):
            share = place / died.size if ties == "efron" else 0.0
            total += died[place] - math.log(risk.sum() - share * np.exp(died).sum())
    return total


@quick
@given(seeds, st.sampled_from(["efron", "breslow"]))
def test_the_cox_fit_is_the_top_of_its_definition(seed, ties):
    covariates, flare, gap = diary(seed, days=60, base=-1.0)
    fit = cox_regression(gap, gap + 1, flare, covariates, ties=ties, fewest=3)
    table = np.column_stack(list(covariates.values()))
    assert fit.null_log_likelihood == pytest.approx(
        cox_by_hand(gap, flare, table, np.zeros(2), ties)
    )
    best = minimize(lambda b: -cox_by_hand(gap, flare, table, b, ties), np.zeros(2), tol=1e-12)
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-8)
    for found, value in zip(fit.coefficients, best.x, strict=True):
        assert found.estimate == pytest.approx(value, abs=1e-4)


@settings(max_examples=6, deadline=None)
@given(seeds, st.floats(-50, 50), st.sampled_from([1e-4, 1.0, 1e4]))
def test_origin_and_unit_of_a_covariate_change_only_its_unit(seed, shift, unit):
    covariates, flare, gap = diary(seed)
    moved = {"stress": (covariates["stress"] + shift) * unit, "sleep": covariates["sleep"]}
    for fit in (
        lambda given_: cox_regression(gap, gap + 1, flare, given_, limits="profile"),
        lambda given_: flare_logistic(flare, given_),
    ):
        one, other = fit(covariates).coefficient("stress"), fit(moved).coefficient("stress")
        assert other.estimate * unit == pytest.approx(one.estimate, rel=1e-5, abs=1e-6)
        assert other.lower * unit == pytest.approx(one.lower, rel=1e-4, abs=1e-5)
        assert other.p == pytest.approx(one.p, rel=1e-4, abs=1e-9)


def test_one_stratum_a_person_is_each_persons_own_hazard():
    first, second = diary(1), diary(2)
    both = [np.concatenate([first[2], second[2]]), np.concatenate([first[1], second[1]])]
    covariates = {n: np.concatenate([first[0][n], second[0][n]]) for n in first[0]}
    who = np.repeat(["a", "b"], 150)
    fit = cox_regression(both[0], both[0] + 1, both[1], covariates, strata=who)
    alone = [cox_regression(d[2], d[2] + 1, d[1], d[0]) for d in (first, second)]
    total = sum(one.null_log_likelihood for one in alone)
    assert fit.null_log_likelihood == pytest.approx(total)


def test_firth_stays_finite_where_flares_follow_stress_always():
    stress = np.r_[np.zeros(30), np.ones(15)]
    flare = stress.astype(int)
    plain = flare_logistic(flare, {"stress": stress}, penalty="none")
    assert isinstance(plain, NotEstimable)
    assert "Firth" in str(plain)
    fit = flare_logistic(flare, {"stress": stress})
    expected = math.log(15.5 / 0.5) - math.log(0.5 / 30.5)
    assert fit.coefficient("stress").estimate == pytest.approx(expected, rel=1e-6)


def test_few_flares_answer_nothing_and_somewhat_more_are_warned_of():
    covariates, _, gap = diary(3)
    for onsets in (0, 9):
        flare = np.zeros(150)
        flare[::15][:onsets] = 1
        for found in (
            flare_logistic(flare, covariates),
            cox_regression(gap, gap + 1, flare, covariates),
        ):
            assert isinstance(found, NotEstimable)
            assert f"{onsets} flares began" in str(found)
    flare = np.zeros(150)
    flare[::7] = 1
    fit = flare_logistic(flare, covariates)
    assert isinstance(fit, Regression)
    assert "22 onsets" in fit.warnings[0]
    assert isinstance(flare_logistic(np.ones(150), covariates), NotEstimable)


def test_days_with_something_missing_are_left_out_and_counted():
    covariates, flare, _ = diary(4)
    covariates["stress"][5:9] = np.nan
    fit = flare_logistic(flare, covariates)
    assert fit.rows == 146
    assert any(one.startswith("4 days were left out") for one in fit.warnings)


def test_what_does_not_vary_is_not_estimable():
    _, flare, gap = diary(5)
    for found in (
        flare_logistic(flare, {"same": np.ones(150)}),
        cox_regression(gap, gap + 1, flare, {"same": np.ones(150)}),
    ):
        assert isinstance(found, NotEstimable)
        assert "do not vary" in str(found)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: flare_logistic([0, 1], {}),
        lambda: flare_logistic([0, 1, 2], {"x": [1, 2, 3]}),
        lambda: flare_logistic([0, 1], {"x": [1, 2, 3]}),
        lambda: flare_logistic([0, 1] * 20, {"x": list(range(40))}, level=2.0),
        lambda: cox_regression([1, 1], [1, 2], [0, 1], {"x": [1, 2]}),
        lambda: cox_regression([0, 1], [1, 2, 3], [0, 1], {"x": [1, 2]}),
        lambda: flare_logistic(diary(1)[1], diary(1)[0]).coefficient("none such"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(wrong):
    with pytest.raises(InvalidInput, match=r"\.$"):
        wrong()


@pytest.mark.parametrize("analyse", ["cox", "logistic"])
def test_size_and_coverage_in_a_small_simulation(analyse):
    covered, significant, studies = 0, 0, 150
    for seed in range(studies):
        covariates, flare, gap = diary(seed, days=90, effect=0.0, base=-1.0)
        only = {"stress": covariates["stress"]}
        fit = (
            cox_regression(gap, gap + 1, flare, only, limits="profile")
            if analyse == "cox"
            else flare_logistic(flare, only, limits="profile")
        )
        found = fit.coefficient("stress")
        covered += found.lower <= 0.0 <= found.upper
        significant += found.p <= 0.05
    margin = 3 * math.sqrt(0.05 * 0.95 / studies)
    assert significant / studies <= 0.05 + margin
    assert covered / studies >= 0.95 - margin
