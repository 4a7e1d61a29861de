"""Time the one-life association test: `python benchmarks/one_life.py` prints medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from remit.stats.coincidence import coincidence
from remit.stats.datekernel import DateKernel

YEAR = 365


def life(
    stressors: int, onsets: int, years: int, widths: tuple[int, int], seed: int = 20261122
) -> Callable[[], object]:
    """Return a call that analyses one random life; widths of stressor and onset dates in days."""
    random = np.random.default_rng(seed)
    days = years * YEAR
    told = [
        DateKernel(int(day), int(day) + widths[0] - 1)
        for day in random.integers(0, days - widths[0], stressors)
    ]
    ill = [
        DateKernel(int(day), int(day) + widths[1] - 1)
        for day in random.integers(0, days - widths[1], onsets)
    ]
    return lambda: coincidence(told, ill, observation=(0, days - 1))


def median_milliseconds(call: Callable[[], object], repeats: int = 7) -> float:
    """Median wall time of a few calls, after one that warms up."""
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


LIVES = {
    "typical: 10 stressors, 4 onsets, 50 years, exact days": life(10, 4, 50, (1, 1)),
    "typical: 10 stressors, 4 onsets, 50 years, months": life(10, 4, 50, (30, 30)),
    "typical: 10 stressors, 4 onsets, 50 years, years": life(10, 4, 50, (YEAR, YEAR)),
    "crowded: 500 stressors by year, 200 exact onsets, 70 years": life(500, 200, 70, (YEAR, 1)),
    "crowded: 500 stressors by year, 200 onsets by year": life(500, 200, 70, (YEAR, YEAR)),
    "crowded: 500 stressors by year, 200 onsets by month": life(500, 200, 70, (YEAR, 30)),
    "crowded: 100 stressors by month, 200 onsets by month": life(100, 200, 70, (30, 30)),
}


def matched_life(stressors: int, onsets: int, years: int, width: int) -> Callable[[], object]:
    """Like ``life``, but onsets follow stressors, so that the recall ratio must be searched."""
    random = np.random.default_rng(1)
    days = years * YEAR
    told = random.integers(0, days - 2 * YEAR, stressors)
    ill = random.choice(told, onsets) + random.integers(0, 120, onsets)
    kernels = [DateKernel(int(day), int(day) + width - 1) for day in told]
    starts = [DateKernel(int(day), int(day) + width - 1) for day in ill]
    return lambda: coincidence(kernels, starts, observation=(0, days - 1))


LIVES["crowded and matched: 60 stressors, 200 onsets by month"] = matched_life(60, 200, 70, 30)
LIVES["matched: 10 stressors, 6 onsets by month, 50 years"] = matched_life(10, 6, 50, 30)

if __name__ == "__main__":
    for name, call in LIVES.items():
        print(f"{median_milliseconds(call):8.1f} ms  {name}")
