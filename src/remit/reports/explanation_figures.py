"""The figures of the shared explanation: few strokes, every label beside what it names.

Numbers come from the content file alone; nothing is computed but places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from remit.content.explanation import Figure, Row
from remit.errors import NotFound
from remit.reports.figure_marks import WIDTH, Drawn, arrow, circle, line, words
from remit.reports.svg_paint import attributes, number, path


def figure_svg(figure: Figure, prefix: str) -> str:
    """One figure as an SVG element with title and description.

    Args:
        figure: its words and numbers.
        prefix: makes the ids of the figure unique on a page.

    Raises:
        NotFound: there is no such drawing.
    """
    if figure.id not in _DRAWINGS:
        raise NotFound(f"There is no figure “{figure.id}”.")
    name = f"{prefix}-{figure.id}"
    height, inner = _DRAWINGS[figure.id](figure, name)
    head = attributes(
        class_="ex-figure",
        viewBox=f"0 0 {number(WIDTH)} {number(height)}",
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
    )
    told = (
        f'<title id="{name}-t">{escape(figure.title)}</title>'
        f'<desc id="{name}-d">{escape(_described(figure))}</desc>'
    )
    return f"<svg{head}>{told}{inner}</svg>"


def _described(figure: Figure) -> str:
    """The caption, and every number of the figure in words."""
    of = figure.labels.get("of", "")
    young, old = figure.labels.get("young"), figure.labels.get("old")
    rows = [
        f"{row.label}: {young} {row.first}, {old} {row.last}."
        if young and old
        else f"{row.label}: {row.first} {of} {row.last}."
        for row in figure.rows
    ]
    return " ".join([figure.caption, *rows])


def _protection(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    parts = [
        words(say["first"], 0, 30, "ex-t-ink"),
        words(say["second"], 0, 85, "ex-t-ink"),
        words(say["third"], 0, 140, "ex-t-ink"),
        path("M48 25C92 25 118 42 149 60", "ex-line ex-muted"),
        path("M68 80H140", "ex-line ex-muted"),
        path("M98 135C118 132 132 117 149 100", "ex-line ex-muted"),
        circle(188, 80, 46, "ex-line ex-teal ex-wash-teal"),
        words(say["weigh"], 188, 85, "ex-t-teal ex-strong", "middle"),
        line(236, 80, 276, 80, "ex-line ex-clay"),
        arrow(277, 80, "ex-line ex-clay"),
        words(say["out"], 286, 85, "ex-t-clay ex-strong"),
    ]
    return 160, "".join(parts)


_BUMP = "M{0} 150C{1} 150 {2} 84 {3} 84S{4} 150 {5} 150"


def _bump(middle: float) -> str:
    places = (middle - 48, middle - 20, middle - 18, middle, middle + 20, middle + 48)
    return _BUMP.format(*(number(one) for one in places))


def _alarm(figure: Figure, name: str) -> Drawn:
    say = figure.labels
    clip = f'<clipPath id="{name}-c"><rect x="180" y="60" width="148" height="50"/></clipPath>'
    rung = f'<g clip-path="url(#{name}-c)">{path(_bump(276), "ex-fill-clay")}</g>'
    parts = [
        f"<defs>{clip}</defs>",
        words(say["first"], 0, 16, "ex-t-muted"),
        words(say["second"], 180, 16, "ex-t-muted"),
        line(0, 62, 148, 62, "ex-line ex-ink ex-dash"),
        words(say["line"], 0, 54, "ex-t-ink"),
        path(_bump(96), "ex-line ex-teal"),
        words(say["touch"], 96, 172, "ex-t-teal", "middle"),
        rung,
        path(_bump(276), "ex-line ex-teal"),
        line(180, 110, 328, 110, "ex-line ex-ink ex-dash"),
        words(say["line"], 180, 102, "ex-t-ink"),
        words(say["rings"], 276, 74, "ex-t-clay ex-strong", "middle"),
        words(say["touch"], 276, 172, "ex-t-teal", "middle"),
    ]
    return 180, "".join(parts)


def _phantom(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    parts = [
        circle(44, 70, 30, "ex-line ex-teal ex-wash-teal"),
        words(say["made"], 44, 126, "ex-t-teal ex-strong", "middle"),
        path("M73 58H168a12 12 0 0 1 0 24H73", "ex-line ex-ink"),
        line(172, 90, 172, 106, "ex-line ex-muted"),
        words(say["ends"], 172, 126, "ex-t-ink", "middle"),
        path("M190 58H250C270 38 300 44 318 58V82C300 96 270 102 250 82H190",
             "ex-line ex-clay ex-dots"),
        line(286, 32, 286, 40, "ex-line ex-clay"),
        words(say["felt"], 286, 24, "ex-t-clay ex-strong", "middle"),
    ]  # fmt: skip
    return 136, "".join(parts)


_AXIS_FROM, _AXIS_UNIT, _ROW = 118.0, 1.8, 40.0


def _scans(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    first = figure.rows[0]
    parts = [
        words(say["young"], _on_axis(first.first), 16, "ex-t-muted", "middle"),
        words(say["old"], _on_axis(first.last), 16, "ex-t-muted", "middle"),
    ]
    for place, row in enumerate(figure.rows):
        parts += _dumbbell(row, 44 + place * _ROW)
    end = 44 + len(figure.rows) * _ROW
    parts += [
        words(say["of"], WIDTH, end - 6, "ex-t-muted", "end"),
        line(0, end + 8, WIDTH, end + 8, "ex-hair"),
        words(say["second"], 0, end + 34, "ex-t-ink ex-strong"),
    ]
    return end + 42, "".join(parts)


def _on_axis(share: float) -> float:
    return _AXIS_FROM + share * _AXIS_UNIT


def _dumbbell(row: Row, y: float) -> Iterator[str]:
    low, high = _on_axis(row.first), _on_axis(row.last)
    yield words(row.label, 0, y + 5, "ex-t-ink")
    yield line(low + 6, y, high, y, "ex-line ex-slate")
    yield circle(low, y, 6, "ex-line ex-slate ex-wash-none")
    yield circle(high, y, 7, "ex-fill-slate")
    yield words(str(row.first), low - 11, y + 5, "ex-t-ink", "end")
    yield words(str(row.last), high + 11, y + 5, "ex-t-ink ex-strong")


def _feelings(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    band = (
        "M2 84C50 84 70 54 118 54S186 88 232 88S292 80 326 80"
        "V106C292 106 276 98 232 98S166 132 118 132S50 102 2 102Z"
    )
    parts = [
        path(band, "ex-line ex-clay ex-wash-clay"),
        words(say["band"], 118, 98, "ex-t-ink ex-strong", "middle"),
        words(say["up"], 118, 16, "ex-t-violet ex-strong", "middle"),
        line(118, 24, 118, 46, "ex-line ex-violet"),
        words(say["down"], 232, 16, "ex-t-teal ex-strong", "middle"),
        line(232, 24, 232, 80, "ex-line ex-teal"),
    ]
    return 140, "".join(parts)


def _lasting(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    parts = [
        line(0, 132, WIDTH, 132, "ex-hair"),
        path("M8 32C44 36 52 126 132 130", "ex-line ex-slate"),
        words(say["injury"], 142, 124, "ex-t-slate ex-strong"),
        path("M8 28C90 22 150 46 320 46", "ex-line ex-clay"),
        words(say["alarm"], 320, 34, "ex-t-clay ex-strong", "end"),
        words(say["start"], 0, 154, "ex-t-muted"),
        words(say["end"], WIDTH, 154, "ex-t-muted", "end"),
    ]
    return 162, "".join(parts)


_STEPS = ((44, 92), (66, 100), (90, 107), (116, 113), (144, 117), (174, 119), (206, 120))


def _path(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    steps = [circle(x, y, 2.5 + place * 0.7, "ex-fill-teal") for place, (x, y) in enumerate(_STEPS)]
    parts = [
        circle(18, 80, 7, "ex-fill-ink"),
        words(say["signal"], 0, 112, "ex-t-ink"),
        path("M34 74C90 52 140 36 214 34", "ex-line ex-clay ex-thick"),
        words(say["old"], 228, 39, "ex-t-clay ex-strong"),
        *steps,
        words(say["new"], 228, 125, "ex-t-teal ex-strong"),
    ]
    return 140, "".join(parts)


_DOTS_A_ROW, _DOT_STEP = 12, 24.0


def _dots(figure: Figure, _name: str) -> Drawn:
    top, parts = 0.0, []
    for row in figure.rows:
        counted = f"{row.label}: {row.first} {figure.labels['of']} {row.last}"
        parts.append(words(counted, 0, top + 16, "ex-t-ink ex-strong"))
        for place in range(row.last):
            across, down = place % _DOTS_A_ROW, place // _DOTS_A_ROW
            kind = "ex-fill-teal" if place < row.first else "ex-line ex-edge"
            x, y = 9 + across * _DOT_STEP, top + 40 + down * _DOT_STEP
            parts.append(circle(x, y, 8, kind))
        top += 40 + ((row.last - 1) // _DOTS_A_ROW + 1) * _DOT_STEP + 10
    return top - 14, "".join(parts)


_DAYS, _WEEK = 21, 7


def _programme(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    parts = [words(say["group"], 0, 16, "ex-t-teal ex-strong")]
    parts.append(line(10, 24, 10, 32, "ex-line ex-teal"))
    for day in range(_DAYS):
        x, y = 10 + day % _WEEK * 28, 46 + day // _WEEK * 34
        if day % _WEEK:
            parts.append(circle(x, y, 6, "ex-line ex-teal"))
        else:
            square = attributes(
                class_="ex-fill-teal", x=x - 10, y=y - 10, width=20, height=20, rx=3
            )
            parts.append(f"<rect{square}/>")
    parts.append(line(187, 80, 196, 80, "ex-line ex-muted"))
    parts.append(words(say["day"], 204, 85, "ex-t-ink"))
    return 128, "".join(parts)


def _stays(figure: Figure, _name: str) -> Drawn:
    say = figure.labels
    parts = [
        words(say["care"], 0, 18, "ex-t-slate ex-strong"),
        line(2, 36, 318, 36, "ex-line ex-slate ex-thick"),
        arrow(324, 36, "ex-line ex-slate ex-thick"),
        path("M52 42C72 42 66 84 96 84H182", "ex-line ex-teal"),
        words(say["programme"], 96, 108, "ex-t-teal ex-strong"),
        path("M188 84C214 84 214 72 240 72H314M188 84C214 84 214 98 240 98H314",
             "ex-line ex-ink ex-dots"),
        words(say["other"], 318, 124, "ex-t-ink", "end"),
    ]  # fmt: skip
    return 134, "".join(parts)


_DRAWINGS: dict[str, Callable[[Figure, str], Drawn]] = {
    "protection": _protection,
    "alarm": _alarm,
    "phantom": _phantom,
    "scans": _scans,
    "feelings": _feelings,
    "lasting": _lasting,
    "path": _path,
    "dots": _dots,
    "programme": _programme,
    "stays": _stays,
}
FIGURES = tuple(_DRAWINGS)
