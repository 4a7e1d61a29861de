"""A clinic that is open, and Avery, who was invited and agreed."""

import re
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from remit.domain.service import Cover
from remit.domain.service_hours import Span
from remit.web.assess import actions as assess
from remit.web.assess.models import Sheet
from remit.web.cases.models import Case
from remit.web.intake import actions
from remit.web.intake.actions import Invited
from remit.web.notices import service_actions
from remit.web.people.models import Person

NUMBERS = (("1 emergency", "Emergency", "112"), ("2 crisis", "Crisis line", "116 123"))


@pytest.fixture
def open_site(people, settings):
    """Riverside with hours, a duty list and checked numbers; content is approved by the demo."""
    settings.REMIT_DEMO = True
    settings.REMIT_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    site, ada, now = people.riverside, people.ada, timezone.now()
    service_actions.set_service(
        site=site, time_zone="Europe/London", country="GB", cover=Cover.ON_CALL,
        cover_words="Dr Amin", out_of_hours=False,
        weekly=[Span(day, time(8), time(17)) for day in range(5)], by=ada, now=now,
    )  # fmt: skip
    service_actions.add_turn(
        site=site, person=people.amin, begins_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=300), rank=1, by=ada, now=now,
    )  # fmt: skip
    for kind, name, number in NUMBERS:
        fields = {"kind": kind, "country": "GB", "name": name, "number": number, "hours": "always"}
        contact = service_actions.add_contact(site=site, fields=fields, by=ada, now=now)
        service_actions.verify_contact(contact=contact, version=contact.version, by=ada, now=now)
    site.refresh_from_db()
    return site


@pytest.fixture
def invited(open_site, people) -> Invited:
    return actions.invite(
        site=open_site, name="Avery Example", email="avery@example.org", by=people.cora,
        now=timezone.now(),
    )  # fmt: skip


@dataclass
class Avery:
    """A participant with a browser."""

    client: Client
    person: Person
    case: Case

    def get(self, name, *args):
        return self.client.get(reverse(f"intake:{name}", args=args))

    def post(self, name, *args, **data):
        return self.client.post(reverse(f"intake:{name}", args=args), data)

    def begin(self, key) -> Sheet:
        response = self.post("begin", key)
        assert response.status_code == 302, response.content.decode()
        return Sheet.objects.filter(case=self.case).latest("started_at")

    def answer(self, sheet, given):
        now = timezone.now()
        return assess.save_answers(
            sheet=sheet, given=given, by=self.person, now=now, whole_page=True
        )

    def finish(self, key, given) -> Sheet:
        sheet = self.answer(self.begin(key), given).sheet
        return assess.finish_sheet(sheet=sheet, by=self.person, now=timezone.now())


@pytest.fixture
def come_in():
    """In by link and mailed code, as the participant does it."""

    def came_in(token) -> Client:
        client, url = Client(), reverse("intake:open", args=[token])
        assert client.post(url, {"send": "1"}).status_code == 200
        found = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
        assert found
        assert client.post(url, {"code": found[0]}).status_code == 302
        return client

    return came_in


@pytest.fixture
def avery(invited, come_in) -> Avery:
    client = come_in(invited.token)
    agreed = client.post(reverse("intake:consent"), {"agree": "on", "reach": "call"})
    assert agreed.status_code == 302
    person = Person.objects.get(email="avery@example.org")
    return Avery(client, person, Case.objects.get(participant=person))
