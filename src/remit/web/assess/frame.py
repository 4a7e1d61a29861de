"""What every page of the house knows: whose frame it stands in, and the way back."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from remit.web.assess import queries
from remit.web.assess.actions import own
from remit.web.assess.models import Sheet
from remit.web.people.models import Person


def show(
    request: HttpRequest,
    template: str,
    sheet: Sheet,
    person: Person,
    shown: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of a sheet: in the participant's frame for them, else in the frame of staff."""
    mine = own(sheet.case, person)
    frame = "participant.html" if mine else "base.html"
    entered_by = "" if mine else queries.entered_by(sheet)
    known = {"frame": frame, "sheet": sheet, "site": sheet.case.site, "mine": mine}
    return render(request, template, {**known, "entered_by": entered_by, **shown}, status=status)


def local_time(sheet: Sheet, at: datetime | None) -> str:
    """A time of day on the clinic's clock; "" for none."""
    if at is None:
        return ""
    there = at.astimezone(ZoneInfo(sheet.case.site.time_zone))
    return f"{there.hour}:{there.minute:02}"
