"""A clinic with participants on their phones, made in a process of its own: prints who they are.

Run: python phones_clinic.py make N | python phones_clinic.py count
The database is the one that the environment names (REMIT_DATA_DIR, REMIT_DATABASE_URL).
"""

import json
import os
import sys
from datetime import UTC, datetime, time, timedelta

os.environ["REMIT_DEMO"] = "1"  # a second factor without a phone, and a site that may run

from remit.web import start

start()  # before the models below

# ruff: noqa: E402
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from remit.web.cases.models import Case
from remit.web.consult.models import Entry
from remit.web.intake.demo import bring_in
from remit.web.notices.demo import prepare_service
from remit.web.people.actions import create_person, create_site, set_demo_second_factor
from remit.web.people.models import AuditEvent, Person, Role, Site
from remit.web.practice.check_ins import told_of as told_evening
from remit.web.practice.enrolments import enrol, note_baseline
from remit.web.practice.enrolments import start as start_days
from remit.web.practice.episode_history import entry_id
from remit.web.practice.episodes import told_of
from remit.web.practice.models import CheckIn, Episode, Workshop
from remit.web.practice.phone import mark_of
from remit.web.practice.workshops import LARGEST, Plan, make_workshop

DAY = 5
"""The day of the programme on which the phones are heard."""


def make(number: int) -> list[dict[str, str]]:
    """The clinic and so many participants; the cookie and the mark of each."""
    call_command("migrate", interactive=False, verbosity=0)
    begun = timezone.now() - timedelta(days=DAY + 2)
    site = create_site(slug="phones", name="Phones", by=None, now=begun)
    amin = _staff(site, "amin", Role.CLINICIAN, begun)
    cora = _staff(site, "cora", Role.COORDINATOR, begun)
    fay = _staff(site, "fay", Role.FACILITATOR, begun)
    prepare_service(site, begun)
    first = bring_in(site, amin, name="Phone 0", email="phone0@demo.invalid", now=begun)
    cases = [first] + [
        bring_in(site, amin, name=f"Phone {one}", email=f"phone{one}@demo.invalid", now=begun)
        for one in range(1, number)
    ]
    for at in range(0, number, LARGEST):
        _group(site, cases[at : at + LARGEST], cora, fay, begun)
    return [_phone(case) for case in cases]


def _staff(site: Site, key: str, role: Role, now: datetime) -> Person:
    person = create_person(
        email=f"{key}@demo.invalid", display_name=key, site=site, roles=[role], by=None, now=now
    )
    set_demo_second_factor(person=person, now=now)
    return person


def _group(site: Site, cases: list[Case], cora: Person, fay: Person, now: datetime) -> Workshop:
    day_one = (now + timedelta(days=3)).date()
    plan = Plan(name="Phones", first_on=day_one, at=time(10), zone="UTC", place="Room 1")
    workshop = make_workshop(site=site, plan=plan, leads=[fay], by=cora, now=now)
    for case in cases:
        enrolment = enrol(case=case, workshop=workshop, zone="UTC", by=cora, now=now)
        note_baseline(enrolment=enrolment, by=None, now=now)
        noon = datetime.combine(day_one, time(12), tzinfo=UTC)
        start_days(enrolment=enrolment, by=None, now=noon)
    return workshop


def _phone(case: Case) -> dict[str, str]:
    person = case.participant
    assert person is not None
    client = Client()
    client.force_login(person)
    cookie = client.cookies["remit_session"].value
    return {"case": str(case.pk), "cookie": cookie, "mark": mark_of(person)}


def count() -> dict[str, dict[str, object]]:
    """What is kept: by key, whose it is and what it says; and how often it left other traces."""
    kept: dict[str, object] = {}
    for row in Episode.objects.select_related("case__data_key"):
        kept[str(row.pk)] = {"case": str(row.case_id), "told": told_of(row).pain}
    for one in CheckIn.objects.select_related("enrolment__case__data_key"):
        told = told_evening(one).pain_avg
        kept[str(one.pk)] = {"case": str(one.enrolment.case_id), "told": told}
    written = {str(pk) for pk in Entry.objects.values_list("pk", flat=True)}
    audited: dict[str, int] = {}
    for key in AuditEvent.objects.filter(act="sent").values_list("object_id", flat=True):
        audited[str(key)] = audited.get(str(key), 0) + 1
    history = {
        str(pk): str(entry_id(pk)) in written for pk in Episode.objects.values_list("pk", flat=True)
    }
    return {"kept": kept, "audited": audited, "history": history}


if __name__ == "__main__":
    told = make(int(sys.argv[2])) if sys.argv[1] == "make" else count()
    print(json.dumps(told))
