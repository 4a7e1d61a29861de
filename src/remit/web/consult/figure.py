"""The timeline picture of a page: which window, how wide, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from remit.pathways.consult import layout, timeline
from remit.pathways.consult.casereport import CaseReport
from remit.reports import svg, vertical

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


def figure(report: CaseReport, asked: Mapping[str, str]) -> Figure:
    """The picture of a report; `from` and `to` in the request choose the window in days."""
    made = timeline.build(report.chronology, report.links)
    view = _view(asked)
    drawing = layout.lay_out(made, width=WIDTH, view=view, focus=_focus(made, asked))
    name = report.history.subject.name
    text = svg.draw(
        drawing,
        title=f"{name}: life and symptoms on one timeline",
        description="Pale, dotted ends: the date lies somewhere within.",
        standalone=False,
    )
    return Figure(made, text, vertical.vertical_html(made), _steps(made, view))


def _focus(made: timeline.Timeline, asked: Mapping[str, str]) -> str | None:
    """The link to focus, if the request names one of this picture."""
    wanted = asked.get("link")
    return wanted if wanted in {link.id for link in made.links} else None


def _view(asked: Mapping[str, str]) -> tuple[float, float] | None:
    """A window in days, or None for the whole life; nonsense shows the whole life."""
    try:
        low, high = float(asked["from"]), float(asked["to"])
    except (KeyError, ValueError):
        return None
    return (low, high) if low < high else None


def _steps(made: timeline.Timeline, view: tuple[float, float] | None) -> tuple[Step, ...]:
    return tuple(
        Step(
            words=step.words,
            query=f"?from={step.view[0]}&to={step.view[1]}" if step.view else "?",
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
