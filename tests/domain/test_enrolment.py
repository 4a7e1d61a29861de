"""The table of moves of an enrolment: every state appears, and no other move works."""

import itertools
from datetime import UTC, datetime

import pytest

from remit.domain.enrolment import MOVES, Event, Move, Scope, Standing, State, moved, standing
from remit.errors import Conflict

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_TABLE = """
           invited    consented  baseline   active     held       completed  follow-up  closed  withdrawn
consent    consented  -          -          -          -          -          -          -       -
baseline   -          baseline   -          -          -          -          -          -       -
start      -          -          active     -          -          -          -          -       -
hold       invited    consented  baseline   held       held       completed  follow-up  -       -
release    invited    consented  baseline   -          active     completed  follow-up  -       -
complete   -          -          -          completed  -          -          -          -       -
follow     -          -          -          -          -          follow-up  -          -       -
close      -          -          -          -          -          -          closed     -       -
withdraw   withdrawn  withdrawn  withdrawn  withdrawn  withdrawn  withdrawn  withdrawn  -       -
"""  # noqa: E501
NAMES = {"baseline": Move.BASELINE, "follow": Move.FOLLOW}


def _expected():
    head, *rows = _TABLE.strip("\n").splitlines()
    states = [State(word) for word in head.split()]
    for row in rows:
        name, *cells = row.split()
        move = NAMES.get(name) or Move(name)
        for state, cell in zip(states, cells, strict=True):
            if cell != "-":
                yield (state, move), State(cell)


def test_the_table_is_the_one_written_by_hand():
    assert dict(_expected()) == MOVES


def test_every_state_appears():
    assert {one for (one, _) in MOVES} | set(MOVES.values()) == set(State)


@pytest.mark.parametrize(("state", "move"), list(itertools.product(State, Move)))
def test_no_other_move_works(state, move):
    if (state, move) in MOVES:
        return
    with pytest.raises(Conflict, match=f"that is {state} cannot {move}"):
        moved(Standing(state), Event(move=move, at=AT))


def hold(name, scope=Scope.STRONG):
    return Event(move=Move.HOLD, at=AT, hold=name, scope=scope)


def release(name):
    return Event(move=Move.RELEASE, at=AT, hold=name)


BEGUN = [Event(move=move, at=AT) for move in (Move.CONSENT, Move.BASELINE, Move.START)]


def test_of_two_holds_the_last_release_ends_it():
    events = [*BEGUN, hold("a"), hold("b", Scope.WRITING), release("a")]
    assert standing(events).state is State.HELD
    assert standing(events).scopes == {Scope.WRITING}
    assert standing([*events, release("b")]) == Standing(State.ACTIVE)


def test_a_hold_from_before_the_start_holds_the_start():
    events = [*BEGUN[:2], hold("a"), BEGUN[2]]
    assert standing(events).state is State.HELD


@pytest.mark.parametrize("wrong", [[hold("a"), hold("a")], [hold("b"), release("a")], [hold("")]])
def test_holds_have_names_of_their_own(wrong):
    with pytest.raises(Conflict, match="hold"):
        standing([*BEGUN, *wrong])


def test_what_is_held_is_not_completed():
    with pytest.raises(Conflict, match="held cannot complete"):
        standing([*BEGUN, hold("a"), Event(move=Move.COMPLETE, at=AT)])
