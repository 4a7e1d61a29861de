"""Who had events, when each was observed, and on which days the events lay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput

Ints = NDArray[np.int64]
LATEST_DAY = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Cases in the order of their identifiers; make them with ``cases_from_rows``.

    ``identifiers``, ``first`` and ``last`` have one entry a case: observed from ``first`` to
    ``last``, both included. ``event_case`` and ``event_day`` have one entry a counted event, in
    the order of the cases; ``same_day`` is how many further events stood on the day of another.
    """

    identifiers: NDArray[np.generic]
    first: Ints
    last: Ints
    event_case: Ints
    event_day: Ints
    same_day: int

    @property
    def size(self) -> int:
        """Number of cases."""
        return int(self.identifiers.size)

    def positions(self, identifiers: ArrayLike) -> tuple[Ints, NDArray[np.bool_]]:
        """Index of each identifier among the cases, and whether it is one."""
        sought = np.asarray(identifiers)
        at = np.minimum(np.searchsorted(self.identifiers, sought), max(self.size - 1, 0))
        return at.astype(np.int64), self.identifiers[at] == sought


def cases_from_rows(case: ArrayLike, first: ArrayLike, last: ArrayLike, event: ArrayLike) -> Cases:
    """Read one row an event; a case with several events has several rows.

    Parameters
    ----------
    case : array
        Identifiers: numbers or strings.
    first, last : array of int
        First and last day of the case's observation, both included, equal in all its rows.
    event : array of int
        Day of the event, inside the observation. Two events of a case on one day count once.

    Raises
    ------
    InvalidInput
        Naming the first row that cannot be what it should be.
    """
    identifiers = np.asarray(case)
    columns = [
        _days(name, value) for name, value in (("first", first), ("last", last), ("event", event))
    ]
    if identifiers.ndim != 1 or any(one.shape != identifiers.shape for one in columns):
        raise InvalidInput("Case, first, last and event must be columns of one length.")
    if not identifiers.size:
        raise InvalidInput("There is no event at all.")
    starts, ends, days = columns
    _check(starts > ends, identifiers, "is observed until before it begins")
    _check((days < starts) | (days > ends), identifiers, "has an event outside its observation")
    known, where, owner = np.unique(identifiers, return_index=True, return_inverse=True)
    _check(
        (starts != starts[where][owner]) | (ends != ends[where][owner]),
        identifiers,
        "has rows with different observations",
    )
    pairs = np.unique(np.stack([owner, days], axis=1), axis=0) if _is_doubled(owner) else None
    if pairs is None:
        order = np.argsort(owner)
        pairs = np.stack([owner[order], days[order]], axis=1)
    return Cases(
        identifiers=known,
        first=starts[where],
        last=ends[where],
        event_case=np.ascontiguousarray(pairs[:, 0]),
        event_day=np.ascontiguousarray(pairs[:, 1]),
        same_day=int(identifiers.size - len(pairs)),
    )


def _is_doubled(owner: Ints) -> bool:
    return int(owner.max()) + 1 < owner.size


def _days(name: str, values: ArrayLike) -> Ints:
    given = np.asarray(values)
    if given.dtype.kind == "f":
        if not np.isfinite(given).all() or (given != np.rint(given)).any():
            raise InvalidInput(f"The column {name} must hold whole days, and none may be missing.")
    elif given.dtype.kind not in "iu":
        raise InvalidInput(f"The column {name} must hold whole days.")
    if given.size and int(np.abs(given).max()) > LATEST_DAY:
        raise InvalidInput(f"The column {name} holds a day that is too far away to be one.")
    return given.astype(np.int64)


def _check(wrong: NDArray[np.bool_], identifiers: NDArray[np.generic], what: str) -> None:
    if wrong.any():
        raise InvalidInput(f"Case {identifiers[wrong][0]} {what}.")
