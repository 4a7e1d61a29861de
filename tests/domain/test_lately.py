"""Dates said today: they keep their meaning however much later they are read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.lately import fixed, said
from remit.domain.saying import Reading, understand
from remit.errors import InvalidInput

SUNDAY = Reading(entry=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("yesterday", "2026-11-21"),
        ("this week", "2026-11-16/2026-11-22"),
        ("last week", "2026-11-09/2026-11-15"),
        ("last month", "2026-10-01/2026-10-31"),
        ("last year", "2025-01-01/2025-12-31"),
        ("this year", "2026-01-01/2026-11-22"),
        ("Last Spring", "2026-03-01/2026-05-31"),
        ("this autumn", "2026-09-01/2026-11-22"),
        ("last autumn", "2025-09-01/2025-11-30"),
        ("last winter", "2025-12-01/2026-02-28"),
        ("since March", "2026-03-01/2026-03-31"),
        ("in November", "2026-11-01/2026-11-22"),
        ("last November", "2025-11-01/2025-11-30"),
        ("December", "2025-12-01/2025-12-31"),
        ("since 2019", "2019"),
        ("since childhood", "childhood"),
        ("since my twenties", "in my twenties"),
        ("about 1993", "about 1993"),
        ("as a child", "as a child"),
    ],
)
def test_words_of_today_become_dates_that_last(words, kept):
    assert fixed(words, SUNDAY) == kept


@pytest.mark.parametrize("words", ["2 weeks ago", "for 2 weeks", "2 weeks now"])
def test_a_length_counts_from_the_day_it_was_told(words):
    assert fixed(words, SUNDAY) == "2026-11-01/2026-11-12"


def test_seasons_of_the_south():
    south = Reading(entry=date(2026, 11, 22), southern=True)
    assert fixed("this spring", south) == "2026-09-01/2026-11-22"
    assert fixed("last winter", south) == "2026-06-01/2026-08-31"


def test_without_a_day_nothing_is_guessed():
    with pytest.raises(InvalidInput, match="is not a date Remit understands"):
        said("last spring", Reading())
    with pytest.raises(InvalidInput):
        said("when the neighbours moved in", SUNDAY)


WORDS = st.sampled_from(
    [
        "last spring",
        "this summer",
        "last winter",
        "since March",
        "in June",
        "last week",
        "yesterday",
        "this month",
        "last year",
        "last December",
        "for 3 months",
        "9 years ago",
    ]
)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(WORDS, DAYS)
def test_what_is_said_of_the_past_never_lies_ahead(words, day):
    found = understand(fixed(words, Reading(entry=day)))
    assert found.calendar is not None
    assert found.calendar.earliest is not None
    assert found.calendar.latest is not None
    assert found.calendar.earliest <= found.calendar.latest <= day.toordinal()


@given(WORDS, DAYS)
def test_a_fixed_date_stays_as_it_is(words, day):
    once = fixed(words, Reading(entry=day))
    assert fixed(once, Reading(entry=date(2091, 1, 1))) == once
