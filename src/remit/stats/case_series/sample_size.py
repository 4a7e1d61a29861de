"""How many events a case series needs, and which rate ratio its events could have shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from scipy.optimize import brentq
from scipy.special import ndtri

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable

METHOD: Final = "sample size of a case series, signed root of the likelihood ratio"
LARGEST_RATIO: Final = 1e4


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a study.

    Parameters
    ----------
    risk_days, observed_days : float
        Length of the risk window, and of a typical observation.
    exposed : float
        Share of the population that is ever exposed, above 0 and at most 1.
    alpha : float
        Two-sided level of the test.
    power : float
        Chance to find the ratio.
    """

    risk_days: float
    observed_days: float
    exposed: float = 1.0
    alpha: float = 0.05
    power: float = 0.8

    def __post_init__(self) -> None:
        if not 0.0 < self.risk_days < self.observed_days < math.inf:
            raise InvalidInput("The risk window must be shorter than the observation.")
        if not 0.0 < self.exposed <= 1.0:
            raise InvalidInput("The share of exposed people must lie above 0, and at most be 1.")
        if not 0.0 < self.alpha < 1.0 or not 0.0 < self.power < 1.0:
            raise InvalidInput("Alpha and power must lie between 0 and 1.")


def events_needed(ratio: float, plan: Plan) -> int:
    """Events, of exposed and never exposed people together, that find a rate ratio.

    Parameters
    ----------
    ratio : float
        The rate ratio to be found; not 1.

    References
    ----------
    Musonda, Farrington and Whitaker (2006), Stat Med 25:2618-2631 (signed root likelihood ratio).

    Examples
    --------
    >>> events_needed(2.0, Plan(risk_days=42, observed_days=365, exposed=0.8))
    148
    """
    if not 0.0 < ratio < math.inf or ratio == 1.0:
        raise InvalidInput("The rate ratio must be above 0, and not 1.")
    return math.ceil(_events(ratio, plan) - 1e-9)


def detectable_ratio(events: int, plan: Plan) -> float | NotEstimable:
    """The smallest rate ratio above 1 that so many events would find.

    Examples
    --------
    >>> round(detectable_ratio(148, Plan(risk_days=42, observed_days=365, exposed=0.8)), 2)
    2.0
    """
    if events < 1:
        return NotEstimable("there is no event", METHOD)

    def beyond(logarithm: float) -> float:
        return _events(math.exp(logarithm), plan) - events

    highest = math.log(LARGEST_RATIO)
    if beyond(highest) > 0.0:
        return NotEstimable(f"even a ratio of {LARGEST_RATIO:g} would not be found", METHOD)
    return math.exp(float(brentq(beyond, 1e-4, highest, xtol=1e-10)))


def _events(ratio: float, plan: Plan) -> float:
    beta, share = math.log(ratio), plan.risk_days / plan.observed_days
    lifted = ratio * share + 1.0 - share
    risk = ratio * share / lifted
    deviance = 2.0 * (beta * risk - math.log(lifted))
    variance = beta**2 / deviance * risk * (1.0 - risk)
    reach = float(ndtri(1.0 - plan.alpha / 2.0)) + float(ndtri(plan.power)) * math.sqrt(variance)
    of_exposed = reach**2 / deviance
    seen = plan.exposed * lifted / (plan.exposed * lifted + 1.0 - plan.exposed)
    return of_exposed / seen
