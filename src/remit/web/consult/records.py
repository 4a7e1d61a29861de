"""Rows to records and back, at the door of a pathway and nowhere else."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from remit.content.casefile import build
from remit.content.schema import CASE, TABLES
from remit.domain.history import History
from remit.web.consult.models import Case, Entry
from remit.web.people import keys

PlainTable = Mapping[str, Any]
_SUBJECT = ("consult_case", "sealed_subject")
_PAYLOAD = ("consult_entry", "sealed_payload")


def history_of(case: Case) -> History:
    """The history of a case, read by the same schema as a case file."""
    return build(plain_history(case), "this record")


def plain_history(case: Case) -> dict[str, Any]:
    """The history as plain tables, as they stand in a case file."""
    plain: dict[str, Any] = {CASE: plain_subject(case)}
    for table in TABLES:
        plain[table] = []
    for entry in case.entries.filter(withdrawn_at=None):
        plain[entry.table].append(plain_payload(entry, case))
    return plain


def plain_subject(case: Case) -> dict[str, Any]:
    """Whose case it is."""
    return _open(case, case.sealed_subject, _SUBJECT, case.pk)


def plain_payload(entry: Entry, case: Case) -> dict[str, Any]:
    """One record as a plain table."""
    return _open(case, entry.sealed_payload, _PAYLOAD, entry.pk)


def seal_subject(case: Case, row: PlainTable) -> bytes:
    """The sealed form of a subject, bound to its case."""
    return _seal(case, row, _SUBJECT, case.pk)


def seal_payload(entry: Entry, case: Case, row: PlainTable) -> bytes:
    """The sealed form of a record, bound to its entry."""
    return _seal(case, row, _PAYLOAD, entry.pk)


def flat(plain: Mapping[str, Any]) -> Iterable[tuple[str, PlainTable]]:
    """Table and row of every record but the subject, in the order of the tables."""
    for table in TABLES:
        for row in plain.get(table, ()):
            yield table, row


def _seal(case: Case, row: PlainTable, place: tuple[str, str], key: object) -> bytes:
    text = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, default=str)
    return keys.seal_text(case.data_key, text, table=place[0], column=place[1], row=key)


def _open(case: Case, sealed: keys.Stored, place: tuple[str, str], key: object) -> dict[str, Any]:
    text = keys.unseal_text(case.data_key, sealed, table=place[0], column=place[1], row=key)
    row: dict[str, Any] = json.loads(text)
    return row
