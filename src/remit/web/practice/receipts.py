"""What is sent with a key of its own, and the receipt for it: kept once, however often sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from remit.web.people.models import Person
from remit.web.practice.models import Source

OTHER: Final = "This was sent before with other content. Nothing was written."


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A receipt.

    Attributes:
        key: what was sent.
        saved_at: when it came here first.
        show: address to go to before anything else; "" for none.
    """

    key: UUID
    saved_at: datetime
    show: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """How something came: its key, when it happened, and which way it took."""

    key: UUID
    done_at: datetime
    source: Source = Source.ONLINE


def came(sent: Sent, now: datetime, entered_by: Person | None = None) -> dict[str, object]:
    """The columns that say how something came.

    A phone whose clock runs ahead puts nothing into the future.
    """
    return {
        "done_at": min(sent.done_at, now),
        "received_at": now,
        "source": sent.source.value,
        "entered_by": entered_by,
    }
