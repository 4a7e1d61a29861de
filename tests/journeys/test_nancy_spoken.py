"""Nancy's consultation, typed by keyboard alone while everything that can go wrong goes wrong.

REMIT_TYPING_WPM sets the pace (60 is a person, and takes minutes), REMIT_CUT_SECONDS the time
without a network. The record is read straight from the database, not from a page.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import PORT, _wait_for
from tests.journeys.stored_record import stored_record

from remit.content import shipped
from remit.content.casefile import build
from remit.domain.chronology import Chronology

pytestmark = [pytest.mark.browser, pytest.mark.long]

WPM = float(os.environ.get("REMIT_TYPING_WPM", "900"))
CUT = float(os.environ.get("REMIT_CUT_SECONDS", "12"))
PER_KEY = 60_000 / (WPM * 5)  # ms: a word is five strokes
SAVED = re.compile(r"^Saved \d\d:\d\d$|^Every word saved$")
WAIT = 40_000
_LINES = Path(__file__).parents[1] / "reference" / "quick_entry" / "nancy.toml"
# Ids of the published file mean nothing in another record, and "ago" counts from today, not from
# a consultation in 2007.
SPOKEN = [
    line
    for line in tomllib.loads(_LINES.read_text())["line"]
    if "@" not in line["say"] and " ago" not in line["say"]
]
KILLED = {3, 12}  # before these lines the server dies; it is back two lines later
CUT_AT, BACK_AT = 6, 10


@dataclass
class Server:
    """A demo of its own, which may be killed and started again on the same data."""

    data: Path
    port: int = PORT + 1000
    printed: list[str] = field(default_factory=list)
    process: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("REMIT_DATA")}
        command = [sys.executable, "-m", "remit", "demo"]
        self.process = subprocess.Popen(
            [*command, "--data", str(self.data), "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            start_new_session=True,  # so that a kill reaches every process of it
        )
        self.printed = []
        for line in self.process.stdout:
            self.printed.append(line)
            if "Stop it with Ctrl-C" in line:
                break
        _wait_for(f"{self.address}/healthz")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def link(self, name: str) -> str:
        at = next(i for i, one in enumerate(self.printed) if one.strip().startswith(f"{name},"))
        return self.printed[at + 1].strip()


@pytest.fixture(scope="module")
def server():
    folder = Path(tempfile.mkdtemp(prefix="remit-spoken-", dir="/tmp"))
    made = Server(folder)
    made.start()
    yield made
    made.kill()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def doctor(chromium, server):
    """Dr Amin's own window, signed in."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(server.link("Dr Amin"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/consult/")
    page.close()
    yield context
    context.close()


def open_record(doctor, server, name):
    """Invite somebody, and say who they are: born 52 years before a consultation in 2007."""
    page = doctor.new_page()
    page.goto(f"{server.address}/intake/invite/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(f"{name.split()[1].lower()}@demo.invalid")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the invitation").click()
    page.goto(f"{server.address}/consult/")
    address = page.get_by_role("link", name=name).get_attribute("href")
    page.goto(f"{server.address}{address}about/")
    page.locator("[name=birth]").fill("aged 52 at consultation")
    page.locator("[name=consultation]").fill("2006-07/2008-12")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep").click()
    page.goto(f"{server.address}{address}consultation/?part=pain")
    return page


def say(page, line):
    """One line, by keyboard alone."""
    expect(page.locator("#line")).to_be_focused()
    page.keyboard.type(line, delay=PER_KEY)
    page.keyboard.press("Enter")


def turn_to(page, part):
    if f"part={part}" not in page.url:
        page.goto(re.sub(r"part=\w+", f"part={part}", page.url))


def all_saved(page):
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=WAIT)
    expect(page.locator("[data-pending] li")).to_have_count(0, timeout=WAIT)


def check_record(server, name):
    """Every spoken row stands as in the published case, once; no line is missing or doubled."""
    found = stored_record(server.data, name)
    assert sorted(found["lines"]) == sorted(line["say"] for line in SPOKEN)
    told, known = build(found["history"], name), shipped.case("nancy")
    here, there = Chronology(told), Chronology(known)
    for line in SPOKEN:
        for identifier in line["rows"]:
            wanted = {fact.id: fact for fact in known.facts()}.get(identifier)
            if wanted is None:  # a trait or a rating: no place in time
                continue
            same = [
                fact
                for fact in told.facts()
                if type(fact) is type(wanted) and _name(fact) == _name(wanted)
            ]
            assert len(same) == 1, f"{identifier} {wanted.label}: {len(same)} in the record"
            assert getattr(same[0], "code", "") == getattr(wanted, "code", ""), identifier
            told_in, known_in = here.interval(same[0].id), there.interval(identifier)
            assert told_in.contains(known_in), f"{identifier}: {told_in}, {known_in}"
    return found


def _name(fact):
    return fact.label.split(",")[0].casefold()


def test_every_spoken_line_becomes_its_row(doctor, server):
    page = open_record(doctor, server, "Nancy Spoken")
    for line in SPOKEN:
        turn_to(page, line["part"])
        say(page, line["say"])
    all_saved(page)
    check_record(server, "Nancy Spoken")
    page.close()


def test_no_word_is_lost_without_network_with_two_kills_and_a_second_tab(doctor, server):
    page = open_record(doctor, server, "Nancy Troubled")
    second = doctor.new_page()
    second.goto(page.url)
    for number, line in enumerate(SPOKEN):
        if number in KILLED:
            server.kill()
        if number == CUT_AT:
            doctor.set_offline(True)
        reachable = number - 1 not in KILLED and number not in KILLED
        if reachable and not CUT_AT <= number < BACK_AT:
            turn_to(page, line["part"])
        say(page, line["say"])  # where nothing answers, the lines go on where they are
        if number - 1 in KILLED:
            server.start()
        if number == BACK_AT - 1:
            page.wait_for_timeout(CUT * 1000)
            doctor.set_offline(False)
    say_in_notes(second, "She says: “never quite gone”.")
    all_saved(page)
    all_saved(second)
    found = check_record(server, "Nancy Troubled")
    assert any("never quite gone" in text for text in found["notes"].values())
    page.close()
    second.close()


def say_in_notes(page, words):
    page.locator("#notes-text").click()
    page.keyboard.type(words, delay=PER_KEY)
