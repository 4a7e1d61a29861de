"""CLINICAL D.5: a rise only asks, steady pain stays quiet, relief is counted in minutes."""

from datetime import date, timedelta
from random import Random

import pytest

from remit.pathways.practice.flare import (
    ReRating,
    asks_about_flare,
    is_recurrence,
    is_unchanged,
    minutes_to_relief,
    resolved_within_minutes,
)

ON = date(2026, 11, 17)


def days_of(*values):
    return {
        ON - timedelta(days=len(values) - 1 - place): value
        for place, value in enumerate(values)
        if value is not None
    }


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ((4, 4, 4, 4, 4, 4, 4, 6, 6), True),
        ((4, 4, 4, 4, 4, 4, 4, 4, 6), False),  # one day says nothing
        ((4, 4, 4, 4, 4, 4, 6, 6), False),  # six ratings are too few
        ((4, 4, 4, 4, 4, 4, 4, 6, None), False),
        ((4, 4, 4, 4, 4, 4, 4, 5, 5), False),
        ((1, 9, 1, 9, 1, 9, 1, 4, 4), False),  # 2 points, within the person's own spread
        ((9, 9, 9, 9, 9, 9, 9, 4, 4), False),
        ((4, 4, 4, 7, 4, 4, 4, 4, 8, 8), True),  # one earlier bad day is no habit
        ((4, 4, 4, 6, 4, 6, 4, 4, 6, 6), False),  # two points over the median, not over the mean
    ],
)
def test_when_a_rise_asks(values, asks):
    assert asks_about_flare(days_of(*values), ON) is asks


def _asked(values):
    first = ON - timedelta(days=len(values) - 1)
    days = {first + timedelta(days=place): value for place, value in enumerate(values)}
    return any(
        asks_about_flare({day: one for day, one in days.items() if day <= on}, on) for on in days
    )


def test_of_two_thousand_steady_people_hardly_one_is_asked():
    """Pain of 5 +- 1 over 21 days; a one-day rule would ask 82 of 100 (CLINICAL D.5)."""
    random = Random(20261123)
    people = [[random.choice((4, 5, 6)) for _ in range(21)] for _ in range(2000)]
    assert sum(map(_asked, people)) / len(people) < 0.01


@pytest.mark.parametrize(
    ("values", "recurs"),
    [
        ((0, 1, 0, 0, 1, 0, 0, 3), True),
        ((0, 1, 0, 0, 1, 0, 0, 2), False),
        ((0, 1, 0, 2, 1, 0, 0, 3), False),
        ((0, 1, None, 0, 1, 0, 0, 3), False),
        ((1, 0, 0, 1, 0, 0, 3), False),
    ],
)
def test_recurrence(values, recurs):
    assert is_recurrence(days_of(*values), ON) is recurs


def test_minutes_to_relief():
    ratings = [ReRating(5, 6), ReRating(15, 1), ReRating(30, 0)]
    assert minutes_to_relief(ratings) == 15
    assert resolved_within_minutes(ratings)
    assert minutes_to_relief([ReRating(5, 2)]) is None
    assert not resolved_within_minutes([ReRating(60, 0)])
    assert not resolved_within_minutes([])


@pytest.mark.parametrize(
    ("eased", "unchanged"),
    [
        ((False, False, False), True),
        ((False, False, False, False), True),
        ((False, True, False), False),
        ((False, None, False), False),
        ((False, False, None), False),
        ((False, False), False),
        ((), False),
    ],
)
def test_the_third_day_in_a_row_that_did_not_ease(eased, unchanged):
    days = {ON - timedelta(days=back): one for back, one in enumerate(reversed(eased))}
    known = {on: one for on, one in days.items() if one is not None}
    assert is_unchanged(known, ON) is unchanged
