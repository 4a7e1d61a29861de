"""Does yesterday's exposure go with today's outcome, given yesterday's outcome and the calendar?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, stdtr, stdtrit

from remit.errors import InvalidInput
from remit.stats.diary.bootstrap import bootstrap_t
from remit.stats.diary.least_squares import background, slopes
from remit.stats.diary.rows import Diary, Rows, diary_of, rotations, rows_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.regression import Coefficient

METHOD: Final = "autoregressive model of one diary"
FEWEST_DAYS: Final = 21
FEW_SHIFTS: Final = 60
"""Below so many usable days the bootstrap decides: shifts are too few to reach a small p."""
SHORT: Final = 40
"""Below so many the larger of both counts: with much carry-over the bootstrap alone errs."""
MOST_ORDERS: Final = 3
LONGEST_LAG: Final = 14
Floats = NDArray[np.float64]
Way = Literal["circular shift", "residual bootstrap", "larger of both"]


@dataclass(frozen=True, slots=True)
class Lag:
    """One lag of the exposure.

    ``p`` is its own; ``joint_p`` counts that the best of all asked lags is looked at.
    """

    lag: int
    estimate: float
    standard_error: float
    p: float
    joint_p: float


@dataclass(frozen=True, slots=True)
class Settings:
    """What was declared before looking."""

    lag: int
    joint_lags: tuple[int, ...]
    weekday: bool
    order: int | None
    resamples: int
    seed: int
    level: float


@dataclass(frozen=True, slots=True)
class DiaryAssociation:
    """Result of ``diary_association``.

    ``estimate`` is the difference in today's outcome for one standard deviation (``spread``) more
    of the exposure on the declared day before, the outcome of the days before, trend and weekday
    being the same; ``lower`` and ``upper`` its interval. ``p`` is two-sided, by ``way``; the other
    way's stands beside it. ``same_day`` says nothing about direction. ``coefficients`` are those of
    the whole model in the units of the diary, with the limits and p of least squares.
    """

    estimate: float
    standard_error: float
    lower: float
    upper: float
    p: float
    way: Way
    shift_p: float
    bootstrap_p: float
    t_p: float
    spread: float
    coefficients: tuple[Coefficient, ...]
    order: int
    residual_p: float
    n: int
    days: int
    lags: tuple[Lag, ...]
    same_day: Lag | NotEstimable
    settings: Settings
    method: str
    software: str

    def summary(self) -> str:
        """Chance level, window, and limits first; then the difference."""
        day = "the day before" if self.settings.lag == 1 else f"{self.settings.lag} days before"
        return (
            f"By chance alone {100 * self.p:.2g} of 100 such diaries would show at least this. "
            "It counts one look, at a length fixed beforehand. "
            f"{self.n} of {self.days} days could be used. A difference in time, not a cause. "
            f"One standard deviation more on {day} goes with {self.estimate:+.2f} today "
            f"({100 * self.settings.level:g} % interval {self.lower:+.2f} to {self.upper:+.2f})."
        )


def diary_association(
    outcome: ArrayLike,
    exposure: ArrayLike,
    *,
    lag: int = 1,
    joint_lags: Sequence[int] = (0, 1, 2, 3),
    weekday: bool = True,
    order: int | None = None,
    resamples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> DiaryAssociation | NotEstimable:
    """Fit ``y_t = a + phi y_(t-1) + beta x_(t-lag) + trend + weekday + e_t`` to one diary.

    Parameters
    ----------
    outcome, exposure : array, shape (days,)
        Consecutive days, NaN where a day is missing. A scale of 0 to 10 with many zeros is fine:
        p rests on the order of the exposure in time, not on a shape of the outcome.
    lag : int
        The declared lag, in days.
    joint_lags : sequence of int
        Lags that are looked at together; 0 is reported apart, its direction being unknown.
    weekday : bool
        Whether weekdays have levels of their own.
    order : int, optional
        Days of the outcome before that the model holds; None lets the residuals say.
    resamples, seed : int
        Of the residual bootstrap.
    level : float
        Confidence level of the interval; its width comes from the bootstrap's t, because that of
        the t distribution is too narrow in short diaries with much carry-over.

    Returns
    -------
    DiaryAssociation or NotEstimable
        NotEstimable with too few usable days, or where a series does not vary.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be.

    Notes
    -----
    Unless it is declared, the order of the autoregression is the lowest of 1 to 3 whose residuals,
    without the exposure, pass a Ljung-Box test. With 60 usable days and more, p is the share of
    the rotations of the exposure over the usable days with at least this t; with fewer, that of
    a residual bootstrap under no association, phi corrected for its bias; with fewer than 40,
    the larger of both.

    References
    ----------
    Kendall (1954), Biometrika 41:403-404 (bias of phi); Ljung and Box (1978), Biometrika
    65:297-303; Westfall and Young (1993), Resampling-Based Multiple Testing (joint lags).

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> stress = rng.normal(size=120)
    >>> pain = np.zeros(120)
    >>> for day in range(1, 120):
    ...     pain[day] = 0.4 * pain[day - 1] + 0.8 * stress[day - 1] + rng.normal()
    >>> found = diary_association(pain, stress)
    >>> found.way, found.p < 0.02, 0.4 < found.estimate < 1.2
    ('circular shift', True, True)
    """
    settings = _settings(
        lag, joint_lags, weekday=weekday, order=order, resamples=resamples, seed=seed, level=level
    )
    diary = diary_of(outcome, exposure, weekday=weekday)
    held = settings.order or _order(diary, settings)
    rows = rows_of(diary, [lag], held)
    refusal = _refusal(rows)
    if refusal:
        return NotEstimable(refusal, METHOD)
    basis = background(rows.design)
    spread = float(rows.lags[:, 0].std())
    one = slopes(basis, rows.outcome, rows.lags.T)
    t, freedom = float(one.t[0]), rows.outcome.size - basis.shape[1] - 1
    turned = np.abs(slopes(basis, rows.outcome, rotations(rows.lags[:, 0])).t)
    made = bootstrap_t(rows, settings.resamples, settings.seed)
    shift_p, boot_p = _tail(turned, t), _tail(made, t)
    way = _way(rows.outcome.size)
    estimate, error = float(one.estimate[0]) * spread, float(one.standard_error[0]) * spread
    reach = float(np.quantile(made, level))
    if way == "larger of both":
        reach = max(reach, float(np.quantile(np.nan_to_num(turned), level)))
    reach *= error
    lags, same_day = _joint(diary, held, settings)
    return DiaryAssociation(
        estimate=estimate,
        standard_error=error,
        lower=estimate - reach,
        upper=estimate + reach,
        p=_reported(way, shift_p, boot_p),
        way=way,
        shift_p=shift_p,
        bootstrap_p=boot_p,
        t_p=2.0 * float(stdtr(freedom, -abs(t))),
        spread=spread,
        coefficients=_coefficients(rows, level),
        order=held,
        residual_p=_ljung_box(_residuals(rows), held),
        n=int(rows.outcome.size),
        days=diary.days,
        lags=lags,
        same_day=same_day,
        settings=settings,
        method=METHOD,
        software=software_version(),
    )


def _settings(
    lag: int,
    joint_lags: Sequence[int],
    *,
    weekday: bool,
    order: int | None,
    resamples: int,
    seed: int,
    level: float,
) -> Settings:
    asked = tuple(sorted({int(one) for one in joint_lags} | {int(lag)}))
    if lag < 0 or asked[0] < 0 or asked[-1] > LONGEST_LAG:
        raise InvalidInput(f"A lag is a number of days before, from 0 to {LONGEST_LAG}.")
    if order is not None and not 1 <= order <= MOST_ORDERS:
        raise InvalidInput(f"The order is 1 to {MOST_ORDERS} days before, or None.")
    if resamples < 99:
        raise InvalidInput("The bootstrap needs 99 resamples or more.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    return Settings(int(lag), asked, weekday, order, int(resamples), int(seed), level)


def _refusal(rows: Rows) -> str:
    if rows.outcome.size < FEWEST_DAYS:
        return (
            f"{rows.outcome.size} days can be used (with the days before them), and fewer than "
            f"{FEWEST_DAYS} answer nothing"
        )
    if float(np.ptp(rows.outcome)) == 0.0:
        return "the outcome is the same on every usable day"
    if float(np.ptp(rows.lags)) == 0.0:
        return "the exposure is the same on every usable day"
    if np.isnan(slopes(background(rows.design), rows.outcome, rows.lags.T).t).any():
        return "trend, weekday and the outcome before explain the exposure entirely"
    return ""


def _order(diary: Diary, settings: Settings) -> int:
    """The lowest order whose residuals look independent; the exposure is not looked at."""
    for order in range(1, MOST_ORDERS):
        rows = rows_of(diary, [settings.lag], order)
        if rows.outcome.size < FEWEST_DAYS or _ljung_box(_residuals(rows), order) > 0.05:
            return order
    return MOST_ORDERS


def _residuals(rows: Rows) -> tuple[Floats, NDArray[np.int64]]:
    basis = background(rows.design)
    return rows.outcome - basis @ (basis.T @ rows.outcome), rows.day


def _ljung_box(residuals: tuple[Floats, NDArray[np.int64]], order: int) -> float:
    """Are residuals of days some days apart related? Pairs with a missing day between are used."""
    values, day = residuals
    whole = float(values @ values)
    most = order + max(3, min(7, values.size // 10))
    placed = np.full(int(day[-1]) + 1 if day.size else 1, np.nan)
    placed[day] = values
    if whole <= 0.0:
        return 1.0
    total, n = 0.0, values.size
    for lag in range(1, most + 1):
        products = placed[lag:] * placed[:-lag]
        correlation = float(np.nansum(products)) / whole
        total += correlation**2 / max(int(np.isfinite(products).sum()), 1)
    return float(chdtrc(most - order, n * (n + 2.0) * total))


def _coefficients(rows: Rows, level: float) -> tuple[Coefficient, ...]:
    """The whole model by least squares."""
    table = np.column_stack([rows.design, rows.lags])
    found = np.linalg.lstsq(table, rows.outcome, rcond=None)[0]
    freedom = table.shape[0] - table.shape[1]
    variance = float(((rows.outcome - table @ found) ** 2).sum()) / freedom
    errors = np.sqrt(variance * np.diag(np.linalg.pinv(table.T @ table)))
    reach = float(stdtrit(freedom, (1.0 + level) / 2.0))
    return tuple(
        Coefficient(name, value, error, value - reach * error, value + reach * error,
                    2.0 * float(stdtr(freedom, -abs(value) / error)))
        for name, value, error in zip(
            (*rows.names, "exposure"), found.tolist(), errors.tolist(), strict=True
        )
    )  # fmt: skip


def _way(size: int) -> Way:
    """By the number of usable days alone, which is known before looking."""
    if size >= FEW_SHIFTS:
        return "circular shift"
    return "residual bootstrap" if size >= SHORT else "larger of both"


def _reported(way: Way, shift_p: float, boot_p: float) -> float:
    return {
        "circular shift": shift_p,
        "residual bootstrap": boot_p,
        "larger of both": max(shift_p, boot_p),
    }[way]


def _joint(
    diary: Diary, order: int, settings: Settings
) -> tuple[tuple[Lag, ...], Lag | NotEstimable]:
    """All asked lags on the same days, with p for the best of them by max-T over one rotation."""
    rows = rows_of(diary, settings.joint_lags, order)
    if rows.outcome.size < FEWEST_DAYS:
        return (), NotEstimable("too few days know all the lags", METHOD)
    basis = background(rows.design)
    here = slopes(basis, rows.outcome, rows.lags.T)
    turned = np.stack(
        [np.abs(slopes(basis, rows.outcome, rotations(one)).t) for one in rows.lags.T], axis=1
    )
    if np.isnan(here.t).any():
        return (), NotEstimable("a lag does not vary", METHOD)
    # A rotation that trend and weekday explain has no t; it is no match.
    highest = np.nan_to_num(turned)[:, [lag > 0 for lag in settings.joint_lags]].max(axis=1)
    found = []
    for place, lag in enumerate(settings.joint_lags):
        spread, t = float(rows.lags[:, place].std()), float(here.t[place])
        estimate, error = here.estimate[place] * spread, here.standard_error[place] * spread
        own = _tail(turned[:, place], t)
        joint = own if lag == 0 else _tail(highest, t)
        found.append(Lag(lag, float(estimate), float(error), own, joint))
    later = tuple(one for one in found if one.lag > 0)
    same = next((one for one in found if one.lag == 0), None)
    return later, same or NotEstimable("the same day was not asked for", METHOD)


def _tail(turned: Floats, t: float) -> float:
    return float((1 + (turned >= abs(t) - 1e-12).sum()) / (turned.size + 1))
