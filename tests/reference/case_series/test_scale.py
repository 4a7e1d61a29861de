"""Simulated cases by the thousand: the coefficient that R's packages found on the same data."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from tests.reference.conftest import rows_of

HERE = Path(__file__).parent
BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "case_series.py"
EXPECTED = {int(row["n_cases"]): row for row in rows_of(HERE / "scale.csv")}


@pytest.fixture(scope="module")
def benchmark_module():
    spec = importlib.util.spec_from_file_location("case_series_benchmark", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("size", [1000, 10_000, 100_000])
def test_estimates_at_scale_are_those_of_r(benchmark_module, size):
    term = benchmark_module.fit(*benchmark_module.raw_rows(size)).terms[0]
    assert term.coefficient == pytest.approx(float(EXPECTED[size]["coef_exposure"]), rel=1e-6)
    assert term.standard_error == pytest.approx(float(EXPECTED[size]["se_exposure"]), rel=1e-5)
