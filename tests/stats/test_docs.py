"""The examples in the page and in the docstrings run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    "allocation",
    "before-after",
    "one-life",
    "case-series",
    "diary",
    "event-coincidence",
    "flares",
    "many-diaries",
    "mmrm",
]
MODULES = [
    "adjusted_responders",
    "allocation.lists",
    "allocation.minimisation",
    "allocation.predictability",
    "ancova",
    "bounded_sum",
    "case_crossover",
    "case_series.fit",
    "case_series.measured",
    "case_series.negative_controls",
    "case_series.sample_size",
    "coincidence",
    "coincidence_windows",
    "conditional_logistic",
    "coverage",
    "date_bounds",
    "diary.association",
    "diary.gaps",
    "diary.looks",
    "diary.ordinal",
    "event_coincidence",
    "flares.cox",
    "flares.logistic",
    "frames",
    "group_effects.fit",
    "lives.simulate",
    "lives.trial",
    "datekernel",
    "many_diaries",
    "mmrm.by_visit",
    "mmrm.fit",
    "not_estimable",
    "ordered_outcome",
    "placement",
    "posterior",
    "random_slopes",
    "rate_ratio",
    "responders",
    "single_case.interrupted",
    "single_case.start_and_stop",
    "tipping",
]


@pytest.mark.parametrize("name", PAGES)
def test_page_examples(name):
    page = ROOT / "docs" / "methods" / f"{name}.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, tried > 3) == (0, True)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name):
    failed, tried = doctest.testmod(importlib.import_module(f"remit.stats.{name}"))
    assert (failed, tried > 0) == (0, True)
