"""Size, coverage and power of one diary: `python calibration/diary.py`.

Writes docs/methods/calibration/diary.md. `--diaries 200` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.stats.diary.association import DiaryAssociation, diary_association

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "diary.md"
SEED = 20261123
BURN = 50
Floats = NDArray[np.float64]
HEAD = """# Calibration: one diary

Made by `make calibrate`; do not edit. {diaries} simulated diaries a row, seed {seed}; Monte Carlo
error of a share near 0.05: {error:.3f}. Stress and pain are autoregressions with coefficient phi
and normal errors of SD 1; under an effect, pain rises by it for one SD of yesterday's stress. The
model always holds a trend and weekdays, and finds its order itself. "Zeros": pain is cut into 0 to
10 so that this share of days is 0, and stress is cut too. "Missing": share of days without any
entry, at random. The next four columns are shares with p at or below 0.05: by rotations, by the
bootstrap, by the one of them that is reported (bootstrap below 60 usable days, rotations from there
on), and by the plain t distribution, which is not used. "Covers" is that of the 95 % interval.

| days | phi | effect | missing | zeros | shift | boot | reported | t | covers | refused |
|---|---|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of diary."""

    days: int
    phi: float
    effect: float = 0.0
    missing: float = 0.0
    zeros: float = 0.0


CASES = (
    *(Case(days, phi) for days in (28, 56, 84) for phi in (0.3, 0.6, 0.8)),
    *(Case(days, 0.6, effect=0.3) for days in (28, 56, 84)),
    Case(56, 0.6, missing=0.2),
    Case(84, 0.6, missing=0.3),
    *(Case(84, 0.6, zeros=share) for share in (0.1, 0.3, 0.6)),
    Case(84, 0.6, missing=0.2, zeros=0.3),
    Case(84, 0.6, effect=0.3, missing=0.2),
)


def diary(case: Case, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Pain and stress, a value a day."""
    stress = _autoregression(case.phi, random.normal(size=case.days + BURN))[BURN:]
    stress *= math.sqrt(1.0 - case.phi**2)
    push = np.append(0.0, stress[:-1]) * case.effect
    errors = random.normal(size=case.days + BURN)
    errors[BURN:] += push
    pain = _autoregression(case.phi, errors)[BURN:]
    if case.zeros:
        least = np.quantile(pain, case.zeros)
        pain = np.clip(np.round(2.0 * (pain - least) / pain.std()), 0.0, 10.0)
        stress = np.clip(np.round(4.0 + 2.0 * stress), 0.0, 10.0)
    gone = random.random(case.days) < case.missing
    pain[gone] = stress[gone] = np.nan
    return pain, stress


def _autoregression(phi: float, errors: Floats) -> Floats:
    series = np.zeros(errors.size)
    for day in range(1, errors.size):
        series[day] = phi * series[day - 1] + errors[day]
    return series


def row(case: Case, diaries: int) -> str:
    """Analyse many diaries of one kind."""
    found = []
    for number in range(diaries):
        random = np.random.default_rng([SEED, number, case.days, round(1000 * case.phi)])
        one = diary_association(*diary(case, random), joint_lags=(1,), resamples=499)
        if isinstance(one, DiaryAssociation):
            found.append(one)
    shares = [
        float(np.mean([getattr(one, name) <= 0.05 for one in found]))
        for name in ("shift_p", "bootstrap_p", "p", "t_p")
    ]
    # With zeros the effect in the units of the scale is not known; there it is 0 alone.
    covered = float(np.mean([one.lower <= case.effect * one.spread <= one.upper for one in found]))
    cells = [
        str(case.days),
        *(f"{one:g}" for one in (case.phi, case.effect, case.missing, case.zeros)),
    ]
    cells += [f"{one:.3f}" for one in (*shares, covered, 1.0 - len(found) / diaries)]
    return "| " + " | ".join(cells) + " |"


def main(diaries: int) -> None:
    """Simulate, print, and write the page."""
    lines = [HEAD.format(diaries=diaries, seed=SEED, error=math.sqrt(0.05 * 0.95 / diaries))]
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
