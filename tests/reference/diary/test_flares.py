"""Flares of one person, and of many, against R's survival 3.5-3 and a second implementation.

expected.csv was computed under R 4.2.2: `coxph` (ties by Efron and Breslow) and `glm` on the
counting-process rows of four people, Firth's logistic, and `clogit` by person.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from tests.reference.conftest import rows_of

from remit.stats.conditional_logistic import conditional_logistic
from remit.stats.flares.cox import cox_regression
from remit.stats.flares.logistic import flare_logistic

EXPECTED = rows_of(Path(__file__).parent / "expected.csv")
PEOPLE = (545, 1765, 2617, 3211)
STRESS = "stress_global_lag1"
ALL = (STRESS, "sleep_hours_lag1", "caff_count_dif_lag1")
FILE = "diary/migraine_n1_4persons.csv"


def expected(model):
    rows = {
        row["term"]: (float(row["est"]), float(row["se"]))
        for row in EXPECTED
        if row["model"] == model
    }
    assert rows
    return rows


def compare(fit, model, rel=1e-6):
    for term, (estimate, error) in expected(model).items():
        found = fit.coefficient(term.replace("(Intercept)", "(intercept)"))
        assert found.estimate == pytest.approx(estimate, rel=rel)
        assert found.standard_error == pytest.approx(error, rel=rel)


@pytest.fixture
def person(reference_data):
    """The rows of one person, or of all."""
    table = reference_data(FILE)

    def of(who=None):
        chosen = slice(None) if who is None else table["id"] == who
        return {name: column[chosen] for name, column in table.items()}

    return of


def cox(rows, names, **more):
    covariates = {name: rows[name] for name in names}
    return cox_regression(rows["t0"], rows["t1"], rows["mig.ind"], covariates, **more)


@pytest.mark.parametrize("who", PEOPLE)
def test_cox_of_one_person(person, who):
    rows = person(who)
    compare(cox(rows, [STRESS]), f"n1cox_efron_{who}")
    compare(cox(rows, [STRESS], ties="breslow"), f"n1cox_breslow_{who}")
    compare(cox(rows, ALL), f"n1cox3_efron_{who}")


def test_the_log_likelihoods_of_the_first_person(person):
    fit = cox(person(545), [STRESS])
    assert (fit.rows, fit.events) == (79, 21)
    assert fit.null_log_likelihood == pytest.approx(-45.906232, rel=1e-7)
    assert fit.log_likelihood == pytest.approx(-41.798553, rel=1e-7)
    assert any("21 onsets" in one for one in fit.warnings)


@pytest.mark.parametrize("who", PEOPLE)
def test_logistic_of_one_person(person, who):
    rows = person(who)
    for name, penalty in ((f"n1logit_{who}", "none"), (f"n1firth_{who}", "firth")):
        fit = flare_logistic(rows["mig.ind"], {STRESS: rows[STRESS]}, penalty=penalty)
        # glm and the penalised fit stop at 1e-8 of the deviance; tests/stats/flares compares with
        # the exact root instead.
        compare(fit, name, rel=2e-5)


def test_pooled_by_person(person):
    rows = person()
    compare(cox(rows, [STRESS], strata=rows["id"]), "n1cox_pooled_stratified")
    exact = conditional_logistic(rows["mig.ind"], {STRESS: rows[STRESS]}, rows["id"])
    compare(exact, "n1_clogit_exact")


def headaches():
    folder = os.environ.get("REMIT_REFERENCE_DATA", "")
    if not folder:
        pytest.skip("REMIT_REFERENCE_DATA names no folder of data sets: see docs/methods/data.md")
    with (Path(folder) / "diary/kostecki_dillon_headache.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([float(row[name]) for row in rows]) for name in ("id", "time", "airq", "h")
    }


def test_headaches_of_133_people_exactly_and_by_the_fast_approximation():
    rows = headaches()
    air = {"airq": rows["airq"]}
    compare(conditional_logistic(rows["h"], air, rows["id"]), "kd_clogit_exact")
    fast = conditional_logistic(rows["h"], air, rows["id"], likelihood="breslow")
    compare(fast, "kd_clogit_breslow")


def test_headaches_with_that_of_the_day_before():
    rows = headaches()
    order = np.lexsort((rows["time"], rows["id"]))
    rows = {name: column[order] for name, column in rows.items()}
    before = np.full(rows["id"].size, np.nan)
    follows = (rows["id"][1:] == rows["id"][:-1]) & (rows["time"][1:] == rows["time"][:-1] + 1)
    before[1:][follows] = rows["h"][:-1][follows]
    fit = conditional_logistic(rows["h"], {"airq": rows["airq"], "hlag": before}, rows["id"])
    compare(fit, "kd_clogit_exact_lag")
