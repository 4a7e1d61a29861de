"""Which instruments are due at which point of a participant's way (CLINICAL D.7)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from remit.domain.instrument import Where
from remit.errors import InvalidInput


class Point(StrEnum):
    """The points at which something is asked."""

    T0 = "t0"
    T1 = "t1"
    DAILY = "daily"
    WEEK = "week"
    T2 = "t2"
    MONTH_1 = "month1"
    MONTH_3 = "month3"
    MONTH_6 = "month6"
    MONTH_12 = "month12"


class Part(StrEnum):
    """What kind of thing is due."""

    INSTRUMENT = "instrument"
    SLOT = "slot"  # only where the site has loaded the text
    OTHER = "other"  # asked elsewhere: medicines, single questions of the screening


class Fact(StrEnum):
    """What must be so for some parts to be due."""

    LOW_BACK_PAIN = "low_back_pain"
    WIDESPREAD_PAIN = "widespread_pain"
    SHORT_SCREEN_POSITIVE = "short_screen_positive"  # PHQ-2 of 3 or more
    ITEM_9_ABOVE_0 = "item_9_above_0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One part of a point.

    Attributes:
        id: of the instrument, or of what is asked elsewhere.
        part: what kind of thing it is.
        where: where it is asked at this point.
        only_if: what must be so; None means always.
        reuse_days: an earlier filling of at most this age counts; None means ask anew.
        may_skip: whether the point is whole without it.
        note: one sentence for staff.
    """

    id: str
    part: Part = Part.INSTRUMENT
    where: tuple[Where, ...] = (Where.REMOTE, Where.CLINIC)
    only_if: Fact | None = None
    reuse_days: int | None = None
    may_skip: bool = False
    note: str = ""

    def may_reuse(self, finished: date, due: date) -> bool:
        """Whether a filling finished on one day still counts on the day it is due."""
        return self.reuse_days is not None and 0 <= (due - finished).days <= self.reuse_days


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One point, when it lies, and what is due at it.

    Attributes:
        points: the points that have the same parts.
        title: its name in the schedule.
        window: when it lies, in words.
        parts: what is due, in order.
    """

    points: tuple[Point, ...]
    title: str
    window: str
    parts: tuple[Due, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Battery:
    """The schedule of all points.

    Attributes:
        version: of the schedule.
        occasions: in the order of time.
    """

    version: str
    occasions: tuple[Occasion, ...]

    def __post_init__(self) -> None:
        points = [point for occasion in self.occasions for point in occasion.points]
        if sorted(points) != sorted(Point):
            raise InvalidInput("The battery names every point once.")

    def occasion(self, point: Point) -> Occasion:
        """Title, window and parts of a point."""
        return next(one for one in self.occasions if point in one.points)

    def due(self, point: Point, where: Where, facts: Collection[Fact] = ()) -> tuple[Due, ...]:
        """What is due at a point, in this place, for a person of whom these facts hold."""
        return tuple(
            part
            for part in self.occasion(point).parts
            if where in part.where and (part.only_if is None or part.only_if in facts)
        )
