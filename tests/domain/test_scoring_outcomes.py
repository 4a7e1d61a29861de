"""Derived outcomes of a pain rating, the tests of CLINICAL D.5."""

import pytest

from remit.domain.outcome import PainChange, weekly_mean
from remit.errors import InvalidInput


def facts(before, after):
    found = PainChange(before, after)
    percent = None if found.percent is None else round(found.percent, 1)
    names = ("r30", "r50", "abs2", "pain_free", "near_pain_free", "worse")
    return percent, {name for name in names if getattr(found, name)}


@pytest.mark.parametrize(
    ("before", "after", "percent", "true"),
    [
        (8, 0, 100, {"r30", "r50", "abs2", "pain_free", "near_pain_free"}),
        (6, 1, 83.3, {"r30", "r50", "abs2", "near_pain_free"}),  # 100 x 5 / 6
        (3, 2, 33.3, {"r30"}),  # 100 x 1 / 3, one point only
        (0, 2, None, {"worse"}),
        (10, 7, 30, {"r30", "abs2"}),
        (10, 8, 20, {"abs2"}),
        (4, 2, 50, {"r30", "r50", "abs2"}),
        (5, 6, -20, set()),
        (5, 7, -40, {"worse"}),
    ],
)
def test_change(before, after, percent, true):
    assert facts(before, after) == (percent, true)


@pytest.mark.parametrize(("before", "after"), [(None, 3), (5, None), (None, None)])
def test_a_missing_rating_is_neither_yes_nor_no(before, after):
    found = PainChange(before, after)
    for name in ("percent", "r30", "r50", "abs2", "worse"):
        assert getattr(found, name) is None


@pytest.mark.parametrize(
    ("ratings", "mean"),
    [
        ([4, 5, 6, 5, 4, 5, 6], 5),  # 35 / 7
        ([4, None, 6, None, 4, None, 7], 5.25),  # 21 / 4
        ([4, None, 6, None, 4, None, None], None),  # 3 of 7
        ([None] * 7, None),
        ([0] * 7, 0),
    ],
)
def test_a_week_needs_four_of_seven_days(ratings, mean):
    assert weekly_mean(ratings) == mean


@pytest.mark.parametrize("ratings", [[5] * 6, [5] * 8, [5] * 6 + [11], [5] * 6 + [float("nan")]])
def test_a_week_is_seven_days_of_0_to_10(ratings):
    with pytest.raises(InvalidInput):
        weekly_mean(ratings)
