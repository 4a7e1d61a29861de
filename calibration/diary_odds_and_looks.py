"""Ordered answers, and looks at a growing diary: `python calibration/diary_odds_and_looks.py`.

Writes docs/methods/calibration/diary-odds-and-looks.md. `--diaries 200` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.stats.diary.association import DiaryAssociation
from remit.stats.diary.looks import DiaryLooks, look_at_diary
from remit.stats.diary.ordinal import OrdinalAssociation, diary_ordinal

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "diary-odds-and-looks.md"
SEED = 20261123
BURN = 50
HEAD = """# Calibration: ordered answers, and looks

Made by `make calibrate`; do not edit. {diaries} simulated diaries a row, seed {seed}; Monte Carlo
error of a share near 0.05: {error:.3f}. Stress and pain are autoregressions with coefficient phi.

"""
ODDS = """## The odds of a higher number

Pain is cut into whole numbers from 0 so that the stated share of days is 0; "effect" is added to
pain, in SDs of its errors, for one SD of yesterday's stress. Shares with p at or below 0.05, by
rotations (reported) and by the likelihood ratio (not used); median odds ratio with the share of
profile intervals that hold 1; share that was refused.

| days | phi | zeros | effect | missing | reported | likelihood | odds ratio | holds 1 | refused |
|---|---|---|---|---|---|---|---|---|---|
"""
LOOKS = """
## Looks at a growing diary

No association, or an effect of 0.3. Share of diaries in which some look had p at or below 0.05 as
if it were the only one, and share in which the p that counts looks was at or below 0.05.

| looks at days | phi | effect | some look alone | counted |
|---|---|---|---|---|
"""
Floats = NDArray[np.float64]


def diary(
    days: int, phi: float, effect: float, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Pain and stress before anything is cut."""
    stress, errors = random.normal(size=(2, days + BURN))
    pain = np.zeros(days + BURN)
    for day in range(1, days + BURN):
        stress[day] = phi * stress[day - 1] + math.sqrt(1.0 - phi**2) * stress[day]
        pain[day] = phi * pain[day - 1] + effect * stress[day - 1] + errors[day]
    return pain[BURN:], stress[BURN:]


def odds(
    days: int, phi: float, zeros: float, effect: float, missing: float, diaries: int
) -> list[float]:
    """Many diaries of whole numbers."""
    seen = []
    for number in range(diaries):
        random = np.random.default_rng([SEED, number, days, round(100 * phi)])
        pain, stress = diary(days, phi, effect, random)
        pain = np.clip(np.ceil((pain - np.quantile(pain, zeros)) / pain.std()), 0.0, 10.0)
        pain[random.random(days) < missing] = np.nan
        found = diary_ordinal(pain, stress, weekday=days >= 56)
        if isinstance(found, OrdinalAssociation):
            holds = found.lower <= 1.0 <= found.upper
            seen.append((found.p <= 0.05, found.likelihood_p <= 0.05, found.estimate, holds))
    table = np.array(seen, dtype=np.float64)
    middle = [*table[:, :2].mean(axis=0), np.median(table[:, 2]), table[:, 3].mean()]
    return [*map(float, middle), 1.0 - len(seen) / diaries]


def looks(at: tuple[int, ...], phi: float, effect: float, diaries: int) -> list[float]:
    """Many growing diaries."""
    alone = counted = 0
    for number in range(diaries):
        random = np.random.default_rng([SEED, number, at[-1], round(100 * phi)])
        found = look_at_diary(
            *diary(at[-1], phi, effect, random), looks=at, weekday=False, resamples=299
        )
        assert isinstance(found, DiaryLooks)
        fits = [one.found for one in found.looks]
        alone += any(isinstance(one, DiaryAssociation) and one.p <= 0.05 for one in fits)
        counted += found.p <= 0.05
    return [alone / diaries, counted / diaries]


def main(diaries: int) -> None:
    """Simulate, print, and write the page."""
    error = math.sqrt(0.05 * 0.95 / diaries)
    lines = [HEAD.format(diaries=diaries, seed=SEED, error=error), ODDS]

    def add(cells: tuple[object, ...], shares: list[float]) -> None:
        line = "| " + " | ".join([*map(str, cells), *(f"{one:.3f}" for one in shares)]) + " |"
        print(line, flush=True)
        lines.append(line + "\n")

    for case in (
        *((days, phi, 0.3, 0.0, 0.0) for days in (28, 56, 84) for phi in (0.3, 0.6)),
        *((84, 0.6, zeros, 0.0, 0.0) for zeros in (0.1, 0.6)),
        (84, 0.6, 0.3, 0.0, 0.2),
        (84, 0.6, 0.3, 0.3, 0.0),
        (84, 0.6, 0.6, 0.3, 0.0),
    ):
        add(case, odds(*case, diaries))
    lines.append(LOOKS)
    for at, phi, effect in (
        ((28, 56, 84), 0.6, 0.0),
        (tuple(range(28, 85, 7)), 0.6, 0.0),
        ((28, 56, 84), 0.6, 0.3),
        ((84,), 0.6, 0.3),
    ):
        add((", ".join(map(str, at)), phi, effect), looks(at, phi, effect, diaries))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--diaries", type=int, default=2000)
    main(arguments.parse_args().diaries)
