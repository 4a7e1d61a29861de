"""The checklist before clearance (CLINICAL A.4)."""

import pytest

from remit.content import clinic
from remit.domain.examination import PERIANAL, missing

WHOLE = {item.key: "done" for item in clinic.checklist()} | {
    "exam.differential": "considered",
    "exam.structural": "partly",
    "exam.pending": "no",
}


def test_a_whole_checklist_lacks_nothing():
    assert missing(clinic.checklist(), WHOLE, saddle_asked=True) == ()


@pytest.mark.parametrize("key", WHOLE)
def test_each_item_left_out_is_named(key):
    values = {name: answer for name, answer in WHOLE.items() if name != key}
    found = missing(clinic.checklist(), values, saddle_asked=False)
    assert [gap.key for gap in found] == [key]


def test_not_done_stays_open_and_not_needed_does_not():
    values = WHOLE | {"exam.gait": "not_done", "exam.weight": "not_needed"}
    found = missing(clinic.checklist(), values, saddle_asked=False)
    assert [gap.key for gap in found] == ["exam.gait"]


def test_perianal_sensation_cannot_be_called_not_needed_after_a_saddle_answer():
    values = WHOLE | {PERIANAL: "not_needed"}
    assert missing(clinic.checklist(), values, saddle_asked=False) == ()
    found = missing(clinic.checklist(), values, saddle_asked=True)
    assert [gap.key for gap in found] == [PERIANAL]
