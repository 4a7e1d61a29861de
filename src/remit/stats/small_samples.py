"""Standard errors and degrees of freedom of contrasts in a mixed model, for small samples."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.special import fdtrc, stdtr, stdtrit

from remit.errors import InvalidInput

Floats = NDArray[np.float64]
Method = Literal[
    "Kenward-Roger-Linear", "Kenward-Roger", "Kenward-Roger-SAS", "Satterthwaite",
    "between-within", "residual",
]  # fmt: skip
METHODS: Final[tuple[Method, ...]] = get_args(Method)


@dataclass(frozen=True, slots=True)
class Contrast:
    """One weighted sum of coefficients."""

    name: str
    estimate: float
    standard_error: float
    df: float
    lower: float
    upper: float
    t: float
    p: float
    level: float


@dataclass(frozen=True, slots=True)
class JointTest:
    """Several sums at once: are all of them 0?"""

    name: str
    f: float
    numerator_df: int
    df: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class Inference:
    """Coefficients with the covariance that their standard errors come from, and how df are found.

    Attributes
    ----------
    coefficients : array, shape (columns,)
    adjusted : array, shape (columns, columns)
        Covariance for standard errors: corrected for small samples, or the sandwich.
    plain : array, shape (columns, columns)
        Covariance without any correction.
    parameters : array, shape (k, k)
        Covariance of the covariance parameters: the inverse of the observed information.
    """

    coefficients: Floats
    adjusted: Floats
    plain: Floats
    parameters: Floats
    p: Floats
    by_column: Floats
    method: Method
    level: float

    def contrast(self, name: str, weights: Floats) -> Contrast:
        """A weighted sum of the coefficients.

        Raises
        ------
        InvalidInput
            If too few people are there for its variance, or no degree of freedom is left.
        """
        estimate = float(weights @ self.coefficients)
        variance, df = float(weights @ self.adjusted @ weights), self._df(weights)
        if not variance > 0.0 or not df > 0.0:
            raise InvalidInput(f"{name}: {self.too_few}")
        error = math.sqrt(variance)
        reach = float(stdtrit(df, (1.0 + self.level) / 2.0)) * error
        t = estimate / error
        p = 2.0 * float(stdtr(df, -abs(t)))
        return Contrast(
            name, estimate, error, df, estimate - reach, estimate + reach, t, p, self.level
        )

    def joint(self, name: str, table: Floats) -> JointTest:
        """Several sums, a row each.

        Raises
        ------
        InvalidInput
            If a row is a combination of others, or too few people are there for the test.
        """
        number = len(table)
        if np.linalg.matrix_rank(table) < number:
            raise InvalidInput(f"The rows of {name} are not independent.")
        effect = table @ self.coefficients
        f = float(effect @ np.linalg.solve(table @ self.adjusted @ table.T, effect)) / number
        if number == 1:
            df, scale = self._df(table[0]), 1.0
        elif self.method.startswith("Kenward-Roger"):
            df, scale = _kenward_roger(table, self.plain, self.p, self.parameters)
        elif self.method == "Satterthwaite":
            df, scale = self._fai_cornelius(table), 1.0
        else:
            df, scale = min(self._df(row) for row in table), 1.0
        if not (df > 0.0 and scale > 0.0 and f >= 0.0):
            raise InvalidInput(f"{name}: {self.too_few}")
        return JointTest(name, scale * f, number, df, float(fdtrc(number, df, scale * f)))

    @property
    def too_few(self) -> str:
        """Why a contrast has no answer."""
        return (
            f"there are too few people for {self.method}: its variance is not above 0, or no "
            "degree of freedom is left."
        )

    def is_sound(self) -> bool:
        """Whether every coefficient has a variance and a degree of freedom."""
        each = np.eye(self.coefficients.size)
        return bool(
            np.isfinite(self.adjusted).all()
            and (np.diag(self.adjusted) > 0.0).all()
            and all(self._df(one) > 0.0 for one in each)
        )

    def _df(self, weights: Floats) -> float:
        if self.method in ("between-within", "residual"):
            return float(self.by_column[weights != 0.0].min())
        pulled = self.plain @ weights
        slope = np.einsum("a,kab,b->k", pulled, self.p, pulled)
        variance = float(weights @ pulled)
        return 2.0 * variance**2 / float(slope @ self.parameters @ slope)

    def _fai_cornelius(self, table: Floats) -> float:
        """Denominator for several rows, from those of independent combinations of them."""
        values, vectors = np.linalg.eigh(table @ self.plain @ table.T)
        each = [self._df(vectors[:, one] @ table) for one in range(values.size)]
        if max(each) - min(each) < 1e-8 * max(each):
            return each[0]
        total = sum(one / (one - 2.0) for one in each if one > 2.0)
        return 2.0 * total / (total - values.size) if total > values.size else 2.0


def _kenward_roger(
    table: Floats, plain: Floats, p: Floats, parameters: Floats
) -> tuple[float, float]:
    """Denominator and scale of F for several rows (Kenward and Roger 1997, section 3)."""
    c = float(len(table))
    triangle = cholesky(table @ plain @ table.T, lower=True)
    z = solve_triangular(triangle, table @ plain, lower=True)
    f = np.einsum("ia,kab,jb->kij", z, p, z)
    traces = np.einsum("kii->k", f)
    a1 = float(traces @ parameters @ traces)
    a2 = float(np.einsum("hj,hab,jba->", parameters, f, f))
    b = (a1 + 6.0 * a2) / (2.0 * c)
    g = ((c + 1.0) * a1 - (c + 4.0) * a2) / ((c + 2.0) * a2)
    below = 3.0 * c + 2.0 * (1.0 - g)
    c1, c2, c3 = g / below, (c - g) / below, (c + 2.0 - g) / below
    mean = 1.0 / (1.0 - a2 / c)
    variance = (2.0 / c) * (1.0 + c1 * b) / ((1.0 - c2 * b) ** 2 * (1.0 - c3 * b))
    rho = variance / (2.0 * mean**2)
    df = 4.0 + (c + 2.0) / (c * rho - 1.0)
    return df, df / (mean * (df - 2.0))
