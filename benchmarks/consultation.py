"""A consultation with a life of 150 facts: how long a keystroke and a kept line take.

Prints median and 95th percentile of (1) the line as it is being typed, understood and drawn as
chips, one request a keystroke, and (2) a kept line with the redrawn timeline after it, through the
whole of Remit but the network. The aims are under 100 ms and under 200 ms at the 95th percentile.
Run: python benchmarks/consultation.py
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import uuid

_DATA = tempfile.TemporaryDirectory(prefix="remit-benchmark-")
os.environ["REMIT_DATA_DIR"] = _DATA.name
os.environ["REMIT_DEMO"] = "1"  # a second factor without a phone
os.environ.pop("REMIT_DATABASE_URL", None)

from large_life import life

from remit.web import start

start()  # before the models below

# ruff: noqa: E402
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from remit.web.cases.models import Case
from remit.web.consult.actions import record_history
from remit.web.people.actions import create_person, create_site, set_demo_second_factor
from remit.web.people.models import Role
from remit.web.people.second_factor import SESSION_MARK

FACTS = 150
LINES = (
    "1993~ headaches; new job, two children",
    "2004 back pain after a fall, still there",
    "lost her mother 2011; could not sleep",
    "tramadol 100 mg since 2015",
    "in her twenties irritable bowel",
)
SCRIPT = {"X-Remit": "script"}


def clinic() -> tuple[Client, Case]:
    """A clinician who is signed in, and a live case of 150 facts."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    site = create_site(slug="bench", name="Bench", by=None, now=now)
    person = create_person(
        email="bench@example.org",
        display_name="Dr Bench",
        site=site,
        roles=[Role.CLINICIAN],
        by=None,
        now=now,
    )
    set_demo_second_factor(person=person, now=now)
    case = record_history(site=site, plain=life(FACTS), by=person, now=now, origin=Case.Origin.LIVE)
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    session = client.session
    session[SESSION_MARK] = str(person.pk)
    session.save()
    return client, case


def keystrokes(client: Client, case: Case) -> list[float]:
    """Seconds of every keystroke of all lines."""
    url = reverse("consult:visit_understand", kwargs={"pk": case.pk})
    times = []
    for line in LINES:
        for end in range(1, len(line) + 1):
            begun = time.perf_counter()
            response = client.post(url, {"text": line[:end], "part": "pain"}, headers=SCRIPT)
            times.append(time.perf_counter() - begun)
            check(response.status_code)
    return times


def kept_lines(client: Client, case: Case, rounds: int = 4) -> list[float]:
    """Seconds from a kept line to the redrawn timeline."""
    keep = reverse("consult:visit_keep", kwargs={"pk": case.pk})
    timeline = reverse("consult:timeline", kwargs={"pk": case.pk})
    times = []
    for line in LINES * rounds:
        sent = {"key": str(uuid.uuid4()), "text": line, "part": "pain"}
        begun = time.perf_counter()
        check(client.post(keep, sent, headers=SCRIPT).status_code)
        check(client.get(timeline, headers={"X-Fragment": "timeline"}).status_code)
        times.append(time.perf_counter() - begun)
    return times


def check(status: int) -> None:
    """Only answers count."""
    if status != 200:
        raise SystemExit(f"a request was answered with {status}")


def told(name: str, times: list[float]) -> str:
    """One line of the result."""
    middle = statistics.median(times) * 1000
    high = statistics.quantiles(times, n=20)[-1] * 1000
    return f"{name}: median {middle:.0f} ms, 95th percentile {high:.0f} ms, {len(times)} times"


def main() -> None:
    """Print both."""
    settings.ALLOWED_HOSTS = ["localhost"]
    client, case = clinic()
    print(told("keystroke to chips", keystrokes(client, case)))
    print(told("kept line to timeline", kept_lines(client, case)))


if __name__ == "__main__":
    main()
