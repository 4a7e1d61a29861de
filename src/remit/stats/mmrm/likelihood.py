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
    the covariances of the visits, and ``p`` (k, c, c) the derivatives of the inverse of
    ``covariance``.
    """

    deviance: float
    gradient: Floats
    hessian: Floats
    theta: Floats
    coefficients: Floats
    covariance: Floats
    groups: tuple[Floats, ...]
    p: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Slopes:
    """Sums over patterns at one point, filled one pattern at a time.

    ``matrices`` (k, c + 1, c + 1) are the derivatives of the weighted cross-products; ``gradient``
    and ``hessian`` grow to those of the deviance, without what the coefficients' own movement adds.
    """

    matrices: Floats
    gradient: Floats
    hessian: Floats


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
        value, coefficients, covariance = self._value(*self._sums(groups))
        size, c = self.size, self.rows.columns
        left = np.append(-coefficients, 1.0)
        kernel = np.outer(left, left)
        if self.restricted:
            kernel[:c, :c] += covariance
        slopes = _Slopes(np.zeros((size, c + 1, c + 1)), np.zeros(size), np.zeros((size, size)))
        for pattern in self.rows.patterns:
            own = self._own(pattern)
            part = _Slopes(slopes.matrices[own], slopes.gradient[own], slopes.hessian[own, own])
            _add(pattern, groups[pattern.group], kernel, part)
        p = slopes.matrices[:, :c, :c]
        pulled = np.einsum("kab,b->ka", slopes.matrices[:, :c, :], left)
        hessian = slopes.hessian - 2.0 * pulled @ covariance @ pulled.T
        if self.restricted:
            moved = (covariance @ p).reshape(size, -1)
            hessian -= moved @ np.swapaxes(moved.reshape(p.shape), 1, 2).reshape(size, -1).T
        return Point(
            deviance=value,
            gradient=slopes.gradient,
            hessian=(hessian + hessian.T) / 2.0,
            theta=theta,
            coefficients=coefficients,
            covariance=covariance,
            groups=tuple(one.value for one in groups),
            p=p,
        )

    def curves(self, theta: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """What Kenward and Roger name Q and R, summed over pairs of parameters with weights.

        Parameters
        ----------
        theta : array, shape (k,)
        weights : array, shape (k, k)

        Returns
        -------
        Q, R : array, shape (c, c)
        """
        groups = self.covariances(theta)
        q, r = np.zeros((2, self.rows.columns, self.rows.columns))
        for pattern in self.rows.patterns:
            own = self._own(pattern)
            inner, bends = _curves(pattern, groups[pattern.group], weights[own, own])
            q += inner
            r += bends
        return q, r

    def _own(self, pattern: Pattern) -> slice:
        """Where the parameters of the pattern's group stand."""
        return slice(pattern.group * self.structure.size, (pattern.group + 1) * self.structure.size)

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


def _add(pattern: Pattern, covariance: Covariance, kernel: Floats, part: _Slopes) -> None:
    """Add one pattern's share.

    Every quadratic form that value and curvature need is a sum over the same ``kernel``, so that
    the cross-products are contracted with it once and not with every pair of parameters.
    """
    inverse, first, second = _seen(pattern, covariance)
    size, visits = first.shape[0], pattern.seen.size
    width = pattern.products.shape[2]
    flat = pattern.products.reshape(visits * visits, width * width)
    spread = (flat @ kernel.ravel()).reshape(visits, visits)
    weighted = inverse @ first
    sandwich = (weighted @ inverse).reshape(size, -1)
    slopes = sandwich @ flat
    part.matrices[...] -= slopes.reshape(size, width, width)
    part.gradient[...] += pattern.people * np.einsum("kii->k", weighted)
    part.gradient[...] -= sandwich @ spread.ravel()
    crossed = weighted.reshape(size, -1) @ np.swapaxes(weighted, 1, 2).reshape(size, -1).T
    both = (weighted @ (inverse @ spread)).reshape(size, -1)
    inner = both @ np.swapaxes(weighted, 1, 2).reshape(size, -1).T
    part.hessian[...] += inner + inner.T - pattern.people * crossed
    if second.any():
        bent = pattern.people * inverse - inverse @ spread @ inverse
        part.hessian[...] += np.einsum("hkij,ji->hk", second, bent)


def _curves(pattern: Pattern, covariance: Covariance, weights: Floats) -> tuple[Floats, Floats]:
    """One pattern's share of Q and R; the pairs are summed before people come in."""
    inverse, first, second = _seen(pattern, covariance)
    width = pattern.products.shape[2] - 1
    designs = pattern.products[:, :, :width, :width]
    weighted = inverse @ first
    inner = np.einsum("hij,hjl->il", weighted, np.tensordot(weights, weighted @ inverse, axes=1))
    bends = inverse @ np.einsum("hk,hkij->ij", weights, second) @ inverse
    return np.tensordot(inner, designs, axes=2), np.tensordot(bends, designs, axes=2)


def _seen(pattern: Pattern, covariance: Covariance) -> tuple[Floats, Floats, Floats]:
    """Inverse and derivatives of the covariance, at the visits that were seen."""
    inverse: Floats = np.linalg.inv(covariance.value[np.ix_(pattern.seen, pattern.seen)]).astype(
        np.float64
    )
    first = covariance.first[:, pattern.seen][:, :, pattern.seen]
    second = covariance.second[:, :, pattern.seen][:, :, :, pattern.seen]
    return inverse, first, second
