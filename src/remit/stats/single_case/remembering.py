"""Regression whose errors remember the day before, for many outcomes at once, phi by REML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

Floats = NDArray[np.float64]
GRID: Final[Floats] = np.tanh(np.linspace(-0.7, 2.3, 61))
"""Values of phi, from -0.60 to 0.98, closer together near 1 where they matter more."""


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """One entry an outcome: phi, the contrast, and its t."""

    phi: Floats
    contrast: Floats
    standard_error: Floats

    @property
    def t(self) -> Floats:
        """Contrast over its standard error; 0 where an outcome leaves no error at all."""
        with np.errstate(divide="ignore", invalid="ignore"):
            t: Floats = np.nan_to_num(self.contrast / self.standard_error, posinf=0.0, neginf=0.0)
        return t


@dataclass(frozen=True, slots=True, eq=False)
class Whitened:
    """What one phi makes of the design: computed once, used for every outcome."""

    phi: float
    memory: Floats
    scale: Floats
    basis: Floats
    triangle: Floats
    log_determinant: float

    def white(self, outcomes: Floats) -> Floats:
        """Outcomes (series, days) with independent errors of one variance."""
        before = np.concatenate([np.zeros((len(outcomes), 1)), outcomes[:, :-1]], axis=1)
        changed: Floats = (outcomes - self.memory * before) * self.scale
        return changed


def whitened(design: Floats, gap: Floats, phi: float) -> Whitened:
    """Free the design of the memory phi; ``gap`` is in days since the known day before."""
    memory = np.append(0.0, phi ** gap[1:])
    variance = (1.0 - memory**2) / (1.0 - phi**2)
    scale = 1.0 / np.sqrt(variance)
    before = np.vstack([np.zeros(design.shape[1]), design[:-1]])
    free = (design - memory[:, np.newaxis] * before) * scale[:, np.newaxis]
    basis, triangle = np.linalg.qr(free)
    determinant = float(np.log(variance).sum()) + 2.0 * float(
        np.log(np.abs(np.diag(triangle))).sum()
    )
    return Whitened(phi, memory, scale, basis, triangle, determinant)


def fit(frames: list[Whitened], outcomes: Floats, contrast: Floats) -> Fits:
    """Fit every outcome (series, days): phi of the grid with the highest restricted likelihood."""
    found = np.full((4, len(outcomes)), -np.inf)
    for frame in frames:
        height, effect, error = _at(frame, outcomes, contrast)
        better = height > found[0]
        found[:, better] = np.stack([height, np.full_like(height, frame.phi), effect, error])[
            :, better
        ]
    return Fits(found[1], found[2], found[3])


def coefficients(frame: Whitened, outcome: Floats) -> Floats:
    """Generalised least squares for one outcome."""
    found: Floats = solve_triangular(
        frame.triangle, frame.basis.T @ frame.white(outcome[np.newaxis, :])[0]
    )
    return found


def _at(frame: Whitened, outcomes: Floats, contrast: Floats) -> tuple[Floats, Floats, Floats]:
    """Restricted log-likelihood, contrast and standard error of every outcome at one phi."""
    white = frame.white(outcomes)
    inside = white @ frame.basis
    freedom = white.shape[1] - inside.shape[1]
    rest = np.maximum((white**2).sum(axis=1) - (inside**2).sum(axis=1), 1e-300)
    weight = solve_triangular(frame.triangle, contrast, trans="T")
    error = np.sqrt(rest / freedom * float(weight @ weight))
    height = -0.5 * (freedom * np.log(rest) + frame.log_determinant)
    return height, inside @ weight, error
