"""The generated pages are what the content says, and hide nothing that is open."""

from pathlib import Path

import pytest

from remit.content import instrument_page, verification
from remit.content.instruments import instrument, known, shipped
from remit.content.screening import rule_set

CLINICAL = Path(__file__).parents[2] / "docs/clinical"


@pytest.mark.parametrize(
    ("name", "page", "command"),
    [
        ("verification.md", verification.verification_page, verification.COMMAND),
        ("instruments.md", instrument_page.instruments_page, instrument_page.COMMAND),
    ],
)
def test_the_page_is_what_the_content_says(name, page, command):
    assert (CLINICAL / name).read_text("utf-8") == page(), f"run: {command}"


def test_every_text_has_a_row_that_says_what_it_was_compared_with():
    page = verification.verification_page()
    for one in shipped():
        for line in verification.lines(one):
            assert line.checks, line.key
            assert line.words in page
        keys = {line.key for line in verification.lines(one)}
        assert {question.key for question in one.form.questions()} <= keys


def test_every_rule_has_a_row():
    page = verification.verification_page()
    for rule in rule_set().rules:
        assert f"| `{rule.id}` | {rule.code} " in page
    for one in shipped():
        for score in one.scores:
            for flag in score.flags:
                assert f"`{one.id}/{one.version}/{flag.rule}`" in page


def test_each_statement_of_the_rmdq_stands_alone_and_only_8_were_compared():
    compared = [
        line.key
        for line in verification.lines(instrument("rmdq"))
        if {check.status for check in line.checks} == {"compared once"}
    ]
    assert compared == [f"rmdq.ticked.{number}" for number in range(1, 9)]


def test_nothing_is_called_checked_before_a_second_person_has_done_it():
    for one in shipped():
        every = tuple(verification.lines(one))
        assert verification.open_lines(one) == every, one.id


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ("[V1:IFOMPT, GK]", "primary source"),
        ("[V1:IFOMPT, V2:BMJBP]", "secondary source only"),
        ("[V1:PHQ]", "primary source read"),
        ("[D]", "open: a clinician approves"),
    ],
)
def test_the_weakest_mark_decides(mark, says):
    assert says in verification.status_of_mark(mark)


def test_no_row_of_a_table_is_broken():
    for page in (verification.verification_page(), instrument_page.instruments_page()):
        width = 0
        for line in page.splitlines():
            if line.startswith("|"):
                width = width or line.count("|")
                assert line.count("|") == width, line
            else:
                width = 0


def test_every_instrument_is_on_the_reference_page():
    page = instrument_page.instruments_page()
    for one in known():
        assert f"`{one.id}`" in page
        assert one.licence_reason in page
