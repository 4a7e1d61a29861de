"""Are events more frequent in a person's own days after an exposure than in their other days?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from remit.errors import InvalidInput
from remit.stats.case_series.cases import Cases
from remit.stats.case_series.cells import Cells, Levels, cells_of
from remit.stats.case_series.estimate import Design, Estimates, estimate
from remit.stats.case_series.exposure import Exposure, labelled
from remit.stats.case_series.result import CaseSeriesFit, Counts, Kind, Limits, Settings
from remit.stats.case_series.season import Season, seasons_of
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "self-controlled case series, conditional likelihood"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def case_series(
    cases: Cases,
    exposures: Sequence[Exposure],
    *,
    age_cuts: Sequence[int] = (),
    season: Season | None = None,
    penalty: Literal["none", "firth"] = "none",
    limits: Limits = "wald",
    level: float = 0.95,
) -> CaseSeriesFit | NotEstimable:
    """Fit rate ratios of windows after exposures, within people who had the event.

    A case i with ``n_i`` events adds ``prod_events exp(x b) / (sum_k days_k exp(x_k b))^n_i``,
    k running over the case's own days; whatever does not change within a person cancels.

    Parameters
    ----------
    cases : Cases
        See ``cases_from_rows``.
    exposures : sequence of Exposure
        Kinds of exposure may overlap: each has terms of its own. Within one kind the later
        dose's windows win.
    age_cuts : sequence of int
        First day of each age band but the first, ascending; the first band is the reference.
    season : Season, optional
        Parts of the year as a factor.
    penalty : {"none", "firth"}
        Firth's penalty keeps estimates finite where events are few.
    limits : {"wald", "profile"}
        Profile limits are the better ones where a window holds few events.
    level : float
        Confidence level.

    Returns
    -------
    CaseSeriesFit or NotEstimable
        NotEstimable where no window lies in anybody's observation and nothing else is asked.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be.

    Notes
    -----
    Assumes that an event changes neither later exposure nor the end of the observation, and
    that events of a person are independent given the rates; ``diagnostics`` asks after each.

    References
    ----------
    Farrington (1995), Biometrics 51:228-235; Whitaker et al. (2006), Stat Med 25:1768-1797.

    Examples
    --------
    Nine people of ten have their event in the ten days after day 20, of 100:

    >>> from remit.stats.case_series.cases import cases_from_rows
    >>> from remit.stats.case_series.exposure import Exposure, Window
    >>> ids = list(range(10))
    >>> cases = cases_from_rows(ids, [1] * 10, [100] * 10, [20 + i for i in range(9)] + [80])
    >>> dose = Exposure("dose", ids, [20.0] * 10, [Window("0-9 days", 0, 9)])
    >>> fit = case_series(cases, [dose])
    >>> round(fit.term("dose: 0-9 days").ratio, 6)  # 9 in 10 days against 1 in 90
    81.0
    """
    settings = _settings(exposures, age_cuts, season, penalty, limits, level)
    factors, kinds, unused = _factors(cases, exposures, season)
    cuts = np.array(settings.age_cuts, dtype=np.int64)
    shards = list(cells_of(cases, factors, cuts))
    ages: list[Kind] = ["age"] * len(cuts)
    names = (*_names(factors), *(f"age from {cut}" for cut in settings.age_cuts))
    design = Design(shards, names, (*kinds, *ages))
    found = estimate(design, settings)
    if isinstance(found, NotEstimable):
        return found
    counts = Counts(
        cases=cases.size,
        events=int(cases.event_day.size),
        cases_without_contrast=_without_contrast(shards),
        same_day=cases.same_day,
        doses_of_others=unused,
    )
    return result_of(found, counts, settings, METHOD)


def result_of(found: Estimates, counts: Counts, settings: Settings, method: str) -> CaseSeriesFit:
    """The estimates with everything that a result carries."""
    ratio = 2.0 * (found.height - found.null_height)
    return CaseSeriesFit(
        terms=found.terms,
        log_likelihood=found.height,
        null_log_likelihood=found.null_height,
        likelihood_ratio_p=float(chdtrc(found.free, max(ratio, 0.0)))
        if found.free
        else NotEstimable("there is no term", METHOD),
        degrees_of_freedom=found.free,
        counts=counts,
        covariance=found.covariance,
        steps=found.steps,
        settings=settings,
        method=method,
        software=software_version(),
    )


def _settings(
    exposures: Sequence[Exposure],
    age_cuts: Sequence[int],
    season: Season | None,
    penalty: Literal["none", "firth"],
    limits: Limits,
    level: float,
) -> Settings:
    cuts = tuple(int(cut) for cut in age_cuts)
    if any(later <= earlier for earlier, later in pairwise(cuts)):
        raise InvalidInput("The age cuts must ascend.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    names = [one.name for one in exposures]
    if len(set(names)) < len(names):
        raise InvalidInput("Two exposures have one name; doses of one kind belong to one exposure.")
    if not exposures and not cuts and season is None:
        raise InvalidInput("Give an exposure, age cuts or a season: there is nothing to estimate.")
    return Settings(cuts, tuple(names), season is not None, penalty, limits, level)


def _factors(
    cases: Cases, exposures: Sequence[Exposure], season: Season | None
) -> tuple[list[Levels], list[Kind], int]:
    factors: list[Levels] = []
    kinds: list[Kind] = []
    unused = 0
    for exposure in exposures:
        intervals = labelled(exposure, cases)
        factor = Levels(intervals, _modifier(exposure, cases), _modified(exposure))
        unused += intervals.unused
        factors.append(factor)
        kinds.extend("exposure" for _ in range(factor.width))
    if season is not None:
        factors.append(Levels(seasons_of(season, cases)))
        kinds.extend("season" for _ in range(factors[-1].width))
    return factors, kinds, unused


def _modified(exposure: Exposure) -> str:
    return exposure.modifier[0] if exposure.modifier else ""


def _modifier(exposure: Exposure, cases: Cases) -> Floats | None:
    if exposure.modifier is None:
        return None
    name, identifiers, values = exposure.modifier
    at, is_case = cases.positions(identifiers)
    numbers = np.full(cases.size, np.nan)
    numbers[at[is_case]] = np.asarray(values, dtype=np.float64)[is_case]
    if np.isnan(numbers).any():
        missing = cases.identifiers[np.isnan(numbers)][0]
        raise InvalidInput(f"Case {missing} has no value of {name!r}.")
    return numbers


def _names(factors: Sequence[Levels]) -> list[str]:
    found: list[str] = []
    for factor in factors:
        found.extend(factor.intervals.names)
        if factor.modifier is not None:
            found.extend(f"{name} x {factor.modifier_name}" for name in factor.intervals.names)
    return found


def _without_contrast(shards: Sequence[Cells]) -> int:
    """Cases that have days in one cell only."""
    return sum(
        int((np.add.reduceat((one.days > 0).sum(axis=1), one.starts) < 2).sum()) for one in shards
    )
