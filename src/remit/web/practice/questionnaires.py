"""A questionnaire that is clearly higher than before the start asks for a talk (CLINICAL E.8, A2).

The short forms are read out of whichever form was filled: PHQ-2 stands in PHQ-8 and PHQ-9, GAD-2
in GAD-7. Two sums are compared and nothing is said of the person (A.6).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from remit.domain.decision_table import Value
from remit.domain.enrolment import Move
from remit.pathways.practice.distress import after_questionnaire
from remit.web.assess import results, sources
from remit.web.assess.models import FormKind, Sheet, State
from remit.web.assess.queries import values_of
from remit.web.people.models import Person
from remit.web.practice import triage
from remit.web.practice.models import Enrolment

READ: Final = ("phq2", "gad2", "phq8", "gad7")
FILLED: Final = (*READ, "phq9")


def look_at(sheet: Sheet, values: Mapping[str, Value], *, by: Person | None, now: datetime) -> None:
    """Compare a finished questionnaire with the newest one from before day 1."""
    if sheet.form_kind != FormKind.INSTRUMENT or sheet.form_id not in FILLED:
        return
    rows = Enrolment.objects.filter(case=sheet.case_id, ended_at=None)
    enrolment = rows.select_related("case__site", "case__data_key").first()
    begun = enrolment and enrolment.events.filter(move=Move.START.value).first()
    if enrolment is None or not begun:
        return
    finding = after_questionnaire(_before(sheet, begun.at), sums(values))
    if finding is None:
        return
    answer = triage.Answer(
        enrolment=enrolment, key=sheet.pk, kind="form", at=now, offline=False, by=by
    )
    triage.respond(answer, [finding], (), now)


def _before(sheet: Sheet, begun: datetime) -> dict[str, int]:
    """Each sum as it was filled last before the start."""
    earlier = Sheet.objects.filter(
        case=sheet.case_id,
        form_kind=FormKind.INSTRUMENT,
        form_id__in=FILLED,
        state=State.FINISHED,
        finished_at__lte=begun,
    )
    found: dict[str, int] = {}
    for row in earlier.select_related("case__site", "case__data_key").order_by("finished_at"):
        found |= sums(values_of(row))
    return found


def sums(values: Mapping[str, Value]) -> dict[str, int]:
    """What whole forms add up to, by instrument; one with an open item adds up to nothing.

    Args:
        values: answers by key.
    """
    found: dict[str, int] = {}
    for name in READ:
        source = sources.find(sources.instrument_ref(name))
        for one in results.scores(source, values):
            if one.key == f"{name}.total" and one.complete and one.value is not None:
                found[name] = int(one.value)
    return found
