"""The only writers of cases and histories; each writes its audit row in the same transaction."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from remit.content.casefile import build
from remit.content.schema import CASE
from remit.domain.chronology import Chronology
from remit.domain.history import History
from remit.domain.length import Axis
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable
from remit.web.consult.models import Entry, Line
from remit.web.consult.records import flat, plain_history, plain_payload, seal_payload
from remit.web.people import audit
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, check_allowed

COUNTED = (
    "This record has no calendar: its time counts from the consultation. Write the date so, for "
    "example 9 years ago, aged 40, or in her twenties. Nothing was written."
)


def record_history(
    *,
    site: Site,
    plain: Mapping[str, Any],
    by: Person | None,
    now: datetime,
    origin: Case.Origin = Case.Origin.PUBLISHED,
) -> Case:
    """Store a whole history as a new case: all of it or nothing.

    Args:
        plain: the tables of a case file; they are checked before anything is written.
        by: the person, or None for the system itself (the demo).

    Raises:
        CaseFileError: with every fault found.
        NotAllowed: `by` may not change histories at this site.
    """
    if by is not None:
        check_allowed(by, Act.CHANGE, Object.HISTORY, site, now=now)
    build(plain, "this history")
    with transaction.atomic():
        case = open_case(site=site, subject=plain[CASE], by=by, now=now, origin=origin)
        for position, (table, row) in enumerate(flat(plain), start=1):
            write_entry(case, table, row, position=position, by=by, now=now)
    return case


def add_event(
    *, case: Case, table: str, row: PlainTable, version: int, by: Person, now: datetime
) -> Entry:
    """Add one record to a history.

    Args:
        table: its table in a case file, such as "event".
        row: its keys as in a case file; an id is given where it has none.
        version: the version of the case the person looked at.

    Raises:
        Conflict: somebody else changed the case meanwhile; nothing was written.
        CaseFileError: the record, or what it points to, is not right.
    """
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now, own=is_own(case, by))
    with transaction.atomic():
        claim_version(case, version)
        plain = plain_history(case)
        complete = (
            {"id": next_id(case, plain), **row} if table not in {"link", "note", "answer"} else row
        )
        before = build(plain, "this record")
        plain[table].append(dict(complete))
        check_axis(before, build(plain, "this record"))
        last = case.entries.aggregate(last=Max("position"))["last"] or 0
        return write_entry(case, table, complete, position=last + 1, by=by, now=now)


def withdraw_event(*, case: Case, entry: Entry, version: int, by: Person, now: datetime) -> None:
    """Take a record out again (undo): it stays stored and audited, but no longer counts.

    Raises:
        Conflict: the case changed meanwhile, or another record still points to this one.
    """
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now)
    with transaction.atomic():
        claim_version(case, version)
        row = plain_payload(entry, case)
        changed = Entry.objects.filter(pk=entry.pk, case=case, withdrawn_at=None).update(
            withdrawn_at=now
        )
        if changed != 1:
            raise NotFound("This record was taken out already.")
        build(plain_history(case), "this record")
        audit.record(
            by=by,
            now=now,
            site=case.site,
            act="withdrew",
            object_type=entry.table,
            object_id=entry.pk,
            values={"old": dict(row), "new": None},
            data_key=case.data_key,
            detail={"case": str(case.pk)},
        )


def write_entry(
    case: Case,
    table: str,
    row: PlainTable,
    *,
    position: int,
    by: Person | None,
    now: datetime,
    identifier: uuid.UUID | None = None,
    line: Line | None = None,
    replaces: Entry | None = None,
    old: PlainTable | None = None,
) -> Entry:
    """One entry with its audit row, inside the transaction of whoever checked the record.

    Args:
        identifier: given where the same record must not be written twice.
        line: the line of quick entry it came from.
        replaces: the entry it corrects, and `old` what that said.
    """
    entry = Entry(
        id=identifier or uuid.uuid4(),
        case=case,
        table=table,
        key=str(row.get("id", "")),
        position=position,
        recorded_by=by,
        recorded_at=now,
        line=line,
        replaces=replaces,
    )
    entry.sealed_payload = seal_payload(entry, case, row)
    entry.save(force_insert=True)
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="added" if old is None else "changed",
        object_type=table,
        object_id=entry.pk,
        values={"old": None if old is None else dict(old), "new": dict(row)},
        data_key=case.data_key,
        detail={"case": str(case.pk)},
    )
    return entry


def claim_version(case: Case, version: int) -> None:
    """Take the next version of a case; a stale reader gets a conflict and nothing is written."""
    changed = Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1)
    if changed != 1:
        raise Conflict(
            "This record changed since you opened the page. Nothing was written; your text is "
            "below. Look at the change, then keep yours again."
        )


def is_own(case: Case, person: Person) -> bool:
    """Whether the case is this participant's own: they add what they tell, and take out nothing."""
    return case.participant_id == person.pk


def check_axis(before: History, after: History) -> None:
    """A year in a record that counts from its consultation would put all the rest anywhere."""
    counted = any(before.facts()) and Chronology(before).axis is Axis.CONSULTATION
    if counted and Chronology(after).axis is not Axis.CONSULTATION:
        raise InvalidInput(COUNTED)


def next_id(case: Case, plain: Mapping[str, Any]) -> str:
    """A short id that no record of this case has or had."""
    taken = used_ids(case, plain)
    number = 1
    while f"E{number:02d}" in taken:
        number += 1
    return f"E{number:02d}"


def used_ids(case: Case, plain: Mapping[str, Any]) -> set[str]:
    """Ids that stand, or stood: a record that was taken out may come back under its own."""
    standing = {str(row.get("id", "")) for _, row in flat(plain)}
    birth = str(plain[CASE].get("birth_id", ""))
    return standing | set(case.entries.values_list("key", flat=True)) | {birth}


def note_export(*, case: Case, kind: str, by: Person, now: datetime) -> None:
    """Note who took a report out, and in which form."""
    check_allowed(by, Act.EXPORT, Object.REPORT, case, now=now)
    with transaction.atomic():
        audit.record(
            by=by,
            now=now,
            site=case.site,
            act="exported",
            object_type="case",
            object_id=case.pk,
            detail={"form": kind},
        )
