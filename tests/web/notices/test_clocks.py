"""The ring and its words."""

from datetime import UTC, datetime, timedelta

import pytest

from remit.domain.action_code import ActionCode
from remit.web.notices.clocks import clock, length

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
U1, U2 = ActionCode.SAME_DAY, ActionCode.REVIEW


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(minutes=8), "8 min"),
        (timedelta(hours=6, minutes=48), "6 h 48"),
        (timedelta(hours=2, minutes=5), "2 h 05"),
        (timedelta(days=1, hours=3), "1 day 3 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(seconds=-5), "0 min"),
    ],
)
def test_lengths(time, words):
    assert length(time) == words


def test_it_starts_full_and_drains():
    due = AT + timedelta(hours=24)
    full = clock(U1, AT, due, AT)
    assert (full.words, full.of, full.left, full.scarce) == ("1 day", "of 24 h", 100, False)
    low = clock(U1, AT, due, AT + timedelta(hours=20))
    assert (low.words, low.left, low.gone, low.scarce) == ("4 h 00", 17, 83, True)


def test_late_says_by_how_much():
    late = clock(U2, AT, AT + timedelta(hours=48), AT + timedelta(hours=50, minutes=10))
    assert (late.words, late.of, late.kind) == ("2 h 10 late", "of 2 working days", "late")


def test_without_a_clock_it_says_when_it_is_looked_at():
    assert clock(ActionCode.ROUTINE, AT, None, AT).of == "before clearance"
    assert clock(ActionCode.NOTE, AT, None, AT).of == "at the consultation"
