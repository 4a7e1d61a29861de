"""A drawing written as SVG: text stays text, colours come by name from the page.

Inline in a page nothing here needs a style attribute or an inline style sheet, so a strict
Content-Security-Policy holds; `timeline-svg.css` colours the classes. Standing alone, the same
rules and the tokens travel inside the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from remit.pathways.consult.shapes import (
    Brush,
    Count,
    Drawing,
    LaneFrame,
    LinkCurve,
    ScoreLine,
    Words,
)
from remit.reports.svg_fact import capsule_lines, fact_lines
from remit.reports.svg_paint import Gradients, attributes, number, path, text
from remit.reports.svg_style import standalone_style

NARROW = 960.0  # below, the picture keeps its own width instead of filling the page


def draw(
    drawing: Drawing,
    *,
    title: str,
    description: str,
    standalone: bool = False,
    prefix: str = "tl",
    rows: str = "",
    query: str = "",
) -> str:
    """The drawing as an SVG element, or as a whole file.

    Args:
        drawing: what `layout.lay_out` returns.
        title, description: name and description of the picture for screen readers.
        standalone: a file that carries its own style; else the page's style sheets colour it, and
            counts and groups are links to their part of the life (`?from=…&to=…`).
        prefix: keeps ids apart where a page holds two drawings.
        rows: the rows of this drawing, to be sent back with the next one (`keptrows`).
        query: what follows `?from=…&to=…` in those links, such as the filter of the page.
    """
    gradients = Gradients(prefix, fitted=standalone)
    body = "\n".join(_body(drawing, gradients, None if standalone else query))
    size = f"0 0 {number(drawing.width)} {number(drawing.height)}"
    opening = attributes(
        xmlns="http://www.w3.org/2000/svg",
        viewBox=size,
        width=drawing.width,
        height=drawing.height,
        class_=f"tl tl-{drawing.density.value}{' tl-narrow' if drawing.width < NARROW else ''}",
        role="group",
        aria_labelledby=f"{prefix}-title",
        aria_describedby=f"{prefix}-desc",
        data_from=round(drawing.view[0]),
        data_to=round(drawing.view[1]),
        data_gutter=round(drawing.gutter),
        **({"data_rows": rows} if rows else {}),
    )
    heads = [
        f"<svg{opening}>",
        f'<title id="{prefix}-title">{escape(title)}</title>',
        f'<desc id="{prefix}-desc">{escape(description)}</desc>',
    ]
    if standalone:
        heads.append(f"<style>{standalone_style()}</style>")
    heads.append(gradients.definitions())
    if standalone:
        ground = attributes(class_="tl-ground", width=drawing.width, height=drawing.height)
        heads.append(f"<rect{ground}/>")
    return "\n".join([*heads, body, "</svg>\n"])


def _body(drawing: Drawing, gradients: Gradients, query: str | None) -> Iterator[str]:
    """Everything in order; without a query no part of the life is a link."""
    yield from _grid(drawing)
    yield from _now(drawing, gradients)
    yield from _links(drawing)
    stop = _FirstStop()
    for frame in drawing.lanes:
        yield from _lane(drawing, frame, gradients, stop, query)
    yield '<g class="tl-top">'
    for link in drawing.links:
        if link.focused:
            yield f'<g class="tl-on" aria-hidden="true">{_ends(link)}</g>'
    yield "</g>"
    if drawing.brush is not None:
        yield from _brush(drawing.brush)


class _FirstStop:
    """One tab stop: the first item takes 0, all others -1."""

    def __init__(self) -> None:
        self._free = True

    def take(self) -> int:
        """0 once, then -1."""
        index = 0 if self._free else -1
        self._free = False
        return index


def _grid(drawing: Drawing) -> Iterator[str]:
    yield '<g class="tl-axis" aria-hidden="true">'
    for is_minor in (False, True):
        ticks = [tick for tick in drawing.ticks if (tick.text == "") is is_minor]
        if ticks:
            steps = "".join(
                f"M{number(tick.x)} {number(drawing.top - 4)}V{number(drawing.bottom)}"
                for tick in ticks
            )
            yield path(steps, "tl-grid tl-minor" if is_minor else "tl-grid")
    edges = "".join(f"M8 {number(frame.bottom)}H{number(drawing.right)}" for frame in drawing.lanes)
    yield path(edges, "tl-grid")
    for tick in drawing.ticks:
        if tick.text:
            yield text(tick.text, tick.x, drawing.axis_baseline, "tl-year tl-mid")
    for words in drawing.ages:
        yield text(words.text, words.x, words.baseline, "tl-age")
    yield "</g>"
    for words in drawing.notes:
        yield text(words.text, words.x, words.baseline, "tl-note")


def _now(drawing: Drawing, gradients: Gradients) -> Iterator[str]:
    now = drawing.now
    if now is None:
        return
    yield '<g aria-hidden="true">'
    top, height = drawing.top - 6, drawing.bottom - drawing.top + 6
    if now.right - now.left < 3:
        x = number((now.left + now.right) / 2)
        yield path(f"M{x} {number(top)}V{number(drawing.bottom)}", "tl-now")
    else:
        stops = ((0.0, 0.0), (0.2, 1.0), (0.8, 1.0), (1.0, 0.0))
        box = attributes(
            class_="tl-band", x=now.left, y=top, width=now.right - now.left, height=height,
            fill=gradients.url("now", stops),
        )  # fmt: skip
        yield f"<rect{box}/>"
    fit = now.width if gradients.fitted else 0
    yield text(now.words, now.x, now.baseline, "tl-now-words", fit=fit)
    yield "</g>"


def _links(drawing: Drawing) -> Iterator[str]:
    """Under everything else, so that labels stay whole; the ends of the focused one come on top."""
    yield '<g class="tl-links">'
    for link in drawing.links:
        yield from _link(link)
    yield "</g>"


def _link(link: LinkCurve) -> Iterator[str]:
    (x0, y0), (c0, d0), (c1, d1), (x1, y1) = link.points
    kind = " tl-possible" if link.possible else ""
    kind += " tl-on" if link.focused else ""
    group = attributes(
        class_=f"tl-link{kind}", data_link=link.id, data_stressor=link.stressor,
        data_symptom=link.symptom, role="img", aria_label=link.name,
    )  # fmt: skip
    yield f"<g{group}>"
    curve = (
        f"C{number(c0)} {number(d0)} {number(c1)} {number(d1)} {number(x1)} {number(y1)}"
        if abs(x1 - x0) >= 0.5
        else f"V{number(y1)}"
    )
    yield path(f"M{number(x0)} {number(y0)}{curve}", "tl-curve")
    yield _ends(link)
    yield "</g>"


def _ends(link: LinkCurve) -> str:
    """An open ring at the stressor, a disc at the onset."""
    (x0, y0), (x1, y1) = link.points[0], link.points[-1]
    ring = attributes(class_="tl-ring", cx=x0, cy=y0, r=2.7)
    return f"<circle{ring}/><circle{attributes(class_='tl-dot', cx=x1, cy=y1, r=2.4)}/>"


def _lane(
    drawing: Drawing,
    frame: LaneFrame,
    gradients: Gradients,
    stop: _FirstStop,
    query: str | None,
) -> Iterator[str]:
    colour = frame.colour
    yield f'<g class="tl-lane tl-{colour}" data-lane="{frame.lane.value}">'
    yield '<g class="tl-gutter">'
    bar = attributes(
        class_="tl-lane-bar", x=8, y=frame.top + frame.size.lane_pad + 1, width=3,
        height=frame.bottom - frame.top - 2 * frame.size.lane_pad - 2, rx=1,
    )  # fmt: skip
    yield f"<rect{bar}/>"
    baseline = frame.top + frame.size.lane_pad + frame.size.name_line - 3
    for index, line in enumerate(frame.lines):
        y = baseline + index * frame.size.name_line
        yield text(line, 20, y, "tl-lane-name", hidden=True)
    for count in frame.counts:
        yield from _count(count, frame, query)
    yield "</g>"
    if frame.empty is not None:
        yield text(frame.empty.text, frame.empty.x, frame.empty.baseline, "tl-note")
    facts = [fact for fact in drawing.facts if fact.lane is frame.lane]
    capsules = [capsule for capsule in drawing.capsules if capsule.lane is frame.lane]
    undated = [words for words in frame.undated if words.id]
    scores = drawing.scores if frame.colour == "score" else None
    yield from (
        text(words.text, words.x, words.baseline, "tl-note") for words in frame.undated
        if not words.id
    )  # fmt: skip
    if scores is not None:
        yield from _score_ground(scores)
    if facts or capsules or undated or scores:
        yield f'<g role="list" aria-label="{escape(frame.title)}">'
        for fact in facts:
            yield from fact_lines(fact, gradients, stop.take())
        for capsule in capsules:
            yield from capsule_lines(capsule, stop.take(), query)
        for words in undated:
            yield from _undated(words, stop.take())
        if scores is not None:
            yield from _scores(scores, stop)
        yield "</g>"
    yield "</g>"


def _count(count: Count, frame: LaneFrame, query: str | None) -> Iterator[str]:
    tip, x = (6, count.x + count.width + 4) if count.is_later else (-6, count.x - 2)
    triangle = f"M{number(x)} {number(count.baseline - 8)}v7l{tip} -3.5z"
    inner = path(triangle, "tl-solid") + text(count.words, count.x, count.baseline, "tl-count")
    if query is not None:
        name = f"{count.words} in {frame.title}. Shows them"
        href = f"?from={count.view[0]}&to={count.view[1]}{query}"
        link = attributes(class_="tl-open", href=href, aria_label=name)
        inner = f"<a{link}>{inner}</a>"
    yield inner


def _undated(words: Words, index: int) -> Iterator[str]:
    group = attributes(
        class_="tl-fact tl-undated", role="listitem", tabindex=index, data_fact=words.id,
        aria_label=words.name,
    )  # fmt: skip
    box = attributes(
        class_="tl-box", x=words.x - 4, y=words.baseline - 13, width=words.width + 8, height=17,
        rx=5,
    )  # fmt: skip
    yield f"<g{group}><rect{box}/>{text(words.text, words.x, words.baseline, 'tl-date')}</g>"


def _score_ground(scores: ScoreLine) -> Iterator[str]:
    yield '<g aria-hidden="true">'
    if scores.inset is not None:
        box = scores.inset
        ground = attributes(
            class_="tl-inset", x=box.left, y=box.top, width=box.right - box.left,
            height=box.bottom - box.top, rx=4,
        )  # fmt: skip
        yield f"<rect{ground}/>"
        points = "L".join(f"{number(x)} {number(y)}" for x, y in scores.funnel)
        yield path(f"M{points}z", "tl-inset")
    for words in scores.caption:
        yield text(words.text, words.x, words.baseline, "tl-note")
    if len(scores.discs) > 1:
        points = "L".join(f"{number(disc.x)} {number(disc.y)}" for disc in scores.discs)
        yield path(f"M{points}", "tl-score-line")
    yield "</g>"


def _scores(scores: ScoreLine, stop: _FirstStop) -> Iterator[str]:
    for disc in scores.discs:
        group = attributes(
            class_="tl-fact tl-score", role="listitem", tabindex=stop.take(), data_fact=disc.id,
            aria_label=disc.name,
        )  # fmt: skip
        yield f"<g{group}>"
        yield f"<circle{attributes(class_='tl-halo-ring', cx=disc.x, cy=disc.y, r=9)}/>"
        unsure = disc.high - disc.low >= 10
        if unsure:
            y = number(disc.y)
            yield path(f"M{number(disc.low)} {y}H{number(disc.high)}", "tl-dots")
        kind = "tl-hollow" if unsure else "tl-solid"
        yield f"<circle{attributes(class_=kind, cx=disc.x, cy=disc.y, r=4.5)}/>"
        if disc.value:
            plain = " tl-plain" if scores.inset else ""
            yield text(disc.value, disc.value_x, disc.value_y, f"tl-value{plain}")
            if disc.words:
                x = disc.value_x + disc.value_width + 5
                yield text(disc.words, x, disc.value_y, f"tl-date{plain}")
        yield "</g>"


def _brush(brush: Brush) -> Iterator[str]:
    group = attributes(
        class_="tl-brush", data_left=brush.left, data_right=brush.right,
        data_first=round(brush.days[0]), data_last=round(brush.days[1]), aria_hidden="true",
    )  # fmt: skip
    yield f"<g{group}>"
    height = brush.bottom - brush.top
    track = attributes(
        class_="tl-track", x=brush.left, y=brush.top, width=brush.right - brush.left,
        height=height, rx=4,
    )  # fmt: skip
    yield f"<rect{track}/>"
    for colour, certain, strokes in brush.strokes:
        steps = "".join(f"M{number(a)} {number(y)}H{number(b)}" for a, b, y in strokes)
        yield path(steps, f"tl-stroke tl-{colour}{' tl-sure' if certain else ''}")
    left, right = brush.window
    window = attributes(
        class_="tl-window", x=left, y=brush.top, width=max(right - left, 2), height=height, rx=5
    )
    yield f"<rect{window}/>"
    for side, x in (("from", left), ("to", right)):
        yield f'<g class="tl-handle" data-edge="{side}">'
        target = attributes(
            class_="tl-target", x=x - 22, y=brush.top - 4, width=44, height=height + 8
        )
        yield f"<rect{target}/>"
        grip = attributes(x=x - 6, y=brush.top + 5, width=12, height=26, rx=4)
        yield f"<rect{grip}/>"
        yield path(f"M{number(x - 2)} {number(brush.top + 13)}v10m4 -10v10", "tl-grip")
        yield "</g>"
    yield text("Whole life", 20, brush.top + 15, "tl-brush-name")
    yield text("drag the edges", 20, brush.top + 31, "tl-age")
    for tick in brush.ticks:
        yield text(tick.text, tick.x, brush.bottom + 15, "tl-age tl-mid")
    yield "</g>"
