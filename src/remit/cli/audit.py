"""remit audit: check the log of who saw and changed what."""

import click

from remit.cli.serve import start_web


@click.group()
def audit() -> None:
    """The append-only log of who saw and changed what."""


@audit.command("verify")
@click.option("--head", default="", help="A head printed earlier; it must still be in the log.")
def verify_log(head: str) -> None:
    """Check the whole log; name the rows and fields that were altered (exit code 7)."""
    start_web()
    from remit.web.people import audit as log

    log.link_waiting()
    found = log.verify(expected_head=head)
    log.check_verified(found)
    click.echo(f"{found.linked} events verify; {found.waiting} wait to be linked.")
    click.echo(f"Head: {found.head}")
