"""INV-10: every date that anybody is asked for is an interval with a precision, in own words."""

from datetime import date

import pytest

from remit.content import clinic, instruments, intake, screening
from remit.content.casefile import build
from remit.domain.form import Kind, read_answer
from remit.domain.fuzzydate import Precision
from remit.domain.saying import Reading
from remit.errors import InvalidInput
from remit.pathways.consult.told import told_row


def _questions():
    rules = screening.rule_set()
    forms = [form for _, form in rules.forms]
    forms += [one.form for one in intake.told_forms().values()]
    forms += [one.require_form() for one in instruments.shipped()]
    forms += [clinic.form(kind) for kind in ("features", "inventory")]
    return [question for form in forms for question in form.questions()]


DATES = [question for question in _questions() if question.kind is Kind.DATE]


def test_inv_10_dates_are_asked_as_words_never_as_a_day_to_pick():
    assert len(DATES) > 20
    asks_when = [
        one for one in _questions() if one.text.lower().startswith(("since when", "when did"))
    ]
    choices = {one.key for one in asks_when if one.kind is Kind.CHOICE}
    assert all(one.kind in (Kind.DATE, Kind.CHOICE) for one in asks_when)
    assert all(key.endswith((".onset", ".when")) for key in choices), choices


@pytest.mark.parametrize("words", ["about 1993", "in my twenties", "last spring", "1980 to 1990"])
def test_inv_10_a_vague_date_is_taken_as_it_is_said(words):
    assert read_answer(DATES[0], words, Reading(entry=date(2026, 11, 22))) == words


def test_inv_10_what_no_rule_understands_is_asked_again_and_never_guessed():
    with pytest.raises(InvalidInput, match="is not a date Remit understands"):
        read_answer(DATES[0], "when the neighbours moved in")


def test_inv_10_hz9_a_told_date_enters_the_history_as_an_interval():
    told = intake.told_form("symptom")
    values = {"symptom.what": "Headache", "symptom.since": "about 1993", "symptom.ongoing": "yes"}
    row = told_row(told.becomes, told.told, values)
    plain = {
        "case": {"id": "x", "name": "X", "recorded": "2026-11-22"},
        "symptom": [{"id": "E1", **row}],
    }
    (symptom,) = build(plain, "this record").symptoms
    assert symptom.start.text == "about 1993"
    assert symptom.start.precision is not Precision.DAY
    assert symptom.start.calendar is not None
    assert symptom.start.calendar.earliest < symptom.start.calendar.latest
    assert symptom.ongoing
