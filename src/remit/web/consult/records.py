"""Rows to records and back, at the door of a pathway and nowhere else."""

from collections.abc import Iterable, Mapping
from typing import Any

from remit.content.casefile import build
from remit.content.schema import CASE, TABLES
from remit.content.trait_form import trait_list
from remit.domain.history import History
from remit.pathways.consult.trait_profile import with_rated_traits
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable, open_table, plain_subject, seal_table
from remit.web.consult.models import ClinicRecord, Entry, RecordKind

_PAYLOAD = ("consult_entry", "sealed_payload")
CLINIC_ANSWERS = ("consult_clinicrecord", "sealed_answers")


def history_of(case: Case) -> History:
    """The history of a case, read by the same schema as a case file.

    Traits that were rated on the form stand beside those of the entries: they are read from the
    newest form and stored nowhere else, so that there is one place to mend them.
    """
    history = build(plain_history(case), "this record")
    return with_rated_traits(history, trait_list(), _trait_ratings(case))


def _trait_ratings(case: Case) -> PlainTable:
    rows = ClinicRecord.objects.filter(case=case, kind=RecordKind.TRAITS)
    row = rows.order_by("-number").first()
    return {} if row is None else open_table(case, row.sealed_answers, CLINIC_ANSWERS, row.pk)


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
