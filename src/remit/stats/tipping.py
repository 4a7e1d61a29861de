"""How much over-reporting, or how strong an association, would move the test."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.optimize import brentq
from scipy.special import ndtri

from remit.stats.bounded_sum import SumDistribution, distribution_of_sum
from remit.stats.not_estimable import NotEstimable
from remit.stats.placement import ReferenceSet, tilt

LARGEST_LOG_RATIO = 16.0
METHOD = "recall tipping ratio"


def tipping_ratio(
    references: Sequence[ReferenceSet], statistic: float, p: float, alpha: float
) -> float | NotEstimable:
    """Smallest over-reporting of stressors before onsets that explains the match as chance.

    Solves ``P_r(K >= statistic) = alpha`` for r, where each place is made 1 + (r - 1) v times as
    likely, v being its mean coverage. For n exact dates in one block this is
    ``P(Bin(n, f r / (f r + 1 - f)) >= K) = alpha``. In one block r is the one-sided lower limit
    of the rate ratio by another name; it does not cover dates that drift towards the onset.

    Parameters
    ----------
    references : sequence of ReferenceSet
        One per onset.
    statistic : float
        The observed expected number of covered onsets.
    p : float
        Its p without over-reporting.
    alpha : float
        Level of the test.

    Returns
    -------
    float or NotEstimable
        At least 1. Where p is rounded up (see ``SumDistribution.slack``), r comes out too
        small rather than too large.

    References
    ----------
    Rosenbaum (2002), Observational Studies, chapter 4; VanderWeele and Ding (2017), Annals of
    Internal Medicine 167:268-274.

    Examples
    --------
    >>> import numpy as np
    >>> day = ReferenceSet(np.array([0.0, 1.0]), np.array([0.91, 0.09]))
    >>> round(tipping_ratio([day] * 3, 3, 0.09**3, 0.05), 1)
    5.9
    """

    goal = float(ndtri(alpha))

    def excess(log_ratio: float) -> float:
        moved = tilt(references, math.exp(log_ratio))
        tail = distribution_of_sum(moved).at_least(statistic)
        # On the normal scale the tail is almost straight in log r: the root takes few steps.
        return float(ndtri(min(max(tail, 1e-300), 1.0 - 1e-16))) - goal

    if p > alpha:
        return NotEstimable("the match is within chance as it stands", METHOD)
    low, high = 0.0, 0.5
    while excess(high) < 0:
        low, high = high, 2.0 * high
        if high > LARGEST_LOG_RATIO:
            return NotEstimable("no plausible ratio would explain the match", METHOD)
    return math.exp(float(brentq(excess, low, high, xtol=1e-4)))


def power(
    references: Sequence[ReferenceSet], null: SumDistribution, ratio: float, alpha: float
) -> float:
    """Probability that a true rate ratio would have given p <= alpha, these stressors given."""
    critical = null.critical_value(alpha)
    if critical is None:
        return 0.0
    return distribution_of_sum(tilt(references, ratio)).at_least(critical)
