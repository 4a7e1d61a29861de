"""Derived outcomes of a pain rating, CLINICAL D.5 (thresholds: IMMPACT)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from remit.errors import InvalidInput

NRS_MAX = 10
WEEK = 7
LEAST_RATINGS = 4


@dataclass(frozen=True, slots=True)
class PainChange:
    """Average pain before (`baseline`) and at follow-up, 0 to 10; None where nobody knows.

    Raises:
        InvalidInput: for a rating outside 0 to 10.
    """

    baseline: float | None
    follow_up: float | None

    def __post_init__(self) -> None:
        for rating in (self.baseline, self.follow_up):
            if rating is not None and not 0 <= rating <= NRS_MAX:
                raise InvalidInput("A pain rating lies between 0 and 10.")

    @property
    def fall(self) -> float | None:
        """Points by which pain fell."""
        if self.baseline is None or self.follow_up is None:
            return None
        return self.baseline - self.follow_up

    @property
    def percent(self) -> float | None:
        """100 (b - f) / b; None where b is 0 or missing."""
        if self.fall is None or not self.baseline:
            return None
        return 100 * self.fall / self.baseline

    @property
    def r30(self) -> bool | None:
        """At least 30 % less pain."""
        return None if self.percent is None else self.percent >= 30

    @property
    def r50(self) -> bool | None:
        """At least 50 % less pain."""
        return None if self.percent is None else self.percent >= 50

    @property
    def abs2(self) -> bool | None:
        """At least 2 points less."""
        return None if self.fall is None else self.fall >= 2

    @property
    def worse(self) -> bool | None:
        """At least 2 points more."""
        return None if self.fall is None else self.fall <= -2

    @property
    def pain_free(self) -> bool | None:
        """A rating of 0."""
        return None if self.follow_up is None else self.follow_up == 0

    @property
    def near_pain_free(self) -> bool | None:
        """A rating of 1 or less."""
        return None if self.follow_up is None else self.follow_up <= 1

    @property
    def responder(self) -> str:
        """The highest class reached, in words; getting worse comes before any class."""
        if self.worse:
            return "worse by 2 points or more"
        if self.percent is None:
            return "cannot be computed"
        if self.r50:
            return "50 % or more"
        return "30 % to 49 %" if self.r30 else "under 30 %"


def weekly_mean(ratings: Sequence[float | None]) -> float | None:
    """Weekly value of a diary: the mean of at least 4 of 7 daily ratings, else None.

    It is shown apart from ratings of the past 7 days, which run higher (CLINICAL D.5).

    Args:
        ratings: one place for each of 7 days; None where the day has no rating.

    Raises:
        InvalidInput: not 7 days, or a rating outside 0 to 10.
    """
    if len(ratings) != WEEK:
        raise InvalidInput("A week has 7 days.")
    given = [rating for rating in ratings if rating is not None]
    if not all(0 <= rating <= NRS_MAX for rating in given):
        raise InvalidInput("A pain rating lies between 0 and 10.")
    return sum(given) / len(given) if len(given) >= LEAST_RATINGS else None
