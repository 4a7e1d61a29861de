"""The timeline picture of a page: which window, how wide, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from remit.pathways.consult import layout, timeline
from remit.pathways.consult.keptrows import KeptRows, write_rows
from remit.pathways.consult.lifefacts import Lane
from remit.pathways.consult.timeline_filter import (
    ALL,
    LONGEST_WORDS,
    Shown,
    filtered,
    without_empty,
)
from remit.reports import svg, vertical
from remit.web.consult.drawn_life import Life

WIDTH = 1010


@dataclass(frozen=True)
class Step:
    """One of the fixed windows: whole life, 8 years, 2 years, the programme."""

    words: str
    query: str
    current: bool


@dataclass(frozen=True)
class Figure:
    """A drawn timeline with its records, and the same as a list for a phone."""

    timeline: timeline.Timeline
    svg: str
    list: str
    steps: tuple[Step, ...]
    whole: int
    filter: "FilterForm"


@dataclass(frozen=True)
class LaneBox:
    """One tick box of the filter."""

    key: str
    title: str
    ticked: bool


@dataclass(frozen=True)
class FilterForm:
    """What the filter shows, and what goes along when it is sent."""

    shown: Shown
    lanes: tuple[LaneBox, ...]
    along: tuple[tuple[str, str], ...]

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return not self.shown.is_all


def figure(
    life: Life,
    asked: Mapping[str, str],
    *,
    flagged: frozenset[str] = frozenset(),
    shown: Shown = ALL,
    kept: KeptRows | None = None,
) -> Figure:
    """The picture of a life.

    Args:
        asked: `from` and `to` choose the window in days, `link` what is focused; `wide` and `tall`
            are px, for a page with less room; `overview=no` leaves out the whole life below, and
            `empty=no` the lanes of which nothing is known.
        flagged: ids of facts that an open flag names.
        shown: what the filter leaves.
        kept: rows of the picture that the page shows now.
    """
    whole = timeline.build(life.chronology, life.links, flagged=flagged)
    made, view, kept = filtered(whole, shown), view_of(asked), kept or KeptRows()
    if asked.get("empty") == "no":
        made = without_empty(made)
    drawing = layout.lay_out(
        made,
        width=_size(asked, "wide", WIDTH, (480, 1400)),
        view=view,
        focus=_focus(made, asked),
        keep=kept.rows,
        fresh=kept.fresh(made),
        budget=_size(asked, "tall", layout.BUDGET, (160, 900)),
        overview=asked.get("overview") != "no",
    )
    text = svg.draw(
        drawing,
        title=_("%(name)s: life and symptoms on one timeline")
        % {"name": life.history.subject.name},
        description=_("Pale, dotted ends: the date lies somewhere within."),
        standalone=False,
        rows=write_rows(drawing, whole),
        query=_query(shown),
    )
    form = FilterForm(shown, _boxes(shown), _along(asked))
    return Figure(
        made, text, vertical.vertical_html(made), _steps(made, view, shown), len(whole.facts), form
    )


def shown_of(asked: QueryDict) -> Shown:
    """The filter of a request; nothing ticked and nonsense show everything."""
    lanes = frozenset(Lane(key) for key in asked.getlist("lane") if key in set(Lane))
    words = asked.get("words", "").strip()[:LONGEST_WORDS]
    return Shown(lanes or frozenset(Lane), asked.get("linked") == "1", words)


def _query(shown: Shown) -> str:
    """The filter as it follows `?from=…&to=…`; "" where everything is shown."""
    parts: list[tuple[str, str]] = []
    if shown.lanes != ALL.lanes:
        parts += [("lane", lane.value) for lane in Lane if lane in shown.lanes]
    if shown.linked:
        parts.append(("linked", "1"))
    if shown.words:
        parts.append(("words", shown.words))
    return f"&{urlencode(parts)}" if parts else ""


def _boxes(shown: Shown) -> tuple[LaneBox, ...]:
    return tuple(
        LaneBox(lane.value, timeline.LANE_NAMES[lane], lane in shown.lanes) for lane in Lane
    )


def _along(asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The window stays when the filter is sent."""
    view = view_of(asked)
    return () if view is None else (("from", asked["from"]), ("to", asked["to"]))


def _focus(made: timeline.Timeline, asked: Mapping[str, str]) -> str | None:
    """The link to focus, if the request names one of this picture."""
    wanted = asked.get("link")
    return wanted if wanted in {link.id for link in made.links} else None


def _size(asked: Mapping[str, str], name: str, usual: float, limits: tuple[float, float]) -> float:
    try:
        wanted = float(asked[name])
    except (KeyError, ValueError):
        return usual
    return usual if isnan(wanted) else min(max(wanted, limits[0]), limits[1])


def view_of(asked: Mapping[str, str]) -> tuple[float, float] | None:
    """A window in days, or None for the whole life; nonsense shows the whole life."""
    try:
        low, high = float(asked["from"]), float(asked["to"])
    except (KeyError, ValueError):
        return None
    return (low, high) if low < high else None


def _steps(
    made: timeline.Timeline, view: tuple[float, float] | None, shown: Shown
) -> tuple[Step, ...]:
    rest = _query(shown)
    return tuple(
        Step(
            words=step.words,
            query=f"?from={step.view[0]}&to={step.view[1]}{rest}" if step.view else f"?{rest[1:]}",
            current=step.view == view,
        )
        for step in timeline.zoom_steps(made)
    )


@dataclass(frozen=True)
class Dot:
    """One of the 100 dots of the chance statement, 20 x 5."""

    x: float
    y: float
    on: bool


def dots(chance_of_100: int | None) -> tuple[Dot, ...]:
    """As many filled dots as of 100 such histories show at least this match by chance."""
    if chance_of_100 is None:
        return ()
    return tuple(
        Dot(3.6 + 7.4 * (index % 20), 3.6 + 7.2 * (index // 20), index < chance_of_100)
        for index in range(100)
    )
