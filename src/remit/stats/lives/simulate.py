"""One simulated life: drawn by its truth, then told as people tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from remit.stats.coverage import coverage
from remit.stats.datekernel import DateKernel
from remit.stats.lives.truth import Truth

DAYS_PER_YEAR: Final = 365.25
DECADE: Final = 3652
JANUARY: Final = np.datetime64("1960-01-01")
"""Day 0; the observation begins in the middle of that year, as lives do."""
MIDSUMMER: Final = 166
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SimulatedLife:
    """What was told, and what was true: all stressors and onsets, to the day.

    Days count from 1 January 1960; the observation begins in June of that year.
    """

    stressors: tuple[DateKernel, ...]
    onsets: tuple[DateKernel, ...]
    observation: tuple[int, int]
    true_stressors: tuple[int, ...]
    true_onsets: tuple[int, ...]
    truth: Truth


def simulate_life(truth: Truth, random: np.random.Generator) -> SimulatedLife:
    """Draw one life.

    Parameters
    ----------
    truth : Truth
        What holds of it.
    random : numpy Generator
        The same state gives the same life.

    Notes
    -----
    Stressors are a Poisson process whose rate holds the decade and what fades. The number of onsets
    is given; each first onset of a cluster lies on each day in proportion to the same course times
    ``ratio`` where a true stressor's window covers the day. Events of a cluster follow its first at
    equally likely distances and are lost beyond the end. Then a stressor is told, or not (recall),
    and all dates are widened to what is told of them.

    Examples
    --------
    >>> life = simulate_life(Truth(dating="year"), np.random.default_rng(1))
    >>> len(life.onsets), life.onsets[0].width in (365, 366)
    (4, True)
    """
    first = MIDSUMMER
    days = round(truth.years * DAYS_PER_YEAR)
    course = _course(truth, days, random)
    number = int(random.poisson(truth.stressors * truth.recall / truth.together))
    stressors = first + _drawn(course, number, truth.together, truth, random)
    observation = (first, first + days - 1)
    covered = coverage([DateKernel.on(int(day)) for day in stressors], observation, truth.window)
    weight = course * (1.0 + (truth.ratio - 1.0) * covered)
    onsets = first + _drawn(weight, truth.onsets, truth.flares, truth, random)
    told = stressors[_is_told(stressors, onsets, truth, random)]
    return SimulatedLife(
        stressors=tuple(_dated(told, truth.dating)),
        onsets=tuple(_dated(onsets, truth.dating)),
        observation=observation,
        true_stressors=tuple(stressors.tolist()),
        true_onsets=tuple(onsets.tolist()),
        truth=truth,
    )


def _course(truth: Truth, days: int, random: np.random.Generator) -> Floats:
    """How the chance of an event that will be told runs over the days."""
    before_the_end = np.arange(days)[::-1] / DAYS_PER_YEAR
    course: Floats = np.exp2(-before_the_end / truth.half_life)
    start = int(random.integers(0, days - DECADE))
    course[start : start + DECADE] *= truth.bad_decade
    return course


def _drawn(
    course: Floats, number: int, each: int, truth: Truth, random: np.random.Generator
) -> Ints:
    """Days in proportion to the course, each followed by the rest of its cluster; in order."""
    running = np.cumsum(course)
    starts = np.searchsorted(running, random.random(number) * running[-1], side="right")
    later = random.integers(0, truth.flare_days, (number, each))
    later[:, 0] = 0
    every = (starts[:, np.newaxis] + later).ravel()
    return np.sort(every[every < course.size]).astype(np.int64)


def _is_told(
    stressors: Ints, onsets: Ints, truth: Truth, random: np.random.Generator
) -> NDArray[np.bool_]:
    gap = onsets[np.newaxis, :] - stressors[:, np.newaxis]
    near = ((gap >= 0) & (gap <= truth.window)).any(axis=1)
    told: NDArray[np.bool_] = near | (random.random(stressors.size) * truth.recall < 1.0)
    return told


def _dated(days: Ints, dating: str) -> list[DateKernel]:
    """As they are told; months and years are those of the calendar."""
    if dating == "day":
        return [DateKernel.on(day) for day in days.tolist()]
    unit = "M" if dating == "month" else "Y"
    period = (JANUARY + days).astype(f"datetime64[{unit}]")
    earliest = (period.astype("datetime64[D]") - JANUARY).astype(np.int64)
    if dating == "1 January":
        return [DateKernel.on(day) for day in earliest.tolist()]
    latest = ((period + 1).astype("datetime64[D]") - JANUARY).astype(np.int64) - 1
    return [DateKernel(*one) for one in zip(earliest.tolist(), latest.tolist(), strict=True)]
