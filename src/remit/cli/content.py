"""`remit content`: check what Remit ships as data."""

from __future__ import annotations

from pathlib import Path

import click

from remit.content import reference, shipped
from remit.domain.chronology import Chronology
from remit.errors import InvalidInput
from remit.reports import atomic


@click.group()
def content() -> None:
    """Check what Remit ships as data."""


@content.command()
def check() -> None:
    """Read every shipped case and compare it with the released versions."""
    changed = shipped.changed_releases()
    for history in shipped.cases():
        clashes = Chronology(history).clashes
        facts = sum(1 for _ in history.facts())
        click.echo(f"case {history.subject.id}: {facts} dated facts, {len(clashes)} contradictions")
        if clashes:
            raise InvalidInput(f"The shipped case {history.subject.id} contradicts itself.")
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
