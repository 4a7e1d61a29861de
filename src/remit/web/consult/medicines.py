"""The only writer of reported medicines and of reported changes (CLINICAL A.6, INV-04)."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from remit.content.screening import rule_set
from remit.domain.chronology import Chronology
from remit.domain.reported_medicine import ChangeKind, ReportedMedicine, SaidBy
from remit.errors import NotFound
from remit.pathways.consult.medicines import MedicineLine, lines
from remit.pathways.consult.reported_medicines import (
    MedicinePage,
    change_asks,
    from_history,
    page,
)
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.actions import add_event, is_own
from remit.web.consult.clinic_records import check_live
from remit.web.consult.models import Entry, MedicineChange, MedicineDetail
from remit.web.consult.records import history_of
from remit.web.notices.actions import raise_flag
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

_DETAIL = ("consult_medicinedetail", "sealed_detail")
_CHANGE = ("consult_medicinechange", "sealed_change")
_SOURCES = {
    SaidBy.PARTICIPANT: "participant",
    SaidBy.PRESCRIPTION: "document",
    SaidBy.DOCUMENT: "document",
}
CHANGED = frozenset(ChangeKind) - {ChangeKind.AS_NEEDED_LESS}


def report_medicine(
    *, case: Case, medicine: ReportedMedicine, version: int, by: Person, now: datetime
) -> MedicineDetail:
    """Add a medicine to the history, with how it is taken.

    Args:
        version: the version of the case that the person looked at.

    Raises:
        Conflict: the case changed meanwhile.
        CaseFileError: the date is not understood.
    """
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now, own=is_own(case, by))
    check_live(case)
    with transaction.atomic():
        entry = add_event(
            case=case, table="medicine", row=_history_row(medicine), version=version, by=by, now=now
        )
        row = MedicineDetail(
            id=uuid.uuid4(), case=case, entry=entry, recorded_by=by, recorded_at=now
        )
        plain = asdict(medicine)
        row.sealed_detail = seal_table(case, plain, _DETAIL, row.pk)
        row.save(force_insert=True)
        _audit(case, "medicine detail", row.pk, plain, by=by, now=now)
    return row


def report_change(
    *, case: Case, key: str, kind: ChangeKind, words: str, by: Person, now: datetime
) -> MedicineChange:
    """Keep a change that the participant reports, and raise what it asks for in the same block.

    Args:
        key: id of the medicine in the history.
        words: what the participant said.

    Raises:
        NotFound: there is no such medicine in the history.
        InvalidInput: the kind of change does not fit the medicine.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_live(case)
    entry = Entry.objects.filter(case=case, table="medicine", key=key, withdrawn_at=None).first()
    if entry is None:
        raise NotFound("There is no such medicine in this record.")
    rules = rule_set()
    asks = change_asks(rules, _as_taken(case, key), kind).rule
    with transaction.atomic():
        row = MedicineChange(
            id=uuid.uuid4(), case=case, entry=entry, recorded_by=by, recorded_at=now
        )
        plain = {"kind": kind.value, "words": words.strip()}
        row.sealed_change = seal_table(case, plain, _CHANGE, row.pk)
        row.save(force_insert=True)
        _audit(case, "medicine change", row.pk, plain, by=by, now=now)
        raise_flag(
            case=case,
            code=asks.code,
            rule=f"{rules.id}/{rules.version}/{asks.id}",
            finding=asks.finding,
            source=asks.source,
            origin=f"medicine change {row.pk}",
            by=by,
            now=now,
        )
    return row


def medicine_page(case: Case) -> MedicinePage:
    """The medicines of a case as a clinician reads them; the caller has checked the permission."""
    return page(_lines(case), details_of(case))


def details_of(case: Case) -> dict[str, ReportedMedicine]:
    """What was recorded beyond the history, by the fact's id; changed ones lose their amount."""
    changed = {
        change.entry.key
        for change in case.medicine_changes.filter(entry__withdrawn_at=None).select_related("entry")
        if open_table(case, change.sealed_change, _CHANGE, change.pk)["kind"] in CHANGED
    }
    found: dict[str, ReportedMedicine] = {}
    rows = MedicineDetail.objects.filter(case=case, entry__withdrawn_at=None)
    for row in rows.select_related("entry"):
        plain = open_table(case, row.sealed_detail, _DETAIL, row.pk)
        found[row.entry.key] = _medicine(plain)
    for line in _lines(case):
        key = line.medicine.id
        if key in changed:
            plain = asdict(found.get(key) or from_history(line))
            found[key] = _medicine({**plain, "changed": True})
    return found


def _as_taken(case: Case, key: str) -> ReportedMedicine:
    known = details_of(case).get(key)
    if known is not None:
        return known
    return next(from_history(line) for line in _lines(case) if line.medicine.id == key)


def _lines(case: Case) -> tuple[MedicineLine, ...]:
    return lines(Chronology(history_of(case)))


def _medicine(plain: Mapping[str, Any]) -> ReportedMedicine:
    return ReportedMedicine(**{**plain, "said_by": SaidBy(plain["said_by"])})


def _history_row(medicine: ReportedMedicine) -> dict[str, Any]:
    daily = medicine.daily(most=False)
    label = f"{medicine.name.strip()}, {medicine.form}" if medicine.form else medicine.name.strip()
    row: dict[str, Any] = {
        "label": label[:120],
        "drug": medicine.name.strip(),
        "source": _SOURCES.get(medicine.said_by, "clinician"),
        "ongoing": True,
    }
    if medicine.start:
        row["start"] = medicine.start
    if daily is not None:
        row["amount"] = daily
    if medicine.is_opioid:
        row["opioid"] = True
    if medicine.indication:
        row["purpose"] = medicine.indication
    return row


def _audit(
    case: Case, what: str, pk: object, plain: Mapping[str, Any], *, by: Person, now: datetime
) -> None:
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="recorded",
        object_type=what,
        object_id=pk,
        values={"old": None, "new": dict(plain)},
        data_key=case.data_key,
        detail={"case": str(case.pk)},
    )
