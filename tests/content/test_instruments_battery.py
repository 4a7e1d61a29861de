"""Which instrument is due when, CLINICAL D.7."""

from datetime import date

import pytest

from remit.content import instruments
from remit.domain.assessment import Battery, Due, Fact, Occasion, Part, Point
from remit.domain.instrument import Where
from remit.errors import InvalidInput

CORE = "own-act3 own-fear own-attr own-conf own-sleep own-work"


def names(point, where, *facts):
    found = instruments.due(point, where, facts)
    return [one.id for one in found if one.part is Part.INSTRUMENT]


@pytest.mark.parametrize(
    ("point", "where", "expected"),
    [
        ("t0", "remote", "nrs phq8 gad7 fibromyalgia"),
        ("t0", "clinic", "nrs phq9 gad7 pcptsd5 fibromyalgia"),
        ("t1", "remote", f"nrs peg phq8 gad7 {CORE} own-exp"),
        ("daily", "remote", "nrs-day own-stress own-mood own-sud own-ae"),
        ("week", "remote", "nrs peg phq2 gad2 own-fear own-ae"),
        ("t2", "clinic", f"nrs peg phq9 gad7 {CORE} own-sat pgic own-ae"),
        ("month1", "remote", "nrs"),
        ("month3", "remote", f"nrs peg phq8 gad7 fibromyalgia {CORE} pgic own-ae"),
    ],
)
def test_what_is_due(point, where, expected):
    assert names(Point(point), Where(where)) == expected.split()


def test_months_3_6_and_12_are_alike():
    three, six, twelve = (
        instruments.due(point, Where.CLINIC)
        for point in (Point.MONTH_3, Point.MONTH_6, Point.MONTH_12)
    )
    assert three == six == twelve


def test_some_parts_wait_for_a_fact():
    assert "rmdq" not in names(Point.T1, Where.REMOTE)
    assert "rmdq" in names(Point.T1, Where.REMOTE, Fact.LOW_BACK_PAIN)
    assert "fibromyalgia" not in names(Point.T2, Where.REMOTE)
    assert "fibromyalgia" in names(Point.T2, Where.REMOTE, Fact.WIDESPREAD_PAIN)
    positive = Fact.SHORT_SCREEN_POSITIVE
    assert "phq8" in names(Point.WEEK, Where.REMOTE, positive)
    assert "phq9" in names(Point.WEEK, Where.CLINIC, positive)
    asq = {one.id for one in instruments.due(Point.T0, Where.CLINIC, [Fact.ITEM_9_ABOVE_0])}
    assert "asq" in asq
    assert "asq" not in {one.id for one in instruments.due(Point.T0, Where.CLINIC)}


def test_hz3_nothing_live_is_due_on_a_page_that_nobody_watches():
    for point in Point:
        for one in instruments.due(point, Where.REMOTE, list(Fact)):
            if one.part is not Part.OTHER:
                assert Where.REMOTE in instruments.instrument(one.id).where_asked, one.id


def test_baseline_may_reuse_mood_of_the_last_14_days_and_nothing_else():
    again = {one.id: one for one in instruments.due(Point.T1, Where.REMOTE) if one.reuse_days}
    assert set(again) == {"phq8", "gad7"}
    phq8 = again["phq8"]
    assert phq8.may_reuse(date(2026, 3, 1), date(2026, 3, 15))
    assert not phq8.may_reuse(date(2026, 3, 1), date(2026, 3, 16))
    assert not phq8.may_reuse(date(2026, 3, 2), date(2026, 3, 1))
    nrs = instruments.due(Point.T1, Where.REMOTE)[0]
    assert not nrs.may_reuse(date(2026, 3, 1), date(2026, 3, 1))


def test_every_shipped_instrument_but_no_stranger_is_in_the_schedule():
    named = {part.id for one in instruments.battery().occasions for part in one.parts}
    assert {one.id for one in instruments.shipped()} <= named
    others = {"medicines", "drug question"}
    assert named - {one.id for one in instruments.known()} == others


def test_a_battery_names_every_point_once():
    due = Occasion(points=(Point.T0,), title="T", window="w", parts=(Due(id="nrs"),))
    with pytest.raises(InvalidInput, match="every point once"):
        Battery(version="1", occasions=(due,))
    assert instruments.battery().occasion(Point.MONTH_6).title == "Months 3, 6 and 12"
