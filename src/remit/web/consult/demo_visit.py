"""A consultation of the demo, half-way through: typed line by line through the same actions."""

import uuid
from datetime import datetime, timedelta

from remit.web.cases.models import Case
from remit.web.consult.models import Line, Part
from remit.web.consult.visit_course import start_consultation
from remit.web.consult.visit_lines import keep_line
from remit.web.consult.visit_notes import save_note
from remit.web.people.models import Person

UNDER_WAY = timedelta(minutes=13)
_SAID = (
    (Part.PAIN, "sciatica since 2022 gradual"),
    (Part.PAIN, "migraine in her twenties; stressful job in her twenties"),
    (Part.PAIN, "stiff neck 2021; moved house 2021"),
    (Part.CHILDHOOD, "parents separated 1985"),
    (Part.CHILDHOOD, "grandmother kind, childhood"),
    (Part.ADULT, "father died 2018"),
    (Part.ADULT, "overtime since 2019"),
    (Part.PAIN, "MRI 2020; physio 2020"),
    (Part.PAIN, "off work 2022; ibuprofen since 2019"),
)
_NOTES = (
    "“First a stiff morning, then it stayed.” Easier on holiday, back a day after coming home.\n"
    "Has not told anybody at work (long pause)."
)


def prepare_visit(case: Case, by: Person, *, now: datetime) -> None:
    """Begin and type a consultation; a second call changes nothing."""
    if Line.objects.filter(case=case).exists():
        return
    begun = now - UNDER_WAY
    start_consultation(case=case, by=by, now=begun)
    for number, (part, text) in enumerate(_SAID):
        at = begun + timedelta(minutes=number + 1)
        key = uuid.uuid5(case.pk, f"demo {number}")
        keep_line(case=case, key=key, text=text, part=part, choices={}, by=by, now=at)
    key = uuid.uuid5(case.pk, "demo notes")
    save_note(case=case, key=key, part=Part.PAIN, text=_NOTES, base=0, by=by, now=now)
