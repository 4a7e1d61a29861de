"""Exposures and their windows, as intervals of days that carry a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.case_series.cases import Cases

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """Days after (or before) an exposure that share a rate ratio, both ends included.

    Parameters
    ----------
    name : str
        What the term is called, such as "0-42 days".
    opens, closes : int
        Offsets in days from the anchor; negative before it. ``closes`` None reaches to the end
        of the exposure.
    anchor : {"start", "end"}
        From the first day of the exposure, or from its last day.
    """

    name: str
    opens: int
    closes: int | None
    anchor: Literal["start", "end"] = "start"

    def __post_init__(self) -> None:
        if self.closes is not None and self.closes < self.opens:
            raise InvalidInput(f"The window {self.name!r} closes before it opens.")
        if self.closes is None and self.anchor == "end":
            raise InvalidInput(f"The window {self.name!r} begins at the end and never closes.")


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """One kind of exposure: its doses and the windows that follow each.

    Parameters
    ----------
    name : str
        Such as "mmr".
    case : array
        Identifier of the case of each dose; of people who are no cases nothing is used.
    start : array of float
        First day of each dose; NaN is no exposure.
    windows : sequence of Window
        Disjoint. Where a later dose's windows begin, those of the dose before end.
    end : array of float, optional
        Last day of each dose. Windows from its start then stop on it.
    by_dose : bool
        First, second, ... dose have terms of their own.
    modifier : (name, identifiers, values), optional
        A number for each case; the windows get a second term each, multiplied by it.
    """

    name: str
    case: ArrayLike
    start: ArrayLike
    windows: Sequence[Window]
    end: ArrayLike | None = None
    by_dose: bool = False
    modifier: tuple[str, ArrayLike, ArrayLike] | None = None
    labels: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        if not self.windows:
            raise InvalidInput(f"The exposure {self.name!r} has no window.")
        if self.end is None and any(one.closes is None for one in self.windows):
            raise InvalidInput(f"A window of {self.name!r} needs the end of the exposure.")
        labels = tuple(f"{self.name}: {one.name}" for one in self.windows)
        object.__setattr__(self, "labels", labels)


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Disjoint intervals of cases, each with a level from 1; sorted by nothing."""

    case: Ints
    first: Ints
    last: Ints
    level: Ints
    names: tuple[str, ...]
    unused: int


def labelled(exposure: Exposure, cases: Cases) -> Labelled:
    """Lay out the windows of every dose; the later dose wins, the observation cuts.

    Returns
    -------
    Labelled
        ``unused`` counts doses of people who are no cases.

    Raises
    ------
    InvalidInput
        If a dose ends before it starts, or is not on a whole day.
    """
    owner, start, end, unused = _doses(exposure, cases)
    order = np.lexsort((start, owner))
    owner, start, end = owner[order], start[order], end[order]
    opening = _first_open(exposure, start, end)
    limit = np.full(start.size, np.iinfo(np.int64).max)
    same = owner[1:] == owner[:-1]
    limit[:-1][same] = opening[1:][same] - 1
    number = _number_in_case(owner) if exposure.by_dose else np.zeros(owner.size, dtype=np.int64)
    most = int(number.max(initial=0)) + 1
    pieces = []
    for index, window in enumerate(exposure.windows):
        first, last = _reach(window, start, end, has_end=exposure.end is not None)
        first = np.maximum(first, cases.first[owner])
        last = np.minimum(np.minimum(last, limit), cases.last[owner])
        kept = first <= last
        level = number * len(exposure.windows) + index + 1
        pieces.append((owner[kept], first[kept], last[kept], level[kept]))
    case, first, last, level = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    return Labelled(case, first, last, level, _names(exposure, most), unused)


def _names(exposure: Exposure, doses: int) -> tuple[str, ...]:
    if not exposure.by_dose:
        return exposure.labels
    return tuple(f"{label}, dose {dose + 1}" for dose in range(doses) for label in exposure.labels)


def _doses(exposure: Exposure, cases: Cases) -> tuple[Ints, Ints, Ints, int]:
    starts = _column(exposure.start, exposure.name)
    ends = starts if exposure.end is None else _column(exposure.end, exposure.name)
    owner, is_case = cases.positions(exposure.case)
    if owner.shape != starts.shape or ends.shape != starts.shape:
        raise InvalidInput(f"The columns of {exposure.name!r} must have one length.")
    given = np.isfinite(starts)
    if (given & ~np.isfinite(ends)).any():
        raise InvalidInput(f"A dose of {exposure.name!r} has a start and no end.")
    if (ends[given] < starts[given]).any():
        raise InvalidInput(f"A dose of {exposure.name!r} ends before it starts.")
    used = given & is_case
    unused = int((given & ~is_case).sum())
    return owner[used], starts[used].astype(np.int64), ends[used].astype(np.int64), unused


def _column(values: ArrayLike, name: str) -> Floats:
    given = np.asarray(values, dtype=np.float64)
    finite = given[np.isfinite(given)]
    if (finite != np.rint(finite)).any():
        raise InvalidInput(f"The doses of {name!r} must lie on whole days.")
    return given


def _reach(window: Window, start: Ints, end: Ints, *, has_end: bool) -> tuple[Ints, Ints]:
    anchor = start if window.anchor == "start" else end
    first = anchor + window.opens
    last = end if window.closes is None else anchor + window.closes
    if has_end and window.anchor == "start":
        last = np.minimum(last, end)
    return first, last


def _first_open(exposure: Exposure, start: Ints, end: Ints) -> Ints:
    opened = [
        (start if window.anchor == "start" else end) + window.opens for window in exposure.windows
    ]
    return np.min(np.stack(opened), axis=0) if start.size else start


def _number_in_case(owner: Ints) -> Ints:
    """0 for the first dose of a case, 1 for the next; the doses are sorted."""
    if not owner.size:
        return owner
    begins = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    lengths = np.diff(np.append(begins, owner.size))
    return np.arange(owner.size) - np.repeat(begins, lengths)
