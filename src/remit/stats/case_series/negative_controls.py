"""Exposures that cannot matter: how far they are from showing nothing, and what that does to p."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "empirical null of negative controls"
FEWEST_CONTROLS: Final = 5
LARGEST: Final = 700.0
"""Logarithm of the largest ratio that a number can hold."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SystematicError:
    """Result of ``systematic_error``.

    ``mean`` and ``spread`` describe the logarithm of the ratio that such a study shows where
    nothing is; ``expected_absolute`` (EASE) is the mean size of it, 0 for a study without error.
    """

    mean: float
    spread: float
    expected_absolute: float
    n: int
    method: str
    software: str

    def summary(self) -> str:
        """What such a study shows where nothing is."""
        ratio = math.exp(min(self.mean, LARGEST))
        return (
            f"In {self.n} exposures that cannot matter, this design shows a rate ratio of "
            f"{ratio:.3g} on average, and its logarithm varies by {self.spread:.2f} "
            f"more than chance explains. Expected absolute systematic error "
            f"{self.expected_absolute:.2f}."
        )


@dataclass(frozen=True, slots=True)
class Calibrated:
    """An estimate beside what the design shows where nothing is."""

    ratio: float
    lower: float
    upper: float
    p: float
    plain_p: float
    level: float


def systematic_error(
    log_ratios: ArrayLike, standard_errors: ArrayLike
) -> SystematicError | NotEstimable:
    """Fit the empirical null to exposures that are known not to matter.

    Parameters
    ----------
    log_ratios, standard_errors : array, shape (controls,)
        One estimate a negative control, by the same design as the study's.

    Returns
    -------
    SystematicError or NotEstimable
        NotEstimable with fewer than five controls.

    Raises
    ------
    InvalidInput
        If the columns differ in length, or an error is not above 0.

    Notes
    -----
    The logarithms are normal with the same mean and with variance ``spread^2`` beyond their own
    standard errors, by maximum likelihood; the mean of the absolute value is that of a folded
    normal distribution.

    References
    ----------
    Schuemie et al. (2014), Stat Med 33:209-218; Schuemie et al. (2018), PNAS 115:2571-2577.

    Examples
    --------
    >>> found = systematic_error([0.3, 0.1, 0.4, 0.2, 0.3, 0.2], [0.1] * 6)
    >>> round(found.mean, 3), found.spread, round(found.expected_absolute, 3)
    (0.25, 0.0, 0.25)
    """
    values, errors = (np.asarray(one, dtype=np.float64) for one in (log_ratios, standard_errors))
    if values.ndim != 1 or values.shape != errors.shape:
        raise InvalidInput("Log ratios and standard errors must be two columns of one length.")
    if not (np.isfinite(values).all() and np.isfinite(errors).all() and (errors > 0.0).all()):
        raise InvalidInput("Every control needs a number and a standard error above 0.")
    if values.size < FEWEST_CONTROLS:
        return NotEstimable(
            f"{values.size} negative controls are fewer than {FEWEST_CONTROLS}", METHOD
        )
    spread = _spread(values, errors)
    mean = _mean(values, errors, spread)
    return SystematicError(
        mean, spread, _folded(mean, spread), int(values.size), METHOD, software_version()
    )


def calibrated(
    log_ratio: float, standard_error: float, error: SystematicError, *, level: float = 0.95
) -> Calibrated:
    """Set an estimate beside the empirical null.

    The interval takes for granted that the error is the same where something is: negative
    controls alone cannot show it.

    Raises
    ------
    InvalidInput
        If the standard error is not above 0, or the level lies not between 0 and 1.

    Examples
    --------
    >>> error = systematic_error([0.3, 0.1, 0.4, 0.2, 0.3, 0.2], [0.1] * 6)
    >>> one = calibrated(0.5, 0.2, error)
    >>> round(one.plain_p, 3), round(one.p, 3)
    (0.012, 0.211)
    """
    if not 0.0 < standard_error < math.inf or not 0.0 < level < 1.0:
        raise InvalidInput("The standard error is above 0, and the level between 0 and 1.")
    whole = math.hypot(standard_error, error.spread)
    middle, reach = log_ratio - error.mean, float(ndtri((1.0 + level) / 2.0)) * whole
    return Calibrated(
        ratio=math.exp(min(middle, LARGEST)),
        lower=math.exp(min(middle - reach, LARGEST)),
        upper=math.exp(middle + reach) if middle + reach < LARGEST else math.inf,
        p=2.0 * float(ndtr(-abs(middle) / whole)),
        plain_p=2.0 * float(ndtr(-abs(log_ratio) / standard_error)),
        level=level,
    )


def _mean(values: Floats, errors: Floats, spread: float) -> float:
    weights = 1.0 / (errors**2 + spread**2)
    return float(weights @ values) / float(weights.sum())


def _spread(values: Floats, errors: Floats) -> float:
    """The spread with the highest likelihood, the mean at its best; 0 is an answer."""

    def cost(spread: float) -> float:
        variance = errors**2 + spread**2
        left = values - _mean(values, errors, spread)
        return 0.5 * float((np.log(variance) + left**2 / variance).sum())

    farthest = float(np.ptp(values)) + float(errors.max())
    found = minimize_scalar(
        cost, bounds=(0.0, farthest), method="bounded", options={"xatol": 1e-10}
    )
    return float(found.x) if float(found.fun) < cost(0.0) else 0.0


def _folded(mean: float, spread: float) -> float:
    """Mean absolute value of a normal distribution."""
    if spread == 0.0:
        return abs(mean)
    height = math.sqrt(2.0 / math.pi) * math.exp(-0.5 * (mean / spread) ** 2)
    return spread * height + mean * (1.0 - 2.0 * float(ndtr(-mean / spread)))
