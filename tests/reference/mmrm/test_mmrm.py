"""MMRM against R's mmrm (0.3.16, tight optimum) and SAS PROC MIXED, number by number."""

from __future__ import annotations

import csv
from functools import cache
from itertools import groupby
from pathlib import Path

import pandas as pd
import pytest

from remit.stats.mmrm.fit import mmrm

HERE = Path(__file__).parent
METHODS = {
    "KR-Linear": ("Kenward-Roger-Linear", "none"),
    "Kenward-Roger": ("Kenward-Roger", "none"),
    "KR": ("Kenward-Roger", "none"),
    "Satterthwaite": ("Satterthwaite", "none"),
    "Between-Within": ("between-within", "none"),
    # R's mmrm joins the residual degrees of freedom to the empirical sandwich.
    "Residual": ("residual", "empirical"),
}
FORMULA = "FEV1 ~ RACE + SEX + ARMCD*AVISIT"
SAS = {"UN": "us", "AR(1)": "ar1", "ARH(1)": "ar1h", "CS": "cs", "CSH": "csh", "TOEP": "toep",
       "TOEPH": "toeph", "ANTE(1)": "adh"}  # fmt: skip


def table(name):
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def kinds():
    return [(one["cov"], one["est"], one["method"]) for one in table("fev_mmrm_fit.csv")]


def of(name, kind):
    return [one for one in table(name) if (one["cov"], one["est"], one["method"]) == kind]


@cache
def fev(path):
    frame = pd.read_csv(path)
    frame["SEX"] = pd.Categorical(frame["SEX"], ["Male", "Female"])
    return frame


@cache
def fitted(path, kind):
    method, robust = METHODS[kind[2]]
    return mmrm(
        fev(path), FORMULA, person="USUBJID", visit="AVISIT", structure=kind[0],
        likelihood=kind[1], method=method, robust=robust,
    )  # fmt: skip


def near(found, expected, scale=None):
    """Within 1e-6, relative; an estimate near 0 within 1e-6 of its standard error."""
    return found == pytest.approx(float(expected), rel=1e-6, abs=1e-6 * (scale or 0.0))


@pytest.mark.parametrize("kind", kinds(), ids=" ".join)
def test_every_coefficient(reference_file, kind):
    found = fitted(reference_file("trials/fev_data.csv"), kind)
    rows = of("fev_mmrm_coefficients.csv", kind)
    assert len(rows) == len(found.coefficients) == 11
    for row, one in zip(rows, found.coefficients, strict=True):
        assert near(one.estimate, row["Estimate"], one.standard_error), row["term"]
        assert near(one.standard_error, row["Std. Error"])
        assert one.df == pytest.approx(float(row["df"]), rel=1e-4)
        assert one.p == pytest.approx(float(row["Pr(>|t|)"]), rel=1e-4)


@pytest.mark.parametrize("kind", kinds(), ids=" ".join)
def test_fit_and_covariance(reference_file, kind):
    found = fitted(reference_file("trials/fev_data.csv"), kind)
    (row,) = of("fev_mmrm_fit.csv", kind)
    # Never below the stored optimum.
    assert found.log_likelihood >= float(row["logLik"]) - 1e-7
    assert near(found.log_likelihood, row["logLik"])
    assert near(found.aic, row["AIC"])
    assert near(found.bic, row["BIC"])
    assert (found.n, found.people) == (int(row["n_obs"]), int(row["n_subjects"]))
    for one in of("fev_mmrm_covariance.csv", kind):
        at = found.visits.index(one["row"]), found.visits.index(one["col"])
        # The deviance is flat here: R's optimum leaves about 1e-5 in a covariance.
        assert found.covariance[0][at] == pytest.approx(float(one["value"]), rel=5e-5)


@pytest.mark.parametrize("kind", kinds(), ids=" ".join)
def test_means_differences_and_joint_test(reference_file, kind):
    found = fitted(reference_file("trials/fev_data.csv"), kind)
    for row in of("fev_mmrm_lsmeans.csv", kind):
        one = found.mean({"ARMCD": row["ARMCD"], "AVISIT": row["AVISIT"]})
        assert near(one.estimate, row["emmean"])
        assert near(one.standard_error, row["SE"])
        assert one.df == pytest.approx(float(row["df"]), rel=1e-4)
        assert one.lower == pytest.approx(float(row["lower.CL"]), rel=1e-5)
    for row in of("fev_mmrm_contrasts.csv", kind):
        visit = {"AVISIT": row["AVISIT"]}
        one = found.difference({"ARMCD": "TRT", **visit}, {"ARMCD": "PBO", **visit})
        assert near(one.estimate, row["estimate"])
        assert near(one.standard_error, row["SE"])
        assert one.df == pytest.approx(float(row["df"]), rel=1e-4)
        assert one.p == pytest.approx(float(row["p.value"]), rel=1e-4)
    (row,) = of("fev_mmrm_interaction_test.csv", kind)
    joint = found.test("ARMCD:AVISIT")
    assert joint.numerator_df == int(row["num_df"])
    assert joint.df == pytest.approx(float(row["denom_df"]), rel=1e-4)
    assert joint.f == pytest.approx(float(row["F"]), rel=1e-6)
    assert joint.p == pytest.approx(float(row["p"]), rel=1e-4)


@pytest.mark.parametrize("row", table("sas_proc_mixed_fev_armcd.csv"),
                         ids=lambda one: f"{one['sas_type']} {one['ddfm']}")  # fmt: skip
def test_sas(reference_file, row):
    found = mmrm(
        fev(reference_file("trials/fev_data.csv")), "FEV1 ~ ARMCD", person="USUBJID",
        visit="AVISIT", structure=SAS[row["sas_type"]],
        method="Kenward-Roger-Linear" if "LINEAR" in row["ddfm"] else "Kenward-Roger-SAS",
    ).coefficient("ARMCD[T.TRT]")  # fmt: skip
    assert found.estimate == pytest.approx(float(row["estimate"]), rel=1e-3)
    assert found.standard_error == pytest.approx(float(row["SE"]), rel=1e-3)
    assert found.df == pytest.approx(float(row["df"]), rel=1e-3)


FRAMES = {
    "antidepressant": ("trials/antidepressant_hamd17.csv", "PATIENT", "VISIT"),
    "bench_mmrm_n200": ("trials/bench_mmrm_n200.csv", "id", "visit"),
    "bench_mmrm_n2000": ("trials/bench_mmrm_n2000.csv", "id", "visit"),
}
MODELS = [
    (key, list(rows))
    for key, rows in groupby(
        [one for one in table("trials.csv") if one["dataset"] in FRAMES],
        key=lambda one: (one["dataset"], one["analysis"]),
    )
]


def quantity(found, words, dataset):
    """The number that a row of the table names."""
    if words == "logLik":
        return found.log_likelihood
    *_, name = words.split()
    attribute = {
        "estimate": "estimate", "emmean": "estimate", "SE": "standard_error", "df": "df",
        "lower.CL": "lower", "upper.CL": "upper", "t.ratio": "t", "p.value": "p",
    }[name]  # fmt: skip
    visit = words.split("visit ")[1].split()[0]
    if dataset != "antidepressant":
        cells = [{"arm": arm, "visit": visit} for arm in ("1", "0")]
        return getattr(found.difference(*cells), attribute)
    if words.startswith("LSmean"):
        arm = words.split()[3]
        return getattr(found.mean({"THERAPY": arm, "VISIT": visit}), attribute)
    cells = [{"THERAPY": arm, "VISIT": visit} for arm in ("DRUG", "PLACEBO")]
    return getattr(found.difference(*cells), attribute)


@pytest.mark.parametrize(("key", "rows"), MODELS, ids=[" ".join(key) for key, _ in MODELS])
def test_other_trials(reference_file, key, rows):
    dataset, analysis = key
    file, person, visit = FRAMES[dataset]
    frame = pd.read_csv(reference_file(file))
    for column in {visit, "arm"} & set(frame):
        frame[column] = frame[column].astype(str)
    formula = analysis.removeprefix("MMRM ").split(", us")[0]
    method = METHODS[analysis.rsplit(", ", 1)[1]][0]
    found = mmrm(frame, formula, person=person, visit=visit, method=method)
    for row in rows:
        value = quantity(found, row["quantity"], dataset)
        rel = 1e-4 if row["quantity"].endswith((" df", "p.value")) else 1e-6
        assert value == pytest.approx(float(row["value"]), rel=rel, abs=2e-6), row["quantity"]


def test_acupuncture_for_headache(reference_file):
    wide = pd.read_csv(reference_file("trials/acupuncture_headache_2004.csv"))
    long = wide.melt(["id", "group", "pk1"], ["pk2", "pk5"], "visit", "y")
    long["visit"] = long["visit"].map({"pk2": "M3", "pk5": "M12"})
    long["visit"] = pd.Categorical(long["visit"], ["M3", "M12"])
    long["group"] = long["group"].astype(str)
    found = mmrm(
        long, "y ~ group*visit + pk1*visit", person="id", visit="visit", method="Kenward-Roger"
    )
    for row in table("trials.csv"):
        if row["dataset"] != "acupuncture_2004":
            continue
        if row["quantity"] == "logLik":
            assert near(found.log_likelihood, row["value"])
            continue
        visit, name = row["quantity"].split()
        one = found.difference({"group": "1", "visit": visit}, {"group": "0", "visit": visit})
        value = {"estimate": one.estimate, "SE": one.standard_error, "df": one.df,
                 "lower.CL": one.lower, "upper.CL": one.upper, "t.ratio": one.t,
                 "p.value": one.p}[name]  # fmt: skip
        assert value == pytest.approx(
            float(row["value"]), rel=1e-4 if name in ("df", "p.value") else 1e-6
        )
