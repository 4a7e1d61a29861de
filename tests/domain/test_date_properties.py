"""Properties of dates that hold for every date, looked for by Hypothesis."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from remit.domain import edtf
from remit.domain.fuzzydate import Precision
from remit.domain.interval import EVER, Interval
from remit.domain.length import FIRST_DAY, LAST_DAY, Axis, Length, Unit, count, half, shift
from remit.domain.relative import bounds
from remit.domain.saying import Reading, understand
from remit.domain.words import say
from remit.errors import InvalidInput, UserError

quick = settings(max_examples=80, deadline=None)

YEARS = st.integers(1850, 2100)
DAYS = st.dates(date(1850, 1, 1), date(2100, 12, 31))
SINGLES = st.one_of(
    YEARS.map(str),
    st.builds("{}-{:02d}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-{}".format, YEARS, st.integers(21, 24)),
    DAYS.map(date.isoformat),
    st.integers(185, 209).map("{}X".format),
)
APPROX = st.builds("{}{}".format, SINGLES.filter(lambda text: "X" not in text), st.just("~"))
RANGES = st.builds(
    lambda a, b: "/".join(sorted((a, b))), YEARS.map(str), YEARS.map(str)
) | YEARS.map("../{}".format) | YEARS.map("{}/..".format)  # fmt: skip
FORMS = st.one_of(SINGLES, APPROX, RANGES)
CONTEXT = st.builds(Reading, entry=st.none() | DAYS, southern=st.booleans())
UNITS = st.sampled_from(Unit)
LENGTHS = st.builds(Length, st.integers(-1200, 1200), st.integers(-400, 400))
AXES = st.sampled_from(Axis)
POINTS = st.integers(date(1800, 1, 1).toordinal(), date(2200, 1, 1).toordinal())
INTERVALS = st.tuples(st.none() | POINTS, st.none() | POINTS).map(
    lambda pair: Interval(*(pair if None in pair else sorted(pair)))
)
AGO = st.builds(
    "{}{} {}s {}".format,
    st.sampled_from(["", "about "]),
    st.integers(1, 60),
    UNITS,
    st.sampled_from(["ago", "before @A1", "after @A1", "after programme end", "before birth"]),
)
VAGUE = st.builds(
    "{} {}s after @A1".format, st.sampled_from(["several", "a few"]), UNITS
)  # fmt: skip
AGED = st.integers(0, 110).map("aged {}".format) | st.sampled_from(
    ["childhood", "in her twenties", "in their late 40s", "aged 52 at the consultation",
     "as a teenager", "about the time of @A1", "after @A1", "until birth",
     "at least 3 months before @A1.end", "between 1 day before and 2 weeks after @A1"]
)  # fmt: skip


@quick
@given(FORMS, CONTEXT)
def test_edtf_round_trip(text, context):
    found = edtf.read(text, entry=context.entry, southern=context.southern)
    assert found.edtf == text
    assert edtf.read(found.edtf, entry=context.entry, southern=context.southern) == found


@quick
@given(FORMS, CONTEXT)
def test_a_calendar_date_is_said_back_to_the_same_days(text, context):
    found = understand(text, context)
    assert understand(say(found), context).calendar == found.calendar


@quick
@given(AGO | VAGUE | AGED)
def test_a_relative_date_is_said_back_to_the_same_distances(text):
    found = understand(text)
    again = understand(say(found))
    assert again.anchor == found.anchor
    anchor = Interval(date(1972, 2, 29).toordinal(), date(1980, 8, 31).toordinal())
    for axis in Axis:
        assert again.resolve(lambda _: anchor, axis) == found.resolve(lambda _: anchor, axis)


@quick
@given(SINGLES.filter(lambda text: "X" not in text), CONTEXT)
def test_about_contains_what_it_is_about(text, context):
    exact = edtf.read(text, southern=context.southern).calendar
    about = edtf.read(text + "~", entry=context.entry, southern=context.southern).calendar
    assert about.contains(exact)


@quick
@given(st.integers(1, 100), UNITS, INTERVALS, AXES, st.booleans())
def test_about_some_units_contains_some_units(number, unit, anchor, axis, after):
    way = "after @A1" if after else "ago"
    exact = understand(f"{number} {unit}s {way}").resolve(lambda _: anchor, axis)
    about = understand(f"about {number} {unit}s {way}").resolve(lambda _: anchor, axis)
    assert about.contains(exact)


@quick
@given(st.integers(1, 100), UNITS)
def test_some_units_contain_their_number(number, unit):
    low, high = bounds(number, unit)
    assert low <= count(number, unit) <= high


@quick
@given(INTERVALS, INTERVALS, AGO | VAGUE | AGED, AXES)
def test_a_wider_anchor_never_loses_a_day(one, other, text, axis):
    hull = Interval(
        None if None in (one.earliest, other.earliest) else min(one.earliest, other.earliest),
        None if None in (one.latest, other.latest) else max(one.latest, other.latest),
    )
    said = understand(text)
    assert said.resolve(lambda _: hull, axis).contains(said.resolve(lambda _: one, axis))


@quick
@given(POINTS, LENGTHS, AXES)
def test_a_shift_down_is_not_above_a_shift_up(day, by, axis):
    assert shift(day, by, axis, up=False) <= shift(day, by, axis, up=True)


@quick
@given(POINTS, POINTS, LENGTHS, AXES, st.booleans())
def test_shifts_keep_order(one, other, by, axis, up):
    low, high = sorted((one, other))
    assert shift(low, by, axis, up=up) <= shift(high, by, axis, up=up)


@quick
@given(POINTS, st.integers(-1200, 1200))
def test_whole_months_there_and_back_lose_at_most_three_days(day, months):
    moved = shift(day, Length(months=months), Axis.CALENDAR, up=True)
    assert 0 <= day - shift(moved, Length(months=-months), Axis.CALENDAR, up=True) <= 3


@quick
@given(POINTS, LENGTHS, AXES)
def test_a_length_spans_as_many_days_as_it_says(day, by, axis):
    low, high = by.day_bounds(axis)
    for up in (True, False):
        assert low <= shift(day, by, axis, up=up) - day <= high


@quick
@given(st.integers(-(10**7), 10**7), LENGTHS)
def test_a_shift_stays_on_the_calendar(day, by):
    assert FIRST_DAY <= shift(day, by, Axis.CALENDAR, up=True) <= LAST_DAY


def test_halves_are_counted_as_the_rules_say():
    assert [half(unit) for unit in (Unit.YEAR, Unit.MONTH, Unit.WEEK, Unit.DAY)] == [
        Length(months=6), Length(days=15), Length(days=3), Length(),
    ]  # fmt: skip


@quick
@given(INTERVALS, INTERVALS, POINTS)
def test_a_meeting_allows_what_both_allow(one, other, day):
    met = one.meet(other)
    assert met == other.meet(one)
    allowed = met is not None and met.allows(day)
    assert allowed == (one.allows(day) and other.allows(day))
    if met is not None:
        assert one.contains(met)
        assert other.contains(met)


@quick
@given(INTERVALS, INTERVALS)
def test_order_is_certain_in_one_direction_at_most(one, other):
    assert not (one.certainly_before(other) and other.certainly_before(one))
    assert EVER.contains(one)
    assert one.meet(one) == one
    if one.certainly_before(other):
        assert one.meet(other) is None


@quick
@given(INTERVALS, INTERVALS, POINTS, POINTS)
def test_the_distance_of_two_days_lies_in_the_distance_of_their_intervals(one, other, a, b):
    assume(one.allows(a) and other.allows(b))
    assert other.since(one).allows(b - a)


def test_an_interval_does_not_end_before_it_begins():
    with pytest.raises(InvalidInput):
        Interval(2, 1)


@quick
@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9 @~/.X-]{0,40}", fullmatch=True))
def test_no_words_raise_anything_but_a_user_error(text):
    try:
        found = understand(text)
    except UserError:
        return
    assert isinstance(found.precision, Precision)
    for axis in Axis:
        found.resolve(lambda _: Interval(700_000, 700_100), axis)
