"""Decision tables: rows are alternatives, cells stand together, numbers have ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.domain.decision_table import Cell, Table, holds, keys_of, rows_that_hold
from remit.errors import InvalidInput

YES_AND_OLD: Table = (
    (Cell(key="A", is_=("yes",)), Cell(key="age", at_least=50)),
    (Cell(key="B", is_=("yes", "not_sure")),),
)
ANSWERS = st.sampled_from(["yes", "no", "not_sure"])


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ({}, ()),
        ({"A": "yes"}, ()),
        ({"A": "yes", "age": 49}, ()),
        ({"A": "yes", "age": 50}, (0,)),
        ({"A": "no", "age": 80, "B": "not_sure"}, (1,)),
        ({"A": "yes", "age": 80, "B": "yes"}, (0, 1)),
    ],
)
def test_rows_are_alternatives_and_cells_stand_together(values, rows):
    assert rows_that_hold(YES_AND_OLD, values) == rows
    assert holds(YES_AND_OLD, values) == bool(rows)


def test_of_an_answer_with_parts_one_is_enough():
    cell = Cell(key="risks", is_=("diabetes", "tb"))
    assert cell.holds({"risks": ("surgery", "tb")})
    assert not cell.holds({"risks": ("surgery",)})


@pytest.mark.parametrize("missing", [{}, {"A": ""}, {"A": ()}])
def test_a_missing_answer_counts_only_where_the_cell_says_so(missing):
    assert not Cell(key="A", is_=("yes",)).holds(missing)
    assert Cell(key="A", is_=("yes",), or_missing=True).holds(missing)


def test_a_range_has_both_ends():
    cell = Cell(key="age", at_least=18, at_most=49)
    assert [cell.holds({"age": age}) for age in (17, 18, 49, 50)] == [False, True, True, False]


def test_words_are_not_compared_as_numbers():
    with pytest.raises(InvalidInput, match="age is compared as a number"):
        Cell(key="age", at_least=18).holds({"age": "old"})


@pytest.mark.parametrize("cell", [{}, {"is_": ("yes",), "at_least": 1}])
def test_a_cell_asks_one_thing(cell):
    with pytest.raises(InvalidInput, match="either answers or a range"):
        Cell(key="A", **cell)


def test_a_table_names_what_it_looks_at():
    assert keys_of(YES_AND_OLD) == {"A", "B", "age"}


@given(st.dictionaries(st.sampled_from("AB"), ANSWERS), st.integers(0, 120))
def test_a_table_is_any_row_of_all_cells(values, age):
    values = {**values, "age": age}
    by_hand = (values.get("A") == "yes" and age >= 50) or values.get("B") in ("yes", "not_sure")
    assert holds(YES_AND_OLD, values) == by_hand
