"""Where everything of a timeline stands: pure geometry, the same for page, print and file.

The height budget is kept in this order (VISUAL, Many facts): dense rows, then date words go, then
the words after the first comma, then groups. The same timeline and window give the same drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.pathways.consult.gutter import Margin, lane_frame, links_note
from remit.pathways.consult.lanes import LaneContent, Plan, fill_lane
from remit.pathways.consult.lifefacts import Lane, Timeline, TimelineFact
from remit.pathways.consult.linkcurves import MOST, curves
from remit.pathways.consult.marks import marks_of
from remit.pathways.consult.overview import brush_of, now_of
from remit.pathways.consult.packing import EDGE, Item, Wording
from remit.pathways.consult.scoreline import score_line
from remit.pathways.consult.shapes import (
    MEASURES,
    AxisTick,
    Density,
    Drawing,
    LaneFrame,
    Now,
    PlacedFact,
    Words,
)
from remit.pathways.consult.timescale import Scale, ages, axis_ticks

BUDGET = 620.0
MANY, CAPSULES_ONLY = 30, 300
NARROWEST = 480.0
_RIGHT = 26.0
_BRUSH, _BRUSH_AXIS, _AGES = 36.0, 22.0, 24.0
_FACT_LANES = (Lane.LIFE, Lane.SYMPTOMS, Lane.MEDICAL, Lane.MEDICINES)
_FULL, _PLAIN, _SHORT = Wording(), Wording(dates=False), Wording(dates=False, tails=False)


@dataclass(frozen=True, slots=True)
class _Page:
    """What one attempt at a layout starts from."""

    timeline: Timeline
    scale: Scale
    margin: Margin
    seen: Mapping[Lane, tuple[TimelineFact, ...]]
    focus: frozenset[str]
    protected: frozenset[str]
    keep: Mapping[str, int]
    fresh: frozenset[str]
    items: dict[tuple[Lane, Density], list[Item]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Facts in the window."""
        return sum(len(facts) for facts in self.seen.values())


def lay_out(
    timeline: Timeline,
    *,
    width: float,
    view: tuple[float, float] | None = None,
    density: Density | None = None,
    focus: str | None = None,
    keep: Mapping[str, int] | None = None,
    fresh: frozenset[str] = frozenset(),
    budget: float = BUDGET,
    overview: bool = True,
) -> Drawing:
    """A drawing of the timeline.

    Args:
        timeline: what `timeline.build` returns.
        width: px; narrower than 480 is laid out at 480, use the vertical list there.
        view: first and last day of the window on the timeline's axis; the whole life if left out.
        density: left out, rows are dense where the budget asks for it.
        focus: id of a fact or a link; its two facts stand in wash boxes and are never grouped.
        keep: rows of an earlier drawing by fact id, so that nothing jumps between keystrokes.
        fresh: ids of facts that were not in it; they are never grouped, and are shown to appear.
        budget: most px of axis, lanes and ages together.
        overview: whether the whole life stands below, to choose a window from.
    """
    page = _page(timeline, max(width, NARROWEST), view, density, focus, keep, fresh)
    plans = _plans(page, density)
    for plan in plans:
        lanes = _lanes(page, plan)
        if _height(page, plan, lanes) <= budget or plan is plans[-1]:
            break
    if _height(page, plan, lanes) > budget and density is not Density.PRINT:
        plan, lanes = _grouped(page, plan, lanes, budget)
    return _drawing(page, plan, lanes, focus, overview=overview)


def _page(
    timeline: Timeline,
    width: float,
    view: tuple[float, float] | None,
    density: Density | None,
    focus: str | None,
    keep: Mapping[str, int] | None,
    fresh: frozenset[str],
) -> _Page:
    margin = Margin.for_width(width, is_print=density is Density.PRINT)
    scale = Scale(*_window(timeline, view), margin.gutter, width - _RIGHT)
    seen = {
        lane: tuple(fact for fact in timeline.lane(lane) if _is_seen(fact, scale))
        for lane in _FACT_LANES
        if lane in timeline.lanes
    }
    focused = {focus} if focus else set()
    for link in timeline.links:
        if link.id == focus:
            focused |= {link.stressor, link.symptom}
    ids = {fact.id for facts in seen.values() for fact in facts}
    drawn = [link for link in timeline.links if {link.stressor, link.symptom} <= ids]
    protected = set(focused)
    if len(drawn) <= MOST:
        protected |= {end for link in drawn for end in (link.stressor, link.symptom)}
    if len(ids) <= CAPSULES_ONLY:
        protected |= {fact.id for facts in seen.values() for fact in facts if fact.keeps}
        protected |= fresh
    return _Page(
        timeline, scale, margin, seen, frozenset(focused), frozenset(protected), keep or {}, fresh
    )


def _window(timeline: Timeline, view: tuple[float, float] | None) -> tuple[float, float]:
    """The window, at least ten days and never far outside the life."""
    span = max(timeline.last - timeline.first, 1)
    whole = (timeline.first - span * 0.004, timeline.last + span * 0.025)
    if view is None:
        return whole
    first, last = max(min(view), whole[0]), min(max(view), whole[1])
    if last - first < 10:
        middle = min(max((min(view) + max(view)) / 2, whole[0] + 5), whole[1] - 5)
        return middle - 5, middle + 5
    return first, last


def _is_seen(fact: TimelineFact, scale: Scale) -> bool:
    return fact.last >= scale.first and fact.first <= scale.last


def _plans(page: _Page, density: Density | None) -> list[Plan]:
    if density is Density.PRINT:
        return [Plan(Density.PRINT, _FULL), Plan(Density.PRINT, _PLAIN)]
    dense = [Plan(Density.DENSE, _FULL), Plan(Density.DENSE, _PLAIN), Plan(Density.DENSE, _SHORT)]
    if page.count > CAPSULES_ONLY:
        return dense[1:2]
    if density is Density.DENSE or (density is None and page.count > MANY):
        return dense
    comfortable = Plan(Density.COMFORTABLE, _FULL)
    return [comfortable] if density is Density.COMFORTABLE else [comfortable, *dense]


def _items(page: _Page, lane: Lane, plan: Plan) -> list[Item]:
    """Facts with their marks; the same at every step of one density, so made once."""
    known = page.items.get((lane, plan.density))
    if known is not None:
        return known
    size = MEASURES[plan.density]
    page.items[lane, plan.density] = made = [
        Item(
            fact,
            marks_of(fact, page.scale, size),
            fact.id in page.protected,
            fact.id in page.focus,
            fact.id in page.fresh,
        )
        for fact in page.seen[lane]
    ]
    return made


def _frame_edges(page: _Page) -> tuple[float, float]:
    return page.scale.left, page.scale.right + _RIGHT - EDGE


def _lanes(
    page: _Page, plan: Plan, limits: Mapping[Lane, int] | None = None
) -> dict[Lane, LaneContent]:
    return {
        lane: fill_lane(
            _items(page, lane, plan),
            plan,
            page.scale,
            _frame_edges(page),
            limit=limits[lane] if limits is not None else None,
            keep=page.keep,
        )
        for lane in page.seen
    }


def _grouped(
    page: _Page, plan: Plan, lanes: Mapping[Lane, LaneContent], budget: float
) -> tuple[Plan, dict[Lane, LaneContent]]:
    """Rows handed out one by one to the lane that lacks most, then groups for what is left."""
    plan = Plan(plan.density, _PLAIN)
    needed = {lane: content.rows for lane, content in lanes.items()}
    rest = budget - _height(page, plan, lanes) + sum(needed.values()) * MEASURES[plan.density].row
    rows = int(rest // MEASURES[plan.density].row)
    if page.count > CAPSULES_ONLY:
        return plan, _lanes(page, plan, dict.fromkeys(needed, 0))
    grouped = _lanes(page, plan, _handed_out(needed, rows))
    while not page.keep and _height(page, plan, grouped) > budget and rows > len(needed):
        rows -= 1  # groups and what is never grouped may have opened rows of their own
        grouped = _lanes(page, plan, _handed_out(needed, rows))
    return plan, grouped


def _handed_out(needed: Mapping[Lane, int], rows: int) -> dict[Lane, int]:
    limits = {lane: min(count, 2) for lane, count in needed.items()}
    while sum(limits.values()) < rows:
        lane = max(limits, key=lambda name: needed[name] / (limits[name] + 1))
        if limits[lane] >= needed[lane]:
            break
        limits[lane] += 1
    return limits


def _top(plan: Plan) -> float:
    return 36.0 if plan.density is Density.DENSE else 48.0


def _frames(
    page: _Page, plan: Plan, lanes: Mapping[Lane, LaneContent]
) -> tuple[tuple[LaneFrame, ...], float]:
    frames, y = [], _top(plan)
    for lane in page.timeline.lanes:
        if lane is Lane.SCORES and plan.density is Density.PRINT:
            continue
        rows = lanes[lane].rows if lane in lanes else 0
        frame = lane_frame(page.timeline, lane, page.scale, page.margin, plan.density, y, rows)
        frames.append(frame)
        y = frame.bottom
    return tuple(frames), y


def _height(page: _Page, plan: Plan, lanes: Mapping[Lane, LaneContent]) -> float:
    return _frames(page, plan, lanes)[1] + _AGES


def _drawing(
    page: _Page,
    plan: Plan,
    lanes: Mapping[Lane, LaneContent],
    focus: str | None,
    *,
    overview: bool,
) -> Drawing:
    timeline, scale = page.timeline, page.scale
    frames, bottom = _frames(page, plan, lanes)
    by_lane = {frame.lane: frame for frame in frames}
    placed: list[PlacedFact] = []
    for lane, content in lanes.items():
        placed += content.placed(by_lane[lane].top, plan)
    capsules = [
        capsule
        for lane, content in lanes.items()
        for capsule in content.capsules(by_lane[lane].top, plan, scale, by_lane[lane].title)
    ]
    facts = {fact.id: fact for fact in timeline.facts}
    links, hidden = curves(timeline.links, {fact.id: fact for fact in placed}, facts, scale, focus)
    is_print = plan.density is Density.PRINT
    aged: tuple[Words, ...] = () if is_print else ages(scale, timeline.birth, bottom + 17)
    below = bottom + (_AGES if aged else 8)
    drawn = overview and not is_print
    brush = brush_of(timeline, scale, below + 4, below + 4 + _BRUSH) if drawn else None
    baseline = 22.0 if plan.density is Density.DENSE else 35.0
    now = now_of(timeline, scale, baseline if plan.density is Density.DENSE else 16.0)
    average = [score for score in timeline.scores if score.instrument == "nrs_avg"]
    return Drawing(
        width=scale.right + _RIGHT,
        height=below + 4 + _BRUSH + _BRUSH_AXIS if brush else bottom + 4,
        gutter=page.margin.gutter,
        right=scale.right + _RIGHT - 12,
        top=_top(plan),
        bottom=bottom,
        density=plan.density,
        view=(scale.first, scale.last),
        lanes=frames,
        facts=tuple(placed),
        capsules=tuple(capsules),
        links=links,
        ticks=_free_ticks(page, plan, now),
        ages=aged,
        axis_baseline=baseline,
        now=now,
        scores=score_line(average, by_lane[Lane.SCORES], scale) if Lane.SCORES in by_lane else None,
        brush=brush,
        notes=links_note(hidden, page.margin),
    )


def _free_ticks(page: _Page, plan: Plan, now: Now | None) -> tuple[AxisTick, ...]:
    """Ticks whose words keep clear of the frame and, on one line with it, of the consultation."""
    found = []
    edge = page.scale.right + _RIGHT
    for tick in axis_ticks(page.scale, page.timeline.axis):
        left, right = tick.x - tick.width / 2, tick.x + tick.width / 2
        same_line = now is not None and plan.density is Density.DENSE
        hits = same_line and now is not None and left < now.x + now.width + 8 and right > now.x - 8
        fits = left >= page.margin.gutter - 40 and right <= edge
        found.append(tick if fits and not hits else AxisTick(tick.x))
    return tuple(found)


def rows_of(drawing: Drawing) -> dict[str, int]:
    """Rows by fact id, to be handed to the next `lay_out` as `keep`."""
    tops = {frame.lane: frame.top for frame in drawing.lanes}
    return {
        fact.id: round((fact.y - tops[fact.lane] - fact.size.lane_pad) / fact.size.row)
        for fact in drawing.facts
    }
