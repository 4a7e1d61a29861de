"""remit worker: tell the next person of flags that wait too long, and send mails that are due."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from remit.cli.serve import start_web

_INTERVAL = 15.0


@click.command()
@click.option("--interval", default=_INTERVAL, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Look once and stop.")
def worker(interval: float, *, once: bool) -> None:
    """Run a worker until Ctrl-C; any number may run at once."""
    start_web()
    from remit.web.notices import worker as working

    done = working.run_here(interval=interval, once=once)
    if done is not None:
        click.echo(f"{done.told_further} told further, {done.mail.sent} mails sent.")


@contextmanager
def worker_beside() -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own while the pages are served; it ends with them.

    It also ends when this process is killed, because it watches who started it.
    """
    command = [sys.executable, "-m", "remit.web", "work", "--parent", str(os.getpid())]
    process = subprocess.Popen(command)  # noqa: S603  our own module
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
