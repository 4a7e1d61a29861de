"""Firth's penalty: estimates that stay finite, and less biased, where events are few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from remit.stats.newton import Curve, inverse_of

Floats = NDArray[np.float64]


class Skewed(Curve, Protocol):
    """A log-likelihood whose information is known to change along each coefficient."""

    def skew(self, inverse: Floats) -> Floats:
        """Half the trace of ``inverse`` times the derivative of the information, a coefficient."""


@dataclass(frozen=True, slots=True, eq=False)
class Penalised:
    """The log-likelihood plus half the log determinant of its information."""

    value: float
    score: Floats
    information: Floats


def penalised(evaluate: Callable[[Floats], Skewed]) -> Callable[[Floats], Penalised]:
    """The penalised curve of a likelihood of the exponential family.

    References
    ----------
    Firth (1993), Biometrika 80:27-38; Heinze and Schemper (2001), Biometrics 57:114-119.
    """

    def curve(coefficients: Floats) -> Penalised:
        plain = evaluate(coefficients)
        sign, logarithm = np.linalg.slogdet(plain.information)
        if sign <= 0:
            return Penalised(-np.inf, plain.score, plain.information)
        score: Floats = plain.score + plain.skew(inverse_of(plain.information))
        return Penalised(plain.value + float(logarithm) / 2.0, score, plain.information)

    return curve
