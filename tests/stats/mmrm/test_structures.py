"""Covariance structures: derivatives, ranges, and what each of them is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.errors import InvalidInput
from remit.stats.mmrm.structures import NAMES, Structure


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NAMES), st.integers(1, 5), st.integers(0, 2**32))
def test_derivatives_are_those_of_the_matrix(name, visits, seed):
    structure = Structure(name, visits)
    theta = 0.4 * np.random.default_rng(seed).normal(size=structure.size)
    at, steps = structure.at(theta), 1e-6 * np.eye(structure.size)
    slope = [(structure.at(theta + one).value - structure.at(theta - one).value) / 2e-6
             for one in steps]  # fmt: skip
    bend = [(structure.at(theta + one).first - structure.at(theta - one).first) / 2e-6
            for one in steps]  # fmt: skip
    np.testing.assert_allclose(at.first, slope, atol=1e-6, rtol=1e-5)
    np.testing.assert_allclose(at.second, bend, atol=1e-6, rtol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["us", "ar1", "ar1h", "cs", "csh", "ad", "adh"]), st.integers(1, 6),
       st.integers(0, 2**32))  # fmt: skip
def test_everywhere_it_is_a_covariance(name, visits, seed):
    # A Toeplitz matrix of free correlations need not be one; the climb refuses it there.
    structure = Structure(name, visits)
    theta = 2.0 * np.random.default_rng(seed).normal(size=structure.size)
    value = structure.at(theta).value
    np.testing.assert_allclose(value, value.T)
    assert np.linalg.eigvalsh(value).min() > -1e-9 * np.abs(value).max()


@pytest.mark.parametrize(
    ("name", "size"),
    [("us", 10), ("toep", 4), ("toeph", 7), ("ar1", 2), ("ar1h", 5), ("cs", 2), ("csh", 5),
     ("ad", 4), ("adh", 7)],
)  # fmt: skip
def test_numbers_of_parameters_for_four_visits(name, size):
    assert Structure(name, 4).size == size


def test_what_the_correlations_are():
    def correlation(name):
        theta = np.zeros(Structure(name, 4).size)
        theta[-1 if name in ("ar1", "cs") else -3 :] = [1.0, 0.5, 0.2][
            : 1 if name in ("ar1", "cs") else 3
        ]
        value = Structure(name, 4).at(theta).value
        return value / np.sqrt(np.outer(np.diag(value), np.diag(value)))

    r = np.array([1.0, 0.5, 0.2]) / np.sqrt(1 + np.array([1.0, 0.5, 0.2]) ** 2)
    assert correlation("ar1")[0].tolist() == pytest.approx([1, r[0], r[0] ** 2, r[0] ** 3])
    assert correlation("toep")[0].tolist() == pytest.approx([1, *r])
    assert correlation("ad")[0].tolist() == pytest.approx([1, r[0], r[0] * r[1], r.prod()])
    assert len(set(np.round(correlation("cs")[np.triu_indices(4, 1)], 12))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_start_keeps_variances(name):
    random = np.random.default_rng(1)
    half = random.normal(size=(30, 4)) * [1.0, 2.0, 3.0, 4.0]
    covariance = np.cov(half.T)
    structure = Structure(name, 4)
    value = structure.at(structure.start(covariance)).value
    expected = np.diag(covariance)
    if not structure.has_own_variances:
        expected = np.full(4, expected.mean())
    np.testing.assert_allclose(np.diag(value), expected, rtol=1e-10)


def test_an_unknown_structure_is_refused():
    with pytest.raises(InvalidInput, match="no structure"):
        Structure("spatial", 3)
