"""Time one diary and all rotations of many: `python benchmarks/diaries.py` prints medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from remit.stats.diary.association import diary_association
from remit.stats.event_coincidence import rotation_counts

PAIRS, DAYS = 1000, 730


def median_milliseconds(call: Callable[[], object], repeats: int = 9) -> float:
    """Median wall time of a few calls, after one that warms up."""
    call()
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def one_diary(days: int) -> Callable[[], object]:
    """A call that analyses one diary, with 2000 resamples and four lags."""
    random = np.random.default_rng(20261123)
    stress, pain = random.normal(size=days), np.zeros(days)
    for day in range(1, days):
        pain[day] = 0.5 * pain[day - 1] + 0.3 * stress[day - 1] + random.normal()
    return lambda: diary_association(pain, stress)


def all_rotations() -> tuple[Callable[[], object], Callable[[], object]]:
    """All rotations of a thousand pairs at once; and of ten of them, one after the other."""
    random = np.random.default_rng(20261123)
    events = (random.random((PAIRS, DAYS)) < 0.05).astype(float)
    covered = (random.random((PAIRS, DAYS)) < 0.3).astype(float)

    def plain() -> object:
        return [
            [float(np.roll(events[pair], by) @ covered[pair]) for by in range(DAYS)]
            for pair in range(10)
        ]

    assert np.array_equal(rotation_counts(events[:10], covered[:10]), plain()), "counts differ"
    return lambda: rotation_counts(events, covered), plain


if __name__ == "__main__":
    for length in (28, 84, 365):
        taken = median_milliseconds(one_diary(length))
        print(f"{taken:8.1f} ms  one diary of {length} days, 2000 resamples (bar 300)")
    together, apart = all_rotations()
    fast, slow = median_milliseconds(together), median_milliseconds(apart, 3) * PAIRS / 10
    print(f"{fast:8.1f} ms  all {DAYS} rotations of {PAIRS} pairs (bar 1000)")
    print(f"{slow / fast:8.0f} times as fast as one rotation after the other")
