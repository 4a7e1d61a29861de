"""Time the mixed model for repeated measures: `python benchmarks/mmrm.py`.

Unstructured, REML, Kenward-Roger-Linear, 5 visits, from a data frame to the difference at the last
visit. Where R with its package nlme is on the machine, `gls` is timed on the same rows (estimates
alone: it has no such degrees of freedom); `--all` lets it run at 20 000 people too.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from remit.stats.mmrm.by_visit import ByVisit, mmrm_by_visit
from remit.stats.mmrm.fit import mmrm
from remit.stats.mmrm.result import Mmrm

SEED, VISITS = 20261123, 5
BARS = {200: 0.1, 2000: 0.5, 20_000: 1.0}
REPEATS = {200: 9, 2000: 7, 20_000: 3}
TRIALS, TRIAL_SIZE, TRIALS_BAR = 1000, 120, 10.0
FORMULA = "y ~ base*visit + arm*visit"
R_SCRIPT = """
library(nlme)
d <- read.csv(commandArgs(TRUE)[1]); d$visit <- factor(d$visit); d$time <- as.integer(d$visit)
began <- proc.time()["elapsed"]
fit <- gls(y ~ base*visit + arm*visit, d, correlation = corSymm(form = ~ time | id),
           weights = varIdent(form = ~ 1 | visit))
cat(sprintf("%.8f %.3f\\n", coef(fit)["armb"] + coef(fit)["visitv4:armb"],
            proc.time()["elapsed"] - began))
"""


def rows(people: int, seed: int = SEED) -> pd.DataFrame:
    """A trial with drop-out: a row a person and visit."""
    random = np.random.default_rng([seed, people])
    root = np.linalg.cholesky(0.5 + 0.5 * np.eye(VISITS)) * np.linspace(1.0, 1.6, VISITS)[:, None]
    arm, base = np.arange(people) % 2, random.normal(6.0, 1.5, people)
    y = 0.7 * base[:, None] + (root @ random.normal(size=(VISITS, people))).T
    y -= 0.8 * arm[:, None] * np.arange(VISITS) / (VISITS - 1)
    leaves = random.geometric(0.06, people)
    y[np.arange(VISITS)[None, :] >= leaves[:, None]] = np.nan
    return pd.DataFrame(
        {
            "id": np.repeat(np.arange(people), VISITS),
            "arm": np.repeat(np.where(arm == 1, "b", "a"), VISITS),
            "base": np.repeat(base, VISITS),
            "visit": np.tile([f"v{one}" for one in range(VISITS)], people),
            "y": y.ravel(),
        }
    ).dropna()


def seconds(frame: pd.DataFrame) -> tuple[float, float]:
    """Wall time of one fit with its difference at the last visit, and the difference."""
    begun = time.perf_counter()
    found = mmrm(frame, FORMULA, person="id", visit="visit")
    assert isinstance(found, Mmrm)
    last = found.difference({"arm": "b", "visit": "v4"}, {"arm": "a", "visit": "v4"})
    return time.perf_counter() - begun, last.estimate


def r_seconds(frame: pd.DataFrame) -> tuple[float, float]:
    """Wall time of gls inside R, without reading the rows, and its difference."""
    program = shutil.which("Rscript")
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        # The baseline is centred, so that the arm's coefficients alone are the difference.
        frame.assign(base=frame["base"] - frame["base"].mean()).to_csv(file, index=False)
        told = subprocess.run(
            [program, "-e", R_SCRIPT, str(file)], capture_output=True, text=True, check=True
        )
    coefficient, elapsed = told.stdout.split()[-2:]
    return float(elapsed), float(coefficient)


def seconds_for_trials() -> float:
    """Draw small trials and fit each, from arrays; the first agrees with the fit of the formula."""
    frame = rows(TRIAL_SIZE)
    wide = frame.pivot_table(index="id", columns="visit", values="y")
    own = frame.drop_duplicates("id").set_index("id").loc[wide.index]
    covariates = np.column_stack([own["arm"] == "b", own["base"]]).astype(float)
    first = mmrm_by_visit(wide.to_numpy(), covariates)
    assert isinstance(first, ByVisit)
    assert abs(first.effect(0, VISITS - 1).estimate - seconds(frame)[1]) < 1e-6
    random = np.random.default_rng(SEED)
    covariance = (0.5 + 0.5 * np.eye(VISITS)) * np.outer(*2 * [np.linspace(1.0, 1.6, VISITS)])
    root = np.linalg.cholesky(covariance)
    arm = np.arange(TRIAL_SIZE) % 2
    begun = time.perf_counter()
    for _ in range(TRIALS):
        base = random.normal(6.0, 1.5, TRIAL_SIZE)
        y = 0.7 * base[:, None] + (root @ random.normal(size=(VISITS, TRIAL_SIZE))).T
        leaves = random.geometric(0.06, TRIAL_SIZE)
        y[np.arange(VISITS)[None, :] >= leaves[:, None]] = np.nan
        found = mmrm_by_visit(y, np.column_stack([arm, base]), start=covariance)
        assert isinstance(found, ByVisit)
        found.effect(0, VISITS - 1)
    return time.perf_counter() - begun


def has_r() -> bool:
    """Whether R and its package nlme are here."""
    program = shutil.which("Rscript")
    if program is None:
        return False
    asked = subprocess.run([program, "-e", "library(nlme)"], capture_output=True, check=False)
    return asked.returncode == 0


def main(*, peers_at_all_sizes: bool) -> None:
    """A line a size, then many small trials."""
    peer = has_r()
    for people, bar in BARS.items():
        frame = rows(people)
        seconds(frame)
        times = [seconds(frame) for _ in range(REPEATS[people])]
        here = statistics.median(one for one, _ in times)
        line = f"{people:>7,} people: {here:7.3f} s (bar {bar:g})"
        if peer and (people <= 2000 or peers_at_all_sizes):
            there, estimate = r_seconds(frame)
            assert abs(estimate - times[0][1]) < 1e-3, "R and we differ"
            line += f"; R nlme gls {there:7.3f} s, {there / here:.0f} times as long"
        print(line, flush=True)
    taken = seconds_for_trials()
    print(f"{TRIALS} trials of {TRIAL_SIZE}, drawn and fitted: {taken:.1f} s (bar {TRIALS_BAR:g})")
    used = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"most memory here {used / 1e9:.2f} GB")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--all", action="store_true", help="let R run at 20 000 people too")
    main(peers_at_all_sizes=arguments.parse_args().all)
