"""The usual pattern, and what lies outside it (INV-06)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.body import REGIONS
from remit.domain.usual_pattern import ReportedSymptom, UsualPattern, Why, outside
from remit.errors import InvalidInput
from remit.pathways.consult.usual_pattern import HOLDS, Content, held_content, usual_pattern

PATTERN = UsualPattern(sites=("lower_back",), qualities=("aching",), shifting=True)
REGION = st.sampled_from(sorted(REGIONS))


def test_inv_06_a_symptom_within_the_pattern_asks_nothing():
    assert outside(PATTERN, ReportedSymptom(sites=("lower_back",), qualities=("aching",))) is None


@pytest.mark.parametrize(
    ("symptom", "why"),
    [
        (ReportedSymptom(sites=("neck",)), Why.PLACE),
        (ReportedSymptom(sites=("lower_back", "neck")), Why.PLACE),
        (ReportedSymptom(sites=("lower_back",), qualities=("numb",)), Why.QUALITY),
        (ReportedSymptom(sites=("lower_back",), new=True), Why.CALLED_NEW),
        (ReportedSymptom(sites=("lower_back",), warning_sign=True), Why.WARNING_SIGN),
        (ReportedSymptom(), Why.NO_PLACE),
    ],
)
def test_inv_06_what_lies_outside_says_why(symptom, why):
    assert outside(PATTERN, symptom) is why


def test_inv_06_without_a_signed_pattern_everything_is_outside():
    assert outside(None, ReportedSymptom(sites=("lower_back",))) is Why.NO_PATTERN


@given(st.sets(REGION, min_size=1), st.sets(REGION, min_size=1))
def test_inv_06_a_new_place_is_outside_even_of_a_shifting_pattern(usual, told):
    pattern = UsualPattern(sites=tuple(sorted(usual)), shifting=True)
    inside = outside(pattern, ReportedSymptom(sites=tuple(sorted(told)))) is None
    assert inside is (told <= usual)


def test_inv_06_writing_tracking_and_steps_rest_and_the_rest_stays():
    held = held_content(PATTERN, ReportedSymptom(sites=("neck",)), settled=False)
    assert held.rests == HOLDS
    assert {Content.GROUNDING, Content.FLARE_CALMING, Content.HELP, Content.GROUP} <= held.stays


def test_inv_06_after_review_nothing_rests():
    held = held_content(PATTERN, ReportedSymptom(sites=("neck",)), settled=True)
    assert not held.rests
    assert held.why is None


def test_inv_06_a_clinician_may_close_the_group_but_never_the_help():
    closed = frozenset({Content.GROUP, Content.HELP})
    held = held_content(PATTERN, None, settled=True, closed_by_clinician=closed)
    assert held.rests == {Content.GROUP}
    assert Content.HELP in held.stays


def test_a_pattern_needs_a_known_place():
    with pytest.raises(InvalidInput, match="at least one place"):
        UsualPattern(sites=())
    with pytest.raises(InvalidInput, match="body map"):
        UsualPattern(sites=("tail",))


def test_answers_become_a_pattern_or_none():
    assert usual_pattern({}) is None
    values = {"pattern.sites": ("neck",), "pattern.shifting": "yes"}
    assert usual_pattern(values) == UsualPattern(sites=("neck",), shifting=True)
