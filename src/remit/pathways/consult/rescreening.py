"""When screening runs again (CLINICAL A.7): day 1, 8 and 15, and months 3, 6 and 12.

Whether a late start asks stage 1 again is `remit.domain.clearance.asks_again_before`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEKLY_DAYS = (1, 8, 15)
FOLLOW_UP_MONTHS = (3, 6, 12)
DAYS_A_MONTH = 30.4375


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
    return tuple(due)


def _undone(one: DueScreen, last: Mapping[str, date]) -> bool:
    done = last.get(one.stage)
    return done is None or done < one.since


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
