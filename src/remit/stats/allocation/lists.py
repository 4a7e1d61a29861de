"""Lists of allocations: simple, permuted blocks, blocks of random length, by stratum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from remit.errors import InvalidInput
from remit.stats.allocation.plan import Plan, shares, stream
from remit.stats.provenance import software_version

METHOD: Final = "allocation list"
MOST_ROWS: Final = 10_000_000
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class AllocationList:
    """Result of ``allocation_list``.

    ``arm`` and ``block`` have shape (strata, length): the arm's number in the plan, and the number
    of the block (all 0 for simple randomisation). ``fingerprint`` is that of the plan; the list is
    made again from plan, seed and length.
    """

    plan: Plan
    arm: Ints
    block: Ints
    seed: int
    fingerprint: str
    method: str
    software: str

    @property
    def length(self) -> int:
        """Allocations in each stratum."""
        return int(self.arm.shape[1])

    def rows(self) -> Iterator[tuple[tuple[str, ...], int, int, str]]:
        """Stratum, number within it from 1, block from 1, arm."""
        for number, stratum in enumerate(self.plan.strata):
            for at in range(self.length):
                arm = self.plan.arms[self.arm[number, at]]
                yield stratum, at + 1, int(self.block[number, at]) + 1, arm

    def summary(self) -> str:
        """What was declared, and what it can be made again from."""
        ratio = ":".join(map(str, self.plan.ratio))
        how = (
            f"permuted blocks of {' or '.join(map(str, self.plan.blocks))}"
            if self.plan.blocks
            else "simple randomisation"
        )
        arms = ", ".join(self.plan.arms)
        return (
            f"{len(self.plan.strata)} lists of {self.length}: {arms} as {ratio}, {how}; seed"
            f" {self.seed}, plan {self.fingerprint[:16]}, {self.software}."
        )


def allocation_list(plan: Plan, length: int, *, seed: int) -> AllocationList:
    """Draw a list for every stratum.

    Parameters
    ----------
    plan : Plan
    length : int
        Allocations in each stratum; the last block may be cut.
    seed : int
        Kept apart from the list: who knows plan and seed knows every allocation.

    Raises
    ------
    InvalidInput
        If the length is not above 0, or the list would be longer than ten million.

    Notes
    -----
    Each stratum has a stream of its own from the seed, the plan's hash and its number (PCG64,
    SeedSequence), so that a longer list begins with the shorter one, and another plan has another
    list with the same seed. Within a block every order is equally likely.

    References
    ----------
    Matts and Lachin (1988), Control Clin Trials 9:327-344 (permuted blocks).

    Examples
    --------
    >>> plan = Plan(arms=("MBM", "usual care"), blocks=(4,))
    >>> found = allocation_list(plan, 8, seed=1)
    >>> [int((found.arm[0, at : at + 4] == 0).sum()) for at in (0, 4)]
    [2, 2]
    """
    if length < 1 or length * plan.strata_number > MOST_ROWS:
        raise InvalidInput(f"A list has 1 row or more, and all together at most {MOST_ROWS}.")
    fingerprint = plan.hash
    arms, blocks = [], []
    for number in range(plan.strata_number):
        random = stream(seed, fingerprint, number)
        drawn = _blocks(plan, length, random) if plan.blocks else _simple(plan, length, random)
        arms.append(drawn[0])
        blocks.append(drawn[1])
    return AllocationList(
        plan, np.stack(arms), np.stack(blocks), seed, fingerprint, METHOD, software_version()
    )


def is_list_of(found: AllocationList) -> bool:
    """Whether the list is the one that its plan and seed give; a changed row, or plan, is not."""
    again = allocation_list(found.plan, found.length, seed=found.seed)
    return (
        again.fingerprint == found.fingerprint
        and np.array_equal(again.arm, found.arm)
        and np.array_equal(again.block, found.block)
    )


def _simple(plan: Plan, length: int, random: np.random.Generator) -> tuple[Ints, Ints]:
    drawn = random.choice(len(plan.arms), size=length, p=shares(plan.ratio))
    return drawn.astype(np.int64), np.zeros(length, dtype=np.int64)


def _blocks(plan: Plan, length: int, random: np.random.Generator) -> tuple[Ints, Ints]:
    """Random keys sort each block: every order of a block is as likely as any other.

    Lengths and keys come from two streams, so that a longer list begins with the shorter one.
    """
    sizes_from, keys_from = random.spawn(2)
    lengths = np.array(plan.blocks, dtype=np.int64)
    number = -(-length // int(lengths.min()))
    sizes = lengths[sizes_from.integers(0, lengths.size, number)]
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), length)) + 1]
    block = np.repeat(np.arange(sizes.size), sizes)
    base = np.repeat(np.arange(len(plan.arms)), plan.ratio)
    contents = np.concatenate([np.tile(base, size // base.size) for size in sizes.tolist()])
    order = np.lexsort((keys_from.random(block.size), block))
    return contents[order][:length].astype(np.int64), block[:length].astype(np.int64)
