"""The style of a drawing for renderers that know no custom properties: every colour written out.

The rules are those of the one style sheet; what stands in `var()` is put in, and a rule that takes
the colour of its lane is written once a lane.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from remit.reports.svg_style import LIGHT, NAMES, SHEET, standalone_style

_SANS, _SERIF = '"Source Sans 3"', '"Source Serif 4"'
_LANES = ("life", "support", "symptom", "medical", "medicine", "score")
_NUMBERS = {
    "--tl-grid-minor-opacity": ".5",
    "--tl-halo-width": "3.5px",
    "--tl-link-width": "1.2px",
    "--tl-focus-width": "2.5px",
    "--tl-now-band-opacity": ".1",
    "--tl-link-opacity": ".7",  # links at 70 % in print (VISUAL)
    "--sans": _SANS,
    "--serif": _SERIF,
}
_LANE = "var(--tl-lane)"
_FONT = re.compile(r"font:\s*(\d+)\s+([\d.]+px)\s+([^;]+);")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SKIPPED = (":hover", ":focus", "tlv-", "[class", ".timeline", "tl-brush", "tl-handle", "tl-new")


def flat(drawing: str) -> str:
    """A drawing written to stand alone, with the flat style in place of its own."""
    return drawing.replace(standalone_style(), _style())


@cache
def _style() -> str:
    sheet = files("remit").joinpath(SHEET).read_text(encoding="utf-8")
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    # What stands behind a condition (media, key frames) is for screens.
    rules = re.sub(r"@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", plain)
    found = [_rule(one[1].strip(), one[2]) for one in _RULE.finditer(rules)]
    stops = [f".tl-c-{lane}{{stop-color:{_colour(lane)}}}" for lane in (*_LANES, "now")]
    return "".join((*found, *stops))


def _rule(selectors: str, body: str) -> str:
    wanted = [
        one.strip() for one in selectors.split(",") if not any(part in one for part in _SKIPPED)
    ]
    if not wanted or "--tl-lane:" in body:
        return ""
    declared = _FONT.sub(r"font-weight:\1;font-size:\2;font-family:\3;", _plain(body))
    if _LANE not in declared:
        return f"{','.join(wanted)}{{{declared}}}"
    return "".join(
        f"{','.join(_in_lane(one, lane) for one in wanted)}"
        f"{{{declared.replace(_LANE, _colour(lane))}}}"
        for lane in _LANES
    )


def _in_lane(selector: str, lane: str) -> str:
    """The rule reaches what stands in the lane, and what is itself marked with it."""
    return f".tl-{lane} {selector},{selector}.tl-{lane}"


def _plain(body: str) -> str:
    """The declarations with every name put in; a sum of two numbers is worked out."""

    def named(found: re.Match[str]) -> str:
        name = found[1]
        if name == "--tl-lane":
            return found[0]
        return _NUMBERS.get(name) or _colour(name.removeprefix("--tl-"))

    put_in = re.sub(r"var\((--[\w-]+)\)", named, " ".join(body.split()))
    put_in = re.sub(r"\b(?:560|650)\b", "600", put_in)  # the weights that paper has: 400 and 600
    return re.sub(
        r"calc\(([\d.]+) - ([\d.]+)\)",
        lambda found: f"{float(found[1]) - float(found[2]):g}",
        put_in,
    )


def _colour(name: str) -> str:
    return LIGHT[NAMES[name]]
