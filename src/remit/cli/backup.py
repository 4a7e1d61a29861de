"""remit backup, restore, verify: the embedded database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from remit.cli.serve import start_web

_Folder = click.Path(path_type=Path)


@click.command()
@click.argument("path", type=_Folder)
def backup(path: Path) -> None:
    """Save the database into the new folder PATH, also while Remit runs."""
    start_web()
    from remit.web.people import backup as backups

    manifest = backups.backup(path, now=datetime.now(UTC))
    rows = sum(manifest.rows.values())
    click.echo(f"Saved {rows} rows of {len(manifest.rows)} tables to {path}.")
    click.echo(f"Head of the audit log: {manifest.audit_head} ({manifest.audit_links} events).")
    click.echo(backups.key_warning(), err=True)


@click.command()
@click.argument("path", type=_Folder)
@click.option("--force", is_flag=True, help="Move an existing database aside first.")
def restore(path: Path, force: bool) -> None:  # noqa: FBT001  click passes flags so
    """Put the backup in folder PATH in the place of this installation's database."""
    start_web()
    from remit.web.people import backup as backups

    manifest = backups.restore(path, now=datetime.now(UTC), force=force)
    click.echo(f"Restored the backup of {manifest.made_at} to {backups.database_file()}.")
    click.echo("Now run: python -m remit.web migrate")


@click.command()
@click.argument("path", type=_Folder)
def verify(path: Path) -> None:
    """Check the backup in folder PATH: checksum, structure, rows and audit log."""
    start_web()
    from remit.web.people import backup as backups

    manifest = backups.verify(path)
    click.echo(f"{path} verifies: {sum(manifest.rows.values())} rows, made {manifest.made_at}.")
    click.echo(f"Head of the audit log: {manifest.audit_head} ({manifest.audit_links} events).")
