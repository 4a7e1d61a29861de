"""Many simulated lives through the test of one life: what it says where the truth is known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from remit.errors import InvalidInput
from remit.stats.coincidence import Coincidence, coincidence
from remit.stats.lives.simulate import simulate_life
from remit.stats.lives.truth import Truth
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.verdict import Verdict

METHOD: Final = "simulated lives through the test of one life"


@dataclass(frozen=True, slots=True)
class Tried:
    """What the test said of many lives of one truth.

    Attributes
    ----------
    significant : float
        Share of lives with p at or below alpha: the size if ``truth.ratio`` is 1, else the power.
        A life of which nothing can be said counts as not significant.
    error : float
        Monte Carlo standard error of it.
    mirror_significant : float
        The same of the mirror, stressors after the onset.
    covers : float or NotEstimable
        Share of the estimable lives whose interval of the rate ratio holds the truth.
    median_power : float or NotEstimable
        Median of the power that the lives themselves report for a rate ratio of 10.
    verdicts : tuple of (Verdict, float)
        Share of each verdict; the rest had none.
    matched : float
        Share of lives in which any onset is covered.
    lives, alpha, block_years, seed
        As asked.
    """

    significant: float
    error: float
    mirror_significant: float
    covers: float | NotEstimable
    median_power: float | NotEstimable
    verdicts: tuple[tuple[Verdict, float], ...]
    matched: float
    lives: int
    alpha: float
    block_years: float | None
    seed: int
    truth: Truth
    method: str
    software: str

    def summary(self) -> str:
        """What was true, then how often the test spoke."""
        true = "no association" if self.truth.ratio == 1.0 else f"a ratio of {self.truth.ratio:g}"
        unsure = dict(self.verdicts)[Verdict.NOT_ENOUGH_INFORMATION]
        return (
            f"Of {self.lives} lives with {self.truth.onsets} onsets and {true}, "
            f"{100 * self.significant:.1f} of 100 had p at or below {self.alpha:g} "
            f"(Monte Carlo error {100 * self.error:.1f}); of {100 * unsure:.0f} of 100 the answer "
            "was: not enough information."
        )


def try_lives(
    truth: Truth,
    *,
    lives: int = 2000,
    window: int | None = None,
    block_years: float | None = 5.0,
    alpha: float = 0.05,
    seed: int = 0,
    progress: Callable[[int], object] = lambda _done: None,
) -> Tried:
    """Simulate lives, and test each as the house tests one.

    Parameters
    ----------
    truth : Truth
        What holds of all lives.
    lives : int
        How many.
    window : int, optional
        Of the test, in days; by default that of the truth.
    block_years, alpha
        As in `coincidence`.
    seed : int
        Life number k is drawn from (seed, k), whatever the other arguments are.
    progress : callable
        Told after each life how many are done.

    Examples
    --------
    >>> found = try_lives(Truth(onsets=4), lives=50, seed=1)
    >>> found.significant <= 0.1, found.truth.ratio
    (True, 1.0)
    """
    if lives < 1:
        raise InvalidInput("Simulate one life or more.")
    found: list[Coincidence] = []
    for number in range(lives):
        life = simulate_life(truth, np.random.default_rng([seed, number]))
        one = coincidence(
            life.stressors,
            life.onsets,
            observation=life.observation,
            window=truth.window if window is None else window,
            block_years=block_years,
            alpha=alpha,
            draws=16,
        )
        if isinstance(one, Coincidence):
            found.append(one)
        progress(number + 1)
    share = sum(one.p <= alpha for one in found) / lives
    return Tried(
        significant=share,
        error=math.sqrt(share * (1.0 - share) / lives),
        mirror_significant=sum(_mirror_p(one) <= alpha for one in found) / lives,
        covers=_covers(found, truth.ratio),
        median_power=_median_power(found),
        verdicts=tuple(
            (verdict, sum(one.verdict is verdict for one in found) / lives) for verdict in Verdict
        ),
        matched=sum(one.statistic > 0.0 for one in found) / lives,
        lives=lives,
        alpha=alpha,
        block_years=block_years,
        seed=seed,
        truth=truth,
        method=METHOD,
        software=software_version(),
    )


def _mirror_p(one: Coincidence) -> float:
    return 1.0 if isinstance(one.mirror, NotEstimable) else one.mirror.p


def _covers(found: list[Coincidence], ratio: float) -> float | NotEstimable:
    if not found:
        return NotEstimable("no life could be tested", METHOD)
    return sum(one.interval[0] <= ratio <= one.interval[1] for one in found) / len(found)


def _median_power(found: list[Coincidence]) -> float | NotEstimable:
    if not found:
        return NotEstimable("no life could be tested", METHOD)
    return float(np.median([one.diagnostics.power for one in found]))
