"""The mixed model: classical answers where they exist, the definition elsewhere, reasons else."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f_oneway, multivariate_normal, t, ttest_rel

from remit.errors import InvalidInput
from remit.stats.mmrm.fit import mmrm
from remit.stats.mmrm.structures import NAMES
from remit.stats.not_estimable import NotEstimable
from remit.stats.small_samples import METHODS


def trial(seed, people=60, visits=4, effect=0.0, missing=0.15):
    """A row a person and visit; visits are lost from some day on, or here and there."""
    random = np.random.default_rng(seed)
    low = np.linalg.cholesky(0.5 + 0.5 * np.eye(visits))
    arm = np.arange(people) % 2
    base = random.normal(5.0, 1.0, people)
    y = base[:, None] * 0.6 + (low @ random.normal(size=(visits, people))).T
    y += effect * arm[:, None] * np.arange(visits) / (visits - 1)
    gone = random.random((people, visits)) < missing
    gone[:, 0] = False
    y[gone] = np.nan
    return pd.DataFrame(
        {
            "id": np.repeat(np.arange(people), visits),
            "arm": np.repeat(np.where(arm == 1, "MBM", "usual"), visits),
            "base": np.repeat(base, visits),
            "visit": np.tile([f"v{one}" for one in range(visits)], people),
            "pain": y.ravel(),
        }
    )


def fit(frame, formula="pain ~ arm*visit + base*visit", **more):
    return mmrm(frame, formula, person="id", visit="visit", **more)


# -------------------------------------------------------------------- classical answers


def test_two_visits_are_the_paired_t_test():
    random = np.random.default_rng(1)
    one, two = random.normal(size=(2, 12))
    frame = pd.DataFrame(
        {"id": [*range(12)] * 2, "visit": ["a"] * 12 + ["b"] * 12, "y": [*one, *two]}
    )
    found = fit(frame, "y ~ visit").coefficient("visit[T.b]")
    paired = ttest_rel(two, one)
    assert found.t == pytest.approx(paired.statistic, rel=1e-8)
    assert found.df == pytest.approx(11, rel=1e-8)
    assert found.p == pytest.approx(paired.pvalue, rel=1e-7)


def test_balanced_compound_symmetry_is_the_analysis_of_variance():
    random = np.random.default_rng(2)
    y = random.normal(size=(15, 4)) + random.normal(size=(15, 1)) + [0.0, 0.2, 0.5, 0.9]
    frame = pd.DataFrame(
        {"id": np.repeat(range(15), 4), "visit": np.tile(list("abcd"), 15), "y": y.ravel()}
    )
    found = fit(frame, "y ~ visit", structure="cs").test("visit")
    left = y - y.mean(axis=0) - y.mean(axis=1, keepdims=True) + y.mean()
    f = 15 * y.mean(axis=0).var(ddof=1) / ((left**2).sum() / (14 * 3))
    assert found.f == pytest.approx(f, rel=1e-8)
    assert found.df == pytest.approx(42, rel=1e-8)
    assert found.numerator_df == 3


def test_one_visit_is_the_analysis_of_variance_of_the_arms():
    frame = trial(3, visits=2)
    frame = frame[frame["visit"] == "v0"]
    found = fit(frame, "pain ~ arm").test("arm")
    groups = [own["pain"] for _, own in frame.groupby("arm")]
    assert found.f == pytest.approx(f_oneway(*groups).statistic, rel=1e-8)
    assert found.df == pytest.approx(58, rel=1e-8)


def test_the_likelihood_is_that_of_the_normal_distribution():
    frame = trial(4, people=20)
    found = fit(frame, likelihood="ML", method="Satterthwaite")
    beta = np.array([one.estimate for one in found.coefficients])
    design = found.fitted.design
    total = 0.0
    kept = design.frame.assign(row=np.arange(len(design.frame)))
    for _, own in kept.groupby("id"):
        at = [found.visits.index(one) for one in own["visit"]]
        rows = own["row"].to_numpy()
        total += multivariate_normal(
            design.table[rows] @ beta, found.covariance[0][np.ix_(at, at)]
        ).logpdf(design.outcome[rows])
    assert found.log_likelihood == pytest.approx(total, rel=1e-10)


# ------------------------------------------------------------------------- invariances


def test_units_order_and_names_do_not_matter():
    frame = trial(5)
    one = fit(frame)
    moved = frame.sample(frac=1.0, random_state=3).assign(
        pain=lambda rows: 10 * rows["pain"] + 3, id=lambda rows: "p" + rows["id"].astype(str)
    )
    other = fit(moved)
    cells = {"arm": "MBM", "visit": "v3"}, {"arm": "usual", "visit": "v3"}
    a, b = one.difference(*cells), other.difference(*cells)
    assert b.estimate == pytest.approx(10 * a.estimate, rel=1e-6)
    assert b.standard_error == pytest.approx(10 * a.standard_error, rel=1e-6)
    assert (b.df, b.p) == pytest.approx((a.df, a.p), rel=1e-5)


def test_another_reference_level_gives_the_same_means():
    frame = trial(6)
    other = frame.assign(arm=pd.Categorical(frame["arm"], ["usual", "MBM"]))
    cell = {"arm": "MBM", "visit": "v2"}
    assert fit(frame).mean(cell).estimate == pytest.approx(fit(other).mean(cell).estimate)
    assert fit(frame).test("arm:visit").f == pytest.approx(fit(other).test("arm:visit").f)


@pytest.mark.parametrize("structure", NAMES)
@pytest.mark.parametrize("method", METHODS)
def test_every_structure_with_every_method_gives_numbers(structure, method):
    found = fit(trial(7, people=80), structure=structure, method=method)
    one = found.difference({"arm": "MBM", "visit": "v3"}, {"arm": "usual", "visit": "v3"})
    assert 0.0 < one.standard_error < 2.0
    assert 10 < one.df <= 300
    assert one.lower < one.estimate < one.upper
    joint = found.test("arm:visit")
    assert 0.0 <= joint.p <= 1.0


def test_weights_count_as_rows_of_less_error():
    frame = trial(8, people=30, visits=2, missing=0.0).query("visit == 'v0'")
    doubled = frame.assign(weight=1.0 + (frame["id"] < 10))
    found = fit(doubled, "pain ~ arm", weight="weight", method="residual")
    design = np.column_stack([np.ones(30), (frame["arm"] == "usual").astype(float)])
    w = doubled["weight"].to_numpy()
    best = np.linalg.solve(design.T @ (design * w[:, None]), design.T @ (w * frame["pain"]))
    assert [one.estimate for one in found.coefficients] == pytest.approx(best.tolist())


def test_groups_have_covariances_of_their_own():
    frame = trial(9, people=120)
    frame.loc[frame["arm"] == "MBM", "pain"] *= 3.0
    found = fit(frame, "pain ~ arm*visit", group="arm", structure="cs")
    assert len(found.covariance) == 2
    ratio = found.covariance[0][0, 0] / found.covariance[1][0, 0]
    assert found.groups == ("MBM", "usual")
    assert 5 < ratio < 16
    alone = fit(frame[frame["arm"] == "MBM"], "pain ~ visit", structure="cs")
    assert found.covariance[0] == pytest.approx(alone.covariance[0], rel=1e-4)


def test_sandwiches_by_their_definition():
    frame = trial(10, people=24)
    found = fit(frame, robust="empirical", method="residual", structure="ar1")
    reduced = fit(frame, robust="bias-reduced", method="residual", structure="ar1")
    design = found.fitted.design
    plain = found.fitted.inference.plain
    beta = found.fitted.inference.coefficients
    meat = np.zeros_like(plain)
    meat_2 = np.zeros_like(plain)
    kept = design.frame.assign(row=np.arange(len(design.frame)))
    for _, own in kept.groupby("id"):
        at = [found.visits.index(one) for one in own["visit"]]
        x = design.table[own["row"]]
        left = design.outcome[own["row"]] - x @ beta
        v = found.covariance[0][np.ix_(at, at)]
        score = x.T @ np.linalg.solve(v, left)
        meat += np.outer(score, score)
        root = np.linalg.cholesky(v)
        b = np.linalg.solve(root, (v - x @ plain @ x.T)) @ np.linalg.inv(root).T
        values, vectors = np.linalg.eigh(b)
        half = vectors @ np.diag(values**-0.5) @ vectors.T
        score = x.T @ np.linalg.solve(v, root @ half @ np.linalg.solve(root, left))
        meat_2 += np.outer(score, score)
    assert found.fitted.inference.adjusted == pytest.approx(plain @ meat @ plain, rel=1e-8)
    assert reduced.fitted.inference.adjusted == pytest.approx(plain @ meat_2 @ plain, rel=1e-6)


# ------------------------------------------------------------------------------- means


def test_means_weigh_levels_alike_or_as_frequent():
    frame = trial(11, people=30, visits=2, missing=0.0)
    frame["site"] = np.where(frame["id"] % 5 == 0, "north", "south")
    found = fit(frame, "pain ~ arm*visit + site")
    beta = {one.name: one.estimate for one in found.coefficients}
    cell = {"arm": "MBM", "visit": "v0"}
    south = beta["site[T.south]"]
    assert found.mean(cell).estimate == pytest.approx(beta["Intercept"] + 0.5 * south)
    # The intercept is the mean of the reference cell; 24 of 30 people are in the south.
    proportional = found.mean(cell, weights="proportional").estimate
    assert proportional == pytest.approx(beta["Intercept"] + 0.8 * south)
    assert found.mean({**cell, "site": "south"}).estimate == pytest.approx(
        beta["Intercept"] + south
    )


def test_numbers_stand_at_their_mean_or_where_they_are_put():
    frame = trial(12)
    found = fit(frame, "pain ~ arm*visit + base")
    cell = {"arm": "MBM", "visit": "v1"}
    slope = found.coefficient("base").estimate
    mean = found.fitted.design.frame["base"].mean()
    at_0 = found.mean({**cell, "base": 0.0}).estimate
    assert found.mean(cell).estimate == pytest.approx(at_0 + slope * mean)


def test_contrasts_by_name_and_the_standardised_effect():
    found = fit(trial(13, effect=1.0))
    one = found.contrast("at v3", {"arm[T.usual]": -1.0, "arm[T.usual]:visit[T.v3]": -1.0})
    cells = {"arm": "MBM", "visit": "v3"}, {"arm": "usual", "visit": "v3"}
    other = found.difference(*cells)
    assert one.estimate == pytest.approx(other.estimate)
    size = found.standardised(other, "v3")
    assert size == pytest.approx(other.estimate / math.sqrt(found.covariance[0][3, 3]))
    joint = found.joint("both", [{"arm[T.usual]": 1.0}])
    assert joint.f == pytest.approx(found.coefficient("arm[T.usual]").t ** 2)


# ---------------------------------------------------------------------- what cannot be


def test_the_ladder_says_what_was_tried_and_why_it_failed():
    frame = trial(14, people=5, visits=8, missing=0.5)
    found = fit(frame, "pain ~ visit", structure=("us", "ar1h", "ar1"))
    assert not isinstance(found, NotEstimable)
    assert found.ladder[0].structure == "us"
    assert found.ladder[0].failed
    assert found.structure == found.ladder[-1].structure
    assert not found.ladder[-1].failed
    assert "Tried before, and failed: unstructured" in found.summary()


def test_a_ladder_without_end_is_not_estimable_with_advice():
    frame = trial(14, people=5, visits=8, missing=0.5)
    found = fit(frame, "pain ~ visit", structure="us")
    assert isinstance(found, NotEstimable)
    assert "choose fewer covariance parameters" in found.reason or "singular" in found.reason


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: rows.assign(pain=4.0), "the same in every row"),
        (lambda rows: rows[rows["id"] == 0], "one person alone"),
        (lambda rows: rows.assign(pain=rows["base"] * 2), "leaves no error"),
        (lambda rows: rows[rows["id"] < 2].dropna().head(2), None),
    ],
)
def test_what_has_no_answer_says_why(change, why):
    frame = change(trial(15, visits=2, missing=0.0))
    try:
        found = fit(frame, "pain ~ base" if why == "leaves no error" else "pain ~ visit")
    except InvalidInput:
        assert why is None
        return
    assert isinstance(found, NotEstimable)
    assert why is None or why in found.reason


def test_rows_with_something_missing_are_counted_and_people_without_any_too():
    frame = trial(16)
    frame.loc[frame["id"] == 3, "pain"] = np.nan
    found = fit(frame)
    assert found.people == 59
    assert found.left_out == int(frame["pain"].isna().sum())
    assert f"{found.left_out} rows left out" in found.summary()


@pytest.mark.parametrize(
    ("change", "formula", "more", "said"),
    [
        (lambda rows: pd.concat([rows, rows.head(1)]), None, {}, "has a visit twice"),
        (lambda rows: rows.assign(arm="MBM"), None, {}, "one level alone"),
        (lambda rows: rows.assign(twice=rows["base"]), "pain ~ base + twice + visit", {}, "twice"),
        (lambda rows: rows, "pain ~ nothing", {}, "cannot be applied"),
        (lambda rows: rows, "pain ~ visit", {"structure": "banded"}, "structure is one of"),
        (lambda rows: rows, "pain ~ visit", {"method": "z"}, "method is one of"),
        (lambda rows: rows, "pain ~ visit", {"likelihood": "ML"}, "Kenward-Roger is for REML"),
        (lambda rows: rows, "pain ~ visit", {"level": 1.0}, "level"),
        (lambda rows: rows, "pain ~ visit", {"robust": "yes"}, "robust is one of"),
        (lambda rows: rows.assign(w=0.0), "pain ~ visit", {"weight": "w"}, "Weights"),
        (lambda rows: rows.assign(g=rows["visit"]), "pain ~ visit", {"group": "g"}, "two groups"),
        (lambda rows: rows.drop(columns="id"), "pain ~ visit", {}, "no column 'id'"),
        (lambda rows: rows.assign(pain=np.nan), "pain ~ visit", {}, "No row|cannot be applied"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(change, formula, more, said):
    with pytest.raises(InvalidInput, match=said):
        fit(change(trial(17)), formula or "pain ~ arm*visit + base", **more)


def test_cells_and_terms_that_are_not_there_are_named():
    found = fit(trial(18))
    for call in (
        lambda: found.mean({"arm": "other", "visit": "v0"}),
        lambda: found.mean({"colour": "red"}),
        lambda: found.test("base:arm"),
        lambda: found.coefficient("x"),
        lambda: found.contrast("nothing", {"base": 0.0}),
        lambda: found.difference({"arm": "MBM"}, {"arm": "MBM"}),
        lambda: found.standardised(found.coefficients[0], "v9"),
        lambda: found.joint("twice", [{"base": 1.0}, {"base": 2.0}]),
    ):
        with pytest.raises(InvalidInput):
            call()


def test_many_visits_and_few_people():
    frame = trial(19, people=40, visits=50, missing=0.3)
    found = fit(frame, "pain ~ arm + visit", structure="ar1")
    assert len(found.visits) == 50
    two = fit(trial(20, people=2, visits=3, missing=0.0), "pain ~ 1", structure="cs")
    assert isinstance(two, NotEstimable) or two.people == 2


@pytest.mark.parametrize("seed", range(150))
def test_no_small_trial_breaks_it_or_gives_what_is_no_number(seed):
    """Two to nine people, one to four visits, much of it missing, every structure and method."""
    random = np.random.default_rng(seed)
    frame = trial(
        seed,
        people=int(random.integers(2, 10)),
        visits=int(random.integers(2, 5)),
        missing=float(random.choice([0.0, 0.3, 0.6])),
    )
    if random.random() < 0.3:
        frame["pain"] = frame["pain"].round()
    formula = str(random.choice(["pain ~ visit", "pain ~ arm + visit", "pain ~ arm*visit + base"]))
    try:
        found = fit(
            frame,
            formula,
            structure=str(random.choice(NAMES)),
            method=str(random.choice(METHODS)),
            robust=str(random.choice(["none", "none", "empirical", "bias-reduced"])),
        )
        if isinstance(found, NotEstimable):
            assert found.reason
            return
        told = [*found.coefficients, found.mean({"visit": found.visits[-1]})]
        assert 0.0 <= found.test("visit").p <= 1.0
    except InvalidInput:
        return
    for one in told:
        assert math.isfinite(one.estimate)
        assert one.standard_error > 0.0
        assert one.df > 0.0
        assert one.lower <= one.estimate <= one.upper
        assert 0.0 <= one.p <= 1.0


# ------------------------------------------------------------------------------- size


def test_under_no_effect_p_keeps_its_level_with_few_people():
    small = covered = 0
    for seed in range(200):
        frame = trial(1000 + seed, people=24, visits=3)
        found = fit(frame, "pain ~ arm*visit + base")
        if isinstance(found, NotEstimable):
            continue
        one = found.difference({"arm": "MBM", "visit": "v2"}, {"arm": "usual", "visit": "v2"})
        small += one.p <= 0.05
        covered += one.lower <= 0.0 <= one.upper
        assert one.p == pytest.approx(2 * t.sf(abs(one.t), one.df))
    assert abs(small / 200 - 0.05) < 3.5 * math.sqrt(0.05 * 0.95 / 200)
    assert small + covered == 200
