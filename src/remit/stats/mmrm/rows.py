"""Rows of people and visits, gathered by which visits were seen: one cross-product a pattern."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from remit.errors import InvalidInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """People of one group of whom the same visits were seen.

    ``seen`` are the visits, ascending; ``blocks`` has the design with the outcome as last column,
    divided by the square root of the weight's inverse: shape (people, visits seen, columns + 1).
    ``products`` are the sums over people of each visit's row times each other visit's row: shape
    (visits seen, visits seen, columns + 1, columns + 1).
    """

    group: int
    seen: Ints
    blocks: Floats
    products: Floats
    log_weights: float

    @property
    def people(self) -> int:
        """How many."""
        return int(self.blocks.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """All rows that are known, by pattern."""

    patterns: tuple[Pattern, ...]
    visits: int
    groups: int
    columns: int
    people: int
    rows: int
    between: NDArray[np.bool_]
    """Columns of the design that are the same in all rows of every person."""
    constant: NDArray[np.bool_]
    """Columns that are the same in all rows."""


def rows_of(
    person: ArrayLike,
    visit: Ints,
    design: Floats,
    outcome: Floats,
    *,
    group: Ints,
    weight: Floats,
    visits: int,
) -> Rows:
    """Gather rows; the caller has left out those in which something is missing.

    Raises
    ------
    InvalidInput
        If a person has a visit twice, changes group, or a weight is not above 0.
    """
    who = np.unique(np.asarray(person), return_inverse=True)[1].ravel()
    if not (np.isfinite(weight).all() and (weight > 0.0).all()):
        raise InvalidInput("Weights must be above 0.")
    order = np.lexsort((visit, who))
    who, visit, group, weight = who[order], visit[order], group[order], weight[order]
    _check(who, visit, group, np.asarray(person)[order])
    table = np.column_stack([design, outcome])[order] * np.sqrt(weight)[:, np.newaxis]
    starts = np.flatnonzero(np.diff(who, prepend=-1))
    codes = np.bitwise_or.reduceat(np.left_shift(1, visit), starts)
    keys = np.stack([group[starts], codes])
    kinds, which = np.unique(keys, axis=1, return_inverse=True)
    patterns = []
    for number, (own, code) in enumerate(kinds.T):
        firsts = starts[which.ravel() == number]
        seen = np.flatnonzero([code >> one & 1 for one in range(visits)])
        at = firsts[:, np.newaxis] + np.arange(seen.size)
        blocks = table[at]
        flat = blocks.reshape(len(blocks), -1)
        width = table.shape[1]
        products = (flat.T @ flat).reshape(seen.size, width, seen.size, width)
        patterns.append(
            Pattern(int(own), seen, blocks, products.transpose(0, 2, 1, 3).copy(),
                    float(np.log(weight[at]).sum()))
        )  # fmt: skip
    unweighted = design[order]
    same = unweighted == unweighted[starts][np.cumsum(np.diff(who, prepend=-1) > 0) - 1]
    return Rows(
        patterns=tuple(patterns),
        visits=visits,
        groups=int(group.max()) + 1,
        columns=design.shape[1],
        people=int(starts.size),
        rows=int(who.size),
        between=same.all(axis=0),
        constant=np.ptp(unweighted, axis=0) == 0.0,
    )


def _check(who: Ints, visit: Ints, group: Ints, names: NDArray[np.generic]) -> None:
    again = (np.diff(who) == 0) & (np.diff(visit) == 0)
    if again.any():
        raise InvalidInput(f"Person {names[int(np.argmax(again))]} has a visit twice.")
    moved = (np.diff(who) == 0) & (np.diff(group) != 0)
    if moved.any():
        raise InvalidInput(f"Person {names[int(np.argmax(moved))]} is in two groups.")
