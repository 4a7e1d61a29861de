"""Random slopes, ordered answers and the interrupted series against R on the data beside this."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from tests.reference.conftest import columns_of

from remit.stats.diary.ordinal import diary_ordinal
from remit.stats.random_slopes import random_slopes
from remit.stats.single_case.remembering import fit, whitened

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def expected():
    with (HERE / "expected.csv").open(newline="", encoding="utf-8") as file:
        return {
            (row["model"], row["quantity"]): float(row["value"]) for row in csv.DictReader(file)
        }


def test_random_slopes_equal_lme(expected):
    rows = columns_of(HERE / "slopes.csv")
    day = rows["t"].astype(int)
    # The file has the exposure and the outcome of the day before beside each day; put them back.
    who, when = [], []
    pain, stress = [], []
    for person in np.unique(rows["person"]):
        own = rows["person"] == person
        days = np.append(0, day[own])
        who += [int(person)] * days.size
        when += days.tolist()
        pain += [rows["lag"][own][0], *rows["y"][own]]
        stress += [*rows["x"][own], np.nan]
    found = random_slopes(who, when, pain, stress)
    for name in ("mean", "carry_over", "standard_error", "spread", "residual"):
        assert getattr(found, name) == pytest.approx(expected["slopes", name], rel=2e-7)
    for number in range(3):
        assert found.slopes[number] == pytest.approx(
            expected["slopes", f"slope {number}"], rel=1e-6
        )


def test_ordered_answers_equal_polr(expected):
    rows = columns_of(HERE / "ordinal.csv")
    pain = np.append(rows["lag"][0], rows["y"])
    stress = np.append(rows["x"], np.nan)
    found = diary_ordinal(pain, stress, weekday=False)
    # R knows the exposure in standard deviations already, as does the result.
    assert found.spread == pytest.approx(1.0, abs=1e-9)
    for name in ("log_odds", "standard_error", "log_likelihood"):
        assert getattr(found, name) == pytest.approx(expected["ordinal", name], rel=1e-6)


def test_the_interrupted_series_equals_gls(expected):
    rows = columns_of(HERE / "interrupted.csv")
    design = np.column_stack([np.ones(rows["y"].size), rows["trend"], rows["after"]])
    gap = np.diff(rows["day"], prepend=rows["day"][0])
    contrast, outcome = np.array([0.0, 0.0, 1.0]), rows["y"][np.newaxis, :]
    phi = expected["interrupted", "phi"]
    found = fit([whitened(design, gap, phi)], outcome, contrast)
    assert found.contrast[0] == pytest.approx(expected["interrupted", "estimate"], rel=1e-8)
    assert found.standard_error[0] == pytest.approx(
        expected["interrupted", "standard_error"], rel=1e-6
    )
    around = [whitened(design, gap, phi + step) for step in (-0.002, 0.0, 0.002)]
    assert fit(around, outcome, contrast).phi[0] == phi
