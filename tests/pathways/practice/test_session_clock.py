"""The clock of a group session: folded from presses, in whatever order they come."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from remit.content.programme import programme
from remit.pathways.practice.session_clock import Act, Pressed, behind, can_give, fold

STARTS = datetime(2026, 11, 16, 18, tzinfo=UTC)
PARTS = programme().sessions[1].parts
KEYS = [part.key for part in PARTS]


def at(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


def press(act: Act, minutes: float, part: str = "", more: int = 0) -> Pressed:
    return Pressed(act=act, at=at(minutes), part=part, minutes=more)


def begin(number: int, minutes: float) -> Pressed:
    return press(Act.BEGIN, minutes, KEYS[number])


def test_nothing_runs_before_the_first_press_and_nothing_moves_by_itself():
    assert fold([]).left(10, at(5)) is None
    clock = fold([begin(0, 0)])
    assert (clock.part, clock.left(10, at(7)), clock.left(10, at(500))) == (KEYS[0], 3, -490)


def test_more_minutes_and_a_pause_stretch_a_part():
    presses = [begin(0, 0), press(Act.MORE, 4, more=2), press(Act.PAUSE, 5), press(Act.GO_ON, 8)]
    clock = fold(presses)
    assert clock.left(10, at(9)) == 10 + 2 - 9 + 3
    paused = fold(presses[:3])
    assert paused.left(10, at(6)) == paused.left(10, at(60)) == 7


def test_a_part_that_was_left_is_done_until_it_is_begun_again():
    assert fold([begin(0, 0), begin(1, 10)]).done == (KEYS[0],)
    again = fold([begin(0, 0), begin(1, 10), begin(0, 12)])
    assert (again.part, again.done) == (KEYS[0], (KEYS[1],))


def test_a_session_that_was_ended_too_early_goes_on():
    ended = fold([begin(0, 0), press(Act.END, 5), press(Act.MORE, 6, more=2)])
    assert (ended.part, ended.ended, ended.done) == ("", at(5), (KEYS[0],))
    on = fold([begin(0, 0), press(Act.END, 5), begin(1, 6)])
    assert (on.part, on.ended, on.done) == (KEYS[1], None, (KEYS[0],))


def test_lateness_counts_from_the_plan_of_the_part():
    assert behind(fold([begin(1, 13)]), PARTS, STARTS) == 3
    assert behind(fold([begin(1, 8)]), PARTS, STARTS) == -2
    assert behind(fold([]), PARTS, STARTS) == 0


def test_the_part_ahead_that_can_give_most_is_named():
    gives = {part.key: part.can_give for part in PARTS}
    for number, key in enumerate(KEYS):
        ahead = {one: gives[one] for one in KEYS[number + 1 :] if gives[one]}
        found = can_give(fold([begin(number, 0)]), PARTS)
        assert (found.key if found else None) == (max(ahead, key=lambda k: ahead[k], default=None))
        assert key not in ahead


presses = st.lists(
    st.builds(
        Pressed,
        act=st.sampled_from(Act),
        at=st.integers(0, 180).map(at),
        part=st.sampled_from(KEYS),
        minutes=st.integers(0, 10),
    ),
    max_size=25,
    unique_by=lambda one: one.at,
)


@given(presses, st.randoms())
def test_the_order_in_which_presses_arrive_changes_nothing(pressed, random):
    shuffled = pressed.copy()
    random.shuffle(shuffled)
    clock = fold(pressed)
    assert fold(shuffled) == clock
    assert clock.part not in clock.done or not clock.part
    assert not (clock.part and clock.ended)
    assert clock.rested >= timedelta()
