"""Write audit events: in the same transaction as the change, and linked into one chain.

SQLite has one writer, so the link is written at once. On PostgreSQL a chain written at once would
make every writer wait for the one before it to commit; there the event waits in `AuditPending` and
is linked right after the commit, by one linker at a time (advisory lock). A crash between the two
commits leaves it waiting; the next event, or `python -m remit.web seal_audit`, links it.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from remit.errors import IntegrityFailure
from remit.web.people import chain, keys
from remit.web.people.models import AuditEvent, AuditPending, AuditSeal, DataKey, Person, Site

Scalar = str | int | bool | None
VIEW_WINDOW = timedelta(minutes=15)
_LINKER_LOCK = 7_246_481  # any fixed number: names Remit's advisory lock
_VIEWS = uuid.UUID("6f1b7d0e-3a55-4a7c-9d7b-0d3a54c4a001")
_TABLE, _COLUMN = "people_auditevent", "sealed_values"


def record(
    *,
    by: Person | None,
    now: datetime,
    site: Site | None,
    act: str,
    object_type: str,
    object_id: object,
    detail: Mapping[str, Scalar] | None = None,
    values: Mapping[str, object] | None = None,
    data_key: DataKey | None = None,
    uid: uuid.UUID | None = None,
) -> AuditEvent:
    """Append one event; call it in the `transaction.atomic()` block of the change it tells of.

    Parameters:
        by: the person, or None for the system itself (a command, a worker).
        act: a past-tense word: added, changed, removed, viewed, signed, exported, ...
        detail: what may be read by an administrator: counts, roles, versions. No patient value.
        values: old and new values, `{"old": ..., "new": ...}`; sealed under `data_key`.
        uid: given only where the same event must not be written twice.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record belongs inside the transaction of the change it records")
    if (values is None) != (data_key is None):
        raise TypeError("values are sealed under a data key: give both or neither")
    uid = uid or uuid.uuid4()
    sealed = b""
    if values is not None and data_key is not None:
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
        sealed = keys.seal_text(data_key, text, table=_TABLE, column=_COLUMN, row=uid)
    event = AuditEvent.objects.create(
        uid=uid,
        at=now,
        actor="system" if by is None else str(by.pk),
        site="" if site is None else str(site.pk),
        act=act,
        object_type=object_type,
        object_id=str(object_id),
        detail=json.dumps(dict(detail or {}), sort_keys=True, ensure_ascii=False),
        data_key="" if data_key is None else str(data_key.pk),
        sealed_values=sealed,
    )
    _link_now_or_later(event)
    return event


def record_view(
    *, by: Person, now: datetime, site: Site, object_id: object, object_type: str = "case"
) -> bool:
    """Note that a person opened a case, once per quarter of an hour; True where a row was written.

    The event's uid is made of person, case and quarter of an hour, so that its UNIQUE constraint
    keeps two pages opened at once from writing two rows.
    """
    quarter = int(now.timestamp() // VIEW_WINDOW.total_seconds())
    uid = uuid.uuid5(_VIEWS, f"{by.pk}|{object_type}|{object_id}|{quarter}")
    if AuditEvent.objects.filter(uid=uid).exists():
        return False
    try:
        with transaction.atomic():
            record(
                by=by,
                now=now,
                site=site,
                act="viewed",
                object_type=object_type,
                object_id=object_id,
                uid=uid,
            )
    except IntegrityError:
        return False
    return True


def record_list_view(
    *, by: Person, now: datetime, site: Site | None, object_type: str, count: int
) -> AuditEvent:
    """Note that a person saw a list, as one event with its length."""
    with transaction.atomic():
        return record(
            by=by,
            now=now,
            site=site,
            act="listed",
            object_type=object_type,
            object_id="",
            detail={"count": count},
        )


def values_of(event: AuditEvent) -> dict[str, object]:
    """Open the old and new values of an event; NotFound after erasure, empty where it has none."""
    if not event.data_key:
        return {}
    data_key = DataKey.objects.get(pk=event.data_key)
    text = keys.unseal_text(
        data_key, event.sealed_values, table=_TABLE, column=_COLUMN, row=event.uid
    )
    opened: dict[str, object] = json.loads(text)
    return opened


def events_about(object_type: str, object_id: object) -> QuerySet[AuditEvent]:
    """Who saw and changed this object, newest first."""
    found: QuerySet[AuditEvent] = AuditEvent.objects.filter(
        object_type=object_type, object_id=str(object_id)
    ).order_by("-at", "-pk")
    return found


def link_waiting() -> int:
    """Link all waiting events, in order of their numbers; return how many."""
    if not AuditPending.objects.exists():
        return 0
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINKER_LOCK])
        numbers = list(
            AuditPending.objects.order_by("event_number").values_list("event_number", flat=True)
        )
        events = AuditEvent.objects.in_bulk(numbers)
        _append([events[number] for number in numbers if number in events])
        AuditPending.objects.filter(event_number__in=numbers).delete()
        return len(numbers)


def verify(*, expected_head: str = "") -> chain.Verification:
    """Check the whole chain with the key of the site key file."""
    return chain.verify(keys.ring().audit, expected_head=expected_head)


def check_verified(found: chain.Verification) -> None:
    """Raise IntegrityFailure, naming the first broken rows, where the log does not verify."""
    if found.faults:
        named = "; ".join(f"row {f.event_number}: {f.what}" for f in found.faults[:10])
        rest = len(found.faults) - 10
        more = f"; and {rest} more" if rest > 0 else ""
        raise IntegrityFailure(f"The audit log does not verify: {named}{more}.")
    if not found.contains_expected_head:
        raise IntegrityFailure(
            "The audit log does not hold the head that was given: its end was cut off, "
            "or the head is of another database."
        )


def _link_now_or_later(event: AuditEvent) -> None:
    if connection.vendor == "sqlite":
        _append([event])
        return
    AuditPending.objects.create(event_number=event.pk)
    # robust: the change is committed; a failed linking must not tell the user otherwise.
    transaction.on_commit(link_waiting, robust=True)


def _append(events: list[AuditEvent]) -> None:
    last = AuditSeal.objects.order_by("-position").first()
    position = last.position if last else 0
    previous = last.digest if last else chain.START
    key = keys.ring().audit
    links = []
    for event in events:
        position += 1
        link = chain.make_link(event, position=position, previous=previous, key=key)
        previous = link.digest
        links.append(link)
    AuditSeal.objects.bulk_create(links)
