"""What the record suggests: the features that CLINICAL G names for each published case."""

import pytest

from remit.content import clinic, shipped
from remit.domain.chronology import Chronology
from remit.domain.feature import Heard
from remit.pathways.consult.features import heard_features, suggestions
from remit.pathways.consult.links import LinkSettings, find


def _lists(name, values=None, regions=()):
    history = shipped.case(name)
    chronology = Chronology(history)
    links = find(chronology, LinkSettings())
    suggested = suggestions(chronology, links, clinic.inventory(), regions)
    return suggested, heard_features(clinic.features(), values or {}, history, suggested)


def _codes(features):
    return {one.feature.code for one in features}


def test_mary_f9_for_x1_against_f1_not_stated_h2():
    suggested, lists = _lists("mary")
    assert _codes(lists.present) == {"F9"}
    assert _codes(lists.against) == {"X1"}
    stated = {one.feature.code: one.heard for one in lists.not_asked}
    assert stated["F1"] is Heard.NOT_STATED
    assert suggested["H2"].heard is Heard.YES
    assert "H1" not in suggested
    assert suggested["T7"].facts == ("M25", "M24")


def test_susan_h1_h2_t6_t7():
    suggested, _ = _lists("susan")
    assert set(suggested) == {"H1", "H2", "T6", "T7"}
    assert suggested["H1"].facts == ("S03",)
    assert set(suggested["T6"].facts) == {"S06", "S05"}
    assert set(suggested["T7"].facts) == {"S25", "S24"}


def test_nancy_f2_f5_f7_h1_h3_and_no_f1():
    suggested, _ = _lists("nancy")
    assert {"F2", "F5", "F7", "H1", "H3"} <= set(suggested)
    assert suggested["F1"].heard is Heard.NO
    assert suggested["H1"].facts == ("N03", "N04a")
    assert suggested["F2"].facts == ("N06b",)


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_a_suggestion_is_never_an_answer(name):
    suggested, lists = _lists(name)
    answered = _codes(lists.present) | _codes(lists.absent) | _codes(lists.against)
    assert not answered & set(suggested)
    assert all(one.because for one in suggested.values())


def test_a_clinicians_answer_stands_before_the_record():
    _, lists = _lists("mary", {"F9": "no", "F1": "yes", "F1.example": "lifting"})
    assert "F9" in _codes(lists.absent)
    assert next(one for one in lists.present if one.feature.code == "F1").example == "lifting"


def test_marked_regions_suggest_f7_from_three_on():
    two, _ = _lists("mary", regions=("neck", "left_hip"))
    three, _ = _lists("mary", regions=("neck", "left_hip", "chest"))
    assert "F7" not in two
    assert "F7" in three
