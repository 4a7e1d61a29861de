"""Instruments that may not exist: a text without licence, a suicide item on an unwatched page."""

import pytest

from remit.domain.form import Form, Kind, Option, Page, Question
from remit.domain.instrument import (
    Band,
    Check,
    Instrument,
    Licence,
    Missing,
    ScoreDefinition,
    Scoring,
    Status,
    ThresholdFlag,
    Where,
)
from remit.errors import InvalidInput, NotFound

OPTIONS = (Option(key="no", text="No", value=0), Option(key="yes", text="Yes", value=1))


def form(*keys):
    questions = tuple(
        Question(key=key, kind=Kind.CHOICE, text=f"About {key}?", options=OPTIONS) for key in keys
    )
    return Form(
        id="trial",
        version="1",
        title="A form",
        pages=(Page(key="p", title="P", questions=questions),),
    )


def total(*items, **more):
    more = {"scoring": Scoring.SUM, "low": 0, "high": 2} | more
    return ScoreDefinition(key="trial.total", title="Total", items=items, **more)


def made(**more):
    plain = {
        "id": "trial",
        "version": "1",
        "title": "Trial",
        "construct": "nothing",
        "licence": Licence.OWN,
        "licence_reason": "own wording",
        "where_asked": (Where.REMOTE,),
        "source_line": "Own wording.",
        "form": form("trial.1", "trial.2"),
        "checked": (Check(against="nothing"),),
    }
    return Instrument(**plain | more)


@pytest.mark.parametrize("licence", ["L2", "L3", "LX"])
def test_hz10_text_of_a_class_that_may_not_ship_does_not_exist(licence):
    with pytest.raises(InvalidInput, match=f"text of class {licence} may not ship"):
        made(licence=Licence(licence))
    assert made(licence=Licence(licence), form=None).is_slot


def test_inv_09_the_classes_that_may_ship():
    assert {one.value for one in Licence if one.may_ship} == {"L0", "L1", "LP"}
    assert all(one.meaning for one in Licence)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"source_line": ""}, "needs its source line"),
        ({"checked": ()}, "compared with"),
        ({"scores": (total("trial.3"),)}, r"reads trial\.3, which is not asked"),
        ({"scores": (total("trial.1"), total("trial.2"))}, "same key"),
        ({"form": None, "scores": (total("trial.1"),)}, "a slot has no items"),
    ],
)
def test_a_faulty_instrument_says_what_is_wrong(more, says):
    with pytest.raises(InvalidInput, match=says):
        made(**more)


def test_hz3_the_suicide_item_is_never_on_a_page_that_nobody_watches():
    asks = form("phq9.9")
    with pytest.raises(InvalidInput, match=r"phq9\.9 is asked in the clinic or live by phone"):
        made(form=asks, where_asked=(Where.CLINIC, Where.REMOTE))
    assert made(form=asks, where_asked=(Where.CLINIC,)).require_form() is asks


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"items": ()}, "needs items"),
        ({"low": 2, "high": 2}, "low must lie below"),
        ({"bands": (Band(at_least=1, words="some", mark="D"),)}, "bands rise from 0"),
        ({"missing": Missing(import_up_to=2)}, "substitutes nothing"),
        (
            {"scoring": Scoring.SUM_IMPORTS, "missing": Missing(import_up_to=1, never=("x",))},
            "only its own items",
        ),
    ],
)
def test_a_faulty_score_says_what_is_wrong(more, says):
    with pytest.raises(InvalidInput, match=says):
        total(*more.pop("items", ("trial.1", "trial.2")), **more)


def test_bands_reach_up_to_the_next():
    bands = (Band(at_least=0, words="low", mark="D"), Band(at_least=1.5, words="high", mark="D"))
    one = total("trial.1", "trial.2", bands=bands)
    assert [one.band(value) for value in (0, 1, 1.5, 2)] == ["low", "low", "high", "high"]
    assert total("trial.1").band(1) == ""


def test_a_rule_has_a_threshold_or_waits_for_no_answer():
    for more in ({}, {"at_least": 1, "when_unanswered": True}):
        with pytest.raises(InvalidInput, match="either a lowest value or"):
            ThresholdFlag(rule="r", code="R", finding="f", source="s", **more)


def test_a_check_that_is_done_says_by_whom_and_when():
    with pytest.raises(InvalidInput, match="who checked it"):
        Check(against="the owner's file", status=Status.CHECKED, by="A person")
    done = Check(against="the file", status=Status.CHECKED, by="A person", on="2026-11-01")
    assert made(checked=(done,)).checks_of("trial.1") == (done,)


def test_a_check_covers_all_or_what_it_names():
    named = Check(against="a page", covers=("trial.1",))
    rest = Check(against="nothing")
    one = made(checked=(named, rest))
    assert one.checks_of("trial.1") == (named, rest)
    assert one.checks_of("trial.2") == (rest,)


def test_what_a_slot_or_an_instrument_lacks_is_not_found():
    with pytest.raises(NotFound, match="text of Trial is not loaded: own wording"):
        made(form=None).require_form()
    with pytest.raises(NotFound, match="no score"):
        made().score_definition("trial.total")
