"""A case report for paper: the same parts as on the page, the picture in the print's density."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from remit import __version__
from remit.pathways.consult import layout, timeline
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.lifefacts import Timeline
from remit.pathways.consult.shapes import Density
from remit.reports import summary, svg
from remit.reports.document import document
from remit.reports.section import Section
from remit.reports.sheet import Block, Run, Sheet, heading, items, paragraph, table
from remit.reports.svg_flat import flat

WIDTH = 690  # px for 174 mm: VISUAL gives rows of 20 and labels of 9 pt in print
WIDE = 3  # a table with more columns takes the whole width
CAPTION = (
    "Figure 1. Life timeline. Pale, dotted ends: the date lies somewhere within. Lines: close in "
    "time; dashed: possibly. Close in time does not mean that one brought about the other."
)
_TIMELINE = ("when", "kind", "what", "course", "who said it", "close in time to")


def case_sheet(report: CaseReport, *, clinic: str = "Remit", author: str = "") -> Sheet:
    """The whole case report; unsigned, as the report itself says."""
    made = timeline.build(report.chronology, report.links)
    whole = document(report)
    retrospective = report.history.subject.retrospective
    return Sheet(
        title="Case report",
        kind="Case report after the CARE checklist",
        heading=whole.title,
        named=True,
        standfirst=whole.standfirst,
        runs=(
            Run((_figure(made), *_short(report))),
            *_runs(whole.sections),
            Run((heading("The timeline as a table"), table(_TIMELINE, _facts(made)))),
            Run((paragraph(whole.colophon),)),
        ),
        clinic=clinic,
        author=author,
        notice="published case, selected, not typical" if retrospective else "confidential",
        version=f"Remit {__version__}, not signed",
        figure=_drawn(made),
    )


def _figure(made: Timeline) -> Block:
    counts = f"{len(made.facts)} facts, {len(made.links)} lines between facts close in time"
    alt = f"Life and symptoms on one time axis: {counts}. The table at the end says the same."
    return Block(type="figure", text=CAPTION, alt=alt)


def _drawn(made: Timeline) -> str:
    drawing = layout.lay_out(made, width=WIDTH, density=Density.PRINT)
    # The name stands in the heading; inside the picture it would be read out a second time.
    return flat(svg.draw(drawing, title="Timeline", description=CAPTION, standalone=True))


def _facts(made: Timeline) -> list[tuple[str, ...]]:
    return [
        (row.when, row.kind, row.what, row.course, row.said_by, "; ".join(row.near))
        for row in timeline.table_rows(made)
    ]


def _short(report: CaseReport) -> tuple[Block, Block]:
    return heading("In short"), table(("", ""), summary.rows(report))


def _runs(sections: Iterable[Section]) -> Iterator[Run]:
    """Neighbours that are narrow stand in two columns; a wide table has the page to itself."""
    for wide, found in groupby(sections, key=lambda section: len(section.columns) > WIDE):
        blocks = [block for section in found for block in _blocks(section)]
        yield Run(tuple(blocks), columns=1 if wide else 2)


def _blocks(section: Section) -> Iterator[Block]:
    yield heading(section.heading)
    for words in section.paragraphs:
        yield paragraph(words)
    if section.rows:
        yield table(section.columns, section.rows)
    if section.items:
        yield items(section.items)
