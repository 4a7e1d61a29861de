"""Does a flare come sooner after days with more of something? One person, many flares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.flares.days import FEWEST_ONSETS, Days, days_of, refusal
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.regression import Limits, Regression, fit_likelihood

METHOD: Final = "Cox regression of recurrent events"
Floats = NDArray[np.float64]
Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The partial log-likelihood at one point."""

    value: float
    score: Floats
    information: Floats


def cox_regression(
    start: ArrayLike,
    stop: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    strata: ArrayLike | None = None,
    ties: Ties = "efron",
    limits: Limits = "wald",
    level: float = 0.95,
    fewest: int = FEWEST_ONSETS,
) -> Regression | NotEstimable:
    """Fit log hazard ratios of flares in counting-process form.

    A row says what held in the interval (start, stop] since the flare before, and whether a
    flare began at its end. Rows in which something is missing are left out and counted.

    Parameters
    ----------
    start, stop : array, shape (rows,)
        Time since the last flare at which the row opens and closes, start < stop.
    event : array of 0 and 1, shape (rows,)
        Whether a flare began at ``stop``.
    covariates : mapping of name to array, shape (rows,)
        Such as yesterday's stress.
    strata : array, shape (rows,), optional
        Whose row; each person then has a baseline hazard of their own.
    ties : {"efron", "breslow"}
        How flares at one time are counted.
    fewest : int
        Fewer flares answer nothing.

    Returns
    -------
    Regression or NotEstimable

    Raises
    ------
    InvalidInput
        If a column cannot be what it should be.

    References
    ----------
    Andersen and Gill (1982), Ann Stat 10:1100-1120; Efron (1977), JASA 72:557-565; Holsteen et
    al. (2020), Headache 60:40-51 (recurrent attacks of one person).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> stress = rng.normal(size=300)
    >>> flare = (rng.random(300) < 0.1 * np.exp(0.7 * stress)).astype(int)
    >>> gap = np.zeros(300)
    >>> for day in range(1, 300):
    ...     gap[day] = 0 if flare[day - 1] else gap[day - 1] + 1
    >>> fit = cox_regression(gap, gap + 1, flare, {"stress": stress})
    >>> 0.3 < fit.coefficient("stress").estimate < 1.1
    True
    """
    opens, closes = (np.asarray(one, dtype=np.float64) for one in (start, stop))
    whose = np.zeros(closes.shape) if strata is None else _codes(strata)
    days, kept = days_of(event, covariates, opens, closes, whose)
    opens, closes, whose = opens[kept], closes[kept], whose[kept]
    if (opens >= closes).any():
        raise InvalidInput("Every row must open before it closes.")
    why = refusal(days, fewest, METHOD)
    if why is not None:
        return why
    risk_sets = _risk_sets(days, opens, closes, whose)
    found = fit_likelihood(
        _curve(days, risk_sets, ties), days.names, days.spread,
        penalty="none", limits=limits, level=level, method=METHOD,
    )  # fmt: skip
    if isinstance(found, NotEstimable):
        return found
    return Regression(
        coefficients=found.coefficients,
        log_likelihood=found.height,
        null_log_likelihood=found.null_height,
        covariance=found.covariance,
        rows=int(days.event.size),
        events=days.onsets,
        steps=found.steps,
        warnings=days.warnings(),
        penalty="none",
        limits=limits,
        level=level,
        method=f"{METHOD}, ties by {ties.capitalize()}",
        software=software_version(),
    )


def _codes(strata: ArrayLike) -> Floats:
    return np.unique(np.asarray(strata), return_inverse=True)[1].astype(np.float64)


_RiskSet = tuple[NDArray[np.int64], NDArray[np.int64]]


def _risk_sets(days: Days, opens: Floats, closes: Floats, whose: Floats) -> list[_RiskSet]:
    """Rows at risk, and rows with a flare, at each time of a flare of each person."""
    found = []
    happened = days.event == 1.0
    for who, at in np.unique(np.column_stack([whose, closes])[happened], axis=0):
        at_risk = np.flatnonzero((whose == who) & (opens < at) & (closes >= at))
        ended = np.flatnonzero((whose == who) & (closes == at) & happened)
        found.append((at_risk, ended))
    return found


def _curve(days: Days, risk_sets: list[_RiskSet], ties: Ties) -> Callable[[Floats], Curve]:
    def evaluate(coefficients: Floats) -> Curve:
        linear = days.table @ coefficients
        value, score = 0.0, np.zeros(coefficients.size)
        information = np.zeros((coefficients.size, coefficients.size))
        for at_risk, ended in risk_sets:
            highest = float(linear[at_risk].max())
            whole = _sums(days.table[at_risk], np.exp(linear[at_risk] - highest))
            tied = _sums(days.table[ended], np.exp(linear[ended] - highest))
            value += float(linear[ended].sum())
            score += days.table[ended].sum(axis=0)
            for place in range(ended.size):
                share = place / ended.size if ties == "efron" else 0.0
                total, first, second = (
                    one - share * two for one, two in zip(whole, tied, strict=True)
                )
                mean = first / total
                value -= float(np.log(total)) + highest
                score -= mean
                information += second / total - np.outer(mean, mean)
        return Curve(value, score, information)

    return evaluate


def _sums(table: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    weighted = table * weights[:, np.newaxis]
    return np.asarray(weights.sum()), weighted.sum(axis=0), table.T @ weighted
