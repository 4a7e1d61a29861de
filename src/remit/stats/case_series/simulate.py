"""Cases with a known truth: for tests of size, coverage and power, and for planning a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.case_series.cases import Cases, cases_from_rows
from remit.stats.case_series.exposure import Exposure, Window

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """A population in which the rates are known.

    Parameters
    ----------
    days : int
        Each case is observed on days 1 to ``days``.
    windows : sequence of Window
        From the start of the one dose, disjoint and closed.
    ratios : sequence of float
        True rate ratio of each window.
    exposed : float
        Chance that a case of the sample has a dose at all.
    age_cuts : sequence of int
        First day of each age band but the first.
    age_ratios : sequence of float
        True rate ratio of each of them against the first.
    """

    days: int
    windows: tuple[Window, ...]
    ratios: tuple[float, ...]
    exposed: float = 1.0
    age_cuts: tuple[int, ...] = ()
    age_ratios: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.windows) != len(self.ratios) or len(self.age_cuts) != len(self.age_ratios):
            raise InvalidInput("Every window and every age band needs its own rate ratio.")
        if any(one.closes is None or one.anchor == "end" for one in self.windows):
            raise InvalidInput("A simulated window counts from the start of the dose, and closes.")
        if min((*self.ratios, *self.age_ratios), default=0.0) < 0.0 or self.days < 2:
            raise InvalidInput("Rate ratios are 0 or more, and there are two days or more.")


def simulate_cases(truth: Truth, size: int, rng: np.random.Generator) -> tuple[Cases, Exposure]:
    """Draw cases with one event each, and their doses.

    A dose lies on any day of the observation, equally likely; given the dose, the event lies on
    each day in proportion to the rate there.

    Returns
    -------
    (Cases, Exposure)
        As ``case_series`` takes them.
    """
    has_dose = rng.random(size) < truth.exposed
    dose = rng.integers(1, truth.days + 1, size)
    places = rng.random(size)
    running = _running_rate(truth)
    extra, reaches = _extra(truth, running, dose, has_dose)
    # The rate is the base of all days, and on top of it what each window adds to its own days.
    whole = running[-1] + extra.sum(axis=1)
    left = places * whole
    day = np.zeros(size, dtype=np.int64)
    for window in range(len(truth.windows)):
        own = (day == 0) & (left < extra[:, window])
        first = reaches[window][0]
        share = np.divide(left, extra[:, window], out=np.zeros(size), where=extra[:, window] > 0)
        base = running[first - 1] + share * (running[reaches[window][1]] - running[first - 1])
        day[own] = np.searchsorted(running, base[own], side="right")
        left = np.where(own, left, left - extra[:, window])
    rest = day == 0
    day[rest] = np.searchsorted(running, left[rest], side="right")
    day = np.clip(day, 1, truth.days)
    return _as_case_series(truth, day, dose, has_dose)


def _as_case_series(
    truth: Truth, day: Ints, dose: Ints, has_dose: NDArray[np.bool_]
) -> tuple[Cases, Exposure]:
    who = np.arange(day.size)
    cases = cases_from_rows(who, np.ones_like(day), np.full_like(day, truth.days), day)
    return cases, Exposure("dose", who, np.where(has_dose, dose, np.nan), truth.windows)


def _running_rate(truth: Truth) -> Floats:
    """Base rate summed up to and with each day; 0 before the first."""
    ratios = np.array([1.0, *truth.age_ratios])
    days = np.arange(1, truth.days + 1)
    rates = ratios[np.searchsorted(np.array(truth.age_cuts, dtype=np.int64), days, side="right")]
    return np.concatenate([[0.0], np.cumsum(rates)])


def _extra(
    truth: Truth, running: Floats, dose: Ints, has_dose: NDArray[np.bool_]
) -> tuple[Floats, Sequence[tuple[Ints, Ints]]]:
    if any(ratio < 1.0 for ratio in truth.ratios):
        raise InvalidInput("Only rate ratios of 1 and more are drawn; turn the comparison round.")
    added, reaches = [], []
    for window, ratio in zip(truth.windows, truth.ratios, strict=True):
        first = np.clip(dose + window.opens, 1, truth.days + 1)
        last = np.clip(dose + (window.closes or 0), 0, truth.days)
        there = has_dose & (first <= last)
        first, last = np.where(there, first, 1), np.where(there, last, 0)
        added.append((ratio - 1.0) * (running[last] - running[first - 1]))
        reaches.append((first, last))
    return np.stack(added, axis=1) if added else np.zeros((dose.size, 0)), reaches
