"""A guide for a call asks for new signs before anything else, or refuses to exist."""

from dataclasses import replace

import pytest

from remit.domain.call_guide import CallGuide, CallQuestion
from remit.errors import InvalidInput

SIGNS = CallQuestion(question="Anything new?", why="It is checked first.", safety=True)
HELPED = CallQuestion(question="What helped?", why="To know what to keep.")
CALL = CallGuide(
    key="day-10",
    title="Call",
    minutes=10,
    purpose="To hear how it is.",
    say=("Hello.",),
    ask=(SIGNS, HELPED),
    listen=("Silence.",),
    do=("Write it down.",),
    closing=("Goodbye.",),
    days=(10, 11),
)


def test_a_call_belongs_to_days_or_to_a_month():
    assert not CALL.is_follow_up
    assert replace(CALL, days=(), month=3).is_follow_up


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes": 0}, "1 to 30 minutes"),
        ({"minutes": 31}, "1 to 30 minutes"),
        ({"ask": (HELPED, SIGNS)}, "new signs before"),
        ({"ask": ()}, "opens, asks"),
        ({"closing": ()}, "opens, asks"),
        ({"days": ()}, "to days or to a month"),
        ({"month": 3}, "to days or to a month"),
    ],
)
def test_a_call_that_breaks_a_rule_is_refused(change, said):
    with pytest.raises(InvalidInput, match=said):
        replace(CALL, **change)


@pytest.mark.parametrize(("question", "why"), [("Tell me more.", "To know."), ("How is it?", " ")])
def test_a_question_asks_and_says_why(question, why):
    with pytest.raises(InvalidInput, match="asks and says why"):
        CallQuestion(question=question, why=why)
