"""What is open before a clearance, and what may not be signed (CLINICAL A.5, INV-02)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from remit.domain.action_code import ActionCode
from remit.domain.clearance import (
    MOVES,
    Decision,
    SignedDecision,
    State,
    may_open_day_one,
    state_of,
)
from remit.domain.examination import MissingItem
from remit.domain.usual_pattern import UsualPattern
from remit.errors import InvalidInput
from remit.pathways.consult.clearance import (
    Before,
    FlagFacts,
    ReviewItem,
    check_decision,
    saddle_was_asked_so,
    standing,
    what_is_open,
)

READY = Before(begun=True, stage_one_finished=True, pattern=UsualPattern(sites=("lower_back",)))
CLEARING = [one for one in Decision if one.clears]
HOLDING = [one for one in ActionCode if one.holds_the_programme]


def _flag(code, **kwargs):
    return FlagFacts(rule="CE1.E", code=code, finding="bladder", **kwargs)


@pytest.mark.parametrize("decision", CLEARING)
def test_inv_02_a_whole_record_may_be_cleared(decision):
    check_decision(READY, decision, {})


@pytest.mark.parametrize("decision", CLEARING)
@pytest.mark.parametrize("code", HOLDING)
def test_inv_02_no_clearing_decision_past_an_open_flag(decision, code):
    with pytest.raises(InvalidInput, match=r"CE1\.E"):
        check_decision(replace(READY, flags=(_flag(code),)), decision, {})
    check_decision(replace(READY, flags=(_flag(code, open=False, outcome="seen"),)), decision, {})


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"stage_one_finished": False}, "stage 1"),
        ({"unanswered": ("CE2",)}, "CE2"),
        ({"missing": (MissingItem(key="exam.gait", words="Gait: not done"),)}, "Gait"),
        ({"pattern": None}, "usual pattern"),
        ({"review": (ReviewItem(key="OP1", finding="operation planned"),)}, "operation planned"),
        (
            {"unflagged": (ReviewItem(key="MA1.c1", finding="x", code=ActionCode.SAME_DAY),)},
            "MA1.c1",
        ),
    ],
)
def test_inv_02_the_error_names_what_is_open(lacking, named):
    with pytest.raises(InvalidInput, match=named):
        check_decision(replace(READY, **lacking), Decision.CLEARED_PRIMARY, {})


def test_a_routine_finding_needs_words_about_it():
    before = replace(READY, review=(ReviewItem(key="OP1", finding="operation planned"),))
    with pytest.raises(InvalidInput):
        check_decision(before, Decision.CLEARED_MIXED, {"OP1": "  "})
    check_decision(before, Decision.CLEARED_MIXED, {"OP1": "spoke with the surgeon"})


@pytest.mark.parametrize("decision", [one for one in Decision if not one.clears])
def test_other_decisions_do_not_wait(decision):
    check_decision(replace(READY, flags=(_flag(ActionCode.EMERGENCY),)), decision, {})


@pytest.mark.parametrize("decision", list(Decision))
def test_a_published_case_opens_nothing(decision):
    with pytest.raises(InvalidInput, match="published"):
        check_decision(replace(READY, published=True), decision, {})


@given(st.sampled_from(["yes", "not_sure", "no", None]), st.sampled_from(["CE1", "CE5", "ND1"]))
def test_a_saddle_answer_asks_for_the_examination(answer, key):
    values = {} if answer is None else {key: answer}
    assert saddle_was_asked_so(values) is (key != "ND1" and answer in ("yes", "not_sure"))


def test_notes_are_not_on_the_list_and_routine_flags_do_not_block():
    before = replace(READY, flags=(_flag(ActionCode.NOTE), _flag(ActionCode.ROUTINE)))
    assert [item.blocks for item in what_is_open(before)] == [False]


class Walk(RuleBasedStateMachine):
    """Anything may happen in any order; day 1 never opens past a flag or without a signature."""

    def __init__(self) -> None:
        super().__init__()
        self.before = Before()
        self.signed: SignedDecision | None = None
        self.today = date(2026, 11, 23)
        self.seen = self._state()

    def _state(self) -> State:
        return state_of(standing(self.before, self.signed), self.today)

    @rule()
    def begin(self) -> None:
        self.before = replace(self.before, begun=True)

    @precondition(lambda self: self.before.begun)
    @rule()
    def finish_stage_one(self) -> None:
        self.before = replace(self.before, stage_one_finished=True)

    @rule(code=st.sampled_from(list(ActionCode)))
    def raise_flag(self, code: ActionCode) -> None:
        self.before = replace(self.before, flags=(*self.before.flags, _flag(code)))

    @precondition(lambda self: any(flag.open for flag in self.before.flags))
    @rule()
    def close_one(self) -> None:
        flags = list(self.before.flags)
        place = next(n for n, flag in enumerate(flags) if flag.open)
        flags[place] = replace(flags[place], open=False, outcome="seen")
        self.before = replace(self.before, flags=tuple(flags))

    @rule()
    def settle_the_record(self) -> None:
        self.before = replace(self.before, pattern=UsualPattern(sites=("neck",)))

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(decision=st.sampled_from(list(Decision)))
    def sign(self, decision: Decision) -> None:
        if decision is Decision.WITHDRAWN and self.signed is None:
            return
        try:
            check_decision(self.before, decision, {})
        except InvalidInput:
            assert decision.clears
            return
        if decision.clears:
            assert not self.before.holding
        until = self.today + timedelta(days=90 if decision.clears else 0)
        self.signed = SignedDecision(decision=decision, signed_on=self.today, valid_until=until)

    @invariant()
    def inv_02_never_open_past_a_flag(self) -> None:
        now = self._state()
        assert now is self.seen or now in MOVES[self.seen], (self.seen, now)
        self.seen = now
        if may_open_day_one(standing(self.before, self.signed), self.today):
            assert not self.before.holding
            assert self.signed is not None
            assert self.signed.decision.clears
            assert self.today <= self.signed.valid_until


Walk.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
test_inv_02_no_path_reaches_cleared_with_an_open_flag = Walk.TestCase
