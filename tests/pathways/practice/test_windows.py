"""When questions are asked: the windows of CLINICAL D.7."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.assessment import Point
from remit.pathways.practice.windows import open_window, windows

DAY_ONE = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("key", "opens", "closes"),
    [
        ("t1", date(2026, 10, 26), date(2026, 11, 1)),
        ("week-1", date(2026, 11, 8), date(2026, 11, 11)),  # day 7
        ("week-2", date(2026, 11, 15), date(2026, 11, 18)),  # day 14
        ("t2", date(2026, 11, 22), date(2026, 11, 29)),  # days 21 to 28
        ("month1", date(2026, 12, 15), date(2026, 12, 29)),
        ("month3", date(2027, 2, 8), date(2027, 3, 8)),  # 14 days either side of 22 February
        ("month6", date(2027, 5, 8), date(2027, 6, 5)),
        ("month12", date(2027, 11, 8), date(2027, 12, 6)),
    ],
)
def test_a_window_lies_where_the_schedule_says(key, opens, closes):
    found = next(one for one in windows(DAY_ONE) if one.key == key)
    assert (found.opens, found.closes) == (opens, closes)


def test_until_day_one_is_opened_the_questions_before_it_stay():
    late = DAY_ONE + timedelta(days=20)
    assert open_window(DAY_ONE, late, has_begun=False).point is Point.T1
    assert open_window(DAY_ONE, late, has_begun=True).point is Point.T2
    assert open_window(DAY_ONE, DAY_ONE - timedelta(days=8), has_begun=False) is None


@pytest.mark.parametrize("day", [1, 6, 11, 13, 18, 20, 29, 40])
def test_between_the_windows_nothing_is_asked(day):
    assert open_window(DAY_ONE, DAY_ONE + timedelta(days=day - 1), has_begun=True) is None


def test_the_end_of_a_month_is_no_trap():
    begun = date(2026, 8, 11)  # day 21 is 31 August; there is no 31 February
    month6 = next(one for one in windows(begun) if one.point is Point.MONTH_6)
    assert month6.opens == date(2027, 2, 14)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_windows_never_meet(day_one):
    found = windows(day_one)
    for before, after in pairwise(found):
        assert before.opens <= before.closes < after.opens
