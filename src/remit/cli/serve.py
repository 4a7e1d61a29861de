"""remit serve: the web pages; and the door to the web part for the other verbs."""

import os
from contextlib import nullcontext
from pathlib import Path

import click

from remit.errors import UsageError

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


def start_web() -> None:
    """Start Django, or say what to install where the web part is missing.

    Raises:
        UsageError: the packages of the web part are not installed.
    """
    try:
        from remit.web import start

        start()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"", "remit"}:
            raise  # a fault of ours, not a missing package
        raise UsageError(
            f"This command needs the web part ({error.name} is missing). "
            "Install it: pip install 'remit[web]'"
        ) from error


@click.command()
@click.option("--host", default="localhost", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--cert", type=_File, help="TLS certificate (PEM).")
@click.option("--key", type=_File, help="Key of the certificate (PEM).")
@click.option("--processes", default=1, show_default=True, help="More than one: PostgreSQL only.")
@click.option("--threads", default=16, show_default=True)
@click.option("--no-migrate", is_flag=True, help="Leave the database as it is.")
@click.option("--no-worker", is_flag=True, help="Run `remit worker` elsewhere.")
def serve(
    host: str,
    port: int,
    cert: Path | None,
    key: Path | None,
    processes: int,
    threads: int,
    no_migrate: bool,  # noqa: FBT001
    no_worker: bool,  # noqa: FBT001
) -> None:
    """Serve the pages, with one worker beside them, until interrupted."""
    if cert:
        os.environ["REMIT_TLS"] = "1"  # read by the settings, here and in the serving process
    start_web()
    from remit.cli.work import worker_beside
    from remit.web.people import serving

    warning = serving.limits_of_plain_http(host, tls=cert is not None)
    if warning:
        click.echo(warning, err=True)
    click.echo(f"Remit is at {serving.address(host=host, port=port, tls=cert is not None)}")
    with nullcontext() if no_worker else worker_beside():
        serving.serve(
            host=host,
            port=port,
            cert=cert,
            key=key,
            processes=processes,
            threads=threads,
            migrate=not no_migrate,
        )
