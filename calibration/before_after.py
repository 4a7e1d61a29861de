"""Size, coverage and power of before and after: `python calibration/before_after.py`.

Writes docs/methods/calibration/before-after.md. `--diaries 200` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from remit.stats.single_case.interrupted import InterruptedSeries, interrupted_series
from remit.stats.single_case.start_and_stop import StartAndStop, start_and_stop

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "before-after.md"
SEED = 20261123
BURN = 50
LEAST_ERROR = 1e-300
HEAD = """# Calibration: before and after in one person

Made by `make calibrate`; do not edit. {diaries} simulated diaries a row, seed {seed}; Monte Carlo
error of a share near 0.05: {error:.3f}. Pain is an autoregression with coefficient phi and normal
errors of SD 1; "effect" is added while the change lasts. "Significant" is p at or below 0.05,
"covers" belongs to the 95 % interval, "plain t" is the share that a t test of all days before and
after would call significant.

"""
ONCE = """## One change on a declared day, in the middle

| days | phi | change | effect | missing | significant | covers | plain t |
|---|---|---|---|---|---|---|---|
"""
LOT = """
## Started and stopped by lot, phases of 7 days

| phases | phi | lot | effect | missing | significant | covers | plain t |
|---|---|---|---|---|---|---|---|
"""
Floats = NDArray[np.float64]


def series(days: int, phi: float, random: np.random.Generator) -> Floats:
    """An autoregression after it has forgotten where it began."""
    errors = random.normal(size=days + BURN)
    found = np.zeros(days + BURN)
    for day in range(1, days + BURN):
        found[day] = phi * found[day - 1] + errors[day]
    return found[BURN:]


def plain(pain: Floats, on: NDArray[np.bool_]) -> bool:
    """Whether a t test that takes days for independent is significant."""
    one, other = pain[on & np.isfinite(pain)], pain[~on & np.isfinite(pain)]
    freedom = one.size + other.size - 2
    pooled = ((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()
    error = math.sqrt(max(pooled / freedom * (1 / one.size + 1 / other.size), LEAST_ERROR))
    return 2.0 * float(stdtr(freedom, -abs(one.mean() - other.mean()) / error)) <= 0.05


def once(
    days: int, phi: float, change: str, effect: float, missing: float, diaries: int
) -> list[float]:
    """One change, many diaries."""
    seen = []
    for number in range(diaries):
        random = np.random.default_rng([SEED, number, days, round(100 * phi)])
        after = np.arange(days) >= days // 2
        pain = series(days, phi, random) + effect * after
        pain[random.random(days) < missing] = np.nan
        found = interrupted_series(
            pain,
            change_day=days // 2,
            change=change,
            resamples=499,
            seed=number,  # type: ignore[arg-type]
        )
        if isinstance(found, InterruptedSeries):
            covers = found.lower <= effect <= found.upper
            seen.append((found.p <= 0.05, covers, plain(pain, after)))
    return [float(one) for one in np.mean(seen, axis=0)]


def by_lot(
    phases: int, phi: float, lot: str, effect: float, missing: float, diaries: int
) -> list[float]:
    """A lot drawn anew for each diary."""
    seen = []
    for number in range(diaries):
        random = np.random.default_rng([SEED, number, phases, round(100 * phi)])
        if lot == "pairs":
            on = [bool(one) for _ in range(phases // 2) for one in random.permutation([0, 1])]
        else:
            on = random.permutation(np.arange(phases) % 2 == 0).tolist()
        days = np.repeat(on, 7)
        pain = series(7 * phases, phi, random) + effect * days
        pain[random.random(days.size) < missing] = np.nan
        weeks = [(7 * week, 7 * week + 6, one) for week, one in enumerate(on)]
        found = start_and_stop(pain, weeks, lot=lot, seed=number)  # type: ignore[arg-type]
        if isinstance(found, StartAndStop):
            covers = found.lower <= effect <= found.upper
            seen.append((found.p <= 0.05, covers, plain(pain, days)))
    return [float(one) for one in np.mean(seen, axis=0)]


def main(diaries: int) -> None:
    """Simulate, print, and write the page."""
    error = math.sqrt(0.05 * 0.95 / diaries)
    lines = [HEAD.format(diaries=diaries, seed=SEED, error=error), ONCE]

    def add(cells: list[object], shares: list[float]) -> None:
        line = "| " + " | ".join([*map(str, cells), *(f"{one:.3f}" for one in shares)]) + " |"
        print(line, flush=True)
        lines.append(line + "\n")

    for days, phi, change, effect, missing in (
        *((days, phi, "level", 0.0, 0.0) for days in (42, 84, 168) for phi in (0.3, 0.6, 0.8)),
        (84, 0.6, "level and trend", 0.0, 0.0),
        (84, 0.6, "level", 0.0, 0.2),
        (84, 0.3, "level", -1.0, 0.0),
        (84, 0.6, "level", -2.0, 0.0),
        (168, 0.6, "level", -2.0, 0.0),
    ):
        shares = once(days, phi, change, effect, missing, diaries)
        add([days, phi, change, effect, missing], shares)
    lines.append(LOT)
    for phases, phi, lot, effect, missing in (
        (12, 0.3, "pairs", 0.0, 0.0),
        (12, 0.8, "pairs", 0.0, 0.0),
        (12, 0.6, "pairs", 0.0, 0.3),
        (10, 0.8, "phases", 0.0, 0.0),
        (12, 0.6, "pairs", -1.0, 0.0),
        (12, 0.6, "phases", -1.0, 0.0),
        (20, 0.6, "pairs", -1.0, 0.0),
    ):
        shares = by_lot(phases, phi, lot, effect, missing, diaries)
        add([phases, phi, lot, effect, missing], shares)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--diaries", type=int, default=2000)
    main(arguments.parse_args().diaries)
