"""An outcome in ordered categories: the odds of a higher one, the chance of winning a pair."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError
from scipy.special import chdtrc, ndtri

from remit.errors import InvalidInput
from remit.stats.cumulative import Cumulative
from remit.stats.formula import Design, design_of
from remit.stats.newton import Top, climb, inverse_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "proportional odds"
FARTHEST: Final = 12.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OrderedOutcome:
    """Result of ``ordered_outcome``.

    ``estimate`` is the ratio of the odds of a higher category, one arm to the other, adjusted,
    with limits of Wald and p of the likelihood ratio. ``win`` is the chance that somebody of the
    one arm has a higher category than somebody of the other, half of ties counted, unadjusted.
    """

    estimate: float
    lower: float
    upper: float
    p: float
    log_odds: float
    standard_error: float
    log_likelihood: float
    win: float
    win_lower: float
    win_upper: float
    arm: str
    other: str
    categories: tuple[float, ...]
    people: int
    left_out: int
    formula: str
    level: float
    method: str
    software: str

    def summary(self) -> str:
        """The chance of winning, which needs no model, then the odds."""
        wide = f"{100 * self.level:g} % interval"
        return (
            f"Of two people, one of each arm, the one in {self.arm} has the higher number in "
            f"{100 * self.win:.0f} of 100 pairs ({wide} {100 * self.win_lower:.0f} to "
            f"{100 * self.win_upper:.0f}; 50 is no difference). Adjusted as {self.formula}, the "
            f"odds of a higher number are {self.estimate:.2f} times those in {self.other} ({wide} "
            f"{self.lower:.2f} to {self.upper:.2f}, p {self.p:.3g}), the same between any two "
            f"categories by assumption; {self.people} people."
        )


def ordered_outcome(
    frame: Any, formula: str, *, arm: str, level: float = 0.95
) -> OrderedOutcome | NotEstimable:
    """Compare two arms in ordered categories, such as a rating from 0 to 4.

    Parameters
    ----------
    frame : pandas DataFrame, or mapping of name to column
        A row a person; the outcome's numbers are taken in their order alone.
    formula : str
        Such as ``"rating ~ arm + baseline"``.
    arm : str
        Name of the factor of two levels; the second, in its order, is compared with the first.
    level : float
        Confidence level.

    Returns
    -------
    OrderedOutcome or NotEstimable

    Raises
    ------
    InvalidInput
        If the arm is not a factor of two levels that stands in the formula by itself.

    References
    ----------
    McCullagh (1980), JRSS B 42:109-142; Brunner and Munzel (2000), Biom J 42:17-25; Newcombe
    (2006), Stat Med 25:559-573 (limits on the scale of the logit).

    Examples
    --------
    >>> arm = ["a"] * 8 + ["b"] * 8
    >>> rows = {"arm": arm, "rating": [0, 1, 1, 2, 2, 3, 1, 0, 1, 2, 3, 3, 2, 4, 3, 1]}
    >>> found = ordered_outcome(rows, "rating ~ arm", arm="arm")
    >>> round(found.win, 3), round(found.log_odds, 3), round(found.p, 4)
    (0.773, 1.933, 0.0433)
    """
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    design = design_of(frame, formula)
    design.check_independent()
    levels = design.levels(arm)
    columns = design.terms.get(arm, ())
    if len(levels) != 2 or len(columns) != 1:
        raise InvalidInput(f"{arm!r} must be a factor of two levels that stands by itself.")
    values, category = np.unique(design.outcome, return_inverse=True)
    if values.size < 2:
        return NotEstimable("everybody is in the same category", METHOD)
    if values.size - 1 + design.table.shape[1] >= len(design.outcome):
        return NotEstimable("there are as many categories and columns as people", METHOD)
    tops = _tops(design, category, values.size, columns[0])
    if tops is None:
        return NotEstimable(
            "the arms, or people along some column, do not overlap in their categories", METHOD
        )
    return _result(design, arm, levels, (values, category), tops, formula, level)


def _tops(
    design: Design, category: NDArray[np.int64], categories: int, own: int
) -> tuple[Top, Top] | None:
    """The fit with the arm as last column, and the fit without it."""
    others = [one for one in range(design.table.shape[1]) if one != own]
    table = design.table[:, others]
    table = table[:, np.ptp(table, axis=0) > 0.0]
    spread = np.maximum(table.std(axis=0), 1e-12)
    table = (table - table.mean(axis=0)) / spread
    whole = np.column_stack([table, design.table[:, own]])
    found = []
    for one in (whole, table):
        model = Cumulative(category, one, categories)
        try:
            top = climb(model.curve, model.start)
        except LinAlgError:
            return None
        slopes = top.at[categories - 1 :]
        if not top.converged or (np.abs(slopes) > FARTHEST).any():
            return None
        found.append(top)
    return found[0], found[1]


def _result(
    design: Design,
    arm: str,
    levels: tuple[Any, ...],
    categories: tuple[Floats, NDArray[np.int64]],
    tops: tuple[Top, Top],
    formula: str,
    level: float,
) -> OrderedOutcome:
    whole, null = tops
    log_odds = float(whole.at[-1])
    error = math.sqrt(float(inverse_of(whole.curve.information)[-1, -1]))
    reach = float(ndtri((1.0 + level) / 2.0)) * error
    member = (design.frame[arm] == levels[1]).to_numpy()
    win, low, high = chance_of_winning(design.outcome[member], design.outcome[~member], level)
    return OrderedOutcome(
        estimate=math.exp(log_odds),
        lower=math.exp(log_odds - reach),
        upper=math.exp(log_odds + reach),
        p=float(chdtrc(1, max(0.0, 2.0 * (whole.curve.value - null.curve.value)))),
        log_odds=log_odds,
        standard_error=error,
        log_likelihood=whole.curve.value,
        win=win,
        win_lower=low,
        win_upper=high,
        arm=str(levels[1]),
        other=str(levels[0]),
        categories=tuple(categories[0].tolist()),
        people=len(design.outcome),
        left_out=int((~design.kept).sum()),
        formula=formula,
        level=level,
        method=METHOD,
        software=software_version(),
    )


def chance_of_winning(
    values: Floats, others: Floats, level: float = 0.95
) -> tuple[float, float, float]:
    """The share of pairs in which the first is higher, half of ties counted, with its limits.

    Limits are those of the logit; where every pair is won or lost they are 0 or 1 on that side and
    those of one pair less on the other.
    """
    own, theirs = _won(values, others), 1.0 - _won(others, values)
    win, pairs = float(own.mean()), values.size * others.size
    shrunk = min(max(win, 0.5 / pairs), 1.0 - 0.5 / pairs)
    variance = own.var(ddof=1) / own.size if own.size > 1 else 0.25
    variance += theirs.var(ddof=1) / theirs.size if theirs.size > 1 else 0.25
    # Where the arms hardly overlap the variance runs to 0; it is at least that of one pair more.
    variance = max(float(variance), shrunk * (1.0 - shrunk) / max(own.size, theirs.size) / 4.0)
    reach = float(ndtri((1.0 + level) / 2.0)) * math.sqrt(variance) / (shrunk * (1.0 - shrunk))
    centre = math.log(shrunk / (1.0 - shrunk))
    low, high = (1.0 / (1.0 + math.exp(-(centre + sign * reach))) for sign in (-1, 1))
    return win, 0.0 if win == 0.0 else low, 1.0 if win == 1.0 else high


def _won(values: Floats, others: Floats) -> Floats:
    """Of each value, the share of the others that are lower, half of ties counted."""
    ranked = np.sort(others)
    counts = np.searchsorted(ranked, values, "left") + np.searchsorted(ranked, values, "right")
    return np.asarray(counts / 2.0 / ranked.size, dtype=np.float64)
