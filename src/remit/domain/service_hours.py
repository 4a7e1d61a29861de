"""When a clinic is open: weekly hours and holidays in its own zone, as instants of time.

Local times become instants before anything is compared or added, so that the two nights in which
clocks change need no special case: an opening that the clock skips begins when the clock goes on,
a closing that comes twice counts the second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from remit.errors import InvalidInput

WEEK = 7
# Longer than any holiday; a clinic that does not open within it does not open.
HORIZON = timedelta(days=120)
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})")


@dataclass(frozen=True, order=True)
class Span:
    """Open from one local time to another; where it ends no later than it begins, the next day.

    Attributes:
        weekday: of its beginning, 0 for Monday.
    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday < WEEK:
            raise InvalidInput("A weekday is a number from 0 (Monday) to 6 (Sunday).")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise InvalidInput("Opening hours are local times.")

    @property
    def crosses_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.closes <= self.opens

    @property
    def words(self) -> str:
        """As people write it: 8:00-17:00."""
        return f"{clock(self.opens)}-{clock(self.closes)}"


@dataclass(frozen=True, order=True)
class Opening:
    """One stretch of open time, as instants in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class WorkingDay:
    """The stretches that begin on one local date; a date with none is no working day."""

    on: date
    openings: tuple[Opening, ...]

    @property
    def start(self) -> datetime:
        """The first opening."""
        return self.openings[0].start

    @property
    def end(self) -> datetime:
        """The last closing."""
        return max(one.end for one in self.openings)

    def clipped(self, at: datetime) -> datetime:
        """The first instant of this day's service that is not before `at`; else its last."""
        for one in self.openings:
            if at <= one.end:
                return max(at, one.start)
        return self.end


@dataclass(frozen=True)
class Hours:
    """Weekly hours and holidays of a clinic, in its zone."""

    zone: str
    weekly: tuple[Span, ...] = ()
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InvalidInput(f"There is no time zone “{self.zone}”.") from error

    def local(self, at: datetime) -> datetime:
        """An instant on the clinic's clock."""
        if at.tzinfo is None:
            raise InvalidInput("An instant needs a zone.")
        return at.astimezone(ZoneInfo(self.zone))

    def day(self, on: date) -> WorkingDay | None:
        """The working day of a date; None where the clinic does not open.

        Time that belongs to an earlier stretch is not counted twice.
        """
        taken = max((one.end for one in self._openings(on - timedelta(days=1))), default=None)
        found: list[Opening] = []
        for one in self._openings(on):
            start = one.start if taken is None else max(one.start, taken)
            if start < one.end:
                found.append(Opening(start, one.end))
                taken = one.end
        return WorkingDay(on, tuple(found)) if found else None

    def working_days(self, first: date) -> Iterator[WorkingDay]:
        """Working days from a date on, as far as the horizon."""
        for number in range(HORIZON.days):
            found = self.day(first + timedelta(days=number))
            if found is not None:
                yield found

    def is_open(self, at: datetime) -> bool:
        """Whether the clinic is open at an instant; it is open at its opening, not at its end."""
        return self.closing(at) is not None

    def closing(self, at: datetime) -> datetime | None:
        """When it closes; None where it is closed. Stretches that touch are one."""
        at = at.astimezone(UTC)  # a repeated hour compares rightly only there
        end: datetime | None = None
        for opening in self._around(at):
            if opening.start <= (end or at) < opening.end:
                end = opening.end
        return end

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` itself while it is open, else the next opening; None where there is none."""
        at = at.astimezone(UTC)
        if self.is_open(at):
            return at
        for day in self.working_days(self.local(at).date()):
            for opening in day.openings:
                if opening.start >= at:
                    return opening.start
        return None

    def after_working_days(self, at: datetime, days: int) -> datetime | None:
        """As long after the opening of a later working day as `at` is after that of its own.

        Out of hours counts as the next opening. Clipped into the service of the later day. Measured
        in elapsed time, so that a later instant never comes out earlier. None without openings.
        """
        start = self.next_opening(at)
        if start is None:
            return None
        following = list(self._from_day_of(start, days + 1))
        if len(following) <= days:
            return None
        later = following[days]
        return later.clipped(later.start + (start - following[0].start))

    def _from_day_of(self, at: datetime, most: int) -> Iterator[WorkingDay]:
        """The working day in whose service an instant lies, and those after it."""
        # A span past midnight belongs to the day on which it began.
        first = self.local(at).date() - timedelta(days=1)
        days = [day for day in (self.day(first), self.day(first + timedelta(days=1))) if day]
        own = next(day for day in days if any(o.start <= at < o.end for o in day.openings))
        for number, day in enumerate(self.working_days(own.on)):
            if number >= most:
                return
            yield day

    def _around(self, at: datetime) -> list[Opening]:
        """Stretches that could hold an instant or go on from it, in order."""
        today = self.local(at).date()
        days = (self.day(today + timedelta(days=n)) for n in range(-2, 9))
        return sorted(one for day in days if day for one in day.openings)

    def _openings(self, on: date) -> list[Opening]:
        """The stretches that begin on a date, as they were entered."""
        if on in self.holidays:
            return []
        spans = (span for span in self.weekly if span.weekday == on.weekday())
        return sorted(filter(None, (self._opening(on, span) for span in spans)))

    def _opening(self, on: date, span: Span) -> Opening | None:
        zone = ZoneInfo(self.zone)
        until = on + timedelta(days=1) if span.crosses_midnight else on
        start = datetime.combine(on, span.opens, zone).astimezone(UTC)
        end = max(
            datetime.combine(until, span.closes, zone).replace(fold=fold).astimezone(UTC)
            for fold in (0, 1)
        )
        return Opening(start, end) if start < end else None


def clock(at: time | datetime) -> str:
    """A time of day as it is said: 8:00, 17:30."""
    return f"{at.hour}:{at.minute:02}"


def read_spans(weekday: int, text: str) -> tuple[Span, ...]:
    """Spans of a weekday as people type them: "8:00-12:00, 13:00-17:00"; empty where closed.

    Raises:
        InvalidInput: a part is not a span, or two spans of the day overlap.
    """
    spans = []
    for part in filter(None, (one.strip() for one in re.split(r"[,;]", text))):
        found = _SPAN.fullmatch(part)
        if found is None:
            raise InvalidInput(f"“{part}” is not a span of time. Write it as 8:00-17:00.")
        spans.append(Span(weekday, _time(found[1], found[2]), _time(found[3], found[4])))
    spans.sort()
    for earlier, later in pairwise(spans):
        if earlier.crosses_midnight or earlier.closes > later.opens:
            raise InvalidInput(f"{earlier.words} and {later.words} overlap.")
    return tuple(spans)


def _time(hour: str, minute: str) -> time:
    if int(hour) == 24 and int(minute) == 0:
        return time(0)
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise InvalidInput(f"{hour}:{minute} is not a time of day.") from error


def weekday_runs(weekly: tuple[Span, ...]) -> list[tuple[int, int, tuple[Span, ...]]]:
    """Weekdays with the same hours, joined: (first, last, spans), without closed days."""
    runs: list[tuple[int, int, tuple[Span, ...]]] = []
    for weekday in range(WEEK):
        spans = tuple(sorted(span for span in weekly if span.weekday == weekday))
        same = [(span.opens, span.closes) for span in spans]
        if runs and spans and runs[-1][1] == weekday - 1:
            first, _, before = runs[-1]
            if [(span.opens, span.closes) for span in before] == same:
                runs[-1] = (first, weekday, before)
                continue
        if spans:
            runs.append((weekday, weekday, spans))
    return runs
