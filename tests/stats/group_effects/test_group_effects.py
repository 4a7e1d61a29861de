"""People treated in groups: classical answers, the definition, size, and reasons."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from scipy.stats import multivariate_normal, ttest_ind

from remit.errors import InvalidInput
from remit.stats.ancova import ancova
from remit.stats.group_effects.fit import group_effects
from remit.stats.group_effects.likelihood import point, strata_of
from remit.stats.not_estimable import NotEstimable


def workshops(seed, groups=6, size=8, likeness=0.1):
    """A workshop arm in groups, and as many people alone."""
    random = np.random.default_rng(seed)
    number = groups * size
    group = np.repeat([f"W{one}" for one in range(groups)], size)
    before = random.normal(6.0, 1.5, 2 * number)
    error = random.normal(size=2 * number)
    error[:number] *= math.sqrt(1 - likeness)
    error[:number] += np.repeat(random.normal(size=groups), size) * math.sqrt(likeness)
    return {
        "arm": ["MBM"] * number + ["usual"] * number,
        "group": [*group, *[None] * number],
        "before": before,
        "pain": 0.5 * before + error,
    }


def fit(rows, formula="pain ~ arm + before", **more):
    return group_effects(rows, formula, group="group", **more)


def test_clusters_of_one_size_are_the_t_test_of_their_means():
    """Balanced, no covariate: both methods are the t test of the cluster means, exactly."""
    random = np.random.default_rng(3)
    means, arms = random.normal(size=10), np.repeat(["a", "b"], 5)
    y = np.repeat(means, 6) + 0.4 * random.normal(size=60)
    rows = {"y": y, "arm": np.repeat(arms, 6), "group": np.repeat(np.arange(10), 6)}
    own = y.reshape(10, 6).mean(axis=1)
    expected = ttest_ind(own[5:], own[:5])
    for method in ("Kenward-Roger", "Satterthwaite"):
        one = group_effects(rows, "y ~ arm", group="group", method=method).coefficient("arm[T.b]")
        assert one.t == pytest.approx(expected.statistic, rel=1e-6)
        assert one.df == pytest.approx(8.0, rel=1e-5)
        assert one.p == pytest.approx(expected.pvalue, rel=1e-5)


def test_the_likelihood_is_that_of_the_normal_distribution():
    rows = workshops(5, groups=3, size=4)
    found = fit(rows, variances_by="arm")
    told = {(one.kind, one.arm): one.estimate for one in found.variances}
    number = len(rows["pain"])
    x = np.column_stack([np.ones(number), np.array(rows["arm"]) == "usual", rows["before"]])
    covariance = np.diag([told["people", one] for one in rows["arm"]])
    for one in range(3):
        at = np.array([name == f"W{one}" for name in rows["group"]])
        covariance += told["groups", "MBM"] * np.outer(at, at)
    beta = np.array([one.estimate for one in found.coefficients])
    full = multivariate_normal(x @ beta, covariance).logpdf(rows["pain"])
    information = x.T @ np.linalg.solve(covariance, x)
    restricted = full - 0.5 * np.linalg.slogdet(information)[1] + 1.5 * math.log(2 * math.pi)
    assert found.log_likelihood == pytest.approx(restricted, rel=1e-10)


def test_derivatives_are_those_of_the_deviance():
    rows = workshops(6, groups=4, size=5)
    number = len(rows["pain"])
    arm = (np.array(rows["arm"]) == "MBM").astype(np.int64)
    table = np.column_stack([np.ones(number), arm, rows["before"], rows["pain"]])
    group = np.where(arm == 1, np.arange(number) // 5, -1)
    strata = strata_of(table, group, arm, np.full(number, 2))
    at = np.array([1.1, 0.8, 0.3])
    here = point(strata, at)
    slope = approx_fprime(at, lambda one: point(strata, one).deviance, 1e-7)
    np.testing.assert_allclose(here.gradient, slope, rtol=1e-4, atol=1e-3)
    for number in range(3):
        bent = approx_fprime(at, lambda one, k=number: point(strata, one).gradient[k], 1e-7)
        np.testing.assert_allclose(here.observed[number], bent, rtol=1e-3, atol=1e-2)


def test_groups_whose_people_are_less_alike_than_by_chance():
    rows = workshops(7, likeness=0.0)
    number = 48
    rows["pain"][:number] -= np.repeat(rows["pain"][:number].reshape(6, 8).mean(axis=1), 8)
    found = fit(rows, variances_by="arm")
    assert found.likeness("MBM") < 0.0
    assert "less alike than by chance" in found.summary()


@pytest.mark.parametrize("likeness", [0.0, 0.2])
def test_six_groups_keep_the_level_and_forgetting_them_does_not(likeness):
    small = naive = 0
    trials = 300
    for seed in range(trials):
        rows = workshops(10_000 + seed, likeness=likeness)
        small += fit(rows, variances_by="arm").coefficient("arm[T.usual]").p <= 0.05
        plain = ancova(rows, "pain ~ arm + before", variance="classical")
        naive += plain.coefficient("arm[T.usual]").p <= 0.05
    assert abs(small / trials - 0.05) < 3.5 * math.sqrt(0.05 * 0.95 / trials)
    if likeness:
        assert naive / trials > 0.08


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: rows | {"group": [one and "W" for one in rows["group"]]}, "1 groups cannot"),
        (
            lambda rows: rows | {"group": [one and f"{n}" for n, one in enumerate(rows["group"])]},
            "one person alone",
        ),
        (lambda rows: rows | {"pain": np.ones(96)}, "the same in every row"),
    ],
)
def test_what_has_no_answer_says_why(change, why):
    found = fit(change(workshops(8)))
    assert isinstance(found, NotEstimable)
    assert why in found.reason


def test_what_cannot_be_read_is_refused():
    rows = workshops(9)
    mixed = rows | {"arm": ["MBM", "usual"] * 48}
    for given, more in (
        (rows | {"group": [""] * 96}, {}),
        (rows, {"method": "z"}),
        (rows, {"level": 2.0}),
        (mixed, {"variances_by": "arm"}),
    ):
        with pytest.raises(InvalidInput):
            fit(given, **more)
    with pytest.raises(InvalidInput, match="no column"):
        group_effects(rows, "pain ~ arm", group="nothing")
    with pytest.raises(InvalidInput, match="no groups in"):
        fit(rows, variances_by="arm").likeness("usual")


@pytest.mark.parametrize("seed", range(60))
def test_no_small_trial_breaks_it(seed):
    random = np.random.default_rng(seed)
    rows = workshops(seed, groups=int(random.integers(3, 5)), size=int(random.integers(1, 4)))
    rows["pain"][random.random(len(rows["pain"])) < 0.3] = np.nan
    try:
        found = fit(rows, variances_by=str(random.choice(["arm", ""])) or None)
    except InvalidInput:
        return
    if isinstance(found, NotEstimable):
        return
    for one in found.coefficients:
        assert math.isfinite(one.estimate)
        assert one.standard_error > 0.0
        assert 0.0 <= one.p <= 1.0
