"""One question after each assumption, with the limits of the best known package."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import chdtrc, gammaln

from remit.errors import InvalidInput
from remit.stats.case_series.cases import Cases
from remit.stats.case_series.exposure import Exposure, Window
from remit.stats.case_series.fit import case_series
from remit.stats.case_series.negative_controls import SystematicError
from remit.stats.case_series.result import CaseSeriesFit, Term
from remit.stats.case_series.sample_size import Plan, detectable_ratio
from remit.stats.case_series.season import Season
from remit.stats.not_estimable import NotEstimable

Floats = NDArray[np.float64]

METHOD: Final = "diagnostics of a case series"
PRE_EXPOSURE: Final = (-30, -1)
PRE_EXPOSURE_LIMITS: Final = (0.8, 1.25)
PROBE_DAYS: Final = 30
PROBE_LIMITS: Final = (0.5, 2.0)
STABLE_RATIO: Final = 1.10
RARE: Final = 0.10
DETECTABLE: Final = 10.0
SYSTEMATIC: Final = 0.25
MONTH: Final = 30.4375
FARTHEST_LOG_RATIO: Final = math.log(10.0)

Name = Literal[
    "before exposure", "end of observation", "stable in time", "rare event", "detectable ratio",
    "systematic error",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One assumption.

    Attributes
    ----------
    name : str
        Which.
    value : float or NotEstimable
        What was found: a rate ratio, a share.
    interval : (float, float) or None
        Of a rate ratio.
    limits : (float, float)
        What it must meet.
    passed : bool or NotEstimable
        Whether it does; unknown is no pass.
    words : str
        What was asked.
    """

    name: Name
    value: float | NotEstimable
    interval: tuple[float, float] | None
    limits: tuple[float, float]
    passed: bool | NotEstimable
    words: str


def diagnose(
    cases: Cases,
    exposure: Exposure,
    *,
    others: Sequence[Exposure] = (),
    age_cuts: Sequence[int] = (),
    season: Season | None = None,
    prevalence: float | None = None,
    first_events_only: bool = False,
    controls: SystematicError | NotEstimable | None = None,
) -> tuple[Check, ...]:
    """Ask after the assumptions of a case series of one exposure.

    Parameters
    ----------
    cases, others, age_cuts, season
        As the main fit had them.
    exposure : Exposure
        The one that the study is about.
    prevalence : float, optional
        Share of the population that ever has the event.
    first_events_only : bool
        Whether later events of a case were dropped; only then the event must be rare.
    controls : SystematicError or NotEstimable, optional
        As ``systematic_error`` gives it for exposures that cannot matter.

    Returns
    -------
    tuple of Check
        Events must not change later exposure (the 30 days before it look like other days), nor
        the end of the observation (its last 30 days do too); the rate must be stable in time;
        the event rare where only first ones count; the data enough to find a ratio of 10; and
        exposures that cannot matter show nothing.

    References
    ----------
    The limits are the defaults of SelfControlledCaseSeries 6.1 (OHDSI); the method for stability
    in time is that of its ``checkTimeStabilityAssumption``, here with a one-sided p.
    """

    def fit(first: Sequence[Exposure]) -> CaseSeriesFit | NotEstimable:
        return case_series(cases, [*first, *others], age_cuts=age_cuts, season=season)

    return (
        _before(fit, exposure),
        _end(fit, cases, exposure),
        _stable(cases),
        _rare(prevalence, first_events_only=first_events_only),
        _detectable(fit([exposure]), cases),
        _systematic(controls),
    )


def _before(
    fit: Callable[[Sequence[Exposure]], CaseSeriesFit | NotEstimable], exposure: Exposure
) -> Check:
    window = Window("before", *PRE_EXPOSURE)
    probed = replace(exposure, windows=(window, *exposure.windows))
    words = "Do the 30 days before the exposure look like other days? Else an event changes it."
    found = fit([probed])
    return _ratio_check(
        "before exposure", _term(found, probed.labels[0]), PRE_EXPOSURE_LIMITS, words
    )


def _end(
    fit: Callable[[Sequence[Exposure]], CaseSeriesFit | NotEstimable],
    cases: Cases,
    exposure: Exposure,
) -> Check:
    probe = Exposure(
        "probe",
        cases.identifiers,
        cases.last.astype(np.float64),
        [Window("end", 1 - PROBE_DAYS, 0)],
    )
    words = "Do the last 30 days of the observation look like other days? Else an event ends it."
    found = fit([exposure, probe])
    return _ratio_check("end of observation", _term(found, probe.labels[0]), PROBE_LIMITS, words)


def _term(found: CaseSeriesFit | NotEstimable, name: str) -> Term | NotEstimable:
    return found if isinstance(found, NotEstimable) else found.term(name)


def _ratio_check(
    name: Name, term: Term | NotEstimable, limits: tuple[float, float], words: str
) -> Check:
    """Passed where the interval meets the limits: it says nothing against them."""
    if isinstance(term, NotEstimable):
        return Check(name, term, None, limits, term, words)
    interval = (term.lower, term.upper)
    passed: bool | NotEstimable = term.lower <= limits[1] and term.upper >= limits[0]
    if passed and isinstance(term.ratio, NotEstimable) and interval == (0.0, math.inf):
        passed = term.ratio
    return Check(name, term.ratio, interval, limits, passed, words)


def _stable(cases: Cases) -> Check:
    words = "Is the rate of events the same from month to month, but for what the model explains?"
    limits = (1.0, STABLE_RATIO)
    observed, expected = _months(cases)
    if observed.size < 2:
        why = NotEstimable("the observations hold less than two months", METHOD)
        return Check("stable in time", why, None, limits, why, words)
    ratio, p = _typical_ratio(observed, expected)
    return Check("stable in time", ratio, None, limits, p > 0.05, words)


def _months(cases: Cases) -> tuple[Floats, Floats]:
    """Events in each month of the day axis, and what an even rate of each case would give."""
    first = int(cases.first.min())
    months = int((int(cases.last.max()) - first + 1) // MONTH) + 1
    edges = first + MONTH * np.arange(months + 1)
    rate = np.bincount(cases.event_case, minlength=cases.size) / (cases.last - cases.first + 1)
    expected = np.array(
        [
            float(
                rate
                @ np.clip(np.minimum(cases.last + 1, to) - np.maximum(cases.first, begins), 0, None)
            )
            for begins, to in pairwise(edges)
        ]
    )
    seen = np.bincount(((cases.event_day - first) // MONTH).astype(np.int64), minlength=months)
    kept = expected > 0.0
    return seen[kept].astype(np.float64), expected[kept]


def _typical_ratio(observed: Floats, expected: Floats) -> tuple[float, float]:
    """The factor by which months typically lie above or below, and its p against 1.10.

    Each month is Poisson at the factor or at its inverse, one as likely as the other.
    """

    def cost(logarithm: float) -> float:
        sides = [
            observed * (np.log(expected) + sign * logarithm)
            - expected * math.exp(sign * logarithm)
            - gammaln(observed + 1.0)
            for sign in (1.0, -1.0)
        ]
        return -float(np.logaddexp(*sides).sum())

    found = minimize_scalar(cost, bounds=(0.0, FARTHEST_LOG_RATIO), method="bounded")
    highest, limit = float(found.x), math.log(STABLE_RATIO)
    if highest <= limit:
        return math.exp(highest), 1.0
    gain = 2.0 * (cost(limit) - float(found.fun))
    return math.exp(highest), float(chdtrc(1, max(gain, 0.0))) / 2.0


def _rare(prevalence: float | None, *, first_events_only: bool) -> Check:
    words = "Is the event rare, where only the first of each person counts?"
    limits = (0.0, RARE)
    if not first_events_only:
        why = NotEstimable("it is not asked: all events of a person count", METHOD)
        return Check("rare event", why, None, limits, passed=True, words=words)
    if prevalence is None:
        why = NotEstimable("nobody said how many people of the population have the event", METHOD)
        return Check("rare event", why, None, limits, why, words)
    if not 0.0 <= prevalence <= 1.0:
        raise InvalidInput("The prevalence is a share, from 0 to 1.")
    return Check("rare event", prevalence, None, limits, prevalence <= RARE, words)


def _detectable(found: CaseSeriesFit | NotEstimable, cases: Cases) -> Check:
    words = "Would these data have found a rate ratio of 10, with a power of 0.8?"
    limits = (1.0, DETECTABLE)
    days = float((cases.last - cases.first + 1).sum())
    exposed = 0.0
    if not isinstance(found, NotEstimable):
        exposed = sum(term.days for term in found.terms if term.kind == "exposure")
    if not 0.0 < exposed < days:
        why = NotEstimable("no window lies in anybody's observation", METHOD)
        return Check("detectable ratio", why, None, limits, why, words)
    plan = Plan(risk_days=exposed, observed_days=days)
    ratio = detectable_ratio(int(cases.event_day.size), plan)
    passed = ratio if isinstance(ratio, NotEstimable) else ratio <= DETECTABLE
    return Check("detectable ratio", ratio, None, limits, passed, words)


def _systematic(controls: SystematicError | NotEstimable | None) -> Check:
    words = "Do exposures that cannot matter show a rate ratio of 1?"
    limits = (0.0, SYSTEMATIC)
    if controls is None:
        why = NotEstimable("no negative controls were given", METHOD)
        return Check("systematic error", why, None, limits, why, words)
    if isinstance(controls, NotEstimable):
        return Check("systematic error", controls, None, limits, controls, words)
    found = controls.expected_absolute
    return Check("systematic error", found, None, limits, found <= SYSTEMATIC, words)
