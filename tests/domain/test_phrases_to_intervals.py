"""Every rule of CLINICAL C.7: what is said, and the days it allows, written out by hand."""

from datetime import date

import pytest

from remit.domain import edtf
from remit.domain.fuzzydate import BIRTH, CONSULTATION, FuzzyDate, Precision
from remit.domain.interval import Interval
from remit.domain.length import Axis
from remit.domain.saying import Reading, understand
from remit.domain.words import say
from remit.errors import InvalidInput

ENTRY = Reading(entry=date(2026, 11, 1))


def day(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal()


CALENDAR = [
    # words, earliest, latest, EDTF, precision
    ("1993-05-04", "1993-05-04", "1993-05-04", "1993-05-04", Precision.DAY),
    ("4 May 1993", "1993-05-04", "1993-05-04", "1993-05-04", Precision.DAY),
    ("May 4, 1993", "1993-05-04", "1993-05-04", "1993-05-04", Precision.DAY),
    ("on 4th of May 1993", "1993-05-04", "1993-05-04", "1993-05-04", Precision.DAY),
    ("29 February 1992", "1992-02-29", "1992-02-29", "1992-02-29", Precision.DAY),
    ("1993-05", "1993-05-01", "1993-05-31", "1993-05", Precision.MONTH),
    ("May 1993", "1993-05-01", "1993-05-31", "1993-05", Precision.MONTH),
    ("February 1992", "1992-02-01", "1992-02-29", "1992-02", Precision.MONTH),
    ("February 1993", "1993-02-01", "1993-02-28", "1993-02", Precision.MONTH),
    ("February 1900", "1900-02-01", "1900-02-28", "1900-02", Precision.MONTH),
    ("spring 1993", "1993-03-01", "1993-05-31", "1993-21", Precision.SEASON),
    ("summer 2004", "2004-06-01", "2004-08-31", "2004-22", Precision.SEASON),
    ("fall of 1993", "1993-09-01", "1993-11-30", "1993-23", Precision.SEASON),
    ("winter 1993", "1993-12-01", "1994-02-28", "1993-24", Precision.SEASON),
    ("winter 1995", "1995-12-01", "1996-02-29", "1995-24", Precision.SEASON),
    ("1980", "1980-01-01", "1980-12-31", "1980", Precision.YEAR),
    ("in 1980", "1980-01-01", "1980-12-31", "1980", Precision.YEAR),
    ("the 1980s", "1980-01-01", "1989-12-31", "198X", Precision.DECADE),
    ("198X", "1980-01-01", "1989-12-31", "198X", Precision.DECADE),
    ("in the 80s", "1980-01-01", "1989-12-31", "198X", Precision.DECADE),
    ("about 1980", "1978-01-01", "1982-12-31", "1980~", Precision.YEAR),
    ("1980~", "1978-01-01", "1982-12-31", "1980~", Precision.YEAR),
    ("2005 or so", "2003-01-01", "2007-12-31", "2005~", Precision.YEAR),
    ("about 2006", "2005-01-01", "2007-12-31", "2006~", Precision.YEAR),
    ("about 2015", "2014-01-01", "2016-12-31", "2015~", Precision.YEAR),
    ("about February 2016", "2015-02-01", "2017-02-28", "2016-02~", Precision.MONTH),
    ("1980 to 1990", "1980-01-01", "1990-12-31", "1980/1990", Precision.RANGE),
    ("between 1980 and 1990", "1980-01-01", "1990-12-31", "1980/1990", Precision.RANGE),
    ("1980-85", "1980-01-01", "1985-12-31", "1980/1985", Precision.RANGE),
    ("May 1980 to June 1981", "1980-05-01", "1981-06-30", "1980-05/1981-06", Precision.RANGE),
    ("before 1993", None, "1992-12-31", "../1992", Precision.BEFORE),
    ("after 1993", "1994-01-01", None, "1994/..", Precision.AFTER),
    ("by 1993", None, "1993-12-31", "../1993", Precision.BEFORE),
    ("../1993", None, "1993-12-31", "../1993", Precision.BEFORE),
    ("1993/..", "1993-01-01", None, "1993/..", Precision.AFTER),
    ("early 1993", "1993-01-01", "1993-04-30", "1993-01/1993-04", Precision.RANGE),
    ("late 1980s", "1986-01-01", "1989-12-31", "1986/1989", Precision.RANGE),
]


@pytest.mark.parametrize(("words", "low", "high", "form", "precision"), CALENDAR)
def test_words_on_the_calendar(words, low, high, form, precision):
    found = understand(words, ENTRY)
    assert found.calendar == Interval(day(low), day(high))
    assert (found.edtf, found.precision, found.text) == (form, precision, words)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("spring 1993", "1993-09-01", "1993-11-30"),
        ("summer 1993", "1993-12-01", "1994-02-28"),
        ("autumn 1993", "1993-03-01", "1993-05-31"),
        ("winter 1993", "1993-06-01", "1993-08-31"),
    ],
)
def test_seasons_of_the_southern_hemisphere(words, low, high):
    assert understand(words, Reading(southern=True)).calendar == Interval(day(low), day(high))


def test_about_a_year_of_unknown_distance_takes_the_wider_rule():
    assert understand("about 2025").calendar == Interval(day("2023-01-01"), day("2027-12-31"))


def test_29_february_becomes_28_february_when_widened():
    assert understand("about 29 February 2016", ENTRY).calendar == Interval(
        day("2015-02-28"), day("2017-02-28")
    )


X = Interval(day("1990-03-31"), day("1991-06-30"))
RELATIVE = [
    # words, earliest, latest, from an anchor that lies between 31 March 1990 and 30 June 1991
    ("9 years ago", "1980-03-31", "1982-12-30"),
    ("9 years before @X", "1980-03-31", "1982-12-30"),
    ("9 years earlier than @X", "1980-03-31", "1982-12-30"),
    ("nine yrs ago", "1980-03-31", "1982-12-30"),
    ("2 years after @X", "1991-09-30", "1994-06-30"),
    ("2 years later than @X", "1991-09-30", "1994-06-30"),
    ("6 months after @X", "1990-09-15", "1992-01-30"),  # 5 months 15 days, to 7 months
    ("1 month after @X", "1990-04-15", "1991-08-30"),  # 15 days, to 2 months
    ("2 weeks after @X", "1990-04-10", "1991-07-21"),  # 10 days, to 21 days
    ("2 days after @X", "1990-04-02", "1991-07-03"),  # half a day is 0
    ("about 9 years ago", "1979-09-30", "1983-06-30"),
    ("about 10 years ago", "1977-03-31", "1983-12-30"),  # 7.5 to 13 years
    ("about 20 years ago", "1965-03-31", "1975-12-30"),  # 15.5 to 25 years
    ("about 30 years ago", "1953-03-31", "1967-12-30"),  # 23.5 to 37 years
    ("10 years ago", "1979-03-31", "1981-12-30"),
    ("about 6 months after @X", "1990-08-31", "1992-02-14"),  # 5 months, to 7 months 15 days
    ("several months after @X", "1990-06-30", "1992-05-30"),
    ("several weeks after @X", "1990-04-21", "1991-08-25"),
    ("several days after @X", "1990-04-03", "1991-07-07"),
    ("a few days after @X", "1990-04-02", "1991-07-06"),
    ("within minutes after @X", "1990-03-31", "1991-06-30"),
    ("about the time of @X", "1989-09-30", "1991-12-30"),
    ("at the time of @X", "1990-03-31", "1991-06-30"),
    ("between 16.5 and 14.5 years ago", "1973-09-30", "1976-12-30"),
    ("between 14 and 21 days after @X", "1990-04-14", "1991-07-21"),
    ("between 8 years 6 months and 10 years before @X", "1980-03-31", "1982-12-30"),
    ("within 62 days after @X", "1990-03-31", "1991-08-31"),
    ("within 2 years before @X", "1988-03-31", "1991-06-30"),
    ("at least 4 years before @X", None, "1987-06-30"),
    ("at least 4 years after @X", "1994-03-31", None),
    ("before @X", None, "1991-06-30"),
    ("until @X", None, "1991-06-30"),
    ("after @X", "1990-03-31", None),
    ("aged 65 at @X", "1924-04-01", "1926-06-30"),  # a birth
]


@pytest.mark.parametrize(("words", "low", "high"), RELATIVE)
def test_words_that_count_from_something(words, low, high):
    found = understand(words, ENTRY)
    asked = []
    interval = found.resolve(lambda anchor: asked.append(anchor) or X, Axis.CALENDAR)
    assert interval == Interval(day(low), day(high))
    assert asked == ["X" if "@X" in words else CONSULTATION]


BORN = Interval(day("1952-02-29"), day("1953-07-02"))
AGES = [
    ("aged 40", "1992-02-29", "1994-07-01"),
    ("at age 41", "1993-02-28", "1995-07-01"),  # 29 February becomes 28 February
    ("when she was 41", "1993-02-28", "1995-07-01"),
    ("in her twenties", "1972-02-29", "1983-07-01"),
    ("in his 30s", "1982-02-28", "1993-07-01"),
    ("in her early twenties", "1972-02-29", "1977-07-01"),
    ("as a young adult", "1970-02-28", "1983-07-01"),
    ("childhood", "1952-02-29", "1971-07-02"),
    ("as a child", "1952-02-29", "1971-07-02"),
    ("aged 18 to 30", "1970-02-28", "1984-07-01"),
]


@pytest.mark.parametrize(("words", "low", "high"), AGES)
def test_ages_count_from_birth(words, low, high):
    found = understand(words)
    assert found.anchor == BIRTH
    assert found.resolve(lambda _: BORN, Axis.CALENDAR) == Interval(day(low), day(high))


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("9 years ago", -3653, -3104),  # 10 y = 3652.5, 8.5 y = 3104.6 days, rounded outward
        ("2 months after the consultation", 45, 92),  # 1 month 15 days = 45.4; 3 months = 91.3
        ("within 14 days after the consultation", 0, 14),
    ],
)
def test_without_a_calendar_a_year_has_365_and_a_quarter_days(words, low, high):
    found = understand(words).resolve(lambda _: Interval(0, 0), Axis.CONSULTATION)
    assert found == Interval(low, high)


@pytest.mark.parametrize("words", ["unknown", "", " ? ", "not known", "undated", "XXXX"])
def test_unknown_is_an_answer(words):
    found = understand(words)
    assert found.is_unknown
    assert found.resolve(lambda _: X, Axis.CALENDAR) == Interval()


@pytest.mark.parametrize(
    "words",
    ["soon", "1993-02-29", "1993-13", "31 June 1993", "1990/1980", "1980/1985/1990", "about then",
     "9 years", "0 BC", "aged forty-ish", "aged 40 to 20", "3 fortnights ago", "5 years after tea",
     "1" * 50 + " years ago", "x" * 201, "about 1980 to 1990", "early May 1993"],
)  # fmt: skip
def test_what_is_not_understood_is_refused(words):
    with pytest.raises(InvalidInput):
        understand(words)


@pytest.mark.parametrize("words", [row[0] for row in (*CALENDAR, *RELATIVE, *AGES)])
def test_what_was_understood_is_said_back_to_the_same_days(words):
    found = understand(words, ENTRY)
    again = understand(say(found), ENTRY)
    assert (again.calendar, again.anchor) == (found.calendar, found.anchor)
    for anchor in (X, BORN):
        assert again.resolve(lambda _, a=anchor: a, Axis.CALENDAR) == found.resolve(
            lambda _, a=anchor: a, Axis.CALENDAR
        )


def test_edtf_is_kept_as_written():
    assert [edtf.read(text).edtf for text in ("1980~", "198X", "1993-24", "XXXX")] == [
        "1980~", "198X", "1993-24", "XXXX",
    ]  # fmt: skip


def test_a_statement_is_either_on_the_calendar_or_relative():
    with pytest.raises(InvalidInput):
        FuzzyDate("x", Precision.YEAR, calendar=X, anchor="A1")
    later, earlier = understand("2 years after @X").upper, understand("2 years after @X").lower
    with pytest.raises(InvalidInput):
        FuzzyDate("x", Precision.RELATIVE, anchor="A1", lower=later, upper=earlier)
    with pytest.raises(InvalidInput):
        FuzzyDate("x", Precision.RELATIVE, lower=earlier)
