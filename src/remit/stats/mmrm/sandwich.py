"""Covariance of the coefficients that trusts the means and not the structure of the covariance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from remit.stats.mmrm.likelihood import Model, Point
from remit.stats.mmrm.rows import Pattern

Floats = NDArray[np.float64]


def empirical(model: Model, point: Point) -> Floats:
    """The plain sandwich: residuals of each person as they are (Liang and Zeger 1986)."""
    return _sandwich(model, point, reduced=False)


def bias_reduced(model: Model, point: Point) -> Floats:
    """The sandwich whose residuals are freed of what the person did to the fit.

    Each person's residuals are multiplied by the inverse root of 1 minus the leverage, so that
    the sandwich is unbiased where the model's covariance is right (Bell and McCaffrey 2002).
    """
    return _sandwich(model, point, reduced=True)


def _sandwich(model: Model, point: Point, *, reduced: bool) -> Floats:
    columns = model.rows.columns
    meat = np.zeros((columns, columns))
    for pattern in model.rows.patterns:
        inverse, root = _inverse(pattern, point)
        design, outcome = pattern.blocks[:, :, :columns], pattern.blocks[:, :, columns]
        left = outcome - design @ point.coefficients
        if reduced:
            left = _freed(design, left, root, point.covariance)
        scores = np.einsum("nic,ij,nj->nc", design, inverse, left, optimize=True)
        meat += scores.T @ scores
    found: Floats = point.covariance @ meat @ point.covariance
    return found


def _inverse(pattern: Pattern, point: Point) -> tuple[Floats, Floats]:
    """Inverse and lower root of the covariance of the visits seen."""
    own = point.groups[pattern.group][np.ix_(pattern.seen, pattern.seen)]
    inverse: Floats = np.linalg.inv(own).astype(np.float64)
    root: Floats = np.linalg.cholesky(own).astype(np.float64)
    return inverse, root


def _freed(design: Floats, left: Floats, root: Floats, plain: Floats) -> Floats:
    """Residuals times root (1 - leverage)^(-1/2) root^-1, person by person."""
    white = np.linalg.solve(root, np.eye(root.shape[0]))
    rows = np.einsum("ij,njc->nic", white, design)
    rest = np.eye(root.shape[0]) - np.einsum("nia,ab,njb->nij", rows, plain, rows, optimize=True)
    values, vectors = np.linalg.eigh(rest)
    # A person whose leverage is whole fits themselves: nothing is left to scale.
    scale = np.where(values > 1e-10, 1.0 / np.sqrt(np.maximum(values, 1e-10)), 0.0)
    half = np.einsum("nij,nj,nkj->nik", vectors, scale, vectors)
    return np.asarray(np.einsum("ij,njk,kl,nl->ni", root, half, white, left, optimize=True))
