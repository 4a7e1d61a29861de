"""When a form is finished, the rules are read again together with the history (CLINICAL A.1)."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from remit.web.assess.models import Sheet
from remit.web.assess.signals import sheet_finished
from remit.web.cases.models import Case
from remit.web.consult.clearance import raise_from_record


@receiver(sheet_finished)
def read_with_history(*, sheet: Sheet, now: datetime, **_more: Any) -> None:
    """Raise what form and history together ask for and neither alone does."""
    case = Case.objects.select_related("site", "data_key").get(pk=sheet.case_id)
    if case.origin == Case.Origin.LIVE:
        raise_from_record(case=case, by=None, now=now)
