"""Exposures that are numbers: what was measured in each stretch of a person's own time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.case_series.cells import Cells
from remit.stats.case_series.estimate import Design, Estimates, estimate
from remit.stats.case_series.fit import result_of
from remit.stats.case_series.result import CaseSeriesFit, Counts, Kind, Limits, Settings
from remit.stats.not_estimable import NotEstimable

METHOD: Final = "self-controlled case series, measured exposures"
Floats = NDArray[np.float64]
LARGEST_EXPONENT: Final = 700.0


def measured_case_series(
    case: ArrayLike,
    events: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    weight: ArrayLike | None = None,
    penalty: Literal["none", "firth"] = "none",
    limits: Limits = "wald",
    level: float = 0.95,
) -> CaseSeriesFit | NotEstimable:
    """Fit rate ratios a unit of something measured, within people.

    One row a stretch of time; the likelihood is that of ``case_series`` with the covariates as
    they stand. Several events in a row count as often as they are (the form of Breslow).

    Parameters
    ----------
    case : array, shape (rows,)
        Whose row; rows of people without an event are left aside.
    events : array of int, shape (rows,)
        Events in each row.
    covariates : mapping of name to array, shape (rows,)
        Such as blood pressure, or stress of the day before; none may be missing.
    weight : array, shape (rows,), optional
        Length of each row, such as days; 1 where nothing is given.
    penalty, limits, level
        As in ``case_series``.

    Returns
    -------
    CaseSeriesFit or NotEstimable
        NotEstimable without an event, or where nothing changes within any person.

    Raises
    ------
    InvalidInput
        If a column has another length, or holds what is no number.

    References
    ----------
    Farrington, Whitaker and Weldeselassie (2018), Self-Controlled Case Series Studies, chapter 5.

    Examples
    --------
    >>> fit = measured_case_series([1, 1, 2, 2], [1, 0, 1, 0], {"high": [1, 0, 0, 1]})
    >>> abs(round(fit.term("high").coefficient, 9))  # one for it, one against
    0.0
    """
    settings = Settings((), tuple(covariates), has_season=False, penalty=penalty, limits=limits,
                        level=level)  # fmt: skip
    owner = np.unique(np.asarray(case), return_inverse=True)[1].ravel()
    counts = _numbers("events", events, owner.size)
    lengths = np.ones(owner.size) if weight is None else _numbers("weight", weight, owner.size)
    columns = {name: _numbers(name, values, owner.size) for name, values in covariates.items()}
    if not columns:
        raise InvalidInput("Give a covariate: there is nothing to estimate.")
    if (counts < 0).any() or (counts != np.rint(counts)).any():
        raise InvalidInput("Events must be counts.")
    if (lengths <= 0).any():
        raise InvalidInput("Every row must have a length above 0.")
    if not counts.any():
        return NotEstimable("there is no event", METHOD)
    kinds: list[Kind] = ["covariate"] * len(columns)
    # In units of their spread, so that no measure overflows or is too small to be told apart.
    table = np.column_stack(list(columns.values()))
    spread = np.where(table.std(axis=0) > 0.0, table.std(axis=0), 1.0)
    cells, used = _cells(owner, counts, lengths, table / spread)
    found = estimate(Design([cells], tuple(columns), tuple(kinds)), settings)
    if isinstance(found, NotEstimable):
        return found
    rows = np.diff(np.append(cells.starts, len(cells.columns)))
    told = Counts(
        cases=int(cells.starts.size),
        events=int(cells.events.sum()),
        cases_without_contrast=int((rows < 2).sum()),
        same_day=0,
        doses_of_others=int(owner.size - used),
    )
    return result_of(_per_unit(found, spread), told, settings, METHOD)


def _per_unit(found: Estimates, spread: Floats) -> Estimates:
    """Back from units of their spread to the units in which they were given."""
    terms = []
    for term, unit in zip(found.terms, spread, strict=True):
        numbers = [term.coefficient, term.standard_error]
        coefficient, error = (
            one if isinstance(one, NotEstimable) else one / float(unit) for one in numbers
        )
        low, high = (_scaled(one, float(unit)) for one in (term.lower, term.upper))
        terms.append(
            replace(term, coefficient=coefficient, standard_error=error, lower=low, upper=high)
        )
    free = np.array([not isinstance(one.coefficient, NotEstimable) for one in terms])
    units = spread[free]
    return replace(found, terms=tuple(terms), covariance=found.covariance / np.outer(units, units))


def _scaled(limit: float, unit: float) -> float:
    """A limit of a ratio a unit of spread, as one of a ratio a unit."""
    if limit in (0.0, math.inf):
        return limit
    return math.exp(min(math.log(limit) / unit, LARGEST_EXPONENT))


def _cells(
    owner: NDArray[np.int64], counts: Floats, lengths: Floats, columns: Floats
) -> tuple[Cells, int]:
    """The rows of people with an event, by person."""
    has_event = np.bincount(owner, weights=counts) > 0
    kept = np.flatnonzero(has_event[owner])
    kept = kept[np.argsort(owner[kept], kind="stable")]
    people = owner[kept]
    starts = np.flatnonzero(np.append(True, people[1:] != people[:-1]))
    events = np.add.reduceat(counts[kept], starts)
    # Centred, so that a pressure of 140 does not overflow the exponential; nothing else changes.
    centred = columns[kept] - columns[kept].mean(axis=0)
    observed = centred.T @ counts[kept]
    return Cells(starts, centred, lengths[kept][:, np.newaxis], events, observed), kept.size


def _numbers(name: str, values: ArrayLike, size: int) -> Floats:
    given = np.asarray(values, dtype=np.float64)
    if given.shape != (size,):
        raise InvalidInput(f"The column {name!r} must be as long as the column of cases.")
    if not np.isfinite(given).all():
        raise InvalidInput(
            f"The column {name!r} has a missing or endless value; leave its row out."
        )
    return given
