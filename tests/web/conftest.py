"""Standing people, two sites, and a signed-in browser for each of them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from remit.web import start

start()  # before the models below: this file may be read earlier than pytest-django is ready

# ruff: noqa: E402
from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from remit.web.people import actions, guards
from remit.web.people.models import Person, Role, Site
from remit.web.people.second_factor import SESSION_MARK

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def live_server(live_server, transactional_db) -> Iterator:
    """The live server; the tables are emptied only once it has answered what was under way."""
    under_way: list[object] = []

    def started(**_: object) -> None:
        under_way.append(None)

    def finished(**_: object) -> None:
        under_way.pop()

    request_started.connect(started)
    request_finished.connect(finished)
    yield live_server
    for _ in range(100):
        if not under_way:
            break
        time.sleep(0.05)
    request_started.disconnect(started)
    request_finished.disconnect(finished)


@dataclass
class People:
    """Two sites; the staff work at `riverside`, Tom is a participant of `hillside`."""

    riverside: Site
    hillside: Site
    amin: Person
    fay: Person
    bea: Person
    cora: Person
    una: Person
    ada: Person
    tom: Person
    hugo: Person  # clinician of the other site
    password: str = PASSWORD

    def with_role(self, role: Role) -> Person:
        return {
            Role.CLINICIAN: self.amin,
            Role.FACILITATOR: self.fay,
            Role.ASSESSOR: self.bea,
            Role.COORDINATOR: self.cora,
            Role.STATISTICIAN: self.una,
            Role.ADMINISTRATOR: self.ada,
            Role.PARTICIPANT: self.tom,
        }[role]


_STAFF = {
    "amin": ("Dr Amin", Role.CLINICIAN),
    "fay": ("Fay", Role.FACILITATOR),
    "bea": ("Bea", Role.ASSESSOR),
    "cora": ("Cora", Role.COORDINATOR),
    "una": ("Una", Role.STATISTICIAN),
    "ada": ("Ada", Role.ADMINISTRATOR),
}


@pytest.fixture
def people(db: None) -> People:
    return _make_people()


@pytest.fixture
def committed_people(transactional_db: None) -> People:
    """The same, in real transactions, for tests that look at the database from elsewhere."""
    return _make_people()


def _make_people() -> People:
    riverside = actions.create_site(slug="riverside", name="Riverside", by=None, now=NOW)
    hillside = actions.create_site(slug="hillside", name="Hillside", by=None, now=NOW)

    def one(key: str, name: str, role: Role, site: Site) -> Person:
        return actions.create_person(
            email=f"{key}@example.org",
            display_name=name,
            site=site,
            roles=[role],
            by=None,
            now=NOW,
            password=PASSWORD,
        )

    staff = {key: one(key, name, role, riverside) for key, (name, role) in _STAFF.items()}
    tom = one("tom", "Tom", Role.PARTICIPANT, hillside)
    hugo = one("hugo", "Dr Hugo", Role.CLINICIAN, hillside)
    return People(riverside=riverside, hillside=hillside, tom=tom, hugo=hugo, **staff)


@pytest.fixture
def sign_in(db: None) -> Callable[[Person], Client]:
    """A client signed in as this person, with the second factor passed where one is needed."""

    def signed_in(person: Person) -> Client:
        from allauth.mfa.models import Authenticator
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        if not Authenticator.objects.filter(user=person).exists():
            TOTP.activate(person, generate_totp_secret())
        client = Client()
        client.force_login(person)
        session = client.session
        session[SESSION_MARK] = str(person.pk)
        session.save()
        return client

    return signed_in


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_the_audit_log() -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards; only they may pass the guards."""
    patch = pytest.MonkeyPatch()
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        guards.run(connection, guards.remove_statements(connection.vendor))
        flush(self, [*sql_list, "DELETE FROM remit_cache"])  # no model, so flush forgets it
        guards.run(connection, guards.install_statements(connection.vendor))

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unguarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
