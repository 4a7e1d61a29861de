"""The style of the days' figures on paper: rules of the one style sheet, with every colour put in.

The renderer of PDF knows no custom properties and no short form of a font.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from remit.reports.svg_style import LIGHT

SHEET = "web/static/remit/css/figures.css"
ALSO = {"edge": "#857d70", "clay-wash": "#f7e8e0", "clay-deep": "#a14722"}
"""Tokens that only these figures use; `tests/reports` holds them against tokens.css."""
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")
_FONT = re.compile(r"font:\s*(\d+)\s+([\d.]+px)[^;]*;")
_OWN = frozenset({".ex-figure"})
"""Rules for a place on a page, which paper gives itself."""


@cache
def figure_style() -> str:
    """Rules for one figure that stands alone in a PDF."""
    sheet = files("remit").joinpath(SHEET).read_text(encoding="utf-8")
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).partition("@media")[0]
    return "".join(_rule(names, body) for names, body in _RULE.findall(plain))


def _rule(names: str, body: str) -> str:
    listed = " ".join(names.split())
    if listed in _OWN:
        return ""
    return f"{listed}{{{_body(body)}}}"


def _body(body: str) -> str:
    values = {**LIGHT, **ALSO}
    text = _FONT.sub(r"font-weight: \1; font-size: \2; font-family: 'Source Sans 3';", body)
    text = _VARIABLE.sub(lambda found: values[found[1]], text)
    text = text.replace("currentcolor", "currentColor").replace(
        "font-weight: 650", "font-weight: 600"
    )
    return " ".join(text.split())
