"""The examples in the page and in the docstrings run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [
    "bounded_sum",
    "coincidence",
    "coverage",
    "date_bounds",
    "datekernel",
    "not_estimable",
    "placement",
    "rate_ratio",
    "tipping",
]


def test_page_examples():
    page = ROOT / "docs" / "methods" / "one-life.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, tried > 10) == (0, True)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name):
    failed, tried = doctest.testmod(importlib.import_module(f"remit.stats.{name}"))
    assert (failed, tried > 0) == (0, True)
