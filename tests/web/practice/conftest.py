"""A clinic with a group: people who are cleared, enrolled, or on day N of the programme.

`clock` is the instant that everything is arranged around: the real one, because pages read the
real clock. A test of actions alone may override it in its own file with the fixed `now`.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright
from tests.journeys.conftest import ARGUMENTS, chromium_path

from remit.content import clinic
from remit.domain.clearance import Decision
from remit.domain.service import Cover
from remit.domain.service_hours import Span
from remit.pathways.practice.schedule import programme_date
from remit.web.assess.actions import finish_sheet, open_sheet, save_answers
from remit.web.assess.models import Mode
from remit.web.assess.sources import screening_ref, source_of
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.consult.clearance import Decided, sign_clearance
from remit.web.consult.clinic_records import record_clinic
from remit.web.intake.actions import give_consent
from remit.web.intake.models import Reach
from remit.web.notices import service_actions
from remit.web.people.actions import create_person
from remit.web.people.models import Person, Role, Site
from remit.web.practice import enrolments
from remit.web.practice.models import Enrolment, Workshop
from remit.web.practice.workshops import Plan, make_workshop

ZONE = "Europe/London"
NUMBERS = (("1 emergency", "Emergency", "112"), ("2 crisis", "Crisis line", "116 123"))
EXAMINED = {item.key: "done" for item in clinic.checklist()} | {
    "exam.differential": "considered: none open",
    "exam.structural": "none",
    "exam.pending": "no",
}
USUAL = {"pattern.sites": ("lower_back",), "pattern.qualities": ("aching",)}


@dataclass
class Taking:
    """One participant of the programme, with a signed-in browser."""

    person: Person
    case: Case
    enrolment: Enrolment
    client: Client

    @property
    def workshop(self) -> Workshop:
        workshop = self.enrolment.workshop
        assert workshop is not None
        return workshop


@pytest.fixture
def clock() -> datetime:
    return timezone.now()


@pytest.fixture
def open_clinic(people, clock, settings) -> Site:
    """Riverside with hours, Dr Amin on duty and checked numbers; content runs as in the demo."""
    settings.REMIT_DEMO = True
    return set_up_clinic(people, clock)


def set_up_clinic(people, clock: datetime) -> Site:
    site, ada, since = people.riverside, people.ada, clock - timedelta(days=500)
    service_actions.set_service(
        site=site, time_zone=ZONE, country="GB", cover=Cover.ON_CALL,
        cover_words="Dr Amin", out_of_hours=False,
        weekly=[Span(day, time(8), time(17)) for day in range(5)], by=ada, now=since,
    )  # fmt: skip
    service_actions.add_turn(
        site=site, person=people.amin, begins_at=since,
        ends_at=clock + timedelta(days=500), rank=1, by=ada, now=since,
    )  # fmt: skip
    for kind, name, number in NUMBERS:
        fields = {"kind": kind, "country": "GB", "name": name, "number": number, "hours": "always"}
        contact = service_actions.add_contact(site=site, fields=fields, by=ada, now=clock)
        service_actions.verify_contact(contact=contact, version=contact.version, by=ada, now=clock)
    site.refresh_from_db()
    return site


def make_cleared(people, name: str, at: datetime) -> Case:
    """A live case with its participant's consent and a clearance, all signed at `at`."""
    key = name.lower()
    person = create_person(
        email=f"{key}@example.org", display_name=name, site=people.riverside,
        roles=[Role.PARTICIPANT], by=None, now=at, password=people.password,
    )  # fmt: skip
    subject = {"id": key, "name": name, "birth": "1980"}
    case = open_case(
        site=people.riverside, subject=subject, by=people.amin, now=at, participant=person
    )
    give_consent(case=case, reach=Reach.CALL, by=person, now=at)
    answer_stage_one(case, people.amin, at)
    for kind, answers in (("examination", EXAMINED), ("pattern", USUAL)):
        record_clinic(case=case, kind=kind, answers=answers, number=0, by=people.amin, now=at)
    sign(case, people.amin, at)
    return Case.objects.select_related("site", "data_key", "participant").get(pk=case.pk)


def answer_stage_one(case: Case, by: Person, at: datetime) -> None:
    """The safety questions, each answered no."""
    sheet = open_sheet(
        case=case, form_ref=screening_ref("stage1"), point="before-visit", mode=Mode.CLINIC,
        by=by, now=at,
    )  # fmt: skip
    form = source_of(sheet).form
    keys = [q.key for q in form.questions() if not q.ask_when]
    given = {key: "no" for key in keys if any(o.key == "no" for o in form.question(key).options)}
    given["DURATION"] = "more"
    save_answers(sheet=sheet, given=given, by=by, now=at, whole_page=True)
    finish_sheet(sheet=sheet, by=by, now=at)


def sign(case: Case, by: Person, at: datetime, number: int = 0) -> None:
    """A clearing decision as the next version."""
    decided = Decided(
        decision=Decision.CLEARED_PRIMARY, rationale="seen and examined", named_contact="Dr Amin"
    )
    version = Case.objects.get(pk=case.pk).version
    sign_clearance(
        case=case, decided=decided, number=number, version=version, factor_at=at, by=by, now=at
    )


def make_group(people, day_one: date, at: datetime, name: str = "Group one") -> Workshop:
    """A workshop that Fay leads; group session 1 is at 10:00 on `day_one`."""
    plan = Plan(name=name, first_on=day_one, at=time(10), zone=ZONE, place="Room 2", capacity=10)
    return make_workshop(
        site=people.riverside, plan=plan, leads=[people.fay], by=people.cora, now=at
    )


def local_morning(on: date) -> datetime:
    """The instant at which a programme day begins: 03:00 where the clinic is."""
    return datetime.combine(on, time(3), tzinfo=ZoneInfo(ZONE))


@pytest.fixture
def cleared(people, open_clinic, clock) -> Callable[..., Case]:
    """Make somebody cleared: `cleared("Ann")`, or at another instant with `at=`."""

    def made(name: str = "Pat", at: datetime | None = None) -> Case:
        return make_cleared(people, name, at or clock - timedelta(days=4))

    return made


@pytest.fixture
def cleared_case(cleared) -> Case:
    """Pat's case, four days after the clearance; enrolled nowhere."""
    return cleared()


@pytest.fixture
def group(people, open_clinic, clock) -> Callable[..., Workshop]:
    """Plan a workshop: `group(day_one)`."""

    def made(day_one: date, name: str = "Group one", at: datetime | None = None) -> Workshop:
        planned = at or min(clock, local_morning(day_one)) - timedelta(days=3)
        return make_group(people, day_one, planned, name)

    return made


@pytest.fixture
def taking(people) -> Callable[..., Taking]:
    """Enrol a cleared case into a workshop: `taking(case, workshop, at=)`."""

    def made(case: Case, workshop: Workshop | None, at: datetime) -> Taking:
        enrolment = enrolments.enrol(
            case=case, workshop=workshop, zone=ZONE, by=people.cora, now=at
        )
        person = case.participant
        assert person is not None
        client = Client()
        client.force_login(person)
        return Taking(person, case, enrolment, client)

    return made


@pytest.fixture
def enrolled(cleared_case, group, taking, clock) -> Taking:
    """Pat, with a place in a group that begins in three days."""
    day_one = (clock.astimezone(ZoneInfo(ZONE)) + timedelta(days=3)).date()
    return taking(cleared_case, group(day_one), clock - timedelta(hours=1))


@pytest.fixture
def started(cleared, group, taking, clock) -> Callable[..., Taking]:
    """Somebody who is on day N now: `started(12)`, a second one in the same group with `beside=`.

    Cleared two days before day 1, started at 03:00 of day 1. From day 22 on it is the same person
    so many days after day 1; nobody has completed the programme for them.
    """

    def made(day: int = 5, name: str = "Pat", beside: Taking | None = None) -> Taking:
        local = clock.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        day_one = programme_date(local) - timedelta(days=day - 1)
        before = local_morning(day_one) - timedelta(days=2)
        case = cleared(name, at=before)
        workshop = beside.workshop if beside else group(day_one, at=before)
        found = taking(case, workshop, before + timedelta(hours=1))
        enrolments.note_baseline(
            enrolment=found.enrolment, by=None, now=before + timedelta(hours=2)
        )
        enrolments.start(enrolment=found.enrolment, by=None, now=local_morning(day_one))
        return found

    return made


@pytest.fixture
def beside_a_browser() -> Iterator[None]:
    """The browser's loop stands in this thread; Django is told that this is meant."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def opened(transactional_db, beside_a_browser, live_server) -> Iterator[Callable[..., Page]]:
    """A real browser of somebody who is signed in: `opened(client, "/practice/", size)`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)

        def at(client: Client, path: str, size: dict[str, int], **more: object) -> Page:
            context = browser.new_context(viewport=size, timezone_id=ZONE, **more)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
            page = context.new_page()
            page.goto(f"{live_server.url}{path}")
            return page

        yield at
        browser.close()
