"""A diary that grows: looks at declared lengths, and a p that counts them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from remit.errors import InvalidInput
from remit.stats.diary.association import DiaryAssociation, diary_association
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "looks at a growing diary, each with its share of the error"
POWER: Final = 2.0
"""The share of the error spent by a length is (length / last length) to this power."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look: so many ``days``, its ``share`` of the error, and what was found then.

    ``p`` counts this look and those before it; it is 1 while none could be estimated.
    """

    days: int
    share: float
    found: DiaryAssociation | NotEstimable
    p: float


@dataclass(frozen=True, slots=True)
class DiaryLooks:
    """Result of ``look_at_diary``.

    ``p`` is that of the last look made. It never rises from look to look, and whenever somebody
    stops, its error rate is the stated one. ``days_kept_back`` wait for the next declared look.
    """

    looks: tuple[Look, ...]
    p: float
    declared: tuple[int, ...]
    days_kept_back: int
    method: str
    software: str

    def summary(self) -> str:
        """Chance level, counted over all looks, and which look this is."""
        made = f"Look {len(self.looks)} of {len(self.declared)}, after {self.looks[-1].days} days."
        if self.p >= 1.0:
            return f"{made} Chance alone shows as much in such looks; nothing is found so far."
        return (
            f"{made} Counting every look until now, chance alone would show as much in at most "
            f"{100 * self.p:.2g} of 100 such diaries."
        )


def look_at_diary(
    outcome: ArrayLike,
    exposure: ArrayLike,
    *,
    looks: Sequence[int] = (28, 56, 84),
    lag: int = 1,
    weekday: bool = True,
    resamples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> DiaryLooks | NotEstimable:
    """Look at a diary at the declared lengths that it has reached, and at no other.

    Parameters
    ----------
    outcome, exposure : array, shape (days so far,)
        Consecutive days from the first, NaN where a day is missing.
    looks : sequence of int
        Lengths in days, declared before the first; the last is the whole diary.
    lag, weekday, resamples, seed, level
        As in `diary_association`.

    Returns
    -------
    DiaryLooks or NotEstimable
        NotEstimable before the first declared look.

    Raises
    ------
    InvalidInput
        If the looks do not ascend.

    Notes
    -----
    Looking again and again and stopping when p is small finds something in every second empty
    diary in the end. Here look k has the share ``w_k = (t_k^2 - t_(k-1)^2) / t_last^2`` of the
    error, and p is the smallest ``p_k / w_k`` so far, at most 1: Bonferroni with weights, which
    holds however the looks depend on each other.

    References
    ----------
    Kim and DeMets (1987), Biometrika 74:149-154 (the shares by a power of time).

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> stress = rng.normal(size=60)
    >>> pain = 0.9 * np.r_[0, stress[:-1]] + rng.normal(size=60)
    >>> found = look_at_diary(pain, stress, looks=(28, 56, 84))
    >>> [one.days for one in found.looks], found.days_kept_back, found.p < 0.05
    ([28, 56], 4, True)
    """
    declared = tuple(int(one) for one in looks)
    if not declared or declared[0] < 1 or any(np.diff(declared) <= 0):
        raise InvalidInput("Looks are lengths in days, each longer than the one before.")
    series = [np.asarray(one, dtype=np.float64) for one in (outcome, exposure)]
    if series[0].ndim != 1 or series[0].shape != series[1].shape:
        raise InvalidInput("Outcome and exposure must be two series of one length, a value a day.")
    length = int(series[0].size)
    reached = [one for one in declared if one <= length]
    if not reached:
        return NotEstimable(f"the first look is declared for day {declared[0]}", METHOD)
    made: list[Look] = []
    best, spent = 1.0, 0.0
    for days in reached:
        share = (days / declared[-1]) ** POWER - spent
        spent += share
        found = diary_association(
            series[0][:days], series[1][:days], lag=lag, joint_lags=(lag,), weekday=weekday,
            resamples=resamples, seed=seed, level=level,
        )  # fmt: skip
        if isinstance(found, DiaryAssociation):
            best = min(best, found.p / share)
        made.append(Look(days, share, found, best))
    return DiaryLooks(
        looks=tuple(made),
        p=best,
        declared=declared,
        days_kept_back=min(length, declared[-1]) - reached[-1],
        method=METHOD,
        software=software_version(),
    )
