"""Event coincidence analysis: how many days of one kind lie shortly after a day of another kind.

For days that are all known, and all alike but for the events; a life history has its own method
(`coincidence`), because there neither holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrc

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "event coincidence analysis"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EventCoincidence:
    """Result of ``event_coincidence``.

    ``precursor`` counts later events with an earlier one at most ``window`` days before (the same
    day counts), ``trigger`` earlier events with a later one so soon after. ``independent_p`` and
    ``independent_trigger_p`` treat the others as single days thrown at random (Donges 2016);
    ``union_p`` knows how many days their windows really cover; ``rotation_p`` is the share of all
    rotations of the later events with at least as many, and the one to use: it alone keeps the
    clusters of both.
    """

    precursor: int
    trigger: int
    later: int
    earlier: int
    covered_share: float
    independent_p: float
    independent_trigger_p: float
    union_p: float
    rotation_p: float
    days: int
    window: int
    method: str
    software: str

    def summary(self) -> str:
        """Chance level first, by rotation; then the counts."""
        return (
            f"By chance alone {100 * self.rotation_p:.2g} of 100 such records would show at least "
            f"this. Days close in time, not causes: {self.precursor} of {self.later} later events "
            f"have an earlier one at most {self.window} days before, {self.trigger} of "
            f"{self.earlier} earlier events a later one so soon after, in {self.days} days."
        )


def event_coincidence(
    earlier: Sequence[int], later: Sequence[int], *, days: int, window: int
) -> EventCoincidence | NotEstimable:
    """Count coincidences of two sets of days, and how often chance gives as many.

    Parameters
    ----------
    earlier, later : sequence of int
        Days from 1 to ``days``, such as of stress and of pain; a day counts once.
    days : int
        Length of the observation.
    window : int
        Days after an earlier event that count, day 0 and day ``window`` included.

    Returns
    -------
    EventCoincidence or NotEstimable

    Raises
    ------
    InvalidInput
        If a day lies outside, or the window is longer than the observation.

    References
    ----------
    Donges et al. (2016), Eur. Phys. J. Spec. Top. 225:471-487. Events near the edges are kept: the
    observation is known, and an event at its edge is an event.

    Examples
    --------
    >>> found = event_coincidence([8, 30, 58, 90], [10, 35, 60, 82], days=100, window=3)
    >>> found.precursor, round(found.union_p, 4), found.rotation_p
    (2, 0.1228, 0.12)
    """
    if days < 2 or not 0 <= window < days:
        raise InvalidInput("The window must be shorter than the observation.")
    before, after = (_checked(one, days) for one in (earlier, later))
    if not before.size or not after.size:
        return NotEstimable("one of the two kinds of events never happened", METHOD)
    covered, ahead = _covered(before, days, 0, window), _covered(after, days, -window, 0)
    if bool(covered.all()):
        return NotEstimable("every day lies in the window of an earlier event", METHOD)
    precursor = int(covered[after - 1].sum())
    trigger = int(ahead[before - 1].sum())
    share = float(covered.mean())
    marked = np.zeros(days)
    marked[after - 1] = 1.0
    counts = rotation_counts(marked[np.newaxis, :], covered[np.newaxis, :].astype(float))[0]
    length = (window + 1) / days
    return EventCoincidence(
        precursor=precursor,
        trigger=trigger,
        later=int(after.size),
        earlier=int(before.size),
        covered_share=share,
        independent_p=at_least(precursor, int(after.size), 1.0 - (1.0 - length) ** before.size),
        independent_trigger_p=at_least(
            trigger, int(before.size), 1.0 - (1.0 - length) ** after.size
        ),
        union_p=at_least(precursor, int(after.size), share),
        rotation_p=float((counts >= precursor).mean()),
        days=days,
        window=window,
        method=METHOD,
        software=software_version(),
    )


def rotation_counts(events: Floats, covered: Floats) -> Ints:
    """Coincidences under every rotation of the events, of many pairs at once.

    Parameters
    ----------
    events, covered : array of 0 and 1, shape (pairs, days)
        Days with a later event, and days in the window of an earlier one.

    Returns
    -------
    array of int, shape (pairs, days)
        Entry k: with the events moved k days later, the last ones coming round to the first days.
        One Fourier transform instead of ``days`` counts; whole numbers, so that nothing is lost.
    """
    size = events.shape[-1]
    product = np.conj(np.fft.rfft(events, axis=-1)) * np.fft.rfft(covered, axis=-1)
    return np.rint(np.fft.irfft(product, n=size, axis=-1)).astype(np.int64)


def at_least(hits: int, tries: int, chance: float) -> float:
    """Chance of so many hits or more."""
    return 1.0 if hits == 0 else float(bdtrc(hits - 1, tries, chance))


def _checked(days_of: ArrayLike, days: int) -> Ints:
    given = np.asarray(days_of)
    if given.size and (given.dtype.kind not in "iu" or given.min() < 1 or given.max() > days):
        raise InvalidInput(f"Events are whole days from 1 to {days}.")
    return np.unique(given.astype(np.int64))


def _covered(events: Ints, days: int, first: int, last: int) -> NDArray[np.bool_]:
    """Days from ``first`` to ``last`` after an event."""
    steps = np.zeros(days + 1, dtype=np.int64)
    np.add.at(steps, np.clip(events - 1 + first, 0, days), 1)
    np.add.at(steps, np.clip(events + last, 0, days), -1)
    found: NDArray[np.bool_] = np.cumsum(steps)[:days] > 0
    return found
