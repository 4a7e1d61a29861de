"""The demonstration: two sites, one person a role, the three published cases, and its door.

Everything enters through the same actions as the web pages. The door exists only in a database
made by `remit demo` and only while the server is told so (REMIT_DEMO), bound to this machine.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from remit.content import shipped
from remit.errors import Conflict, NotFound
from remit.pathways.consult.casereport import CaseReport, build
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.actions import record_history
from remit.web.consult.records import history_of
from remit.web.notices.demo import prepare_service
from remit.web.people.actions import create_person, create_site, set_demo_second_factor
from remit.web.people.models import Membership, Person, Role, Site
from remit.web.people.second_factor import has_second_factor

PERIOD_SECONDS = 30
DOMAIN = "@demo.invalid"
SITES = (("northside", "Northside Pain Clinic"), ("harbour", "Harbour Pain Clinic"))
PEOPLE = (
    ("amin@demo.invalid", "Dr Amin", "northside", Role.CLINICIAN),
    ("fay@demo.invalid", "Fay", "northside", Role.FACILITATOR),
    ("bea@demo.invalid", "Bea", "northside", Role.ASSESSOR),
    ("cora@demo.invalid", "Cora", "northside", Role.COORDINATOR),
    ("una@demo.invalid", "Una", "northside", Role.STATISTICIAN),
    ("ada@demo.invalid", "Ada", "northside", Role.ADMINISTRATOR),
    ("berg@demo.invalid", "Dr Berg", "harbour", Role.CLINICIAN),
)


@dataclass(frozen=True)
class DemoSignIn:
    """One person of the demo, with a link that signs in once."""

    name: str
    role: str
    site: str
    path: str


def home_site() -> Site:
    """The clinic of the demo's cases."""
    return Site.objects.get(slug=SITES[0][0])


def clinician() -> Person:
    """The clinician of that clinic."""
    return Person.objects.get(email=PEOPLE[0][0])


def prepare(*, now: datetime) -> None:
    """Bring the database up to date and make what is missing; a second start changes nothing."""
    call_command("migrate", interactive=False, verbosity=0)
    if Site.objects.exclude(slug__in=dict(SITES)).exists():
        raise Conflict("This database holds other sites, so it is no demo. Name another --data.")
    for slug, name in SITES:
        if not Site.objects.filter(slug=slug).exists():
            create_site(slug=slug, name=name, by=None, now=now)
    for email, name, slug, role in PEOPLE:
        if not Person.objects.filter(email=email).exists():
            site = Site.objects.get(slug=slug)
            create_person(email=email, display_name=name, site=site, roles=[role], by=None, now=now)
        person = Person.objects.get(email=email)
        if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
            set_demo_second_factor(person=person, now=now)  # new, or reset from the pages
    home = home_site()
    prepare_service(home, now)
    present = {plain_subject(case)["id"] for case in Case.objects.filter(site=home)}
    for identifier in reversed(shipped.CASE_IDS):
        if identifier not in present:
            record_history(site=home, plain=shipped.plain_case(identifier), by=None, now=now)


def reports() -> Iterator[CaseReport]:
    """The report of each published case in the database, as the pages build it."""
    histories = [history_of(case) for case in Case.objects.select_related("data_key")]
    shown = {history.subject.id: history for history in histories}
    for identifier in shipped.CASE_IDS:
        yield build(shown[identifier])


def sign_ins() -> Iterator[DemoSignIn]:
    """One link a person; each works once. Staff first, then the invented participants."""
    staff = [line[0] for line in PEOPLE]
    held = Membership.objects.filter(person__email__endswith=DOMAIN).select_related(
        "person", "site"
    )
    rows = sorted(held, key=lambda row: (row.person.email not in staff, row.pk))
    for row in rows:
        path = reverse(
            "consult:demo_door",
            kwargs={
                "key": user_pk_to_url_str(row.person),
                "token": default_token_generator.make_token(row.person),
            },
        )
        role = str(Role(row.role).label)
        yield DemoSignIn(row.person.display_name, role, row.site.name, path)


def person_at_door(key: str, token: str) -> Person:
    """The person behind a demo link.

    Raises:
        NotFound: not a demo database, or the link was used already.
    """
    if not settings.REMIT_DEMO:
        raise NotFound("There is no such page.")
    try:
        number = url_str_to_user_pk(key)
    except ValueError:
        raise NotFound("There is no such page.") from None
    person = Person.objects.filter(pk=number, email__endswith=DOMAIN).first()
    if person is None or (person.is_staff_member and not has_second_factor(person)):
        raise NotFound("There is no such page.")
    if not default_token_generator.check_token(person, token):
        raise NotFound("This demo link was used already. Start the demo again for new ones.")
    return person


def code_now(person: Person) -> str:
    """The second-factor code that the demo person's authenticator would show; "" for none."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if found is None:
        return ""
    counter = int(time.time()) // PERIOD_SECONDS
    code: str = format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter))
    return code


def shown_code(person: Person) -> str:
    """The code that a demo shows beside a signature; nothing outside a demo."""
    if not settings.REMIT_DEMO or not person.email.endswith(DOMAIN):
        return ""
    return code_now(person)


def accepts(person: Person, code: str) -> bool:
    """True where the code is right now; the same check as at any sign-in.

    A participant has no second factor, so that the link alone opens their page.
    """
    if not person.is_staff_member:
        return True
    found: Any = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).wrap()
    return bool(found.validate_code(code))
