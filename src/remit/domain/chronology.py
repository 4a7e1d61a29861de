"""Every dated point of a history on one axis, tightened by what is said about order.

Points are named `M10.start`, `M10.end` and, for landmarks, `consultation`, `birth`,
`programme-start`, `programme-end`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from remit.domain.facts import Fact, LifeEvent, SymptomEpisode, Treatment, Who
from remit.domain.fuzzydate import (
    BIRTH,
    CONSULTATION,
    LANDMARKS,
    OWN_END,
    OWN_START,
    PROGRAMME_END,
    PROGRAMME_START,
    FuzzyDate,
    Precision,
)
from remit.domain.history import History
from remit.domain.interval import EVER, Interval
from remit.domain.length import FIRST_DAY, LAST_DAY, Axis, Length
from remit.domain.ordering import ORIGIN, Bound, Order

PROGRAMME_DAYS = 20  # day 21 is 20 days after day 1
SWEEPS = 30  # each narrows further; stopping early loses precision, never a possible day
AT_ONCE = Interval(0, 0)
NOT_BEFORE = Interval(0, None)


@dataclass(frozen=True, slots=True)
class Statement:
    """One dated statement of the record: which fact, which field, in which words."""

    owner: str
    label: str
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Statements that cannot all be true; both stay in the record until a person decides.

    `rule` tells in words what holds by definition and is broken too, or is empty: a single
    statement can clash with a rule alone.
    """

    statements: tuple[Statement, ...]
    rule: str = ""


class Chronology:
    """Intervals and gaps of a history; build it once and ask."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._dates = dict(_dated_points(history))
        self.axis = _axis(self._dates)
        self._orders = dict(_stated_orders(history))
        self._order = Order(_bounds(history, self._dates, self._orders, self.axis))
        self.clashes = tuple(
            Clash(
                tuple(self._statement(str(point)) for point in found.statements),
                "; ".join(found.rules),
            )
            for found in self._order.contradictions
        )
        self._disputed = {
            str(point) for found in self._order.contradictions for point in found.statements
        }
        self._beside: dict[str, list[FuzzyDate]] = {}
        for key, order in self._orders.items():
            if _key(key) not in self._disputed:
                self._beside.setdefault(key[0], []).append(order)
        self._exact: dict[str, Interval] = {}

    def interval(self, point: str) -> Interval:
        """Days on the axis in which a point lies; a disputed point keeps what was said of it."""
        if not self._exact:
            self._refine_all()
        found = self._exact.get(point)
        return self._ordered(point) if found is None else found

    def _ordered(self, point: str) -> Interval:
        return _on_axis(self._order.interval(point), self.axis)

    def start(self, identifier: str) -> Interval:
        """When a fact began or happened."""
        return self.interval(f"{identifier}.start")

    def end(self, identifier: str) -> Interval:
        """When a fact ended; for one that happened on one day, that day."""
        point = f"{identifier}.end"
        fact = self.history.fact(identifier)
        return self.start(identifier) if is_moment(fact) else self.interval(point)

    def gap(self, earlier: str, later: str) -> Interval:
        """Fewest and most days between two points, using what is said about their order."""
        found = self._order.gap(earlier, later)
        if earlier == later or {earlier, later} & self._disputed:
            return found
        # Both hold every possible day; they can miss each other only as told at _refine.
        dates = self.interval(later).since(self.interval(earlier))
        return found.meet(dates) or found

    def certainly_before(self, earlier: str, later: str) -> bool:
        """True when every consistent reading of the record puts one point before the other."""
        gap = self.gap(earlier, later)
        if gap.earliest is not None and gap.earliest > 0:
            return True
        return self.interval(earlier).certainly_before(self.interval(later))

    @property
    def observation(self) -> Interval:
        """From the age at which observation begins to the latest day of the consultation."""
        years = self.history.subject.observed_from_age
        birth = self.interval(BIRTH)
        start = None if birth.latest is None else birth.latest + round(years * 365.25)
        end = self.interval(CONSULTATION).latest
        if start is not None and end is not None and start > end:
            start = None  # birth is bounded by the consultation alone, or the person is younger
        return Interval(start, end)

    def is_disputed(self, point: str) -> bool:
        """True for a point whose date stands in a contradiction."""
        return point in self._disputed

    def _refine_all(self) -> None:
        """Exact calendar arithmetic from tightened anchors, until nothing narrows any more."""
        self._exact = {point: self._ordered(point) for point in self._dates}
        settled = [point for point in self._dates if point not in self._disputed]
        self._sweep(settled)
        for point in self._dates:
            if point in self._disputed:
                self._exact[point] = self._resolve(self._dates[point], point)
        self._sweep(settled)

    def _sweep(self, points: list[str]) -> None:
        for turn in range(SWEEPS):
            before = dict(self._exact)
            for point in points if turn % 2 == 0 else reversed(points):
                self._exact[point] = self._refine(point)
            if self._exact == before:
                return

    def _refine(self, point: str) -> Interval:
        """What the order allows, narrowed by calendar arithmetic from the anchor.

        The two can exclude each other only by the slack of `Length.day_bounds`, at most 7 days
        for each length counted in months on the way: what is further apart is a negative cycle
        and hence disputed, not refined. Such days come from months of 28 to 31 days ("a month
        after 31 January"), not from what a person said, so the wider, ordered answer stands.
        """
        found = self._exact[point]
        for said in (self._dates[point], *self._beside.get(point, ())):
            found = self._resolve(said, point).meet(found) or found
        return found

    def _resolve(self, said: FuzzyDate, point: str) -> Interval:
        found = said.resolve(lambda anchor: self.interval(_point(anchor, point)), self.axis)
        return _on_axis(found, self.axis)

    def _statement(self, point: str) -> Statement:
        whose, _, order = point.partition("#")
        owner, _, name = whose.rpartition(".")
        name = "course" if name.startswith("course") else name
        if order:
            name, _, words = order.partition(" ")
            return Statement(owner, self._label(owner), name, words)
        words = self._dates[point].text
        if not owner:
            return Statement(point, point.replace("-", " "), "date", words)
        return Statement(owner, self._label(owner), name, words)

    def _label(self, owner: str) -> str:
        for score in self.history.scores:
            if score.id == owner:
                return f"rating of {score.value:g}"
        return self.history.fact(owner).label


def is_moment(fact: Fact) -> bool:
    """True for what happened on one, perhaps unknown, day."""
    if fact.end is not None or fact.ongoing:
        return False
    if isinstance(fact, LifeEvent):
        return not fact.is_lasting
    return isinstance(fact, Treatment) and fact.kind.value not in {"therapy", "programme"}


def day_words(day: int | None, axis: Axis) -> str:
    """A day on the axis as ISO date, or as years before or after the consultation."""
    if day is None:
        return "not known"
    if axis is Axis.CALENDAR:
        if day < FIRST_DAY:
            return "before the year 1"
        return date.fromordinal(day).isoformat() if day <= LAST_DAY else "after the year 9999"
    if abs(day) < 1:
        return "at the consultation"
    side = "before" if day < 0 else "after"
    return f"{_duration(abs(day))} {side}"


def _duration(days: int) -> str:
    if days < 60:
        return f"{days} d"
    if days < 730:
        return f"{days / 30.4375:.1f} months"
    return f"{days / 365.25:.1f} y"


def interval_words(interval: Interval, axis: Axis) -> str:
    """An interval in words for the table: "1992-01-01 to 1993-12-31"."""
    if interval == EVER:
        return "not known"
    if interval.earliest == interval.latest:
        return day_words(interval.earliest, axis)
    if interval.earliest is None:
        return f"not after {day_words(interval.latest, axis)}"
    if interval.latest is None:
        return f"not before {day_words(interval.earliest, axis)}"
    return f"{day_words(interval.earliest, axis)} to {day_words(interval.latest, axis)}"


def _dated_points(history: History) -> Iterator[tuple[str, FuzzyDate]]:
    subject = history.subject
    for name, said in (
        (BIRTH, subject.birth),
        (CONSULTATION, subject.consultation),
        (PROGRAMME_START, subject.programme_start),
        (PROGRAMME_END, subject.programme_end),
    ):
        if said is not None and not said.is_unknown:
            yield name, said
    for fact in history.facts():
        yield f"{fact.id}.start", fact.start
        if fact.end is not None:
            yield f"{fact.id}.end", fact.end
        if isinstance(fact, SymptomEpisode):
            for index, change in enumerate(fact.course):
                yield f"{fact.id}.course{index}", change.when
    for score in history.scores:
        yield f"{score.id}.start", score.start


_OrderKey = tuple[str, str, str]  # point, kind of constraint, what it points to
_HALF_YEAR = Length(months=6)
_ORDERS: dict[str, tuple[Precision, Length | None, Length | None]] = {
    "not_before": (Precision.AFTER, Length(), None),
    "not_after": (Precision.BEFORE, None, Length()),
    "same_time": (Precision.RELATIVE, -_HALF_YEAR, _HALF_YEAR),
}


def _stated_orders(history: History) -> Iterator[tuple[_OrderKey, FuzzyDate]]:
    """The constraints that stand beside the dates (C.7), each as a date from its target."""
    for fact in history.facts():
        for name, (precision, lower, upper) in _ORDERS.items():
            for target in getattr(fact, name):
                order = FuzzyDate(target, precision, anchor=target, lower=lower, upper=upper)
                yield (f"{fact.id}.start", name, target), order


def _key(key: _OrderKey) -> str:
    return f"{key[0]}#{key[1]} {key[2]}"


def _axis(dates: dict[str, FuzzyDate]) -> Axis:
    dated = any(said.calendar is not None for said in dates.values())
    return Axis.CALENDAR if dated else Axis.CONSULTATION


def _on_axis(found: Interval, axis: Axis) -> Interval:
    """Open where a chain of relative dates leads out of the calendar: no day there has a name."""
    if axis is Axis.CONSULTATION:
        return found
    low, high = found.earliest, found.latest
    return Interval(
        None if low is None or low <= FIRST_DAY else min(low, LAST_DAY),
        None if high is None or high >= LAST_DAY else max(high, FIRST_DAY),
    )


def _point(anchor: str, point: str) -> str:
    """The point that an anchor of this point's date names."""
    if anchor in LANDMARKS:
        return anchor
    owner = point.rpartition(".")[0]
    if anchor in {OWN_START, OWN_END}:
        return f"{owner}.{anchor}"
    return anchor if anchor.endswith((".start", ".end")) else f"{anchor}.start"


def _bounds(
    history: History,
    dates: dict[str, FuzzyDate],
    orders: dict[_OrderKey, FuzzyDate],
    axis: Axis,
) -> Iterator[Bound]:
    yield from _definitions(history, axis)
    for point, said in dates.items():
        yield from _bound(point, said, point, axis)
    for key, said in orders.items():
        yield from _bound(key[0], said, _key(key), axis)


def _bound(point: str, said: FuzzyDate, statement: str, axis: Axis) -> Iterator[Bound]:
    if said.calendar is not None:
        yield Bound(ORIGIN, point, said.calendar, statement)
    elif said.anchor is not None:
        low = None if said.lower is None else said.lower.day_bounds(axis)[0]
        high = None if said.upper is None else said.upper.day_bounds(axis)[1]
        yield Bound(_point(said.anchor, point), point, Interval(low, high), statement)


_AFTER_BIRTH = "nothing of one's own life lies before birth"


def _definitions(history: History, axis: Axis) -> Iterator[Bound]:
    """What holds by definition: T0 <= P0 < P3, birth before one's own life, start before end."""
    if axis is Axis.CONSULTATION:
        yield Bound(ORIGIN, CONSULTATION, AT_ONCE)
    yield _rule(BIRTH, CONSULTATION, "the consultation cannot lie before birth")
    yield _rule(CONSULTATION, PROGRAMME_START, "the programme cannot begin before the consultation")
    twenty = Interval(PROGRAMME_DAYS, PROGRAMME_DAYS)
    yield _rule(PROGRAMME_START, PROGRAMME_END, "day 21 is 20 days after day 1", gap=twenty)
    for fact in history.facts():
        yield from _fact_definitions(fact)
    for score in history.scores:
        yield _rule(BIRTH, f"{score.id}.start", _AFTER_BIRTH, joins=False)


def _fact_definitions(fact: Fact) -> Iterator[Bound]:
    start, end = f"{fact.id}.start", f"{fact.id}.end"
    if not isinstance(fact, LifeEvent) or fact.who is Who.SELF:
        yield _rule(BIRTH, start, _AFTER_BIRTH, joins=False)
    if is_moment(fact):
        yield _rule(start, end, "what happens on one day begins and ends on it", gap=AT_ONCE)
    else:
        yield _rule(start, end, "an end cannot lie before its start")
    if fact.ongoing:
        words = "what still goes on did not end before the consultation"
        yield _rule(CONSULTATION, end, words, joins=False)
    if isinstance(fact, SymptomEpisode):
        for index, _ in enumerate(fact.course):
            words = "a turn in the course cannot lie before the onset"
            yield _rule(start, f"{fact.id}.course{index}", words)


def _rule(
    earlier: str, later: str, words: str, *, gap: Interval = NOT_BEFORE, joins: bool = True
) -> Bound:
    return Bound(earlier, later, gap, joins=joins, rule=words)
