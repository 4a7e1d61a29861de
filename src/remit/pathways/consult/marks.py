"""One fact as marks on its row (VISUAL, Dates and Course).

A solid edge means a known date. An unknown date has no mark at a best guess, only the span in
which it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from remit.domain.facts import Onset, Severity
from remit.domain.interval import Interval
from remit.pathways.consult.lifefacts import Lane, TimelineFact
from remit.pathways.consult.shapes import Body, Marks, Measures
from remit.pathways.consult.timescale import Scale

Nodes = list[tuple[float, float]]

NARROW = 10.0  # an interval under 10 px reads as one place
# A known year is a solid pill; beyond this width a pill would read as something that lasted.
WIDEST_PILL = 48.0
FADE, TAIL, QUESTION = 40.0, 14.0, 10.0
_LIMIT, _MOMENT_LIMIT, _MOMENT, _UNSURE = 0.06, 0.05, 0.5, 0.55
_HEIGHT = {None: 0.8, Severity.MILD: 0.34, Severity.MODERATE: 0.62, Severity.SEVERE: 1.0}
_WEDGE, _ARROW, _LONGEST_ARROW = 24.0, 9.0, 48.0
_TICK, _UPRIGHT = 1.5, 2.5


@dataclass(slots=True)
class _Stretch:
    """One unbroken stretch of a bar while it is being put together."""

    opacity: Nodes
    height: Nodes


@dataclass(slots=True)
class _Sketch:
    """What has been gathered for one fact."""

    stretches: list[_Stretch]
    dots: Nodes
    ticks: Nodes
    question: float | None = None


def marks_of(fact: TimelineFact, scale: Scale, size: Measures) -> Marks:
    """The marks of a fact, cut by the window without a tick where it runs off."""
    s0, s1 = scale.span(fact.start)
    if fact.moment:
        marks = _moment(fact, s0, s1, scale, size)
    else:
        sketch = _period(fact, scale)
        marks = _finished(sketch, scale, size)
    return replace(marks, triangle=_flare(fact, s0, s1, marks, scale)) if fact.flare else marks


def _moment(fact: TimelineFact, s0: float, s1: float, scale: Scale, size: Measures) -> Marks:
    middle = (s0 + s1) / 2
    sharp = not fact.open_start and not fact.open_end
    if sharp and (s1 - s0 < NARROW or (fact.crisp and s1 - s0 <= WIDEST_PILL)):
        round_ = s1 - s0 < size.disc
        half = max(s1 - s0, size.disc) / 2
        left, right = middle - half, middle + half
        thick = size.disc if round_ else min(size.bar, size.disc)
        top = (size.bar - thick) / 2
        left, right = max(left, scale.left - half), min(right, scale.right + half)
        body = Body(((left, top), (right, top + thick)), (), thick / 2)
        return Marks((body,), left=left, right=right)
    third = (s1 - s0) / 3
    opacity = [
        (s0, _MOMENT_LIMIT), (s0 + third, _MOMENT), (s1 - third, _MOMENT), (s1, _MOMENT_LIMIT)
    ]  # fmt: skip
    sketch = _Sketch([_Stretch(opacity, [(s0, 1.0), (s1, 1.0)])], [(s0, s1)], [])
    if not fact.open_start:
        sketch.ticks.append((s0, _TICK))
    if not fact.open_end:
        sketch.ticks.append((s1, _TICK))
    return _finished(sketch, scale, size)


def _period(fact: TimelineFact, scale: Scale) -> _Sketch:
    height = _HEIGHT[fact.severity] if fact.lane is Lane.SYMPTOMS else 1.0
    sketch = _Sketch([], [], [])
    start, turns = fact.start, list(fact.course)
    while True:
        gone = next((i for i, turn in enumerate(turns) if "gone" in turn.change.lower()), None)
        until = len(turns) if gone is None else gone
        stretch = _begin(fact, sketch, start, scale, height)
        height = _severities(stretch, fact, turns[:until], scale, height)
        if gone is None:
            _finish(fact, sketch, stretch, start, scale, height)
            return sketch
        _close(sketch, stretch, start, turns[gone].when, scale, height, is_open=False)
        turns = turns[gone + 1 :]
        back = next((i for i, turn in enumerate(turns) if "back" in turn.change.lower()), None)
        if back is None:
            return sketch
        begins = scale.span(turns[back].when)[0]
        sketch.dots.append((stretch.opacity[-1][0], begins))
        height = _HEIGHT[turns[back].severity] if turns[back].severity else height
        start, turns = turns[back].when, turns[back + 1 :]


def _begin(
    fact: TimelineFact, sketch: _Sketch, start: Interval, scale: Scale, height: float
) -> _Stretch:
    s0, s1 = scale.span(start)
    first = start is fact.start
    known = s1 - s0 < NARROW and not (first and fact.open_start)
    gradual = first and fact.onset is Onset.GRADUAL
    if known:
        opacity: Nodes = [(s0, 1.0)]
        if not gradual:
            sketch.ticks.append((s0 + _UPRIGHT / 2, _UPRIGHT))
    else:
        opacity = [(s0, _LIMIT), (s1, 1.0)]
        sketch.dots.append((s0, s1))
        if not (first and fact.open_start):
            sketch.ticks.append((s0, _TICK))
    heights: Nodes = [(s0, height)]
    if gradual:
        heights = [(s0, 0.1), (max(s1, s0 + _WEDGE), height)]
    return _Stretch(opacity, heights)


def _severities(
    stretch: _Stretch, fact: TimelineFact, turns: Iterable[object], scale: Scale, height: float
) -> float:
    """Height changes over the whole span in which a turn lies, and only where stated."""
    for turn in fact.course:
        if turn in turns and turn.severity is not None:
            t0, t1 = scale.span(turn.when)
            stretch.height += [(t0, height), (max(t1, t0 + 4), _HEIGHT[turn.severity])]
            height = _HEIGHT[turn.severity]
    return height


def _finish(
    fact: TimelineFact,
    sketch: _Sketch,
    stretch: _Stretch,
    start: Interval,
    scale: Scale,
    height: float,
) -> None:
    if fact.ongoing and fact.end is not None:
        _arrow(sketch, stretch, fact.end, scale, height)
    elif fact.end is not None:
        _close(sketch, stretch, start, fact.end, scale, height, is_open=fact.open_end)
    else:
        _unknown_end(sketch, stretch, scale, height)


def _close(
    sketch: _Sketch,
    stretch: _Stretch,
    start: Interval,
    end: Interval,
    scale: Scale,
    height: float,
    *,
    is_open: bool,
) -> None:
    s0, s1 = scale.span(start)
    e0, e1 = scale.span(end)
    e1 = max(e1, s0 + 3)
    if s1 > e0 and s1 - s0 >= NARROW:  # it may have ended before it surely began
        low, high = max(min(e0, s1), s0), min(max(e0, s1), e1)
        peak = [(low, _UNSURE), (high, _UNSURE)]
        stretch.opacity = [(s0, _LIMIT), *peak, (e1, _LIMIT)]
        sketch.dots.append((min(low, high), e1))
    elif e1 - e0 >= NARROW or is_open:
        stretch.opacity += [(max(e0, s0), 1.0), (e1, _LIMIT)]
        sketch.dots.append((e0, e1))
    else:
        stretch.opacity.append((e1, 1.0))
    if not is_open:
        sketch.ticks.append((e1, _TICK))
    stretch.height.append((max(e1, stretch.height[-1][0]), height))
    sketch.stretches.append(stretch)


def _arrow(sketch: _Sketch, stretch: _Stretch, seen: Interval, scale: Scale, height: float) -> None:
    """Going on when last seen: solid up to the first day it can have been seen, then a head."""
    c0, c1 = scale.span(seen)
    begun = stretch.opacity[-1][0]
    c1 = max(c1, begun + _ARROW)
    c0 = min(max(c0, begun), c1)
    head = max(min(c0, c1 - _ARROW), c1 - _LONGEST_ARROW, stretch.opacity[0][0])
    if c1 - c0 >= NARROW:
        stretch.opacity += [(c0, 1.0), (c1, _UNSURE)]
    else:
        stretch.opacity.append((c1, 1.0))
    stretch.height = [node for node in stretch.height if node[0] < head] or [(head, height)]
    stretch.height += [(head, height), (c1, 0.0)]
    sketch.stretches.append(stretch)


def _unknown_end(sketch: _Sketch, stretch: _Stretch, scale: Scale, height: float) -> None:
    """Fade, dots, question mark: the length of the fade says nothing, so it is always the same."""
    begun = stretch.opacity[-1][0]
    limit = scale.right + 16 - TAIL - QUESTION
    fade = max(min(begun + FADE, limit), begun + 4)
    if len(stretch.opacity) == 1:
        stretch.opacity.append((begun + (fade - begun) / 4, 1.0))
    else:  # it may have ended as soon as it began, so no day is certain
        stretch.opacity[-1] = (begun, _UNSURE)
    stretch.opacity.append((fade, _LIMIT))
    stretch.height.append((max(fade, stretch.height[-1][0]), height))
    sketch.dots.append((fade, fade + TAIL))
    sketch.question = fade + TAIL + 3
    sketch.stretches.append(stretch)


def _flare(fact: TimelineFact, s0: float, s1: float, marks: Marks, scale: Scale) -> float | None:
    """Where a flare certainly was; None where no place is certain, the words say it then."""
    if s1 - s0 < NARROW:
        place = (s0 + s1) / 2
    elif fact.end is not None and scale.span(fact.end)[0] > s1:
        place = (s1 + scale.span(fact.end)[0]) / 2
    else:
        return None
    return place if marks.left <= place <= marks.right else None


def _finished(sketch: _Sketch, scale: Scale, size: Measures) -> Marks:
    """The sketch cut by the window."""
    left, right = scale.left, scale.right
    bodies = tuple(
        body
        for stretch in sketch.stretches
        if (body := _body(stretch, left, right + 16, size)) is not None
    )
    dots = tuple(
        (max(a, left), min(b, right + 16)) for a, b in sketch.dots if a < right + 16 and b > left
    )
    ticks = tuple((x, wide) for x, wide in sketch.ticks if left - 1 <= x <= right + 16)
    question = (
        sketch.question if sketch.question and left <= sketch.question <= right + 16 else None
    )
    edges = [x for body in bodies for x, _ in body.points]
    edges += [x for pair in dots for x in pair] + [x for x, _ in ticks]
    if question is not None:
        edges.append(question + 7)
    return Marks(bodies, dots, ticks, question, None, min(edges, default=left),
                 max(edges, default=left))  # fmt: skip


def _body(stretch: _Stretch, left: float, right: float, size: Measures) -> Body | None:
    start, end = stretch.opacity[0][0], stretch.opacity[-1][0]
    low, high = max(start, left), min(end, right)
    if high - low < 0.5:
        return None
    opacity = _between(sorted(stretch.opacity, key=_place), low, high)
    height = _between(sorted(stretch.height, key=_place), low, high)
    stops = tuple(((x - low) / (high - low), value) for x, value in opacity)
    if all(value == 1.0 for _, value in stops):
        stops = ()
    middle = size.bar / 2
    levels = {value for _, value in height}
    if len(levels) == 1:
        half = middle * levels.pop()
        return Body(((low, middle - half), (high, middle + half)), stops)
    upper = [(x, middle - middle * value) for x, value in height]
    lower = [(x, middle + middle * value) for x, value in reversed(height)]
    return Body((*upper, *lower), stops)


def _between(nodes: Sequence[tuple[float, float]], low: float, high: float) -> Nodes:
    """A piecewise straight line cut to [low, high], flat beyond its own ends."""
    inside = [node for node in nodes if low < node[0] < high]
    return [(low, _value(nodes, low)), *inside, (high, _value(nodes, high))]


def _value(nodes: Sequence[tuple[float, float]], x: float) -> float:
    if x <= nodes[0][0]:
        return nodes[0][1]
    for (x0, v0), (x1, v1) in pairwise(nodes):
        if x <= x1:
            return v0 if x1 <= x0 else v0 + (v1 - v0) * (x - x0) / (x1 - x0)
    return nodes[-1][1]


def _place(node: tuple[float, float]) -> float:
    return node[0]
