"""Analyses of a trial against R (lm, lme4 with lmerTest and pbkrtest, nlme, polr, rpact)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from remit.stats.adjusted_responders import adjusted_responders
from remit.stats.ancova import ancova
from remit.stats.group_effects.fit import group_effects
from remit.stats.ordered_outcome import ordered_outcome
from remit.stats.responders import fisher, responders, wilson

HERE = Path(__file__).parent


@cache
def stored():
    """Quantity and value of each analysis of each data set."""
    found = {}
    with (HERE / "expected.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["dataset"], row["analysis"]), {})[row["quantity"]] = float(
                row["value"]
            )
    return found


@cache
def peers():
    """What reference.R wrote."""
    found = {}
    with (HERE / "peers.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["model"], {})[row["quantity"]] = float(row["value"])
    return found


@pytest.fixture(scope="module")
def people():
    return pd.read_csv(HERE / "people.csv")


def near(value, rel=1e-6):
    return pytest.approx(value, rel=rel)


# ------------------------------------------------------------- the acupuncture trial (2004)


@pytest.fixture(scope="session")
def acupuncture(reference_file):
    return pd.read_csv(reference_file("trials/acupuncture_headache_2004.csv"))


@pytest.mark.parametrize("covariates", [
    "pk1",
    "pk1 + age + sex + migraine + chronicity",
    "pk1 + age + sex + migraine + chronicity + factor(acupuncturist)",
])  # fmt: skip
def test_ancova_of_the_acupuncture_trial(acupuncture, covariates):
    expected = stored()["acupuncture_2004", f"ANCOVA pk5 ~ group + {covariates}"]
    formula = f"pk5 ~ group + {covariates.replace('factor', 'C')}"
    found = ancova(acupuncture, formula, variance="classical")
    one = found.coefficient("group")
    assert one.estimate == near(expected["group estimate"])
    assert one.standard_error == near(expected["group SE"])
    assert one.lower == near(expected["group lower95"])
    assert one.upper == near(expected["group upper95"])
    assert one.p == near(expected["group p"])
    assert one.df == expected["residual df"]


def test_descriptives_and_responders_of_the_acupuncture_trial(acupuncture):
    for name, value in stored()["acupuncture_2004", "descriptive"].items():
        column, _, arm, what = name.split()
        own = acupuncture.loc[acupuncture["group"] == int(arm), column].dropna()
        assert {"n": len(own), "mean": own.mean(), "sd": own.std()}[what] == near(value)
    expected = stored()["acupuncture_2004", "responder, completers"]
    known = acupuncture.dropna(subset=["pk5"])
    better = 1.0 - known["pk5"] / known["pk1"]
    for share in (30, 35, 50):
        counts = {}
        for arm in (0, 1):
            own = better[known["group"] == arm]
            counts[arm] = (int((own >= share / 100).sum()), len(own))
            assert counts[arm][0] == expected[f"ge{share} group {arm} events"]
            assert counts[arm][1] == expected[f"ge{share} group {arm} n"]
        assert responders(counts[1], counts[0]).lower > 0.0


def test_headache_days_of_the_acupuncture_trial(acupuncture):
    key = "headache days per year (13 x 28-day difference), ANCOVA"
    expected = stored()["acupuncture_2004", key]
    formula = "f5 ~ group + f1 + age + sex + migraine + chronicity + C(acupuncturist)"
    known = acupuncture.dropna(subset=["pk5"])
    one = ancova(known, formula, variance="classical").coefficient("group")
    assert 13 * one.estimate == near(expected["group"])
    assert 13 * one.lower == near(expected["lower95"])
    assert 13 * one.upper == near(expected["upper95"])


# ----------------------------------------------------------------- people treated in groups


@pytest.fixture(scope="session")
def workshops(reference_file):
    return pd.read_csv(reference_file("trials/partially_nested_simulated.csv"))


def test_partially_nested_with_one_variance(workshops):
    expected = stored()[
        "partially_nested",
        "homoscedastic: y ~ t + baseline + (0 + t | cluster), controls as singletons, REML",
    ]
    for method, name in (("Satterthwaite", "Satterthwaite"), ("Kenward-Roger", "KR")):
        found = group_effects(workshops, "y ~ arm + baseline", group="group", method=method)
        one = found.difference({"arm": "MBM"}, {"arm": "USUAL_CARE"})
        error = expected["t SE" if name == "Satterthwaite" else "t SE KR"]
        assert one.estimate == near(expected["t estimate"])
        assert one.standard_error == near(error)
        assert one.df == near(expected[f"t df {name}"], 1e-5)
        assert one.p == near(expected[f"t p {name}"], 1e-5)
        assert [value.estimate for value in found.variances] == [
            near(expected["var residual"]),
            near(expected["var group"], 1e-5),
        ]
        assert found.log_likelihood == near(expected["REML logLik"])
        assert (found.groups, found.alone) == (12, 96)


def test_partially_nested_with_variances_of_each_arm(workshops):
    expected = stored()[
        "partially_nested",
        "heteroscedastic: lme y ~ t + baseline, random = ~0+t|cluster, weights varIdent(arm), REML",
    ]
    found = group_effects(workshops, "y ~ arm + baseline", group="group", variances_by="arm")
    one = found.difference({"arm": "MBM"}, {"arm": "USUAL_CARE"})
    assert one.estimate == near(expected["t estimate"])
    assert found.fitted.inference.plain[1, 1] ** 0.5 == near(expected["t SE"])
    assert found.log_likelihood >= expected["REML logLik"] - 1e-7
    told = {(value.kind, value.arm): value.estimate for value in found.variances}
    # The stored labels of the two are crossed: nlme calls USUAL_CARE the one of ratio 1, 2.4905.
    assert told["people", "USUAL_CARE"] == near(expected["residual var MBM"], 1e-5)
    assert told["people", "MBM"] == near(expected["residual var USUAL_CARE"], 1e-5)
    assert told["groups", "MBM"] == near(expected["var group"], 1e-4)


def test_who_forgets_the_groups(workshops):
    expected = stored()["partially_nested", "naive: lm y ~ t + baseline"]
    naive = ancova(workshops, "y ~ arm + baseline", variance="classical")
    one = naive.difference({"arm": "MBM"}, {"arm": "USUAL_CARE"})
    assert one.estimate == near(expected["t estimate"])
    assert one.standard_error == near(expected["t SE"])
    assert one.p == near(expected["t p"])


@pytest.mark.parametrize(("model", "by"), [("nested", None), ("nested by arm", "arm")])
def test_groups_against_nlme(people, model, by):
    """Where the variance between groups is above 0 both have the same top."""
    expected = peers()[model]
    found = group_effects(people, "after ~ arm + before", group="workshop", variances_by=by)
    one = found.difference({"arm": "MBM"}, {"arm": "usual"})
    assert one.estimate == near(expected["estimate"], 1e-5)
    assert found.fitted.inference.plain[1, 1] ** 0.5 == near(expected["standard_error"], 1e-4)
    assert found.log_likelihood >= expected["log_likelihood"] - 1e-6


# ------------------------------------------------------- shares, categories, robust variances


@pytest.mark.parametrize("variance", ["classical", "HC0", "HC1", "HC2", "HC3"])
def test_robust_variances(people, variance):
    one = ancova(people, "after ~ arm + before", variance=variance).coefficient("arm[T.usual]")
    assert one.estimate == near(peers()["ancova"]["estimate"], 1e-9)
    assert one.standard_error == near(peers()["ancova"][variance], 1e-9)
    assert one.df == 87


def test_standardised_shares(people):
    expected = peers()["responders"]
    found = adjusted_responders(people, "better ~ arm + before", arm="arm")
    for name in ("share", "other_share", "difference", "standard_error"):
        assert getattr(found, name) == near(expected[name], 1e-8)
    counts = [(int(own["better"].sum()), len(own)) for _, own in people.groupby("arm", sort=True)]
    assert fisher(counts[0], counts[1]) == near(expected["fisher"], 1e-9)
    lower, upper = wilson(*counts[1])
    assert (lower, upper) == (near(expected["wilson lower"], 1e-9), near(expected["wilson upper"]))


def test_ordered_categories(people):
    expected = peers()["ordinal"]
    found = ordered_outcome(people, "rating ~ arm + before", arm="arm")
    assert found.log_odds == near(expected["log_odds"], 1e-5)
    assert found.standard_error == near(expected["standard_error"], 1e-4)
    assert found.log_likelihood >= expected["log_likelihood"] - 1e-8
    assert found.win == near(expected["win"], 1e-12)


@pytest.mark.parametrize("counts", ["33,50,5,50", "33,50,10,51", "11,24,0,21"])
def test_counts_of_two_arms(counts):
    a, n, b, m = map(int, counts.split(","))
    found = responders((a, n), (b, m))
    interval = stored()["design", f"Newcombe (Wilson) 95% CI risk difference {counts}"]
    assert found.lower == near(interval["lower"], 1e-9)
    assert found.upper == near(interval["upper"], 1e-9)
    assert found.p == near(stored()["design", f"Fisher exact two-sided {counts}"]["p"], 1e-8)


def test_the_paired_rows_of_the_sleep_data(reference_file):
    """The differences of the two drugs by themselves: mean, standard error, t."""
    expected = stored()[
        "sleep_paired", "paired t test, 10 subjects (classic sleep data: extra sleep, two drugs)"
    ]
    rows = pd.read_csv(reference_file("trials/sleep_paired.csv"))
    wide = rows.pivot(index="id", columns="drug", values="extra_sleep_hours").to_numpy()
    found = ancova({"d": np.diff(wide, axis=1)[:, 0]}, "d ~ 1", variance="classical")
    one = found.coefficient("Intercept")
    assert one.estimate == near(expected["difference"])
    assert one.standard_error == near(expected["SE"])
    assert one.t == near(expected["t"])
