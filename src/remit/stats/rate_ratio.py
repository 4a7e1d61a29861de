"""How much more often onsets begin on covered days: the rate ratio rho, and its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import betaincinv, chdtri

from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.placement import Placement

Floats = NDArray[np.float64]
LogLikelihood = Callable[[float], float]

FARTHEST_LOG_RATIO = 12.0
"""Beyond exp(12), about 160 000, a ratio is as good as infinite (or, inverted, zero)."""
STEPS = 97


@dataclass(frozen=True, slots=True)
class RateRatio:
    """The two-sided estimate beside the one-sided test.

    ``estimate`` is a number, or says why there is no finite one. ``lower`` and ``upper`` bound
    it at ``level``; 0 and ``math.inf`` are open ends, not limits that were found.
    """

    estimate: float | NotEstimable
    lower: float
    upper: float
    level: float
    method: str


def binomial_rate_ratio(covered: int, onsets: int, share: float, level: float) -> RateRatio:
    """Estimate rho for exact dates in a single block, with Clopper-Pearson limits.

    ``rho = p (1 - f) / ((1 - p) f)`` at p = covered / onsets and at its two exact limits, where
    f is the covered share of the observation.

    Parameters
    ----------
    covered, onsets : int
        Onsets on a covered day, and all onsets; 0 <= covered <= onsets, onsets > 0.
    share : float
        Covered share f, strictly between 0 and 1.
    level : float
        Confidence level of the two-sided interval.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26:404-413.

    Examples
    --------
    >>> ratio = binomial_rate_ratio(3, 4, 0.18, 0.95)
    >>> round(ratio.lower, 1), round(ratio.upper)
    (1.1, 717)
    """
    method = "Clopper-Pearson"
    missed, tail = onsets - covered, (1.0 - level) / 2.0
    odds = (1.0 - share) / share
    low = float(betaincinv(covered, missed + 1, tail)) if covered else 0.0
    high = float(betaincinv(covered + 1, missed, 1.0 - tail)) if missed else 1.0
    estimate: float | NotEstimable
    if not missed:
        estimate = NotEstimable("every onset is covered, so there is no finite estimate", method)
    elif not covered:
        estimate = NotEstimable("no onset is covered; only the upper limit means much", method)
    else:
        estimate = covered / missed * odds
    upper = high / (1.0 - high) * odds if missed else math.inf
    return RateRatio(estimate, low / (1.0 - low) * odds, upper, level, method)


def likelihood_rate_ratio(at_onset: Floats, by_chance: Floats, level: float) -> RateRatio:
    """Estimate rho by conditional likelihood, for blocks and for dates that are intervals.

    ``L(rho) = mean_m prod_j (1 + (rho - 1) c_mj) / (1 + (rho - 1) f_mj)``, the mean being taken
    over draws m of the stressor dates, which all onsets share. The interval holds every rho
    with ``2 (log L(best) - log L(rho))`` at most the chi-squared quantile with one degree of
    freedom. For one draw of exact dates this is the self-controlled case series for one person.

    Parameters
    ----------
    at_onset, by_chance : array, shape (draws, onsets)
        Mean coverage over the onset's own interval (c) and over its reference set (f).
    level : float
        Confidence level; approximate, and rough for few onsets.

    References
    ----------
    Farrington (1995), Biometrics 51:228-235.
    """
    method = "profile of the conditional likelihood"

    def log_likelihood(log_ratio: float) -> float:
        ratio = math.exp(log_ratio)
        terms = np.log(
            (ratio * at_onset + (1.0 - at_onset)) / (ratio * by_chance + (1.0 - by_chance))
        ).sum(axis=1)
        peak = float(terms.max())
        return peak + math.log(float(np.exp(terms - peak).mean()))

    grid = np.linspace(-FARTHEST_LOG_RATIO, FARTHEST_LOG_RATIO, STEPS)
    heights = np.array([log_likelihood(float(x)) for x in grid])
    if float(np.ptp(heights)) < 1e-9:
        why = NotEstimable("it makes no difference where these onsets stand", method)
        return RateRatio(why, 0.0, math.inf, level, method)
    best, top = _summit(log_likelihood, grid, heights)
    floor = top - float(chdtri(1, 1.0 - level)) / 2.0
    lower, upper = _inside(log_likelihood, grid, heights, floor, best)
    return RateRatio(_named(best, method), lower, upper, level, method)


def _summit(log_likelihood: LogLikelihood, grid: Floats, heights: Floats) -> tuple[float, float]:
    at = int(heights.argmax())
    if at in {0, grid.size - 1}:
        return float(grid[at]), float(heights[at])
    found = minimize_scalar(
        lambda x: -log_likelihood(float(x)),
        bounds=(float(grid[at - 1]), float(grid[at + 1])),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return float(found.x), -float(found.fun)


def _inside(
    log_likelihood: LogLikelihood, grid: Floats, heights: Floats, floor: float, best: float
) -> tuple[float, float]:
    """Outermost crossings of the floor: with several peaks the hull is reported."""
    # The summit is inserted, so that a region narrower than one step is not missed.
    points = np.append(grid, best)
    above = np.sort(points[np.append(heights >= floor, True)])
    ends = []
    for inner, step in ((float(above[0]), -1), (float(above[-1]), 1)):
        beyond = grid[grid < inner] if step < 0 else grid[grid > inner]
        if not beyond.size:
            ends.append(0.0 if step < 0 else math.inf)
            continue
        outer = float(beyond[-1] if step < 0 else beyond[0])
        root = brentq(lambda x: log_likelihood(float(x)) - floor, inner, outer, xtol=1e-10)
        ends.append(math.exp(float(root)))
    return ends[0], ends[1]


def _named(log_ratio: float, method: str) -> float | NotEstimable:
    if log_ratio > FARTHEST_LOG_RATIO - 0.5:
        return NotEstimable("the likelihood rises without end: no finite estimate", method)
    if log_ratio < 0.5 - FARTHEST_LOG_RATIO:
        return NotEstimable("the likelihood rises towards 0: only the upper limit", method)
    return math.exp(log_ratio)


def stressor_draws(stressors: Sequence[DateKernel], draws: int, seed: int) -> NDArray[np.int64]:
    """Draw exact dates for all stressors, spread evenly over each interval (Latin hypercube).

    Returns
    -------
    array of int, shape (draws, stressors)
        One row suffices, and is returned, where every date is exact.
    """
    earliest = np.array([stressor.earliest for stressor in stressors], dtype=np.int64)
    width = np.array([stressor.width for stressor in stressors], dtype=np.int64)
    if bool((width == 1).all()):
        return earliest[np.newaxis, :]
    strata = np.tile(np.arange(draws), (len(stressors), 1))
    strata = np.random.default_rng(seed).permuted(strata, axis=1)
    return (earliest[:, np.newaxis] + (2 * strata + 1) * width[:, np.newaxis] // (2 * draws)).T


def coverage_by_draw(
    dates: NDArray[np.int64],
    placements: Sequence[Placement],
    observation: tuple[int, int],
    window: int,
) -> tuple[Floats, Floats]:
    """Mean coverage at the onsets and over their reference sets, for each draw of the dates.

    Returns
    -------
    (array, array), each of shape (draws, onsets)
    """
    first, last = observation
    days = last - first + 1
    own = np.array([placement.days for placement in placements]) - first
    span = np.array([placement.reference.span for placement in placements]) - first
    at_onset = np.empty((len(dates), len(placements)))
    by_chance = np.empty_like(at_onset)
    for row, drawn in enumerate(dates):
        # Windows as +1 / -1 steps; a day is covered where their running sum is positive.
        opens = np.bincount(np.clip(drawn - first, 0, days), minlength=days + 1)
        shuts = np.bincount(np.clip(drawn - first + window + 1, 0, days), minlength=days + 1)
        covered = np.cumsum(opens - shuts)[:days] > 0
        running = np.concatenate([[0], np.cumsum(covered)])
        for out, part in ((at_onset, own), (by_chance, span)):
            length = part[:, 1] - part[:, 0] + 1
            out[row] = (running[part[:, 1] + 1] - running[part[:, 0]]) / length
    return at_onset, by_chance
