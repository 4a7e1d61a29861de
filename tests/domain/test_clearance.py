"""Clearance as a signed decision: how long it holds, and every state (INV-02)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.clearance import (
    MOVES,
    Decision,
    SignedDecision,
    Standing,
    State,
    asks_again_before,
    may_open_day_one,
    state_of,
)
from remit.errors import InvalidInput

DAY = date(2026, 11, 23)
STANDINGS = st.builds(
    Standing,
    published=st.booleans(),
    begun=st.booleans(),
    screened=st.booleans(),
    holding_flags=st.integers(0, 2),
    work_open=st.integers(0, 2),
    signed=st.none()
    | st.builds(
        lambda decision, days: SignedDecision(
            decision=decision, signed_on=DAY, valid_until=DAY + timedelta(days=days)
        ),
        st.sampled_from(list(Decision)),
        st.integers(0, 90),
    ),
)


def _signed(decision=Decision.CLEARED_PRIMARY, days=90):
    until = DAY + timedelta(days=days)
    return SignedDecision(decision=decision, signed_on=DAY, valid_until=until)


@given(STANDINGS, st.integers(-2, 200))
def test_inv_02_day_one_opens_only_signed_clearing_fresh_and_without_a_holding_flag(
    standing, later
):
    today = DAY + timedelta(days=later)
    if may_open_day_one(standing, today):
        assert not standing.published
        assert standing.signed is not None
        assert standing.signed.decision.clears
        assert standing.signed.signed_on <= today <= standing.signed.valid_until
        assert (today - standing.signed.signed_on).days <= 90
        assert standing.holding_flags == 0
    else:
        assert may_open_day_one(standing, today).why


@pytest.mark.parametrize(("days", "opens"), [(0, True), (90, True), (91, False), (-1, False)])
def test_inv_02_the_last_day_is_the_ninetieth(days, opens):
    standing = Standing(screened=True, signed=_signed())
    assert bool(may_open_day_one(standing, DAY + timedelta(days=days))) is opens


def test_inv_02_a_new_flag_after_clearance_shuts_day_one_again_and_its_outcome_opens_it():
    cleared = Standing(screened=True, signed=_signed())
    held = Standing(screened=True, holding_flags=1, signed=_signed())
    assert may_open_day_one(cleared, DAY)
    assert not may_open_day_one(held, DAY)
    assert state_of(held, DAY) is State.HELD


@pytest.mark.parametrize("days", [91, -1])
def test_inv_02_no_clearance_can_be_made_to_hold_longer_than_90_days(days):
    with pytest.raises(InvalidInput, match="90 days"):
        _signed(days=days)


@pytest.mark.parametrize("decision", [one for one in Decision if not one.clears])
def test_inv_02_no_other_decision_opens(decision):
    assert not may_open_day_one(Standing(screened=True, signed=_signed(decision)), DAY)


def test_every_state_appears_and_has_its_moves():
    found = {
        state_of(Standing(published=True), DAY),
        state_of(Standing(), DAY),
        state_of(Standing(begun=True), DAY),
        state_of(Standing(begun=True, holding_flags=1), DAY),
        state_of(Standing(begun=True, screened=True, work_open=1), DAY),
        state_of(Standing(begun=True, screened=True), DAY),
        state_of(Standing(signed=_signed()), DAY),
        state_of(Standing(signed=_signed(), holding_flags=1), DAY),
        state_of(Standing(signed=_signed()), DAY + timedelta(days=91)),
        state_of(Standing(signed=_signed(Decision.DEFERRED)), DAY),
        state_of(Standing(signed=_signed(Decision.WITHDRAWN)), DAY),
    }
    assert found == set(State) == set(MOVES)


def test_inv_02_nothing_leads_from_an_open_flag_straight_to_cleared():
    assert State.CLEARED not in MOVES[State.FLAGS_OPEN]
    assert State.CLEARED not in MOVES[State.WORK_OPEN]
    assert State.CLEARED not in MOVES[State.NOT_SCREENED]
    assert not MOVES[State.RETROSPECTIVE]


@pytest.mark.parametrize(("days", "again"), [(0, False), (14, False), (15, True)])
def test_a_late_start_asks_stage_one_again(days, again):
    assert asks_again_before(DAY, DAY + timedelta(days=days)) is again
    assert asks_again_before(None, DAY)
