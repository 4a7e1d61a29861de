"""The style that an exported drawing carries: the page's own rules with light and dark tokens.

The rules are read from the one style sheet that pages use too; `tests/reports` holds the values
below against tokens.css.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

SHEET = "web/static/remit/css/timeline-svg.css"
LIGHT = {
    "surface": "#ffffff", "sunk": "#f3eee5", "ink": "#23262b", "muted": "#5e636b",
    "hairline": "#e3ddd3", "teal": "#1f5d5b", "teal-wash": "#e6eeea", "clay": "#b4532a",
    "violet": "#5b4b8a", "slate": "#3b6288", "ochre": "#8a6414", "moss": "#4b6b3a",
}  # fmt: skip
DARK = {
    "surface": "#1f2226", "sunk": "#272a2f", "ink": "#ece7de", "muted": "#a9a59c",
    "hairline": "#3a3d42", "teal": "#7fc4be", "teal-wash": "#1d2f2f", "clay": "#e58e66",
    "violet": "#b3a2e6", "slate": "#8db6de", "ochre": "#d9b25c", "moss": "#a3c48c",
}  # fmt: skip
NAMES = {
    "life": "violet", "support": "moss", "symptom": "clay", "medical": "slate",
    "medicine": "ochre", "score": "clay", "ground": "surface", "grid": "hairline",
    "label": "ink", "date": "muted", "axis": "muted", "halo": "surface", "link": "ink",
    "focus": "teal", "focus-wash": "teal-wash", "now": "teal", "inset": "sunk", "brush": "sunk",
    "handle": "surface",
}  # fmt: skip
_FIXED = (
    "--tl-grid-minor-opacity:.5;--tl-halo-width:3.5px;--tl-link-width:1.2px;"
    "--tl-focus-width:2.5px;--tl-now-band-opacity:.1;"
    '--serif:"Source Serif 4","Source Serif Pro",Georgia,serif;'
    '--sans:"Source Sans 3","Source Sans Pro","Segoe UI",Arial,sans-serif;'
)


@cache
def standalone_style() -> str:
    """Light first, dark where the reader's system asks for it, always light in print."""
    rules = files("remit").joinpath(SHEET).read_text(encoding="utf-8")
    names = "".join(f"--tl-{name}:var(--{token});" for name, token in NAMES.items())
    light, dark = _declared(LIGHT), _declared(DARK)
    return (
        f".tl{{{light}{names}{_FIXED}--tl-link-opacity:.56;}}"
        f"@media screen and (prefers-color-scheme:dark){{.tl{{{dark}}}}}"
        "@media print{.tl{--tl-link-opacity:.7;}}"
        f".tl-print{{--tl-link-opacity:.7;}}{_small(rules)}"
    )


def _declared(tokens: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())


def _small(rules: str) -> str:
    """Without comments and needless space; the sheet holds no strings to be spared."""
    parts = [piece.rpartition("*/")[2] for piece in rules.split("/*")]
    return " ".join("".join(parts).split()).replace("<", "")
