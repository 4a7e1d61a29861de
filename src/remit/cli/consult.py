"""`remit consult`: case files on the command line, without database or web."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from remit.content.casefile import load
from remit.domain.chronology import Chronology
from remit.errors import InvalidInput, UsageError
from remit.pathways.consult import casereport
from remit.pathways.consult.datanotes import clash_words
from remit.reports import atomic, html, markdown, pdf, summary
from remit.reports.case_sheet import case_sheet

FILE = click.argument("file", type=click.Path(path_type=Path))
FORMATS = {"markdown": markdown.render, "html": html.render, "summary": summary.render}
PDF = "pdf"
SUFFIXES = {".pdf": PDF, ".md": "markdown", ".html": "html", ".htm": "html", ".txt": "summary"}


@click.group()
def consult() -> None:
    """Check, read and report case files."""


@consult.command()
@FILE
def check(file: Path) -> None:
    """Read FILE and say what is wrong, or what was understood.

    Dates that contradict each other are shown with both facts and end with exit code 3.
    """
    history = load(file)
    chronology = Chronology(history)
    facts = sum(1 for _ in history.facts())
    click.echo(f"{file.name}: {history.subject.name}, {facts} dated facts, read without fault.")
    if chronology.clashes:
        listed = "\n".join(f"  {clash_words(clash)}" for clash in chronology.clashes)
        raise InvalidInput(f"{file.name} has dates that contradict each other.\n{listed}")


@consult.command()
@FILE
@click.option(
    "--format",
    "kind",
    type=click.Choice(sorted([*FORMATS, PDF])),
    help="Form of the report; without it the ending of --output decides, else Markdown.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this file instead of the screen.",
)
@click.option("--force", is_flag=True, help="Replace the output file where it exists.")
def report(file: Path, kind: str | None, output: Path | None, *, force: bool) -> None:
    """Report the case in FILE: timeline, what was close in time, outcome, what is not known."""
    chosen = kind or SUFFIXES.get(output.suffix.lower() if output else "", "markdown")
    if chosen == PDF and output is None:
        raise UsageError("A PDF needs a file to be written to: add --output report.pdf.")
    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} exists already. Choose another name, or add --force.")
    content = _made(casereport.build(load(file)), chosen)
    if output is None:
        click.echo(content)
        return
    atomic.write(output, content)
    click.echo(f"Written to {output}.")


def _made(found: casereport.CaseReport, kind: str) -> str | bytes:
    """The report in one of its forms; the time of printing stands in a PDF alone."""
    if kind == PDF:
        return pdf.render(case_sheet(found), at=datetime.now(UTC))
    return FORMATS[kind](found)
