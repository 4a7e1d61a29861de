"""What a day holds and what rests: hand-made days, and an enrolment that lives at random."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.pathways.practice.programme_made import INTENSITIES, programme, theme

from remit.domain.enrolment import MOVES, Event, Move, Scope, Standing, State, moved
from remit.domain.programme import STRONG, STRONGEST
from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.schedule import (
    OPEN_STATES,
    Practised,
    Rests,
    Situation,
    day_rests,
    gentler_first,
    may_start,
    missed,
    practice_rests,
    programme_date,
    step_rests,
    theme_rests,
)

PROGRAMME = programme()
DAY_ONE = date(2026, 11, 9)
ACTIVE = Standing(State.ACTIVE)


def on(day, hour=10, minute=0, **more):
    at = datetime.combine(DAY_ONE + timedelta(days=day - 1), datetime.min.time())
    return Situation(
        day_one=DAY_ONE,
        now=at.replace(hour=hour, minute=minute),
        **{"standing": ACTIVE, "cleared": True, **more},
    )


def wrote(day, intensity, on_day=None):
    return Practised(
        day=day,
        part="write",
        on=DAY_ONE + timedelta(days=(on_day or day) - 1),
        intensity=intensity,
    )


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ((2026, 11, 10, 2, 59), date(2026, 11, 9)),
        ((2026, 11, 10, 3, 0), date(2026, 11, 10)),
        ((2026, 11, 10, 23, 59), date(2026, 11, 10)),
    ],
)
def test_a_programme_day_turns_at_three(at, day):
    assert programme_date(datetime(*at)) == day


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", [3, 4, 10, 11])
def test_clock_changes_neither_lose_nor_double_a_day(zone, month):
    start = datetime(2026, month, 1, tzinfo=UTC)
    dates = [
        programme_date((start + timedelta(minutes=30 * step)).astimezone(ZoneInfo(zone)))
        for step in range(48 * 30)
    ]
    assert dates == sorted(dates)
    steps = {later - earlier for earlier, later in itertools.pairwise(dates)}
    assert steps == {timedelta(), timedelta(days=1)}


def test_days_open_by_the_calendar_and_stay_open():
    assert on(0, 23, 59).reached == 0
    assert [day_rests(on(5), day) for day in (1, 5)] == [None, None]
    assert day_rests(on(5), 6) is Rests.NOT_YET
    assert on(40).reached == 21


def test_a_day_once_begun_stays_open_for_who_flies_west():
    begun = Practised(day=6, part="read", on=DAY_ONE)
    assert day_rests(on(5, practised=(begun,)), 6) is None


@pytest.mark.parametrize("state", list(State))
def test_inv_02_nothing_opens_before_the_start(state):
    rests = day_rests(on(5, standing=Standing(state)), 1)
    assert (rests is None) == (state in OPEN_STATES)


def test_inv_02_starting_takes_a_clearance_and_no_hold():
    baseline = Standing(State.BASELINE)
    held = Standing(State.BASELINE, (("a", Scope.STRONG),))
    assert may_start(on(1, standing=baseline))
    assert not may_start(on(1, standing=baseline, cleared=False))
    assert not may_start(on(0, standing=baseline))
    assert not may_start(on(1, standing=held))
    assert not may_start(on(1))


def held(*scopes):
    return Standing(State.HELD, tuple((str(place), one) for place, one in enumerate(scopes)))


@pytest.mark.parametrize(
    ("scope", "rests_from", "body"),
    [
        (Scope.STRONG, 3, Rests.SYMPTOM),
        (Scope.MODERATE, 2, None),
        (Scope.WRITING, 0, None),
        (Scope.PROGRAMME, 0, Rests.CLINIC),
    ],
)
def test_inv_06_a_hold_rests_its_parts_and_no_more(scope, rests_from, body):
    situation = on(12, standing=held(scope))
    offered = [theme_rests(situation, 12, theme(one)) is None for one in range(5)]
    assert offered == [one < rests_from for one in range(5)]
    tracking, breath = PROGRAMME.practices["tracking"], PROGRAMME.practices["breath"]
    assert practice_rests(situation, 12, tracking) is body
    assert practice_rests(situation, 12, breath) is None
    assert step_rests(situation, PROGRAMME.day(12)) is body
    assert step_rests(situation, PROGRAMME.day(11)) is None


def test_a_clearance_that_no_longer_holds_rests_writing_and_movement():
    situation = on(12, cleared=False)
    assert theme_rests(situation, 12, theme(0)) is Rests.CLINIC
    assert practice_rests(situation, 12, PROGRAMME.practices["tracking"]) is Rests.CLINIC
    assert practice_rests(situation, 12, PROGRAMME.practices["breath"]) is None
    assert day_rests(situation, 12) is None


@pytest.mark.parametrize(
    ("hour", "minute", "rests"),
    [(20, 59, None), (21, 0, Rests.LATE), (0, 30, Rests.LATE), (4, 59, Rests.LATE), (5, 0, None)],
)
def test_no_strong_writing_late(hour, minute, rests):
    day = 10 if hour < 3 else 9
    assert theme_rests(on(day, hour, minute), 9, theme(4)) is rests
    assert theme_rests(on(day, hour, minute), 9, theme(2)) is None


def test_no_strong_theme_of_ones_own_before_day_nine():
    assert theme_rests(on(8), 8, theme(3)) is Rests.NOT_YET
    assert theme_rests(on(9), 3, theme(3)) is Rests.NOT_YET


def test_one_strong_piece_a_day_and_never_the_strongest_twice_in_a_row():
    assert theme_rests(on(10, practised=(wrote(9, 4),)), 10, theme(4)) is Rests.NOT_TWICE
    assert theme_rests(on(10, practised=(wrote(9, 4),)), 10, theme(3)) is None
    assert theme_rests(on(10, practised=(wrote(9, 3, 10),)), 10, theme(3)) is Rests.ONCE_A_DAY
    assert theme_rests(on(11, practised=(wrote(9, 4),)), 9, theme(4)) is None


def test_the_lighter_choice_leads_after_the_strongest_and_after_a_hard_day():
    assert gentler_first(on(10, practised=(wrote(9, 4),)))
    assert not gentler_first(on(11, practised=(wrote(9, 4),)))
    hard = on(10, lighter_on=frozenset({DAY_ONE + timedelta(days=9)}))
    assert gentler_first(hard)
    assert theme_rests(hard, 10, theme(3)) is Rests.LIGHTER
    assert theme_rests(hard, 10, theme(2)) is None


def test_missed_days_are_those_of_which_nothing_was_done():
    assert missed(on(4, practised=(wrote(2, 1),)), PROGRAMME) == (1, 3)


def test_a_programme_that_breaks_e2_refuses_to_exist():
    with pytest.raises(InvalidInput, match="day 8: intensity 3 before day 9"):
        programme((*INTENSITIES[:7], 3, *INTENSITIES[8:]))
    with pytest.raises(InvalidInput, match="day 10: no lighter day"):
        programme((*INTENSITIES[:9], 4, *INTENSITIES[10:]))


class Enrolment(RuleBasedStateMachine):
    """An enrolment that lives at random through days, repeats, holds, travel and withdrawal."""

    def __init__(self):
        super().__init__()
        self.instant = datetime(2026, 10, 20, 12, tzinfo=UTC)
        self.zone = ZoneInfo("Europe/London")
        self.standing = Standing(State.INVITED)
        self.cleared = False
        self.practised = ()
        self.lighter = frozenset()
        self.opened = set()
        self.started_cleared = False
        self.holds = 0

    @property
    def situation(self):
        return Situation(
            day_one=date(2026, 10, 21),
            now=self.instant.astimezone(self.zone),
            standing=self.standing,
            cleared=self.cleared,
            practised=self.practised,
            lighter_on=self.lighter,
        )

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        self.instant += timedelta(hours=hours)

    @rule(zone=st.sampled_from(["Europe/London", "America/New_York", "Pacific/Auckland"]))
    def travel(self, zone):
        self.zone = ZoneInfo(zone)

    @rule(cleared=st.booleans())
    def clear(self, cleared):
        self.cleared = cleared

    @rule(move=st.sampled_from([one for one in Move if one not in (Move.HOLD, Move.RELEASE)]))
    def move(self, move):
        if move is Move.WITHDRAW and self.instant.day % 5:
            return  # most runs live longer
        if move is Move.START and not may_start(self.situation):
            return  # the action asks this first
        event = Event(move=move, at=self.instant)
        if (self.standing.state, move) not in MOVES:
            with pytest.raises(Conflict):
                moved(self.standing, event)
            return
        self.started_cleared |= move is Move.START and self.cleared
        self.standing = moved(self.standing, event)

    @rule(scope=st.sampled_from(list(Scope)))
    def hold(self, scope):
        self.holds += 1
        event = Event(move=Move.HOLD, at=self.instant, hold=str(self.holds), scope=scope)
        if (self.standing.state, Move.HOLD) in MOVES:
            self.standing = moved(self.standing, event)

    @precondition(lambda self: self.standing.holds)
    @rule()
    def release(self):
        event = Event(move=Move.RELEASE, at=self.instant, hold=self.standing.holds[0][0])
        if (self.standing.state, Move.RELEASE) in MOVES:
            self.standing = moved(self.standing, event)

    @rule(day=st.integers(1, 21), gentler=st.booleans(), own=st.integers(0, 4))
    def write(self, day, gentler, own):
        """The day's theme, the gentler one, or one of the person's own; repeats are allowed."""
        plan = PROGRAMME.day(day).writing
        chosen = plan.gentler if gentler else theme(own) if own == day % 5 else plan.theme
        if theme_rests(self.situation, day, chosen) is None:
            done = Practised(
                day=day, part="write", on=self.situation.today, intensity=chosen.intensity
            )
            self.practised = (*self.practised, done)

    @rule()
    def a_hard_evening(self):
        self.lighter |= {self.situation.today + timedelta(days=1)}

    @invariant()
    def no_content_without_a_clearance_at_the_start(self):
        for day in range(1, 22):
            if day_rests(self.situation, day) is None:
                assert self.started_cleared

    @invariant()
    def no_open_day_is_lost_while_the_clock_runs_on(self):
        if self.standing.state in OPEN_STATES:
            touched = {one.day for one in self.practised}
            assert all(day_rests(self.situation, day) is None for day in touched)

    @invariant()
    def no_rule_of_intensity_is_broken(self):
        strong = [one.on for one in self.practised if one.intensity >= STRONG]
        assert len(strong) == len(set(strong))
        strongest = sorted(one.on for one in self.practised if one.intensity >= STRONGEST)
        gaps = [later - earlier for earlier, later in itertools.pairwise(strongest)]
        assert all(gap > timedelta(days=1) for gap in gaps)
        assert all(on >= date(2026, 10, 29) for on in strong)

    @invariant()
    def what_rests_is_not_offered(self):
        scopes = self.standing.scopes
        if Scope.WRITING in scopes or not self.cleared:
            offered = [theme_rests(self.situation, day, theme(0)) for day in range(1, 22)]
            assert None not in offered


TestEnrolment = Enrolment.TestCase
TestEnrolment.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
