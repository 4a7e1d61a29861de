"""What the likelihood of one life leaves of a stated prior for the rate ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput

Floats = NDArray[np.float64]
PRIOR_SPREAD: Final = 1.0
"""Standard deviation of log rho before the data: two thirds between 0.37 and 2.7."""
POINTS: Final = 481
WIDTH: Final = 6.0


@dataclass(frozen=True, slots=True)
class Posterior:
    """The rate ratio after the data, for who shares the prior: log rho normal about 0.

    ``above_one`` is the posterior chance that rho exceeds 1; before the data it is 0.5.
    """

    median: float
    lower: float
    upper: float
    above_one: float
    prior_spread: float
    level: float


def posterior_rate_ratio(
    at_onset: Floats, by_chance: Floats, *, level: float, prior_spread: float = PRIOR_SPREAD
) -> Posterior:
    """Combine the conditional likelihood with a normal prior for log rho, on a grid.

    Parameters
    ----------
    at_onset, by_chance : array, shape (draws, onsets)
        As `coverage_by_draw` gives them; the likelihood is the mean over draws, as in
        `likelihood_rate_ratio`.
    level : float
        Of the central credible interval.
    prior_spread : float
        Standard deviation of log rho before the data.

    Examples
    --------
    One onset, covered, where a tenth of the days is: hardly more than was believed before.

    >>> found = posterior_rate_ratio(np.array([[1.0]]), np.array([[0.1]]), level=0.95)
    >>> round(found.median, 2), round(found.above_one, 2)
    (2.18, 0.8)
    """
    if not prior_spread > 0.0 or not math.isfinite(prior_spread):
        raise InvalidInput("The prior needs a spread above 0.")
    grid = np.linspace(-WIDTH * prior_spread, WIDTH * prior_spread, POINTS)
    ratio = np.exp(grid)[:, np.newaxis]
    height = np.empty((POINTS, len(at_onset)))
    for draw, (own, chance) in enumerate(zip(at_onset, by_chance, strict=True)):
        terms = np.log1p((ratio - 1.0) * own) - np.log1p((ratio - 1.0) * chance)
        height[:, draw] = terms.sum(axis=1)
    peak = height.max()
    weight = np.exp(height - peak).mean(axis=1) * np.exp(-0.5 * (grid / prior_spread) ** 2)
    below = np.concatenate([[0.0], np.cumsum((weight[1:] + weight[:-1]) / 2.0)])
    below /= below[-1]
    tail = (1.0 - level) / 2.0
    lower, median, upper = np.exp(np.interp([tail, 0.5, 1.0 - tail], below, grid)).tolist()
    above = 1.0 - float(np.interp(0.0, grid, below))
    return Posterior(median, lower, upper, above, prior_spread, level)
