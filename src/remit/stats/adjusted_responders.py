"""Who got better, adjusted for baseline: standardised shares from a logistic model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError
from scipy.special import expit, stdtr, stdtrit

from remit.errors import InvalidInput
from remit.stats.formula import Design, design_of
from remit.stats.newton import climb
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "g-computation by logistic regression"
Floats = NDArray[np.float64]
FARTHEST: Final = 15.0
"""A log odds beyond it, fitted to somebody, is a model that has run away."""


@dataclass(frozen=True, slots=True)
class AdjustedResponders:
    """Result of ``adjusted_responders``.

    ``share`` and ``other_share`` are what would be seen if everybody of the trial were in the one
    arm, or in the other.
    """

    share: float
    other_share: float
    difference: float
    standard_error: float
    lower: float
    upper: float
    p: float
    df: float
    arm: str
    other: str
    people: int
    responders: int
    left_out: int
    formula: str
    level: float
    method: str
    software: str

    def summary(self) -> str:
        """Both shares, then their difference."""
        out = f" {self.left_out} left out because something is missing." if self.left_out else ""
        return (
            f"Adjusted as {self.formula}: {100 * self.share:.0f} % if all were in {self.arm}, "
            f"{100 * self.other_share:.0f} % if all were in {self.other}: a difference of "
            f"{100 * self.difference:+.1f} points ({100 * self.level:g} % interval "
            f"{100 * self.lower:+.1f} to {100 * self.upper:+.1f}, p {self.p:.3g}); "
            f"{self.people} people.{out}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    value: float
    score: Floats
    information: Floats


def adjusted_responders(
    frame: Any, formula: str, *, arm: str, level: float = 0.95
) -> AdjustedResponders | NotEstimable:
    """Compare the shares of responders in two arms, adjusted for what was known before.

    Parameters
    ----------
    frame : pandas DataFrame, or mapping of name to column
        A row a person; the outcome is 1 for a responder, 0 for others.
    formula : str
        Such as ``"better ~ arm + baseline"``, with an intercept and the arm as a factor.
    arm : str
        Name of the factor of two levels; the second, in its order, is compared with the first.
    level : float
        Confidence level.

    Returns
    -------
    AdjustedResponders or NotEstimable

    Raises
    ------
    InvalidInput
        If the outcome is not 0 or 1, or the arm is not a factor of two levels in the formula.

    Notes
    -----
    The variance is that of the influence function, times n / (n - columns) and with a t
    distribution of n - columns degrees of freedom. It holds whether or not the logistic model is
    true, as long as people were allotted by chance.

    References
    ----------
    Freedman (2008), Stat Sci 23:237-249; Ye, Bannick, Yi and Shao (2023), Stat Theory Relat Fields
    7:159-163; FDA (2023), Adjusting for covariates in randomized clinical trials, section III.

    Examples
    --------
    >>> random = np.random.default_rng(2)
    >>> before = random.normal(6.0, 1.5, 120)
    >>> arm = np.where(np.arange(120) % 2 == 1, "b MBM", "a usual")
    >>> chance = expit(2.0 - 0.5 * before + 1.2 * (arm == "b MBM"))
    >>> rows = {"arm": arm, "before": before, "better": (random.random(120) < chance).astype(int)}
    >>> found = adjusted_responders(rows, "better ~ arm + before", arm="arm")
    >>> round(found.difference, 3), round(found.standard_error, 3)
    (0.356, 0.079)
    """
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    design = design_of(frame, formula)
    design.check_independent()
    if not np.isin(design.outcome, (0.0, 1.0)).all():
        raise InvalidInput("The outcome must be 1 for a responder and 0 for others.")
    if not (design.table == 1.0).all(axis=0).any():
        raise InvalidInput("The formula needs an intercept.")
    levels = design.levels(arm)
    if len(levels) != 2:
        raise InvalidInput(f"{arm!r} has {len(levels)} levels; two arms can be compared.")
    rows, columns = design.table.shape
    if rows <= columns or design.outcome.min() == design.outcome.max():
        return NotEstimable("everybody has the same outcome, or the columns outnumber them", METHOD)
    coefficients = _fit(design)
    if coefficients is None:
        return NotEstimable(
            "responders and others do not overlap along some column; compare the plain counts",
            METHOD,
        )
    first, second = (expit(_all_in(design, arm, one) @ coefficients) for one in levels)
    return _result(design, arm, levels, (first, second), formula, level)


def _fit(design: Design) -> Floats | None:
    """Coefficients of largest likelihood, or None where there are none."""

    def curve(at: Floats) -> _Curve:
        linear = design.table @ at
        chance = expit(linear)
        value = float(design.outcome @ linear - np.logaddexp(0.0, linear).sum())
        spread = chance * (1.0 - chance)
        information = design.table.T @ (design.table * spread[:, np.newaxis])
        return _Curve(value, design.table.T @ (design.outcome - chance), information)

    try:
        top = climb(curve, np.zeros(design.table.shape[1]))
    except LinAlgError:
        return None
    away = np.abs(design.table @ top.at).max() > FARTHEST
    return None if away or not top.converged else top.at


def _all_in(design: Design, arm: str, level: Any) -> Floats:
    """The design if everybody were in one arm."""
    moved = design.frame.copy()
    moved[arm] = design.frame[arm].where(design.frame[arm] == level, level)
    return np.asarray(design.spec.get_model_matrix(moved), dtype=np.float64)


def _result(
    design: Design,
    arm: str,
    levels: tuple[Any, ...],
    chances: tuple[Floats, Floats],
    formula: str,
    level: float,
) -> AdjustedResponders:
    rows, columns = design.table.shape
    member = (design.frame[arm] == levels[1]).to_numpy()
    left = design.outcome - np.where(member, chances[1], chances[0])
    share, other = float(chances[1].mean()), float(chances[0].mean())
    influence = chances[1] - chances[0] - (share - other)
    influence += left * np.where(member, 1.0 / member.mean(), -1.0 / (1.0 - member.mean()))
    df = float(rows - columns)
    error = math.sqrt(float(influence @ influence) / rows / df)
    reach = float(stdtrit(df, (1.0 + level) / 2.0)) * error
    difference = share - other
    return AdjustedResponders(
        share=share,
        other_share=other,
        difference=difference,
        standard_error=error,
        lower=difference - reach,
        upper=difference + reach,
        p=2.0 * float(stdtr(df, -abs(difference) / error)),
        df=df,
        arm=str(levels[1]),
        other=str(levels[0]),
        people=rows,
        responders=int(design.outcome.sum()),
        left_out=int((~design.kept).sum()),
        formula=formula,
        level=level,
        method=METHOD,
        software=software_version(),
    )
