"""Where words about time lie in one life: from what the record says of birth and consultation.

Small on purpose: a line is read at every stroke of a key, so nothing is tightened here as the
timeline does it; each date is resolved from its anchors alone, which errs toward "possible".
"""

from __future__ import annotations

from datetime import date

from remit.domain.chronology import is_moment
from remit.domain.fuzzydate import (
    BIRTH,
    CONSULTATION,
    OWN_END,
    OWN_START,
    PROGRAMME_END,
    PROGRAMME_START,
    FuzzyDate,
)
from remit.domain.history import History
from remit.domain.interval import EVER, Interval
from remit.domain.lately import said
from remit.domain.length import FIRST_DAY, LAST_DAY, Axis
from remit.domain.saying import Reading
from remit.errors import InvalidInput


class Life:
    """The dates of one history on the calendar, as far as they can be said."""

    def __init__(self, history: History, entry: date | None) -> None:
        self.history = history
        self.reading = Reading(entry=entry, southern=history.subject.southern)
        self._under_way: set[str] = set()
        self._known: dict[str, Interval] = {}

    @property
    def birth(self) -> Interval:
        """When the person was born."""
        return self.interval(BIRTH)

    @property
    def now(self) -> Interval:
        """The consultation, or the day of telling where the record does not date it."""
        found = self.interval(CONSULTATION)
        if found == EVER and self.reading.entry is not None:
            day = self.reading.entry.toordinal()
            return Interval(day, day)
        return found

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and the last year that can be told of; None where nobody knows."""
        first, last = self.birth.earliest, self.now.latest
        return _year(first), _year(last)

    def shown(self, start: str, end: str) -> str:
        """Dates as understood, for the chip: "about 1993: 1991 to 1995 until 2004"."""
        words = self._with_years(start) if start else ""
        return f"{words} until {end}".strip() if end else words

    def _with_years(self, words: str) -> str:
        found = self.said(words)
        first, last = _year(found.earliest), _year(found.latest)
        if first is None or last is None or (first == last and str(first) in words):
            return words
        years = str(first) if first == last else f"{first} to {last}"
        return words if words == years else f"{words}: {years}"

    def said(self, words: str) -> Interval:
        """The days that words about time allow; all of them where the words are not understood."""
        try:
            found = said(words, self.reading)
        except (InvalidInput, ValueError, OverflowError):
            return EVER
        return self.resolve(found)

    def resolve(self, told: FuzzyDate) -> Interval:
        """The days that a statement allows."""
        try:
            return told.resolve(self._anchor, Axis.CALENDAR)
        except (InvalidInput, ValueError, OverflowError):
            return EVER

    def interval(self, point: str) -> Interval:
        """The days of a landmark, or of a fact by its id with or without ".start" or ".end"."""
        if point in self._known:
            return self._known[point]
        told = self._told(point)
        if told is None or point in self._under_way:
            return EVER
        self._under_way.add(point)
        found = self.resolve(told)
        self._under_way.discard(point)
        self._known[point] = found
        return found

    def _anchor(self, point: str) -> Interval:
        return self.now if point == CONSULTATION else self.interval(point)

    def _told(self, point: str) -> FuzzyDate | None:
        subject = self.history.subject
        landmarks = {
            BIRTH: subject.birth,
            CONSULTATION: subject.consultation,
            PROGRAMME_START: subject.programme_start,
            PROGRAMME_END: subject.programme_end,
        }
        if point in landmarks:
            return landmarks[point]
        name, _, side = point.rpartition(".")
        identifier, side = (name, side) if side in {OWN_START, OWN_END} else (point, OWN_START)
        try:
            fact = self.history.fact(identifier)
        except KeyError:
            return None
        if side == OWN_END and not is_moment(fact):
            return fact.end
        return fact.start


def _year(day: int | None) -> int | None:
    if day is None:
        return None
    return date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY)).year
