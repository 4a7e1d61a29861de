"""Small pieces of SVG: numbers, attributes, text, paths and shared gradients; all escaped."""

from __future__ import annotations

from html import escape


def number(value: float) -> str:
    """At most two decimals and no trailing zero: "12", "12.5"."""
    words = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if words in {"-0", ""} else words


def attributes(**values: str | float) -> str:
    """Attributes in the given order; `class_` is class, `data_x` is data-x, viewBox stays."""
    parts = []
    for name, value in values.items():
        key = name.rstrip("_").replace("_", "-")
        shown = escape(value) if isinstance(value, str) else number(value)
        parts.append(f' {key}="{shown}"')
    return "".join(parts)


def text(words: str, x: float, y: float, kind: str, *, hidden: bool = False, fit: float = 0) -> str:
    """One line of text with its baseline at y; `fit` holds it to a width in any face."""
    extra = ' aria-hidden="true"' if hidden else ""
    if fit:
        extra += f' textLength="{number(fit)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{extra}>{escape(words)}</text>'


def path(steps: str, kind: str) -> str:
    """A path."""
    return f'<path class="{kind}" d="{steps}"/>'


class Gradients:
    """Gradients of one drawing, each written once; the class of a stop gives its colour."""

    def __init__(self, prefix: str, *, fitted: bool = False) -> None:
        self._prefix = prefix
        self.fitted = fitted  # a file may meet a wider face; its labels keep their measured width
        self._ids: dict[tuple[str, tuple[tuple[float, float], ...]], str] = {}

    def url(self, colour: str, stops: tuple[tuple[float, float], ...]) -> str:
        """A reference to the gradient with these stops in this colour."""
        rounded = tuple((round(at, 3), round(opacity, 2)) for at, opacity in stops)
        key = (colour, rounded)
        if key not in self._ids:
            self._ids[key] = f"{self._prefix}-g{len(self._ids)}"
        return f"url(#{self._ids[key]})"

    def definitions(self) -> str:
        """The `defs` element; to be asked for when everything has been drawn."""
        if not self._ids:
            return ""
        found = []
        for (colour, stops), identifier in self._ids.items():
            inner = "".join(
                f'<stop class="tl-c-{colour}" offset="{at:g}" stop-opacity="{opacity:g}"/>'
                for at, opacity in stops
            )
            found.append(f'<linearGradient id="{identifier}">{inner}</linearGradient>')
        return f"<defs>{''.join(found)}</defs>"
