"""A date as it is known: an interval, never a bare guess (INV-10; CLINICAL C.7).

Two kinds of statement exist. A *calendar* statement gives days on the calendar ("1993",
"summer 2004"). A *relative* statement gives distances from an anchor ("9 years ago", "two
months after the programme"); it becomes an interval when the anchor has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from remit.domain.interval import EVER, Interval
from remit.domain.length import Axis, Length, shift
from remit.errors import InvalidInput

CONSULTATION = "consultation"
BIRTH = "birth"
PROGRAMME_START = "programme-start"
PROGRAMME_END = "programme-end"
OWN_START = "start"
OWN_END = "end"
LANDMARKS = (CONSULTATION, BIRTH, PROGRAMME_START, PROGRAMME_END)


class Precision(StrEnum):
    """How the date was given (C.7)."""

    EXACT = "exact"
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    AGE = "age"
    RELATIVE = "relative"
    RANGE = "range"
    BEFORE = "before"
    AFTER = "after"
    CHILDHOOD = "childhood"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """Where the date comes from: the source says it, it follows, or the project assumes it."""

    STATED = "stated"
    DERIVED = "derived"
    ASSUMED = "assumed"


class Confidence(StrEnum):
    """How sure the person was."""

    SURE = "sure"
    FAIRLY = "fairly"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """One statement about when something was.

    Attributes:
        text: the words as typed or said.
        precision: the kind of statement.
        calendar: bounds as Gregorian ordinals, for a calendar statement.
        anchor: id of the fact or landmark that a relative statement counts from.
        lower, upper: signed distances from the anchor; None is open.
        approx: "about".
        edtf: the EDTF (ISO 8601-2) form, where the statement has one.
        basis, confidence: see the enumerations.

    Raises:
        InvalidInput: for a relative statement without anchor or the reverse.
    """

    text: str
    precision: Precision
    calendar: Interval | None = None
    anchor: str | None = None
    lower: Length | None = None
    upper: Length | None = None
    approx: bool = False
    edtf: str | None = None
    basis: Basis = Basis.STATED
    confidence: Confidence | None = None

    def __post_init__(self) -> None:
        if self.calendar is not None and self.anchor is not None:
            raise InvalidInput("A date is either on the calendar or relative to something.")
        if self.anchor is None and (self.lower is not None or self.upper is not None):
            raise InvalidInput("A distance in time needs something to count from.")
        if self.lower is not None and self.upper is not None and (self.upper - self.lower).sign < 0:
            raise InvalidInput("A distance in time must not end before it begins.")

    @property
    def is_unknown(self) -> bool:
        """True when nothing at all is known about the time."""
        return self.precision is Precision.UNKNOWN

    def known_as(self, basis: Basis, confidence: Confidence | None = None) -> FuzzyDate:
        """The same statement with another ground."""
        return replace(self, basis=basis, confidence=confidence)

    def resolve(self, interval_of: Callable[[str], Interval], axis: Axis) -> Interval:
        """The interval this statement allows, given the intervals of its anchors.

        Exact calendar arithmetic on the calendar axis; 365.25-day years rounded outward on the
        consultation axis, so no possible day is lost.
        """
        if self.calendar is not None:
            return self.calendar
        if self.anchor is None:
            return EVER
        anchor = interval_of(self.anchor)
        earliest = latest = None
        if self.lower is not None and anchor.earliest is not None:
            earliest = shift(anchor.earliest, self.lower, axis, up=False)
        if self.upper is not None and anchor.latest is not None:
            latest = shift(anchor.latest, self.upper, axis, up=True)
        if earliest is not None and latest is not None and earliest > latest:
            earliest, latest = latest, earliest  # "30 days to 1 month" after 31 January
        return Interval(earliest, latest)


UNKNOWN = FuzzyDate(text="unknown", precision=Precision.UNKNOWN, edtf="XXXX")


def known(date: FuzzyDate | None) -> bool:
    """True when there is a statement and it says something."""
    return date is not None and not date.is_unknown
