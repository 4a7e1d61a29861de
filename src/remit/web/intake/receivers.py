"""What a participant told enters the history in the transaction that finishes the form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from remit.content import intake as content
from remit.domain.decision_table import Value
from remit.domain.saying import Reading
from remit.pathways.consult.told import told_medicine, told_row
from remit.web.assess.models import FormKind, Sheet
from remit.web.assess.signals import sheet_finished
from remit.web.cases.models import Case
from remit.web.consult.actions import add_event
from remit.web.consult.medicines import report_medicine
from remit.web.people.models import Person
from remit.web.people.site_day import site_day


@receiver(sheet_finished)
def tell(
    sender: type[Sheet],  # noqa: ARG001
    *,
    sheet: Sheet,
    values: Mapping[str, Value],
    by: Person | None,
    now: datetime,
    **_more: Any,
) -> None:
    """Add the told fact, medicine or symptom; nothing that staff recorded is overwritten."""
    if sheet.form_kind != FormKind.INTAKE or by is None:
        return
    told = content.told_form(sheet.form_id, sheet.form_version)
    if not told.becomes:
        return
    case = Case.objects.select_related("site", "data_key").get(pk=sheet.case_id)
    told_on = Reading(entry=site_day(case.site, now))
    if told.becomes == "medicine":
        medicine = told_medicine(values, told_on)
        if medicine is not None:
            report_medicine(case=case, medicine=medicine, version=case.version, by=by, now=now)
        return
    row = told_row(told.becomes, told.told, values, told_on)
    if row is not None:
        row |= told.fixed
        add_event(case=case, table=told.becomes, row=row, version=case.version, by=by, now=now)
