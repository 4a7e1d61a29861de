"""The life of a flag: every state appears, and no move works that the table does not have."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain import flag_page
from remit.domain.action_code import ActionCode
from remit.domain.flag import (
    BY_THE_SYSTEM,
    MOVES,
    FlagEvent,
    FlagState,
    Move,
    apply,
    fold,
    next_state,
)
from remit.errors import Conflict, InvalidInput

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
E, U1, U2, R = (
    ActionCode.EMERGENCY,
    ActionCode.SAME_DAY,
    ActionCode.REVIEW,
    ActionCode.ROUTINE,
)


def event(move: Move, *, by: int | None = 7, code: ActionCode | None = None, minutes=0):
    needs_code = {Move.RAISE: U1, Move.RAISE_HIGHER: E, Move.DOWNGRADE: U2}
    return FlagEvent(
        move,
        AT + timedelta(minutes=minutes),
        by=by,
        code=code or needs_code.get(move),
        words="Rang, no fever, seen at noon.",
    )


# One way to each state.
WAYS = {
    FlagState.RAISED: [Move.RAISE],
    FlagState.ESCALATED: [Move.RAISE, Move.ESCALATE],
    FlagState.ACKNOWLEDGED: [Move.RAISE, Move.ACKNOWLEDGE],
    FlagState.OVERDUE: [Move.RAISE, Move.ACKNOWLEDGE, Move.ESCALATE],
    FlagState.RECORDED: [Move.RAISE, Move.ACKNOWLEDGE, Move.RECORD_OUTCOME],
}


@pytest.mark.parametrize("state", FlagState)
def test_every_state_is_reached(state):
    assert fold(event(move) for move in WAYS[state]).state is state


@pytest.mark.parametrize(("state", "move"), list(product([None, *FlagState], Move)))
def test_no_move_works_that_the_table_does_not_have(state, move):
    way = [] if state is None else [event(one) for one in WAYS[state]]
    if (state, move) in MOVES:
        assert fold([*way, event(move)]).state is MOVES[state, move]
    else:
        with pytest.raises(Conflict):
            fold([*way, event(move)])


def test_inv_11_only_an_outcome_by_a_named_person_closes():
    closing = {move for (_, move), then in MOVES.items() if not then.is_open}
    assert closing == {Move.RECORD_OUTCOME}
    assert Move.RECORD_OUTCOME not in BY_THE_SYSTEM
    with pytest.raises(InvalidInput, match="named person"):
        event(Move.RECORD_OUTCOME, by=None)
    with pytest.raises(InvalidInput, match="few words"):
        FlagEvent(Move.RECORD_OUTCOME, AT, by=7, words="  ")


def test_inv_11_an_outcome_needs_an_acknowledgement_before_it():
    before = {state for (state, move) in MOVES if move is Move.RECORD_OUTCOME}
    assert before
    assert all(state is not None and state.is_acknowledged for state in before)
    with pytest.raises(Conflict):
        fold([event(Move.RAISE), event(Move.RECORD_OUTCOME)])


def test_a_downgrade_changes_the_code_and_closes_nothing():
    now = fold([event(Move.RAISE, code=E), event(Move.DOWNGRADE, code=R)])
    assert now.is_open
    assert (now.code, now.highest) == (R, E)
    assert not now.holds_the_programme
    with pytest.raises(Conflict, match="not lower"):
        apply(now, event(Move.DOWNGRADE, code=U2))
    with pytest.raises(InvalidInput, match="few words"):
        FlagEvent(Move.DOWNGRADE, AT, by=7, code=R)


def test_only_a_higher_code_raises_it_again_even_after_an_outcome():
    closed = fold(event(move) for move in WAYS[FlagState.RECORDED])
    for same_or_lower in (U1, U2):
        with pytest.raises(Conflict, match="not higher"):
            apply(closed, event(Move.RAISE_HIGHER, code=same_or_lower))
    again = apply(closed, event(Move.RAISE_HIGHER, code=E, by=None, minutes=90))
    assert again.state is FlagState.RAISED
    assert again.acknowledged_by is None
    assert again.raised_at == AT + timedelta(minutes=90)


def test_owner_outcome_and_undo():
    events = [event(Move.RAISE, by=None), event(Move.ACKNOWLEDGE, by=1)]
    assert fold(events).owner == 1
    events.append(event(Move.TAKE_OVER, by=2))
    events.append(event(Move.RECORD_OUTCOME, by=2))
    assert fold(events).outcome == events[-1]
    assert not fold(events).is_open
    events.append(event(Move.REOPEN, by=3))
    now = fold(events)
    assert (now.state, now.owner, now.outcome) == (FlagState.ACKNOWLEDGED, 3, None)


def test_there_is_no_flag_without_an_event():
    with pytest.raises(InvalidInput):
        fold([])
    with pytest.raises(Conflict):
        next_state(None, Move.ACKNOWLEDGE)


@given(st.lists(st.sampled_from(list(Move)), max_size=30))
def test_inv_11_whatever_happens_an_open_flag_closes_only_by_an_outcome(moves):
    now = fold([event(Move.RAISE)])
    for move in moves:
        before = now
        try:
            now = apply(now, event(move))
        except Conflict:
            continue
        if before.is_open and not now.is_open:
            assert move is Move.RECORD_OUTCOME
            assert before.acknowledged_by is not None


def test_the_page_is_drawn_from_the_table():
    page = Path(__file__).parents[2] / "docs/clinical/flags.md"
    assert page.read_text(encoding="utf-8") == flag_page.render(), (
        "write it anew: python -m remit.domain.flag_page > docs/clinical/flags.md"
    )
