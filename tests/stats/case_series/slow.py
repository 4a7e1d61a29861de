"""The case series written from its definition, one day after the other; nothing is shared."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np

DAY_ZERO = date(2000, 1, 1)


def level_on(day, doses, windows):
    """The window of one kind of exposure that a day lies in; the latest dose that reaches it wins.

    `doses` are (start, end or None); from the first day of a later dose's windows the earlier
    dose has no say.
    """
    found = 0
    for start, end in sorted(doses):
        opened = min((start if anchor == "start" else end) + opens for opens, _, anchor in windows)
        if day >= opened:
            found = 0
        for number, (opens, closes, anchor) in enumerate(windows, start=1):
            base = start if anchor == "start" else end
            last = end if closes is None else base + closes
            if anchor == "start" and end is not None:
                last = min(last, end)
            if base + opens <= day <= last and day >= opened:
                found = number
    return found


def covariates(day, person, kinds, cuts, parts):
    """The covariates of one day of one person, as a tuple."""
    row = []
    for name, windows in kinds:
        level = level_on(day, person["doses"].get(name, []), windows)
        row += [float(level == number) for number in range(1, len(windows) + 1)]
    if parts:
        on = DAY_ZERO + timedelta(days=person["origin"] + day)
        part = max(
            (n for n, begins in enumerate(parts) if (on.month, on.day) >= begins),
            default=len(parts) - 1,
        )
        row += [float(part == number) for number in range(1, len(parts))]
    band = sum(day >= cut for cut in cuts)
    return tuple(row + [float(band == number) for number in range(1, len(cuts) + 1)])


def log_likelihood(people, kinds, cuts, parts, coefficients):
    """The sum over events of log(rate of its day / rates of all days of the person)."""
    total = 0.0
    for person in people:
        days = range(person["first"], person["last"] + 1)
        rate = {
            day: math.exp(np.dot(covariates(day, person, kinds, cuts, parts), coefficients))
            for day in days
        }
        whole = sum(rate.values())
        total += sum(math.log(rate[day] / whole) for day in set(person["events"]))
    return total
