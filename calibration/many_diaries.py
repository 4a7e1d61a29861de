"""Coverage of the average and the spread over many diaries: `python calibration/many_diaries.py`.

Writes docs/methods/calibration/many-diaries.md. `--groups 100` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from remit.stats.diary.association import DiaryAssociation, diary_association
from remit.stats.many_diaries import PooledDiaries, pool_diaries
from remit.stats.random_slopes import RandomSlopes, random_slopes

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "many-diaries.md"
SEED = 20261123
PHI = 0.4
HEAD = """# Calibration: many diaries

Made by `make calibrate`; do not edit. {groups} simulated groups a row, seed {seed}; Monte Carlo
error of a share near 0.05: {error:.3f}. Every person has a slope of their own (mean and spread as
stated) of today's pain on yesterday's stress, a level and a trend of their own, carry-over {phi}
and normal errors of SD 1. Two stages: each diary by `diary_association`, then `pool_diaries`; one
stage: `random_slopes`. "Significant" is p of the mean at or below 0.05; the next columns are shares
of 95 % intervals that hold the true mean and the true spread, and the medians of both estimates.

| people | days | mean | spread | method | significant | covers mean | covers spread | mean | SD |
|---|---|---|---|---|---|---|---|---|---|
"""
Floats = NDArray[np.float64]


def group(
    people: int, days: int, mean: float, spread: float, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Pain and stress, a row a person."""
    stress = random.normal(size=(people, days))
    own = random.normal(mean, spread, people)
    rise = random.normal(0.0, 1.0, people) / days
    pain = np.zeros((people, days))
    for day in range(1, days):
        level = rise * day + own * stress[:, day - 1]
        pain[:, day] = PHI * pain[:, day - 1] + level + random.normal(size=people)
    return pain, stress


def two_stages(pain: Floats, stress: Floats) -> PooledDiaries | None:
    """Slopes of each person in units of stress, then pooled."""
    fits = [
        diary_association(*one, joint_lags=(1,), weekday=False, order=1, resamples=99)
        for one in zip(pain, stress, strict=True)
    ]
    kept = [one for one in fits if isinstance(one, DiaryAssociation)]
    pooled = pool_diaries(
        [one.estimate / one.spread for one in kept],
        [one.standard_error / one.spread for one in kept],
    )
    return pooled if isinstance(pooled, PooledDiaries) else None


def one_stage(pain: Floats, stress: Floats) -> RandomSlopes | None:
    """All rows at once."""
    people, days = pain.shape
    found = random_slopes(
        np.repeat(np.arange(people), days), np.tile(np.arange(days), people),
        pain.ravel(), stress.ravel(),
    )  # fmt: skip
    return found if isinstance(found, RandomSlopes) else None


def rows(people: int, days: int, mean: float, spread: float, groups: int) -> list[str]:
    """Both ways on the same groups."""
    seen: dict[str, list[tuple[float, ...]]] = {"two stages": [], "one stage": []}
    for number in range(groups):
        random = np.random.default_rng([SEED, number, people, days])
        made = group(people, days, mean, spread, random)
        for name, found in (("two stages", two_stages(*made)), ("one stage", one_stage(*made))):
            if found is not None:
                covers = found.lower <= mean <= found.upper
                holds = found.spread_lower <= spread <= found.spread_upper
                seen[name].append((found.p <= 0.05, covers, holds, found.mean, found.spread))
    lines = []
    for name, all_of in seen.items():
        table = np.array(all_of, dtype=np.float64)
        shares = [*table[:, :3].mean(axis=0), *np.median(table[:, 3:], axis=0)]
        cells = " | ".join(f"{one:.3f}" for one in shares)
        lines.append(f"| {people} | {days} | {mean:g} | {spread:g} | {name} | {cells} |")
    return lines


def main(groups: int) -> None:
    """Simulate, print, and write the page."""
    error = math.sqrt(0.05 * 0.95 / groups)
    lines = [HEAD.format(groups=groups, seed=SEED, error=error, phi=PHI)]
    for people, days, mean, spread in (
        (8, 28, 0.0, 0.0),
        (8, 28, 0.0, 0.3),
        (8, 84, 0.0, 0.3),
        (30, 28, 0.0, 0.3),
        (30, 28, 0.3, 0.3),
        (30, 84, 0.1, 0.0),
    ):
        for line in rows(people, days, mean, spread, groups):
            print(line, flush=True)
            lines.append(line + "\n")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--groups", type=int, default=2000)
    main(arguments.parse_args().groups)
