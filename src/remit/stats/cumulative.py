"""The likelihood of ordered answers: log odds of being above each threshold, one slope for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Log-likelihood, gradient, minus the Hessian; ``pull`` is the first derivative by each row's
    linear predictor, and ``rows`` what each row's predictor and the parameters share of minus the
    second: one row a row, the row's own last.
    """

    value: float
    score: Floats
    information: Floats
    pull: Floats
    rows: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Cumulative:
    """Categories 0 to ``categories - 1`` a row, and the regressors; parameters are the thresholds,
    ascending, then a slope for each regressor. A larger predictor means a higher category.
    """

    category: Ints
    table: Floats
    categories: int

    @property
    def start(self) -> Floats:
        """Thresholds at the observed shares, no slope."""
        counts = np.bincount(self.category, minlength=self.categories)
        below = np.cumsum(counts)[:-1] / counts.sum()
        return np.concatenate([logit(below), np.zeros(self.table.shape[1])])

    def curve(self, at: Floats) -> Curve:
        """The log-likelihood at one point; minus infinity where thresholds are out of order."""
        upper, lower, thresholds = self._edges(at)
        over, under = expit(upper), expit(lower)
        # In the upper tail both are near 1; the difference from above keeps its digits.
        chance = np.where(lower > 0.0, expit(-lower) - expit(-upper), over - under)
        if not (chance > 0.0).all():
            size = at.size
            return Curve(-np.inf, np.zeros(size), np.eye(size), chance, np.zeros((chance.size, 1)))
        top, bottom = over * (1.0 - over) / chance, under * (1.0 - under) / chance
        # Minus the second derivatives by the upper and the lower edge of each row.
        at_top = top**2 - top * (1.0 - 2.0 * over)
        at_bottom = bottom**2 + bottom * (1.0 - 2.0 * under)
        across = -top * bottom
        up, down = thresholds
        edges = np.concatenate(
            [
                up * (at_top + across)[:, np.newaxis] + down * (at_bottom + across)[:, np.newaxis],
                -self.table * (at_top + at_bottom + 2.0 * across)[:, np.newaxis],
            ],
            axis=1,
        )
        blocks = (
            up.T @ (up * at_top[:, np.newaxis])
            + down.T @ (down * at_bottom[:, np.newaxis])
            + up.T @ (down * across[:, np.newaxis])
            + down.T @ (up * across[:, np.newaxis])
        )
        number = thresholds[0].shape[1]
        cross = -edges[:, :number].T @ self.table
        slopes = -edges[:, number:].T @ self.table
        pull = bottom - top
        weight = at_top + at_bottom + 2.0 * across
        return Curve(
            value=float(np.log(chance).sum()),
            score=np.concatenate([up.T @ top - down.T @ bottom, self.table.T @ pull]),
            information=np.block([[blocks, cross], [cross.T, slopes]]),
            pull=pull,
            rows=np.column_stack([-edges, weight]),
        )

    def _edges(self, at: Floats) -> tuple[Floats, Floats, tuple[Floats, Floats]]:
        """Upper and lower edge of each row, and which threshold each of them is."""
        number = self.categories - 1
        linear = self.table @ at[number:]
        bounds = np.concatenate([[-np.inf], at[:number], [np.inf]])
        up = np.zeros((self.category.size, number))
        down = np.zeros_like(up)
        has_up, has_down = self.category < number, self.category > 0
        up[has_up, self.category[has_up]] = 1.0
        down[has_down, self.category[has_down] - 1] = 1.0
        return bounds[self.category + 1] - linear, bounds[self.category] - linear, (up, down)
