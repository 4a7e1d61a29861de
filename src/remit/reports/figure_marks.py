"""The strokes that the figures for participants are drawn with.

Colours come from classes (`ex-teal` = you, `ex-clay` = pain or what presses, `ex-violet` = feeling,
`ex-slate` = care; figures.css), so that one drawing serves light, dark, print and grey. Shape and
words carry all that colour says.
"""

from __future__ import annotations

from html import escape
from typing import Final

from remit.reports.svg_paint import attributes, number, path

WIDTH: Final = 328.0
"""Of every figure, in px: a phone of 360 px less its margins."""

Drawn = tuple[float, str]
"""Height in px and inner elements."""


def words(said: str, x: float, y: float, kind: str, anchor: str = "start") -> str:
    """One line of text with its baseline at y."""
    place = attributes(class_=f"ex-text {kind}", x=x, y=y, text_anchor=anchor)
    return f"<text{place}>{escape(said)}</text>"


def circle(x: float, y: float, radius: float, kind: str) -> str:
    """A circle round its middle."""
    return f"<circle{attributes(class_=kind, cx=x, cy=y, r=radius)}/>"


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f"<line{attributes(class_=kind, x1=x1, y1=y1, x2=x2, y2=y2)}/>"


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A rectangle with round corners."""
    place = attributes(class_=kind, x=x, y=y, width=width, height=height, rx=8)
    return f"<rect{place}/>"


def arrow(x: float, y: float, kind: str) -> str:
    """The head of an arrow that points right, its tip at x."""
    return path(f"M{number(x - 9)} {number(y - 7)}L{number(x)} {number(y)}l-9 7", kind)
