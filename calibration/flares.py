"""Size and coverage of the methods for flares: `python calibration/flares.py`.

Writes docs/methods/calibration/flares.md. `--diaries 200` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.stats.case_crossover import case_crossover
from remit.stats.flares.cox import cox_regression
from remit.stats.flares.logistic import flare_logistic
from remit.stats.not_estimable import NotEstimable
from remit.stats.regression import Coefficient, Regression

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "flares.md"
SEED = 20261123
HEAD = """# Calibration: flares

Made by `make calibrate`; do not edit. {diaries} simulated diaries a row, seed {seed}; Monte Carlo
error of a share near 0.05: {error:.3f}. A flare begins on a day with the stated base rate, times
(Cox), or in odds times (logistic), exp(effect) for one SD of yesterday's stress; stress is an
autoregression with carry-over phi. Diaries with fewer than 10 onsets are refused, as in the house,
and are in none of the other columns. Case-crossover: 12 people, a diary of 84 days each with a
level of their own, compared within their own weekdays of each month (time-stratified).
"Significant" is p at or below 0.05, "covers" belongs to the 95 % interval, "estimate" is the
median.

| method | days | onsets | phi | effect | significant | covers | estimate | refused |
|---|---|---|---|---|---|---|---|---|
"""
Floats = NDArray[np.float64]
Found = Regression | NotEstimable


def stress(days: int, phi: float, random: np.random.Generator) -> Floats:
    """An autoregression with variance 1."""
    series = random.normal(size=days)
    for day in range(1, days):
        series[day] = phi * series[day - 1] + math.sqrt(1.0 - phi**2) * series[day]
    return series


def cox(days: int, base: float, phi: float, effect: float, random: np.random.Generator) -> Found:
    """Recurrent onsets, the clock starting anew after each."""
    before = stress(days, phi, random)
    flare = random.random(days) < 1.0 - np.exp(-base * np.exp(effect * before))
    since = np.zeros(days)
    for day in range(1, days):
        since[day] = 0.0 if flare[day - 1] else since[day - 1] + 1.0
    return cox_regression(since, since + 1.0, flare, {"stress": before}, limits="profile")


def logistic(
    days: int, base: float, phi: float, effect: float, random: np.random.Generator
) -> Found:
    """Days at risk, with Firth's penalty and profile limits."""
    before = stress(days, phi, random)
    odds = base / (1.0 - base) * np.exp(effect * before)
    flare = random.random(days) < odds / (1.0 + odds)
    return flare_logistic(flare, {"stress": before}, limits="profile")


def crossover(
    days: int, base: float, phi: float, effect: float, random: np.random.Generator
) -> Found:
    """Twelve people; referents are the same person's same weekday of the same month."""
    flares, before = [], []
    for _ in range(12):
        own = stress(days, phi, random)
        odds = base / (1.0 - base) * np.exp(random.normal(0.0, 1.0) + effect * own)
        flares.append(random.random(days) < odds / (1.0 + odds))
        before.append(own)
    day = np.tile(np.datetime64("2026-01-01") + np.arange(days), 12)
    person = np.repeat(np.arange(12), days)
    return case_crossover(person, day, np.concatenate(flares), {"stress": np.concatenate(before)})


Case = tuple[str, Callable[..., Found], int, float, float, float]
CASES: Sequence[Case] = tuple(
    (name, method, days, base, phi, effect)
    for name, method, sizes in (
        ("Cox", cox, ((84, 0.2), (180, 0.15))),
        ("logistic, Firth", logistic, ((84, 0.2), (180, 0.15))),
        ("case-crossover, exact", crossover, ((84, 0.15),)),
    )
    for days, base in sizes
    for phi, effect in ((0.0, 0.0), (0.6, 0.0), (0.6, 0.5))
)


def row(case: Case, diaries: int) -> str:
    """Many diaries of one kind."""
    name, method, days, base, phi, effect = case
    found: list[Coefficient] = []
    onsets = []
    for number in range(diaries):
        random = np.random.default_rng([SEED, number, days, round(100 * phi)])
        one = method(days, base, phi, effect, random)
        if isinstance(one, Regression):
            found.append(one.coefficients[-1])
            onsets.append(one.events)
    significant = np.mean([not isinstance(one.p, NotEstimable) and one.p <= 0.05 for one in found])
    covers = np.mean([one.lower <= effect <= one.upper for one in found])
    middle = np.median([0.0 if isinstance(one.estimate, NotEstimable) else one.estimate
                        for one in found])  # fmt: skip
    return (
        f"| {name} | {days} | {np.mean(onsets):.0f} | {phi:g} | {effect:g} | {significant:.3f} "
        f"| {covers:.3f} | {middle:.2f} | {1.0 - len(found) / diaries:.3f} |"
    )


def main(diaries: int) -> None:
    """Simulate, print, and write the page."""
    error = math.sqrt(0.05 * 0.95 / diaries)
    lines = [HEAD.format(diaries=diaries, seed=SEED, error=error)]
    for case in CASES:
        line = row(case, diaries)
        print(line, flush=True)
        lines.append(line + "\n")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--diaries", type=int, default=2000)
    main(arguments.parse_args().diaries)
