"""CLINICAL E.8, row by row: numbers reach A0 to A2, words alone reach A3 and A4."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.pathways.practice.distress import (
    STOPS,
    Dose,
    Level,
    Reason,
    Said,
    after_questionnaire,
    after_said,
    after_writing,
    lighter_dates,
    over_days,
    watched_dates,
)

ON = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        (4, 7, Level.EXPECTED),
        (4, 8, Level.WATCH),
        (0, 3, Level.EXPECTED),
        (0, 4, Level.WATCH),
        (8, 8, Level.WATCH),
        (9, 8, Level.EXPECTED),
        (10, 10, Level.WATCH),
        (7, 7, Level.EXPECTED),
        (None, 8, Level.WATCH),
        (None, 7, Level.EXPECTED),
        (9, None, Level.EXPECTED),
        (None, None, Level.EXPECTED),
    ],
)
def test_hz6_numbers_around_writing(before, after, level):
    assert after_writing(Dose(on=ON, before=before, after=after)).level is level


@given(
    before=st.one_of(st.none(), st.integers(0, 10)), after=st.one_of(st.none(), st.integers(0, 10))
)
def test_hz6_no_number_alone_goes_beyond_watching(before, after):
    found = after_writing(Dose(on=ON, before=before, after=after))
    assert found.level in (Level.EXPECTED, Level.WATCH)


@pytest.mark.parametrize("said", sorted(STOPS))
def test_hz6_words_that_stop_writing(said):
    assert after_said([said, Said.STOP]).level is Level.STOP


def test_not_safe_comes_before_everything():
    assert after_said([Said.STOP, Said.FLASHBACK, Said.NOT_SAFE]).level is Level.EMERGENCY
    assert after_said([]) is None
    assert after_said([Said.SLEEP_LOST]).level is Level.REVIEW


def test_the_day_after_a_lot_is_lighter():
    watched = watched_dates([Dose(on=ON, before=2, after=9)], {ON + timedelta(days=3): 7})
    assert watched == {ON, ON + timedelta(days=3)}
    assert lighter_dates(watched) == {ON + timedelta(days=1), ON + timedelta(days=4)}


def days_of(*values, until=ON):
    return {
        until - timedelta(days=len(values) - 1 - place): value
        for place, value in enumerate(values)
        if value is not None
    }


def reasons(today=ON, **given_):
    found = over_days(today, **{"watched": frozenset(), "mood": {}, "pain": {}, **given_})
    assert all(one.level is Level.REVIEW for one in found)
    return [one.reason for one in found]


def test_a_lot_on_two_days_in_a_row():
    assert reasons(watched=frozenset({ON, ON - timedelta(days=1)})) == [Reason.TWO_DAYS]
    assert reasons(watched=frozenset({ON, ON - timedelta(days=2)})) == []


@pytest.mark.parametrize(
    ("mood", "asked"),
    [
        ((6, 6, 6, 6, 3, 3, 3), True),
        ((6, 6, 6, 6, 3, 4, 3), False),
        ((6, 6, 6, 6, 3, None, 3), False),
        ((6, 6, 6, 3, 3, 3), False),  # three days before are too few to know what is usual
        ((3, 3, 3, 3, 6, 6, 6), False),
    ],
)
def test_mood_lower_for_three_days(mood, asked):
    assert reasons(mood=days_of(*mood)) == ([Reason.MOOD] if asked else [])


def test_pain_higher_for_seven_days():
    assert reasons(pain=days_of(*[5] * 5, *[7] * 7)) == [Reason.PAIN]
    assert reasons(pain=days_of(*[5] * 5, *[7] * 6)) == []
    assert reasons(pain=days_of(*[5] * 5, *[7] * 6, 6)) == []


@given(st.lists(st.integers(4, 6), min_size=21, max_size=21))
def test_steady_pain_and_mood_ask_for_nothing(values):
    days = days_of(*values)
    for on in days:
        so_far = {day: value for day, value in days.items() if day <= on}
        assert Reason.MOOD not in reasons(today=on, mood=so_far)


def test_questionnaires():
    assert after_questionnaire({"phq2": 1}, {"phq2": 3}).reason is Reason.SHORT_FORM
    assert after_questionnaire({"phq2": 2}, {"phq2": 3}) is None
    assert after_questionnaire({"gad2": 0}, {"gad2": 2}) is None
    assert after_questionnaire({}, {"gad2": 6}) is None
    assert after_questionnaire({"gad7": 4}, {"gad7": 9}).reason is Reason.LONG_FORM
    assert after_questionnaire({"phq8": 4}, {"phq8": 8}) is None
