"""A diary with gaps by exact likelihood: errors that remember the day before, whatever is missing.

``y_t = x_t b + u_t``, ``u_t = phi u_(t-1) + e_t``. Between two known days g days apart the error's
mean is phi^g times the one before, and its variance ``(1 - phi^(2g)) / (1 - phi^2)``: the same as a
Kalman filter over all days, without a filter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from remit.errors import InvalidInput
from remit.stats.diary.rows import WEEK, diary_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.regression import Coefficient

METHOD: Final = "regression with autoregressive errors, exact likelihood with missing days"
LARGEST_PHI: Final = 0.999
STEP: Final = 1e-4
FEWEST_DAYS: Final = 21
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GapRegression:
    """Result of ``gap_regression``; the last coefficient is that of the exposure."""

    coefficients: tuple[Coefficient, ...]
    log_likelihood: float
    n: int
    days: int
    level: float
    method: str
    software: str

    @property
    def exposure(self) -> Coefficient:
        """The difference in the outcome a unit of the exposure."""
        return self.coefficients[-1]

    def summary(self) -> str:
        """What its p rests on first; then the difference."""
        one = self.exposure
        return (
            f"Rests on normal errors; a check of what missing days do, beside the p by rotation. "
            f"{self.n} of {self.days} days are known. A difference in time, not a cause: "
            f"{one.estimate:+.2f} a unit ({100 * self.level:g} % interval {one.lower:+.2f} to "
            f"{one.upper:+.2f})."
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Known days: outcome, regressors, and days since the known day before."""

    outcome: Floats
    table: Floats
    gap: Floats


def gap_regression(
    outcome: ArrayLike,
    exposure: ArrayLike,
    *,
    lag: int = 1,
    weekday: bool = True,
    level: float = 0.95,
) -> GapRegression | NotEstimable:
    """Fit one diary with missing days by exact maximum likelihood.

    Parameters
    ----------
    outcome, exposure : array, shape (days,)
        Consecutive days, NaN where a day is missing.
    lag : int
        Days by which the exposure comes before.
    weekday : bool
        Whether weekdays have levels of their own.

    Returns
    -------
    GapRegression or NotEstimable
        Standard errors from the observed information, phi included; limits and p are Wald's and
        rest on normal errors: `diary_association` gives the p to believe.

    References
    ----------
    Jones (1980), Technometrics 22:389-395 (exact likelihood with missing observations).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> stress = rng.normal(size=100)
    >>> pain = 3 + 0.7 * np.r_[0, stress[:-1]] + rng.normal(size=100)
    >>> pain[10:14] = np.nan
    >>> found = gap_regression(pain, stress)
    >>> found.n, 0.3 < found.exposure.estimate < 1.1
    (95, True)
    """
    if lag < 0 or not 0.0 < level < 1.0:
        raise InvalidInput("A lag is 0 or more days, and the level lies between 0 and 1.")
    diary = diary_of(outcome, exposure, weekday=weekday)
    units = _spread(diary.outcome), _spread(diary.exposure)
    known, names, day = _known(
        diary.outcome / units[0], diary.exposure / units[1], lag, weekday=weekday
    )
    if day.size < FEWEST_DAYS:
        return NotEstimable(
            f"{day.size} days are known, and fewer than {FEWEST_DAYS} answer nothing", METHOD
        )
    if np.linalg.matrix_rank(known.table) < known.table.shape[1]:
        return NotEstimable("the exposure does not vary, or trend and weekday explain it", METHOD)
    if float(np.ptp(known.outcome)) == 0.0:
        return NotEstimable("the outcome is the same on every known day", METHOD)
    top = minimize_scalar(
        lambda phi: -_profile(known, phi)[0], bounds=(-LARGEST_PHI, LARGEST_PHI),
        method="bounded", options={"xatol": 1e-10},
    )  # fmt: skip
    phi = float(top.x)
    height, coefficients = _profile(known, phi)
    at = np.append(phi, coefficients)
    covariance = np.linalg.inv(_information(known, at))
    if not (np.diag(covariance) > 0.0).all():
        return NotEstimable("the likelihood is flat: errors hardly forget the day before", METHOD)
    unit = np.r_[1.0, np.full(at.size - 2, units[0]), units[0] / units[1]]
    return GapRegression(
        coefficients=tuple(
            _coefficient(name, float(value), math.sqrt(float(square)), level)
            for name, value, square in zip(
                ("phi", *names), unit * at, unit**2 * np.diag(covariance), strict=True
            )
        ),
        log_likelihood=height - day.size * math.log(units[0]),
        n=int(day.size),
        days=diary.days,
        level=level,
        method=METHOD,
        software=software_version(),
    )


def _spread(series: Floats) -> float:
    """Standard deviation of what is known; 1 where there is none."""
    known = series[np.isfinite(series)]
    spread = float(known.std()) if known.size else 0.0
    return spread if spread > 0.0 else 1.0


def _known(
    outcome: Floats, exposure: Floats, lag: int, *, weekday: bool
) -> tuple[_Known, tuple[str, ...], NDArray[np.int64]]:
    before = np.full(outcome.size, np.nan)
    before[lag:] = exposure[: exposure.size - lag]
    day = np.flatnonzero(np.isfinite(outcome) & np.isfinite(before))
    columns, names = [np.ones(day.size), (day + 1.0) / outcome.size], ["(intercept)", "trend"]
    for number in np.unique(day % WEEK)[1:] if weekday else ():
        columns.append((day % WEEK == number).astype(np.float64))
        names.append(f"weekday {number}")
    table = np.column_stack([*columns, before[day]])
    gap = np.diff(day, prepend=0).astype(np.float64)
    return _Known(outcome[day], table, gap), (*names, "exposure"), day


def _profile(known: _Known, phi: float) -> tuple[float, Floats]:
    """The highest log-likelihood for this phi, and the coefficients there."""
    coefficients = np.linalg.lstsq(*_white(known, phi)[:2], rcond=None)[0]
    return _height(known, np.append(phi, coefficients)), coefficients


def _white(known: _Known, phi: float) -> tuple[Floats, Floats, float]:
    """Regressors and outcome with independent errors of one variance, and the log determinant."""
    memory = np.append(0.0, phi ** known.gap[1:])
    variance = (1.0 - memory**2) / (1.0 - phi**2)
    scale = 1.0 / np.sqrt(variance)
    before = np.vstack([np.zeros(known.table.shape[1]), known.table[:-1]])
    table = (known.table - memory[:, np.newaxis] * before) * scale[:, np.newaxis]
    outcome = (known.outcome - memory * np.append(0.0, known.outcome[:-1])) * scale
    return table, outcome, float(np.log(variance).sum())


def _height(known: _Known, at: Floats) -> float:
    """The log-likelihood, the variance at its best."""
    table, outcome, determinant = _white(known, float(at[0]))
    n = outcome.size
    variance = float(((outcome - table @ at[1:]) ** 2).sum()) / n
    return -0.5 * (n * (math.log(2.0 * math.pi * variance) + 1.0) + determinant)


def _information(known: _Known, at: Floats) -> Floats:
    """Minus the second derivative of the log-likelihood, by central differences."""
    scale = np.append(1.0, np.maximum(1.0, np.abs(at[1:])))
    steps = np.diag(STEP * scale)
    size = at.size
    second = np.empty((size, size))
    for one in range(size):
        for other in range(one, size):
            up, down = steps[one], steps[other]
            change = (
                _height(known, at + up + down) - _height(known, at + up - down)
                - _height(known, at - up + down) + _height(known, at - up - down)
            )  # fmt: skip
            slope = change / (4.0 * steps[one, one] * steps[other, other])
            second[one, other] = second[other, one] = -slope
    return second


def _coefficient(name: str, value: float, error: float, level: float) -> Coefficient:
    reach = float(ndtri((1.0 + level) / 2.0)) * error
    p = 2.0 * float(ndtr(-abs(value) / error))
    return Coefficient(name, value, error, value - reach, value + reach, p)
