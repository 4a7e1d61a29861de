"""Lists by lot and minimisation: balance exactly, orders alike, guesses by the closed form."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from remit.errors import InvalidInput
from remit.stats.allocation.lists import allocation_list, is_list_of
from remit.stats.allocation.minimisation import MinimisationPlan, Minimiser, minimise
from remit.stats.allocation.plan import Factor, Plan
from remit.stats.allocation.predictability import correct_guesses

TWO = ("MBM", "usual care")
EXPECTED, FINGERPRINT = "10101001001101010101", "26eef37b65542fe9"
SEX, SITE = Factor("sex", ("f", "m")), Factor("site", ("a", "b", "c"))


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from([(1, 1), (2, 1), (3, 2)]),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.integers(1, 100),
    st.integers(0, 2**40),
)
def test_every_whole_block_holds_the_ratio_exactly(ratio, times, length, seed):
    plan = Plan(TWO, ratio, tuple(sum(ratio) * one for one in times), (SEX,))
    found = allocation_list(plan, length, seed=seed)
    for arms, blocks in zip(found.arm, found.block, strict=True):
        for block in range(int(blocks.max())):
            inside = arms[blocks == block]
            assert inside.size in plan.blocks
            assert (inside == 0).sum() * sum(ratio) == inside.size * ratio[0]
    assert is_list_of(found)


def test_a_longer_list_begins_with_the_shorter_one():
    for blocks in ((), (4,), (2, 4, 6)):
        plan = Plan(TWO, blocks=blocks)
        short, long = (allocation_list(plan, size, seed=3).arm[0] for size in (37, 400))
        assert np.array_equal(short, long[:37])


def test_orders_of_a_block_are_equally_likely():
    found = allocation_list(Plan(TWO, blocks=(4,)), 4 * 12_000, seed=5).arm[0].reshape(-1, 4)
    seen = Counter(map(tuple, found.tolist()))
    assert len(seen) == math.comb(4, 2)
    assert chisquare(list(seen.values())).pvalue > 0.001


def test_lengths_of_random_blocks_are_equally_likely():
    found = allocation_list(Plan(TWO, blocks=(2, 4, 6)), 60_000, seed=6)
    sizes = np.bincount(found.block[0])[:-1]
    assert chisquare([int((sizes == one).sum()) for one in (2, 4, 6)]).pvalue > 0.001


def test_simple_randomisation_keeps_the_ratio_on_average():
    found = allocation_list(Plan(("a", "b", "c"), (3, 2, 1)), 60_000, seed=7).arm[0]
    assert chisquare(np.bincount(found), [30_000, 20_000, 10_000]).pvalue > 0.001


def test_plan_and_seed_make_the_list_and_a_change_is_found():
    plan = Plan(TWO, blocks=(4, 6), factors=(SEX, SITE))
    one = allocation_list(plan, 50, seed=9)
    assert np.array_equal(one.arm, allocation_list(plan, 50, seed=9).arm)
    assert not np.array_equal(one.arm, allocation_list(plan, 50, seed=10).arm)
    assert not np.array_equal(one.arm[0], one.arm[1])
    other = allocation_list(replace(plan, blocks=(4, 8)), 50, seed=9)
    assert other.fingerprint != one.fingerprint
    assert is_list_of(one)
    changed = one.arm.copy()
    changed[3, 7] = 1 - changed[3, 7]
    assert not is_list_of(replace(one, arm=changed))
    assert not is_list_of(replace(one, seed=10))


def test_rows_name_stratum_number_block_and_arm():
    found = allocation_list(Plan(TWO, blocks=(2,), factors=(SEX, SITE)), 4, seed=1)
    rows = list(found.rows())
    assert len(rows) == 24
    assert rows[0][:3] == (("f", "a"), 1, 1)
    assert rows[-1][:3] == (("m", "c"), 4, 2)
    assert {row[3] for row in rows} == set(TWO)
    assert "6 lists of 4: MBM, usual care as 1:1, permuted blocks of 2; seed 1" in found.summary()


def test_one_list_is_known_for_good():
    # If this changes, no list that was ever made can be made again.
    found = allocation_list(Plan(TWO, blocks=(4, 6)), 20, seed=20261123)
    assert "".join(map(str, found.arm[0])) == EXPECTED
    assert found.fingerprint.startswith(FINGERPRINT)


@pytest.mark.parametrize("half", [1, 2, 3, 5, 8])
def test_guesses_are_those_of_the_closed_form(half):
    closed = (half + 4**half / (2 * math.comb(2 * half, half)) - 0.5) / (2 * half)
    assert correct_guesses(Plan(TWO, blocks=(2 * half,))) == pytest.approx(closed)


def test_guesses_by_every_order_of_an_uneven_block():
    right = orders = 0
    for order in set(itertools.permutations([0, 0, 1])):
        left = [2, 1]
        for arm in order:
            right += left[arm] == max(left) and (left[0] != left[1] or arm == 0)
            left[arm] -= 1
        orders += 3
    assert correct_guesses(Plan(TWO, (2, 1), (3,))) == pytest.approx(right / orders)
    assert correct_guesses(Plan(TWO, (2, 1))) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"arms": ("a",)},
        {"arms": ("a", "a")},
        {"arms": TWO, "ratio": (1,)},
        {"arms": TWO, "ratio": (2, 2)},
        {"arms": TWO, "ratio": (0, 1)},
        {"arms": TWO, "blocks": (3,)},
        {"arms": TWO, "blocks": (0,)},
        {"arms": TWO, "factors": (SEX, SEX)},
        {"arms": TWO, "factors": tuple(Factor(str(n), tuple("abcdefghij")) for n in range(6))},
    ],
)
def test_an_impossible_plan_is_refused(wrong):
    with pytest.raises(InvalidInput):
        Plan(**wrong)


def test_impossible_lists_factors_and_seeds_are_refused():
    with pytest.raises(InvalidInput):
        allocation_list(Plan(TWO), 0, seed=1)
    with pytest.raises(InvalidInput):
        allocation_list(Plan(TWO), 5, seed=-1)
    with pytest.raises(InvalidInput):
        Factor("sex", ("f",))


# ----------------------------------------------------------------------- minimisation


def test_minimisation_traced_by_hand():
    # Ranges after going to either arm, by hand; the lot decides where they are alike.
    plan = MinimisationPlan(("A", "B"), (SEX, SITE), probability=1.0)
    made = Minimiser(plan, seed=4)
    first = made.assign({"sex": "f", "site": "a"})
    assert first.imbalance == (2.0, 2.0)
    assert first.chances == (0.5, 0.5)
    second = made.assign({"sex": "f", "site": "b"})
    # Sex f has one person in the first arm: joining it makes 2 to 0, the other 1 to 1. Site b: 1.
    own = ("A", "B").index(first.arm)
    assert second.imbalance[own] == 3.0
    assert second.imbalance[1 - own] == 1.0
    assert second.arm != first.arm
    third = made.assign({"sex": "m", "site": "a"})
    # Sex m: 1 either way. Site a has one in the first arm: 2 or 0.
    assert third.imbalance[own] == 3.0
    assert third.imbalance[1 - own] == 1.0
    assert third.arm == second.arm


def test_the_probability_is_kept():
    plan = MinimisationPlan(("A", "B"), (SEX,), probability=0.75)
    followed = counted = 0
    for seed in range(1500):
        made = minimise(plan, [{"sex": "f"}] * 2, seed=seed)
        followed += made.assigned[0].arm != made.assigned[1].arm
        counted += made.assigned[1].chances[("A", "B").index(made.assigned[0].arm)] == 0.25
    assert counted == 1500
    assert abs(followed / 1500 - 0.75) < 4 * math.sqrt(0.75 * 0.25 / 1500)


def test_margins_are_balanced_where_simple_lots_are_not():
    random = np.random.default_rng(1)
    people = [{"sex": str(random.choice(["f", "m"])), "site": str(random.choice(list("abc")))}
              for _ in range(200)]  # fmt: skip
    made = minimise(MinimisationPlan(TWO, (SEX, SITE), probability=0.9), people, seed=2)
    assert max(abs(a - b) for a, b in made.counts().values()) <= 6
    assert [one.arm for one in made.assigned] == [
        one.arm for one in minimise(made.plan, people, seed=2).assigned
    ]


@pytest.mark.parametrize("distance", ["range", "variance"])
def test_unequal_ratios_are_reached(distance):
    plan = MinimisationPlan(("A", "B", "C"), (SEX,), (2, 1, 1), probability=0.9, distance=distance)
    made = minimise(plan, [{"sex": "f"}] * 400, seed=3)
    counts = made.counts()["sex", "f"]
    assert np.allclose(counts, [200, 100, 100], atol=8)


def test_weights_say_which_factor_matters_more():
    plan = MinimisationPlan(("A", "B"), (SEX, SITE), weights=(3.0, 1.0), probability=1.0)
    made = Minimiser(plan, seed=1)
    made.assign({"sex": "f", "site": "a"})
    second = made.assign({"sex": "f", "site": "b"})
    assert sorted(second.imbalance) == [1.0, 7.0]


def test_who_cannot_be_placed_changes_nothing():
    made = Minimiser(MinimisationPlan(TWO, (SEX,)), seed=1)
    for person in ({}, {"sex": "x"}):
        with pytest.raises(InvalidInput, match="one of: f, m"):
            made.assign(person)
    assert made.assigned == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"arms": ("a",), "factors": (SEX,)},
        {"arms": TWO, "factors": ()},
        {"arms": TWO, "factors": (SEX,), "ratio": (1, 0)},
        {"arms": TWO, "factors": (SEX,), "weights": (0.0,)},
        {"arms": TWO, "factors": (SEX,), "probability": 0.4},
        {"arms": TWO, "factors": (SEX,), "distance": "sum"},
    ],
)
def test_an_impossible_minimisation_is_refused(wrong):
    with pytest.raises(InvalidInput):
        MinimisationPlan(**wrong)
