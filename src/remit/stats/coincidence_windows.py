"""One life history under several windows at once: p for the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.coincidence import Coincidence, coincidence
from remit.stats.coverage import coverage
from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.one_life import Life, Settings, life_within
from remit.stats.placement import block_of, clipped, places_of
from remit.stats.provenance import software_version

METHOD: Final = "coincidence of one life history, several windows"
WINDOWS: Final = (91, 183, 365)
PLACEMENTS: Final = 9999
SAME: Final = 1e-9
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WindowResult:
    """One window: its own p, and the chance that the best of all windows does as well."""

    window: int
    statistic: float
    p: float
    joint_p: float


@dataclass(frozen=True, slots=True)
class CoincidenceWindows:
    """Result of ``coincidence_windows``: one entry a window, from the shortest."""

    windows: tuple[WindowResult, ...]
    n: int
    placements: int
    seed: int
    block_years: float | None
    method: str
    software: str

    def summary(self) -> str:
        """What looking at all windows costs, for the best of them."""
        best = min(self.windows, key=lambda one: one.joint_p)
        return (
            f"Of {len(self.windows)} windows that of {best.window} days matches best; by chance "
            f"alone the best of all would match as well in {100 * best.joint_p:.2g} of 100 such "
            "histories."
        )


def coincidence_windows(
    stressors: Sequence[DateKernel],
    onsets: Sequence[DateKernel],
    *,
    observation: tuple[int, int],
    windows: Sequence[int] = WINDOWS,
    block_years: float | None = 5.0,
    placements: int = PLACEMENTS,
    seed: int = 0,
) -> CoincidenceWindows | NotEstimable:
    """Test several windows with one null, so that looking at all of them costs what it must.

    Every onset is placed anew, at the same place for all windows, ``placements`` times. A
    window's statistic is compared with its own in the placements, and the smallest share of all
    windows with the smallest share of each placement (min-p; Westfall and Young).

    Parameters
    ----------
    stressors, onsets, observation, block_years
        As in `coincidence`.
    windows : sequence of int
        Declared windows in days.
    placements, seed : int
        Of the simulation; the smallest possible p is 1 / (placements + 1).

    Returns
    -------
    CoincidenceWindows or NotEstimable
        NotEstimable where the longest window is.

    References
    ----------
    Westfall and Young (1993), Resampling-Based Multiple Testing, chapter 2.

    Examples
    --------
    >>> told = [DateKernel.on(day) for day in (1000, 3000, 5000, 7000, 9000)]
    >>> ill = [DateKernel.on(day) for day in (1100, 5020, 9001)]
    >>> found = coincidence_windows(told, ill, observation=(0, 9999), block_years=None)
    >>> [(one.window, one.p <= one.joint_p) for one in found.windows]
    [(91, True), (183, True), (365, True)]
    """
    asked = tuple(sorted({int(one) for one in windows}))
    if not asked or placements < 99:
        raise InvalidInput("Give a window, and 99 placements or more.")
    longest = coincidence(
        stressors, onsets, observation=observation, window=asked[-1], block_years=block_years
    )
    if isinstance(longest, NotEstimable):
        return NotEstimable(longest.reason, METHOD)
    life = life_within(stressors, onsets, longest.settings)
    random = np.random.default_rng(seed)
    places = _places(life, placements, random)
    sums = np.stack([_sums(life, longest, window, places) for window in asked], axis=1)
    shares = _shares(sums)
    best = shares.min(axis=1)
    return CoincidenceWindows(
        windows=tuple(
            WindowResult(
                window=window,
                statistic=float(sums[0, place]),
                p=float(shares[0, place]),
                joint_p=float((best <= shares[0, place] + SAME).mean()),
            )
            for place, window in enumerate(asked)
        ),
        n=longest.n,
        placements=placements,
        seed=seed,
        block_years=block_years,
        method=METHOD,
        software=software_version(),
    )


_Places = list[tuple[NDArray[np.int64], NDArray[np.int64]]]


def _places(life: Life, placements: int, random: np.random.Generator) -> _Places:
    """First and last day of each onset: where it stands, then where it might have stood."""
    found = []
    for onset in life.onsets:
        start, stop = clipped(onset, life.edges)
        block = block_of((start + stop) // 2, life.edges)
        starts, stops = places_of(onset, block, life.edges)
        days = (stops - starts + 1).astype(np.float64)
        drawn = random.choice(starts.size, size=placements, p=days / days.sum())
        found.append((np.append(start, starts[drawn]), np.append(stop, stops[drawn])))
    return found


def _sums(life: Life, longest: Coincidence, window: int, places: _Places) -> Floats:
    """The statistic of this window, first as it is, then for each placement."""
    settings: Settings = longest.settings
    covered = coverage(life.stressors, settings.observation, window)
    running = np.concatenate([[0.0], np.cumsum(covered)])
    first = settings.observation[0]
    total = np.zeros(places[0][0].size)
    for starts, stops in places:
        total += (running[stops - first + 1] - running[starts - first]) / (stops - starts + 1)
    return np.round(total, 9)


def _shares(sums: Floats) -> Floats:
    """Of each row and window, the share of all rows whose statistic is at least as large."""
    shares = np.empty_like(sums)
    for window in range(sums.shape[1]):
        ordered = np.sort(sums[:, window])
        at_least = sums.shape[0] - np.searchsorted(ordered, sums[:, window], side="left")
        shares[:, window] = at_least / sums.shape[0]
    return shares
