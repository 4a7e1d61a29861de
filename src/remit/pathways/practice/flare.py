"""Flares: reported, or a rise that asks; recurrence, and time to relief (CLINICAL D.5, E.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median, pstdev

RISE_POINTS = 2
RISE_SDS = 2.0
BEFORE_DAYS = 14
LEAST_RATINGS = 7
RUN = 2
QUIET_DAYS, QUIET = 7, 1
RECURRENCE = 3
RELIEF = 1
WITHIN_MINUTES = 59
CONTACT_AFTER_DAYS = 3


@dataclass(frozen=True, slots=True)
class ReRating:
    """Pain rated again, so many minutes after the first rating of a flare."""

    minutes: float
    pain: int


def asks_about_flare(pain: Mapping[date, int], today: date) -> bool:
    """Whether the ratings ask "is this a flare?"; they never say that it is one.

    The last two days each lie 2 points *and* 2 of the person's standard deviations above the
    median of the 14 days before them, of which 7 have a rating (D.5); and above their mean as
    well: a median of whole numbers jumps, and alone it asks one in ten people whose pain is
    steady at 5 +- 1 within 21 days. A one-day rule asks most of them.

    Args:
        pain: average pain of each day, 0-10; missing days are left out.
        today: the newest day looked at.
    """
    last = [today - timedelta(days=back) for back in range(RUN)]
    earlier = [today - timedelta(days=RUN + back) for back in range(BEFORE_DAYS)]
    known = [pain[on] for on in earlier if on in pain]
    if len(known) < LEAST_RATINGS or any(on not in pain for on in last):
        return False
    usual = max(median(known), fmean(known))
    rise = max(RISE_POINTS, RISE_SDS * pstdev(known))
    return all(pain[on] - usual >= rise for on in last)


def is_recurrence(pain: Mapping[date, int], today: date) -> bool:
    """Whether a rating of 3 or more follows 7 days in a row of 1 or less (D.5).

    All seven days before need a rating.
    """
    before = [today - timedelta(days=back) for back in range(1, QUIET_DAYS + 1)]
    if pain.get(today, 0) < RECURRENCE or any(on not in pain for on in before):
        return False
    return all(pain[on] <= QUIET for on in before)


def minutes_to_relief(re_ratings: Sequence[ReRating]) -> float | None:
    """Minutes to the first re-rating of 1 or less; None where there was none."""
    eased = [one.minutes for one in re_ratings if one.pain <= RELIEF]
    return min(eased, default=None)


def resolved_within_minutes(re_ratings: Sequence[ReRating]) -> bool:
    """Whether a re-rating of 1 or less came within 59 minutes of the first rating (D.5)."""
    relief = minutes_to_relief(re_ratings)
    return relief is not None and relief <= WITHIN_MINUTES


def is_unchanged(reported: Mapping[date, bool], today: date) -> bool:
    """Whether a flare is in its third day and no better: then the clinic is called (E.5, step 7).

    Args:
        reported: each date on which it hurt, and whether it eased on that date.
        today: the newest date looked at.
    """
    days = [today - timedelta(days=back) for back in range(CONTACT_AFTER_DAYS)]
    return all(reported.get(on) is False for on in days)
