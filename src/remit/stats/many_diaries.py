"""Many diaries in two stages: the association on average, and how people differ in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri, ndtr, ndtri, stdtr, stdtrit

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "two-stage pooling of diaries, random effects"
FEWEST_PEOPLE: Final = 3
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PooledDiaries:
    """Result of ``pool_diaries``.

    ``mean`` is the average of the people's true slopes, with interval and p by Hartung and Knapp;
    ``spread`` the standard deviation of true slopes between people, with its interval;
    ``next_lower`` and ``next_upper`` hold the slope of a further person. ``heterogeneity`` is Q,
    ``heterogeneity_p`` the chance of as much if all had one slope, and ``share_of_spread`` I².
    ``positive`` and ``negative`` count the people whose own interval excludes 0 on that side;
    ``share_positive`` is the share of people with a slope above 0, if slopes are normal.
    """

    mean: float
    lower: float
    upper: float
    p: float
    spread: float
    spread_lower: float
    spread_upper: float
    next_lower: float
    next_upper: float
    heterogeneity: float
    heterogeneity_p: float
    share_of_spread: float
    share_positive: float
    positive: int
    negative: int
    n: int
    level: float
    method: str
    software: str

    def summary(self) -> str:
        """How people differ, before the average."""
        undecided = self.n - self.positive - self.negative
        return (
            f"Of {self.n} people {self.positive} have clearly more, {self.negative} clearly less, "
            f"and {undecided} neither. True slopes differ between people with a standard deviation "
            f"of {self.spread:.2f}; on average they are {self.mean:+.2f} "
            f"({100 * self.level:g} % interval {self.lower:+.2f} to {self.upper:+.2f}), and of a "
            f"further person {self.next_lower:+.2f} to {self.next_upper:+.2f}. "
            "An association in time, of people who keep diaries."
        )


def pool_diaries(
    estimates: ArrayLike, standard_errors: ArrayLike, *, level: float = 0.95
) -> PooledDiaries | NotEstimable:
    """Pool one slope a person with its standard error.

    Parameters
    ----------
    estimates, standard_errors : array, shape (people,)
        Such as those of `diary_association` or `cox_regression`, of the same declared question.
    level : float
        Confidence level.

    Returns
    -------
    PooledDiaries or NotEstimable
        NotEstimable with fewer than three people.

    Raises
    ------
    InvalidInput
        If the columns differ in length, or an error is not above 0.

    Notes
    -----
    The spread is that of Paule and Mandel: the value at which the generalised Q equals its degrees
    of freedom; its interval inverts the same Q (Q profile). The mean's interval is that of Hartung
    and Knapp, never shorter than with a scale of 1.

    References
    ----------
    Paule and Mandel (1982), J Res NBS 87:377-385; Viechtbauer (2007), Stat Med 26:37-52; Hartung
    and Knapp (2001), Stat Med 20:3875-3889; Higgins, Thompson and Spiegelhalter (2009), JRSS A
    172:137-159 (a further person).

    Examples
    --------
    >>> pooled = pool_diaries([0.3, 0.5, -0.4, 0.1], [0.1, 0.1, 0.1, 0.1])
    >>> round(pooled.mean, 3), pooled.positive, pooled.negative
    (0.125, 2, 1)
    """
    slopes, errors = (np.asarray(one, dtype=np.float64) for one in (estimates, standard_errors))
    if slopes.ndim != 1 or slopes.shape != errors.shape:
        raise InvalidInput("Estimates and standard errors must be two columns of one length.")
    if not (np.isfinite(slopes).all() and np.isfinite(errors).all() and (errors > 0.0).all()):
        raise InvalidInput("Every person needs a number and a standard error above 0.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    if slopes.size < FEWEST_PEOPLE:
        return NotEstimable(f"{slopes.size} people are fewer than {FEWEST_PEOPLE}", METHOD)
    freedom = slopes.size - 1
    variance = _where(slopes, errors, float(freedom))
    mean, error = _mean(slopes, errors, variance)
    reach = float(stdtrit(freedom, (1.0 + level) / 2.0))
    q = _q(slopes, errors, 0.0)
    low, high = _spread_limits(slopes, errors, level)
    further = float(stdtrit(freedom - 1, (1.0 + level) / 2.0)) * math.sqrt(variance + error**2)
    own = float(ndtri((1.0 + level) / 2.0)) * errors
    return PooledDiaries(
        mean=mean,
        lower=mean - reach * error,
        upper=mean + reach * error,
        p=2.0 * float(stdtr(freedom, -abs(mean) / error)),
        spread=math.sqrt(variance),
        spread_lower=math.sqrt(low),
        spread_upper=math.sqrt(high),
        next_lower=mean - further,
        next_upper=mean + further,
        heterogeneity=q,
        heterogeneity_p=float(chdtrc(freedom, q)),
        share_of_spread=max(0.0, (q - freedom) / q) if q > 0.0 else 0.0,
        share_positive=_share_positive(mean, variance),
        positive=int((slopes - own > 0.0).sum()),
        negative=int((slopes + own < 0.0).sum()),
        n=int(slopes.size),
        level=level,
        method=METHOD,
        software=software_version(),
    )


def _share_positive(mean: float, variance: float) -> float:
    if variance == 0.0:
        return float(mean > 0.0)
    return float(ndtr(mean / math.sqrt(variance)))


def _q(slopes: Floats, errors: Floats, variance: float) -> float:
    """Weighted squares about the weighted mean, the spread between people being given."""
    weights = 1.0 / (errors**2 + variance)
    mean = float(weights @ slopes) / float(weights.sum())
    return float(weights @ (slopes - mean) ** 2)


def _where(slopes: Floats, errors: Floats, target: float) -> float:
    """The variance between people at which Q is the target; 0 where it is below it already."""
    if _q(slopes, errors, 0.0) <= target:
        return 0.0
    high = float(np.ptp(slopes)) ** 2 + 1e-12
    while _q(slopes, errors, high) > target:
        high *= 4.0
    return float(brentq(lambda one: _q(slopes, errors, float(one)) - target, 0.0, high, xtol=1e-14))


def _spread_limits(slopes: Floats, errors: Floats, level: float) -> tuple[float, float]:
    """Limits of the variance: where Q is at the tails of its distribution (Q profile)."""
    freedom, tail = slopes.size - 1, (1.0 - level) / 2.0
    few, many = float(chdtri(freedom, tail)), float(chdtri(freedom, 1.0 - tail))
    return _where(slopes, errors, few), _where(slopes, errors, many)


def _mean(slopes: Floats, errors: Floats, variance: float) -> tuple[float, float]:
    """The weighted mean and its standard error by Hartung and Knapp, scaled up and never down."""
    weights = 1.0 / (errors**2 + variance)
    mean = float(weights @ slopes) / float(weights.sum())
    scale = max(1.0, float(weights @ (slopes - mean) ** 2) / (slopes.size - 1))
    return mean, math.sqrt(scale / float(weights.sum()))
