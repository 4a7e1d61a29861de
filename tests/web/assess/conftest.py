"""A clinic that is set up, with one participant at each site, each with a case."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from remit.domain.service import Cover
from remit.domain.service_hours import Span
from remit.web.assess import actions
from remit.web.assess.models import Mode
from remit.web.assess.sources import instrument_ref, screening_ref
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.notices import service_actions
from remit.web.people.actions import create_person
from remit.web.people.models import Person, Role

PHONE = {"width": 360, "height": 740}
NUMBERS = (
    ("1 emergency", "Emergency", "112", "day and night"),
    ("2 crisis", "Crisis line", "116 123", "day and night"),
    ("3 clinic", "Riverside clinic", "01632 960017", "Monday to Friday"),
)


@dataclass
class Clinic:
    pat: Person
    case: Case
    other_case: Case  # Tom's, at the other site


def set_up_clinic(people, now) -> Clinic:
    site, ada = people.riverside, people.ada
    service_actions.set_service(
        site=site, time_zone="Europe/London", country="GB", cover=Cover.ON_CALL,
        cover_words="Dr Amin", out_of_hours=False,
        weekly=[Span(day, time(8), time(17)) for day in range(5)], by=ada, now=now,
    )  # fmt: skip
    service_actions.add_turn(
        site=site, person=people.amin, begins_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=300), rank=1, by=ada, now=now,
    )  # fmt: skip
    for kind, name, number, hours in NUMBERS:
        fields = {"kind": kind, "country": "GB", "name": name, "number": number, "hours": hours}
        contact = service_actions.add_contact(site=site, fields=fields, by=ada, now=now)
        service_actions.verify_contact(contact=contact, version=contact.version, by=ada, now=now)
    site.refresh_from_db()
    pat = create_person(
        email="pat@example.org", display_name="Pat", site=site, roles=[Role.PARTICIPANT],
        by=None, now=now, password=people.password,
    )  # fmt: skip
    subject = {"id": "pat", "name": "Pat", "birth": "1980"}
    case = open_case(site=site, subject=subject, by=people.amin, now=now, participant=pat)
    other = open_case(
        site=people.hillside, subject={"id": "tom", "name": "Tom"}, by=people.hugo, now=now,
        participant=people.tom,
    )  # fmt: skip
    return Clinic(pat, case, other)


@pytest.fixture
def make_clinic():
    return set_up_clinic


@pytest.fixture
def clinic(people, now) -> Clinic:
    return set_up_clinic(people, now)


@pytest.fixture
def stage1(clinic, now):
    """A first screening that Pat fills."""
    return actions.open_sheet(
        case=clinic.case, form_ref=screening_ref("stage1"), point="before-visit",
        mode=Mode.SELF, by=clinic.pat, now=now,
    )  # fmt: skip


@pytest.fixture
def open_instrument(clinic, people, now):
    def opened(name, mode=Mode.SELF, by=None):
        return actions.open_sheet(
            case=clinic.case, form_ref=instrument_ref(name), point="before-visit", mode=mode,
            by=by or (clinic.pat if mode == Mode.SELF else people.amin), now=now,
        )  # fmt: skip

    return opened


@pytest.fixture
def keep(clinic, now):
    def kept(sheet, given, **more):
        return actions.save_answers(
            sheet=sheet, given=given, **{"by": clinic.pat, "now": now, **more}
        )

    return kept


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("REMIT_CHROMIUM") or shutil.which("chromium")
    path = path or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        reason = "No browser: install chromium, or name one in REMIT_CHROMIUM"
        (pytest.fail if os.environ.get("REMIT_NO_SKIP") == "1" else pytest.skip)(reason)
    patch = pytest.MonkeyPatch()
    # Playwright's own loop runs in this thread; the database is used by the test beside it.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()
    patch.undo()


@pytest.fixture
def pat_clinic(browser, committed_people, make_clinic):
    return make_clinic(committed_people, timezone.now())


@pytest.fixture
def enter(browser, live_server):
    """A page of a signed-in person, as on a phone unless told otherwise."""
    contexts = []

    def entered(person, path, *, viewport=PHONE, **more) -> Page:
        client = Client()
        client.force_login(person)
        context = browser.new_context(viewport=viewport, **more)
        contexts.append(context)
        cookie = client.cookies["remit_session"].value
        address = {"name": "remit_session", "value": cookie, "url": live_server.url}
        context.add_cookies([address])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield entered
    for context in contexts:
        context.close()


@pytest.fixture
def enter_staff(browser, live_server, sign_in):
    """A page of a member of staff, second factor passed."""
    contexts = []

    def entered(person, path) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        contexts.append(context)
        cookie = sign_in(person).cookies["remit_session"].value
        context.add_cookies([{"name": "remit_session", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield entered
    for context in contexts:
        context.close()
