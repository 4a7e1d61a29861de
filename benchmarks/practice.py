"""A group's evening: CPU of a durable check-in and of Today, beside the least that could be done.

The yardsticks run in the same process behind the same middleware: a view that inserts one row in
one transaction, and a view that renders the participant's frame around one sentence. Then the
clinic grows from 10 to 10,000 active participants (REMIT_BENCH_PEOPLE), and the same is measured
again. Ten of them came in through the actions; the others are copies of their rows.
The aims: a check-in at most 3 times the bare insert, Today at most 4 times the bare template.
Run: python benchmarks/practice.py
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from typing import Any

_DATA = tempfile.TemporaryDirectory(prefix="remit-benchmark-")
os.environ["REMIT_DATA_DIR"] = _DATA.name
os.environ["REMIT_DEMO"] = "1"  # participants without a mailbox
PEOPLE = int(os.environ.get("REMIT_BENCH_PEOPLE", "10000"))
os.environ.pop("REMIT_DATABASE_URL", None)

from remit.web import start

start()  # before the models below

# ruff: noqa: E402
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from remit.web.consult.clearance_models import Clearance
from remit.web.intake.models import Consent
from remit.web.notices.demo import prepare_service
from remit.web.people.actions import create_person, create_site
from remit.web.people.models import Membership, Person, Role, Site
from remit.web.practice.demo_group import prepare_group
from remit.web.practice.models import CheckIn, Enrolment, Source
from remit.web.practice.phone import mark_of
from remit.web.urls import urlpatterns as pages

ROUNDS = 200
MOST_CHECK_IN, MOST_TODAY = 3.0, 4.0
MOST_GROWTH = 1.5
_STAFF = {"amin": Role.CLINICIAN, "cora": Role.COORDINATOR, "fay": Role.FACILITATOR}
UNREAD: list[uuid.UUID] = []
"""An enrolment that nobody reads: of the one who left."""
_SENTENCE = '{% extends "participant.html" %}{% block content %}<p>One sentence.</p>{% endblock %}'


def bare_insert(request: HttpRequest) -> HttpResponse:
    """A participant, one row, one transaction; the same table, sealed by nobody."""
    assert isinstance(request.user, Person)
    assert not request.user.is_staff_member
    told = json.loads(request.body)
    now = timezone.now()
    with transaction.atomic():
        CheckIn(
            id=uuid.UUID(told["key"]),
            enrolment_id=UNREAD[0],
            on=now.date(),
            done_at=now,
            received_at=now,
            source=Source.ONLINE.value,
            sealed_answers=request.body[:200],
        ).save(force_insert=True)
    return JsonResponse({"saved": now.isoformat()})


def bare_page(request: HttpRequest) -> HttpResponse:
    """The frame of the participant's pages around one sentence."""
    assert isinstance(request.user, Person)
    page = engines["django"].from_string(_SENTENCE)
    return HttpResponse(page.render({"site": _site()}, request))


def _site() -> Site:
    return Site.objects.get(slug="bench")


urlpatterns = [
    *pages,
    path("bare/insert/", bare_insert),
    path("bare/page/", bare_page),
]


HANDLER = BaseHandler()
HANDLER.load_middleware()


class Phone:
    """One signed-in participant; requests go through all of Remit but the network."""

    def __init__(self, enrolment: Enrolment) -> None:
        """Sign in, and fetch a token to send with."""
        person = enrolment.case.participant
        assert person is not None
        client = Client()
        client.force_login(person)
        self.enrolment, self.mark = enrolment, mark_of(person)
        self.cookies = {"remit_session": client.cookies["remit_session"].value}
        answer = self.ask(RequestFactory().get("/practice/who/"))[0]
        self.token = json.loads(answer.content)["token"]
        self.cookies["remit_csrf"] = answer.cookies["remit_csrf"].value

    def ask(self, request: HttpRequest) -> tuple[HttpResponseBase, float]:
        """The answer, and the CPU seconds that it took."""
        request.COOKIES.update(self.cookies)
        request.META["HTTP_HOST"] = "localhost"
        begun = time.process_time()
        answer = HANDLER.get_response(request)
        took = time.process_time() - begun
        if answer.status_code != 200:
            raise SystemExit(f"{request.path} was answered with {answer.status_code}")
        return answer, took

    def get(self, at: str) -> float:
        """CPU seconds of a page."""
        return self.ask(RequestFactory().get(at))[1]

    def post(self, at: str, told: dict[str, Any]) -> float:
        """CPU seconds of something sent."""
        headers = {"X-CSRFToken": self.token, "X-Remit-Person": self.mark}
        body = json.dumps(told)
        request = RequestFactory().post(at, body, content_type="application/json", headers=headers)
        return self.ask(request)[1]

    def check_in(self) -> float:
        """An evening."""
        payload = {"new": "no", "pain_avg": 4, "pain_worst": 5, "mood": 6, "sud_bedtime": 3}
        told = {"kind": "check-in", "payload": payload, "made_at": timezone.now().isoformat()}
        key = uuid.uuid4()
        took = self.post("/practice/keep/", {**told, "key": str(key)})
        with connection.cursor() as cursor:  # one evening a day: the next one meets the same rows
            shown = key.hex if connection.vendor == "sqlite" else str(key)
            cursor.execute("DELETE FROM practice_checkin WHERE id = %s", [shown])
            assert cursor.rowcount == 1
        return took

    def insert(self) -> float:
        """The yardstick of an evening."""
        return self.post("/bare/insert/", {"key": str(uuid.uuid4())})


def group() -> list[Phone]:
    """The demo's group at day 12, and a phone for each who still takes part."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    site = create_site(slug="bench", name="Bench", by=None, now=now)
    for key, role in _STAFF.items():
        create_person(
            email=f"{key}@demo.invalid", display_name=key, site=site, roles=[role], by=None, now=now
        )
    prepare_service(site, now)
    prepare_group(_site(), now=now)
    UNREAD.append(Enrolment.objects.exclude(ended_at=None).get().pk)
    running = Enrolment.objects.filter(ended_at=None).select_related("case__participant")
    return [Phone(one) for one in running]


def grow(to: int) -> None:
    """Copy one participant's rows until there are so many."""
    taking = Enrolment.objects.filter(ended_at=None).annotate(n=models.Count("done"))
    one = taking.order_by("-n").select_related("case__participant", "case__data_key").first()
    assert one is not None
    case = one.case
    number = to - Enrolment.objects.filter(ended_at=None).count()
    numbers = range(max(0, number))
    people = copies(case.participant, numbers, lambda n: {"email": f"p{n}@demo.invalid"})
    held = Membership.objects.filter(person=case.participant).get()
    copies(held, numbers, lambda n: {"person_id": people[n].pk})
    keys = copies(case.data_key, numbers, lambda _: {})
    cases = copies(
        case, numbers, lambda n: {"participant_id": people[n].pk, "data_key_id": keys[n].pk}
    )
    for row in (*Consent.objects.filter(case=case), *Clearance.objects.filter(case=case)):
        copies(row, numbers, lambda n: {"case_id": cases[n].pk})
    rows = copies(one, numbers, lambda n: {"case_id": cases[n].pk})
    for table in (one.events, one.done, one.check_ins):
        for row in table.all():
            copies(row, numbers, lambda n: {"enrolment_id": rows[n].pk})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    gc.collect()  # what made the copies is no part of a server
    gc.freeze()


def copies(
    row: models.Model | None, numbers: range, changes: Callable[[int], dict[str, Any]]
) -> list[Any]:
    """So many copies of a row, each with a key of its own."""
    assert row is not None
    kind: Any = type(row)
    meta = kind._meta  # noqa: SLF001  Django's own name for it
    fields = [one for one in meta.concrete_fields if not one.primary_key]
    plain = {one.attname: getattr(row, one.attname) for one in fields}
    own = isinstance(meta.pk, models.UUIDField)
    made = [
        kind(**plain | changes(number) | ({"pk": uuid.uuid4()} if own else {}))
        for number in numbers
    ]
    found: list[Any] = kind.objects.bulk_create(made, batch_size=500)
    return found


def measure(phones: list[Phone], rounds: int = ROUNDS) -> dict[str, float]:
    """Median CPU milliseconds of each, measured in turn so that a busy machine hits all alike."""
    times: dict[str, list[float]] = {"insert": [], "check-in": [], "bare page": [], "Today": []}
    for number in range(rounds):
        phone = phones[number % len(phones)]
        times["insert"].append(phone.insert())
        times["check-in"].append(phone.check_in())
        times["bare page"].append(phone.get("/bare/page/"))
        times["Today"].append(phone.get("/practice/"))
    return {name: statistics.median(took) * 1000 for name, took in times.items()}


def told(people: int, found: dict[str, float]) -> tuple[float, float]:
    """Print one line; the two ratios."""
    check_in, today = found["check-in"] / found["insert"], found["Today"] / found["bare page"]
    print(
        f"{people:6} people: check-in {found['check-in']:.1f} ms, {check_in:.2f} bare inserts; "
        f"Today {found['Today']:.1f} ms, {today:.2f} bare pages"
    )
    return check_in, today


def _in_pages(found: dict[str, float], name: str) -> float:
    """In units of the bare page of the same minute, so that a slower minute is no growth."""
    return found[name] / found["bare page"]


def main() -> int:
    """Measure, grow, measure again; 1 where an aim is missed."""
    phones = group()
    small = measure(phones)
    ratios = [told(10, small)]
    grow(PEOPLE)
    large = measure(phones)
    ratios.append(told(PEOPLE, large))
    growth = max(_in_pages(large, name) / _in_pages(small, name) for name in ("check-in", "Today"))
    print(f"growth from 10 to {PEOPLE} people: {growth:.2f}")
    missed = any(a > MOST_CHECK_IN or b > MOST_TODAY for a, b in ratios) or growth > MOST_GROWTH
    return int(missed)


if __name__ == "__main__":
    settings.ROOT_URLCONF = __name__
    raise SystemExit(main())
