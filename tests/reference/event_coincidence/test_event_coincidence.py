"""Coincidences of a hundred days against counts by hand, and all rotations against a slow count.

expected.csv: four days of stress and four of pain in 100 days, from the definitions (see the
docstring of the method); `continuous` leaves the day itself out of the window's length.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.conftest import rows_of

from remit.errors import InvalidInput
from remit.stats.event_coincidence import EventCoincidence, at_least, event_coincidence
from remit.stats.not_estimable import NotEstimable

STRESS, PAIN = [8, 30, 58, 90], [10, 35, 60, 82]
EXPECTED = rows_of(Path(__file__).parent / "expected.csv")
some_days = st.lists(st.integers(1, 60), min_size=1, max_size=12)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"window {row['delta_days']}")
def test_every_number_of_the_table(row):
    window = int(row["delta_days"])
    found = event_coincidence(STRESS, PAIN, days=100, window=window)
    assert (found.precursor, found.trigger) == (int(row["k_precursor"]), int(row["k_trigger"]))
    assert found.covered_share == pytest.approx(float(row["covered_fraction_f"]))
    for ours, name in (
        (found.independent_p, "p_precursor_discrete"),
        (found.independent_trigger_p, "p_trigger_discrete"),
        (found.union_p, "p_union_binomial"),
        (found.rotation_p, "p_exhaustive_rotation"),
    ):
        assert ours == pytest.approx(float(row[name]), abs=1e-8)
    continuous = at_least(found.precursor, 4, 1 - (1 - window / 100) ** 4)
    assert continuous == pytest.approx(float(row["p_precursor_continuous"]), abs=1e-8)


@settings(max_examples=60, deadline=None)
@given(some_days, some_days, st.integers(0, 20))
def test_counts_and_rotations_are_those_of_a_slow_count(stress, pain, window):
    found = event_coincidence(stress, pain, days=60, window=window)
    stress, pain = sorted(set(stress)), sorted(set(pain))
    if isinstance(found, NotEstimable):
        assert all(any(0 <= day - s <= window for s in stress) for day in range(1, 61))
        return
    hits = [sum(any(0 <= (p - 1 + k) % 60 + 1 - s <= window for s in stress) for p in pain)
            for k in range(60)]  # fmt: skip
    assert found.precursor == hits[0]
    assert found.trigger == sum(any(0 <= p - s <= window for p in pain) for s in stress)
    assert found.rotation_p == pytest.approx(np.mean([one >= hits[0] for one in hits]))


def test_nothing_to_count_says_why_and_days_outside_are_refused():
    assert isinstance(event_coincidence([], [3], days=10, window=2), NotEstimable)
    assert isinstance(event_coincidence([1], [3], days=10, window=9), NotEstimable)
    for wrong in (lambda: event_coincidence([11], [3], days=10, window=2),
                  lambda: event_coincidence([1], [3], days=10, window=10)):  # fmt: skip
        with pytest.raises(InvalidInput, match=r"\.$"):
            wrong()
    assert isinstance(event_coincidence([1, 1], [3], days=10, window=2), EventCoincidence)
