"""The door for data frames: columns by name, clear words where they cannot be read."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from remit.errors import InvalidInput
from remit.stats.frames import cases_from_frame, column, diary_from_frame, numbers

PAIN = {"pain": [3.0, 4.0, 5.0], "stress": [1.0, 2.0, 3.0]}
NAMED = {"outcome": "pain", "exposure": "stress", "day": "day"}


class Table:
    """A frame whose columns are objects with values of their own, as those of pandas are."""

    def __init__(self, columns):
        self.columns = columns

    def __getitem__(self, name):
        found = self.columns[name]
        return np.array(found, dtype=object) if isinstance(found, list) else found


@pytest.mark.parametrize(
    "days",
    [
        [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 3)],
        ["2026-01-31", "2026-02-01", "2026-02-03"],
        [7, 8, 10],
        [7.0, 8.0, 10.0],
        np.array(["2026-01-31", "2026-02-01", "2026-02-03"], dtype="datetime64[ns]"),
    ],
    ids=["dates", "texts", "numbers", "floats", "numpy"],
)
@pytest.mark.parametrize("kind", [dict, Table])
def test_days_without_a_row_are_missing_whatever_days_are_called(days, kind):
    pain, stress = diary_from_frame(kind({"day": days, **PAIN}), **NAMED)
    np.testing.assert_array_equal(pain, [3, 4, np.nan, 5])
    np.testing.assert_array_equal(stress, [1, 2, np.nan, 3])


def test_rows_may_stand_in_any_order():
    mixed = {"day": [9, 7], "pain": [2, 1], "stress": [None, 4]}
    pain, stress = diary_from_frame(mixed, **NAMED)
    np.testing.assert_array_equal(pain, [1, np.nan, 2])
    np.testing.assert_array_equal(stress, [4, np.nan, np.nan])


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({**PAIN}, "no column 'day'"),
        ({"day": [1, 1, 2], **PAIN}, "Day 1 stands twice"),
        ({"day": ["x", "y", "z"], **PAIN}, "dates such as"),
        ({"day": [1.5, 2, 3], **PAIN}, "dates such as"),
        ({"day": [1.0, np.nan, 3], **PAIN}, "dates such as"),
        ({"day": ["2026-01-01", None, "2026-01-03"], **PAIN}, "dates such as"),
        ({"day": [1, 2, 90_000], **PAIN}, "100 years"),
        ({"day": [1, 2], **PAIN}, "one length"),
        ({"day": [1, 2, 3], **PAIN, "pain": ["a", "b", "c"]}, "no number"),
        ({"day": [[1], [2], [3]], **PAIN}, "not one column"),
    ],
)
def test_what_cannot_be_read_is_named(frame, said):
    with pytest.raises(InvalidInput, match=said):
        diary_from_frame(frame, **NAMED)


def test_an_empty_frame_gives_an_empty_diary():
    pain, stress = diary_from_frame({"day": [], "pain": [], "stress": []}, **NAMED)
    assert pain.size == stress.size == 0


def test_cases_come_by_the_names_of_their_columns():
    rows = {"who": ["a", "b"], "in": [1, 1], "out": [90, 80], "ill": [30, 40]}
    found = cases_from_frame(rows, case="who", first="in", last="out", event="ill")
    assert found.size == 2
    assert found.event_day.tolist() == [30, 40]
    assert numbers(rows, "ill").tolist() == [30.0, 40.0]
    with pytest.raises(InvalidInput, match="'gone'"):
        column(rows, "gone")
