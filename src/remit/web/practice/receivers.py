"""What the practice house hears: the worker's look, and a form that was finished."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from remit.domain.decision_table import Value
from remit.web.assess.models import Sheet
from remit.web.assess.signals import sheet_finished
from remit.web.notices.signals import worker_looks
from remit.web.people.models import Person
from remit.web.practice import lifecycle, questionnaires


@receiver(worker_looks)
def look(*, now: datetime, **_more: Any) -> None:
    """Who begins, who has done 21 days, whose clearance lapsed."""
    lifecycle.look(now=now)


@receiver(sheet_finished)
def compare(
    *, sheet: Sheet, values: dict[str, Value], by: Person | None, now: datetime, **_more: Any
) -> None:
    """Compare a questionnaire with the one before the start."""
    questionnaires.look_at(sheet, values, by=by, now=now)
