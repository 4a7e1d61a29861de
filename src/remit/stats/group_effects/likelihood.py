"""The restricted likelihood of a trial in groups, whose variances are sums of a few components.

A group of n people is turned into one row for its mean, times the root of n, and n - 1 rows for
what its people differ by. All rows are then independent: the first has the variance
``residual + n * group``, the others ``residual``. Rows of the same variance are one stratum, known
by its cross-products alone, so that a pass costs what the strata cost and not what people cost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_STEPS: Final = 500
SMALLEST_GAIN: Final = 1e-20


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """Rows by their variance.

    ``shares`` (strata, k): how often each variance component stands in the variance of a row;
    ``counts`` (strata,); ``products`` (strata, c + 1, c + 1): sums of cross-products of the design
    with the outcome as last column.
    """

    shares: Floats
    counts: Floats
    products: Floats

    @property
    def columns(self) -> int:
        """Number of coefficients."""
        return int(self.products.shape[1]) - 1

    @property
    def rows(self) -> float:
        """Number of rows, which is that of people."""
        return float(self.counts.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Everything at one set of variance components.

    ``observed`` and ``expected`` are twice the information of the components; ``p`` (k, c, c) and
    ``q`` (k, k, c, c) are what Kenward and Roger name so. R is 0: variances are linear in them.
    """

    deviance: float
    gradient: Floats
    observed: Floats
    expected: Floats
    coefficients: Floats
    covariance: Floats
    p: Floats
    q: Floats


def strata_of(table: Floats, group: Ints, residual: Ints, component: Ints) -> Strata:
    """Gather people.

    Parameters
    ----------
    table : array, shape (people, c + 1)
        Design, and the outcome as last column.
    group : array, shape (people,)
        Number of the group; below 0 for who is treated alone.
    residual : array, shape (people,)
        Number of the residual variance, the same for all of a group.
    component : array, shape (people,)
        Number of the variance between groups, counted on after the residual ones.
    """
    size = int(max(residual.max(), component.max())) + 1
    found: dict[tuple[float, ...], tuple[float, Floats]] = {}

    def add(shares: Floats, count: float, products: Floats) -> None:
        key = tuple(shares.tolist())
        before = found.get(key, (0.0, np.zeros(products.shape)))
        found[key] = (before[0] + count, before[1] + products)

    alone = group < 0
    for one in np.unique(residual[alone]):
        rows = table[alone & (residual == one)]
        add(np.eye(size)[one], float(len(rows)), rows.T @ rows)
    for one in np.unique(group[~alone]):
        at = np.flatnonzero(group == one)
        rows, own = table[at], np.eye(size)[residual[at[0]]]
        mean = rows.mean(axis=0)
        between = len(rows) * np.outer(mean, mean)
        add(own + len(rows) * np.eye(size)[component[at[0]]], 1.0, between)
        if len(rows) > 1:
            apart = rows - mean
            add(own, float(len(rows) - 1), apart.T @ apart)
    return Strata(
        shares=np.array(list(found)),
        counts=np.array([count for count, _ in found.values()]),
        products=np.array([products for _, products in found.values()]),
    )


def point(strata: Strata, components: Floats) -> Point:
    """Value and derivatives of minus twice the restricted log-likelihood.

    Raises
    ------
    LinAlgError
        If a variance is not above 0, or the design is singular.
    """
    variances = strata.shares @ components
    if not (variances > 0.0).all():
        raise LinAlgError("a variance is not above 0")
    c = strata.columns
    cross = np.tensordot(1.0 / variances, strata.products, axes=1)
    factor = cho_factor(cross[:c, :c], lower=True)
    coefficients = cho_solve(factor, cross[:c, c])
    covariance: Floats = cho_solve(factor, np.eye(c))
    left = np.append(-coefficients, 1.0)
    squares = np.einsum("a,sab,b->s", left, strata.products, left)
    inner = np.einsum("ab,sba->s", covariance, strata.products[:, :c, :c])
    deviance = (
        float(strata.counts @ np.log(variances))
        + float((squares / variances).sum())
        + 2.0 * float(np.log(np.diag(factor[0])).sum())
        + (strata.rows - c) * math.log(2.0 * math.pi)
    )
    once, twice, thrice = (_weighed(strata, variances, power) for power in (1, 2, 3))
    p = -np.tensordot(twice, strata.products, axes=1)
    pairs = np.einsum("ks,hs->khs", strata.shares.T, thrice)
    q = np.tensordot(pairs, strata.products[:, :c, :c], axes=1)
    moved = covariance @ p[:, :c, :c]
    feedback = np.einsum("hab,kba->hk", moved, moved)
    counted = np.einsum("ks,hs->kh", once * strata.counts, once)
    pulled = p[:, :c, :] @ left
    return Point(
        deviance=deviance,
        gradient=once @ strata.counts - twice @ (squares + inner),
        observed=2.0 * pairs @ (squares + inner)
        - counted
        - feedback
        - 2.0 * pulled @ covariance @ pulled.T,
        expected=counted - 2.0 * pairs @ inner + feedback,
        coefficients=np.asarray(coefficients, dtype=np.float64),
        covariance=covariance,
        p=p[:, :c, :c],
        q=q,
    )


def _weighed(strata: Strata, variances: Floats, power: int) -> Floats:
    return np.asarray(strata.shares.T / variances**power, dtype=np.float64)


def top(strata: Strata, start: Floats) -> tuple[Floats, Point] | str:
    """Climb by scoring with halved steps: the components and everything there, or why none.

    A variance between groups may end below 0, as long as that of every row is above.
    """
    components, here = start, point(strata, start)
    for _ in range(MOST_STEPS):
        try:
            step: Floats = np.linalg.solve(here.expected, here.gradient).astype(np.float64)
        except LinAlgError:
            return "the groups and people cannot tell the variances apart"
        if float(here.gradient @ step) < SMALLEST_GAIN * max(1.0, abs(here.deviance)):
            break
        moved = _lower(strata, components, step, here.deviance)
        if moved is None:
            break
        components, here = moved
    else:
        return "the climb to the variances found no top"
    if not np.linalg.eigvalsh(here.observed)[0] > 0.0:
        return "the likelihood is flat along a variance"
    return components, here


def _lower(
    strata: Strata, components: Floats, step: Floats, deviance: float
) -> tuple[Floats, Point] | None:
    for halving in range(60):
        tried = components - 0.5**halving * step
        try:
            found = point(strata, tried)
        except LinAlgError:
            continue
        if found.deviance < deviance:
            return tried, found
    return None
