"""What a participant's diary is asked, declared once for everybody (METHODS A5.2).

Yesterday's stress and today's pain, looked at after 28, 56 and 84 days and at no other time; and
whether days on which it began to hurt came after more stress. The answer is the person's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from remit.stats.diary.association import DiaryAssociation, diary_association
from remit.stats.diary.looks import DiaryLooks, look_at_diary
from remit.stats.flares.logistic import flare_logistic
from remit.stats.not_estimable import NotEstimable
from remit.stats.regression import Regression

LOOKS: Final = (28, 56, 84)
ALPHA: Final = 0.05
SMALL: Final = 1.0
"""Points of 0 to 10: an interval inside plus and minus this says that at most little is there."""
STRESS: Final = "stress of the day before"
Floats = NDArray[np.float64]


class DiaryAnswer(StrEnum):
    """What a person reads; the first is the usual one."""

    NOT_ENOUGH_INFORMATION = "not enough information"
    AT_MOST_SMALL = "at most a small difference"
    HIGHER = "higher after more stress, more than chance"
    LOWER = "lower after more stress, more than chance"


@dataclass(frozen=True, slots=True)
class RatedDay:
    """One day of a diary; None where nothing was rated. ``began`` says whether it began to hurt."""

    pain: int | None
    stress: int | None
    began: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Share of days without a pain rating on the day after more pain than usual, and after less."""

    after_more: float | None
    after_less: float | None


@dataclass(frozen=True, slots=True)
class DiaryFound:
    """Everything that is said of one diary.

    Attributes:
        looks: p that counts all looks so far, or why none was made.
        last: the model at the last look, with other lags and the same day.
        flares: stress of the day before, and days on which it began to hurt.
        missing: whether days are missing more often after worse ones.
        days, rated: length of the diary so far, and days with both ratings.
    """

    looks: DiaryLooks | NotEstimable
    last: DiaryAssociation | NotEstimable
    flares: Regression | NotEstimable
    missing: Missing
    days: int
    rated: int

    @property
    def answer(self) -> DiaryAnswer:
        """What may be said."""
        if isinstance(self.looks, NotEstimable) or isinstance(self.last, NotEstimable):
            return DiaryAnswer.NOT_ENOUGH_INFORMATION
        if self.looks.p <= ALPHA:
            return DiaryAnswer.HIGHER if self.last.estimate > 0.0 else DiaryAnswer.LOWER
        if self.last.lower > -SMALL and self.last.upper < SMALL:
            return DiaryAnswer.AT_MOST_SMALL
        return DiaryAnswer.NOT_ENOUGH_INFORMATION


def ask(days: Sequence[RatedDay]) -> DiaryFound:
    """Put the declared question to a diary of consecutive days from the first."""
    pain = _series([day.pain for day in days])
    stress = _series([day.stress for day in days])
    looks = look_at_diary(pain, stress, looks=LOOKS)
    if isinstance(looks, NotEstimable):
        last: DiaryAssociation | NotEstimable = looks
    else:
        length = looks.looks[-1].days
        last = diary_association(pain[:length], stress[:length])
    return DiaryFound(
        looks=looks,
        last=last,
        flares=_flares(days, stress, looks),
        missing=_missing(pain),
        days=len(days),
        rated=int((np.isfinite(pain) & np.isfinite(stress)).sum()),
    )


def _series(values: Sequence[int | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)


def _flares(
    days: Sequence[RatedDay], stress: Floats, looks: DiaryLooks | NotEstimable
) -> Regression | NotEstimable:
    """Onsets on days at risk, up to the last look; the day after an onset is no day at risk."""
    if isinstance(looks, NotEstimable):
        return looks
    length = looks.looks[-1].days
    began = np.array([day.began for day in days[:length]], dtype=np.float64)
    before = np.append(np.nan, stress[: length - 1])
    after_onset = np.append(0.0, began[:-1]) > 0.0
    began[after_onset] = np.nan
    return flare_logistic(began, {STRESS: before}, limits="profile")


def _missing(pain: Floats) -> Missing:
    """No series of missing days is at random for sure; who sees it can ask."""
    before, today = pain[:-1], pain[1:]
    known = np.isfinite(before)
    if not known.any():
        return Missing(None, None)
    more = before > np.median(before[known])

    def share(which: NDArray[np.bool_]) -> float | None:
        return float(np.isnan(today[which]).mean()) if which.any() else None

    return Missing(share(known & more), share(known & ~more))
