"""Days to px, and the ticks of the axis: years, or "3 y before" where no year is known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from remit.domain.interval import Interval
from remit.domain.length import Axis
from remit.domain.phrases import MONTHS
from remit.pathways.consult.advances import text_width
from remit.pathways.consult.shapes import AxisTick, Words

YEAR = 365.25
MONTH = YEAR / 12
_YEAR_STEPS = (1, 2, 5, 10, 20, 50)
_MONTH_STEPS = (1, 3, 6)
_DAY_STEPS = (1, 7, 14)
_MINOR = {1: 2, 2: 2, 5: 5, 10: 2, 20: 2, 50: 5}
_LONG_WORDS = 120.0  # "18 months before"
AXIS_SIZE, AGE_SIZE = 13.0, 12.5


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: early life is never squeezed."""

    first: float
    last: float
    left: float
    right: float

    def x(self, day: float) -> float:
        """Place of a day."""
        return self.left + (day - self.first) * self.per_day

    @property
    def per_day(self) -> float:
        """px a day."""
        return (self.right - self.left) / max(self.last - self.first, 1)

    def span(self, days: Interval) -> tuple[float, float]:
        """Places of both bounds of a closed interval; a whole last day counts."""
        low, high = days.earliest or 0, days.latest or 0
        return self.x(low), self.x(high if high == low else high + 1)


def axis_ticks(scale: Scale, axis: Axis, *, apart: float = 84) -> tuple[AxisTick, ...]:
    """Major ticks with words, minor ones without, all inside the window."""
    ticks = _calendar(scale, apart) if axis is Axis.CALENDAR else _offsets(scale, apart)
    return tuple(
        AxisTick(scale.x(day), text, text_width(text, AXIS_SIZE))
        for day, text in ticks
        if scale.first <= day <= scale.last
    )


def _step(scale: Scale, unit: float, steps: tuple[int, ...], apart: float) -> int | None:
    return next((step for step in steps if step * unit * scale.per_day >= apart), None)


def _calendar(scale: Scale, apart: float) -> Iterator[tuple[float, str]]:
    months = _step(scale, MONTH, _MONTH_STEPS, apart)
    if months is not None:
        yield from _calendar_months(scale, months)
        return
    years = _step(scale, YEAR, _YEAR_STEPS, apart) or _YEAR_STEPS[-1]
    minor = max(years // _MINOR[years], 1)
    start = _date(scale.first).year // years * years
    for year in range(start, _date(scale.last).year + 1, minor):
        if year >= 1:
            day = date(year, 1, 1).toordinal()
            yield day, str(year) if year % years == 0 else ""


def _calendar_months(scale: Scale, step: int) -> Iterator[tuple[float, str]]:
    first, last = _date(scale.first), _date(scale.last)
    start = (first.year * 12 + first.month - 1) // step * step
    for index in range(start, last.year * 12 + last.month, step):
        year, month = divmod(index, 12)
        if 1 <= year <= date.max.year:
            name = MONTHS[month].capitalize()[:3]
            yield (
                date(year, month + 1, 1).toordinal(),
                str(year) if month == 0 else f"{name} {year}",
            )


def _date(day: float) -> date:
    return date.fromordinal(min(max(int(day), 1), date.max.toordinal()))


def _offsets(scale: Scale, apart: float) -> Iterator[tuple[float, str]]:
    for unit, steps, name in (
        (1.0, _DAY_STEPS, "days"), (MONTH, _MONTH_STEPS, "months"), (YEAR, _YEAR_STEPS, "y")
    ):  # fmt: skip
        step = _step(scale, unit, steps, apart if name == "y" else max(apart, _LONG_WORDS))
        if step is not None or name == "y":
            break
    step = step or _YEAR_STEPS[-1]
    minor = max(step // _MINOR.get(step, 1), 1)
    low = math.floor(scale.first / unit / step) * step
    for count in range(low, math.ceil(scale.last / unit) + 1, minor):
        major = count % step == 0 and count != 0
        side = "before" if count < 0 else "after"
        word = name.removesuffix("s") if abs(count) == 1 else name
        yield count * unit, f"{abs(count)} {word} {side}" if major else ""


def ages(scale: Scale, birth: Interval | None, baseline: float) -> tuple[Words, ...]:
    """Ages below the picture; birth is an interval too, so the first one says "about"."""
    if birth is None or birth.earliest is None or birth.latest is None:
        return ()
    middle = (birth.earliest + birth.latest) / 2
    step = _step(scale, YEAR, _YEAR_STEPS, 84) or _YEAR_STEPS[-1]
    found: list[Words] = []
    about = birth.width is not None and birth.width > MONTH
    for age in range(0, 131, step):
        x = scale.x(middle + age * YEAR)
        if not scale.first - 1 <= middle + age * YEAR <= scale.last:
            continue
        first = not any(words.text != "born" for words in found)
        text = "born" if age == 0 else (f"age {age}" if not about else f"about {age}")
        if not first:
            text = str(age)
        width = text_width(text, AGE_SIZE)
        found.append(Words(text, max(x - width / 2, scale.left), baseline, width))
    return tuple(found)
