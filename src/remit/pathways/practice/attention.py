"""Who needs somebody, why, and how soon: rules over what is known of one participant's programme.

Sources: CLINICAL A.7 (flags, service times), E.2 (call on day 10 or 11, day 22), E.8 (distress,
adverse events), D.7 (months). Nothing here closes anything: a need leaves the list when somebody
has written what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from remit.domain.action_code import ActionCode
from remit.domain.assessment import Point
from remit.domain.enrolment import State
from remit.domain.programme import DAYS
from remit.pathways.practice.windows import windows


class Soon(StrEnum):
    """How soon somebody is needed, most urgent first."""

    NOW = "now"
    TODAY = "today"
    WORKING_DAY = "within a working day"
    WEEK = "this week"


class Kind(StrEnum):
    """What somebody is needed for."""

    EMERGENCY = "emergency"
    SAME_DAY = "same day"
    REVIEW = "review"
    ROUTINE = "routine"
    RELEASE = "release"
    SERIOUS = "serious event"
    EVENT = "event"
    BASELINE = "baseline"
    SILENT = "silent"
    PAPER = "paper"
    MISSED = "missed session"
    MIDWAY = "midway"
    DAY_22 = "day 22"
    MONTH_1 = "month 1"
    MONTH_3 = "month 3"
    MONTH_6 = "month 6"
    MONTH_12 = "month 12"
    CLEARANCE = "clearance"
    LEFT = "left"


MIDWAY_DAYS: Final = (10, 16)
"""The call is planned for day 10 or 11 (E.2); after day 16 the next session is nearer than it."""
AFTER_DAYS: Final = 21
"""So long after day 22 its call is still asked for; then the months are."""
SILENT_AFTER: Final = timedelta(days=3)
PAPER_AFTER: Final = timedelta(days=8)
CLEARANCE_BEFORE: Final = timedelta(days=7)
LEFT_FOR: Final = timedelta(days=7)
BASELINE_BEFORE: Final = timedelta(days=3)

_FLAGS: Final = {
    ActionCode.EMERGENCY: (Kind.EMERGENCY, Soon.NOW),
    ActionCode.SAME_DAY: (Kind.SAME_DAY, Soon.TODAY),
    ActionCode.REVIEW: (Kind.REVIEW, Soon.WORKING_DAY),
    ActionCode.ROUTINE: (Kind.ROUTINE, Soon.WEEK),
}
_MONTHS: Final = {
    Point.MONTH_1: Kind.MONTH_1,
    Point.MONTH_3: Kind.MONTH_3,
    Point.MONTH_6: Kind.MONTH_6,
    Point.MONTH_12: Kind.MONTH_12,
}
_RUNNING: Final = (State.ACTIVE, State.HELD)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of one participant's programme on a date.

    Attributes:
        today: programme date where the participant is.
        state: where they stand.
        day_one: date of day 1; None on the waiting list.
        flags: code and date of each open flag that the reader may see.
        held_since: date of each hold whose flag has its outcome.
        unrated: date of each adverse event that nobody rated, and whether it is serious.
        last_heard: date of the last thing that came.
        on_paper: whether everything is done on paper.
        reached: kinds of planned contact that were made, in the words of `Kind`.
        reads_doses: whether the reader may know what came, and who was called.
        missed: dates of sessions that were missed and not made up.
        cleared_until: last date of the clearance; None where it has no end or there is none.
        left_on: date of a withdrawal.
    """

    today: date
    state: State
    day_one: date | None = None
    flags: tuple[tuple[ActionCode, date], ...] = ()
    held_since: tuple[date, ...] = ()
    unrated: tuple[tuple[date, bool], ...] = ()
    last_heard: date | None = None
    on_paper: bool = False
    reached: frozenset[str] = frozenset()
    reads_doses: bool = True
    missed: tuple[date, ...] = ()
    cleared_until: date | None = None
    left_on: date | None = None

    @property
    def day(self) -> int:
        """The day of the programme, going on after 21; 0 or less before it."""
        return (self.today - self.day_one).days + 1 if self.day_one else 0


@dataclass(frozen=True, order=True)
class Need:
    """One reason why somebody is needed; sorted as a list is read."""

    rank: int
    since: date
    kind: Kind

    @property
    def soon(self) -> Soon:
        """How soon."""
        return list(Soon)[self.rank]


def needs(known: Known) -> tuple[Need, ...]:
    """Every reason, most urgent first, then the longest waiting."""
    found = [
        *_of_clinic(known),
        *_of_contact(known),
        *_of_calls(known),
        *_of_time(known),
    ]
    return tuple(sorted(found))


def _need(kind: Kind, soon: Soon, since: date) -> Need:
    return Need(list(Soon).index(soon), since, kind)


def _of_clinic(known: Known) -> Iterator[Need]:
    for code, since in known.flags:
        if code in _FLAGS:  # a note asks nobody
            yield _need(*_FLAGS[code], since)
    for since in known.held_since:
        yield _need(Kind.RELEASE, Soon.WORKING_DAY, since)
    for since, serious in known.unrated:
        if serious:
            yield _need(Kind.SERIOUS, Soon.TODAY, since)
        else:
            yield _need(Kind.EVENT, Soon.WORKING_DAY, since)


def _of_contact(known: Known) -> Iterator[Need]:
    """Silence is no failure: somebody asks how it goes."""
    if known.state not in _RUNNING or known.day_one is None or known.day > DAYS:
        return
    last = max(known.last_heard or known.day_one, known.day_one)
    patience = PAPER_AFTER if known.on_paper else SILENT_AFTER
    if known.reads_doses and known.today - last >= patience:
        kind = Kind.PAPER if known.on_paper else Kind.SILENT
        yield _need(kind, Soon.WEEK if known.on_paper else Soon.WORKING_DAY, last)
    for on in known.missed:
        yield _need(Kind.MISSED, Soon.WORKING_DAY, on)


def _of_calls(known: Known) -> Iterator[Need]:
    has_left = known.state in (State.CLOSED, State.WITHDRAWN)
    if known.day_one is None or has_left or not known.reads_doses:
        return
    day = known.day
    begun = known.state not in (State.INVITED, State.CONSENTED, State.BASELINE)
    first, last = MIDWAY_DAYS
    if begun and first <= day <= last and Kind.MIDWAY not in known.reached:
        yield _need(Kind.MIDWAY, Soon.TODAY, _date(known.day_one, first))
    after = DAYS + 1
    if begun and after <= day <= after + AFTER_DAYS and Kind.DAY_22 not in known.reached:
        yield _need(Kind.DAY_22, Soon.TODAY, _date(known.day_one, after))
    for window in windows(known.day_one) if begun else ():
        kind = _MONTHS.get(window.point)
        if kind and window.holds(known.today) and kind not in known.reached:
            yield _need(kind, Soon.WEEK, window.opens)


def _of_time(known: Known) -> Iterator[Need]:
    """What a date alone asks for."""
    if known.left_on is not None and known.today - known.left_on <= LEFT_FOR:
        yield _need(Kind.LEFT, Soon.WEEK, known.left_on)
    if known.day_one is None:
        return
    if known.state is State.CONSENTED and known.day_one - known.today <= BASELINE_BEFORE:
        late = known.today >= known.day_one
        yield _need(Kind.BASELINE, Soon.TODAY if late else Soon.WORKING_DAY, known.day_one)
    until = known.cleared_until
    if known.state in (*_RUNNING, State.BASELINE) and until is not None:
        if until < known.today:
            yield _need(Kind.CLEARANCE, Soon.WORKING_DAY, until)
        elif until - known.today <= CLEARANCE_BEFORE:
            yield _need(Kind.CLEARANCE, Soon.WEEK, until)


def _date(day_one: date, number: int) -> date:
    return day_one + timedelta(days=number - 1)
