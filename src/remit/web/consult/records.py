"""Rows to records and back, at the door of a pathway and nowhere else."""

from collections.abc import Iterable, Mapping
from typing import Any

from remit.content.casefile import build
from remit.content.schema import CASE, TABLES
from remit.domain.history import History
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable, open_table, plain_subject, seal_table
from remit.web.consult.models import Entry

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


def plain_payload(entry: Entry, case: Case) -> dict[str, Any]:
    """One record as a plain table."""
    return open_table(case, entry.sealed_payload, _PAYLOAD, entry.pk)


def seal_payload(entry: Entry, case: Case, row: PlainTable) -> bytes:
    """The sealed form of a record, bound to its entry."""
    return seal_table(case, row, _PAYLOAD, entry.pk)


def flat(plain: Mapping[str, Any]) -> Iterable[tuple[str, PlainTable]]:
    """Table and row of every record but the subject, in the order of the tables."""
    for table in TABLES:
        for row in plain.get(table, ()):
            yield table, row
