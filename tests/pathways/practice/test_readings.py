"""What one more rating brings to light does not depend on the order in which ratings arrive."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from remit.pathways.practice.distress import Dose, Level, Reason
from remit.pathways.practice.readings import Evening, Readings, news

FIRST = date(2026, 11, 2)
TODAY = FIRST + timedelta(days=20)


def _evening(day, hour=20, **ratings):
    on = FIRST + timedelta(days=day)
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Evening(at=at, on=on, ratings=ratings)


def _arrive(evenings):
    """Reasons in the order of arrival, as actions find them."""
    known, found = Readings(), []
    for one in evenings:
        after = known.with_evening(one)
        found += news(known, after, on=one.on, today=TODAY)
        known = after
    return [finding.reason for finding in found]


def test_two_days_in_a_row_are_found_in_any_order():
    nights = [_evening(day, sud_bedtime=8) for day in (3, 4)]
    for order in permutations(nights):
        assert _arrive(order) == [Reason.TWO_DAYS]


def test_writing_and_an_evening_are_two_such_days_together():
    before = Readings().with_dose(Dose(on=FIRST, before=1, after=6))
    after = before.with_evening(_evening(1, sud_bedtime=7))
    (found,) = news(before, after, on=FIRST + timedelta(days=1), today=TODAY)
    assert (found.level, found.reason) == (Level.REVIEW, Reason.TWO_DAYS)


def test_a_late_day_in_the_middle_completes_three_low_days():
    usual = [_evening(day, mood=7) for day in range(6)]
    low = [_evening(day, mood=3) for day in (6, 7, 8)]
    for order in permutations(low):
        assert _arrive([*usual, *order]).count(Reason.MOOD) == 1


def test_what_stood_before_is_not_found_again():
    nights = [_evening(day, sud_bedtime=8) for day in (3, 4)]
    again = _evening(4, hour=22, sud_bedtime=9)
    assert _arrive([*nights, again]) == [Reason.TWO_DAYS]


def test_a_later_calm_evening_of_the_same_date_counts_and_an_earlier_one_does_not():
    assert _arrive([_evening(3, sud_bedtime=8), _evening(4, hour=23, sud_bedtime=1),
                    _evening(4, hour=19, sud_bedtime=9)]) == []  # fmt: skip


def test_nothing_is_said_of_dates_ahead_of_today():
    pains = [_evening(day, pain_avg=2) for day in range(6)]
    pains += [_evening(day, pain_avg=6) for day in range(6, 13)]
    known = Readings(evenings=tuple(pains[:-1]))
    after = known.with_evening(pains[-1])
    on = pains[-1].on
    assert [one.reason for one in news(known, after, on=on, today=on)] == [Reason.PAIN]
    early = known.with_evening(_evening(0, sud_bedtime=1))
    assert news(known, early, on=FIRST, today=FIRST) == ()


def test_a_rating_that_was_left_out_hides_no_earlier_one():
    found = Readings(evenings=(_evening(3, hour=19, mood=4), _evening(3, hour=21, sud_bedtime=2)))
    assert found.of("mood") == {_evening(3).on: 4}


@settings(max_examples=60, deadline=None)
@given(st.permutations([*range(8)]), st.lists(st.integers(0, 10), min_size=8, max_size=8))
def test_whatever_comes_in_whatever_order_two_hard_days_are_found(order, ratings):
    evenings = [_evening(day, sud_bedtime=rating) for day, rating in enumerate(ratings)]
    hard = [rating >= 7 for rating in ratings]
    pairs = any(one and two for one, two in pairwise(hard))
    assert (Reason.TWO_DAYS in _arrive([evenings[place] for place in order])) is pairs
