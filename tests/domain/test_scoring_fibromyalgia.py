"""The 2016 worksheet: the tests of CLINICAL B.5, and its edges (HZ8, INV-01)."""

import pytest

from remit.content.instruments import instrument
from remit.domain.body import INDEX_REGIONS, REGIONS
from remit.domain.scoring import score
from remit.domain.wording import banned_in

PARTS = ("fatigue", "unrefreshed", "thinking", "headaches", "belly", "depression")
SEVERITY = ("none", "mild", "moderate", "severe")
WIDE = (
    "left_shoulder", "left_upper_arm",  # left upper
    "right_shoulder",  # right upper
    "left_hip", "left_upper_leg",  # left lower
    "lower_back", "neck",  # axial
)  # fmt: skip


def answers(regions, week, months, three_months="yes"):
    given = {f"fm.{part}": SEVERITY[one] for part, one in zip(PARTS, week, strict=False)}
    given |= {f"fm.{part}": one for part, one in zip(PARTS[3:], months, strict=True)}
    return given | {"fm.regions": tuple(regions), "fm.three_months": three_months}


def scores(*given, **more):
    found = score(instrument("fibromyalgia"), answers(*given, **more))
    return {one.key.removeprefix("fm."): one.value for one in found}


YES, NO = ("yes",) * 3, ("no",) * 3


def test_7_regions_severity_5_in_4_of_5_is_met():
    # severity 2 + 2 + 1 + 0 = 5
    assert scores(WIDE, (2, 2, 1), NO) == {
        "wpi": 7, "sss": 5, "five": 4, "fs": 12, "criteria": 1,
    }  # fmt: skip


def test_index_3_severity_12_is_not_met_in_2016():
    # 9 + 3 = 12; the older rule allowed an index of 3 to 6
    spread = ("left_shoulder", "right_shoulder", "left_hip")
    assert scores(spread, (3, 3, 3), YES) == {
        "wpi": 3, "sss": 12, "five": 3, "fs": 15, "criteria": 0,
    }  # fmt: skip


def test_jaw_chest_and_belly_count_in_the_index_but_make_no_region():
    three = ("left_shoulder", "right_shoulder", "left_hip", "left_upper_leg")
    found = scores((*three, "left_jaw", "chest", "abdomen"), (3, 3, 3), YES)
    assert (found["wpi"], found["five"], found["criteria"]) == (7, 3, 0)


@pytest.mark.parametrize(
    ("count", "week", "months", "met"),
    [
        (4, (3, 3, 2), ("yes", "no", "no"), 1),  # index 4, severity 8 + 1 = 9
        (4, (3, 3, 2), NO, 0),  # severity 8
        (6, (3, 3, 3), NO, 1),  # index 6, severity 9
        (7, (2, 2, 0), NO, 0),  # index 7, severity 4
        (7, (2, 2, 0), ("no", "no", "yes"), 1),  # severity 5
    ],
)
def test_edges_of_both_ways(count, week, months, met):
    first = ("left_shoulder", "right_shoulder", "left_hip", "neck")
    rest = ("right_hip", "lower_back", "upper_back")
    assert scores((first + rest)[:count], week, months)["criteria"] == met


def test_under_three_months_is_not_met():
    assert scores(WIDE, (3, 3, 3), YES, three_months="no")["criteria"] == 0


def test_least_and_most():
    assert scores(("none",), (0, 0, 0), NO) == {
        "wpi": 0, "sss": 0, "five": 0, "fs": 0, "criteria": 0,
    }  # fmt: skip
    assert scores(INDEX_REGIONS, (3, 3, 3), YES) == {
        "wpi": 19, "sss": 12, "five": 5, "fs": 31, "criteria": 1,
    }  # fmt: skip


@pytest.mark.parametrize("gone", [f"fm.{part}" for part in PARTS])
def test_a_missing_part_leaves_the_sums_empty(gone):
    given = answers(WIDE, (3, 3, 3), YES)
    del given[gone]
    found = {one.key: one.value for one in score(instrument("fibromyalgia"), given)}
    assert (found["fm.wpi"], found["fm.five"]) == (7, 4)
    assert (found["fm.sss"], found["fm.fs"], found["fm.criteria"]) == (None, None, None)


@pytest.mark.parametrize("gone", ["fm.regions", "fm.three_months"])
def test_no_regions_or_no_duration_leaves_the_criteria_empty(gone):
    given = answers(WIDE, (3, 3, 3), YES)
    del given[gone]
    found = {one.key: one.value for one in score(instrument("fibromyalgia"), given)}
    assert found["fm.criteria"] is None
    assert found["fm.sss"] == 12


def test_its_regions_are_those_of_the_body_map():
    options = instrument("fibromyalgia").form.question("fm.regions").options
    assert [one.key for one in options] == [*INDEX_REGIONS, "none"]
    assert [one.text for one in options[:-1]] == [REGIONS[key].label for key in INDEX_REGIONS]
    assert options[-1].alone


def test_inv_01_it_is_called_a_worksheet():
    bands = instrument("fibromyalgia").score_definition("fm.criteria").bands
    assert [one.words for one in bands] == [
        "worksheet criteria not met",
        "worksheet criteria met",
    ]
    assert not any(banned_in(one.words) for one in bands)
