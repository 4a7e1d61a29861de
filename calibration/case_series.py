"""Size, coverage and power of the case series: `python calibration/case_series.py`.

Writes docs/methods/calibration/case-series.md. `--studies 200` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from remit.stats.case_series.exposure import Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.result import CaseSeriesFit, Term
from remit.stats.case_series.simulate import Truth, simulate_cases
from remit.stats.not_estimable import NotEstimable

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "case-series.md"
SEED = 20261123
WINDOW = (Window("0-27 days", 0, 27),)
AGES: dict[str, tuple[int, ...] | tuple[float, ...]] = {
    "age_cuts": (122, 244),
    "age_ratios": (1.3, 1.7),
}
WAYS = {
    "Wald": {},
    "profile": {"limits": "profile"},
    "Firth, profile": {"penalty": "firth", "limits": "profile"},
}
HEAD = """# Calibration: the case series

Made by `make calibrate`; do not edit. {studies} simulated studies a row, seed {seed}; Monte Carlo
error of a share near 0.05: {error:.3f}. One dose on a random day of 365 in 80 % of the cases, a
window of 28 days, three age bands with rates 1, 1.3 and 1.7; one event a case. "Significant" is p
at or below 0.05, two-sided. Coverage is that of the 95 % interval; an open end reaches everything.
A study whose window holds no event has no p and counts as not significant; its estimate counts as
0 in the median.

| true ratio | cases | method | significant | coverage | median estimate | no finite estimate |
|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What many studies of one kind gave."""

    significant: float
    coverage: float
    median: float
    endless: float


def terms(truth: Truth, size: int, studies: int, **more: str) -> Iterator[Term]:
    """The window's term in each study; the same studies for every way to analyse them."""
    random = np.random.default_rng([SEED, size, round(100 * truth.ratios[0])])
    for _ in range(studies):
        cases, dose = simulate_cases(truth, size, random)
        found = case_series(cases, [dose], age_cuts=truth.age_cuts, **more)  # type: ignore[arg-type]
        assert isinstance(found, CaseSeriesFit)
        yield found.terms[0]


def row(truth: Truth, size: int, studies: int, **more: str) -> Row:
    """Size or power, coverage, and the middle of the estimates."""
    found = list(terms(truth, size, studies, **more))
    ratio = truth.ratios[0]
    values = [0.0 if isinstance(one.ratio, NotEstimable) else one.ratio for one in found]
    return Row(
        significant=float(np.mean([_is_significant(one) for one in found])),
        coverage=float(np.mean([one.lower <= ratio <= one.upper for one in found])),
        median=float(np.median(values)),
        endless=float(np.mean([isinstance(one.ratio, NotEstimable) for one in found])),
    )


def _is_significant(term: Term) -> bool:
    return not isinstance(term.p, NotEstimable) and term.p <= 0.05


def main(studies: int) -> None:
    """Simulate, print, and write the page."""
    lines = [HEAD.format(studies=studies, seed=SEED, error=math.sqrt(0.05 * 0.95 / studies))]
    for ratio in (1.0, 1.5, 2.5):
        for size in (20, 50, 200):
            truth = Truth(365, WINDOW, (ratio,), 0.8, **AGES)  # type: ignore[arg-type]
            for name, more in WAYS.items():
                got = row(truth, size, studies, **more)
                line = (
                    f"| {ratio:g} | {size} | {name} | {got.significant:.3f} | {got.coverage:.3f} "
                    f"| {got.median:.2f} | {got.endless:.3f} |"
                )
                print(line, flush=True)
                lines.append(line + "\n")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--studies", type=int, default=2000)
    main(arguments.parse_args().studies)
