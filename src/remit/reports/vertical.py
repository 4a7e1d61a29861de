"""The timeline as a list from top to bottom, for a phone: lanes one after the other, by time.

On 360 px lanes cannot stand side by side (VISUAL, Rejected); this is the fallback there and says
the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from remit.domain.interval import Interval
from remit.pathways.consult.factwords import short_span
from remit.pathways.consult.lifefacts import Lane, Timeline, TimelineFact
from remit.pathways.consult.shapes import LANE_COLOURS


@dataclass(frozen=True, slots=True)
class VerticalEntry:
    """One fact: when at the left, then what, then what it is close in time to."""

    id: str
    when: str
    label: str
    words: str
    name: str
    colour: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerticalLane:
    """One lane and its facts in order of time; undated ones last."""

    key: str
    title: str
    colour: str
    entries: tuple[VerticalEntry, ...]


def vertical_lanes(timeline: Timeline) -> tuple[VerticalLane, ...]:
    """Lanes in the order of the picture; empty ones are left out."""
    lanes = [
        VerticalLane(
            lane.value,
            timeline.titles[lane],
            LANE_COLOURS[lane],
            tuple(_entry(timeline, fact) for fact in timeline.facts if fact.lane is lane),
        )
        for lane in timeline.lanes
        if lane is not Lane.SCORES
    ]
    scores = tuple(
        VerticalEntry(
            score.id,
            short_span(score.when, timeline.axis) if score.dated else "no date",
            f"{score.value:g} of 10",
            score.words if score.words == "before" else "",
            score.name,
            "score",
        )
        for score in timeline.scores
        if score.instrument == "nrs_avg" and Lane.SCORES in timeline.lanes
    )
    lanes.append(VerticalLane(Lane.SCORES.value, timeline.titles[Lane.SCORES], "score", scores))
    return tuple(lane for lane in lanes if lane.entries)


def vertical_html(timeline: Timeline) -> str:
    """The list as an HTML fragment, escaped, for a page that loads `timeline-svg.css`."""
    return _template().render(lanes=vertical_lanes(timeline))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("remit.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("vertical.html.jinja")


def _entry(timeline: Timeline, fact: TimelineFact) -> VerticalEntry:
    when = "no date" if not fact.dated else _when(timeline, fact)
    return VerticalEntry(
        fact.id,
        when,
        fact.label,
        fact.date_words if fact.dated and fact.date_words != when else "",
        fact.name,
        "support" if fact.support else LANE_COLOURS[fact.lane],
        fact.near_words,
    )


def _when(timeline: Timeline, fact: TimelineFact) -> str:
    """Years, or "3 y before"; an end of the interval that nobody knows stays unsaid."""
    low = None if fact.open_start else fact.start.earliest
    high = None if fact.open_end and fact.moment else fact.start.latest
    return short_span(Interval(low, high), timeline.axis)
