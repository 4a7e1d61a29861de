"""From cells to terms: which can be estimated at all, the climb, and the limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError
from scipy.special import chdtrc, ndtr, ndtri

from remit.stats.case_series.cells import Cells
from remit.stats.case_series.likelihood import Pass, evaluate
from remit.stats.case_series.result import Kind, Settings, Term
from remit.stats.firth import penalised
from remit.stats.newton import Curve, climb, inverse_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.profile import Evaluate, holding, profile_limits

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

METHOD: Final = "self-controlled case series"
RUNS_AWAY: Final = 12.0
"""A coefficient beyond exp(12), about 160 000, where the climb ended is no estimate."""
NOWHERE: Final = -30.0
"""In place of minus infinity: exp(-30) of an event is none."""
FARTHEST_LOGARITHM: Final = 700.0
"""Beyond it a ratio has no number."""
LEAST_SPREAD: Final = 1e-9
"""Share of a covariate's variance that the ones before it must leave to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The cells with what their columns are called."""

    shards: Sequence[Cells]
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """The terms, and the heights of the curve with and without them."""

    terms: tuple[Term, ...]
    height: float
    null_height: float
    free: int
    covariance: Floats
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """Sums over all cases, a column each; and why a column cannot be estimated, where it cannot."""

    days: Floats
    events: Floats
    reasons: tuple[str, ...]

    def free(self) -> Flags:
        return np.array([not one for one in self.reasons], dtype=bool)


def estimate(design: Design, settings: Settings) -> Estimates | NotEstimable:
    """Climb to the estimate, and find the limits of every term."""
    try:
        return _estimate(design, settings)
    except LinAlgError:
        return NotEstimable("these events are too few to tell so many terms apart", METHOD)


def _estimate(design: Design, settings: Settings) -> Estimates | NotEstimable:
    size = len(design.names)

    def plain(coefficients: Floats) -> Pass:
        return evaluate(design.shards, coefficients)

    start = np.zeros(size)
    null = plain(start)
    known = _known(design, null.information, settings)
    free = known.free()
    start[[reason == _NO_EVENT for reason in known.reasons]] = NOWHERE
    if not free.any() and not (start < 0.0).any():
        return NotEstimable(known.reasons[0], METHOD)
    reasons = list(known.reasons)
    while True:
        part = _part(plain, free, start, settings)
        top = climb(part, start[free])
        start[free] = top.at
        away = free & (np.abs(start) > RUNS_AWAY)
        if not away.any():
            break
        # What runs away is held where it is: the others are estimated as if it were there already.
        free = free & ~away
        for index in np.flatnonzero(away):
            reasons[index] = _RUNS_AWAY
    if not top.converged:
        return NotEstimable("the climb to the estimate found no top", METHOD)
    inverse = inverse_of(top.curve.information)
    height = top.curve.value
    known = replace(known, reasons=tuple(reasons))
    terms = _terms(design, known, _Found(plain, part, start, free, height, inverse), settings)
    nothing = np.zeros(int(free.sum()))
    null_height = part(nothing).value if settings.penalty == "firth" else null.value
    return Estimates(terms, height, null_height, int(free.sum()), inverse, top.steps)


def _part(
    plain: Callable[[Floats], Pass], free: Flags, held: Floats, settings: Settings
) -> Callable[[Floats], Curve]:
    if settings.penalty == "none":
        return holding(plain, free, held)

    def skewed(coefficients: Floats) -> _PartPass:
        whole = held.copy()
        whole[free] = coefficients
        return _PartPass(plain(whole), free)

    return penalised(skewed)


@dataclass(frozen=True, slots=True, eq=False)
class _PartPass:
    """A pass over the free coefficients alone."""

    whole: Pass
    free: Flags

    @property
    def value(self) -> float:
        return self.whole.value

    @property
    def score(self) -> Floats:
        return self.whole.score[self.free]

    @property
    def information(self) -> Floats:
        return self.whole.information[np.ix_(self.free, self.free)]

    def skew(self, inverse: Floats) -> Floats:
        padded = np.zeros_like(self.whole.information)
        padded[np.ix_(self.free, self.free)] = inverse
        return self.whole.skew(padded)[self.free]


_NO_DAY: Final = "nobody spent a day in it"
_NO_EVENT: Final = "no event lies in it, so that its rate ratio is 0 or close to it"
_RUNS_AWAY: Final = "the likelihood rises without end: all events lie on one side of it"
_ALIASED: Final = "it cannot be told apart from the terms before it"


def _known(design: Design, information: Floats, settings: Settings) -> _Known:
    days = np.zeros(len(design.names))
    events = np.zeros_like(days)
    seen = np.zeros(len(design.names), dtype=bool)
    for cells in design.shards:
        split = cells.columns.shape[1]
        days[:split] += cells.columns.T @ cells.days.sum(axis=1)
        days[split:] += cells.days.sum(axis=0)[1:]
        seen[:split] |= (cells.columns != 0.0).any(axis=0)
        seen[split:] |= (cells.days[:, 1:] > 0.0).any(axis=0)
        events += cells.observed
    aliased = _aliased(information)
    reasons = []
    for index, kind in enumerate(design.kinds):
        if not seen[index]:
            reasons.append(_NO_DAY)
        elif aliased[index]:
            reasons.append(_ALIASED)
        elif events[index] == 0.0 and kind != "covariate" and _is_level(design, index):
            reasons.append(_NO_EVENT if settings.penalty == "none" else "")
        else:
            reasons.append("")
    return _Known(days, events, tuple(reasons))


def _is_level(design: Design, index: int) -> bool:
    """Whether the column says only where a row lies; a modifier may make it any number."""
    split = design.shards[0].columns.shape[1]
    return index >= split or all(
        bool(np.isin(cells.columns[:, index], (0.0, 1.0)).all()) for cells in design.shards
    )


def _aliased(information: Floats) -> list[bool]:
    """Columns that those before them explain, as R drops them: by sweeping in their order."""
    left = information.copy()
    found = []
    for index in range(len(left)):
        spread, own = left[index, index], information[index, index]
        is_aliased = not own > 0.0 or spread <= LEAST_SPREAD * own
        found.append(is_aliased)
        if not is_aliased:
            left = left - np.outer(left[:, index], left[index]) / spread
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Where the climb ended."""

    plain: Callable[[Floats], Pass]
    part: Evaluate
    whole: Floats
    free: Flags
    height: float
    inverse: Floats


def _terms(design: Design, known: _Known, found: _Found, settings: Settings) -> tuple[Term, ...]:
    places = np.cumsum(found.free) - 1
    terms = []
    for index, name in enumerate(design.names):
        reason = known.reasons[index]
        if reason in (_NO_EVENT, _RUNS_AWAY):
            numbers = _open(reason, *_one_sided(found, index, settings))
        elif reason:
            numbers = _open(reason, 0.0, math.inf)
        else:
            numbers = _numbers(found, int(places[index]), settings)
        terms.append(
            Term(name, design.kinds[index], *numbers, known.events[index], known.days[index])
        )
    return tuple(terms)


_Numbers = tuple[float | NotEstimable, float | NotEstimable, float, float, float | NotEstimable]


def _open(reason: str, lower: float, upper: float) -> _Numbers:
    why = NotEstimable(reason, METHOD)
    return why, why, lower, upper, why


def _numbers(found: _Found, place: int, settings: Settings) -> _Numbers:
    at = found.whole[found.free]
    coefficient, error = float(at[place]), math.sqrt(float(found.inverse[place, place]))
    if settings.limits == "profile":
        low, high = profile_limits(found.part, at, found.height, place, error, settings.level)
        p = _profile_p(found, place)
    else:
        reach = float(ndtri((1.0 + settings.level) / 2.0)) * error
        low, high = coefficient - reach, coefficient + reach
        p = 2.0 * float(ndtr(-abs(coefficient) / error))
    return coefficient, error, _ratio(low), _ratio(high), p


def _ratio(logarithm: float) -> float:
    return math.exp(logarithm) if logarithm < FARTHEST_LOGARITHM else math.inf


def _profile_p(found: _Found, place: int) -> float:
    at = found.whole[found.free]
    others = np.ones(at.size, dtype=bool)
    others[place] = False
    held = at.copy()
    held[place] = 0.0
    top = climb(holding(found.part, others, held), at[others])
    return float(chdtrc(1, max(0.0, 2.0 * (found.height - top.curve.value))))


def _one_sided(found: _Found, index: int, settings: Settings) -> tuple[float, float]:
    """The one limit of a term that runs away: how large, or small, its ratio could still be.

    The likelihood there is the chance of what was seen (no event in the window, or all of them),
    so that the limit is where this chance is half of 1 - level; chi-squared would be too narrow.
    """
    free = found.free.copy()
    free[index] = True
    at = found.whole.copy()
    place = int(free[:index].sum())
    part = holding(found.plain, free, at)
    drop = -math.log((1.0 - settings.level) / 2.0)
    low, high = profile_limits(part, at[free], found.height, place, 10.0, settings.level, drop=drop)
    return (0.0, math.exp(high)) if at[index] < 0.0 else (math.exp(low), math.inf)
