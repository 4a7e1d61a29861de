"""The hash chain over the audit log: how a link is made, and how a break is found.

Each link carries a short keyed mark per field of its event, and a digest over the link before it,
its position, the event's number and the marks. So a check can say not only which row was altered
but which field; and who lacks the site key file can rewrite neither.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice

from remit.web.people.models import AuditEvent, AuditPending, AuditSeal

START = "0" * 64
FIELDS = (
    "uid",
    "at",
    "actor",
    "site",
    "act",
    "object_type",
    "object_id",
    "detail",
    "data_key",
    "sealed_values",
)
_BATCH = 1000


@dataclass(frozen=True)
class Fault:
    """One place where the log does not verify."""

    event_number: int
    what: str


@dataclass(frozen=True)
class Verification:
    """What a walk along the whole chain found."""

    linked: int
    waiting: int
    head: str
    faults: tuple[Fault, ...]
    contains_expected_head: bool


def make_link(event: AuditEvent, *, position: int, previous: str, key: bytes) -> AuditSeal:
    """The link that follows the digest `previous`."""
    marks = _marks(event, key)
    return AuditSeal(
        position=position,
        event_number=event.pk,
        previous=previous,
        marks=marks,
        digest=_digest(key, previous, position, event.pk, marks),
    )


def verify(key: bytes, *, expected_head: str = "") -> Verification:
    """Walk the chain from its start; go on after a fault, so that each is named once.

    Parameters:
        key: the audit key of the site key file.
        expected_head: a digest printed earlier; its absence shows that the end was cut off.
    """
    faults: list[Fault] = []
    previous, position, head_seen = START, 0, expected_head in {"", START}
    for link, event in _links():
        faults.extend(_faults_of(link, event, position + 1, previous, key))
        position, previous = link.position, link.digest
        head_seen = head_seen or link.digest == expected_head
    faults.extend(_unlinked())
    return Verification(
        linked=AuditSeal.objects.count(),
        waiting=AuditPending.objects.count(),
        head=previous,
        faults=tuple(faults),
        contains_expected_head=head_seen,
    )


def _marks(event: AuditEvent, key: bytes) -> str:
    # The uid in each mark keeps equal values in different rows from showing as equal marks.
    return ",".join(
        hmac.new(
            key, f"{event.uid}|{name}|{_text(event, name)}".encode(), hashlib.sha256
        ).hexdigest()[:16]
        for name in FIELDS
    )


def _text(event: AuditEvent, name: str) -> str:
    if name == "at":
        return event.at.astimezone(UTC).isoformat(timespec="microseconds")
    if name == "sealed_values":
        return bytes(event.sealed_values).hex()
    return str(getattr(event, name))


def _digest(key: bytes, previous: str, position: int, number: int, marks: str) -> str:
    body = f"{previous}|{position}|{number}|{marks}"
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()


def _links() -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    links = AuditSeal.objects.order_by("position").iterator(_BATCH)
    while batch := list(islice(links, _BATCH)):
        events = AuditEvent.objects.in_bulk([link.event_number for link in batch])
        for link in batch:
            yield link, events.get(link.event_number)


def _faults_of(
    link: AuditSeal, event: AuditEvent | None, position: int, previous: str, key: bytes
) -> Iterator[Fault]:
    number = link.event_number
    if link.position != position:
        yield Fault(number, f"the links {position} to {link.position - 1} before it are missing")
    elif link.previous != previous:
        yield Fault(number, "its link does not follow the one before it")
    if not hmac.compare_digest(
        link.digest, _digest(key, link.previous, link.position, number, link.marks)
    ):
        yield Fault(number, "its link was altered")
    if event is None:
        yield Fault(number, "the event was removed")
        return
    marks = _marks(event, key).split(",")
    stored = link.marks.split(",")
    altered = [n for n, a, b in zip(FIELDS, marks, stored, strict=False) if a != b]
    if "uid" in altered:  # it enters every mark, so nothing can be said of the others
        yield Fault(number, "field uid was altered, perhaps others too")
    elif altered:
        yield Fault(number, f"field {', '.join(altered)} was altered")


def _unlinked() -> Iterator[Fault]:
    linked = AuditSeal.objects.values("event_number")
    pending = AuditPending.objects.values("event_number")
    strays = AuditEvent.objects.exclude(pk__in=linked).exclude(pk__in=pending)
    for number in strays.values_list("pk", flat=True):
        yield Fault(number, "the event has no link; it was added past Remit")
