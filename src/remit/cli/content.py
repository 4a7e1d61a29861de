"""`remit content`: check what Remit ships as data."""

from __future__ import annotations

from pathlib import Path

import click

from remit.content import (
    instrument_page,
    instruments,
    reference,
    screening,
    shipped,
    verification,
)
from remit.domain.chronology import Chronology
from remit.errors import InvalidInput
from remit.reports import atomic, screening_page, screening_table


@click.group()
def content() -> None:
    """Check what Remit ships as data."""


@content.command()
def check() -> None:
    """Read every shipped case and instrument and compare them with the released versions."""
    changed = shipped.changed_releases()
    for history in shipped.cases():
        clashes = Chronology(history).clashes
        facts = sum(1 for _ in history.facts())
        click.echo(f"case {history.subject.id}: {facts} dated facts, {len(clashes)} contradictions")
        if clashes:
            raise InvalidInput(f"The shipped case {history.subject.id} contradicts itself.")
    _check_instruments()
    if changed:
        raise InvalidInput(
            f"Released content changed: {', '.join(changed)}. A released file never changes: give "
            "it a new version, or record the new hash in released.toml before its first release."
        )
    click.echo("All shipped content was read without fault.")


@content.command("reference")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file.")
def reference_page(output: Path | None) -> None:
    """The reference page of the case file, generated from its schema."""
    text = reference.case_file_page()
    if output is None:
        click.echo(text)
    else:
        atomic.write(output, text)


@content.command("instruments")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file.")
def instruments_page(output: Path | None) -> None:
    """The reference page of the instruments, generated from their files."""
    _give(instrument_page.instruments_page(), output)


@content.command("verification")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file.")
def verification_page(output: Path | None) -> None:
    """What every text and rule was checked against, and what is open."""
    _give(verification.verification_page(), output)


@content.command("screening")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file.")
def screening_document(output: Path | None) -> None:
    """Every question and rule of screening with its source, generated from the files."""
    _give(screening_page.screening_page(screening.rule_set()), output)


@content.command("truth-table")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file.")
def truth_table(output: Path | None) -> None:
    """The truth table of screening as CSV: answers, and the code that comes out."""
    _give(screening_table.truth_table(screening.rule_set()), output)


def _check_instruments() -> None:
    """Read every version; text of a class that may not ship stops here (HZ10)."""
    every = list(instruments.every_version())
    listed = set(instruments.licences())
    if listed != set(instruments.ids()):
        odd = min(listed ^ set(instruments.ids()))
        raise InvalidInput(f"licences.toml and the instruments disagree about {odd}.")
    parts = sum(len(one.parts) for one in instruments.battery().occasions)
    texts = sum(1 for one in every if not one.is_slot)
    click.echo(
        f"instruments: {texts} with text, {len(every) - texts} slots; schedule: {parts} parts"
    )


def _give(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
    else:
        atomic.write(output, text)
