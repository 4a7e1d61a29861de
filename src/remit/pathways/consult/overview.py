"""The consultation's line or band, and the brush: the whole life as strokes."""

from __future__ import annotations

from remit.pathways.consult.advances import Face, text_width
from remit.pathways.consult.lifefacts import Lane, Timeline
from remit.pathways.consult.shapes import LANE_COLOURS, Brush, Now
from remit.pathways.consult.timescale import Scale, axis_ticks

_LABEL = 12.5
_LANES = (Lane.LIFE, Lane.SYMPTOMS, Lane.MEDICAL, Lane.MEDICINES)


def now_of(timeline: Timeline, scale: Scale, baseline: float) -> Now | None:
    """A teal line, or a soft band as wide as the interval; None outside the window."""
    low, high = timeline.consultation.earliest, timeline.consultation.latest
    if low is None or high is None or high < scale.first or low > scale.last:
        return None
    left, right = scale.x(max(low, scale.first)), scale.x(min(high, scale.last))
    width = text_width(timeline.consultation_words, _LABEL, Face.SEMIBOLD)
    x = min(max((left + right - width) / 2, scale.left), scale.right + 20 - width)
    return Now(left, right, timeline.consultation_words, x, baseline, width)


def brush_of(timeline: Timeline, scale: Scale, top: float, bottom: float) -> Brush:
    """All facts as strokes on one line a lane; the certain part of a period is stronger."""
    span = max(timeline.last - timeline.first, 1)
    whole = Scale(
        timeline.first - span * 0.004, timeline.last + span * 0.025, scale.left, scale.right
    )
    strokes = []
    for index, lane in enumerate(_LANES):
        y = top + 6.5 + index * 7.5
        for certain in (False, True):
            for support in (False, True):
                parts = _strokes(timeline, lane, whole, y, certain=certain, support=support)
                if parts:
                    strokes.append(("support" if support else LANE_COLOURS[lane], certain, parts))
    ticks = tuple(tick for tick in axis_ticks(whole, timeline.axis, apart=110) if tick.text)
    window = (whole.x(scale.first), whole.x(scale.last))
    days = (whole.first, whole.last)
    return Brush(top, bottom, scale.left, scale.right, window, tuple(strokes), ticks, days)


def _strokes(
    timeline: Timeline, lane: Lane, whole: Scale, y: float, *, certain: bool, support: bool
) -> tuple[tuple[float, float, float], ...]:
    parts = []
    for fact in timeline.lane(lane):
        if fact.support is not support:
            continue
        low, high = whole.span(fact.start)
        if fact.end is not None:
            high = whole.span(fact.end)[1]
        if certain:
            if fact.end is None:
                continue
            low, high = whole.span(fact.start)[1], whole.span(fact.end)[0]
            if high <= low:
                continue
        parts.append((low, max(high, low + 2.6), y))
    return _joined(parts)


def _joined(parts: list[tuple[float, float, float]]) -> tuple[tuple[float, float, float], ...]:
    """Strokes that touch are one, which keeps a thousand facts small."""
    found: list[tuple[float, float, float]] = []
    for low, high, y in sorted(parts):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high), y)
        else:
            found.append((low, high, y))
    return tuple(found)
