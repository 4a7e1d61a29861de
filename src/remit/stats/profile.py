"""Limits where the log-likelihood, the other coefficients at their best, has fallen far enough."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri

from remit.stats.newton import Curve, climb

Floats = NDArray[np.float64]
Evaluate = Callable[[Floats], Curve]

FARTHEST = 30.0
"""A coefficient beyond exp(30) is as good as infinite."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A curve over the coefficients that are free; the others are held."""

    value: float
    score: Floats
    information: Floats


def holding(evaluate: Evaluate, free: NDArray[np.bool_], held: Floats) -> Evaluate:
    """The curve as a function of the free coefficients alone."""

    def part(coefficients: Floats) -> Part:
        whole = held.copy()
        whole[free] = coefficients
        curve = evaluate(whole)
        return Part(curve.value, curve.score[free], curve.information[np.ix_(free, free)])

    return part


def profile_limits(
    evaluate: Evaluate,
    at: Floats,
    height: float,
    index: int,
    error: float,
    level: float,
    *,
    drop: float | None = None,
) -> tuple[float, float]:
    """Both limits of one coefficient.

    Parameters
    ----------
    evaluate : callable
        The curve over all coefficients.
    at : array
        Where it is highest.
    height : float
        Its value there (or its limit, where a coefficient runs away).
    index : int
        Which coefficient.
    error : float
        Its standard error, or a first step, above 0.
    level : float
        Confidence level.
    drop : float, optional
        How far the curve has to fall; half the chi-squared quantile where nothing is said.

    Returns
    -------
    (float, float)
        Minus and plus infinity where the curve never falls far enough.
    """
    target = height - (float(chdtri(1, 1.0 - level)) / 2.0 if drop is None else drop)
    free = np.ones(at.size, dtype=bool)
    free[index] = False
    best = at[free]

    def above(value: float) -> float:
        nonlocal best
        held = at.copy()
        held[index] = value
        curve = holding(evaluate, free, held)
        if not free.any():
            return curve(np.zeros(0)).value - target
        top = climb(curve, best)
        best = top.at
        return top.curve.value - target

    lower = _crossing(above, float(at[index]), -error)
    best = at[free]
    return lower, _crossing(above, float(at[index]), error)


def _crossing(above: Callable[[float], float], inner: float, step: float) -> float:
    outer = inner + 2.0 * step
    while above(outer) > 0.0:
        inner, step = outer, 2.0 * step
        outer = inner + step
        if outer * step > 0.0 and abs(outer) > FARTHEST:
            return math.copysign(math.inf, step)
    return float(brentq(above, min(inner, outer), max(inner, outer), xtol=1e-9))
