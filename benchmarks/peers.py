"""One life's and many diaries' methods beside R on the same rows: `python benchmarks/peers.py`.

Each pair is run in turn, the estimates are compared, and the medians and their ratio are printed.
R times itself, without starting and without reading the rows; a peer that is not installed is
named and left out.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.stats.conditional_logistic import conditional_logistic
from remit.stats.diary.gaps import GapRegression, gap_regression
from remit.stats.diary.ordinal import OrdinalAssociation, diary_ordinal
from remit.stats.flares.cox import cox_regression
from remit.stats.random_slopes import RandomSlopes, random_slopes
from remit.stats.regression import Regression

SEED = 20261123
REPEATS = 5
Floats = NDArray[np.float64]
Columns = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Pair:
    """One method: our call, and R's on the same rows; both give the same coefficient."""

    name: str
    package: str
    rows: Columns
    ours: Callable[[], float]
    theirs: str
    tolerance: float


def slopes(people: int, days: int) -> Pair:
    """Random slopes against lme."""
    random = np.random.default_rng(SEED)
    who, when = np.repeat(np.arange(people), days), np.tile(np.arange(days), people)
    stress = random.normal(size=people * days)
    pain, own = np.zeros(people * days), random.normal(0.4, 0.3, people)
    for row in range(people * days):
        if when[row]:
            push = own[who[row]] * stress[row - 1] + random.normal()
            pain[row] = 0.3 * pain[row - 1] + push
    later = np.flatnonzero(when)

    def ours() -> float:
        found = random_slopes(who, when, pain, stress)
        assert isinstance(found, RandomSlopes)
        return found.mean

    rows = {"who": who[later], "t": when[later], "y": pain[later], "x": stress[later - 1],
            "before": pain[later - 1]}  # fmt: skip
    theirs = (
        "fixef(lme(y ~ 0 + factor(who) + factor(who):t + x + before, random = ~ 0 + x | who, "
        "data = d))['x']"
    )
    return Pair(f"random slopes, {people} people, {days} days", "nlme", rows, ours, theirs, 1e-4)


def odds(days: int) -> Pair:
    """Ordered answers against polr; ours gives p by rotation and profile limits too."""
    random = np.random.default_rng(SEED)
    stress, pain = random.normal(size=days), np.zeros(days)
    for day in range(1, days):
        push = 1 + 0.4 * pain[day - 1] + 0.6 * stress[day - 1] + random.normal()
        pain[day] = np.clip(np.round(push), 0, 6)
    lagged = (stress[:-1] - stress[:-1].mean()) / stress[:-1].std()

    def ours() -> float:
        found = diary_ordinal(pain, stress, weekday=False)
        assert isinstance(found, OrdinalAssociation)
        return found.log_odds

    rows = {"y": pain[1:], "x": lagged, "before": pain[:-1], "t": np.arange(1, days) / days}
    theirs = "coef(polr(factor(y) ~ t + before + x, data = d, Hess = TRUE))['x']"
    return Pair(f"odds of ordered answers, {days} days", "MASS", rows, ours, theirs, 1e-3)


def gaps(days: int) -> Pair:
    """Exact likelihood with missing days against arima."""
    random = np.random.default_rng(SEED)
    stress, pain = random.normal(size=days), np.zeros(days)
    for day in range(1, days):
        pain[day] = 0.5 * pain[day - 1] + 0.4 * stress[day - 1] + random.normal()
    pain[random.random(days) < 0.15] = np.nan
    lagged = np.append(np.nan, stress[:-1])
    pain[0] = np.nan

    def ours() -> float:
        found = gap_regression(pain, stress, weekday=False)
        assert isinstance(found, GapRegression)
        assert isinstance(found.exposure.estimate, float)
        return found.exposure.estimate

    rows = {"y": pain, "x": np.where(np.isnan(lagged), 0.0, lagged), "t": np.arange(days) / days}
    theirs = "coef(arima(d$y, c(1, 0, 0), xreg = cbind(t = d$t, x = d$x)))['x']"
    return Pair(f"diary with gaps, {days} days", "stats", rows, ours, theirs, 2e-3)


def flares(days: int) -> Pair:
    """Recurrent onsets against coxph."""
    random = np.random.default_rng(SEED)
    stress = random.normal(size=days)
    flare = random.random(days) < 0.15 * np.exp(0.5 * stress)
    since = np.zeros(days)
    for day in range(1, days):
        since[day] = 0.0 if flare[day - 1] else since[day - 1] + 1.0

    def ours() -> float:
        return _estimate(cox_regression(since, since + 1.0, flare, {"x": stress}))

    rows = {"open": since, "shut": since + 1.0, "event": flare.astype(int), "x": stress}
    theirs = "coef(coxph(Surv(open, shut, event) ~ x, data = d))['x']"
    return Pair(f"recurrent onsets, {days} days", "survival", rows, ours, theirs, 1e-6)


def strata(people: int, days: int) -> Pair:
    """The exact conditional likelihood against clogit."""
    random = np.random.default_rng(SEED)
    who, stress = np.repeat(np.arange(people), days), random.normal(size=people * days)
    event = random.random(who.size) < 0.3 * np.exp(0.3 * stress)

    def ours() -> float:
        return _estimate(conditional_logistic(event, {"x": stress}, who))

    rows = {"who": who, "event": event.astype(int), "x": stress}
    theirs = "coef(clogit(event ~ x + strata(who), data = d, method = 'exact'))['x']"
    name = f"exact conditional likelihood, {people} people, {days} days"
    return Pair(name, "survival", rows, ours, theirs, 1e-6)


def _estimate(found: object) -> float:
    assert isinstance(found, Regression)
    estimate = found.coefficients[-1].estimate
    assert isinstance(estimate, float)
    return estimate


def r_seconds(pair: Pair, file: Path) -> tuple[float, float]:
    """Median wall time inside R after one run that warms up, and its coefficient."""
    script = f"""
    suppressMessages(library({pair.package}))
    d <- read.csv("{file}")
    invisible({pair.theirs})
    times <- numeric(3)
    for (k in 1:3) {{ t0 <- proc.time()["elapsed"]; for (j in 1:5) b <- {pair.theirs}
      times[k] <- (proc.time()["elapsed"] - t0) / 5 }}
    cat(sprintf("%.10f %.6f\\n", b, median(times)))
    """
    program = shutil.which("Rscript")
    assert program is not None
    told = subprocess.run([program, "-e", script], capture_output=True, text=True, check=True)
    coefficient, elapsed = told.stdout.split()[-2:]
    return float(elapsed), float(coefficient)


def has(package: str) -> bool:
    """Whether R has the package."""
    program = shutil.which("Rscript")
    if program is None:
        return False
    asked = subprocess.run([program, "-e", f"library({package})"], capture_output=True, check=False)
    return asked.returncode == 0


def write(rows: Columns, file: Path) -> None:
    """The rows as R reads them."""
    with file.open("w", encoding="utf-8") as out:
        out.write(",".join(rows) + "\n")
        for row in zip(*rows.values(), strict=True):
            out.write(",".join("NA" if np.isnan(one) else repr(one.item()) for one in row) + "\n")


def beside(pair: Pair) -> str:
    """Both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        write(pair.rows, file)
        pair.ours()
        times, theirs = [], []
        for _ in range(REPEATS):
            begun = time.perf_counter()
            value = pair.ours()
            times.append(time.perf_counter() - begun)
            elapsed, other = r_seconds(pair, file)
            theirs.append(elapsed)
    assert abs(value - other) < pair.tolerance, f"{pair.name}: {value} here, {other} in R"
    here, there = (1000 * statistics.median(one) for one in (times, theirs))
    return f"{here:8.2f} ms, R {pair.package} {there:8.2f} ms, {there / here:5.1f} times as long"


def main() -> None:
    """A line a method and size."""
    pairs = [slopes(20, 42), slopes(60, 42), odds(84), odds(336), gaps(84), gaps(336),
             flares(180), flares(1440), strata(20, 84), strata(100, 168)]  # fmt: skip
    for pair in pairs:
        said = beside(pair) if has(pair.package) else f"R's {pair.package} is not here"
        print(f"{pair.name:<52} {said}", flush=True)
    used = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"most memory here {used / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
