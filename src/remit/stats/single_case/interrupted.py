"""One change on a declared day in one diary: is the time after it otherwise than before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version
from remit.stats.single_case.remembering import GRID, Whitened, coefficients, fit, whitened

METHOD: Final = "interrupted series of one diary, errors that remember the day before"
FEWEST_EACH_SIDE: Final = 14
WEEK: Final = 7
PILOT: Final = 300
Floats = NDArray[np.float64]
Change = Literal["level", "level and trend"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was declared before looking."""

    change_day: int
    transition: int
    change: Change
    weekday: bool
    resamples: int
    seed: int
    level: float


@dataclass(frozen=True, slots=True)
class InterruptedSeries:
    """Result of ``interrupted_series``.

    ``estimate`` is the outcome after the change minus what the course before it would have given:
    on every day after it ("level"), or on the last day of the diary ("level and trend").
    ``phi`` is the memory from day to day, corrected for its bias. ``p`` is two-sided.
    """

    estimate: float
    standard_error: float
    lower: float
    upper: float
    p: float
    phi: float
    mean_before: float
    mean_after: float
    n_before: int
    n_after: int
    days: int
    settings: Settings
    method: str
    software: str

    def summary(self) -> str:
        """Chance level and limits first; then the difference."""
        return (
            f"If nothing had changed, {100 * self.p:.2g} of 100 such diaries would show at least "
            "this difference. One person, one change: whatever else changed then counts too, and "
            "people begin when it is bad, after which it is often better by itself. "
            f"{self.n_before} days before and {self.n_after} after; the difference is "
            f"{self.estimate:+.2f} ({100 * self.settings.level:g} % interval {self.lower:+.2f} to "
            f"{self.upper:+.2f})."
        )


def interrupted_series(
    outcome: ArrayLike,
    *,
    change_day: int,
    transition: int = 0,
    change: Change = "level",
    weekday: bool = False,
    resamples: int = 1999,
    seed: int = 0,
    level: float = 0.95,
) -> InterruptedSeries | NotEstimable:
    """Compare the days from ``change_day + transition`` on with those before ``change_day``.

    Parameters
    ----------
    outcome : array, shape (days,)
        Consecutive days, NaN where a day is missing.
    change_day : int
        Index of the first day of the change, counted from 0; fixed without looking at the outcome.
    transition : int
        Days from then on that belong to neither side, such as the 21 of the programme.
    change : {"level", "level and trend"}
        A step on one common trend; or a step and a new trend.
    weekday : bool
        Whether weekdays have levels of their own.
    resamples, seed : int
        Of the bootstrap.
    level : float
        Confidence level.

    Returns
    -------
    InterruptedSeries or NotEstimable
        NotEstimable with fewer than 14 known days on a side, or where the outcome does not vary.

    Raises
    ------
    InvalidInput
        If an argument cannot be what it should be.

    Notes
    -----
    Generalised least squares with errors ``u_t = phi u_(t-1) + e_t`` over the known days, phi by
    restricted likelihood. p and interval come from series made under no change, phi moved by its
    bias as a first round of such series shows it; each is fitted anew, phi included.

    References
    ----------
    Wagner et al. (2002), J Clin Pharm Ther 27:299-309 (the design); Cheang and Reinsel (2000),
    JASA 95:1173-1184 (bias of phi, restricted likelihood); Davison and Hinkley (1997), Bootstrap
    Methods and their Application, chapter 8.

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> pain = 6.0 + rng.normal(size=90) - 2.0 * (np.arange(90) >= 45)
    >>> found = interrupted_series(pain, change_day=45)
    >>> found.p < 0.01, found.lower < -2.0 < found.upper
    (True, True)
    """
    series = np.asarray(outcome, dtype=np.float64)
    settings = Settings(change_day, transition, change, weekday, resamples, seed, level)
    _check(series, settings)
    side = _sides(series.size, settings)
    day = np.flatnonzero(np.isfinite(series) & (side >= 0))
    refusal = _refusal(series[day], side[day])
    if refusal:
        return NotEstimable(refusal, METHOD)
    design, contrast = _design(day, side[day], series.size, settings)
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return NotEstimable("trend, weekday and change cannot be told apart", METHOD)
    gap = np.diff(day, prepend=day[0]).astype(np.float64)
    frames = [whitened(design, gap, float(phi)) for phi in GRID]
    known = series[day]
    one = fit(frames, known[np.newaxis, :], contrast)
    phi, made = _under_no_change(frames, known, contrast, settings)
    t = abs(float(one.t[0]))
    estimate, error = float(one.contrast[0]), float(one.standard_error[0])
    reach = float(np.quantile(made, level)) * error
    return InterruptedSeries(
        estimate=estimate,
        standard_error=error,
        lower=estimate - reach,
        upper=estimate + reach,
        p=float((1 + (made >= t - 1e-12).sum()) / (made.size + 1)),
        phi=phi,
        mean_before=float(known[side[day] == 0].mean()),
        mean_after=float(known[side[day] == 1].mean()),
        n_before=int((side[day] == 0).sum()),
        n_after=int((side[day] == 1).sum()),
        days=int(series.size),
        settings=settings,
        method=METHOD,
        software=software_version(),
    )


def _check(series: Floats, settings: Settings) -> None:
    if series.ndim != 1 or np.isinf(series).any():
        raise InvalidInput("The outcome must be one series of numbers, NaN where a day is missing.")
    if not 0 < settings.change_day < series.size or settings.transition < 0:
        raise InvalidInput("The day of the change must lie inside the diary, after its first day.")
    if settings.change not in {"level", "level and trend"}:
        raise InvalidInput('The change is "level" or "level and trend".')
    if settings.resamples < 99 or not 0.0 < settings.level < 1.0:
        raise InvalidInput("Make 99 resamples or more; the level lies between 0 and 1.")


def _sides(days: int, settings: Settings) -> NDArray[np.int64]:
    """0 before the change, 1 after it, -1 in between."""
    side = np.full(days, -1)
    side[: settings.change_day] = 0
    side[settings.change_day + settings.transition :] = 1
    return side


def _refusal(known: Floats, side: NDArray[np.int64]) -> str:
    for number, word in ((0, "before"), (1, "after")):
        count = int((side == number).sum())
        if count < FEWEST_EACH_SIDE:
            return (
                f"{count} days are known {word} the change, and fewer than {FEWEST_EACH_SIDE} "
                "on a side answer nothing"
            )
    return "the outcome is the same on every known day" if float(np.ptp(known)) == 0.0 else ""


def _design(
    day: NDArray[np.int64], side: NDArray[np.int64], days: int, settings: Settings
) -> tuple[Floats, Floats]:
    """Level, trend, weekdays, the change; and what of it is asked."""
    after = (side == 1).astype(np.float64)
    columns = [np.ones(day.size), (day - settings.change_day) / days]
    weekdays = np.unique(day % WEEK)[1:] if settings.weekday else ()
    columns.extend((day % WEEK == number).astype(np.float64) for number in weekdays)
    asked = [0.0] * len(columns) + [1.0]
    columns.append(after)
    if settings.change == "level and trend":
        columns.append(after * (day - settings.change_day) / days)
        asked.append((days - 1 - settings.change_day) / days)
    return np.column_stack(columns), np.array(asked)


def _under_no_change(
    frames: list[Whitened], known: Floats, contrast: Floats, settings: Settings
) -> tuple[float, Floats]:
    """Phi without its bias, and |t| of series that change in nothing, ascending."""
    random = np.random.default_rng(settings.seed)
    seen = float(fit(frames, known[np.newaxis, :], contrast).phi[0])
    pilot = fit(frames, _made(_nearest(frames, seen), known, contrast, PILOT, random), contrast)
    phi = float(np.clip(2.0 * seen - float(pilot.phi.mean()), GRID[0], GRID[-1]))
    frame = _nearest(frames, phi)
    made = fit(frames, _made(frame, known, contrast, settings.resamples, random), contrast)
    return frame.phi, np.sort(np.abs(made.t))


def _nearest(frames: list[Whitened], phi: float) -> Whitened:
    return min(frames, key=lambda one: abs(one.phi - phi))


def _made(
    frame: Whitened, known: Floats, contrast: Floats, number: int, random: np.random.Generator
) -> Floats:
    """New outcomes (number, days) with this memory, from residuals, and no change."""
    found = coefficients(frame, known)
    inverse = np.linalg.inv(frame.triangle)
    covariance = inverse @ inverse.T
    held = found - covariance @ contrast * (contrast @ found) / (contrast @ covariance @ contrast)
    white = frame.white(known[np.newaxis, :])[0]
    left = white - frame.basis @ (frame.basis.T @ white)
    left = (left - left.mean()) * np.sqrt(left.size / (left.size - found.size))
    drawn = left[random.integers(0, left.size, (number, left.size))]
    level: Floats = frame.basis @ (frame.triangle @ held)
    made: Floats = np.empty(drawn.shape)
    before = np.zeros(number)
    for index in range(left.size):
        before = (
            frame.memory[index] * before + (level[index] + drawn[:, index]) / frame.scale[index]
        )
        made[:, index] = before
    return made
