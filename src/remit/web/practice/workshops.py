"""The only writers of workshops: three meetings, who leads, changes that calendars hear of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from remit.content.programme import ID, LANGUAGE, VERSION
from remit.domain.group_session import GROUP_DAYS
from remit.errors import Conflict, InvalidInput
from remit.web.people import audit
from remit.web.people.models import Person, Role, Site
from remit.web.people.permissions import Act, Object, check_allowed, roles_at
from remit.web.practice.models import Lead, Meeting, Workshop

SMALLEST, LARGEST = 6, 10
"""A group has 6 to 10 participants (CLINICAL E.4); fewer is said, more is refused."""
MOST_LEADS = 2


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked of a new workshop.

    Attributes:
        name: neutral; it stands in calendars and lists.
        first_on: local date of group session 1; the others follow after 7 and 14 days.
        at: local time of all three.
        zone: name of the time zone they are planned in.
        place: where, or nothing.
        link: of the video room, or nothing.
        capacity: most participants.
    """

    name: str
    first_on: date
    at: time
    zone: str
    place: str = ""
    link: str = ""
    capacity: int = LARGEST


def make_workshop(
    *, site: Site, plan: Plan, leads: Sequence[Person], by: Person, now: datetime
) -> Workshop:
    """Plan a workshop with its three meetings.

    Raises:
        NotAllowed: `by` may not plan workshops here.
        InvalidInput: no name, a date in the past, neither place nor link, nobody leads.
    """
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, site, now=now)
    _check_plan(plan, now)
    if not 1 <= len(leads) <= MOST_LEADS:
        raise InvalidInput("One or two people lead a workshop.")
    with transaction.atomic():
        workshop = Workshop.objects.create(
            site=site,
            name=plan.name.strip(),
            zone=plan.zone,
            place=plan.place.strip(),
            link=plan.link.strip(),
            capacity=plan.capacity,
            programme=ID,
            programme_version=VERSION,
            language=LANGUAGE,
            made_by=by,
            made_at=now,
        )
        for number, day in enumerate(GROUP_DAYS, start=1):
            on = plan.first_on + timedelta(days=day - 1)
            Meeting.objects.create(
                workshop=workshop,
                number=number,
                on=on,
                at=plan.at,
                starts_at=instant(on, plan.at, plan.zone),
                place=workshop.place,
                link=workshop.link,
            )
        for person in leads:
            _lead(workshop, person, now)
        _note(workshop, "planned", by, now, {"capacity": plan.capacity})
    return workshop


def change_meeting(
    *, meeting: Meeting, on: date, at: time, place: str, link: str, by: Person, now: datetime
) -> Meeting:
    """Move a meeting, or change where it is; `sequence` tells calendars.

    Days of the programme follow the first meeting until it begins; afterwards the calendar of
    the days stays, and only the meeting moves.

    Raises:
        NotAllowed: `by` neither plans workshops here nor leads this one.
        Conflict: it has begun, was cancelled, or somebody changed it meanwhile.
        InvalidInput: the order of the meetings would break, or neither place nor link is given.
    """
    workshop = meeting.workshop
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, workshop, now=now, own=leads(by, workshop))
    if meeting.began_at is not None or meeting.cancelled_at is not None:
        raise Conflict("This group session has begun or was cancelled; it cannot move.")
    _check_where(place, link)
    _check_order(meeting, on)
    with transaction.atomic():
        changed = Meeting.objects.filter(
            pk=meeting.pk, sequence=meeting.sequence, began_at=None, cancelled_at=None
        ).update(
            on=on,
            at=at,
            starts_at=instant(on, at, workshop.zone),
            place=place.strip(),
            link=link.strip(),
            sequence=F("sequence") + 1,
        )
        if changed != 1:
            raise Conflict("Somebody changed this group session meanwhile. Look again.")
        if meeting.number == 1:
            workshop.enrolments.filter(ended_at=None, day_one=meeting.on).update(day_one=on)
        _note(workshop, "moved", by, now, {"session": meeting.number})
    meeting.refresh_from_db()
    return meeting


def cancel_workshop(*, workshop: Workshop, by: Person, now: datetime) -> Workshop:
    """Cancel a workshop that has not begun; its participants go back to the waiting list.

    Raises:
        Conflict: it has begun, or was cancelled already.
    """
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, workshop.site, now=now)
    if workshop.meetings.filter(began_at__isnull=False).exists():
        raise Conflict("The workshop has begun. Cancel single sessions, or let it end.")
    with transaction.atomic():
        rows = Workshop.objects.filter(pk=workshop.pk, cancelled_at=None)
        if rows.update(cancelled_at=now, version=F("version") + 1) != 1:
            raise Conflict("This workshop was cancelled already.")
        workshop.meetings.filter(cancelled_at=None).update(
            cancelled_at=now, sequence=F("sequence") + 1
        )
        freed = workshop.enrolments.filter(ended_at=None).update(workshop=None, day_one=None)
        _note(workshop, "cancelled", by, now, {"waiting": freed})
    workshop.refresh_from_db()
    return workshop


def add_lead(*, workshop: Workshop, person: Person, by: Person, now: datetime) -> Lead:
    """Let one more person lead, such as when a facilitator is ill.

    Raises:
        InvalidInput: the person is no facilitator of this site.
        Conflict: two lead already, or the person does.
    """
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, workshop.site, now=now)
    with transaction.atomic():
        if workshop.leads.filter(until=None).count() >= MOST_LEADS:
            raise Conflict("Two people lead already. Let one of them end first.")
        if leads(person, workshop):
            raise Conflict(f"{person} leads this workshop already.")
        made = _lead(workshop, person, now)
        _note(workshop, "gave the lead", by, now, {})
    return made


def end_lead(*, lead: Lead, by: Person, now: datetime) -> Lead:
    """Let somebody lead no longer; somebody has to be left.

    Raises:
        Conflict: nobody would be left, or it ended already.
    """
    workshop = lead.workshop
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, workshop.site, now=now)
    with transaction.atomic():
        if not workshop.leads.filter(until=None).exclude(pk=lead.pk).exists():
            raise Conflict("Somebody has to lead. Add another person first.")
        if Lead.objects.filter(pk=lead.pk, until=None).update(until=now) != 1:
            raise Conflict("This lead has ended already.")
        _note(workshop, "took the lead back", by, now, {})
    lead.refresh_from_db()
    return lead


def leads(person: Person, workshop: Workshop) -> bool:
    """Whether the person leads the workshop now."""
    return workshop.leads.filter(person=person, until=None).exists()


def led(person: Person, workshop: Workshop, at: datetime) -> bool:
    """Whether the person led the workshop at an instant."""
    still = Q(until=None) | Q(until__gt=at)
    return workshop.leads.filter(still, person=person, since__lte=at).exists()


def instant(on: date, at: time, zone: str) -> datetime:
    """The instant of a local time; in the hour that a clock change repeats, the first."""
    return datetime.combine(on, at, tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def _lead(workshop: Workshop, person: Person, now: datetime) -> Lead:
    if Role.FACILITATOR not in roles_at(person, workshop.site_id):
        raise InvalidInput(f"{person} is no facilitator of this site.")
    return Lead.objects.create(workshop=workshop, person=person, since=now)


def _check_plan(plan: Plan, now: datetime) -> None:
    if not plan.name.strip():
        raise InvalidInput("Give the workshop a name that says nothing of pain.")
    _check_where(plan.place, plan.link)
    if not 1 <= plan.capacity <= LARGEST:
        raise InvalidInput(f"A group has at most {LARGEST} participants.")
    if instant(plan.first_on, plan.at, plan.zone) <= now:
        raise InvalidInput("The first group session lies in the past.")


def _check_where(place: str, link: str) -> None:
    if not (place.strip() or link.strip()):
        raise InvalidInput("Say where the group meets: a place, a link, or both.")


def _check_order(meeting: Meeting, on: date) -> None:
    for other in meeting.workshop.meetings.exclude(pk=meeting.pk):
        if (other.number < meeting.number) != (other.on < on):
            raise InvalidInput("The three group sessions keep their order.")


def _note(workshop: Workshop, act: str, by: Person, now: datetime, detail: dict[str, int]) -> None:
    audit.record(
        by=by,
        now=now,
        site=workshop.site,
        act=act,
        object_type="workshop",
        object_id=workshop.pk,
        detail=detail,
    )
