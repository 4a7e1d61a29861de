"""What the verbs of `remit stats` share: a CSV file in, words and JSON out."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from remit.errors import InvalidInput, UsageError
from remit.reports import atomic, result_json

OUTPUT = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write the whole result here as JSON."
)
FORCE = click.option("--force", is_flag=True, help="Replace the output file where it exists.")
SEED = click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0))


def read(file: Path) -> dict[str, list[float | str | None]]:
    """The columns of a CSV file; an empty cell is missing."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"{file.name} cannot be read as CSV in UTF-8: {error}.") from error
    if not rows:
        raise InvalidInput(f"{file.name} has no row below its heading.")
    names = [name for name in rows[0] if name is not None]
    return {name: [_cell(row[name]) for row in rows] for name in names}


def _cell(given: str | None) -> float | str | None:
    text = (given or "").strip()
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def check_free(output: Path | None, *, force: bool) -> None:
    """Refuse to replace a file before any work is done."""
    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} exists already. Choose another name, or add --force.")


def give(result: object, said: str, output: Path | None) -> None:
    """Say it, and write the whole result where it was asked for."""
    click.echo(said)
    if output is not None:
        atomic.write(output, result_json.render(result) + "\n")
        click.echo(f"Written to {output}.")
