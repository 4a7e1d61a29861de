"""The demo's running group: eight invented people at day 12, through the actions of the pages.

A simulation with a seed: every act has its instant, all acts are done in their order, and each is
the same call that a page or a phone makes. A second start changes nothing.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from remit.pathways.practice.schedule import programme_date
from remit.web.cases.models import Case
from remit.web.intake.demo import bring_in
from remit.web.people.models import Membership, Role, Site
from remit.web.practice import enrolments
from remit.web.practice.demo_acts import Staff, Taking, acts_of
from remit.web.practice.demo_contacts import contact_acts
from remit.web.practice.demo_lives import LIVES, SEED, TODAY, Life
from remit.web.practice.demo_sessions import session_acts
from remit.web.practice.models import Workshop
from remit.web.practice.workshops import Plan, make_workshop

GROUP: Final = "Autumn group"
ROOM: Final = "Room 2, first floor"
PLANNED, CLEARED, PLACED = timedelta(days=16), timedelta(days=9), timedelta(days=5)
SESSION_AT: Final = time(18)


def prepare_group(site: Site, *, now: datetime) -> None:
    """Make the group and live its days until now; all of it or nothing."""
    if Workshop.objects.filter(site=site, name=GROUP).exists():
        return
    staff = _staff(site)
    zone = ZoneInfo(site.time_zone)
    day_one = programme_date(now.astimezone(zone).replace(tzinfo=None)) - timedelta(days=TODAY - 1)
    begun = datetime.combine(day_one, time(10), tzinfo=zone)
    with transaction.atomic():
        cases = [_bring_in(site, staff, life, begun - CLEARED) for life in LIVES]
        workshop = _plan(site, staff, day_one, begun - PLANNED)
        group = [
            _place(case, life, workshop, staff, day_one, begun - PLACED)
            for case, life in zip(cases, LIVES, strict=True)
        ]
        acts = [
            *(act for one in group for act in (*acts_of(one, staff), *contact_acts(one, staff))),
            *session_acts(workshop, group, staff),
        ]
        for act in sorted(acts, key=lambda one: one.at):
            if act.at <= now:
                act.do(act.at)


def _staff(site: Site) -> Staff:
    first = {
        row.role: row.person
        for row in Membership.objects.filter(site=site).select_related("person").order_by("-pk")
    }
    return Staff(first[Role.CLINICIAN], first[Role.COORDINATOR], first[Role.FACILITATOR])


def _bring_in(site: Site, staff: Staff, life: Life, at: datetime) -> Case:
    return bring_in(site, staff.clinician, name=life.full_name, email=life.email, now=at)


def _plan(site: Site, staff: Staff, day_one: date, at: datetime) -> Workshop:
    plan = Plan(
        name=GROUP, first_on=day_one, at=SESSION_AT, zone=site.time_zone, place=ROOM, capacity=10
    )
    return make_workshop(
        site=site, plan=plan, leads=[staff.facilitator], by=staff.coordinator, now=at
    )


def _place(
    case: Case, life: Life, workshop: Workshop, staff: Staff, day_one: date, at: datetime
) -> Taking:
    zone = case.site.time_zone
    enrolment = enrolments.enrol(
        case=case, workshop=workshop, zone=zone, by=staff.coordinator, now=at
    )
    enrolments.note_baseline(enrolment=enrolment, by=staff.clinician, now=at)
    luck = Random(f"{SEED} {life.name}")  # noqa: S311  keys of a demo
    return Taking(life, case, enrolment, day_one, ZoneInfo(zone), luck)
