"""When screening runs again (CLINICAL A.7): day 1, 8 and 15, and months 3, 6 and 12."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from remit.domain.clearance import ASK_AGAIN_AFTER_DAYS

WEEKLY_DAYS = (1, 8, 15)
FOLLOW_UP_MONTHS = (3, 6, 12)
DAYS_A_MONTH = 30.4375
STALE = timedelta(days=ASK_AGAIN_AFTER_DAYS)


@dataclass(frozen=True, slots=True)
class DueScreen:
    """One screening that is due.

    Attributes:
        point: day 1, month 3 and so on.
        stage: stage of the rule set.
        since: from when on it is due.
    """

    point: str
    stage: str
    since: date


def due_screens(
    last: Mapping[str, date],
    *,
    today: date,
    day_one: date | None = None,
    last_day: date | None = None,
) -> tuple[DueScreen, ...]:
    """The screenings due today, the newest of each kind only.

    Args:
        last: newest day on which each stage was finished.
        today: the day at the site.
        day_one: first group session, planned or held; None where none is planned.
        last_day: day 21; months count from it.
    """
    plan = [*_weekly(day_one), *_follow_up(last_day)]
    reached = [one for one in plan if one.since <= today]
    newest = {one.stage: one for one in reached}
    due = [one for one in newest.values() if _undone(one, last)]
    return tuple(due) or _late_start(last, today=today, day_one=day_one)


def _undone(one: DueScreen, last: Mapping[str, date]) -> bool:
    done = last.get(one.stage)
    return done is None or done < one.since


def _late_start(
    last: Mapping[str, date], *, today: date, day_one: date | None
) -> tuple[DueScreen, ...]:
    """Who starts late is asked again: stage 1 speaks of the last two weeks (CLINICAL A.1)."""
    done = last.get("stage1")
    if done is None or day_one is None or not today < day_one <= today + STALE:
        return ()
    if day_one - done <= STALE:
        return ()
    return (DueScreen("before a late start", "stage1", today),)


def _weekly(day_one: date | None) -> list[DueScreen]:
    if day_one is None:
        return []
    return [
        DueScreen(f"day {day}", "weekly", day_one + timedelta(days=day - 1)) for day in WEEKLY_DAYS
    ]


def _follow_up(last_day: date | None) -> list[DueScreen]:
    if last_day is None:
        return []
    return [
        DueScreen(
            f"month {month}", "stage1", last_day + timedelta(days=round(month * DAYS_A_MONTH))
        )
        for month in FOLLOW_UP_MONTHS
    ]
