"""Which days lie shortly after a stressor, and with what probability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from remit.stats.datekernel import DateKernel


def coverage(
    stressors: Sequence[DateKernel], observation: tuple[int, int], window: int
) -> NDArray[np.float64]:
    """Probability, for each day, that at least one stressor fell on it or in the window before.

    ``c(t) = 1 - prod_i (1 - P(s_i in [t - window, t]))``; stressor dates are independent. With
    exact dates c is 1 on the union of the windows and 0 elsewhere, so that clustered stressors
    do not count twice.

    Parameters
    ----------
    stressors : sequence of DateKernel
        A stressor before the observation counts for the days that its window reaches.
    observation : (int, int)
        First and last day, both included.
    window : int
        Length in days; day 0 and day ``window`` after the stressor both count.

    Returns
    -------
    array of float, shape (days of the observation,)

    Examples
    --------
    >>> coverage([DateKernel.on(2), DateKernel(4, 5)], (0, 6), 1).tolist()
    [0.0, 0.0, 1.0, 1.0, 0.5, 1.0, 0.5]
    """
    first, last = observation
    missed = np.ones(last - first + 1)
    # Sorted, so that the order in which a life was told cannot change the last bit of a result.
    for stressor in sorted(stressors):
        start, stop = max(first, stressor.earliest), min(last, stressor.latest + window)
        if start > stop:
            continue
        days = np.arange(start, stop + 1)
        possible = np.minimum(days, stressor.latest) - np.maximum(days - window, stressor.earliest)
        missed[start - first : stop - first + 1] *= 1.0 - (possible + 1) / stressor.width
    return 1.0 - missed


def mirrored(stressors: Sequence[DateKernel], window: int) -> list[DateKernel]:
    """Stressors moved so that ``coverage`` asks about the window after a day, not before it.

    A stressor in [t, t + window] is a stressor, moved ``window`` days back, in [t - window, t].
    """
    return [stressor.shifted(-window) for stressor in stressors]
