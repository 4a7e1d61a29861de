"""When screening is due again: days 1, 8 and 15, months 3, 6 and 12 (CLINICAL A.7)."""

from datetime import date, timedelta

import pytest

from remit.pathways.consult.rescreening import due_screens

DAY_ONE = date(2026, 3, 2)
LAST_DAY = date(2026, 3, 22)


def _due(today, last=None, **plan):
    return [(one.point, one.stage) for one in due_screens(last or {}, today=today, **plan)]


@pytest.mark.parametrize(
    ("days", "point"),
    [(0, "day 1"), (6, "day 1"), (7, "day 8"), (13, "day 8"), (14, "day 15"), (20, "day 15")],
)
def test_each_week_has_its_screen_and_only_the_newest_is_due(days, point):
    assert _due(DAY_ONE + timedelta(days=days), day_one=DAY_ONE) == [(point, "weekly")]


@pytest.mark.parametrize(
    ("on", "point"),
    [
        (date(2026, 6, 21), "month 3"),
        (date(2026, 9, 20), "month 3"),
        (date(2026, 9, 21), "month 6"),
        (date(2027, 3, 22), "month 12"),
    ],
)
def test_months_count_from_the_last_day(on, point):
    assert _due(on, last_day=LAST_DAY) == [(point, "stage1")]


def test_nothing_is_due_before_its_day_or_without_dates():
    assert _due(DAY_ONE - timedelta(days=1), day_one=DAY_ONE) == []
    assert _due(date(2026, 6, 20), last_day=LAST_DAY) == []
    assert _due(DAY_ONE) == []


def test_what_is_done_is_not_due_until_the_next_one():
    done = {"weekly": DAY_ONE + timedelta(days=7)}
    assert _due(DAY_ONE + timedelta(days=13), done, day_one=DAY_ONE) == []
    assert _due(DAY_ONE + timedelta(days=14), done, day_one=DAY_ONE) == [("day 15", "weekly")]
    before = {"weekly": DAY_ONE + timedelta(days=6)}
    assert _due(DAY_ONE + timedelta(days=7), before, day_one=DAY_ONE) == [("day 8", "weekly")]


def test_a_late_start_is_no_matter_of_this_list():
    long_ago = {"stage1": DAY_ONE - timedelta(days=60)}
    assert _due(DAY_ONE - timedelta(days=1), long_ago, day_one=DAY_ONE) == []
