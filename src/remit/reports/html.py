"""A case report as one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from remit.pathways.consult import layout, timeline
from remit.pathways.consult.casereport import CaseReport
from remit.reports import summary, svg
from remit.reports.document import document

FIGURE_WIDTH = 1010
FONTS = (
    ("Source Sans 3", "source-sans-3-latin-wght-normal.woff2"),
    ("Source Serif 4", "source-serif-4-latin-opsz-normal.woff2"),
)


def render(report: CaseReport) -> str:
    """A self-contained page: figure as SVG text, styles inside, no script, no request."""
    environment = Environment(
        loader=PackageLoader("remit.reports"), autoescape=True, undefined=StrictUndefined
    )
    made = timeline.build(report.chronology, report.links)
    text: str = environment.get_template("report.html").render(
        document=document(report),
        summary=summary.rows(report),
        figure=Markup(figure(report)),  # noqa: S704  the SVG writer escapes every text
        table=timeline.table_rows(made),
        styles=Markup(_styles()),  # noqa: S704  our own file
    )
    return text


def figure(report: CaseReport, width: float = FIGURE_WIDTH, *, standalone: bool = True) -> str:
    """The timeline of a case as SVG."""
    made = timeline.build(report.chronology, report.links)
    drawing = layout.lay_out(made, width=width)
    name = report.history.subject.name
    return svg.draw(
        drawing,
        title=f"{name}: life and symptoms on one timeline",
        description=(
            "Pale, dotted ends: the date lies somewhere within. Lines: close in time; dashed: "
            "possibly. The table says the same in words."
        ),
        standalone=standalone,
    )


@cache
def _styles() -> str:
    """The style sheet with its two fonts inside: labels are placed by the widths of these."""
    sheet = (resources.files("remit.reports") / "templates" / "report.css").read_text("utf-8")
    return "".join(_font(family, name) for family, name in FONTS) + sheet


def _font(family: str, name: str) -> str:
    data = (resources.files("remit") / "web/static/remit/fonts" / name).read_bytes()
    source = f"url(data:font/woff2;base64,{b64encode(data).decode('ascii')})"
    return (
        f'@font-face{{font-family:"{family}";font-weight:200 900;src:{source} format("woff2")}}\n'
    )
