"""remit worker: tell the next person of flags that wait too long, and send mails that are due."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from remit.cli.serve import start_web

_INTERVAL = 15.0
# Pauses before a dead worker is started again, in seconds; one that ran long begins anew.
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_STEADY = 300.0


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


class Beside:
    """A worker in a process of its own, started again when it dies unexpectedly."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._ended = threading.Event()
        self._starting = threading.Lock()
        self.process = self._start()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def end(self) -> None:
        """End it, and start none again."""
        with self._starting:
            self._ended.set()
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._watcher.join(timeout=10)

    def _start(self) -> subprocess.Popen[bytes]:
        self._started = time.monotonic()
        return subprocess.Popen(self._command)  # noqa: S603  our own module

    def _watch(self) -> None:
        pause = _FIRST_PAUSE
        # A worker that was asked to end says 0, such as after Ctrl-C in the same terminal.
        while self.process.wait() != 0:
            if time.monotonic() - self._started > _STEADY:
                pause = _FIRST_PAUSE
            if self._ended.wait(pause):
                return
            pause = min(2 * pause, _LONGEST_PAUSE)
            with self._starting:
                if self._ended.is_set():
                    return
                click.echo("The worker ended unexpectedly; it is started again.", err=True)
                self.process = self._start()


@contextmanager
def worker_beside() -> Iterator[Beside]:
    """A worker in a process of its own while the pages are served; it ends with them.

    It also ends when this process is killed, because it watches who started it. When it dies
    unexpectedly it is started again, after pauses that grow.
    """
    command = [sys.executable, "-m", "remit.web", "work", "--parent", str(os.getpid())]
    beside = Beside(command)
    try:
        yield beside
    finally:
        beside.end()
