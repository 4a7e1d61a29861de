"""Many diaries in one model: an average slope, and people's own slopes about it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri, ndtr, stdtr, stdtrit

from remit.errors import InvalidInput
from remit.stats.not_estimable import NotEstimable
from remit.stats.provenance import software_version

METHOD: Final = "random slopes of many diaries, restricted likelihood"
FEWEST_PEOPLE: Final = 3
FARTHEST: Final = 1e6
FLAT: Final = 1e-10
"""Share of the outcome's squares that must be left over."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """What was declared before looking."""

    lag: int
    trend: bool
    level: float


@dataclass(frozen=True, slots=True)
class RandomSlopes:
    """Result of ``random_slopes``.

    ``mean`` is the average over people of the difference in today's outcome for one more of the
    exposure on the declared day before, yesterday's outcome and each person's own level (and trend)
    being the same; its interval and p are those of t with people minus 1 degrees of freedom.
    ``spread`` is the standard deviation of true slopes between people, with profile limits.
    ``slopes`` are the people's own, drawn towards the mean, in the order of ``people``;
    ``share_positive`` is the share of people with a slope above 0, if slopes are normal.
    ``carry_over`` is the coefficient of yesterday's outcome; in short diaries it is too low.
    """

    mean: float
    standard_error: float
    lower: float
    upper: float
    p: float
    spread: float
    spread_lower: float
    spread_upper: float
    share_positive: float
    slopes: tuple[float, ...]
    people: tuple[str, ...]
    carry_over: float
    residual: float
    log_likelihood: float
    left_out: tuple[str, ...]
    n: int
    rows: int
    settings: Settings
    method: str
    software: str

    def summary(self) -> str:
        """How people differ, before the average."""
        above = sum(one > 0.0 for one in self.slopes)
        return (
            f"Of {self.n} people {above} have a slope above 0 and {self.n - above} one below or at "
            f"it, each drawn towards the average. True slopes differ between people with a "
            f"standard deviation of {self.spread:.2f} ({100 * self.settings.level:g} % interval "
            f"{self.spread_lower:.2f} to {self.spread_upper:.2f}); on average they are "
            f"{self.mean:+.2f} ({self.lower:+.2f} to {self.upper:+.2f}). "
            "An association in time, of people who keep diaries."
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Of each person: squares and products of exposure, yesterday's outcome, and outcome."""

    products: Floats
    freedom: Ints

    def at(self, ratio: float) -> Floats:
        """Products over all people, weighted, the spread being ``ratio`` residual variances."""
        exposure = self.products[:, 0, :]
        weight = ratio / (1.0 + ratio * self.products[:, 0, 0])
        lost = weight[:, np.newaxis, np.newaxis] * exposure[:, :, None] * exposure[:, None, :]
        total: Floats = (self.products - lost).sum(axis=0)
        return total

    def height(self, ratio: float) -> float:
        """The restricted log-likelihood, without its constant."""
        total = self.at(ratio)
        fixed, rest = total[:2, :2], self.rest(total)
        sign, determinant = np.linalg.slogdet(fixed)
        if sign <= 0 or rest <= 0.0:
            return -math.inf
        people = float(np.log1p(ratio * self.products[:, 0, 0]).sum())
        freedom = int(self.freedom.sum()) - 2
        return -0.5 * (freedom * math.log(rest / freedom) + people + float(determinant))

    def in_spreads(self) -> tuple[_Sums, tuple[float, float]]:
        """The same with exposure and outcome in their spreads within people, and those spreads."""
        whole = self.products.sum(axis=0)
        free = float(self.freedom.sum())
        spreads = math.sqrt(float(whole[0, 0]) / free), math.sqrt(float(whole[2, 2]) / free)
        scale = np.array([1.0 / spreads[0], 1.0 / spreads[1], 1.0 / spreads[1]])
        return _Sums(self.products * np.outer(scale, scale), self.freedom), spreads

    @staticmethod
    def rest(total: Floats) -> float:
        """Squares that the two slopes leave."""
        found = np.linalg.solve(total[:2, :2], total[:2, 2])
        return float(total[2, 2] - total[:2, 2] @ found)


def random_slopes(
    person: ArrayLike,
    day: ArrayLike,
    outcome: ArrayLike,
    exposure: ArrayLike,
    *,
    lag: int = 1,
    trend: bool = True,
    level: float = 0.95,
) -> RandomSlopes | NotEstimable:
    """Fit all diaries at once, a row a person and day.

    Parameters
    ----------
    person : array
        Who: numbers or strings.
    day : array of int
        Day of the row; each person's own count. Days without a row are missing.
    outcome, exposure : array of float
        NaN where missing.
    lag : int
        The declared lag of the exposure, in days.
    trend : bool
        Whether every person has a trend of their own beside their own level.
    level : float
        Confidence level.

    Returns
    -------
    RandomSlopes or NotEstimable
        NotEstimable if fewer than three people have days enough and an exposure that varies; who
        has not is named in ``left_out``.

    Raises
    ------
    InvalidInput
        If the columns differ in length, or a person has a day twice.

    Notes
    -----
    ``y_it = a_i + c_i t + phi y_i(t-1) + (beta + u_i) x_i(t-lag) + e_it``, u normal with SD
    ``spread``, e normal. Levels and trends are the people's own, taken out person by person, so
    that differences between people never enter. One phi and one residual variance for all: where
    people differ in them, `pool_diaries` of the people's own fits is the other view.

    References
    ----------
    Patterson and Thompson (1971), Biometrika 58:545-554 (restricted likelihood); Nickell (1981),
    Econometrica 49:1417-1426 (carry-over is too low in short series).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> who, day = np.repeat(np.arange(20), 60), np.tile(np.arange(60), 20)
    >>> stress = rng.normal(size=1200)
    >>> own = rng.normal(0.5, 0.4, 20)[who]
    >>> pain = own * np.r_[0, stress[:-1]] + rng.normal(size=1200)
    >>> found = random_slopes(who, day, pain, stress)
    >>> found.n, 0.2 < found.mean < 0.8, found.spread_lower > 0.1
    (20, True, True)
    """
    settings = Settings(lag, trend, level)
    _check(settings)
    names, sums, left_out = _people(person, day, outcome, exposure, settings)
    if len(names) < FEWEST_PEOPLE:
        return NotEstimable(
            f"{len(names)} people have enough days, and fewer than {FEWEST_PEOPLE} tell nothing "
            "of how people differ",
            METHOD,
        )
    if float(sums.products[:, 2, 2].sum()) <= 0.0:
        return NotEstimable("nobody's outcome varies", METHOD)
    sums, (of_exposure, of_outcome) = sums.in_spreads()
    unit = of_outcome / of_exposure
    whole = sums.at(0.0)
    if np.linalg.matrix_rank(whole[:2, :2]) < 2 or sums.rest(whole) <= FLAT * float(whole[2, 2]):
        return NotEstimable("exposure and outcome of the day before explain everything", METHOD)
    ratio = _highest(sums)
    total = sums.at(ratio)
    inverse = np.linalg.inv(total[:2, :2])
    mean, carry = (inverse @ total[:2, 2]).tolist()
    residual = sums.rest(total) / (int(sums.freedom.sum()) - 2)
    error = math.sqrt(residual * float(inverse[0, 0]))
    low, high = _spread_limits(sums, ratio, level)
    freedom = len(names) - 1
    reach = float(stdtrit(freedom, (1.0 + level) / 2.0)) * error
    spread = math.sqrt(ratio * residual)
    return RandomSlopes(
        mean=unit * mean,
        standard_error=unit * error,
        lower=unit * (mean - reach),
        upper=unit * (mean + reach),
        p=2.0 * float(stdtr(freedom, -abs(mean) / error)),
        spread=unit * spread,
        spread_lower=unit * _in_units(sums, low),
        spread_upper=unit * _in_units(sums, high),
        share_positive=float(ndtr(mean / spread)) if spread > 0.0 else float(mean > 0.0),
        slopes=tuple((unit * _own(sums, ratio, mean, carry)).tolist()),
        people=names,
        carry_over=carry,
        residual=of_outcome * math.sqrt(residual),
        log_likelihood=sums.height(ratio)
        - (int(sums.freedom.sum()) - 1) * math.log(of_outcome)
        - math.log(of_exposure),
        left_out=left_out,
        n=len(names),
        rows=int(sums.freedom.sum()) + len(names) * (2 if trend else 1),
        settings=settings,
        method=METHOD,
        software=software_version(),
    )


def _check(settings: Settings) -> None:
    if settings.lag < 0 or not 0.0 < settings.level < 1.0:
        raise InvalidInput("A lag is 0 or more days, and the level lies between 0 and 1.")


def _people(
    person: ArrayLike, day: ArrayLike, outcome: ArrayLike, exposure: ArrayLike, settings: Settings
) -> tuple[tuple[str, ...], _Sums, tuple[str, ...]]:
    who, when = np.asarray(person), np.asarray(day)
    pain, stress = (np.asarray(one, dtype=np.float64) for one in (outcome, exposure))
    if who.ndim != 1 or not who.shape == when.shape == pain.shape == stress.shape:
        raise InvalidInput("Person, day, outcome and exposure must be columns of one length.")
    if when.size and (when.dtype.kind not in "iuf" or not (when == np.rint(when)).all()):
        raise InvalidInput("Days must be whole numbers.")
    if np.isinf(pain).any() or np.isinf(stress).any():
        raise InvalidInput("A value is endless; leave it missing instead.")
    names, products, freedom, left_out = [], [], [], []
    for name in np.unique(who):
        rows = who == name
        found = _sums_of(when[rows].astype(np.int64), pain[rows], stress[rows], settings, str(name))
        if found is None:
            left_out.append(str(name))
            continue
        names.append(str(name))
        products.append(found[0])
        freedom.append(found[1])
    sums = _Sums(np.array(products).reshape(-1, 3, 3), np.array(freedom, dtype=np.int64))
    return tuple(names), sums, tuple(left_out)


def _sums_of(
    day: Ints, pain: Floats, stress: Floats, settings: Settings, name: str
) -> tuple[Floats, int] | None:
    """Products of one person, level and trend taken out; None where days or spread are lacking."""
    if np.unique(day).size != day.size:
        raise InvalidInput(f"Person {name} has a day twice.")
    length = int(day.max() - day.min()) + 1
    series = np.full((2, length), np.nan)
    series[:, day - day.min()] = pain, stress
    reach = max(1, settings.lag)
    at = np.arange(reach, length)
    table = np.column_stack([series[1][at - settings.lag], series[0][at - 1], series[0][at]])
    kept = np.isfinite(table).all(axis=1)
    table, at = table[kept], at[kept]
    own = np.column_stack([np.ones(at.size), at]) if settings.trend else np.ones((at.size, 1))
    if at.size < own.shape[1] + 3:
        return None
    basis = np.linalg.qr(own.astype(np.float64))[0]
    free = table - basis @ (basis.T @ table)
    if float((free[:, 0] ** 2).sum()) <= 1e-10 * float((table[:, 0] ** 2).sum()):
        return None
    return free.T @ free, at.size - own.shape[1]


def _highest(sums: _Sums) -> float:
    """The ratio of variances with the highest restricted likelihood; 0 is an answer."""
    found = minimize_scalar(
        lambda x: -sums.height(math.expm1(x)),
        bounds=(0.0, math.log1p(FARTHEST / _typical(sums))),
        method="bounded",
        options={"xatol": 1e-11},
    )
    ratio = math.expm1(float(found.x))
    return ratio if sums.height(ratio) > sums.height(0.0) else 0.0


def _typical(sums: _Sums) -> float:
    return max(float(np.median(sums.products[:, 0, 0])), 1e-12)


def _spread_limits(sums: _Sums, ratio: float, level: float) -> tuple[float, float]:
    """Ratios at which the restricted likelihood has fallen by half the chi-squared quantile."""
    floor = sums.height(ratio) - float(chdtri(1, 1.0 - level)) / 2.0

    def above(value: float) -> float:
        return sums.height(value) - floor

    low = 0.0 if ratio == 0.0 or above(0.0) >= 0.0 else float(brentq(above, 0.0, ratio))
    high = 2.0 * ratio + 1.0 / _typical(sums)
    while above(high) > 0.0 and high < FARTHEST:
        high *= 2.0
    return low, float(brentq(above, ratio, high)) if above(high) <= 0.0 else math.inf


def _in_units(sums: _Sums, ratio: float) -> float:
    """The spread that a ratio means, with the residual variance at its best there."""
    if ratio == 0.0 or math.isinf(ratio):
        return ratio
    return math.sqrt(ratio * sums.rest(sums.at(ratio)) / (int(sums.freedom.sum()) - 2))


def _own(sums: _Sums, ratio: float, mean: float, carry: float) -> Floats:
    """Best linear predictions of the people's slopes."""
    square = sums.products[:, 0, 0]
    left = sums.products[:, 0, 2] - mean * square - carry * sums.products[:, 0, 1]
    slopes: Floats = mean + ratio * left / (1.0 + ratio * square)
    return slopes
