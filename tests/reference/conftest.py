"""Published data sets stay outside the project; where they are is said by REMIT_REFERENCE_DATA."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Table = dict[str, NDArray[np.float64]]


@pytest.fixture(scope="session")
def reference_data() -> Callable[[str], Table]:
    """Read one data set as columns of numbers, NaN where a value is missing."""
    folder = os.environ.get("REMIT_REFERENCE_DATA", "")
    if not folder:
        pytest.skip("REMIT_REFERENCE_DATA names no folder of data sets: see docs/methods/data.md")
    return lambda name: columns_of(Path(folder) / name)


def columns_of(path: Path) -> Table:
    """A CSV file as columns of numbers."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([_number(row[name]) for row in rows]) for name in rows[0]}


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file as it stands."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


@pytest.fixture(scope="session")
def reference_file() -> Callable[[str], Path]:
    """Where one data set lies."""
    folder = os.environ.get("REMIT_REFERENCE_DATA", "")
    if not folder:
        pytest.skip("REMIT_REFERENCE_DATA names no folder of data sets: see docs/methods/data.md")
    return lambda name: Path(folder) / name
