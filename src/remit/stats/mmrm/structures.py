"""Covariance of a person's visits as a function of parameters without bounds, with derivatives.

Standard deviations enter by their logarithms, correlations by maps of the whole line onto the range
that keeps the matrix positive definite: the parametrisations of the R package mmrm, so that
Kenward-Roger with second derivatives, which depends on them, can be compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from remit.errors import InvalidInput

Floats = NDArray[np.float64]
Name = Literal["us", "toep", "toeph", "ar1", "ar1h", "cs", "csh", "ad", "adh"]
NAMES: Final[tuple[Name, ...]] = get_args(Name)
TITLES: Final = {
    "us": "unstructured",
    "toep": "Toeplitz",
    "toeph": "Toeplitz, variances by visit",
    "ar1": "autoregressive",
    "ar1h": "autoregressive, variances by visit",
    "cs": "compound symmetry",
    "csh": "compound symmetry, variances by visit",
    "ad": "ante-dependence",
    "adh": "ante-dependence, variances by visit",
}
LARGEST_CORRELATION: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Covariance:
    """The matrix (visits, visits), its first derivatives (k, ., .) and second ones (k, k, ., .)."""

    value: Floats
    first: Floats
    second: Floats


@dataclass(frozen=True, slots=True)
class Structure:
    """One structure for a number of visits.

    Raises
    ------
    InvalidInput
        If there is no such structure.
    """

    name: Name
    visits: int

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise InvalidInput(
                f"There is no structure {self.name!r}; there are: {', '.join(NAMES)}."
            )

    @property
    def has_own_variances(self) -> bool:
        """Whether visits have variances of their own."""
        return self.name == "us" or self.name.endswith("h")

    @property
    def size(self) -> int:
        """Number of parameters."""
        if self.name == "us":
            return self.visits * (self.visits + 1) // 2
        return self._variances + self._correlations

    @property
    def _variances(self) -> int:
        return self.visits if self.has_own_variances else 1

    @property
    def _correlations(self) -> int:
        if self.visits == 1:
            return 0
        return 1 if self.name in ("ar1", "ar1h", "cs", "csh") else self.visits - 1

    def at(self, theta: Floats) -> Covariance:
        """The covariance at these parameters."""
        return _unstructured(theta, self.visits) if self.name == "us" else self._structured(theta)

    def curl(self, theta: Floats) -> Floats | None:
        """Second over first derivative of variances and correlations by each parameter.

        None where the matrix is linear in parameters of its own (its elements), so that SAS has
        no second derivatives.
        """
        if self.name in ("us", "toep", "cs"):
            return None
        number = self._variances
        if not self._correlations:
            return np.full(number, 2.0)
        rest = theta[number:]
        of_line = -3.0 * rest / (1.0 + rest**2)
        bend = 1.0 - 2.0 * expit(rest) if self.name == "csh" else of_line
        return np.concatenate([np.full(number, 2.0), bend])

    def start(self, covariance: Floats) -> Floats:
        """Parameters near a covariance, such as that of least-squares residuals."""
        deviations = np.sqrt(np.diag(covariance))
        correlation = covariance / np.outer(deviations, deviations)
        if self.name == "us":
            return _cholesky_parameters(covariance)
        if not self.has_own_variances:
            deviations = np.array([float(np.sqrt(np.mean(deviations**2)))])
        return np.concatenate([np.log(deviations), self._correlation_start(correlation)])

    def _correlation_start(self, correlation: Floats) -> Floats:
        if not self._correlations:
            return np.zeros(0)
        lags = np.array([np.diag(correlation, lag).mean() for lag in range(1, self.visits)])
        if self.name.startswith("toep"):
            found = lags
        elif self.name.startswith("ad"):
            found = np.diag(correlation, 1)
        elif self.name.startswith("cs"):
            upper = correlation[np.triu_indices(self.visits, 1)]
            lowest = 1.0 / (self.visits - 1)
            inside = np.clip(upper.mean(), -0.9 * lowest, LARGEST_CORRELATION)
            return np.array([float(logit((inside + lowest) / (1.0 + lowest)))])
        else:
            found = lags[:1]
        found = np.clip(found, -LARGEST_CORRELATION, LARGEST_CORRELATION)
        return np.asarray(found / np.sqrt(1.0 - found**2), dtype=np.float64)

    def _structured(self, theta: Floats) -> Covariance:
        """D P D, D the standard deviations and P the correlations."""
        number, own = self._variances, self.has_own_variances
        deviations = np.exp(theta[:number])
        scale = (
            np.outer(deviations, deviations)
            if own
            else np.full((self.visits,) * 2, deviations[0] ** 2)
        )
        correlation = self._correlation(theta[number:])
        value = scale * correlation.value
        which = _which(self.visits) if own else np.full((1, self.visits, self.visits), 2.0)
        size = theta.size
        first = np.empty((size, self.visits, self.visits))
        second = np.empty((size, size, self.visits, self.visits))
        first[:number] = which * value
        first[number:] = scale * correlation.first
        second[:number, :number] = which[:, None] * which[None, :] * value
        crossed = which[:, None] * (scale * correlation.first)[None, :]
        second[:number, number:] = crossed
        second[number:, :number] = np.swapaxes(crossed, 0, 1)
        second[number:, number:] = scale * correlation.second
        return Covariance(value, first, second)

    def _correlation(self, theta: Floats) -> Covariance:
        """The correlations and their derivatives by theta."""
        if not self._correlations:
            empty = np.zeros((0, 1, 1))
            return Covariance(np.ones((1, 1)), empty, np.zeros((0, 0, 1, 1)))
        if self.name.startswith("cs"):
            lowest = 1.0 / (self.visits - 1)
            share = expit(theta)
            r = share * (1.0 + lowest) - lowest
            slope = share * (1.0 - share) * (1.0 + lowest)
            bend = slope * (1.0 - 2.0 * share)
        else:
            root = np.sqrt(1.0 + theta**2)
            r, slope, bend = theta / root, root**-3, -3.0 * theta * root**-5
        plain = _OF_CORRELATIONS[self.name.removesuffix("h")](r, self.visits)
        first = plain.first * slope[:, None, None]
        second = plain.second * np.outer(slope, slope)[:, :, None, None]
        each = np.arange(theta.size)
        second[each, each] += plain.first * bend[:, None, None]
        return Covariance(plain.value, first, second)


def _which(visits: int) -> Floats:
    """How often standard deviation a enters the element i, j."""
    hit = np.eye(visits)
    which: Floats = hit[:, :, None] + hit[:, None, :]
    return which


def _gaps(visits: int) -> NDArray[np.int64]:
    return np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))


def _autoregressive(r: Floats, visits: int) -> Covariance:
    gap = _gaps(visits)
    value = np.power(r[0], gap)
    first = gap * np.power(r[0], np.maximum(gap - 1, 0))
    second = gap * (gap - 1) * np.power(r[0], np.maximum(gap - 2, 0))
    return Covariance(value, first[None], second[None, None])


def _compound(r: Floats, visits: int) -> Covariance:
    off = 1.0 - np.eye(visits)
    return Covariance(np.eye(visits) + r[0] * off, off[None], np.zeros((1, 1, visits, visits)))


def _toeplitz(r: Floats, visits: int) -> Covariance:
    gap = _gaps(visits)
    first = np.stack([(gap == lag).astype(np.float64) for lag in range(1, visits)])
    value = np.eye(visits) + np.einsum("k,kij->ij", r, first)
    return Covariance(value, first, np.zeros((r.size, r.size, visits, visits)))


def _antedependence(r: Floats, visits: int) -> Covariance:
    """Products of the correlations between i and j; each derivative leaves its own factors out."""
    row, column = np.indices((visits, visits))
    low, high = np.minimum(row, column), np.maximum(row, column)
    between = np.stack([(low <= k) & (k < high) for k in range(r.size)])

    def product(left_out: tuple[int, ...]) -> Floats:
        kept = between.copy()
        kept[list(left_out)] = False
        found: Floats = np.where(kept, r[:, None, None], 1.0).prod(axis=0)
        return found

    first = np.stack([product((k,)) * between[k] for k in range(r.size)])
    second = np.zeros((r.size, r.size, visits, visits))
    for one in range(r.size):
        for other in range(one):
            both = product((one, other)) * (between[one] & between[other])
            second[one, other] = second[other, one] = both
    return Covariance(product(()), first, second)


_OF_CORRELATIONS: Final[dict[str, Callable[[Floats, int], Covariance]]] = {
    "ar1": _autoregressive,
    "cs": _compound,
    "toep": _toeplitz,
    "ad": _antedependence,
}


def _cholesky_parameters(covariance: Floats) -> Floats:
    factor = np.linalg.cholesky(covariance)
    scale = np.diag(factor)
    low = np.tril_indices(scale.size, -1)
    return np.concatenate([np.log(scale), (factor / scale[:, None])[low]])


def _unstructured(theta: Floats, visits: int) -> Covariance:
    """L L', L a diagonal of positive numbers times a unit lower triangle."""
    low = np.tril_indices(visits, -1)
    scale = np.exp(theta[:visits])
    unit = np.eye(visits)
    unit[low] = theta[visits:]
    factor = scale[:, None] * unit
    size = theta.size
    first = np.zeros((size, visits, visits))
    second = np.zeros((size, size, visits, visits))
    each = np.arange(visits)
    first[each, each] = factor
    second[each, each, each] = factor
    for number, (row, column) in enumerate(zip(*low, strict=True), start=visits):
        first[number, row, column] = scale[row]
        second[number, row, row, column] = second[row, number, row, column] = scale[row]
    slopes = np.einsum("kij,lj->kil", first, factor)
    bends = np.einsum("khij,lj->khil", second, factor)
    crossed = np.einsum("kij,hlj->khil", first, first)
    return Covariance(
        factor @ factor.T,
        slopes + np.swapaxes(slopes, 1, 2),
        bends + np.swapaxes(bends, 2, 3) + crossed + np.swapaxes(crossed, 2, 3),
    )
