"""Criteria worksheets (CLINICAL B.4, B.5): which criteria the answers meet, never a diagnosis."""

import itertools

import pytest

from remit.domain.worksheet import Grade, Met, fibromyalgia, generalised_regions, nociplastic

STEP_ONE = {
    "nn.3_months": "yes",
    "nn.regional": "yes",
    "nn.not_nociceptive": "yes",
    "nn.not_neuropathic": "yes",
    "nn.evoked": ("touch_static",),
}


def test_step_one_with_evoked_signs_is_possible():
    assert nociplastic(STEP_ONE).grade is Grade.POSSIBLE


def test_all_three_steps_are_probable_and_there_is_no_definite():
    values = STEP_ONE | {"nn.history": ("touch",), "nn.comorbid": ("fatigue",)}
    assert nociplastic(values).grade is Grade.PROBABLE
    assert "definite" not in {one.value for one in Grade}


@pytest.mark.parametrize("key", STEP_ONE)
@pytest.mark.parametrize("instead", ["no", "not_sure", None])
def test_any_part_of_step_one_missing_is_not_met(key, instead):
    values = STEP_ONE | {"nn.history": ("touch",), "nn.comorbid": ("fatigue",)}
    values.pop(key)
    if instead is not None:
        values[key] = ("none",) if key == "nn.evoked" else instead
    assert nociplastic(values).grade is Grade.NOT_MET


@pytest.mark.parametrize("lacking", ["nn.history", "nn.comorbid"])
def test_step_two_or_three_not_found_stays_possible(lacking):
    values = STEP_ONE | {"nn.history": ("touch",), "nn.comorbid": ("fatigue",)}
    assert nociplastic(values | {lacking: ("none",)}).grade is Grade.POSSIBLE


def test_b5_the_three_tests_of_the_reference():
    assert fibromyalgia(wpi=7, sss=5, regions=4, three_months="yes").met is Met.MET
    assert fibromyalgia(wpi=3, sss=12, regions=4, three_months="yes").met is Met.NOT_MET
    outside = ("left_jaw", "right_jaw", "chest", "abdomen", "neck", "left_hip", "left_shoulder")
    assert generalised_regions(outside) == 3
    found = fibromyalgia(wpi=7, sss=9, regions=generalised_regions(outside), three_months="yes")
    assert found.met is Met.NOT_MET


def test_b5_bounds_over_the_whole_range():
    for wpi, sss in itertools.product(range(20), range(13)):
        expected = (wpi >= 7 and sss >= 5) or (4 <= wpi <= 6 and sss >= 9)
        found = fibromyalgia(wpi=wpi, sss=sss, regions=5, three_months="yes")
        assert (found.met is Met.MET) is expected, (wpi, sss)
        assert found.severity == wpi + sss


def test_b5_what_is_not_answered_is_not_met_and_says_so():
    found = fibromyalgia(wpi=None, sss=9, regions=None, three_months="")
    assert found.met is Met.NOT_KNOWN
    assert found.severity is None
    assert fibromyalgia(wpi=9, sss=9, regions=5, three_months="no").met is Met.NOT_MET
