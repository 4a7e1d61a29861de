"""What the buttons of a workshop's page do: read the form, call one action."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db import models

from remit.errors import InvalidInput, NotAllowed, NotFound
from remit.web.cases.models import Case
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice import enrolments, workshops
from remit.web.practice.calendar_mail import send_dates
from remit.web.practice.group_queries import facilitators
from remit.web.practice.models import Enrolment, Lead, Meeting, Workshop
from remit.web.practice.workshop_forms import MoveForm

CHOOSE: Final = "Choose one of the buttons."
Posted = Mapping[str, str]
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What came of a button: done, or why not, with the status of the page that says so."""

    done: bool = False
    why: str = ""
    status: int = 200


def act(posted: Posted, *, workshop: Workshop, by: Person, now: datetime) -> None:
    """Do what one button of a workshop's page asks.

    Raises:
        InvalidInput: no such button, or what was typed does not do.
        Conflict: somebody was faster, or it may not be now.
        NotAllowed: the person may not.
    """
    name, _, number = posted.get("act", "").partition(" ")
    if name == "move":
        _move(posted, workshop, number, by, now)
    elif name == "cancel":
        workshops.cancel_workshop(workshop=workshop, by=by, now=now)
    elif name == "lead":
        person = _of(facilitators(workshop.site), posted.get("person", ""))
        workshops.add_lead(workshop=workshop, person=person, by=by, now=now)
    elif name == "unlead":
        lead = _row(Lead.objects.filter(workshop=workshop, until=None), posted.get("lead", ""))
        workshops.end_lead(lead=lead, by=by, now=now)
    elif name == "dates":
        _check_may_change(workshop, by, now)
        send_dates(workshop, to=_taking_part(workshop), now=now)
    else:
        _people(name, posted, workshop, by, now)


def wait(posted: Posted, *, site: Site, by: Person, now: datetime) -> None:
    """Put somebody on the waiting list of a site, or take them off it.

    Raises:
        InvalidInput: no such button.
        Conflict: somebody was faster.
    """
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, site, now=now)
    if posted.get("act") == "wait":
        case = _row(Case.objects.filter(site=site), posted.get("case", ""))
        enrolments.enrol(case=case, workshop=None, zone=site.time_zone, by=by, now=now)
    elif posted.get("act") == "off":
        rows = Enrolment.objects.filter(case__site=site, ended_at=None, workshop=None)
        enrolments.withdraw(enrolment=_row(rows, posted.get("enrolment", "")), by=by, now=now)
    else:
        raise InvalidInput(CHOOSE)


def _people(name: str, posted: Posted, workshop: Workshop, by: Person, now: datetime) -> None:
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, workshop.site, now=now)
    taking_part = workshop.enrolments.filter(ended_at=None)
    if name == "enrol":
        case = _row(Case.objects.filter(site=workshop.site), posted.get("case", ""))
        enrolments.enrol(case=case, workshop=workshop, zone=workshop.zone, by=by, now=now)
    elif name == "place":
        rows = Enrolment.objects.filter(case__site=workshop.site, ended_at=None, workshop=None)
        enrolment = _row(rows, posted.get("enrolment", ""))
        enrolments.place(enrolment=enrolment, workshop=workshop, by=by, now=now)
    elif name == "baseline":
        enrolment = _row(taking_part, posted.get("enrolment", ""))
        enrolments.note_baseline(enrolment=enrolment, by=by, now=now)
    elif name == "withdraw":
        enrolment = _row(taking_part, posted.get("enrolment", ""))
        enrolments.withdraw(enrolment=enrolment, by=by, now=now)
    else:
        raise InvalidInput(CHOOSE)


def _move(posted: Posted, workshop: Workshop, number: str, by: Person, now: datetime) -> None:
    meeting = _row_of(workshop, number)
    form = MoveForm(posted, meeting=meeting)
    if not form.is_valid():
        raise InvalidInput("Give a date, a time, and a place or a link.")
    workshops.change_meeting(meeting=meeting, **form.cleaned_data, by=by, now=now)
    send_dates(workshop, to=_taking_part(workshop), now=now)


def _row_of(workshop: Workshop, number: str) -> Meeting:
    if not number.isdigit():
        raise InvalidInput(CHOOSE)
    found = workshop.meetings.filter(number=int(number)).first()
    if found is None:
        raise NotFound("There is no such group session.")
    return found


def _taking_part(workshop: Workshop) -> list[Enrolment]:
    rows = workshop.enrolments.filter(ended_at=None)
    return list(rows.select_related("case__participant", "case__site", "case__data_key"))


def _check_may_change(workshop: Workshop, by: Person, now: datetime) -> None:
    own = workshops.leads(by, workshop)
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, workshop, now=now, own=own)


def _of(people: list[Person], key: str) -> Person:
    found = next((one for one in people if str(one.pk) == key), None)
    if found is None:
        raise NotAllowed("This person does not lead here.")
    return found


def _row(rows: models.QuerySet[Row], key: str) -> Row:
    try:
        found = rows.filter(pk=UUID(key)).first()
    except ValueError as error:
        raise InvalidInput(CHOOSE) from error
    if found is None:
        raise NotFound("This was changed meanwhile. Look again.")
    return found
