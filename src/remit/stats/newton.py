"""Newton's method that never steps downhill, and says when there is no top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

Floats = NDArray[np.float64]

MOST_STEPS = 100
MOST_HALVINGS = 40
GAIN = 1e-13
ROUNDING = 1e-14
"""A step that would gain less, absolutely or of the log-likelihood's own size, is the last one."""
LONGEST = 4.0
"""No coefficient moves farther at once: far away the curvature says nothing."""


class Curve(Protocol):
    """A log-likelihood at one point: value, first derivative, minus the second."""

    @property
    def value(self) -> float:
        """The log-likelihood."""

    @property
    def score(self) -> Floats:
        """Its gradient."""

    @property
    def information(self) -> Floats:
        """Minus its Hessian."""


@dataclass(frozen=True, slots=True, eq=False)
class Top:
    """Where the climb ended. ``converged`` is false where it never became flat."""

    at: Floats
    curve: Curve
    steps: int
    converged: bool


def climb(evaluate: Callable[[Floats], Curve], start: Floats) -> Top:
    """Climb from ``start`` by Newton steps, halved until the log-likelihood rises.

    Where the information becomes singular on the way, a coefficient runs away: the climb ends
    there, unconverged.

    Raises
    ------
    LinAlgError
        If it is singular at the start: the covariates cannot be told apart.
    """
    at = start.astype(np.float64)
    curve = evaluate(at)
    for step in range(MOST_STEPS):
        try:
            direction = _direction(curve)
        except LinAlgError:
            if step == 0:
                raise
            return Top(at, curve, step, converged=False)
        gain = float(curve.score @ direction) / 2.0  # what a quadratic would still gain
        if gain <= max(GAIN, ROUNDING * abs(curve.value)):
            at = at + direction
            return Top(at, evaluate(at), step + 1, converged=True)
        found = _uphill(evaluate, at, direction, curve.value)
        if found is None:
            return Top(at, curve, step + 1, converged=True)  # rounding is all that is left
        at, curve = found
    return Top(at, curve, MOST_STEPS, converged=False)


def inverse_of(information: Floats) -> Floats:
    """The covariance of the coefficients; nothing for no coefficient."""
    inverse: Floats = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return inverse


def _direction(curve: Curve) -> Floats:
    if not curve.score.size:
        return curve.score
    scale = np.sqrt(np.diag(curve.information))
    if not (scale > 0.0).all():
        raise LinAlgError("singular information")
    scaled = curve.information / np.outer(scale, scale)
    solved: Floats = cho_solve(cho_factor(scaled, lower=True), curve.score / scale) / scale
    longest = float(np.abs(solved).max())
    return solved if longest <= LONGEST else solved * (LONGEST / longest)


def _uphill(
    evaluate: Callable[[Floats], Curve], at: Floats, direction: Floats, height: float
) -> tuple[Floats, Curve] | None:
    share = 1.0
    for _ in range(MOST_HALVINGS):
        there = at + share * direction
        curve = evaluate(there)
        if np.isfinite(curve.value) and curve.value >= height:
            return there, curve
        share /= 2.0
    return None
