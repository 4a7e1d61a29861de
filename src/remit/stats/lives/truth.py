"""What is true of a simulated life, and how it came to be told."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final, Literal, get_args

from remit.errors import InvalidInput

Dating = Literal["day", "month", "year", "1 January"]
"""How dates are told; "1 January" stores a year as its first day, which is a mistake to study."""
DATINGS: Final[tuple[Dating, ...]] = get_args(Dating)
FEWEST_YEARS, MOST_YEARS = 11.0, 120.0
MOST_EVENTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Truth:
    """A life whose truth is known.

    Parameters
    ----------
    years : float
        Length of the observation.
    stressors : float
        Expected number of stressors (Poisson), before anything is forgotten at random.
    onsets : int
        Number of onsets, or of clusters of onsets.
    ratio : float
        True rate ratio of an onset within ``window`` days after a stressor; 1 is no association.
    window : int
        Days.
    recall : float
        Stressors in the window before an onset are told, of the others one in ``recall``;
        the others are made as many times as frequent, so that their told number stays.
    half_life : float
        Years after which half of all stressors and onsets are no longer told.
    bad_decade : float
        In one decade, anywhere, stressors and onsets are so many times as frequent.
    flares : int
        Onsets a cluster: so many follow each other within ``flare_days``.
    together : int
        Stressors come in groups of so many within ``flare_days``.
    flare_days : int
        Length of a cluster.
    dating : {"day", "month", "year", "1 January"}
        To within what dates are told.

    Raises
    ------
    InvalidInput
        If a number cannot be what it should be.
    """

    years: float = 50.0
    stressors: float = 10.0
    onsets: int = 4
    ratio: float = 1.0
    window: int = 183
    recall: float = 1.0
    half_life: float = math.inf
    bad_decade: float = 1.0
    flares: int = 1
    together: int = 1
    flare_days: int = 183
    dating: Dating = "day"

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name != "dating" and (math.isnan(value) or value < 0):
                raise InvalidInput(f"{one.name} must be 0 or more.")
        if not FEWEST_YEARS <= self.years <= MOST_YEARS:
            raise InvalidInput(f"years must lie between {FEWEST_YEARS:g} and {MOST_YEARS:g}.")
        if not 1 <= self.onsets * self.flares <= MOST_EVENTS:
            raise InvalidInput(f"There are 1 to {MOST_EVENTS} onsets.")
        if not 0.0 < self.stressors * self.recall <= MOST_EVENTS:
            raise InvalidInput(f"There are up to {MOST_EVENTS} stressors, and more than 0.")
        if min(self.recall, self.bad_decade, self.together, self.flare_days) < 1:
            raise InvalidInput(
                "recall, bad_decade, together and flare_days are 1 or more; 1 is no effect."
            )
        if not self.half_life > 0.0 or not 0.0 < self.ratio < math.inf:
            raise InvalidInput("half_life and ratio must be above 0.")
        if not 0 < self.window <= 365.25 * self.years / 2:
            raise InvalidInput("The window must be a day or longer, and shorter than half a life.")
        if self.dating not in DATINGS:
            raise InvalidInput(f"dating is one of: {', '.join(DATINGS)}.")
