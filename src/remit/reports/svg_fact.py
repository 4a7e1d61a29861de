"""One fact or group as SVG: wash box, marks, label; one focusable item with a sentence as name."""

from __future__ import annotations

from collections.abc import Iterator

from remit.pathways.consult.shapes import Body, Capsule, PlacedFact
from remit.reports.svg_paint import Gradients, attributes, number, path, text

_TRIANGLE = 10.0


def fact_lines(fact: PlacedFact, gradients: Gradients, index: int) -> Iterator[str]:
    """The item of one fact; its marks are moved to its row."""
    group = attributes(
        class_=f"tl-fact tl-{fact.colour}{' tl-on' if fact.focused else ''}"
        f"{' tl-new' if fact.fresh else ''}",
        role="listitem",
        tabindex=index,
        data_fact=fact.id,
        aria_label=fact.name,
    )
    yield f"<g{group}>"
    box = fact.box
    wash = attributes(
        class_="tl-box", x=box.left, y=box.top, width=box.right - box.left,
        height=box.bottom - box.top, rx=6,
    )  # fmt: skip
    yield f"<rect{wash}/>"
    yield f'<g transform="translate(0 {number(fact.y + fact.size.bar_top)})">'
    for body in fact.marks.bodies:
        yield _body(body, fact.colour, gradients)
    yield from _lines(fact)
    yield "</g>"
    label, baseline = fact.label, fact.y + fact.size.baseline
    fits = (label.text_width, label.date_width) if gradients.fitted else (0.0, 0.0)
    yield text(label.text, label.x, baseline, "tl-label", fit=fits[0])
    if label.date:
        yield text(label.date, label.date_x, baseline, "tl-date", fit=fits[1])
    yield "</g>"


def _body(body: Body, colour: str, gradients: Gradients) -> str:
    fill = {"fill": gradients.url(colour, body.stops)} if body.stops else {}
    kind = "tl-soft" if body.stops else "tl-solid"
    if body.is_box:
        (left, top), (right, bottom) = body.points
        rounded = {"rx": body.radius} if body.radius else {}
        shape = attributes(
            class_=kind, x=left, y=top, width=right - left, height=bottom - top, **rounded, **fill
        )
        return f"<rect{shape}/>"
    points = " ".join(f"{number(x)},{number(y)}" for x, y in body.points)
    return f"<polygon{attributes(class_=kind, points=points, **fill)}/>"


def _lines(fact: PlacedFact) -> Iterator[str]:
    marks, bar = fact.marks, fact.size.bar
    middle = bar / 2
    if marks.dots:
        steps = "".join(
            f"M{number(low)} {number(middle)}H{number(high)}" for low, high in marks.dots
        )
        yield path(steps, "tl-dots")
    for wide in sorted({wide for _, wide in marks.ticks}):
        steps = "".join(
            f"M{number(x)} -1V{number(bar + 1)}" for x, width in marks.ticks if width == wide
        )
        yield path(steps, "tl-upright" if wide > 2 else "tl-tick")
    if marks.question is not None:
        yield text("?", marks.question, middle + 4.5, "tl-question")
    if marks.triangle is not None:
        half = _TRIANGLE / 2
        x = number(marks.triangle - half)
        yield path(f"M{x} {number(middle + half)}h{number(_TRIANGLE)}l-{number(half)} -"
                   f"{number(_TRIANGLE)}z", "tl-flare")  # fmt: skip


def capsule_lines(capsule: Capsule, index: int, query: str | None) -> Iterator[str]:
    """A hollow capsule with one tick a member; linked, it opens its part of the life."""
    group = attributes(
        class_=f"tl-fact tl-capsule tl-{capsule.colour}",
        role="listitem",
        data_fact=capsule.id,
        data_members=" ".join(capsule.members),
    )
    view = f"?from={capsule.view[0]}&to={capsule.view[1]}{query or ''}"
    inner = attributes(tabindex=index, aria_label=capsule.name)
    yield f"<g{group}>"
    if query is not None:
        yield f"<a{attributes(class_='tl-open', href=view)}{inner}>"
    else:
        yield f'<g role="img"{inner}>'
    size = capsule.size
    middle = capsule.y + size.bar_top + size.bar / 2
    box = capsule.label_box
    wash = attributes(
        class_="tl-box", x=box.left - 4, y=capsule.y - 0.5,
        width=max(box.right, capsule.right) - box.left + 8, height=size.bar_top + size.bar + 4.5,
        rx=6,
    )  # fmt: skip
    yield f"<rect{wash}/>"
    outline = attributes(
        class_="tl-outline", x=capsule.left, y=middle - 5.75, width=capsule.right - capsule.left,
        height=11.5, rx=5.75,
    )  # fmt: skip
    yield f"<rect{outline}/>"
    steps = "".join(f"M{number(x)} {number(middle - 3.5)}v7" for x in _apart(capsule))
    yield path(steps, "tl-member")
    baseline = capsule.y + size.baseline - 1
    yield text(capsule.words, capsule.left + 2, baseline, "tl-label")
    x = number(capsule.left + capsule.words_width + 9)
    yield path(f"M{x} {number(baseline - 7.5)}v7l6 -3.5z", "tl-solid")
    yield "</g>" if query is None else "</a>"
    yield "</g>"


def _apart(capsule: Capsule) -> Iterator[float]:
    """One tick a member while they can be told apart; the number in words counts them all."""
    room, ticks = capsule.right - capsule.left - 14, sorted(capsule.ticks)
    least = 3.5 if room >= 3.5 * (len(ticks) - 1) else 2.5
    end, x = capsule.right - 7, float("-inf")
    for index, tick in enumerate(ticks):
        wanted = max(tick, x + least)
        x = min(wanted, end - (len(ticks) - 1 - index) * least) if least == 3.5 else wanted
        if x > end + 0.01:
            return
        yield x
