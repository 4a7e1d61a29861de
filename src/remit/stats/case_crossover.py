"""Days with an event against the same person's other days of the same month and weekday."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.conditional_logistic import Likelihood, conditional_logistic
from remit.stats.not_estimable import NotEstimable
from remit.stats.regression import Limits, Regression

WEEK: Final = 7
Ints = NDArray[np.int64]


def case_crossover(
    person: ArrayLike,
    day: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    likelihood: Likelihood = "exact",
    limits: Limits = "wald",
    level: float = 0.95,
) -> Regression | NotEstimable:
    """Fit log odds ratios with time-stratified referents, a row a person and day.

    Referents lie before *and* after the event, in strata that were fixed beforehand: the person's
    days of one calendar month and weekday. So season, trend over months and weekday cannot
    disturb, nor anything that does not change within a person. Referents before the event alone
    would be biased where exposure has a trend.

    Parameters
    ----------
    person : array, shape (rows,)
        Numbers or strings.
    day : array of dates, shape (rows,)
        numpy dates, Python dates or ISO text: months and weekdays are those of the calendar.
    event : array of 0 and 1, shape (rows,)
        Whether the event began on that day.
    covariates : mapping of name to array, shape (rows,)
        Such as yesterday's stress.
    likelihood, limits, level
        As in `conditional_logistic`; several events in a stratum are exact.

    Returns
    -------
    Regression or NotEstimable

    Raises
    ------
    InvalidInput
        If a date cannot be read, a person has a day twice, or as in `conditional_logistic`.

    References
    ----------
    Janes, Sheppard and Lumley (2005), Epidemiology 16:717-726; Lumley and Levy (2000),
    Environmetrics 11:689-704 (bias of one-sided referents).

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> day = np.tile(np.datetime64("2026-01-01") + np.arange(180), 10)
    >>> person, stress = np.repeat(np.arange(10), 180), rng.normal(size=1800)
    >>> flare = rng.random(1800) < 0.1 * np.exp(0.6 * stress)
    >>> fit = case_crossover(person, day, flare, {"stress": stress})
    >>> 0.3 < fit.coefficient("stress").estimate < 0.9
    True
    """
    return conditional_logistic(
        event, covariates, time_strata(person, day), likelihood=likelihood, limits=limits,
        level=level,
    )  # fmt: skip


def time_strata(person: ArrayLike, day: ArrayLike) -> Ints:
    """A number for each person, calendar month and weekday.

    Examples
    --------
    >>> time_strata(["a"] * 3, ["2026-11-02", "2026-11-09", "2026-11-10"]).tolist()
    [0, 0, 1]
    """
    who = np.asarray(person)
    try:
        days = np.asarray(day).astype("datetime64[D]")
    except (TypeError, ValueError) as error:
        raise InvalidInput("Days must be dates such as 2026-01-31.") from error
    if who.ndim != 1 or who.shape != days.shape:
        raise InvalidInput("Persons and days must be columns of one length.")
    if np.isnat(days).any():
        raise InvalidInput("A row has no date; leave it out.")
    whose = np.unique(who, return_inverse=True)[1].ravel()
    number = days.astype(np.int64)
    if np.unique(np.stack([whose, number]), axis=1).shape[1] < who.size:
        raise InvalidInput("A person has a day twice.")
    month = days.astype("datetime64[M]").astype(np.int64)
    keys = np.stack([whose, month, number % WEEK])
    strata: Ints = np.unique(keys, axis=1, return_inverse=True)[1].ravel()
    return strata
