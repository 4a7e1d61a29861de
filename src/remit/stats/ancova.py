"""One outcome a person, adjusted for baseline: analysis of covariance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.answers import Answers, Fitted
from remit.stats.formula import Design, design_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.small_samples import Contrast, Inference

METHOD: Final = "analysis of covariance"
Floats = NDArray[np.float64]
Variance = Literal["classical", "HC0", "HC1", "HC2", "HC3"]
VARIANCES: Final[tuple[Variance, ...]] = get_args(Variance)


@dataclass(frozen=True, slots=True, eq=False)
class Ancova(Answers):
    """Result of ``ancova``; ``residual_variance`` is that of the errors."""

    coefficients: tuple[Contrast, ...]
    residual_variance: float
    df: float
    people: int
    left_out: int
    formula: str
    variance: Variance
    level: float
    method: str
    software: str
    fitted: Fitted

    def summary(self) -> str:
        """What was fitted to whom."""
        kind = "classical" if self.variance == "classical" else f"robust ({self.variance})"
        out = f", {self.left_out} left out because something is missing" if self.left_out else ""
        return (
            f"{self.formula}: {self.people} people{out}; least squares, {kind} standard errors, "
            f"{self.df:g} degrees of freedom."
        )


def ancova(
    frame: Any, formula: str, *, variance: Variance = "HC3", level: float = 0.95
) -> Ancova | NotEstimable:
    """Compare arms in one outcome a person, adjusted for what was known before.

    Parameters
    ----------
    frame : pandas DataFrame, or mapping of name to column
        A row a person; rows in which something of the formula is missing are left out and counted.
    formula : str
        Such as ``"pain ~ arm + baseline"``.
    variance : {"classical", "HC0", "HC1", "HC2", "HC3"}
        How standard errors are found. HC3 stays right where arms differ in how people vary;
        classical is what most published trials have.
    level : float
        Confidence level.

    Returns
    -------
    Ancova or NotEstimable

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be, or columns explain each other (named).

    References
    ----------
    Vickers and Altman (2001), BMJ 323:1123-1124 (baseline as covariate); MacKinnon and White
    (1985), J Econom 29:305-325 (HC2, HC3); FDA (2023), Adjusting for covariates in randomized
    clinical trials, section III.

    Examples
    --------
    >>> rows = {
    ...     "arm": ["usual", "MBM"] * 6,
    ...     "before": [6, 7, 5, 6, 8, 7, 4, 5, 6, 8, 7, 6],
    ...     "after": [6, 4, 5, 4, 7, 5, 4, 2, 6, 5, 6, 3],
    ... }
    >>> fit = ancova(rows, "after ~ arm + before", variance="classical")
    >>> arm = fit.difference({"arm": "MBM"}, {"arm": "usual"})
    >>> round(arm.estimate, 3), round(arm.standard_error, 3), arm.df
    (-2.237, 0.285, 9.0)
    """
    if variance not in VARIANCES:
        raise InvalidInput(f"The variance is one of: {', '.join(VARIANCES)}.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    design = design_of(frame, formula)
    design.check_independent()
    refusal = design.refusal()
    if refusal:
        return NotEstimable(refusal, METHOD)
    inference, residual_variance = least_squares(design, variance, level)
    if not inference.is_sound():
        return NotEstimable(
            f"{variance} needs more people than one for each column of the design", METHOD
        )
    fitted = Fitted(design, inference)
    return Ancova(
        coefficients=fitted.coefficients(),
        residual_variance=residual_variance,
        df=float(inference.by_column[0]),
        people=len(design.outcome),
        left_out=int((~design.kept).sum()),
        formula=formula,
        variance=variance,
        level=level,
        method=METHOD,
        software=software_version(),
        fitted=fitted,
    )


def least_squares(design: Design, variance: Variance, level: float) -> tuple[Inference, float]:
    """Coefficients with the variance that was declared, and the variance of the errors."""
    rows, columns = design.table.shape
    inverse: Floats = np.linalg.inv(design.table.T @ design.table).astype(np.float64)
    coefficients: Floats = inverse @ design.table.T @ design.outcome
    left = design.outcome - design.table @ coefficients
    residual = float(left @ left) / (rows - columns)
    covariance = inverse * residual
    if variance != "classical":
        leverage = np.einsum("ia,ab,ib->i", design.table, inverse, design.table)
        scores = (
            design.table * (left * _scale(variance, leverage, rows / (rows - columns)))[:, None]
        )
        covariance = inverse @ (scores.T @ scores) @ inverse
    return Inference(
        coefficients=coefficients,
        adjusted=covariance,
        plain=covariance,
        parameters=np.zeros((0, 0)),
        p=np.zeros((0, columns, columns)),
        by_column=np.full(columns, float(rows - columns)),
        method="residual",
        level=level,
    ), residual


def _scale(variance: Variance, leverage: Floats, degrees: float) -> Floats:
    """What each residual is multiplied by; who fits themselves has no residual to scale."""
    rest = np.where(leverage < 1.0 - 1e-10, 1.0 - leverage, 1.0)
    if variance == "HC3":
        return np.asarray(1.0 / rest)
    if variance == "HC2":
        return np.asarray(1.0 / np.sqrt(rest))
    return np.full(leverage.size, np.sqrt(degrees) if variance == "HC1" else 1.0)
