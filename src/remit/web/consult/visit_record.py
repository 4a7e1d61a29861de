"""A record opened for writing: the next version is taken first, so that one writes at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import count, islice
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from remit.content.casefile import CaseFileError, build
from remit.domain.chronology import Chronology
from remit.domain.history import History
from remit.domain.length import Axis
from remit.errors import InvalidInput
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable
from remit.web.consult.actions import COUNTED, used_ids, write_entry
from remit.web.consult.models import Entry, Line
from remit.web.consult.records import plain_history
from remit.web.people.models import Person

NAME = "this record"
Row = tuple[str, PlainTable]


@dataclass
class OpenRecord:
    """A case inside the transaction that holds its next version.

    Attributes:
        plain: its tables as they stand now, with what this transaction wrote.
        history: the same as it was opened, built.
        accepted: the history with the records that `refusal` let pass last.
    """

    case: Case
    plain: dict[str, Any]
    history: History
    by: Person
    now: datetime
    accepted: History | None = None

    def refusal(self, rows: Sequence[Row]) -> str:
        """Why these records cannot be added, in a sentence; "" where they can."""
        try:
            after = build(with_rows(self.plain, rows), NAME)
        except InvalidInput as error:
            return sentence(error)
        if self._has_no_calendar and Chronology(after).axis is not Axis.CONSULTATION:
            return COUNTED
        self.accepted = after
        return ""

    def write(
        self,
        table: str,
        row: PlainTable,
        *,
        identifier: UUID | None = None,
        line: Line | None = None,
        replaces: Entry | None = None,
        old: PlainTable | None = None,
    ) -> Entry:
        """Add one record that was looked at by `refusal`."""
        last = self.case.entries.aggregate(last=Max("position"))["last"] or 0
        entry = write_entry(
            self.case,
            table,
            row,
            position=last + 1,
            by=self.by,
            now=self.now,
            identifier=identifier,
            line=line,
            replaces=replaces,
            old=old,
        )
        self.plain[table].append(dict(row))
        return entry

    @property
    def takes_notes(self) -> bool:
        """Whether words may go into the notes; nobody was asked anything for a published case."""
        return self.case.origin != Case.Origin.PUBLISHED

    @cached_property
    def _has_no_calendar(self) -> bool:
        return any(self.history.facts()) and Chronology(self.history).axis is Axis.CONSULTATION


def open_record(case: Case, *, by: Person, now: datetime) -> OpenRecord:
    """Take the next version of a case, whatever it is now, and read what stands.

    Adding and correcting one fact is right whatever was added elsewhere meanwhile; what must not
    be overwritten is compared fact by fact. The update holds the row until the transaction ends.
    """
    fresh = claim_next(case)
    plain = plain_history(fresh)
    return OpenRecord(fresh, plain, build(plain, NAME), by, now)


def claim_next(case: Case) -> Case:
    """The case with its next version, held until the transaction ends."""
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    return Case.objects.select_related("site", "data_key").get(pk=case.pk)


def with_rows(plain: Mapping[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """The tables with further records; what was given stays as it is."""
    further: dict[str, Any] = dict(plain)
    for table, row in rows:
        further[table] = [*further[table], dict(row)]
    return further


def without_entry(plain: Mapping[str, Any], table: str, row: PlainTable) -> dict[str, Any]:
    """The tables without one record, which is found by its id or, having none, by all it says."""
    rows = list(plain[table])
    key = row.get("id")
    place = next(
        at for at, one in enumerate(rows) if (one.get("id") == key if key else one == dict(row))
    )
    del rows[place]
    return {**plain, table: rows}


def fresh_ids(record: OpenRecord, number: int) -> list[str]:
    """Short ids that no record of this case has or had: what was taken out may come back."""
    taken = used_ids(record.case, record.plain)
    free = (name for name in (f"E{at:02d}" for at in count(1)) if name not in taken)
    return list(islice(free, number))


def sentence(error: InvalidInput) -> str:
    """Why a record was refused, without the lines of a case file."""
    if not isinstance(error, CaseFileError):
        return str(error)
    fault = error.faults[0].fault
    remedy = f" {fault.remedy.rstrip('.')}." if fault.remedy else ""
    return f"{fault.problem[:1].upper()}{fault.problem[1:].rstrip('.')}.{remedy}"
