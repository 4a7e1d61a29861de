"""One life history as the coincidence test takes it: declared settings, checked days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.datekernel import DateKernel
from remit.stats.placement import block_edges

LONGEST_OBSERVATION = 75_000
"""Days; some 205 years, more than a life."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was declared before looking; see ``coincidence`` for the meanings.

    Raises
    ------
    InvalidInput
        If a setting cannot be what it should be.
    """

    observation: tuple[int, int]
    window: int
    block_years: float | None
    alpha: float
    detectable_ratio: float
    fewest_onsets: int
    power_needed: float
    draws: int
    seed: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "observation", _checked_observation(self.observation))
        for name, least in (("window", 0), ("draws", 1), ("seed", 0)):
            object.__setattr__(self, name, _whole(name, getattr(self, name), least))
        if self.window > LONGEST_OBSERVATION:
            raise InvalidInput("The window is longer than any life; check its days.")
        if not 0.0 < self.alpha < 1.0:
            raise InvalidInput("Alpha must lie between 0 and 1.")
        if not 1.0 < self.detectable_ratio < math.inf:
            raise InvalidInput("The detectable ratio must be a number above 1.")
        years = self.block_years
        if years is not None and not 1.0 / 12.0 <= years < math.inf:
            raise InvalidInput("A block must be a month or longer; None asks for one block.")


@dataclass(frozen=True, slots=True)
class Life:
    """What can matter of one life, in an order that does not depend on how it was told."""

    stressors: tuple[DateKernel, ...]
    onsets: tuple[DateKernel, ...]
    edges: NDArray[np.int64]


def life_within(
    stressors: Sequence[DateKernel], onsets: Sequence[DateKernel], settings: Settings
) -> Life:
    """Keep the stressors and onsets that touch the observation; the same exact day counts once."""
    first, last = settings.observation
    reaching = sorted(
        stressor
        for stressor in stressors
        if stressor.latest + settings.window >= first and stressor.earliest <= last
    )
    inside = [onset for onset in onsets if onset.latest >= first and onset.earliest <= last]
    exact = {onset for onset in inside if onset.is_exact}
    wide = [onset for onset in inside if not onset.is_exact]
    edges = block_edges(settings.observation, settings.block_years)
    return Life(tuple(reaching), tuple(sorted([*exact, *wide])), edges)


def _whole(name: str, value: object, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < least:
        raise InvalidInput(f"The {name} must be a whole number, {least} or more.")
    return int(value)


def _checked_observation(observation: tuple[int, int]) -> tuple[int, int]:
    if len(observation) != 2:
        raise InvalidInput("The observation must be a first and a last day.")
    span = DateKernel(*observation)
    if span.width > LONGEST_OBSERVATION:
        raise InvalidInput("The observation is longer than any life; check its days.")
    return span.earliest, span.latest
