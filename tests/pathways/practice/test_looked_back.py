"""The follow-up parts of the three published cases, marked as looked back on (CLINICAL G)."""

import pytest

from remit.content import shipped
from remit.pathways.consult.casereport import build
from remit.pathways.practice.looked_back import ASKED_FIRST, RETROSPECTIVE, Kind, looked_back
from remit.reports import summary


@pytest.fixture(scope="module")
def told():
    return {name: looked_back(build(shipped.case(name))) for name in shipped.CASE_IDS}


def line(found, identifier):
    (one,) = [line for line in found.lines if line.fact == identifier]
    return one


def order(found, *identifiers):
    at = [line.fact for line in found.lines]
    places = [at.index(identifier) for identifier in identifiers]
    return places == sorted(places)


def test_marys_pain_came_back_near_the_news_and_went_within_minutes(told):
    back = line(told["mary"], "M24")
    assert back.kind is Kind.FLARE
    assert back.near == ("Daughter to leave for Iraq, military duty (stated)",)
    assert back.relief == "gone within minutes"
    assert order(told["mary"], "M22", "M23", "M24", "M27b")


def test_marys_operation_was_her_own_decision_and_her_work_her_own_choice(told):
    assert line(told["mary"], "M18").note == "cancelled by the participant"
    assert "her own choice" in line(told["mary"], "M27c").words


def test_susans_new_neck_pain_is_what_opens_the_safety_questions_today(told):
    neck = line(told["susan"], "S22")
    assert neck.kind is Kind.NEW
    assert ASKED_FIRST in neck.note


def test_susans_mid_back_pain_came_back_near_the_missing_call(told):
    back = line(told["susan"], "S24")
    assert back.kind is Kind.FLARE
    assert back.near == ("No call from her other son, camping (stated)",)
    assert back.relief == ""  # how soon it passed is not told
    assert order(told["susan"], "S21", "S24", "S26", "S27b")


def test_nancys_pain_went_from_6_to_1_and_stayed(told):
    ratings = [one.label for one in told["nancy"].lines if one.kind is Kind.RATING]
    assert ratings == [f"average pain {value} of 10" for value in (6, 1, 1)]
    assert Kind.FLARE not in {one.kind for one in told["nancy"].lines}
    assert order(told["nancy"], "N17", "N18", "N19")


def test_what_was_derived_from_words_says_so(told):
    assert line(told["mary"], "M23").note == "derived from words"
    assert line(told["nancy"], "N19").note == ""


def test_nothing_from_before_the_programme_is_in_it(told):
    before = {"M10", "M13", "M19", "S05", "S07", "S15", "N06b", "N11a"}
    assert not before & {one.fact for found in told.values() for one in found.lines}


def test_it_is_marked_as_looked_back_on_wherever_it_is_printed(told):
    for found in told.values():
        printed = summary.afterwards(found)
        assert printed.splitlines()[0].endswith(RETROSPECTIVE)
        assert len(printed.splitlines()) == 1 + len(found.lines)


def test_no_line_shows_an_id_or_promises_anything(told):
    for found in told.values():
        for one in found.lines:
            assert not any(one.fact.lower() == word for word in one.when.split())
            assert "n19" not in one.when
            for word in ("caused by", "guarantee"):
                assert word not in one.words.lower()
