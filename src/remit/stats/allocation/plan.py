"""What is declared of an allocation before the first person, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import product
from math import gcd
from typing import Final

import numpy as np

from remit.errors import InvalidInput

MOST_STRATA: Final = 10_000
LARGEST_BLOCK: Final = 1000


@dataclass(frozen=True, slots=True)
class Factor:
    """A stratifying factor and its levels."""

    name: str
    levels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.levels)) != len(self.levels) or len(self.levels) < 2:
            raise InvalidInput(f"The factor {self.name!r} needs two different levels or more.")


@dataclass(frozen=True, slots=True)
class Plan:
    """An allocation by list.

    Parameters
    ----------
    arms : sequence of str
    ratio : sequence of int, optional
        How many to each arm; 1 to each where nothing is said.
    blocks : sequence of int
        Lengths of permuted blocks, multiples of the sum of the ratio; with several, each block's
        length is drawn. None: simple randomisation.
    factors : sequence of Factor
        Every combination of levels is a stratum with a list of its own.

    Raises
    ------
    InvalidInput
        If a block cannot hold the ratio, or a name is there twice.
    """

    arms: tuple[str, ...]
    ratio: tuple[int, ...] = ()
    blocks: tuple[int, ...] = ()
    factors: tuple[Factor, ...] = ()

    def __post_init__(self) -> None:
        arms = tuple(self.arms)
        ratio = tuple(self.ratio) or (1,) * len(arms)
        for name, value in (("arms", arms), ("ratio", ratio), ("blocks", tuple(self.blocks)),
                            ("factors", tuple(self.factors))):  # fmt: skip
            object.__setattr__(self, name, value)
        if len(set(arms)) != len(arms) or len(arms) < 2:
            raise InvalidInput("There must be two different arms or more.")
        if len(ratio) != len(arms) or min(ratio) < 1:
            raise InvalidInput("The ratio needs a whole number above 0 for each arm.")
        if reduce(gcd, ratio) > 1:
            raise InvalidInput("Shorten the ratio: its numbers have a common divisor.")
        for length in self.blocks:
            if length % sum(ratio) or not 0 < length <= LARGEST_BLOCK:
                raise InvalidInput(
                    f"A block of {length} cannot hold the ratio {':'.join(map(str, ratio))}: take "
                    f"a multiple of {sum(ratio)}."
                )
        names = [one.name for one in self.factors]
        if len(set(names)) != len(names):
            raise InvalidInput("Two factors have the same name.")
        if self.strata_number > MOST_STRATA:
            raise InvalidInput(f"The factors make {self.strata_number} strata; use minimisation.")

    @property
    def strata_number(self) -> int:
        """How many lists there are."""
        return int(np.prod([len(one.levels) for one in self.factors], dtype=object))

    @property
    def strata(self) -> tuple[tuple[str, ...], ...]:
        """Every combination of levels, in the order of the factors."""
        return tuple(product(*(one.levels for one in self.factors)))

    @property
    def hash(self) -> str:
        """SHA-256 of everything declared: another plan gives another list."""
        return hash_of(asdict(self))


def hash_of(declared: object) -> str:
    """SHA-256 of what was declared, as JSON with sorted names."""
    text = json.dumps(declared, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stream(seed: int, plan_hash: str, *place: int) -> np.random.Generator:
    """Random numbers for one place of one plan: the same wherever and whenever they are drawn.

    Raises
    ------
    InvalidInput
        If the seed is below 0.
    """
    if seed < 0:
        raise InvalidInput("The seed is a whole number, 0 or more.")
    words = [int(plan_hash[at : at + 8], 16) for at in range(0, 64, 8)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words, *place])))


def shares(ratio: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The ratio as probabilities."""
    whole = np.array(ratio, dtype=np.float64)
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = whole / whole.sum()
    return found
