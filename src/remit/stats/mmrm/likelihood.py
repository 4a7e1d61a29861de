"""The (restricted) likelihood of covariance parameters with its gradient and its Hessian.

Every sum over people is a contraction of a pattern's cross-products with a small matrix of visits:
a pass costs what the patterns cost, however many people there are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from remit.stats.mmrm.rows import Pattern, Rows
from remit.stats.mmrm.structures import Covariance, Structure

Floats = NDArray[np.float64]
FARTHEST: Final = 200.0
"""A logarithm of a standard deviation beyond it is a parameter without a top."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Everything at one set of parameters.

    ``deviance`` is minus twice the log-likelihood, ``gradient`` and ``hessian`` are its
    derivatives. ``covariance`` is that of the coefficients, without any correction; ``groups`` are
    the covariances of the visits. ``p`` (k, c, c)
    are the derivatives of its inverse; ``q`` and ``r`` (k, k, c, c) those that Kenward and Roger
    name so.
    """

    deviance: float
    gradient: Floats
    hessian: Floats
    theta: Floats
    coefficients: Floats
    covariance: Floats
    groups: tuple[Floats, ...]
    p: Floats
    q: Floats
    r: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Rows, a structure for each group (or one for all), and which likelihood."""

    rows: Rows
    structure: Structure
    restricted: bool

    @property
    def size(self) -> int:
        """Number of covariance parameters."""
        return self.structure.size * self.rows.groups

    def covariances(self, theta: Floats) -> list[Covariance]:
        """The covariance of each group.

        Raises
        ------
        LinAlgError
            If a parameter has run away beyond any number.
        """
        if not (np.abs(theta) < FARTHEST).all():
            raise LinAlgError("a covariance parameter has run away")
        return [self.structure.at(one) for one in theta.reshape(self.rows.groups, -1)]

    def deviance(self, theta: Floats) -> float:
        """Minus twice the log-likelihood; infinity where the matrix is none."""
        try:
            sums = self._sums(self.covariances(theta))
            return self._value(*sums)[0]
        except LinAlgError:
            return math.inf

    def point(self, theta: Floats) -> Point:
        """Value, gradient, Hessian, and what inference needs.

        Raises
        ------
        LinAlgError
            If the covariance or the design is singular there.
        """
        groups = self.covariances(theta)
        cross, determinant = self._sums(groups)
        value, coefficients, covariance = self._value(cross, determinant)
        size, width = self.size, self.rows.columns + 1
        slopes = np.zeros((size, width, width))
        inner = np.zeros((size, size, width, width))
        bends = np.zeros((size, size, width, width))
        trace = np.zeros(size)
        traces = np.zeros((size, size))
        for pattern in self.rows.patterns:
            own = slice(
                pattern.group * self.structure.size, (pattern.group + 1) * self.structure.size
            )
            _add(pattern, groups[pattern.group], slopes[own], inner[own, own], bends[own, own],
                 trace[own], traces[own, own])  # fmt: skip
        gradient, hessian = self._derivatives(
            coefficients, covariance, slopes, inner, bends, trace, traces
        )
        c = self.rows.columns
        return Point(
            deviance=value,
            gradient=gradient,
            hessian=hessian,
            theta=theta,
            coefficients=coefficients,
            covariance=covariance,
            groups=tuple(one.value for one in groups),
            p=slopes[:, :c, :c],
            q=inner[:, :, :c, :c],
            r=bends[:, :, :c, :c],
        )

    def _sums(self, groups: list[Covariance]) -> tuple[Floats, float]:
        """Cross-products of design and outcome weighted by the inverse, and the log determinant."""
        width = self.rows.columns + 1
        cross, determinant = np.zeros((width, width)), 0.0
        for pattern in self.rows.patterns:
            own = groups[pattern.group].value[np.ix_(pattern.seen, pattern.seen)]
            factor = cho_factor(own, lower=True)
            inverse = cho_solve(factor, np.eye(pattern.seen.size))
            cross += np.tensordot(inverse, pattern.products, axes=2)
            determinant += 2.0 * pattern.people * float(np.log(np.diag(factor[0])).sum())
            determinant -= pattern.log_weights
        return cross, determinant

    def _value(self, cross: Floats, determinant: float) -> tuple[float, Floats, Floats]:
        c = self.rows.columns
        factor = cho_factor(cross[:c, :c], lower=True)
        coefficients = cho_solve(factor, cross[:c, c])
        rest = float(cross[c, c] - cross[:c, c] @ coefficients)
        free = self.rows.rows - (c if self.restricted else 0)
        value = determinant + rest + free * math.log(2.0 * math.pi)
        if self.restricted:
            value += 2.0 * float(np.log(np.diag(factor[0])).sum())
        covariance: Floats = cho_solve(factor, np.eye(c))
        return value, np.asarray(coefficients, dtype=np.float64), covariance

    def _derivatives(
        self,
        coefficients: Floats,
        covariance: Floats,
        slopes: Floats,
        inner: Floats,
        bends: Floats,
        trace: Floats,
        traces: Floats,
    ) -> tuple[Floats, Floats]:
        c = self.rows.columns
        left = np.append(-coefficients, 1.0)
        second = inner + np.swapaxes(inner, 0, 1) - bends
        gradient = trace + np.einsum("a,kab,b->k", left, slopes, left)
        hessian = traces + np.einsum("a,hkab,b->hk", left, second, left)
        pulled = np.einsum("kab,b->ka", slopes[:, :c, :], left)
        hessian -= 2.0 * pulled @ covariance @ pulled.T
        if self.restricted:
            moved = np.einsum("ab,kbc->kac", covariance, slopes[:, :c, :c])
            gradient = gradient + np.einsum("kaa->k", moved)
            hessian += np.einsum("ab,hkba->hk", covariance, second[:, :, :c, :c])
            hessian -= np.einsum("hab,kba->hk", moved, moved)
        return gradient, (hessian + hessian.T) / 2.0


def _add(
    pattern: Pattern,
    covariance: Covariance,
    slopes: Floats,
    inner: Floats,
    bends: Floats,
    trace: Floats,
    traces: Floats,
) -> None:
    """Add one pattern's share; the arrays are those of its group."""
    seen = np.ix_(pattern.seen, pattern.seen)
    inverse = np.linalg.inv(covariance.value[seen])
    first = covariance.first[:, pattern.seen][:, :, pattern.seen]
    second = covariance.second[:, :, pattern.seen][:, :, :, pattern.seen]
    size, visits = first.shape[0], pattern.seen.size
    width = pattern.products.shape[2]
    flat = pattern.products.reshape(visits * visits, width * width)
    weighted = inverse @ first
    sandwich = weighted @ inverse
    slopes -= (sandwich.reshape(size, -1) @ flat).reshape(size, width, width)
    both = np.einsum("hij,kjl->hkil", weighted, sandwich)
    inner += (both.reshape(size * size, -1) @ flat).reshape(size, size, width, width)
    curved = inverse @ second @ inverse
    if curved.any():
        bends += (curved.reshape(size * size, -1) @ flat).reshape(size, size, width, width)
    trace += pattern.people * np.einsum("kii->k", weighted)
    traces += pattern.people * (
        np.einsum("hkii->hk", inverse @ second) - np.einsum("hij,kji->hk", weighted, weighted)
    )
