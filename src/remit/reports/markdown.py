"""A case report as Markdown."""

from __future__ import annotations

from remit.pathways.consult import timeline
from remit.pathways.consult.casereport import CaseReport
from remit.reports import summary
from remit.reports.document import Document, document


def render(report: CaseReport) -> str:
    """The report as Markdown; the timeline is given as its table, which says the same."""
    return _text(document(report), report)


def _text(found: Document, report: CaseReport) -> str:
    parts = [f"# {_plain(found.title)}", _plain(found.standfirst)]
    parts.append(_table(("", ""), summary.rows(report)))
    parts.append("## Timeline")
    parts.append(_timeline(report))
    for section in found.sections:
        parts.append(f"## {section.heading}")
        parts += [_plain(paragraph) for paragraph in section.paragraphs]
        if section.rows:
            parts.append(_table(section.columns, section.rows))
        if section.items:
            parts.append("\n".join(f"- {_plain(item)}" for item in section.items))
    parts.append(f"*{_plain(found.colophon)}*")
    return "\n\n".join(part for part in parts if part) + "\n"


def _timeline(report: CaseReport) -> str:
    made = timeline.build(report.chronology, report.links)
    rows = tuple(
        (row.when, row.kind, row.what, row.course, row.said_by, "; ".join(row.near))
        for row in timeline.table_rows(made)
    )
    return _table(("when", "kind", "what", "course", "who said it", "close in time to"), rows)


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    lines = [_line(columns), "|" + "---|" * len(columns)]
    return "\n".join(lines + [_line(row) for row in rows])


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is: no markup, no table breaks, no raw HTML."""
    folded = " ".join(text.split())
    for mark in ("\\", "`", "*", "_", "[", "]", "<", ">", "|", "#"):
        folded = folded.replace(mark, f"\\{mark}")
    return folded
