"""Days with an event against the same person's other days, with the exact conditional likelihood.

Fast approximations fail where events are common within a person: on daily headaches, that of
Breslow gave a quarter of the exact coefficient (docs/methods/flares.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from remit.errors import InvalidInput
from remit.stats.flares.days import days_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.regression import Limits, Regression, fit_likelihood

METHOD: Final = "conditional logistic regression"
Likelihood = Literal["exact", "breslow"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_BALANCING: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The conditional log-likelihood at one point."""

    value: float
    score: Floats
    information: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """Rows of each stratum side by side, padded: shape (strata, most rows, covariates)."""

    table: Floats
    present: NDArray[np.bool_]
    events: Ints
    observed: Floats


def conditional_logistic(
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    strata: ArrayLike,
    *,
    likelihood: Likelihood = "exact",
    limits: Limits = "wald",
    level: float = 0.95,
) -> Regression | NotEstimable:
    """Fit log odds ratios within strata, each stratum's number of events being given.

    In a stratum with k events of n rows the likelihood is
    ``exp(sum of x b over the events) / sum over all k-subsets of exp(sum of x b)``. The sum over
    subsets is a recursion over the rows, not an enumeration.

    Parameters
    ----------
    event : array of 0 and 1, shape (rows,)
        Whether the event happened in the row.
    covariates : mapping of name to array, shape (rows,)
        What varies within a stratum.
    strata : array, shape (rows,)
        A person; or, for a time-stratified case-crossover, a person's month and weekday.
    likelihood : {"exact", "breslow"}
        The second is the fast approximation, for comparison with other software.

    Returns
    -------
    Regression or NotEstimable
        Strata without an event, or with nothing else, add nothing.

    Raises
    ------
    InvalidInput
        If a column cannot be what it should be.

    References
    ----------
    Gail, Lubin and Rubinstein (1981), Biometrika 68:703-707 (the recursion); Janes, Sheppard and
    Lumley (2005), Epidemiology 16:717-726 (time-stratified referents).

    Examples
    --------
    Four people, two days each; three had their flare on the day with stress, one on the other:

    >>> flare, stress = [1, 0] * 4, [1, 0, 1, 0, 1, 0, 0, 1]
    >>> fit = conditional_logistic(flare, {"stress": stress}, [1, 1, 2, 2, 3, 3, 4, 4])
    >>> round(np.exp(fit.coefficient("stress").estimate), 6)
    np.float64(3.0)
    """
    whose = np.unique(np.asarray(strata), return_inverse=True)[1].ravel()
    days, kept = days_of(event, covariates, whose.astype(np.float64))
    if likelihood not in ("exact", "breslow"):
        raise InvalidInput("The likelihood is exact or breslow.")
    laid = _strata(days.event, days.table, whose[kept], only_mixed=likelihood == "exact")
    if not laid.events.size:
        return NotEstimable("no stratum has both an event and another row", METHOD)
    found = fit_likelihood(
        _curve(laid, likelihood), days.names, days.spread,
        penalty="none", limits=limits, level=level, method=METHOD,
    )  # fmt: skip
    if isinstance(found, NotEstimable):
        return found
    return Regression(
        coefficients=found.coefficients,
        log_likelihood=found.height,
        null_log_likelihood=found.null_height,
        covariance=found.covariance,
        rows=int(laid.present.sum()),
        events=int(laid.events.sum()),
        steps=found.steps,
        warnings=days.warnings()[1:] if days.onsets < 24 else days.warnings(),
        penalty="none",
        limits=limits,
        level=level,
        method=f"{METHOD}, {likelihood}",
        software=software_version(),
    )


def _strata(event: Floats, table: Floats, whose: Ints, *, only_mixed: bool) -> Strata:
    """Strata that say something, covariates centred within each.

    A stratum of events alone says nothing exactly, and something false by the approximation.
    """
    sizes, happened = np.bincount(whose), np.bincount(whose, weights=event)
    useful = np.flatnonzero((happened > 0) & (happened < sizes + (not only_mixed)))
    most = int(sizes[useful].max(initial=0))
    wide = np.zeros((useful.size, most, table.shape[1]))
    present = np.zeros((useful.size, most), dtype=bool)
    observed = np.zeros(table.shape[1])
    for place, one in enumerate(useful):
        rows = np.flatnonzero(whose == one)
        own = table[rows] - table[rows].mean(axis=0)
        wide[place, : rows.size] = own
        present[place, : rows.size] = True
        observed += event[rows] @ own
    return Strata(wide, present, happened[useful].astype(np.int64), observed)


def _curve(strata: Strata, likelihood: Likelihood) -> Callable[[Floats], Curve]:
    return lambda coefficients: (
        _exact(strata, coefficients) if likelihood == "exact" else _breslow(strata, coefficients)
    )


def _breslow(strata: Strata, coefficients: Floats) -> Curve:
    linear = np.where(strata.present, strata.table @ coefficients, -np.inf)
    highest = linear.max(axis=1)
    weights = np.exp(linear - highest[:, np.newaxis])
    total = weights.sum(axis=1)
    share = weights / total[:, np.newaxis]
    mean = np.einsum("sr,srp->sp", share, strata.table)
    second = np.einsum("s,sr,srp,srq->pq", strata.events, share, strata.table, strata.table)
    value = strata.observed @ coefficients - strata.events @ (np.log(total) + highest)
    information = second - (mean * strata.events[:, np.newaxis]).T @ mean
    return Curve(float(value), strata.observed - strata.events @ mean, information)


def _exact(strata: Strata, coefficients: Floats) -> Curve:
    """By the distribution of the number of events, were the rows independent.

    With odds w = c exp(x b) the chance of k events is the sum over k-subsets times
    ``c^k / product of (1 + w)``; c makes k the expected number, so that nothing under- or
    overflows. Its moments given k come from the same recursion.
    """
    linear = strata.table @ coefficients
    shift = _balanced(linear, strata)
    odds = np.where(strata.present, linear + shift[:, np.newaxis], -np.inf)
    chance: Floats = expit(odds)
    zeroth, first, second = _moments(strata, chance)
    mean = first / zeroth[:, np.newaxis]
    spread = second / zeroth[:, np.newaxis, np.newaxis]
    logarithm = (
        np.log(zeroth)
        + np.where(strata.present, np.logaddexp(0.0, odds), 0.0).sum(axis=1)
        - strata.events * shift
    )
    information = (spread - mean[:, :, np.newaxis] * mean[:, np.newaxis, :]).sum(axis=0)
    value = float(strata.observed @ coefficients - logarithm.sum())
    return Curve(value, strata.observed - mean.sum(axis=0), information)


def _balanced(linear: Floats, strata: Strata) -> Floats:
    """The shift of each stratum that makes its number of events the expected one."""
    low = -linear.max(axis=1) - 50.0
    high = -np.where(strata.present, linear, np.inf).min(axis=1) + 50.0
    for _ in range(MOST_BALANCING):
        middle = (low + high) / 2.0
        odds = np.where(strata.present, linear + middle[:, np.newaxis], -np.inf)
        too_many = expit(odds).sum(axis=1) > strata.events
        high, low = np.where(too_many, middle, high), np.where(too_many, low, middle)
    return np.asarray((low + high) / 2.0, dtype=np.float64)


def _moments(strata: Strata, chance: Floats) -> tuple[Floats, Floats, Floats]:
    """Chance of exactly k events, and first and second moment of their covariates with it."""
    people, rows, size = strata.table.shape
    most = int(strata.events.max())
    zeroth = np.zeros((people, most + 1))
    first = np.zeros((people, most + 1, size))
    second = np.zeros((people, most + 1, size, size))
    zeroth[:, 0] = 1.0
    for row in range(rows):
        p = chance[:, row, np.newaxis]
        x = strata.table[:, row, np.newaxis, :]
        cross = x[:, :, :, np.newaxis] * first[:, :-1, np.newaxis, :]
        grown = second[:, :-1] + cross + np.swapaxes(cross, 2, 3)
        grown += (
            x[:, :, :, np.newaxis] * x[:, :, np.newaxis, :] * zeroth[:, :-1, np.newaxis, np.newaxis]
        )
        moved = first[:, :-1] + x * zeroth[:, :-1, np.newaxis]
        second *= (1.0 - p)[:, :, np.newaxis, np.newaxis]
        second[:, 1:] += p[:, :, np.newaxis, np.newaxis] * grown
        first *= (1.0 - p)[:, :, np.newaxis]
        first[:, 1:] += p[:, :, np.newaxis] * moved
        shifted = p * zeroth[:, :-1]
        zeroth *= 1.0 - p
        zeroth[:, 1:] += shifted
    who = np.arange(people)
    return zeroth[who, strata.events], first[who, strata.events], second[who, strata.events]
