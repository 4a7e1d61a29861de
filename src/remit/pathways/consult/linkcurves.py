"""Links as cubics: from the lower edge of the stressor to the onset, to scale (VISUAL, Links)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.domain.interval import Interval
from remit.pathways.consult.lifefacts import TimelineFact, TimelineLink
from remit.pathways.consult.shapes import LinkCurve, PlacedFact
from remit.pathways.consult.timescale import Scale

MOST = 12


def curves(
    links: Iterable[TimelineLink],
    placed: Mapping[str, PlacedFact],
    facts: Mapping[str, TimelineFact],
    scale: Scale,
    focus: str | None,
) -> tuple[tuple[LinkCurve, ...], int]:
    """Links whose two ends lie in the window; more than twelve show only those of the focus.

    Second is how many are left out.
    """
    seen = [
        link
        for link in links
        if link.stressor in placed
        and link.symptom in placed
        and all(
            scale.left <= x <= scale.right
            for x in _places(facts[link.stressor].start, facts[link.symptom].start, scale)
        )
    ]
    shown = seen
    if len(seen) > MOST:
        shown = [link for link in seen if focus in {link.id, link.stressor, link.symptom}]
    drawn = tuple(_curve(link, placed, facts, scale, focus) for link in shown)
    return drawn, len(seen) - len(shown)


def _curve(
    link: TimelineLink,
    placed: Mapping[str, PlacedFact],
    facts: Mapping[str, TimelineFact],
    scale: Scale,
    focus: str | None,
) -> LinkCurve:
    stressor, symptom = placed[link.stressor], placed[link.symptom]
    x0, x1 = _places(facts[link.stressor].start, facts[link.symptom].start, scale)
    focused = focus == link.id
    y0, y1 = _box_edges(stressor, symptom) if focused else _edges(stressor, symptom)
    half = (y0 + y1) / 2
    points = ((x0, y0), (x0, half), (x1, half), (x1, y1))
    return LinkCurve(
        link.id, link.name, link.stressor, link.symptom, points, link.possible, focused
    )


def _places(stressor: Interval, onset: Interval, scale: Scale) -> tuple[float, float]:
    """Upright within the days that both allow, else from middle to middle."""
    both = stressor.meet(onset)
    if both is not None:
        x = sum(scale.span(both)) / 2
        return x, x
    return sum(scale.span(stressor)) / 2, sum(scale.span(onset)) / 2


def _box_edges(stressor: PlacedFact, symptom: PlacedFact) -> tuple[float, float]:
    """A focused link runs from wash box to wash box."""
    if stressor.y <= symptom.y:
        return stressor.box.bottom, symptom.box.top
    return stressor.box.top, symptom.box.bottom


def _edges(stressor: PlacedFact, symptom: PlacedFact) -> tuple[float, float]:
    size = stressor.size
    top, bottom = size.bar_top, size.bar_top + size.bar
    if stressor.y <= symptom.y:
        return stressor.y + bottom + 2, symptom.y + top - 1
    return stressor.y + top - 2, symptom.y + bottom + 1
