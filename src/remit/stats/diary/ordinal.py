"""The diary's question where the outcome is a number of 0 to 10 with few values or many zeros."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import LinAlgError
from scipy.special import chdtrc, chdtri

from remit.errors import InvalidInput
from remit.stats.cumulative import Cumulative, Curve
from remit.stats.diary.rows import Rows, diary_of, rotations, rows_of
from remit.stats.newton import Top, climb, inverse_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.profile import profile_limits
from remit.stats.provenance import software_version

METHOD: Final = "proportional odds of one diary"
FEWEST_DAYS: Final = 21
DAYS_A_PARAMETER: Final = 2
FIRM: Final = 1e-8
"""Share of the largest eigenvalue that the smallest must keep; below, the likelihood is flat."""
ENDLESS: Final = (
    "a weekday, the trend or a stress so high or so low goes with one answer alone, so that the "
    "likelihood rises without end; leave the weekdays out, or gather answers"
)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was declared before looking."""

    lag: int
    weekday: bool
    level: float


@dataclass(frozen=True, slots=True)
class OrdinalAssociation:
    """Result of ``diary_ordinal``.

    ``estimate`` is the ratio of the odds that today's answer lies above any given number, for one
    standard deviation (``spread``) more of the exposure on the declared day before, yesterday's
    answer, trend and weekday being the same; ``lower`` and ``upper`` its limits. ``p`` is
    two-sided, from all rotations of the exposure; ``likelihood_p`` that of the likelihood ratio,
    which is too small in short diaries. ``values`` are the answers that occur, ``share_lowest``
    is the share of days with the lowest.
    """

    estimate: float
    lower: float
    upper: float
    p: float
    likelihood_p: float
    log_odds: float
    standard_error: float
    spread: float
    values: tuple[float, ...]
    share_lowest: float
    log_likelihood: float
    n: int
    days: int
    settings: Settings
    method: str
    software: str

    def summary(self) -> str:
        """Chance level, window, and limits first; then the odds."""
        day = "the day before" if self.settings.lag == 1 else f"{self.settings.lag} days before"
        return (
            f"If the two had nothing to do with each other, {100 * self.p:.2g} of 100 such diaries "
            "would show at least this. It counts one look, at a length fixed beforehand. "
            f"{self.n} of {self.days} days could be used. A difference in time, not a cause. One "
            f"standard deviation more on {day} goes with {self.estimate:.2f} times the odds of a "
            f"higher number today ({100 * self.settings.level:g} % interval {self.lower:.2f} to "
            f"{self.upper:.2f})."
        )


def diary_ordinal(
    outcome: ArrayLike,
    exposure: ArrayLike,
    *,
    lag: int = 1,
    weekday: bool = True,
    level: float = 0.95,
) -> OrdinalAssociation | NotEstimable:
    """Fit the odds of a higher answer to yesterday's exposure, yesterday's answer and the calendar.

    Parameters
    ----------
    outcome, exposure : array, shape (days,)
        Consecutive days, NaN where a day is missing. The outcome's values are taken in their
        order; how far apart they are matters for yesterday's answer alone.
    lag : int
        The declared lag, in days.
    weekday : bool
        Whether weekdays have levels of their own.
    level : float
        Confidence level.

    Returns
    -------
    OrdinalAssociation or NotEstimable
        NotEstimable with too few days for its thresholds, or where a series does not vary.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be.

    Notes
    -----
    p compares the efficient score of the exposure, at the fit without it, with that of all its
    rotations over the usable days; it needs one fit, and no shape of the likelihood. The limits
    lie where the profile has fallen by half the rotations' quantile of that squared score, or half
    that of chi-squared where it is larger: in short diaries chi-squared alone is too small.

    References
    ----------
    McCullagh (1980), JRSS B 42:109-142.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> stress = rng.normal(size=120)
    >>> pain = np.clip(np.round(1.0 + np.r_[0, stress[:-1]] + rng.normal(size=120)), 0, 10)
    >>> found = diary_ordinal(pain, stress)
    >>> found.p < 0.02, found.lower > 1.0, found.share_lowest > 0.2
    (True, True, True)
    """
    if lag < 0 or not 0.0 < level < 1.0:
        raise InvalidInput("A lag is 0 or more days, and the level lies between 0 and 1.")
    diary = diary_of(outcome, exposure, weekday=weekday)
    rows = rows_of(diary, [lag], 1)
    refusal = _refusal(rows)
    if refusal:
        return NotEstimable(refusal, METHOD)
    values, category = np.unique(rows.outcome, return_inverse=True)
    own = rows.lags[:, 0]
    spread = float(own.std())
    fitted = _fits(category, rows, (own - own.mean()) / spread, values.size)
    if isinstance(fitted, NotEstimable):
        return fitted
    model, whole, null = fitted
    error = math.sqrt(float(inverse_of(whole.curve.information)[-1, -1]))
    squares = _squares(null, own)
    drop = max(float(np.quantile(squares, level)), float(chdtri(1, 1.0 - level))) / 2.0
    try:
        low, high = profile_limits(
            model.curve, whole.at, whole.curve.value, whole.at.size - 1, error, level, drop=drop
        )
    except LinAlgError:
        return NotEstimable(ENDLESS, METHOD)
    log_odds = float(whole.at[-1])
    return OrdinalAssociation(
        estimate=math.exp(log_odds),
        lower=math.exp(low),
        upper=math.exp(high) if math.isfinite(high) else math.inf,
        p=float((squares >= squares[0] - 1e-9).mean()),
        likelihood_p=float(chdtrc(1, max(0.0, 2.0 * (whole.curve.value - null.curve.value)))),
        log_odds=log_odds,
        standard_error=error,
        spread=spread,
        values=tuple(values.tolist()),
        share_lowest=float((category == 0).mean()),
        log_likelihood=whole.curve.value,
        n=int(rows.outcome.size),
        days=diary.days,
        settings=Settings(lag, weekday, level),
        method=METHOD,
        software=software_version(),
    )


def _refusal(rows: Rows) -> str:
    size = rows.outcome.size
    if size < FEWEST_DAYS:
        return (
            f"{size} days can be used (with the days before them), and fewer than {FEWEST_DAYS} "
            "answer nothing"
        )
    number = np.unique(rows.outcome).size
    if number == 1:
        return "the outcome is the same on every usable day"
    if float(np.ptp(rows.lags)) == 0.0:
        return "the exposure is the same on every usable day"
    parameters = number - 1 + rows.design.shape[1]
    if size < DAYS_A_PARAMETER * parameters:
        return (
            f"{size} days are too few for {number} different answers; gather them into fewer, "
            "or leave the weekdays out"
        )
    return ""


def _fits(
    category: NDArray[np.int64], rows: Rows, own: Floats, categories: int
) -> tuple[Cumulative, Top, Top] | NotEstimable:
    """The model with the exposure, its top, and the top without it."""
    table = rows.design[:, 1:]
    table = (table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1e-12)
    without = Cumulative(category, table, categories)
    model = Cumulative(category, np.column_stack([table, own]), categories)
    try:
        tops = [climb(one.curve, one.start) for one in (model, without)]
    except LinAlgError:
        return NotEstimable("trend, weekday and the exposure cannot be told apart", METHOD)
    if not all(one.converged and _is_firm(one.curve.information) for one in tops):
        return NotEstimable(ENDLESS, METHOD)
    return model, tops[0], tops[1]


def _is_firm(information: Floats) -> bool:
    """Whether every direction of the parameters is curved."""
    scale = np.sqrt(np.diag(information))
    if not (scale > 0.0).all():
        return False
    eigen = np.linalg.eigvalsh(information / np.outer(scale, scale))
    return bool(eigen[0] > FIRM * eigen[-1])


def _squares(null: Top, own: Floats) -> Floats:
    """Squared efficient scores of the exposure, first as it is, then in all its rotations."""
    curve = null.curve
    assert isinstance(curve, Curve)
    turned = np.vstack([own, rotations(own)]) - own.mean()
    shared = turned @ curve.rows[:, :-1]
    solved = np.linalg.solve(curve.information, shared.T).T
    left = turned**2 @ curve.rows[:, -1] - (shared * solved).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        squares: Floats = np.nan_to_num((turned @ curve.pull) ** 2 / left)
    return squares
