"""Time the case series from raw rows to estimates: `python benchmarks/case_series.py`.

Cases with a known truth (seed 20261122; the recipe is in tests/reference/case_series/models.md);
the coefficient is compared with what R's packages found on the same data. Where R with its package
survival is on the machine, `clogit` is timed in turn with us, on rows that are split already, so
that it is given a start. `--all` lets it run at 10^6 too, which takes minutes.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.stats.case_series.cases import cases_from_rows
from remit.stats.case_series.exposure import Exposure, Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.result import CaseSeriesFit

ROOT = Path(__file__).parents[1]
DAYS, LENGTH, SEED = 730, 28, 20261122
AGE_CUTS = (93, 184, 275, 366, 457, 548, 639)
REPEATS = {1000: 7, 10_000: 7, 100_000: 5, 1_000_000: 3}
BAR_SECONDS, BAR_BYTES = 4.5, 2e9
R_SCRIPT = """
library(survival)
d <- read.csv(commandArgs(TRUE)[1])
began <- proc.time()["elapsed"]
fit <- clogit(event ~ exposed + factor(band) + strata(case) + offset(log(days)), data = d)
cat(sprintf("%.8f %.3f\\n", coef(fit)["exposed"], proc.time()["elapsed"] - began))
"""
Ints = NDArray[np.int64]


def raw_rows(size: int) -> tuple[Ints, NDArray[np.float64]]:
    """Day of the one event of each case, and of the dose (NaN for none)."""
    random = np.random.default_rng(SEED)
    exposed = random.random(size) < 0.8
    dose = random.integers(1, DAYS + 1, size)
    place = random.random(size)
    rate = np.exp(0.1 * np.minimum(np.arange(DAYS) // 91, 7))
    running = np.concatenate([[0.0], np.cumsum(rate)])
    last = np.minimum(dose + LENGTH - 1, DAYS)
    extra = np.where(exposed, running[last] - running[dose - 1], 0.0)
    left = place * (running[-1] + extra)
    inside = np.searchsorted(running, running[dose - 1] + left)
    day = np.where(left < extra, inside, np.searchsorted(running, left - extra))
    return day, np.where(exposed, dose, np.nan)


def fit(day: Ints, dose: NDArray[np.float64]) -> CaseSeriesFit:
    """Raw rows to estimates."""
    who = np.arange(day.size)
    cases = cases_from_rows(who, np.ones_like(day), np.full_like(day, DAYS), day)
    found = case_series(
        cases, [Exposure("dose", who, dose, [Window("0-27", 0, LENGTH - 1)])], age_cuts=AGE_CUTS
    )
    assert isinstance(found, CaseSeriesFit)
    return found


def seconds(day: Ints, dose: NDArray[np.float64]) -> tuple[float, float]:
    """Wall time of one fit, and the coefficient of the window."""
    begun = time.perf_counter()
    found = fit(day, dose).terms[0].coefficient
    assert isinstance(found, float)
    return time.perf_counter() - begun, found


def split_rows(day: Ints, dose: NDArray[np.float64], file: Path) -> None:
    """The same data as R's clogit takes them: one row a case, age band and exposure state."""
    cuts = (1, *AGE_CUTS, DAYS + 1)
    with file.open("w", encoding="utf-8") as out:
        out.write("case,band,exposed,days,event\n")
        for who, (event, start) in enumerate(zip(day, dose, strict=True)):
            opened = DAYS + 2 if np.isnan(start) else int(start)
            edges = sorted({*cuts, min(opened, DAYS + 1), min(opened + LENGTH, DAYS + 1)})
            for low, high in pairwise(edges):
                band = int(np.searchsorted(AGE_CUTS, low, side="right"))
                inside = int(opened <= low < opened + LENGTH)
                out.write(f"{who},{band},{inside},{high - low},{int(low <= event < high)}\n")


def r_seconds(file: Path) -> tuple[float, float]:
    """Wall time of clogit inside R, without reading the rows, and its coefficient."""
    program = shutil.which("Rscript")
    assert program is not None
    told = subprocess.run(
        [program, "-e", R_SCRIPT, str(file)], capture_output=True, text=True, check=True
    )
    coefficient, elapsed = told.stdout.split()[-2:]
    return float(elapsed), float(coefficient)


def has_r() -> bool:
    """Whether R and its package survival are here."""
    program = shutil.which("Rscript")
    if program is None:
        return False
    asked = subprocess.run([program, "-e", "library(survival)"], capture_output=True, check=False)
    return asked.returncode == 0


def published() -> dict[int, float]:
    """Coefficients that R's packages found on the same data."""
    with (ROOT / "tests/reference/case_series/scale.csv").open(encoding="utf-8") as file:
        return {int(row["n_cases"]): float(row["coef_exposure"]) for row in csv.DictReader(file)}


def main(*, peers_at_all_sizes: bool) -> None:
    """Print a line a size, and whether the bars hold."""
    peer, expected = has_r(), published()
    medians: dict[int, float] = {}
    for size, repeats in REPEATS.items():
        rows = raw_rows(size)
        times = [seconds(*rows) for _ in range(repeats)]
        medians[size] = statistics.median(one for one, _ in times)
        gap = abs(times[0][1] - expected[size])
        line = f"{size:>9,} cases: {medians[size]:8.3f} s, differs from R's figure by {gap:.1e}"
        if peer and (size <= 10_000 or (peers_at_all_sizes and size <= 1_000_000)):
            line += _beside(rows, repeats if size <= 10_000 else 1)
        print(line)
        assert gap < 1e-7, "the estimate is not that of R"
    used = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    growth = medians[1_000_000] / medians[100_000]
    print(f"growth from 10^5 to 10^6: {growth:.1f} times; most memory {used / 1e9:.2f} GB")
    print(f"bars: {BAR_SECONDS} s and {BAR_BYTES / 1e9:.0f} GB at 10^6")


def _beside(rows: tuple[Ints, NDArray[np.float64]], repeats: int) -> str:
    """In turn with R, on the same rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.csv"
        split_rows(*rows, file)
        pairs = [(seconds(*rows), r_seconds(file)) for _ in range(repeats)]
    ours, theirs = (statistics.median(one[side][0] for one in pairs) for side in (0, 1))
    assert abs(pairs[0][0][1] - pairs[0][1][1]) < 1e-6, "R and we differ"
    return f"; R clogit on split rows {theirs:.3f} s, {theirs / ours:.1f} times as long"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--all", action="store_true", help="let R run at 10^5 and 10^6 too")
    main(peers_at_all_sizes=arguments.parse_args(sys.argv[1:]).all)
