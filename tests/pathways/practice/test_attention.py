"""Who needs somebody, why and how soon: the rules alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import State
from remit.pathways.practice.attention import Kind, Known, Soon, needs

DAY_ONE = date(2026, 11, 2)


def on_day(number: int, **more) -> Known:
    today = DAY_ONE + timedelta(days=number - 1)
    plain = {"state": State.ACTIVE, "day_one": DAY_ONE, "last_heard": today}
    return Known(today=today, **{**plain, **more})


def kinds(known: Known) -> list[Kind]:
    return [one.kind for one in needs(known)]


def test_who_practises_and_is_heard_of_needs_nobody():
    assert [needs(on_day(number)) for number in range(1, 10)] == [()] * 9


@pytest.mark.parametrize(
    ("code", "soon"),
    [("E", Soon.NOW), ("U1", Soon.TODAY), ("U2", Soon.WORKING_DAY), ("R", Soon.WEEK)],
)
def test_an_open_flag_says_how_soon(code, soon):
    (found,) = needs(on_day(5, flags=((ActionCode(code), DAY_ONE),)))
    assert found.soon is soon


def test_a_note_asks_nobody():
    assert needs(on_day(5, flags=((ActionCode.NOTE, DAY_ONE),))) == ()


def test_the_most_urgent_comes_first_and_then_the_longest_waiting():
    known = on_day(
        12,
        flags=((ActionCode.ROUTINE, DAY_ONE), (ActionCode.EMERGENCY, DAY_ONE)),
        held_since=(DAY_ONE + timedelta(days=3),),
        missed=(DAY_ONE,),
    )
    assert kinds(known) == [
        Kind.EMERGENCY, Kind.MIDWAY, Kind.MISSED, Kind.RELEASE, Kind.ROUTINE,
    ]  # fmt: skip


@pytest.mark.parametrize(("away", "asks"), [(2, False), (3, True), (9, True)])
def test_three_days_of_silence_ask_how_it_goes(away, asks):
    known = on_day(9, last_heard=DAY_ONE + timedelta(days=8 - away))
    assert (Kind.SILENT in kinds(known)) is asks


def test_nothing_at_all_since_the_start_is_silence_too():
    assert kinds(on_day(4, last_heard=None)) == [Kind.SILENT]


def test_on_paper_silence_is_longer():
    assert kinds(on_day(7, last_heard=None, on_paper=True)) == []
    assert kinds(on_day(9, last_heard=None, on_paper=True)) == [Kind.PAPER]


@pytest.mark.parametrize(("day", "due"), [(9, False), (10, True), (16, True), (17, False)])
def test_the_call_of_day_10_or_11(day, due):
    assert (Kind.MIDWAY in kinds(on_day(day))) is due
    assert Kind.MIDWAY not in kinds(on_day(day, reached=frozenset({"midway"})))


@pytest.mark.parametrize(("day", "due"), [(21, False), (22, True), (43, True), (44, False)])
def test_the_call_of_day_22(day, due):
    assert (Kind.DAY_22 in kinds(on_day(day, state=State.COMPLETED))) is due


@pytest.mark.parametrize(
    ("months", "kind"),
    [(1, Kind.MONTH_1), (3, Kind.MONTH_3), (6, Kind.MONTH_6), (12, Kind.MONTH_12)],
)
def test_months_after_day_21(months, kind):
    day = 21 + round(months * 30.44)
    assert kind in kinds(on_day(day, state=State.FOLLOW_UP))
    assert kind not in kinds(on_day(day, state=State.FOLLOW_UP, reached=frozenset({kind.value})))
    assert kinds(on_day(day, state=State.WITHDRAWN)) == []


def test_the_questions_before_day_one():
    assert kinds(on_day(-4, state=State.CONSENTED)) == []
    assert needs(on_day(-2, state=State.CONSENTED))[0].soon is Soon.WORKING_DAY
    assert needs(on_day(1, state=State.CONSENTED))[0].soon is Soon.TODAY


@pytest.mark.parametrize(
    ("left", "soon"), [(8, None), (7, Soon.WEEK), (0, Soon.WEEK), (-1, Soon.WORKING_DAY)]
)
def test_a_clearance_that_ends(left, soon):
    known = on_day(9)
    found = needs(on_day(9, cleared_until=known.today + timedelta(days=left)))
    assert [one.soon for one in found] == ([soon] if soon else [])


def test_an_event_that_nobody_rated():
    assert needs(on_day(5, unrated=((DAY_ONE, False),)))[0].soon is Soon.WORKING_DAY
    assert needs(on_day(5, unrated=((DAY_ONE, True),)))[0].soon is Soon.TODAY


def test_who_left_stands_there_for_a_week():
    left = {"state": State.WITHDRAWN, "left_on": DAY_ONE}
    assert kinds(on_day(8, **left)) == [Kind.LEFT]
    assert kinds(on_day(9, **left)) == []


@given(
    st.integers(-20, 500),
    st.sampled_from(State),
    st.lists(st.tuples(st.sampled_from(ActionCode), st.just(DAY_ONE)), max_size=3),
)
def test_every_open_flag_is_on_the_list_whatever_the_state(day, state, flags):
    found = kinds(on_day(day, state=state, flags=tuple(flags)))
    for code, _ in flags:
        if code is not ActionCode.NOTE:
            words = {"E": "emergency", "U1": "same day", "U2": "review", "R": "routine"}
            assert Kind(words[code.value]) in found
