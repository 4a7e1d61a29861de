"""A growing diary: looks at declared lengths alone, a p that counts them, and never falls back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from remit.errors import InvalidInput
from remit.stats.diary.association import DiaryAssociation, diary_association
from remit.stats.diary.looks import look_at_diary
from remit.stats.not_estimable import NotEstimable


def pair(seed, days=84, effect=0.0):
    random = np.random.default_rng(seed)
    stress = random.normal(size=days)
    return effect * np.r_[0, stress[:-1]] + random.normal(size=days), stress


def test_shares_add_up_and_p_never_rises():
    found = look_at_diary(*pair(1, effect=0.4), resamples=299)
    assert sum(one.share for one in found.looks) == pytest.approx(1.0)
    p = [one.p for one in found.looks]
    assert p == sorted(p, reverse=True)
    assert found.p == p[-1]
    smallest = min(one.found.p / one.share for one in found.looks)
    assert found.p == pytest.approx(min(1.0, smallest))


def test_days_after_a_look_wait_for_the_next():
    pain, stress = pair(2, 60)
    at_56 = look_at_diary(pain[:56], stress[:56], resamples=199)
    changed = pain.copy()
    changed[56:] = 99.0
    now = look_at_diary(changed, stress, resamples=199)
    assert now.looks == at_56.looks
    assert (at_56.days_kept_back, now.days_kept_back) == (0, 4)
    assert [one.days for one in now.looks] == [28, 56]


def test_before_the_first_look_nothing_is_said():
    found = look_at_diary(*pair(3, 20))
    assert isinstance(found, NotEstimable)
    assert "day 28" in found.reason


def test_a_look_that_cannot_be_estimated_spends_its_share_and_says_why():
    pain, stress = pair(4)
    pain[:30] = np.nan
    found = look_at_diary(pain, stress, resamples=199)
    assert isinstance(found.looks[0].found, NotEstimable)
    assert found.looks[0].p == 1.0
    assert isinstance(found.looks[1].found, DiaryAssociation)
    first = look_at_diary(pain[:28], stress[:28], resamples=199)
    assert first.summary().endswith("nothing is found so far.")


def test_peeking_without_counting_errs_and_counting_does_not():
    naive = counted = 0
    for number in range(300):
        pain, stress = pair([9, number], 70)
        looks = (28, 35, 42, 49, 56, 63, 70)
        found = look_at_diary(pain, stress, looks=looks, resamples=99)
        naive += any(one.found.p <= 0.05 for one in found.looks)
        counted += found.p <= 0.05
    assert naive / 300 > 0.09
    assert counted / 300 <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 300)


def test_one_look_at_the_whole_is_the_plain_answer():
    pain, stress = pair(5)
    found = look_at_diary(pain, stress, looks=(84,), resamples=299)
    assert found.p == diary_association(pain, stress, joint_lags=(1,), resamples=299).p
    assert "Look 1 of 1, after 84 days" in found.summary()


@pytest.mark.parametrize("looks", [(), (0, 28), (28, 28), (56, 28)])
def test_looks_that_do_not_ascend_are_refused(looks):
    with pytest.raises(InvalidInput):
        look_at_diary(*pair(6), looks=looks)


def test_series_of_two_lengths_are_refused():
    with pytest.raises(InvalidInput):
        look_at_diary([1.0, 2.0], [1.0])
