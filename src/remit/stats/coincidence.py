"""Do onsets follow stressors more often than chance would have it, in one life history?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.stats.bounded_sum import SMALLEST_P, distribution_of_sum
from remit.stats.coverage import coverage, mirrored
from remit.stats.date_bounds import PBounds, date_bounds
from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.one_life import Life, Settings, life_within
from remit.stats.one_life_diagnostics import Diagnostics, diagnose
from remit.stats.placement import Placement, place
from remit.stats.posterior import Posterior, posterior_rate_ratio
from remit.stats.provenance import software_version
from remit.stats.rate_ratio import (
    RateRatio,
    binomial_rate_ratio,
    coverage_by_draw,
    likelihood_rate_ratio,
    stressor_draws,
)
from remit.stats.tipping import tipping_ratio
from remit.stats.verdict import Verdict, judge

METHOD = "coincidence of one life history"
FEWEST_ONSETS = 3
POWER_NEEDED = 0.8

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MirrorTest:
    """The same statistic for stressors in the window *after* each onset."""

    statistic: float
    expected: float
    p: float


@dataclass(frozen=True, slots=True)
class Coincidence:
    """Result of ``coincidence``.

    ``p`` is the chance level: by chance alone a share p of such histories shows at least this
    match (one-sided, stressor before onset). ``estimate`` is the rate ratio rho, two-sided.
    ``statistic`` and ``expected`` are K, the expected number of covered onsets, and its mean by
    chance; ``covered_share`` is the mean coverage of the observation; ``smallest_p`` is what the
    best possible match would have given; ``bounds`` hold every p that the dates allow, and
    ``verdict`` follows them before it follows p. ``posterior`` is what the likelihood leaves of a
    stated prior for rho; it decides nothing.
    """

    estimate: RateRatio
    p: float
    n: int
    statistic: float
    expected: float
    covered_share: float
    smallest_p: float
    bounds: PBounds
    mirror: MirrorTest | NotEstimable
    tipping_ratio: float | NotEstimable
    verdict: Verdict
    reason: str
    posterior: Posterior
    diagnostics: Diagnostics
    settings: Settings
    method: str
    software: str

    @property
    def interval(self) -> tuple[float, float]:
        """Two-sided limits of the rate ratio; 0 and infinity are open ends."""
        return self.estimate.lower, self.estimate.upper

    def summary(self) -> str:
        """Chance level and answer first; then what was compared."""
        first, last = self.settings.observation
        return (
            f"By chance alone {100 * self.p:.2g} of 100 such histories show at least this match: "
            f"{self.verdict.value}. {self.reason} {self.n} onsets in {last - first + 1} days, a "
            f"window of {self.settings.window} days, {self.diagnostics.stressors} stressors. A "
            "match in time, not a cause."
        )


def coincidence(
    stressors: Sequence[DateKernel],
    onsets: Sequence[DateKernel],
    *,
    observation: tuple[int, int],
    window: int = 183,
    block_years: float | None = 5.0,
    alpha: float = 0.05,
    detectable_ratio: float = 10.0,
    draws: int = 64,
    seed: int = 0,
) -> Coincidence | NotEstimable:
    """Test whether onsets fall into the window after a stressor more often than by chance.

    With coverage ``c(t) = 1 - prod_i (1 - P(s_i in [t - window, t]))`` the statistic is
    ``K = sum_j E[c(onset_j)]``. Under the null each onset, with the width of its own date, is
    equally likely at every place of its block; K is then a sum of independent bounded variables
    and ``p = P(K' >= K)`` comes from their convolution, without simulation.

    Parameters
    ----------
    stressors : sequence of DateKernel
        Starts (or marked worsenings) of stressors that are not consequences of the illness.
        One before the observation counts for the days its window reaches.
    onsets : sequence of DateKernel
        Starts of episodes; flares closer than a stated gap are collapsed by the caller. Outside
        the observation: counted, not tested. On one exact day: one onset.
    observation : (int, int)
        First and last day on which an onset could have been reported, both included.
    window : int
        Days after a stressor that count, day 0 and day ``window`` included.
    block_years : float or None
        Length of the fixed blocks (365.25 days a year) from the start of the observation;
        a short last one is joined to the one before. None: one block.
    alpha : float
        Level of the test; 1 - alpha is the level of the intervals.
    detectable_ratio : float
        Rate ratio that "no more than chance" claims it would have found, with power 0.8.
    draws, seed : int
        Draws of uncertain stressor dates for the estimate (not for p), and their seed.

    Returns
    -------
    Coincidence or NotEstimable
        NotEstimable where no onset is inside, or coverage is 0 or 1 on every day.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be.

    References
    ----------
    Donges et al. (2016), Eur. Phys. J. Spec. Top. 225:471-487; Farrington (1995), Biometrics
    51:228-235; docs/methods/one-life.md.

    Examples
    --------
    A life of 10 000 days, five windows of 180 days, three onsets, all inside one:

    >>> told = [DateKernel.on(day) for day in (1000, 3000, 5000, 7000, 9000)]
    >>> ill = [DateKernel.on(day) for day in (1100, 5020, 9001)]
    >>> found = coincidence(told, ill, observation=(0, 9999), window=179, block_years=None)
    >>> found.covered_share, round(found.p, 6), round(found.tipping_ratio, 1)
    (0.09, 0.000729, 5.9)
    >>> print(found.estimate.estimate)
    not estimable, because every onset is covered, so there is no finite estimate
    >>> round(found.interval[0], 1), found.interval[1], found.verdict.value
    (4.2, inf, 'more than chance')
    """
    settings = Settings(
        observation,
        window,
        block_years,
        alpha,
        detectable_ratio,
        FEWEST_ONSETS,
        POWER_NEEDED,
        draws,
        seed,
    )
    life = life_within(stressors, onsets, settings)
    covered = coverage(life.stressors, settings.observation, settings.window)
    refusal = _refusal(life, covered)
    if refusal:
        return NotEstimable(refusal, METHOD)
    placements = place(life.onsets, covered, life.edges)
    references = [placement.reference for placement in placements]
    null = distribution_of_sum(references)
    statistic = math.fsum(placement.observed for placement in placements)
    p = max(null.at_least(statistic), SMALLEST_P)
    best = math.prod(float(reference.weights[-1]) for reference in references)
    smallest_p = max(best, SMALLEST_P)
    bounds = date_bounds(life.stressors, life.onsets, life.edges, settings.window)
    if bounds.kind == "exact":
        bounds = PBounds(p, p, "exact")
    diagnostics = diagnose(stressors, onsets, life, covered, placements, null, settings)
    verdict, reason = judge(len(life.onsets), p, smallest_p, bounds, diagnostics.power, settings)
    dates = stressor_draws(life.stressors, settings.draws, settings.seed)
    shares = coverage_by_draw(dates, placements, settings.observation, settings.window)
    return Coincidence(
        estimate=_estimate(life, covered, placements, shares, 1.0 - alpha),
        p=p,
        n=len(life.onsets),
        statistic=statistic,
        expected=math.fsum(reference.expected for reference in references),
        covered_share=float(covered.mean()),
        smallest_p=smallest_p,
        bounds=bounds,
        mirror=_mirror(life, settings),
        tipping_ratio=tipping_ratio(references, statistic, p, alpha),
        verdict=verdict,
        reason=reason,
        posterior=posterior_rate_ratio(*shares, level=1.0 - alpha),
        diagnostics=diagnostics,
        settings=settings,
        method=METHOD,
        software=software_version(),
    )


def _refusal(life: Life, covered: Floats) -> str | None:
    if not life.onsets:
        return "no onset lies inside the observation"
    if not life.stressors:
        return "no stressor's window reaches the observation, so nothing could match"
    if bool((covered == 1.0).all()):
        return "every day of the observation lies in the window of a stressor"
    if not bool(covered.any()):
        return "no day of the observation lies in the window of a stressor"
    return None


def _mirror(life: Life, settings: Settings) -> MirrorTest | NotEstimable:
    after = mirrored(life.stressors, settings.window)
    covered = coverage(after, settings.observation, settings.window)
    if not bool(covered.any()) or bool((covered == 1.0).all()):
        return NotEstimable("all days look alike in the mirror", f"{METHOD}, mirror")
    placements = place(life.onsets, covered, life.edges)
    references = [placement.reference for placement in placements]
    statistic = math.fsum(placement.observed for placement in placements)
    expected = math.fsum(reference.expected for reference in references)
    p = max(distribution_of_sum(references).at_least(statistic), SMALLEST_P)
    return MirrorTest(statistic, expected, p)


def _estimate(
    life: Life,
    covered: Floats,
    placements: Sequence[Placement],
    shares: tuple[Floats, Floats],
    level: float,
) -> RateRatio:
    exact = all(kernel.is_exact for kernel in (*life.stressors, *life.onsets))
    if exact and life.edges.size == 2:
        matched = sum(placement.observed == 1.0 for placement in placements)
        return binomial_rate_ratio(matched, len(placements), float(covered.mean()), level)
    return likelihood_rate_ratio(*shares, level)
