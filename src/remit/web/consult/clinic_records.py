"""Records of the clinician, in and out: what was answered to a form of the shipped content."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from remit.content import clinic
from remit.domain.decision_table import Value
from remit.domain.form import plain_answers, relevant
from remit.errors import Conflict, InvalidInput
from remit.pathways.consult.prior_symptoms import NewSymptom, new_symptoms
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.actions import add_event
from remit.web.consult.models import ClinicRecord, RecordKind
from remit.web.consult.records import CLINIC_ANSWERS, history_of
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

STALE = (
    "Somebody recorded this since you opened the page. Nothing was written; your answers are "
    "below. Look at the change, then keep yours again."
)


@dataclass(frozen=True)
class Recorded:
    """The newest record of a kind; `row` is None where there is none, and the number then 0."""

    row: ClinicRecord | None
    values: Mapping[str, Value]

    @property
    def number(self) -> int:
        """Its number, to be sent back with the next one."""
        return 0 if self.row is None else self.row.number


def newest(case: Case, kind: str) -> Recorded:
    """What was recorded last; the caller has checked that the person may see it."""
    row = ClinicRecord.objects.filter(case=case, kind=kind).order_by("-number").first()
    return Recorded(row, {} if row is None else answers_of(row, case))


def answers_of(row: ClinicRecord, case: Case) -> dict[str, Value]:
    """The answers of a record as they were read."""
    plain = open_table(case, row.sealed_answers, CLINIC_ANSWERS, row.pk)
    return {key: tuple(one) if isinstance(one, list) else one for key, one in plain.items()}


def check_live(case: Case) -> None:
    """Refuse to add to a published case: nobody examined or asked anybody for it here.

    Raises:
        InvalidInput: the case is published.
    """
    if case.origin == Case.Origin.PUBLISHED:
        raise InvalidInput("A published case is only read here; nothing is asked or examined.")


def record_clinic(
    *,
    case: Case,
    kind: str,
    answers: Mapping[str, Value],
    number: int,
    by: Person,
    now: datetime,
) -> ClinicRecord:
    """Keep a new version of a clinician's record.

    Args:
        kind: one of `RecordKind`.
        answers: read answers by question; what a branch closed is left out.
        number: the number of the version that the person looked at; 0 for none.

    Raises:
        NotAllowed: the person's role does not record here.
        InvalidInput: the case is published.
        Conflict: another version was recorded meanwhile; nothing was written.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_live(case)
    form = clinic.form(kind)
    counted = plain_answers(relevant(form, answers))
    try:
        with transaction.atomic():
            before = newest(case, kind)
            if before.number != number:
                raise Conflict(STALE)
            row = ClinicRecord(
                id=uuid.uuid4(),
                case=case,
                kind=RecordKind(kind),
                number=number + 1,
                form_version=form.version,
                form_hash=clinic.hash_of(kind, form.version),
                recorded_by=by,
                recorded_at=now,
            )
            row.sealed_answers = seal_table(case, counted, CLINIC_ANSWERS, row.pk)
            row.save(force_insert=True)
            audit.record(
                by=by,
                now=now,
                site=case.site,
                act="recorded",
                object_type=f"clinic {kind}",
                object_id=row.pk,
                values={"old": plain_answers(before.values), "new": counted},
                data_key=case.data_key,
                detail={"case": str(case.pk), "number": row.number},
            )
    except IntegrityError as error:  # two pages kept at the very same moment
        raise Conflict(STALE) from error
    return row


def symptoms_to_add(case: Case) -> tuple[NewSymptom, ...]:
    """Symptoms of the inventory that the history does not hold yet."""
    present = frozenset(fact.label.lower() for fact in history_of(case).symptoms)
    return new_symptoms(clinic.inventory(), newest(case, RecordKind.INVENTORY).values, present)


def add_prior_symptoms(*, case: Case, version: int, by: Person, now: datetime) -> int:
    """Put the inventory's symptoms into the history, all of them or none.

    Args:
        version: the version of the case that the person looked at.

    Raises:
        Conflict: the case changed meanwhile.
        CaseFileError: a date of the inventory is not understood or contradicts the record.
    """
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now)
    check_live(case)
    with transaction.atomic():
        found = symptoms_to_add(case)
        for step, one in enumerate(found):
            add_event(
                case=case, table="symptom", row=one.row, version=version + step, by=by, now=now
            )
    return len(found)
