"""A site with hours, a duty list of two ranks, checked contacts, and a case to flag."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from remit.domain.action_code import ActionCode
from remit.domain.service import Cover
from remit.domain.service_hours import Span
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.notices import actions, service_actions
from remit.web.notices.models import CrisisContact, Flag
from remit.web.people.actions import create_person
from remit.web.people.models import Person, Role, Site

MAIL = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def with_mail(settings):
    settings.REMIT_MAIL = True
    settings.EMAIL_BACKEND = MAIL


@dataclass
class Clinic:
    """Riverside with Dr Amin on duty first, Dr Noor second; Dr Oke is on no list."""

    site: Site
    amin: Person
    noor: Person
    oke: Person
    case: Case
    now: datetime

    def raise_flag(
        self, code=ActionCode.SAME_DAY, rule="screening/1/VA4", *, origin="sheet:1", now=None
    ):
        return actions.raise_flag(
            case=self.case,
            code=code,
            rule=rule,
            finding="One calf newly swollen and warm",
            source="A.2 VA4",
            origin=origin,
            by=None,
            now=now or self.now,
        )

    def told(self, flag: Flag) -> list[tuple[int, str]]:
        rows = flag.notices.order_by("step", "person__display_name")
        return list(rows.values_list("step", "person__display_name"))


def make_clinic(people, now) -> Clinic:
    def clinician(key, name):
        return create_person(
            email=f"{key}@example.org",
            display_name=name,
            site=people.riverside,
            roles=[Role.CLINICIAN],
            by=None,
            now=now,
            password=people.password,
        )

    noor, oke = clinician("noor", "Dr Noor"), clinician("oke", "Dr Oke")
    set_service(people.riverside, people.ada, now)
    for rank, person in enumerate((people.amin, noor), start=1):
        service_actions.add_turn(
            site=people.riverside,
            person=person,
            begins_at=now - timedelta(hours=1),
            ends_at=now + timedelta(days=30),
            rank=rank,
            by=people.ada,
            now=now,
        )
    subject = {"id": "robin", "name": "Robin Example"}
    case = open_case(site=people.riverside, subject=subject, by=people.amin, now=now)
    return Clinic(people.riverside, people.amin, noor, oke, case, now)


def set_service(site, by, now, **changes):
    given = {
        "time_zone": "Europe/Dublin",
        "country": "XX",
        "cover": Cover.ON_CALL,
        "cover_words": "",
        "out_of_hours": False,
        "weekly": [Span(day, time(8), time(17)) for day in range(5)],
    }
    service_actions.set_service(site=site, by=by, now=now, **{**given, **changes})


def add_contact(site, by, now, kind=CrisisContact.Kind.EMERGENCY, *, verify=True, **changes):
    fields = {
        "kind": kind.value,
        "name": f"Example {kind.label}",
        "number": "555-0100",
        "hours": "day and night",
        "country": "XX",
        "language": "en",
        **changes,
    }
    contact = service_actions.add_contact(site=site, fields=fields, by=by, now=now)
    if verify:
        service_actions.verify_contact(contact=contact, version=1, by=by, now=now)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def clinic(people, now) -> Clinic:
    return make_clinic(people, now)


@pytest.fixture
def committed_clinic(committed_people, now) -> Clinic:
    return make_clinic(committed_people, now)
