"""A thin door for data frames: named columns in, arrays as the methods take them.

Anything whose columns answer to their names will do: a pandas or polars frame, a dict of lists.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.case_series.cases import Cases, cases_from_rows

Floats = NDArray[np.float64]
LONGEST_DIARY = 36_525


class Frame(Protocol):
    """Whatever gives a column for its name."""

    def __getitem__(self, name: str, /) -> object:
        """The column."""


def column(frame: Frame, name: str) -> NDArray[np.generic]:
    """One column as an array.

    Raises
    ------
    InvalidInput
        If there is none of that name, or if it is no column.
    """
    try:
        found = np.asarray(frame[name])
    except (KeyError, IndexError, ValueError, TypeError, LookupError) as error:
        raise InvalidInput(f"There is no column {name!r}.") from error
    if found.ndim != 1:
        raise InvalidInput(f"{name!r} is not one column.")
    return found


def numbers(frame: Frame, name: str) -> Floats:
    """One column as numbers; what is missing is NaN.

    Raises
    ------
    InvalidInput
        Also if an entry is no number.
    """
    found = column(frame, name)
    if found.dtype.kind == "O":
        found = np.array([np.nan if one is None else one for one in found])
    try:
        return found.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"The column {name!r} holds something that is no number.") from error


def diary_from_frame(
    frame: Frame, *, day: str, outcome: str, exposure: str
) -> tuple[Floats, Floats]:
    """Outcome and exposure on consecutive days, NaN where there is no row or no number.

    Parameters
    ----------
    frame : anything with named columns
        One row a day, in any order; days without an entry may be left out.
    day : str
        Column of dates (numpy, ISO text or Python dates) or of whole day numbers.
    outcome, exposure : str
        Columns of numbers.

    Raises
    ------
    InvalidInput
        Naming the column or the day that cannot be what it should be.

    Examples
    --------
    >>> rows = {"day": ["2026-01-05", "2026-01-07"], "pain": [3, 4], "stress": [1, None]}
    >>> diary_from_frame(rows, day="day", outcome="pain", exposure="stress")
    (array([ 3., nan,  4.]), array([ 1., nan, nan]))
    """
    days = _days(column(frame, day), day)
    values = [numbers(frame, name) for name in (outcome, exposure)]
    if any(one.size != days.size for one in values):
        raise InvalidInput("The columns of a diary must have one length.")
    if not days.size:
        return np.empty(0), np.empty(0)
    known, counts = np.unique(days, return_counts=True)
    if counts.max() > 1:
        raise InvalidInput(
            f"Day {_named(days, known[counts > 1][0], column(frame, day))} stands twice."
        )
    length = int(known[-1] - known[0]) + 1
    if length > LONGEST_DIARY:
        raise InvalidInput("The diary spans more than 100 years; check its dates.")
    spread = []
    for one in values:
        placed = np.full(length, np.nan)
        placed[days - known[0]] = one
        spread.append(placed)
    return spread[0], spread[1]


def cases_from_frame(frame: Frame, *, case: str, first: str, last: str, event: str) -> Cases:
    """Cases of a case series from a frame with one row an event; see ``cases_from_rows``.

    Examples
    --------
    >>> rows = {"id": [1, 1, 2], "from": [1, 1, 1], "to": [99, 99, 50], "ill": [7, 80, 20]}
    >>> cases_from_frame(rows, case="id", first="from", last="to", event="ill").size
    2
    """
    return cases_from_rows(*(column(frame, name) for name in (case, first, last, event)))


def _days(given: NDArray[np.generic], name: str) -> NDArray[np.int64]:
    """Dates or whole numbers as day numbers."""
    wrong = f"The column {name!r} must hold dates such as 2026-01-31, or whole day numbers."
    if given.dtype.kind == "O":
        given = np.asarray(given.tolist())
    if given.dtype.kind == "f" and not (given == np.rint(given.astype(np.float64))).all():
        raise InvalidInput(wrong)
    try:
        days = given if given.dtype.kind in "iuf" else given.astype("datetime64[D]")
    except (TypeError, ValueError) as error:
        raise InvalidInput(wrong) from error
    if days.dtype.kind == "M" and np.isnat(days).any():
        raise InvalidInput(wrong)
    return days.astype(np.int64)


def _named(days: NDArray[np.int64], sought: np.int64, given: NDArray[np.generic]) -> str:
    return str(given[int(np.argmax(days == sought))])
