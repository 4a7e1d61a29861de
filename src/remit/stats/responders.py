"""Who got better, counted in two arms: exact test, and the difference of the shares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtri

from remit.errors import InvalidInput
from remit.stats.provenance import software_version

METHOD: Final = "Fisher's exact test; Newcombe's interval"
TIE: Final = 1e-7
"""Tables whose chance is this near, relatively, count as equally likely."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Responders:
    """Result of ``responders``; shares and their difference are between 0 and 1.

    ``number_needed`` is how many people are treated for one more responder: 1 / difference; it
    runs through infinity where the interval of the difference holds 0, and is None there.
    """

    share: float
    other_share: float
    difference: float
    lower: float
    upper: float
    p: float
    number_needed: float | None
    n: tuple[int, int]
    level: float
    method: str
    software: str

    def summary(self) -> str:
        """Both shares, then their difference."""
        return (
            f"{100 * self.share:.0f} % of {self.n[0]} people against {100 * self.other_share:.0f} "
            f"% of {self.n[1]}: a difference of {100 * self.difference:+.1f} points "
            f"({100 * self.level:g} % interval {100 * self.lower:+.1f} to "
            f"{100 * self.upper:+.1f}; Fisher's exact p {self.p:.3g}). People of whom it is not "
            "known are not counted here."
        )


def responders(
    counted: tuple[int, int], others: tuple[int, int], *, level: float = 0.95
) -> Responders:
    """Compare two arms.

    Parameters
    ----------
    counted, others : pair of int
        Responders, and all people of the arm of whom it is known.
    level : float
        Confidence level.

    Raises
    ------
    InvalidInput
        If an arm has nobody, or more responders than people.

    References
    ----------
    Newcombe (1998), Stat Med 17:873-890 (method 10); Fisher (1935), two-sided by the sum of all
    tables that are no likelier.

    Examples
    --------
    At 6 months of the workshop of Hsu et al. (2010), 11 of 24 and 0 of 21 had at least 30 % less
    pain.

    >>> found = responders((11, 24), (0, 21))
    >>> round(found.p, 6), round(found.lower, 4), round(found.upper, 4)
    (0.000281, 0.2215, 0.6493)
    """
    for events, total in (counted, others):
        if total < 1 or not 0 <= events <= total:
            raise InvalidInput("Give responders and people of each arm: 0 <= responders <= people.")
    if not 0.0 < level < 1.0:
        raise InvalidInput("The level must lie between 0 and 1.")
    share, other = counted[0] / counted[1], others[0] / others[1]
    low, high = wilson(*counted, level=level)
    other_low, other_high = wilson(*others, level=level)
    difference = share - other
    lower = difference - math.hypot(share - low, other_high - other)
    upper = difference + math.hypot(high - share, other - other_low)
    return Responders(
        share=share,
        other_share=other,
        difference=difference,
        lower=lower,
        upper=upper,
        p=fisher(counted, others),
        number_needed=None if lower <= 0.0 <= upper else 1.0 / difference,
        n=(counted[1], others[1]),
        level=level,
        method=METHOD,
        software=software_version(),
    )


def wilson(events: int, total: int, *, level: float = 0.95) -> tuple[float, float]:
    """Limits of one share (Wilson 1927).

    Examples
    --------
    >>> [round(one, 4) for one in wilson(0, 21)]
    [0.0, 0.1546]
    """
    z = float(ndtri((1.0 + level) / 2.0))
    centre = events + z * z / 2.0
    reach = z * math.sqrt(events * (total - events) / total + z * z / 4.0)
    below = 0.0 if events == 0 else (centre - reach) / (total + z * z)
    above = 1.0 if events == total else (centre + reach) / (total + z * z)
    return below, above


def fisher(counted: tuple[int, int], others: tuple[int, int]) -> float:
    """Two-sided p of Fisher's exact test."""
    events, people, rest = counted[0] + others[0], counted[1], others[1]
    possible = np.arange(max(0, events - rest), min(events, people) + 1, dtype=np.float64)
    logs = _log_choose(people, possible) + _log_choose(rest, events - possible)
    logs -= float(_log_choose(people + rest, np.array([float(events)]))[0])
    chances = np.exp(logs)
    own = chances[int(counted[0] - possible[0])]
    return float(min(1.0, chances[chances <= own * (1.0 + TIE)].sum()))


def _log_choose(total: int, taken: Floats) -> Floats:
    found: Floats = gammaln(total + 1.0) - gammaln(taken + 1.0) - gammaln(total - taken + 1.0)
    return found
