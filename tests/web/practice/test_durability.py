"""A hundred phones, answers that get lost, doubles, kill -9 and restarts: each thing once.

In the suite few phones send little. REMIT_PHONES and REMIT_PHONE_SENDS set how many phones there
are and how many check-ins they send together (the issue's 100 and 10,000), REMIT_PHONE_KILLS how
often the server dies.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from tests.web.practice.phones import Phone

PHONES = int(os.environ.get("REMIT_PHONES", "3"))
SENDS = int(os.environ.get("REMIT_PHONE_SENDS", "45"))
KILLS = int(os.environ.get("REMIT_PHONE_KILLS", "1"))
EPISODES = 4  # so many check-ins to one time that it hurt
SEED = 21
_CLINIC = Path(__file__).with_name("phones_clinic.py")


@dataclass
class Clinic:
    """A server with a database of its own, which may be killed and started again."""

    folder: Path
    database: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("REMIT_DATA")}
        kept |= {"REMIT_DATA_DIR": str(self.folder), "REMIT_DEMO": "1"}
        return kept | ({"REMIT_DATABASE_URL": self.database} if self.database else {})

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def asked(self, *words: str) -> dict | list:
        done = subprocess.run(
            [sys.executable, str(_CLINIC), *words],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def start(self) -> None:
        options = ["--port", str(self.port), "--no-migrate", "--no-worker"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "remit", "serve", *options],
            stdout=subprocess.DEVNULL, stderr=self.log.open("ab"), env=self.environment,
            start_new_session=True,  # so that a kill reaches every process of it
        )  # fmt: skip
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        pytest.fail("the server did not start")

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)


@pytest.fixture
def clinic(django_db_modify_db_settings) -> Iterator[Clinic]:
    folder = Path(tempfile.mkdtemp(prefix="remit-phones-", dir="/tmp"))
    folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    name = f"phones_{port}"
    made = Clinic(folder, _own_database(name), port)
    yield made
    made.kill()
    shutil.rmtree(folder, ignore_errors=True)
    if made.database:
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _own_database(name: str) -> str:
    """The address of a new database on PostgreSQL; nothing on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    _on_the_server(f'CREATE DATABASE "{name}"')
    whole = urlsplit(os.environ["REMIT_DATABASE_URL"])
    return urlunsplit(whole._replace(path=f"/{name}"))


def _on_the_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["REMIT_DATABASE_URL"], autocommit=True) as server:
        server.execute(statement)


def test_every_acknowledged_thing_is_there_once_whatever_dies(clinic):
    made = clinic.asked("make", str(PHONES))
    phones = [
        Phone(**one, port=clinic.port, luck=random.Random(SEED + number))
        for number, one in enumerate(made)
    ]
    for number in range(SENDS):
        phones[number % PHONES].make("check-in", number)
        if number % EPISODES == 0:
            phones[number % PHONES].make("episode", number)
    stop = threading.Event()
    senders = [
        threading.Thread(target=one.send_until_empty, args=(stop,), daemon=True) for one in phones
    ]
    clinic.start()
    for one in senders:
        one.start()
    try:
        for number in range(1, KILLS + 1):
            _kill_when(clinic, phones, SENDS * number // (KILLS + 1))
        _wait_until_empty(senders)
    finally:
        stop.set()
    clinic.kill()
    _check(clinic, phones, all_sent=True)
    print(_in_figures(phones))
    assert sum(one.dropped for one in phones)
    assert sum(one.doubled for one in phones)


def _in_figures(phones: list[Phone]) -> str:
    """For the long run: what happened on the way."""
    names = ("dropped", "doubled", "refused", "failed")
    counts = ", ".join(f"{name} {sum(getattr(one, name) for one in phones)}" for name in names)
    return f"{len(phones)} phones, {sum(len(one.saved) for one in phones)} kept once; {counts}"


def _kill_when(clinic: Clinic, phones: list[Phone], enough: int) -> None:
    """Kill the server in the middle of the sending, look at what it had, start it again."""
    while sum(len(one.saved) for one in phones) < enough:
        time.sleep(0.01)
    clinic.kill()
    time.sleep(0.2)  # whoever was reading a receipt has read it
    _check(clinic, phones, all_sent=False)
    clinic.start()


def _wait_until_empty(senders: list[threading.Thread]) -> None:
    end = time.monotonic() + 60 + SENDS
    for one in senders:
        one.join(timeout=max(0.1, end - time.monotonic()))
        assert not one.is_alive(), "a phone could not send everything"


def _check(clinic: Clinic, phones: list[Phone], *, all_sent: bool) -> None:
    found = clinic.asked("count")
    strange = [line for one in phones for line in one.strange]
    assert not strange, (strange[:5], clinic.log.read_text()[-3000:])
    made = {one.key: (phone.case, one.told) for phone in phones for one in phone.outbox}
    kept = {key: (row["case"], row["told"]) for key, row in found["kept"].items()}
    shown = {one.key for phone in phones for one in phone.saved}
    assert shown <= set(kept), "something was shown as saved and is not there"
    assert kept.items() <= made.items(), "something is there that no phone made"
    if all_sent:
        assert shown == set(made) == set(kept)
    for key in kept:
        assert found["audited"].get(key) == 1, "kept without its audit row, or written twice"
    assert all(found["history"].values()), "an episode without its place in the history"
