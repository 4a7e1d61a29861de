"""The five codes: the highest wins, and what keeps day 1 shut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.action_code import ActionCode, highest

CODES = st.lists(st.sampled_from(list(ActionCode)))


def test_codes_rise_from_note_to_emergency():
    assert sorted(ActionCode, key=lambda code: code.urgency) == ["N", "R", "U2", "U1", "E"]
    assert len({code.word for code in ActionCode}) == 5


@pytest.mark.parametrize(("code", "holds"), [("N", 0), ("R", 0), ("U2", 1), ("U1", 1), ("E", 1)])
def test_review_and_above_hold_the_programme(code, holds):
    assert ActionCode(code).holds_the_programme == bool(holds)


@given(CODES, st.sampled_from(list(ActionCode)))
def test_one_more_code_never_lowers_the_highest(codes, more):
    before, after = highest(codes), highest([*codes, more])
    assert after is not None
    assert before is None or after.urgency >= before.urgency


def test_no_codes_have_no_highest():
    assert highest([]) is None
