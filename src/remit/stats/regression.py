"""Coefficients of a likelihood with their limits: what Cox, logistic and their kin share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError
from scipy.special import chdtrc, ndtr, ndtri

from remit.errors import InvalidInput
from remit.stats.firth import penalised
from remit.stats.newton import Curve, climb, inverse_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.profile import holding, profile_limits

Floats = NDArray[np.float64]
Limits = Literal["wald", "profile"]
Penalty = Literal["none", "firth"]

FARTHEST_LOGARITHM: Final = 30.0
RUNS_AWAY: Final = 12.0
"""In standard deviations of a covariate: a coefficient beyond is no estimate."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One covariate.

    Attributes
    ----------
    name : str
        As it was given.
    estimate, standard_error : float or NotEstimable
        On the scale of logarithms, a unit of the covariate.
    lower, upper : float
        Limits of the estimate; minus and plus infinity are open ends.
    p : float or NotEstimable
        Two-sided; of the likelihood ratio where the limits are profiles, else of Wald's test.
    """

    name: str
    estimate: float | NotEstimable
    standard_error: float | NotEstimable
    lower: float
    upper: float
    p: float | NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fitted likelihood; ``rows`` and ``events`` count what went into it."""

    coefficients: tuple[Coefficient, ...]
    log_likelihood: float
    null_log_likelihood: float
    covariance: Floats
    rows: int
    events: int
    steps: int
    warnings: tuple[str, ...]
    penalty: Penalty
    limits: Limits
    level: float
    method: str
    software: str

    def summary(self) -> str:
        """Limits first; then a line a covariate, as factors."""
        head = (
            f"{self.events} events in {self.rows} rows. An association in time, not a cause, and "
            "no prediction."
        )
        shown = [one for one in self.coefficients if one.name != "(intercept)"]
        lines = [_line(one, self.level) for one in shown]
        return "\n".join([head, *self.warnings, *lines])

    def coefficient(self, name: str) -> Coefficient:
        """The one of that name.

        Raises
        ------
        InvalidInput
            Naming those that there are.
        """
        for one in self.coefficients:
            if one.name == name:
                return one
        known = ", ".join(one.name for one in self.coefficients)
        raise InvalidInput(f"There is no covariate {name!r}; there are: {known}.")


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Where the climb ended, before it is put into words."""

    coefficients: tuple[Coefficient, ...]
    height: float
    null_height: float
    covariance: Floats
    steps: int


def fit_likelihood(
    evaluate: Callable[[Floats], Curve],
    names: Sequence[str],
    spread: Floats,
    *,
    penalty: Penalty,
    limits: Limits,
    level: float,
    method: str,
    nuisance: int = 0,
) -> Fitted | NotEstimable:
    """Climb from 0 and find the limits of every coefficient.

    Parameters
    ----------
    evaluate : callable
        Log-likelihood of covariates in units of ``spread``; with a ``skew`` for the penalty.
    spread : array
        Standard deviation of each covariate.
    nuisance : int
        So many first coefficients (an intercept) belong to the null model too.

    Raises
    ------
    InvalidInput
        If the level is none.
    """
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    curve = penalised(evaluate) if penalty == "firth" else evaluate  # type: ignore[arg-type]
    start = np.zeros(len(names))
    try:
        top = climb(curve, start)
    except LinAlgError:
        return NotEstimable("the covariates do not vary, or cannot be told apart", method)
    away = np.abs(top.at) > RUNS_AWAY
    if away.any():
        which = ", ".join(name for name, runs in zip(names, away, strict=True) if runs)
        return NotEstimable(
            f"the likelihood rises without end along {which}: events and other rows do not "
            "overlap; use the penalty of Firth",
            method,
        )
    if not top.converged:
        return NotEstimable("the climb to the estimate found no top", method)
    try:
        covariance = inverse_of(top.curve.information)
        found = tuple(
            _coefficient(curve, top.at, top.curve.value, covariance, index, name, limits, level)
            for index, name in enumerate(names)
        )
    except LinAlgError:
        return NotEstimable("the likelihood is flat along some covariates", method)
    back = tuple(_per_unit(one, float(unit)) for one, unit in zip(found, spread, strict=True))
    null = _null(curve, len(names), nuisance)
    units = np.outer(spread, spread)
    return Fitted(back, top.curve.value, null, covariance / units, top.steps)


def _null(curve: Callable[[Floats], Curve], size: int, nuisance: int) -> float:
    free = np.arange(size) < nuisance
    part = holding(curve, free, np.zeros(size))
    return climb(part, np.zeros(nuisance)).curve.value if nuisance else part(np.zeros(0)).value


def _coefficient(
    curve: Callable[[Floats], Curve],
    at: Floats,
    height: float,
    covariance: Floats,
    index: int,
    name: str,
    limits: Limits,
    level: float,
) -> Coefficient:
    estimate, error = float(at[index]), math.sqrt(float(covariance[index, index]))
    if limits == "profile":
        low, high = profile_limits(curve, at, height, index, error, level)
        others = np.arange(at.size) != index
        held = np.where(others, at, 0.0)
        rest = climb(holding(curve, others, held), at[others]).curve.value
        p = float(chdtrc(1, max(0.0, 2.0 * (height - rest))))
    else:
        reach = float(ndtri((1.0 + level) / 2.0)) * error
        low, high = estimate - reach, estimate + reach
        p = 2.0 * float(ndtr(-abs(estimate) / error))
    return Coefficient(name, estimate, error, low, high, p)


def _line(found: Coefficient, level: float) -> str:
    if isinstance(found.estimate, NotEstimable) or isinstance(found.p, NotEstimable):
        return f"{found.name}: {found.estimate}."
    return (
        f"{found.name}: by chance alone {100 * found.p:.2g} of 100 such records would show as "
        f"much; {_factor(found.estimate)} times a unit "
        f"({100 * level:g} % interval {_factor(found.lower)} to {_factor(found.upper)})."
    )


def _factor(logarithm: float) -> str:
    """A ratio in three digits; ends without a number are said."""
    if abs(logarithm) > FARTHEST_LOGARITHM:
        return "no limit" if logarithm > 0 else "0"
    return f"{math.exp(logarithm):.3g}"


def _per_unit(found: Coefficient, unit: float) -> Coefficient:
    estimate, error = found.estimate, found.standard_error
    return replace(
        found,
        estimate=estimate if isinstance(estimate, NotEstimable) else estimate / unit,
        standard_error=error if isinstance(error, NotEstimable) else error / unit,
        lower=found.lower / unit,
        upper=found.upper / unit,
    )
