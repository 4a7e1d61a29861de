"""What each of the two says of a link: do they belong together?

An opinion is asked for and given; it never turns what only the dates suggest into something that
somebody told. It is set back by a further change, as everything in a record.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from remit.domain.chronology import Chronology
from remit.domain.facts import Answer
from remit.domain.history import History
from remit.errors import Conflict, InvalidInput, NotFound
from remit.pathways.consult.links import LinkSettings, find
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable
from remit.web.consult.clinic_records import check_live
from remit.web.consult.models import Entry
from remit.web.consult.records import plain_payload
from remit.web.consult.visit_record import OpenRecord, open_record
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

TABLE = "link"
GIVEN = (Answer.YES, Answer.NO, Answer.UNSURE)


class Side(StrEnum):
    """Whose opinion it is."""

    PARTICIPANT = "participant"
    CLINICIAN = "clinician"


class OpinionClash(Conflict):
    """Somebody else answered meanwhile; both answers are shown and nothing was written."""

    def __init__(self, side: Side, theirs: Answer, yours: Answer) -> None:
        self.side, self.theirs, self.yours = side, theirs, yours
        super().__init__(
            _("This was answered in another place meanwhile. Nothing was written. Choose one.")
        )


def set_opinion(
    *,
    case: Case,
    stressor: str,
    symptom: str,
    side: Side,
    opinion: Answer,
    was: Answer,
    by: Person,
    now: datetime,
) -> None:
    """Record, change or take back one side's opinion on a link.

    Args:
        stressor, symptom: ids of the two facts.
        opinion: yes, no or unsure; "not asked" takes it back.
        was: the opinion that the person saw when they chose.

    Raises:
        NotFound: the two facts are not close in time in this record.
        InvalidInput: a published case, or no such answer.
        OpinionClash: the opinion is another one by now; nothing was written.
    """
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now)
    check_live(case)
    if opinion not in {*GIVEN, Answer.NOT_ASKED}:
        raise InvalidInput(_("An opinion is yes, no or unsure."))
    with transaction.atomic():
        record = open_record(case, by=by, now=now)
        _check_pair(record.history, stressor, symptom)
        entry, row = _standing(record.case, stressor, symptom)
        current = Answer(row.get(side.value, Answer.NOT_ASKED.value))
        if current is opinion:
            return
        if current is not was:
            raise OpinionClash(side, current, opinion)
        _write(record, entry, row, _with(row, side, opinion))


def _check_pair(history: History, stressor: str, symptom: str) -> None:
    pairs = {(link.stressor, link.symptom) for link in find(Chronology(history), LinkSettings())}
    if (stressor, symptom) not in pairs:
        raise NotFound(_("These two facts are not close in time in this record."))


def _standing(case: Case, stressor: str, symptom: str) -> tuple[Entry | None, dict[str, Any]]:
    """The row that counts for this pair, which is the last one; or a new one of opinions alone."""
    for entry in case.entries.filter(table=TABLE, withdrawn_at=None).order_by("-position"):
        row = plain_payload(entry, case)
        if (row["stressor"], row["symptom"]) == (stressor, symptom):
            return entry, row
    return None, {"symptom": symptom, "stressor": stressor, "told": False}


def _with(row: Mapping[str, Any], side: Side, opinion: Answer) -> dict[str, Any]:
    rest = {key: value for key, value in row.items() if key != side.value}
    return rest if opinion is Answer.NOT_ASKED else {**rest, side.value: opinion.value}


def _write(record: OpenRecord, entry: Entry | None, old: PlainTable, row: PlainTable) -> None:
    if entry is not None:
        Entry.objects.filter(pk=entry.pk, withdrawn_at=None).update(withdrawn_at=record.now)
    told = row.get("told", True)
    if told or any(side.value in row for side in Side):
        record.write(TABLE, row, replaces=entry, old=old if entry is not None else None)
    elif entry is not None:
        audit.record(
            by=record.by,
            now=record.now,
            site=record.case.site,
            act="withdrew",
            object_type=TABLE,
            object_id=entry.pk,
            values={"old": dict(old), "new": None},
            data_key=record.case.data_key,
            detail={"case": str(record.case.pk)},
        )
