"""Order in time as a simple temporal network (Dechter, Meiri and Pearl 1991).

Points are joined by bounds "b is at least x and at most y days after a". Shortest paths give the
tightest interval of every point and of every gap between two points; a negative cycle is a
contradiction, named by the statements on it. Nothing is resolved silently: all statements of a
contradiction are left out of the propagation and reported, so that neither side wins.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from remit.domain.interval import EVER, Interval

ORIGIN = "origin of the axis"


@dataclass(frozen=True, slots=True)
class Bound:
    """`later` lies `gap` days after `earlier`.

    `statement` is None for what holds by definition; `rule` then says it in words.

    A bound that does not `join` (birth comes before everything) tightens both points, but their
    gap to other points is told well enough by the intervals, which is far quicker.
    """

    earlier: str
    later: str
    gap: Interval
    statement: Hashable | None = None
    joins: bool = True
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all be true, in the order of their cycle, and the rules they meet."""

    statements: tuple[Hashable, ...]
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edge:
    source: str
    target: str
    days: int
    statement: Hashable | None
    rule: str = ""


class Order:
    """All bounds of one history, and what follows from them."""

    def __init__(self, bounds: Iterable[Bound]) -> None:
        self._bounds = tuple(bounds)
        self.contradictions: tuple[Contradiction, ...] = ()
        self._edges: dict[str, list[_Edge]] = {}
        self._reverse: dict[str, list[_Edge]] = {}
        self._settle()
        self._component = self._components()
        self._cache: dict[str, tuple[dict[str, int], dict[str, int]]] = {}

    def interval(self, point: str) -> Interval:
        """Tightest days of a point on the axis; open where nothing bounds it."""
        latest, below = self._reach(ORIGIN)
        earliest = below.get(point)
        return Interval(None if earliest is None else -earliest, latest.get(point))

    def gap(self, earlier: str, later: str) -> Interval:
        """Fewest and most days from one point to another.

        Points that share no statement but their dates need no search: their intervals tell.
        """
        if earlier == later:
            return Interval(0, 0)
        if self._component.get(earlier, earlier) != self._component.get(later, later):
            return self.interval(later).since(self.interval(earlier))
        latest, below = self._reach(earlier)
        low = below.get(later)
        return Interval(None if low is None else -low, latest.get(later))

    def _reach(self, point: str) -> tuple[dict[str, int], dict[str, int]]:
        if point not in self._cache:
            forward, _ = _shortest(self._edges, point, self._size())
            backward, _ = _shortest(self._reverse, point, self._size())
            self._cache[point] = (forward, backward)
        return self._cache[point]

    def _size(self) -> int:
        return len(self._edges) + 1

    def _settle(self) -> None:
        """Leave out one contradiction after another until the rest is consistent."""
        bounds = list(self._bounds)
        found: list[Contradiction] = []
        while True:
            self._edges, self._reverse = _graph(bounds)
            cycle = _negative_cycle(self._edges)
            statements = _said(cycle)
            if not statements:
                break
            shorter = _fewest(bounds, self._edges, statements)
            if shorter:
                cycle, statements = shorter, _said(shorter)
            rules = tuple(dict.fromkeys(edge.rule for edge in cycle if edge.rule))
            found.append(Contradiction(statements, rules))
            bounds = [bound for bound in bounds if bound.statement not in statements]
        self.contradictions = tuple(found)

    def _components(self) -> dict[str, str]:
        """Points joined by statements other than their own dates, by one representative each."""
        parent: dict[str, str] = {}

        def root(point: str) -> str:
            while parent.setdefault(point, point) != point:
                parent[point] = parent[parent[point]]
                point = parent[point]
            return point

        for bound in self._bounds:
            if bound.joins and bound.earlier != ORIGIN:
                parent[root(bound.earlier)] = root(bound.later)
        return {point: root(point) for point in list(parent)}


def _graph(bounds: Iterable[Bound]) -> tuple[dict[str, list[_Edge]], dict[str, list[_Edge]]]:
    edges: dict[str, list[_Edge]] = {ORIGIN: []}
    reverse: dict[str, list[_Edge]] = {ORIGIN: []}
    for bound in bounds:
        for point in (bound.earlier, bound.later):
            edges.setdefault(point, [])
            reverse.setdefault(point, [])
        if bound.gap == EVER:
            continue
        if bound.gap.latest is not None:
            _join(edges, reverse, _edge(bound, bound.gap.latest))
        if bound.gap.earliest is not None:
            _join(edges, reverse, _edge(bound, -bound.gap.earliest, back=True))
    return edges, reverse


def _edge(bound: Bound, days: int, *, back: bool = False) -> _Edge:
    ends = (bound.later, bound.earlier) if back else (bound.earlier, bound.later)
    return _Edge(*ends, days, bound.statement, bound.rule)


def _join(edges: dict[str, list[_Edge]], reverse: dict[str, list[_Edge]], edge: _Edge) -> None:
    edges[edge.source].append(edge)
    reverse[edge.target].append(
        _Edge(edge.target, edge.source, edge.days, edge.statement, edge.rule)
    )


def _said(cycle: Iterable[_Edge]) -> tuple[Hashable, ...]:
    return tuple(dict.fromkeys(edge.statement for edge in cycle if edge.statement is not None))


def _fewest(
    bounds: Iterable[Bound], edges: dict[str, list[_Edge]], statements: tuple[Hashable, ...]
) -> list[_Edge]:
    """A cycle of fewer statements, one or two, with at least one of these; or nothing.

    Which cycle the search meets first is chance. A person mends two statements more easily than
    five, and those left out of the longer cycle would take the shorter one with them unseen.
    """
    if len(statements) == 1:
        return []
    kept = list(bounds)
    by_rule, _ = _graph(bound for bound in kept if bound.statement is None)
    said = [edge for found in edges.values() for edge in found if edge.statement is not None]
    reach: dict[str, dict[str, int]] = {}

    def far(edge: _Edge, other: _Edge) -> float:
        """Days by rules alone from the end of one edge to the beginning of another."""
        if edge.target not in reach:
            reach[edge.target], _ = _shortest(by_rule, edge.target, len(by_rule) + 1)
        return reach[edge.target].get(other.source, math.inf)

    pairs = [(edge, edge) for edge in said if edge.statement in statements]
    if len(statements) > 2:
        pairs += [(edge, other) for edge, _ in list(pairs) for other in said if other != edge]
    for edge, other in pairs:
        days = edge.days + far(edge, other)
        if other is not edge:
            days += other.days + far(other, edge)
        if days < 0:
            named = {edge.statement, other.statement}
            small, _ = _graph(b for b in kept if b.statement is None or b.statement in named)
            return _negative_cycle(small)
    return []


def _shortest(
    edges: dict[str, list[_Edge]], start: str | None, size: int
) -> tuple[dict[str, int], dict[str, _Edge] | None]:
    """Bellman-Ford with a queue from one point, or from all at once for `start=None`.

    Returns distances and None, or the predecessor edges once a cycle shows itself.
    """
    sources = list(edges) if start is None else [start]
    distance = dict.fromkeys(sources, 0)
    steps = dict.fromkeys(sources, 0)
    before: dict[str, _Edge] = {}
    queue = deque(sources)
    waiting = set(sources)
    while queue:
        point = queue.popleft()
        waiting.discard(point)
        for edge in edges.get(point, ()):
            reached = distance[point] + edge.days
            if edge.target in distance and reached >= distance[edge.target]:
                continue
            distance[edge.target] = reached
            before[edge.target] = edge
            steps[edge.target] = steps[point] + 1
            if steps[edge.target] > size:
                return distance, before
            if edge.target not in waiting:
                waiting.add(edge.target)
                queue.append(edge.target)
    return distance, None


def _negative_cycle(edges: dict[str, list[_Edge]]) -> list[_Edge]:
    _, before = _shortest(edges, None, len(edges) + 1)
    if before is None:
        return []
    for start in before:
        cycle = _walk_back(before, start)
        if cycle and sum(edge.days for edge in cycle) < 0:
            return cycle
    return []


def _walk_back(before: dict[str, _Edge], start: str) -> list[_Edge]:
    """The cycle that the predecessors of a point run into, or nothing."""
    seen: dict[str, int] = {}
    path: list[_Edge] = []
    point = start
    while point in before:
        if point in seen:
            return path[seen[point] :]
        seen[point] = len(path)
        path.append(before[point])
        point = before[point].source
    return []
