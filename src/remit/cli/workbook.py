"""`remit workbook`: the printed workbook of the programme, without database or web."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from remit.errors import UsageError
from remit.reports import atomic, workbook_pdf
from remit.reports import workbook as books


@click.command()
@click.option(
    "--out",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="Write the PDF to this file.",
)
@click.option("--clinic", default="", help="Name of the clinic, for the cover and each foot.")
@click.option(
    "--contact",
    "contacts",
    multiple=True,
    metavar="NAME=NUMBER",
    help="A number for the page of help; may be given several times, the emergency number first.",
)
@click.option("--force", is_flag=True, help="Replace the file where it exists.")
def workbook(out: Path, clinic: str, contacts: tuple[str, ...], *, force: bool) -> None:
    """Write all 21 days as one PDF to print.

    It holds nothing of any person. A site's page prints it with the numbers that the site checked.
    """
    if out.exists() and not force:
        raise UsageError(f"{out} exists already. Choose another name, or add --force.")
    reach = books.Reach(clinic=clinic, contacts=tuple(_contact(one) for one in contacts))
    atomic.write(out, workbook_pdf.render(books.workbook(reach), at=datetime.now(UTC)))
    click.echo(f"Written to {out}.")


def _contact(given: str) -> tuple[str, str, str, str]:
    name, _, number = (part.strip() for part in given.partition("="))
    if not name or not number:
        raise UsageError(f"--contact is NAME=NUMBER, such as “Crisis line=116 123”, not “{given}”.")
    return name, "", number, ""
