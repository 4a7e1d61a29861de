"""Size, coverage and power of the test of one life: `python calibration/one_life.py`.

Writes docs/methods/calibration/one-life.md. `--lives 200` gives a quick look.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np

from remit.stats.event_coincidence import EventCoincidence, event_coincidence
from remit.stats.lives.simulate import SimulatedLife, simulate_life
from remit.stats.lives.trial import Tried, try_lives
from remit.stats.lives.truth import Truth
from remit.stats.not_estimable import NotEstimable
from remit.stats.verdict import Verdict

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "calibration" / "one-life.md"
SEED = 20261123
HEAD = """# Calibration: one life

Made by `make calibrate`; do not edit. {lives} simulated lives a row, seed {seed}; Monte Carlo error
of a share near 0.05: {error:.3f}. Lives of 50 years with about 10 stressors, a window of 183 days;
`remit stats lives` repeats any row, or one of your own. Shares with p at or below 0.05: by event
coincidence analysis (events thrown alone, their windows' union, all rotations: what other software
does; only where dates are days), then by the test of one life in one block, in blocks of 10 years,
and in the house's 5. The last columns belong to the house's: the mirror (stressors *after* the
onset), the share whose 95 % interval of the rate ratio holds the truth, the median of the power
that the lives themselves report (for a ratio of 10), and the share answered "not enough
information" and "more than chance".

{names}
|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""
NAMES = (
    "| truth | onsets | alone | union | rotation | one block | 10 y | 5 y | mirror | covers "
    "| power | not enough | more |"
)
ROWS = (
    ("nothing: all equally likely", Truth()),
    ("nothing, stressors in threes", Truth(together=3)),
    ("both told less the longer ago (half in 10 years)", Truth(half_life=10.0)),
    ("a bad decade, both 4 times as frequent", Truth(bad_decade=4.0)),
    ("flares in pairs, not collapsed", Truth(onsets=2, flares=2, flare_days=183)),
    ("stressors before onsets recalled 2 times", Truth(recall=2.0)),
    ("stressors before onsets recalled 4 times", Truth(recall=4.0)),
    ("years stored as 1 January", Truth(dating="1 January")),
    ("months kept as months", Truth(dating="month")),
    ("years kept as years", Truth(dating="year")),
    *((f"ratio {ratio:g}", Truth(ratio=ratio, onsets=number))
      for number in (2, 4, 8) for ratio in (3.0, 10.0)),
    ("ratio 10, years kept as years", Truth(ratio=10.0, dating="year")),
    ("ratio 3, recalled 2 times", Truth(ratio=3.0, recall=2.0)),
)  # fmt: skip


def peers(truth: Truth, lives: int) -> list[str]:
    """Shares of the same lives by event coincidence analysis, where every date is a day."""
    if truth.dating in {"month", "year"}:
        return ["", "", ""]
    found = [
        _peer(simulate_life(truth, np.random.default_rng([SEED, number])))
        for number in range(lives)
    ]
    names = ("independent_p", "union_p", "rotation_p")
    counts = [
        sum(one is not None and getattr(one, name) <= 0.05 for one in found) for name in names
    ]
    return [f"{count / lives:.3f}" for count in counts]


def _peer(life: SimulatedLife) -> EventCoincidence | None:
    first, last = life.observation
    days = [
        sorted({one.earliest - first + 1 for one in told if one.earliest >= first})
        for told in (life.stressors, life.onsets)
    ]
    got = event_coincidence(*days, days=last - first + 1, window=life.truth.window)
    return None if isinstance(got, NotEstimable) else got


def row(name: str, truth: Truth, lives: int) -> str:
    """One truth, by every test."""

    def tried(block_years: float | None) -> Tried:
        return try_lives(truth, lives=lives, block_years=block_years, seed=SEED)

    ours = tried(5.0)
    answers = dict(ours.verdicts)
    shares = [
        tried(None).significant,
        tried(10.0).significant,
        ours.significant,
        ours.mirror_significant,
        ours.covers,
        ours.median_power,
        answers[Verdict.NOT_ENOUGH_INFORMATION],
        answers[Verdict.MORE_THAN_CHANCE],
    ]
    cells = [name, str(truth.onsets * truth.flares), *peers(truth, lives)]
    return "| " + " | ".join([*cells, *(f"{share:.3f}" for share in shares)]) + " |"


def main(lives: int) -> None:
    """Simulate, print, and write the page."""
    error = math.sqrt(0.05 * 0.95 / lives)
    lines = [HEAD.format(lives=lives, seed=SEED, error=error, names=NAMES)]
    for name, truth in ROWS:
        line = row(name, truth, lives)
        print(line, flush=True)
        lines.append(line + "\n")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--lives", type=int, default=2000)
    main(arguments.parse_args().lives)
