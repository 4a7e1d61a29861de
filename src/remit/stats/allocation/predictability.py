"""How often somebody who knows the past allocations guesses the next one."""

from __future__ import annotations

from functools import cache

import numpy as np

from remit.stats.allocation.plan import Plan


def correct_guesses(plan: Plan) -> float:
    """Expected share of correct guesses of who always names the arm with most places left.

    Exact, over whole blocks; of several block lengths, who guesses is told the length, so that the
    figure is an upper bound. Simple randomisation: the share of the largest arm.

    References
    ----------
    Blackwell and Hodges (1957), Ann Math Stat 28:449-460; Matts and Lachin (1988), Control Clin
    Trials 9:327-344.

    Examples
    --------
    >>> [round(correct_guesses(Plan(("a", "b"), blocks=(size,))), 3) for size in (2, 4, 6)]
    [0.75, 0.708, 0.683]
    """
    if not plan.blocks:
        return max(plan.ratio) / sum(plan.ratio)
    sizes = np.array(plan.blocks, dtype=np.float64)
    right = [_expected(tuple(one * size // sum(plan.ratio) for one in plan.ratio))
             for size in plan.blocks]  # fmt: skip
    return float(np.sum(right) / sizes.sum())


@cache
def _expected(left: tuple[int, ...]) -> float:
    """Expected number of correct guesses in the rest of a block."""
    whole = sum(left)
    if not whole:
        return 0.0
    total = max(left) / whole
    for arm, count in enumerate(left):
        if count:
            rest = (*left[:arm], count - 1, *left[arm + 1 :])
            total += count / whole * _expected(tuple(sorted(rest)))
    return total
