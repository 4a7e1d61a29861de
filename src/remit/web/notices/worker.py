"""The worker: it tells the next person of what waits too long, and sends the mails that are due.

Everything it needs stands in the database, so that it may stop at any moment, start again, run
beside others, or sleep while the clock is set: what is due when it looks is done then.
"""

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import FrameType

from django.db import (
    InterfaceError,
    OperationalError,
    ProgrammingError,
    close_old_connections,
    connection,
)
from django.utils import timezone

from remit.web.notices.actions import escalate_overdue
from remit.web.notices.delivery import Delivered, deliver_due
from remit.web.notices.models import WorkerBeat
from remit.web.notices.signals import worker_looks

log = logging.getLogger("remit.notices")
INTERVAL = 15.0
_NAP = 0.2


class Stop:
    """A wish to stop; without a lock, which a signal could wait for without end."""

    def __init__(self) -> None:
        self._wished = False

    def set(self) -> None:
        """Wish it."""
        self._wished = True

    def is_set(self) -> bool:
        """Whether it was wished."""
        return self._wished

    def wait(self, seconds: float) -> None:
        """Rest that long, or until it is wished."""
        end = time.monotonic() + seconds
        while not self._wished and time.monotonic() < end:
            time.sleep(min(_NAP, seconds))


@dataclass(frozen=True)
class Round:
    """What one look did."""

    told_further: int
    mail: Delivered


def own_name() -> str:
    """A name for this worker in the ledger: machine and process."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def look_once(*, now: datetime, worker: str) -> Round:
    """Do what is due; telling further comes first, because it makes mails.

    What another house does at each look may fail; it is logged, and the alarms go on.
    """
    for receiver, answer in worker_looks.send_robust(WorkerBeat, now=now):
        if isinstance(answer, Exception):
            name = getattr(receiver, "__qualname__", type(receiver).__name__)
            log.error("%s failed at this look: %s", name, type(answer).__name__)
    told = escalate_overdue(now=now)
    mail = deliver_due(now=now, worker=worker)
    WorkerBeat.objects.update_or_create(name=worker, defaults={"at": now})
    return Round(told, mail)


def run(
    *,
    clock: Callable[[], datetime],
    stop: Stop,
    worker: str,
    interval: float = INTERVAL,
    parent: int | None = None,
) -> None:
    """Look again and again until told to stop, or until the process that started it is gone.

    A database that is away is waited for, and before the first look that succeeds one that is not
    set up yet; anything else is a bug and ends it.

    Args:
        clock: gives the present instant.
        stop: set to end after the present look.
        parent: id of the process that started this one; when it is gone, the worker ends.
    """
    looked = False
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        try:
            close_old_connections()
            look_once(now=clock(), worker=worker)
            looked = True
        except (OperationalError, InterfaceError, ProgrammingError) as error:
            if looked and isinstance(error, ProgrammingError):
                raise
            log.warning("the worker waits for the database: %s", type(error).__name__)
            connection.close()
        stop.wait(interval)
    WorkerBeat.objects.filter(name=worker).delete()


def run_here(*, interval: float, once: bool, parent: int | None = None) -> Round | None:
    """Run in this process until Ctrl-C or SIGTERM, or look once and say what was done."""
    name = own_name()
    if once:
        return look_once(now=timezone.now(), worker=name)
    run(
        clock=timezone.now,
        stop=stop_on_signals(),
        worker=name,
        interval=interval,
        parent=parent,
    )
    return None


def stop_on_signals() -> Stop:
    """A wish to stop that Ctrl-C and SIGTERM make, so that the present look is finished first."""
    stop = Stop()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, asked)
    signal.signal(signal.SIGTERM, asked)
    return stop
