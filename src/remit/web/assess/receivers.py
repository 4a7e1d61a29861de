"""At each look of the worker: who left a warning sign half-told is heard."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from remit.web.assess.actions import settle_unfinished
from remit.web.notices.signals import worker_looks


@receiver(worker_looks)
def settle(*, now: datetime, **_more: Any) -> None:
    """Settle what waited ten minutes, on the careful side."""
    settle_unfinished(now=now)
