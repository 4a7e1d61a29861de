"""Service clocks and the sentences made from them: zones, nights of clock change, holidays."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagEvent, Move, fold
from remit.domain.promise import (
    day_words,
    hours_words,
    opening_words,
    promise,
    promises_a_call,
)
from remit.domain.service import Cover, ServiceLevel
from remit.domain.service_hours import Hours, Span, read_spans
from remit.domain.wording import banned_in
from remit.errors import InvalidInput

E, U1, U2, R, N = (
    ActionCode.EMERGENCY,
    ActionCode.SAME_DAY,
    ActionCode.REVIEW,
    ActionCode.ROUTINE,
    ActionCode.NOTE,
)
WEEKDAYS = tuple(Span(day, time(8), time(17)) for day in range(5))


def level(zone="Europe/Berlin", weekly=WEEKDAYS, holidays=(), cover=Cover.ON_CALL, **more):
    return ServiceLevel(Hours(zone, weekly, frozenset(holidays)), cover=cover, **more)


def at(zone, *parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)


def berlin(*parts):
    return at("Europe/Berlin", *parts)


def test_an_emergency_is_due_at_once_and_told_further_after_a_quarter_of_an_hour():
    now = berlin(2026, 11, 21, 3, 0)
    assert level().due(E, now) == now
    assert level().waits_until(E, now) == now + timedelta(minutes=15)


def test_same_day_is_24_hours_of_the_clock_on_any_day():
    saturday = berlin(2026, 11, 21, 22, 0)
    assert level().due(U1, saturday) == saturday + timedelta(hours=24)
    night_of_the_change = berlin(2026, 10, 24, 22, 0)
    assert level().due(U1, night_of_the_change) == berlin(2026, 10, 25, 21, 0)


def test_routine_and_note_have_no_clock():
    for code in (R, N):
        assert level().due(code, berlin(2026, 11, 23, 9)) is None
        assert level().waits_until(code, berlin(2026, 11, 23, 9)) is None


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ((2026, 11, 23, 9, 30), (2026, 11, 25, 9, 30)),
        ((2026, 11, 19, 9, 30), (2026, 11, 23, 9, 30)),  # Thursday to Monday
        ((2026, 11, 20, 9, 30), (2026, 11, 24, 9, 30)),  # Friday to Tuesday
        ((2026, 11, 21, 12, 0), (2026, 11, 25, 8, 0)),  # Saturday counts as Monday's opening
        ((2026, 11, 23, 6, 0), (2026, 11, 25, 8, 0)),
        ((2026, 11, 23, 17, 0), (2026, 11, 26, 8, 0)),
        ((2026, 3, 27, 10, 0), (2026, 3, 31, 10, 0)),  # over the spring change
        ((2026, 10, 23, 16, 30), (2026, 10, 27, 16, 30)),  # over the autumn change
    ],
)
def test_a_review_is_due_two_working_days_later(raised, due):
    assert level().due(U2, berlin(*raised)) == berlin(*due)


def test_holidays_are_no_working_days():
    christmas = [date(2026, 12, 25), date(2026, 12, 24)]
    raised = berlin(2026, 12, 23, 11, 0)
    assert level(holidays=christmas).due(U2, raised) == berlin(2026, 12, 29, 11, 0)
    assert not level(holidays=christmas).is_open(berlin(2026, 12, 24, 11, 0))


def test_auckland_changes_its_clock_the_other_way_round():
    zone = "Pacific/Auckland"
    friday = at(zone, 2026, 4, 3, 10, 0)  # clocks go back on 5 April
    assert level(zone).due(U2, friday) == at(zone, 2026, 4, 7, 10, 0)
    spring = at(zone, 2026, 9, 25, 10, 0)  # and forward on 27 September
    assert level(zone).due(U2, spring) == at(zone, 2026, 9, 29, 10, 0)
    # Friday morning there is Thursday evening in UTC: the working day is the clinic's.
    assert level(zone).is_open(datetime(2026, 11, 26, 20, 0, tzinfo=UTC))
    assert not level(zone).is_open(datetime(2026, 11, 27, 20, 0, tzinfo=UTC))


def test_a_review_lies_in_the_hours_of_a_day_with_a_break():
    broken = (*read_spans(0, "8:00-12:00, 14:00-17:00"), *read_spans(1, "9:00-10:00"))
    found = level(weekly=broken).due(U2, berlin(2026, 11, 16, 11, 0))  # Monday, 3 h after opening
    assert found == berlin(2026, 11, 23, 11, 0)
    tuesday = level(weekly=broken).waits_until(U2, berlin(2026, 11, 23, 15, 0))
    assert tuesday == berlin(2026, 11, 24, 10, 0)  # the last minute of a short day


def test_a_span_past_midnight_belongs_to_the_day_it_began():
    nights = tuple(Span(day, time(20), time(2)) for day in range(5))
    service = level(weekly=nights)
    assert service.is_open(berlin(2026, 11, 28, 1, 59))  # Saturday night, begun on Friday
    assert not service.is_open(berlin(2026, 11, 28, 2, 0))
    assert not service.is_open(berlin(2026, 11, 28, 20, 30))
    # Friday's working day, five hours in; two working days on is Tuesday, five hours in.
    assert service.due(U2, berlin(2026, 11, 28, 1, 0)) == berlin(2026, 12, 2, 1, 0)


def test_hours_that_the_clock_skips_or_repeats():
    night = level(weekly=(Span(6, time(2, 30), time(4)),))
    skipped = berlin(2026, 3, 29, 3, 30)  # 2:30 does not exist; the clock says 3:30 instead
    assert night.next_opening(berlin(2026, 3, 28, 12)) == skipped
    repeated = level(weekly=(Span(6, time(1), time(2, 30)),))
    assert repeated.is_open(at("Europe/Berlin", 2026, 10, 25, 2, 20, fold=1))
    closing = repeated.hours.closing(berlin(2026, 10, 25, 1, 30))
    assert closing == at("Europe/Berlin", 2026, 10, 25, 2, 30, fold=1).astimezone(UTC)


def test_open_without_end_and_never():
    always = level(weekly=tuple(Span(day, time(0), time(0)) for day in range(7)))
    assert all(always.is_open(berlin(2026, 10, 25) + timedelta(hours=h)) for h in range(60))
    never = level(weekly=())
    raised = berlin(2026, 11, 23, 9)
    assert never.next_opening(raised) is None
    assert never.due(U2, raised) == raised + timedelta(hours=48)


ZONES = st.sampled_from(
    ["Europe/Berlin", "Pacific/Auckland", "America/New_York", "UTC", "Australia/Lord_Howe"]
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
SPANS = st.builds(Span, st.integers(0, 6), TIMES, TIMES)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
LEVELS = st.builds(
    lambda zone, weekly, holidays: level(zone, tuple(weekly), holidays),
    ZONES,
    st.lists(SPANS, min_size=1, max_size=10),
    st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=6),
)


@settings(max_examples=300, deadline=None)
@given(LEVELS, INSTANTS, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_review_is_after_it_was_raised_monotone_and_in_service_hours(service, raised, later):
    due = service.due(U2, raised)
    assert due is not None
    assert due > raised
    assert due <= service.due(U2, raised + later)
    end_of_service = service.is_open(due) or service.is_open(due - timedelta(seconds=1))
    assert end_of_service


@settings(max_examples=200, deadline=None)
@given(LEVELS, INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(service, now):
    opens = service.next_opening(now)
    assert opens is not None
    assert opens >= now
    assert service.is_open(opens)
    closing = service.hours.closing(opens)
    assert closing > opens
    assert not service.is_open(closing)
    if opens > now:
        assert not service.is_open(opens - timedelta(seconds=1)) or opens - now < timedelta(
            seconds=1
        )


def events(*moves):
    made = []
    for move, minutes, code in moves:
        when = berlin(2026, 11, 23, 9) + timedelta(minutes=minutes)
        made.append(FlagEvent(move, when, by=7, code=code, words="Words."))
    return fold(made)


def test_when_a_flag_is_told_further():
    start = berlin(2026, 11, 23, 9)
    raised = events((Move.RAISE, 0, U1))
    assert level().escalates_at(raised) == start + timedelta(hours=4)
    told = events((Move.RAISE, 0, U1), (Move.ESCALATE, 241, None))
    assert level().escalates_at(told) == start + timedelta(minutes=241, hours=4)
    taken = events((Move.RAISE, 0, U1), (Move.ACKNOWLEDGE, 10, None))
    assert level().escalates_at(taken) == start + timedelta(hours=24)
    late = events((Move.RAISE, 0, U1), (Move.ACKNOWLEDGE, 1435, None))
    assert level().escalates_at(late) == start + timedelta(minutes=1435, hours=4)
    overdue = events((Move.RAISE, 0, U1), (Move.ACKNOWLEDGE, 10, None), (Move.ESCALATE, 1440, None))
    assert level().escalates_at(overdue) == start + timedelta(minutes=1440, hours=4)
    emergency = events((Move.RAISE, 0, E), (Move.ACKNOWLEDGE, 5, None))
    assert level().escalates_at(emergency) == start + timedelta(hours=1)
    closed = events((Move.RAISE, 0, E), (Move.ACKNOWLEDGE, 5, None), (Move.RECORD_OUTCOME, 9, None))
    assert level().escalates_at(closed) is None
    assert level().escalates_at(events((Move.RAISE, 0, R))) is None


OPEN = berlin(2026, 11, 23, 9, 30)
SATURDAY = berlin(2026, 11, 21, 22, 0)


def test_a_call_is_promised_only_as_the_clinic_keeps_it():
    assert promise(U1, OPEN, level()).startswith("A clinician will call you today, before 17:00.")
    assert "Do not wait" in promise(U1, OPEN, level(cover=Cover.NONE))
    assert "will call" not in promise(U1, OPEN, level(cover=Cover.NONE))
    assert "will call" not in promise(U1, SATURDAY, level())
    night = promise(U1, SATURDAY, level(out_of_hours=True))
    assert night.startswith("A clinician will call you tomorrow, before 22:00.")
    shortly_before_closing = berlin(2026, 11, 23, 16, 30)
    assert "will call" not in promise(U1, shortly_before_closing, level())


@pytest.mark.parametrize(
    "group", ["VA4", "GC1", "IN1", "ND2", "CE3", "screening/1/CE1", "SELF_HARM", "other"]
)
def test_hz3_out_of_hours_every_urgent_answer_says_where_to_go_now(group):
    said = promise(U1, SATURDAY, level(), group=group)
    assert "The clinic opens Monday 8:00." in said
    assert "Do not wait for us." in said
    assert "emergency" in said
    assert "will call" not in said
    if group == "SELF_HARM":
        assert "crisis line" in said


def test_hz3_a_same_day_promise_never_outlives_its_24_hours():
    service = level(out_of_hours=True)
    for hours in range(24 * 8):
        now = berlin(2026, 10, 22) + timedelta(hours=hours)
        by = promises_a_call(now, service)
        assert now < by <= now + timedelta(hours=24)


def test_an_emergency_never_waits_for_the_clinic():
    for now in (OPEN, SATURDAY):
        said = promise(E, now, level())
        assert "Do not wait for us" in said
        assert "will call" not in said


def test_a_review_says_by_when_and_the_rest_says_no_time():
    assert promise(U2, OPEN, level()).endswith("A clinician will look at it by Wednesday, 9:30.")
    assert promise(U2, OPEN, level(weekly=())) == "We need to check this before you start."
    assert promise(R, OPEN, level()) == "Your clinician will discuss this with you."
    assert promise(N, OPEN, level()) == promise(None, OPEN, level()) == ""


def test_opening_hours_as_sentences():
    assert hours_words(level()) == "The clinic is open Monday to Friday 8:00 to 17:00."
    mixed = (*read_spans(0, "8:00-12:00, 13:00-17:00"), *read_spans(2, "8:00-12:00"))
    assert hours_words(level(weekly=mixed)) == (
        "The clinic is open Monday 8:00 to 12:00, 13:00 to 17:00; Wednesday 8:00 to 12:00."
    )
    assert hours_words(level(weekly=())) == ""
    assert opening_words(OPEN, level()) == "The clinic is open now, until 17:00."
    assert opening_words(SATURDAY, level()) == (
        "The clinic is closed now, so do not count on a call. The clinic opens Monday 8:00."
    )


def test_days_are_the_clinics_days():
    service = level("Pacific/Auckland")
    now = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # Tuesday morning in Auckland
    assert day_words(now + timedelta(hours=2), now, service) == "today"
    assert day_words(now + timedelta(hours=16), now, service) == "tomorrow"
    assert day_words(now + timedelta(days=9), now, service) == "Thursday 3 December"


def test_every_template_goes_through_the_translation():
    seen = []

    def say(text):
        seen.append(text)
        return text

    for code in ActionCode:
        for now in (OPEN, SATURDAY):
            text = promise(code, now, level(), group="CE1", say=say)
            assert not banned_in(text)
            assert "!" not in text
    assert "The clinic opens %(day)s %(time)s." in seen
    assert "Monday" in seen


@pytest.mark.parametrize("text", ["8-17", "8:00-25:00", "8:00 17:00", "8:00-12:00, 11:00-17:00"])
def test_hours_that_cannot_be_read_are_refused(text):
    with pytest.raises(InvalidInput):
        read_spans(0, text)


def test_hours_as_people_type_them():
    assert read_spans(0, "") == ()
    assert read_spans(0, "8.00 – 24:00") == (Span(0, time(8), time(0)),)
    with pytest.raises(InvalidInput, match="time zone"):
        Hours("Mars/Olympus")
