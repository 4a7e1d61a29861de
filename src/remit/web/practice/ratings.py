"""The ratings around a date, opened once for the rules over several days."""

from collections.abc import Mapping
from datetime import date

from remit.pathways.practice.distress import Dose
from remit.pathways.practice.readings import LOOK_BACK, REACH, Evening, Readings
from remit.web.cases.sealed import open_table
from remit.web.practice.models import Enrolment, Part
from remit.web.practice.situations import ANSWERS, DOSE

NAMES = ("pain_avg", "mood", "sud_bedtime")


def readings_of(enrolment: Enrolment, *, around: date) -> Readings:
    """All ratings that a rule on this date, or on one shortly after it, may read."""
    span = (around - LOOK_BACK, around + REACH)
    case = enrolment.case
    # Plain columns: this is read at every check-in, and rows as objects cost half of it again.
    doses = enrolment.done.filter(part=Part.WRITE, on__range=span).order_by("done_at", "id")
    evenings = enrolment.check_ins.filter(on__range=span).order_by("done_at", "id")
    return Readings(
        doses=tuple(
            Dose(on=on, before=plain.get("before"), after=plain.get("after"))
            for pk, on, sealed in doses.values_list("id", "on", "sealed_dose")
            for plain in [open_table(case, sealed, DOSE, pk)]
        ),
        evenings=tuple(
            Evening(at=at, on=on, ratings=rated(open_table(case, sealed, ANSWERS, pk)))
            for pk, at, on, sealed in evenings.values_list("id", "done_at", "on", "sealed_answers")
        ),
    )


def rated(answers: Mapping[str, object]) -> dict[str, int]:
    """The ratings that were given, of those that a rule reads."""
    found = {name: answers.get(name) for name in NAMES}
    return {name: value for name, value in found.items() if isinstance(value, int)}
