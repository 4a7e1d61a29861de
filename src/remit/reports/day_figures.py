"""The drawn figure of each of the 21 days: few strokes, every label beside what it names.

A figure says in strokes what its caption says in words; the page is whole without it. Numbers come
from the content file alone; nothing is computed but places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from itertools import pairwise
from math import isclose
from typing import Final

from remit.domain.programme import Figure
from remit.errors import NotFound
from remit.reports.figure_marks import WIDTH, Drawn, arrow, box, circle, line, words
from remit.reports.svg_paint import attributes, number, path

INK: Final = "ex-t-ink"
NAME: Final = "ex-t-ink ex-strong"


def day_figure(figure: Figure, *, prefix: str = "day", style: str = "") -> str:
    """The figure of a day as an SVG element with title and description.

    Args:
        figure: its words and numbers.
        prefix: makes the ids of the figure unique on a page.
        style: rules for a figure that stands alone, as on paper; a page's own style sheet else.

    Raises:
        NotFound: there is no such drawing.
    """
    if figure.kind not in _DRAWINGS:
        raise NotFound(f"There is no figure “{figure.kind}”.")
    height, inner = _DRAWINGS[figure.kind](figure)
    name = f"{prefix}-figure"
    head = attributes(
        xmlns="http://www.w3.org/2000/svg",
        class_="ex-figure",
        viewBox=f"0 0 {number(WIDTH)} {number(height)}",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
    )
    told = (
        f'<title id="{name}-t">{escape(figure.title)}</title>'
        f'<desc id="{name}-d">{escape(_described(figure))}</desc>'
    )
    own = f"<style>{style}</style>" if style else ""
    return f"<svg{head}>{told}{own}{inner}</svg>"


def _described(figure: Figure) -> str:
    """The words and numbers inside; the caption stands beside the figure."""
    shown = ", ".join(number(one) for one in figure.numbers)
    return ". ".join([", ".join(figure.labels), *([shown] if shown else [])]) + "."


def _alarm(figure: Figure) -> Drawn:
    """Touches of several strengths under a line; what is over the line rings."""
    threshold, touch, rings = figure.labels
    floor, unit, level = 150.0, 11.0, 150 - 5 * 11.0
    step = (WIDTH - 40) / len(figure.numbers)
    middles = [36 + step * (place + 0.5) for place in range(len(figure.numbers))]
    loudest = max(range(len(middles)), key=lambda at: figure.numbers[at])
    parts = [words(threshold, 0, level - 8, INK), line(0, floor, WIDTH, floor, "ex-hair")]
    for middle, strength in zip(middles, figure.numbers, strict=True):
        top = floor - strength * unit
        kind = "ex-line ex-clay ex-wash-clay" if top < level else "ex-line ex-teal ex-wash-teal"
        parts.append(path(_hill(middle, top, floor), kind))
    parts += [
        line(0, level, WIDTH, level, "ex-line ex-ink ex-dash"),
        words(touch, middles[0], 174, "ex-t-teal", "middle"),
        words(rings, middles[loudest], floor - figure.numbers[loudest] * unit - 10,
              "ex-t-clay ex-strong", "middle"),
    ]  # fmt: skip
    return 182, "".join(parts)


def _hill(middle: float, top: float, floor: float) -> str:
    at = [number(middle + by) for by in (-22, -10, -9, 0, 10, 22)]
    high, low = number(top), number(floor)
    return f"M{at[0]} {low}C{at[1]} {low} {at[2]} {high} {at[3]} {high}S{at[4]} {low} {at[5]} {low}"


_ROW, _DOT = 10, 14.4


def _shares(figure: Figure) -> Drawn:
    """Of a hundred, two counts side by side, a dot for each."""
    *named, of, beside = figure.labels
    parts = []
    for place, (label, count) in enumerate(zip(named, figure.numbers, strict=True)):
        left = place * 178.0
        parts.append(words(label, left, 16, INK))
        parts.append(words(number(count), left + 144, 16, "ex-t-clay ex-strong", "end"))
        parts += _hundred(left, 26, count)
    parts += [words(of, 0, 200, "ex-t-muted"), words(beside, 0, 224, NAME)]
    return 232, "".join(parts)


def _hundred(left: float, top: float, count: float) -> Iterator[str]:
    for place in range(100):
        x, y = left + 7 + place % _ROW * _DOT, top + 7 + place // _ROW * _DOT
        yield circle(x, y, 4.6, "ex-fill-clay" if place < count else "ex-line ex-edge ex-thin")


def _two(figure: Figure) -> Drawn:
    """Two columns, what belongs together side by side."""
    left, right, *rest = figure.labels
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    height = 44 + len(pairs) * 38
    parts = [
        box(1, 1, 158, height, "ex-line ex-violet ex-wash-none"),
        box(169, 1, 158, height, "ex-line ex-teal ex-wash-none"),
        words(left, 14, 28, "ex-t-violet ex-strong"),
        words(right, 182, 28, "ex-t-teal ex-strong"),
    ]
    for place, (first, second) in enumerate(pairs):
        y = 40 + place * 38
        parts += [line(14, y, 146, y, "ex-hair"), line(182, y, 314, y, "ex-hair")]
        parts += [words(first, 14, y + 25, INK), words(second, 182, y + 25, INK)]
    return height + 3, "".join(parts)


def _tracks(figure: Figure) -> Drawn:
    """One thing that can go two ways."""
    start, upper, lower = figure.labels
    parts = [
        words(start, 0, 40, NAME),
        circle(14, 72, 11, "ex-line ex-ink"),
        circle(30, 72, 11, "ex-line ex-ink"),
        path("M50 72H92C126 72 126 36 160 36", "ex-line ex-teal"),
        path("M50 72H92C126 72 126 108 160 108", "ex-line ex-muted ex-dots"),
        words(upper, 170, 41, "ex-t-teal ex-strong"),
        words(lower, 170, 113, INK),
    ]
    return 130, "".join(parts)


def _chain(figure: Figure) -> Drawn:
    """One after the other, a step down each time."""
    places = [(16.0 + at * 34, 20.0 + at * 46) for at in range(len(figure.labels))]
    parts = []
    for (x1, y1), (x2, y2) in pairwise(places):
        turn = f"M{number(x1)} {number(y1 + 13)}V{number(y2 - 12)}Q{number(x1)} {number(y2)}"
        parts.append(path(f"{turn} {number(x1 + 12)} {number(y2)}H{number(x2 - 13)}",
                          "ex-line ex-muted"))  # fmt: skip
    last = len(places) - 1
    for at, ((x, y), label) in enumerate(zip(places, figure.labels, strict=True)):
        kind = "ex-fill-teal" if at == last else "ex-line ex-violet ex-wash-none"
        parts.append(circle(x, y, 8, kind))
        parts.append(words(label, x + 18, y + 5, "ex-t-teal ex-strong" if at == last else INK))
    return places[-1][1] + 18, "".join(parts)


_RINGS = ((82.0, "ex-line ex-muted ex-wash-none"), (54.0, "ex-line ex-violet ex-wash-none"),
          (26.0, "ex-line ex-teal ex-wash-teal"))  # fmt: skip


def _rings(figure: Figure) -> Drawn:
    """From the middle outwards; each ring is named on the right."""
    x = y = 86.0
    parts = [circle(x, y, radius, kind) for radius, kind in _RINGS]
    levels = (y, y - 40, y - 70)
    reach = (26.0, 37.0, 44.0)
    for label, at, out in zip(figure.labels, levels, reach, strict=True):
        first = isclose(at, y)
        parts.append(line(x + out, at, 184, at, "ex-hair"))
        parts.append(words(label, 192, at + 5, "ex-t-teal ex-strong" if first else INK))
    return 172, "".join(parts)


def _uneven(figure: Figure) -> Drawn:
    """A line through made-up days, up and down."""
    first, last, what = figure.labels
    step = (WIDTH - 16) / (len(figure.numbers) - 1)
    places = [(8 + at * step, 142 - worth * 12) for at, worth in enumerate(figure.numbers)]
    along = "L".join(f"{number(x)} {number(y)}" for x, y in places)
    parts = [
        words(what, 0, 16, "ex-t-slate ex-strong"),
        line(0, 142, WIDTH, 142, "ex-hair"),
        path(f"M{along}", "ex-line ex-slate"),
        *(circle(x, y, 4.5, "ex-fill-slate") for x, y in places),
        words(first, 0, 166, "ex-t-muted"),
        words(last, WIDTH, 166, "ex-t-muted", "end"),
    ]
    return 174, "".join(parts)


_PLANKS = ((76.0, 92.0, 72.0), (164.0, 74.0, 48.0), (252.0, 92.0, 72.0))


def _bridge(figure: Figure) -> Drawn:
    """From one side to the other, a few planks between."""
    here, there, *planks = figure.labels
    parts = [
        path("M0 118H26V150", "ex-line ex-muted"),
        path("M328 118H302V150", "ex-line ex-muted"),
        path("M26 118C90 60 238 60 302 118", "ex-line ex-teal"),
        words(here, 0, 174, NAME),
        words(there, WIDTH, 174, NAME, "end"),
    ]
    for (x, y, above), label in zip(_PLANKS, planks, strict=True):
        parts.append(circle(x, y, 7, "ex-fill-teal"))
        parts.append(words(label, x, above, "ex-t-teal ex-strong", "middle"))
    return 182, "".join(parts)


_CARDS = ((56.0, 2.0, "ex-line ex-teal ex-wash-teal", "ex-t-teal ex-strong"),
          (28.0, 48.0, "ex-line ex-muted ex-wash-none", INK),
          (2.0, 94.0, "ex-line ex-violet ex-wash-none", "ex-t-violet ex-strong"))  # fmt: skip


def _layers(figure: Figure) -> Drawn:
    """What stands in front, and what is behind it."""
    parts = []
    for (x, y, card, said), label in zip(_CARDS, reversed(figure.labels), strict=True):
        parts.append(box(x, y, 268, 66, card))
        parts.append(words(label, x + 16, y + 30, said))
    return 164, "".join(parts)


def _balance(figure: Figure) -> Drawn:
    """Two sides that both count."""
    left, right, middle = figure.labels
    parts = [
        line(164, 30, 164, 132, "ex-line ex-ink"),
        line(144, 132, 184, 132, "ex-line ex-ink"),
        line(70, 30, 258, 30, "ex-line ex-ink"),
        circle(164, 30, 6, "ex-fill-ink"),
        path("M70 30L34 84H106Z", "ex-line ex-clay"),
        path("M28 84H112C108 104 32 104 28 84Z", "ex-line ex-clay ex-wash-clay"),
        path("M258 30L222 84H294Z", "ex-line ex-teal"),
        path("M216 84H300C296 104 220 104 216 84Z", "ex-line ex-teal ex-wash-teal"),
        words(left, 70, 124, "ex-t-clay ex-strong", "middle"),
        words(right, 258, 124, "ex-t-teal ex-strong", "middle"),
        words(middle, 164, 158, INK, "middle"),
    ]
    return 166, "".join(parts)


def _loop(figure: Figure) -> Drawn:
    """Four that lead to one another, round and round."""
    first, second, third, fourth = figure.labels
    parts = [
        words(first, 64, 30, "ex-t-clay ex-strong", "middle"),
        words(second, 264, 30, "ex-t-violet ex-strong", "middle"),
        words(third, 264, 142, INK, "middle"),
        words(fourth, 64, 142, INK, "middle"),
        line(104, 24, 216, 24, "ex-line ex-muted"),
        arrow(218, 24, "ex-line ex-muted"),
        line(264, 46, 264, 110, "ex-line ex-muted"),
        path("M257 103L264 112L271 103", "ex-line ex-muted"),
        line(192, 137, 124, 137, "ex-line ex-muted"),
        path("M131 130L122 137L131 144", "ex-line ex-muted"),
        line(64, 118, 64, 52, "ex-line ex-muted"),
        path("M57 57L64 48L71 57", "ex-line ex-muted"),
    ]
    return 156, "".join(parts)


def _path(figure: Figure) -> Drawn:
    """Stones to step on, in their order."""
    places = [(24.0 if at % 2 == 0 else 64.0, 22.0 + at * 44) for at in range(len(figure.labels))]
    parts = [
        line(x1, y1, x2, y2, "ex-line ex-muted ex-dots") for (x1, y1), (x2, y2) in pairwise(places)
    ]
    for at, ((x, y), label) in enumerate(zip(places, figure.labels, strict=True), start=1):
        parts.append(circle(x, y, 16, "ex-line ex-teal ex-wash-teal"))
        parts.append(words(str(at), x, y + 6, "ex-t-teal ex-strong", "middle"))
        parts.append(words(label, 100, y + 6, NAME if at == 1 else INK))
    return places[-1][1] + 20, "".join(parts)


_DRAWINGS: Final[dict[str, Callable[[Figure], Drawn]]] = {
    "alarm": _alarm,
    "balance": _balance,
    "bridge": _bridge,
    "chain": _chain,
    "layers": _layers,
    "loop": _loop,
    "path": _path,
    "rings": _rings,
    "shares": _shares,
    "tracks": _tracks,
    "two": _two,
    "uneven": _uneven,
}
KINDS: Final = tuple(_DRAWINGS)
