"""Verbs, loaded when they are called: `remit --help` must not wait for NumPy or Django."""

from __future__ import annotations

import sys
from typing import Any

import click

from remit import __version__
from remit.cli.lazy import LazyGroup
from remit.errors import UserError

VERBS = {
    "audit": ("remit.cli.audit", "audit", "Check the audit trail."),
    "backup": ("remit.cli.backup", "backup", "Copy the embedded database to one file."),
    "consult": ("remit.cli.consult", "consult", "Check, read and report case files."),
    "content": ("remit.cli.content", "content", "Check what Remit ships as data."),
    "demo": ("remit.cli.demo", "demo", "Set up the demonstration and serve it."),
    "restore": ("remit.cli.backup", "restore", "Put a backup back."),
    "serve": ("remit.cli.serve", "serve", "Serve the web pages."),
    "stats": ("remit.cli.stats", "stats", "Try the methods on invented lives or own files."),
    "workbook": ("remit.cli.workbook", "workbook", "Print the workbook of the 21 days."),
    "worker": ("remit.cli.work", "worker", "Tell further what waits, and send mails."),
    "verify": ("remit.cli.backup", "verify", "Check a backup without touching anything."),
}


@click.group(cls=LazyGroup, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="remit")
def remit() -> None:
    """Run, measure and study a Mind Body Medicine programme for chronic pain."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; a person's mistake ends with one sentence and an exit code."""
    try:
        return remit.main(args=arguments, prog_name="remit", standalone_mode=True)
    except UserError as error:
        click.echo(f"remit: {error}", err=True)
        sys.exit(error.exit_code)
