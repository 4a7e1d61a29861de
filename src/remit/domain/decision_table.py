"""Decision tables: any of several rows, each row all of its cells (no expression strings).

One kind of table decides which question is asked and which screening rule fires, so that a person
can read both line by line beside the clinical reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from remit.errors import InvalidInput

Value = str | float | tuple[str, ...]
Values = Mapping[str, Value]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One thing that must be so.

    Attributes:
        key: the answer that is looked at, such as CE1 or CE1.onset or age.
        is_: answers that hold; of an answer with several parts one is enough.
        at_least: lowest number that holds.
        at_most: highest number that holds.
        or_missing: true where an answer not given counts as holding (the careful side).
    """

    key: str
    is_: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    or_missing: bool = False

    def __post_init__(self) -> None:
        by_number = self.at_least is not None or self.at_most is not None
        if bool(self.is_) == by_number:
            raise InvalidInput(f"the cell on {self.key} needs either answers or a range of numbers")

    def holds(self, values: Values) -> bool:
        """Whether it is so for these values."""
        value = values.get(self.key)
        if value is None or value in ("", ()):
            return self.or_missing
        if self.is_:
            given = value if isinstance(value, tuple) else (str(value),)
            return any(one in self.is_ for one in given)
        if not isinstance(value, int | float):
            raise InvalidInput(f"{self.key} is compared as a number but is “{value}”")
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)


Row = tuple[Cell, ...]
Table = tuple[Row, ...]


def holds(table: Table, values: Values) -> bool:
    """Whether any row holds with all its cells."""
    return any(all(cell.holds(values) for cell in row) for row in table)


def rows_that_hold(table: Table, values: Values) -> tuple[int, ...]:
    """Which rows hold, counted from 0: the reason that is shown beside a rule."""
    return tuple(
        number for number, row in enumerate(table) if all(cell.holds(values) for cell in row)
    )


def keys_of(table: Table) -> frozenset[str]:
    """Every answer that the table looks at."""
    return frozenset(cell.key for row in table for cell in row)
