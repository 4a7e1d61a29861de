"""Ratings of several days together, and what one more of them brings to light (CLINICAL E.8, A2).

What came late is judged on its own date and on the dates after it, so that the order in which
things arrive from a phone does not matter. A finding that stood before is not found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from remit.pathways.practice.distress import (
    BEFORE_DAYS,
    PAIN_DAYS,
    Dose,
    Finding,
    over_days,
    watched_dates,
)

REACH = timedelta(days=PAIN_DAYS - 1)
"""So many days after its own date one rating can still complete a finding."""
LOOK_BACK = timedelta(days=PAIN_DAYS + BEFORE_DAYS)
"""So many days before a date its rules read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evening:
    """The ratings of one check-in.

    Attributes:
        at: when it was made; of several on one date the latest counts.
        on: programme date.
        ratings: "pain_avg", "mood" and "sud_bedtime" as far as they were given.
    """

    at: datetime
    on: date
    ratings: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Readings:
    """What was rated around writing, and in the evenings."""

    doses: tuple[Dose, ...] = ()
    evenings: tuple[Evening, ...] = ()

    def with_dose(self, dose: Dose) -> Readings:
        """The same, and one more piece of writing."""
        return replace(self, doses=(*self.doses, dose))

    def with_evening(self, evening: Evening) -> Readings:
        """The same, and one more check-in."""
        return replace(self, evenings=(*self.evenings, evening))

    def of(self, name: str) -> dict[date, int]:
        """One rating by date, from the latest check-in of each date that gave it."""
        ordered = sorted(self.evenings, key=lambda one: one.at)
        return {one.on: one.ratings[name] for one in ordered if name in one.ratings}

    def watched(self) -> frozenset[date]:
        """Dates on which it was a lot (A1)."""
        return watched_dates(self.doses, self.of("sud_bedtime"))

    def findings(self, first: date, last: date) -> frozenset[tuple[date, Finding]]:
        """What the rules over several days say on each date from the first to the last."""
        watched, mood, pain = self.watched(), self.of("mood"), self.of("pain_avg")
        days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        return frozenset(
            (on, found)
            for on in days
            for found in over_days(on, watched=watched, mood=mood, pain=pain)
        )


def news(before: Readings, after: Readings, *, on: date, today: date) -> tuple[Finding, ...]:
    """Findings that one more rating brought, each once, in the order of their dates.

    Args:
        before: without it.
        after: with it.
        on: programme date of the rating.
        today: programme date now; nothing is said of dates ahead of it.
    """
    last = max(on, min(today, on + REACH))
    found = after.findings(on, last) - before.findings(on, last)
    ordered = sorted(found, key=lambda one: (one[0], one[1].reason.value))
    return tuple(dict.fromkeys(finding for _, finding in ordered))
