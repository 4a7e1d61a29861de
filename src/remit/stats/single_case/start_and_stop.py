"""Started and stopped by lot, several times in one person: the lot itself gives p."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "randomisation test of repeated start and stop"
MOST_LISTED: Final = 20_000
STEPS: Final = 60
Floats = NDArray[np.float64]
Lot = Literal["pairs", "phases"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was declared before the first phase."""

    lot: Lot
    washout: int
    draws: int
    seed: int
    level: float


@dataclass(frozen=True, slots=True)
class StartAndStop:
    """Result of ``start_and_stop``.

    ``estimate`` is the mean of the phases "on" minus that of the phases "off". ``p`` is the share
    of the lots that could have been drawn, this one included, with a difference at least as far
    from 0; ``smallest_p`` what the best difference could have given. ``lower`` and ``upper`` hold
    every constant difference that the same test does not reject.
    """

    estimate: float
    lower: float
    upper: float
    p: float
    smallest_p: float
    mean_on: float
    mean_off: float
    phases: int
    lots: int
    listed: bool
    n: int
    days: int
    settings: Settings
    method: str
    software: str

    def summary(self) -> str:
        """Chance level and limits first; then the difference."""
        return (
            f"If it made no difference whether it was on or off, {100 * self.p:.2g} of 100 draws "
            f"of the lot would show at least this; fewer than {100 * self.smallest_p:.2g} is not "
            f"possible with {self.phases} phases. {self.n} of {self.days} days could be used. "
            f"On minus off: {self.estimate:+.2f} ({100 * self.settings.level:g} % interval "
            f"{self.lower:+.2f} to {self.upper:+.2f}). It speaks of this person in these weeks."
        )


def start_and_stop(
    outcome: ArrayLike,
    phases: Sequence[tuple[int, int, bool]],
    *,
    lot: Lot,
    washout: int = 0,
    draws: int = 9999,
    seed: int = 0,
    level: float = 0.95,
) -> StartAndStop | NotEstimable:
    """Compare phases with and without, in the order that a lot gave them.

    Parameters
    ----------
    outcome : array, shape (days,)
        Consecutive days, NaN where a day is missing.
    phases : sequence of (int, int, bool)
        First and last day of each phase (indices from 0, both included, in order), and whether it
        was "on".
    lot : {"pairs", "phases"}
        How the order was drawn: of each pair of following phases one was on; or any set of as many
        phases as were on. It must have been drawn so: a chosen order has no p.
    washout : int
        Days at the start of each phase that are left out.
    draws, seed : int
        Where more than 20 000 lots are possible, so many are drawn.
    level : float
        Confidence level.

    Returns
    -------
    StartAndStop or NotEstimable
        NotEstimable if a phase has no known day, or if the lot could have given nothing else.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be.

    Notes
    -----
    A phase enters with the mean of its known days, so that carry-over from day to day within a
    phase, and missing days, cannot make p too small. No assumption is made on the errors.

    References
    ----------
    Edgington and Onghena (2007), Randomization Tests, 4th ed., chapter 11; Guyatt et al. (1986),
    N Engl J Med 314:889-892 (trials in one person, in pairs).

    Examples
    --------
    >>> on = [True, False, False, True, False, True, True, False, True, False]
    >>> pain = np.repeat([3.0 if one else 5.0 for one in on], 7) + np.arange(70) % 3
    >>> weeks = [(7 * week, 7 * week + 6, one) for week, one in enumerate(on)]
    >>> found = start_and_stop(pain, weeks, lot="pairs")
    >>> round(found.estimate, 2), found.p, found.lots
    (-2.03, 0.0625, 32)
    """
    series = np.asarray(outcome, dtype=np.float64)
    settings = Settings(lot, washout, draws, seed, level)
    _check(series, phases, settings)
    means, used = _means(series, phases, washout)
    if np.isnan(means).any():
        which = int(np.argmax(np.isnan(means))) + 1
        return NotEstimable(f"phase {which} has no known day after the washout", METHOD)
    on = np.array([one for _, _, one in phases])
    lots, listed = _lots(on, settings)
    if len(lots) < 2:
        return NotEstimable("the lot could have given no other order", METHOD)
    weights = _weights(lots)
    estimate = float(_weights(on[np.newaxis, :])[0] @ means)
    lower, upper = _limits(means, on, weights, level, listed=listed)
    return StartAndStop(
        estimate=estimate,
        lower=lower,
        upper=upper,
        p=_p(weights @ means, estimate, listed=listed),
        smallest_p=_smallest(lots, listed=listed),
        mean_on=float(means[on].mean()),
        mean_off=float(means[~on].mean()),
        phases=int(on.size),
        lots=len(lots),
        listed=listed,
        n=used,
        days=int(series.size),
        settings=settings,
        method=METHOD,
        software=software_version(),
    )


def _check(series: Floats, phases: Sequence[tuple[int, int, bool]], settings: Settings) -> None:
    if series.ndim != 1 or np.isinf(series).any():
        raise InvalidInput("The outcome must be one series of numbers, NaN where a day is missing.")
    if settings.washout < 0 or settings.draws < 99 or not 0.0 < settings.level < 1.0:
        raise InvalidInput("Draw 99 lots or more; the level lies between 0 and 1.")
    before = -1
    for first, last, _ in phases:
        if not before < first <= last < series.size:
            raise InvalidInput("Phases follow each other, none is empty, and all lie in the diary.")
        before = last
    on = [one for _, _, one in phases]
    if not any(on) or all(on):
        raise InvalidInput("Some phases must be on, and some off.")
    if settings.lot == "pairs":
        if len(on) % 2 or any(one == other for one, other in zip(on[::2], on[1::2], strict=True)):
            raise InvalidInput("In pairs, of each two following phases one is on and one off.")
    elif settings.lot != "phases":
        raise InvalidInput('The lot is "pairs" or "phases".')


def _means(
    series: Floats, phases: Sequence[tuple[int, int, bool]], washout: int
) -> tuple[Floats, int]:
    means, used = np.full(len(phases), np.nan), 0
    for number, (first, last, _) in enumerate(phases):
        known = series[first + washout : last + 1]
        known = known[np.isfinite(known)]
        used += known.size
        if known.size:
            means[number] = known.mean()
    return means, used


def _lots(on: NDArray[np.bool_], settings: Settings) -> tuple[NDArray[np.bool_], bool]:
    """Every order that the lot could have given, or many draws of it; and whether it is every."""
    size, number = on.size, int(on.sum())
    pairs = settings.lot == "pairs"
    possible = 2 ** (size // 2) if pairs else math.comb(size, number)
    if possible <= MOST_LISTED:
        if pairs:
            firsts = np.array(list(itertools.product([False, True], repeat=size // 2)))
            return _of_pairs(firsts), True
        lots = np.zeros((possible, size), dtype=np.bool_)
        for row, chosen in enumerate(itertools.combinations(range(size), number)):
            lots[row, list(chosen)] = True
        return lots, True
    random = np.random.default_rng(settings.seed)
    if pairs:
        return _of_pairs(random.random((settings.draws, size // 2)) < 0.5), False
    order = random.random((settings.draws, size)).argsort(axis=1)
    return order < number, False


def _of_pairs(firsts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.stack([firsts, ~firsts], axis=2).reshape(len(firsts), -1)


def _weights(lots: NDArray[np.bool_]) -> Floats:
    """Weights of the phases' means whose sum is on minus off, a row each lot."""
    number = lots.sum(axis=1, keepdims=True)
    weights: Floats = np.where(lots, 1.0 / number, -1.0 / (lots.shape[1] - number))
    return weights


def _p(drawn: Floats, seen: float, *, listed: bool) -> float:
    slack = 1e-9 * max(1.0, float(np.abs(drawn).max()))
    count = int((np.abs(drawn) >= abs(seen) - slack).sum())
    return count / drawn.size if listed else (count + 1) / (drawn.size + 1)


def _smallest(lots: NDArray[np.bool_], *, listed: bool) -> float:
    """Two lots are as far from 0 as the best where on and off can be exchanged, else one."""
    if not listed:
        return 1.0 / (len(lots) + 1)
    return (2 if 2 * int(lots[0].sum()) == lots.shape[1] else 1) / len(lots)


def _limits(
    means: Floats, on: NDArray[np.bool_], weights: Floats, level: float, *, listed: bool
) -> tuple[float, float]:
    """Where the test of "on adds this much" begins to reject, on each side."""
    at, push = weights @ means, weights @ on.astype(np.float64)
    estimate = float(_weights(on[np.newaxis, :])[0] @ means)

    def is_kept(shift: float) -> bool:
        return _p(at - shift * push, estimate - shift, listed=listed) > 1.0 - level

    span = float(np.ptp(means)) + 1e-9
    ends = []
    for way in (-1.0, 1.0):
        far = span
        while is_kept(estimate + way * far) and far < span * 2.0**20:
            far *= 2.0
        if is_kept(estimate + way * far):
            ends.append(way * math.inf)
            continue
        near = 0.0
        for _ in range(STEPS):
            middle = (near + far) / 2.0
            near, far = (middle, far) if is_kept(estimate + way * middle) else (near, middle)
        ends.append(estimate + way * far)
    return ends[0], ends[1]
