"""Is a flare likelier on days after more of something? Days at risk, one after the other."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, ndtr, ndtri

from remit.stats.flares.days import FEWEST_ONSETS, days_of, refusal
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.regression import (
    Coefficient,
    Fitted,
    Limits,
    Penalty,
    Regression,
    fit_likelihood,
)

METHOD: Final = "discrete-time logistic regression of flares"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The log-likelihood at one point, and what Firth's penalty needs."""

    value: float
    score: Floats
    information: Floats
    table: Floats
    chance: Floats

    def skew(self, inverse: Floats) -> Floats:
        """Half the trace of ``inverse`` times the derivative of the information."""
        spread = self.chance * (1.0 - self.chance)
        leverage = np.einsum("ij,jk,ik->i", self.table, inverse, self.table) * spread
        skew: Floats = self.table.T @ (leverage * (0.5 - self.chance))
        return skew


def flare_logistic(
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    penalty: Penalty = "firth",
    limits: Limits = "wald",
    level: float = 0.95,
    fewest: int = FEWEST_ONSETS,
) -> Regression | NotEstimable:
    """Fit log odds ratios of a flare's beginning, a row a day at risk.

    Parameters
    ----------
    event : array of 0 and 1, shape (days,)
        Whether a flare began; days on which none could begin are left out by the caller.
    covariates : mapping of name to array, shape (days,)
        Such as yesterday's stress. An intercept is added, and named "(intercept)": a day on
        which all of them are 0; its limits are always Wald's.
    penalty : {"firth", "none"}
        Firth's penalty, because a person's onsets are few.

    Returns
    -------
    Regression or NotEstimable

    References
    ----------
    Firth (1993), Biometrika 80:27-38; Heinze and Schemper (2002), Stat Med 21:2409-2419.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> stress = rng.normal(size=200)
    >>> flare = (rng.random(200) < 1 / (1 + np.exp(2 - 0.8 * stress))).astype(int)
    >>> fit = flare_logistic(flare, {"stress": stress})
    >>> 0.3 < fit.coefficient("stress").estimate < 1.3
    True
    """
    days, _ = days_of(event, covariates)
    why = refusal(days, fewest, METHOD)
    if why is not None:
        return why
    table = np.column_stack([np.ones(days.event.size), days.table])
    names = ("(intercept)", *days.names)
    spread = np.append(1.0, days.spread)
    found = fit_likelihood(
        _curve(days.event, table), names, spread,
        penalty=penalty, limits=limits, level=level, method=METHOD, nuisance=1,
    )  # fmt: skip
    if isinstance(found, NotEstimable):
        return found
    to_zero = np.append(1.0, -days.mean)
    covariance = _moved(found.covariance, to_zero)
    return Regression(
        coefficients=(_at_zero(found, to_zero, covariance, level), *found.coefficients[1:]),
        log_likelihood=found.height,
        null_log_likelihood=found.null_height,
        covariance=covariance,
        rows=int(days.event.size),
        events=days.onsets,
        steps=found.steps,
        warnings=days.warnings(),
        penalty=penalty,
        limits=limits,
        level=level,
        method=METHOD,
        software=software_version(),
    )


def _at_zero(found: Fitted, to_zero: Floats, covariance: Floats, level: float) -> Coefficient:
    """The intercept of a day on which every covariate is 0; it was fitted at their means."""
    estimates = [one.estimate for one in found.coefficients]
    estimate = float(to_zero @ np.array(estimates, dtype=np.float64))
    error = math.sqrt(float(covariance[0, 0]))
    reach = float(ndtri((1.0 + level) / 2.0)) * error
    p = 2.0 * float(ndtr(-abs(estimate) / error))
    return Coefficient("(intercept)", estimate, error, estimate - reach, estimate + reach, p)


def _moved(covariance: Floats, to_zero: Floats) -> Floats:
    move = np.eye(to_zero.size)
    move[0] = to_zero
    moved: Floats = move @ covariance @ move.T
    return moved


def _curve(event: Floats, table: Floats) -> Callable[[Floats], Curve]:
    def evaluate(coefficients: Floats) -> Curve:
        linear = table @ coefficients
        chance: Floats = expit(linear)
        value = float(event @ linear - np.logaddexp(0.0, linear).sum())
        weighted = table * (chance * (1.0 - chance))[:, np.newaxis]
        return Curve(value, table.T @ (event - chance), table.T @ weighted, table, chance)

    return evaluate
