"""Outcomes of a trial: definitions, size, and reasons where there is no answer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact, mannwhitneyu

from remit.errors import InvalidInput
from remit.stats.adjusted_responders import adjusted_responders
from remit.stats.ancova import ancova
from remit.stats.not_estimable import NotEstimable
from remit.stats.ordered_outcome import chance_of_winning, ordered_outcome
from remit.stats.responders import fisher, responders

SMALL = st.tuples(st.integers(0, 12), st.integers(1, 12)).map(lambda one: (min(one), one[1]))


def trial(seed, people=60, effect=0.0, spread=1.0):
    random = np.random.default_rng(seed)
    arm = np.where(np.arange(people) % 3 == 0, "MBM", "usual")
    before = random.normal(6.0, 1.5, people)
    noise = random.normal(size=people) * np.where(arm == "MBM", spread, 1.0)
    after = 0.6 * before + effect * (arm == "MBM") + noise
    return {"arm": arm, "before": before, "after": after}


# ------------------------------------------------------------------------------- counts


@given(SMALL, SMALL)
def test_counts_are_answered_and_swapping_the_arms_turns_them(one, other):
    found, turned = responders(one, other), responders(other, one)
    assert found.lower <= found.difference <= found.upper
    assert -1.0 <= found.lower <= found.upper <= 1.0
    assert found.lower == pytest.approx(-turned.upper)
    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    assert found.p == pytest.approx(fisher_exact(table).pvalue, rel=1e-9)
    assert (found.number_needed is None) == (found.lower <= 0.0 <= found.upper)


def test_newcombe_covers_and_fisher_keeps_its_level():
    random = np.random.default_rng(4)
    one, other = random.binomial(24, 0.4, 1500), random.binomial(21, 0.4, 1500)
    found = [responders((int(a), 24), (int(b), 21)) for a, b in zip(one, other, strict=True)]
    assert np.mean([each.p <= 0.05 for each in found]) <= 0.05
    covered = np.mean([each.lower <= 0.0 <= each.upper for each in found])
    assert abs(covered - 0.95) < 0.02


@pytest.mark.parametrize("counts", [((1, 0), (0, 1)), ((3, 2), (0, 1)), ((-1, 2), (0, 1))])
def test_counts_that_cannot_be(counts):
    with pytest.raises(InvalidInput):
        responders(*counts)


def test_a_table_without_events_has_p_1():
    assert fisher((0, 10), (0, 12)) == 1.0
    assert "0 % of 10 people" in responders((0, 10), (0, 12)).summary()


# --------------------------------------------------------------------------- covariance


def test_robust_errors_keep_the_level_where_arms_vary_differently():
    """The smaller arm varies more: classical errors are too small, HC3 are not."""
    small = dict.fromkeys(("classical", "HC3"), 0)
    for seed in range(400):
        rows = trial(seed, spread=3.0)
        for variance in small:
            found = ancova(rows, "after ~ arm + before", variance=variance)
            small[variance] += found.coefficient("arm[T.usual]").p <= 0.05
    assert small["classical"] / 400 > 0.08
    assert abs(small["HC3"] / 400 - 0.05) < 3.5 * math.sqrt(0.05 * 0.95 / 400)


@pytest.mark.parametrize(
    ("rows", "formula", "why"),
    [
        ({"arm": ["a", "b"], "y": [1.0, 2.0]}, "y ~ arm", "2 rows cannot tell"),
        ({"arm": ["a", "b"] * 3, "y": [4.0] * 6}, "y ~ arm", "the same in every row"),
        ({"arm": ["a", "b"] * 3, "y": [4.0, 5.0] * 3}, "y ~ arm", "leaves no error"),
    ],
)
def test_no_covariance_without_error(rows, formula, why):
    found = ancova(rows, formula)
    assert isinstance(found, NotEstimable)
    assert why in found.reason


def test_who_fits_themselves_leaves_no_robust_error():
    """One person alone in an arm: HC0 to HC3 know nothing of how that arm varies."""
    rows = {"arm": ["a"] * 5 + ["b"], "y": [1.0, 2.0, 4.0, 3.0, 2.0, 9.0]}
    assert ancova(rows, "y ~ arm", variance="classical").people == 6
    found = ancova(rows, "y ~ 0 + arm", variance="HC3")
    assert isinstance(found, NotEstimable)


def test_covariance_refuses_what_it_cannot_read():
    rows = trial(1)
    for more in ({"variance": "HC9"}, {"level": 0.0}):
        with pytest.raises(InvalidInput):
            ancova(rows, "after ~ arm", **more)
    with pytest.raises(InvalidInput, match="explained by those before"):
        ancova(rows | {"again": rows["before"]}, "after ~ before + again")


def test_rows_left_out_are_counted():
    rows = trial(2)
    rows["after"][:3] = np.nan
    found = ancova(rows, "after ~ arm + before")
    assert (found.people, found.left_out) == (57, 3)
    assert "3 left out" in found.summary()


# ------------------------------------------------------------------------------- shares


def better(seed, chance=0.4, people=60):
    random = np.random.default_rng(seed)
    return trial(seed, people) | {"better": (random.random(people) < chance).astype(float)}


def test_standardised_shares_keep_the_level():
    small = 0
    for seed in range(400):
        small += adjusted_responders(better(seed), "better ~ arm + before", arm="arm").p <= 0.05
    assert abs(small / 400 - 0.05) < 3.5 * math.sqrt(0.05 * 0.95 / 400)


def test_without_covariates_they_are_the_plain_shares():
    rows = better(5)
    found = adjusted_responders(rows, "better ~ arm", arm="arm")
    assert found.share == pytest.approx(rows["better"][rows["arm"] == "usual"].mean(), abs=1e-9)
    assert "if all were in usual" in found.summary()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows | {"better": (rows["arm"] == "MBM").astype(float)},
        lambda rows: rows | {"better": np.zeros(60)},
        lambda rows: {name: values[:2] for name, values in rows.items()},
    ],
)
def test_shares_that_do_not_overlap(change):
    try:
        found = adjusted_responders(change(better(6)), "better ~ arm + before", arm="arm")
    except InvalidInput:
        return
    assert isinstance(found, NotEstimable)


def test_shares_refuse_what_they_cannot_read():
    rows = better(7)
    for formula, arm in (
        ("after ~ arm", "arm"),
        ("better ~ 0 + arm", "arm"),
        ("better ~ before", "arm"),
    ):
        with pytest.raises(InvalidInput):
            adjusted_responders(rows, formula, arm=arm)
    three = rows | {"arm": np.array(["a", "b", "c"] * 20)}
    with pytest.raises(InvalidInput, match="3 levels"):
        adjusted_responders(three, "better ~ arm", arm="arm")


# --------------------------------------------------------------------------- categories


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=15),
    st.lists(st.integers(0, 4), min_size=1, max_size=15),
)
def test_the_chance_of_winning_is_that_of_mann_and_whitney(values, others):
    own, theirs = np.array(values, dtype=float), np.array(others, dtype=float)
    win, low, high = chance_of_winning(own, theirs)
    expected = mannwhitneyu(own, theirs, method="asymptotic").statistic / (own.size * theirs.size)
    assert win == pytest.approx(expected)
    assert 0.0 <= low <= win <= high <= 1.0
    assert low < high


def test_the_chance_of_winning_covers():
    random = np.random.default_rng(8)
    covered = 0
    for _ in range(600):
        one, other = (
            random.integers(0, 5, 25).astype(float),
            random.integers(0, 5, 30).astype(float),
        )
        _, low, high = chance_of_winning(one, other)
        covered += low <= 0.5 <= high
    assert abs(covered / 600 - 0.95) < 0.03


def test_categories_without_an_answer():
    arms = {"arm": ["a"] * 6 + ["b"] * 6}
    assert isinstance(ordered_outcome(arms | {"y": [2.0] * 12}, "y ~ arm", arm="arm"), NotEstimable)
    apart = ordered_outcome(arms | {"y": [0.0, 1.0] * 3 + [2.0, 3.0] * 3}, "y ~ arm", arm="arm")
    assert isinstance(apart, NotEstimable)
    assert "do not overlap" in apart.reason
    with pytest.raises(InvalidInput, match="no factor 'arm'"):
        ordered_outcome(arms | {"y": np.arange(12.0)}, "y ~ 1", arm="arm")
