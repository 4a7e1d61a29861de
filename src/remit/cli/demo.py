"""`remit demo`: everything set up on SQLite, the three cases entered, printed and served."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from remit.cli.serve import start_web


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Folder of the demo database; remove it to begin again.",
)
@click.option("--no-serve", is_flag=True, help="Set up and print, then stop.")
def demo(port: int, data: Path, *, no_serve: bool) -> None:
    """Set up the demonstration, print what it found per case, and serve it on this machine."""
    os.environ["REMIT_DATA_DIR"] = str(data)
    os.environ["REMIT_DEMO"] = "1"
    os.environ.pop("REMIT_DATABASE_URL", None)
    os.environ.pop("REMIT_KEY_FILE", None)
    start_web()
    from remit.cli.work import worker_beside
    from remit.pathways.practice.looked_back import looked_back
    from remit.reports import summary
    from remit.web.consult import demo as demonstration
    from remit.web.intake.demo import prepare_people
    from remit.web.people import serving
    from remit.web.practice.demo_group import prepare_group

    click.echo("Setting up the demo database ...")
    now = datetime.now(UTC)
    demonstration.prepare(now=now)
    prepare_people(demonstration.home_site(), demonstration.clinician(), now=now)
    prepare_group(demonstration.home_site(), now=now)
    for report in demonstration.reports():
        click.echo("")
        click.echo(summary.render(report))
        click.echo(summary.afterwards(looked_back(report)))
    address = serving.address(host="localhost", port=port, tls=False)
    click.echo("\nSign in (each link works once; start the demo again for new ones):")
    for person in demonstration.sign_ins():
        click.echo(f"  {person.name + ', ' + person.role:<26} {person.site}")
        click.echo(f"    {address}{person.path}")
    if no_serve:
        return
    click.echo(f"\nRemit is at {address}. Stop it with Ctrl-C.")
    with worker_beside():
        serving.serve(host="localhost", port=port, cert=None, key=None)
