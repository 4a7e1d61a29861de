"""Mail from the ledger: without clinical content, once, again after a fault, by any number."""

import contextlib
import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DataError, IntegrityError, connection

from remit.cli import work
from remit.cli.work import worker_beside
from remit.domain.action_code import ActionCode
from remit.web import settings as settings_module
from remit.web.notices import actions, delivery, worker
from remit.web.notices.models import Flag, Notice, WorkerBeat
from remit.web.notices.service_queries import worker_runs

MINUTE = timedelta(minutes=1)
E = ActionCode.EMERGENCY
FORBIDDEN = ("calf", "robin", "VA4", "emergency", "mind", "body", "pain", "programme", "riverside")


def test_inv_14_a_mail_says_that_something_waits_and_nothing_else(clinic, now, with_mail):
    flag = clinic.raise_flag(E)
    assert delivery.deliver_due(now=now).sent == 1
    (message,) = mail.outbox
    assert message.to == ["amin@example.org"]
    assert message.subject == "Remit: something waits for you"
    assert message.body == f"http://localhost/notices/flags/{flag.pk}/\n"
    whole = str(message.message()).casefold()
    assert not [word for word in FORBIDDEN if word.casefold() in whole]


def test_it_is_sent_once(clinic, now, with_mail):
    clinic.raise_flag()
    assert delivery.deliver_due(now=now).sent == 1
    assert delivery.deliver_due(now=now + 60 * MINUTE).sent == 0
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.next_try_at, notice.tries) == (now, None, 1)


def test_without_mail_the_notice_waits_on_the_page(clinic, now):
    clinic.raise_flag()
    assert delivery.deliver_due(now=now).sent == 0
    assert Notice.objects.get().channel == Notice.Channel.PAGE


def test_a_flag_that_was_closed_meanwhile_sends_nothing(clinic, now, with_mail):
    flag = clinic.raise_flag()
    actions.acknowledge(flag=flag, by=clinic.noor, now=now)
    actions.record_outcome(flag=flag, words="Rang.", reviewed=True, by=clinic.noor, now=now)
    done = delivery.deliver_due(now=now)
    assert (done.sent, done.dropped) == (0, 1)
    assert not mail.outbox
    assert Notice.objects.get().dropped_at == now


class Broken(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, _messages):
        raise smtplib.SMTPServerDisconnected("away")


def test_a_mail_that_fails_is_tried_again_and_then_goes_to_the_next_person(
    clinic, now, settings, with_mail, caplog
):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    sys.modules.setdefault(__name__, sys.modules[Broken.__module__])
    flag = clinic.raise_flag(ActionCode.SAME_DAY)
    at = now
    for tries in range(1, delivery.MOST_TRIES + 1):
        assert delivery.deliver_due(now=at).failed == 1
        notice = Notice.objects.get()
        assert notice.tries == tries
        assert delivery.deliver_due(now=at).failed == 0
        at = notice.next_try_at or at
    assert (notice.failed_at, notice.next_try_at) == (at, None)
    assert "example.org" not in caplog.text
    assert actions.escalate_overdue(now=at) == 1
    assert clinic.told(flag) == [(1, "Dr Amin"), (2, "Dr Noor")]


class Picky(EmailBackend):
    """A mail server that chokes on one address, with a fault nobody thought of."""

    def send_messages(self, messages):
        if messages[0].to == ["amin@example.org"]:
            raise ValueError("amin@example.org is odd")
        return super().send_messages(messages)


def test_one_bad_notice_keeps_no_other_from_being_sent(
    clinic, now, settings, with_mail, caplog, monkeypatch
):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    sys.modules.setdefault(__name__, sys.modules[Picky.__module__])
    clinic.raise_flag(E)
    actions.escalate_overdue(now=now + 16 * MINUTE)
    done = delivery.deliver_due(now=now + 16 * MINUTE)
    assert (done.sent, done.failed) == (1, 1)
    assert [message.to for message in mail.outbox] == [["noor@example.org"]]
    bad = Notice.objects.get(person=clinic.amin)
    assert (bad.tries, bad.next_try_at) == (1, now + 17 * MINUTE)
    assert "example.org" not in caplog.text

    def broken(*_):
        raise RuntimeError("a bug")

    monkeypatch.setattr(delivery, "_deliver", broken)
    assert delivery.deliver_due(now=now + 17 * MINUTE).failed == 1
    assert f"notice {bad.pk}" in caplog.text


def test_one_bad_flag_keeps_no_other_from_being_told_further(clinic, now, caplog, monkeypatch):
    bad, good = clinic.raise_flag(E), clinic.raise_flag(E, origin="sheet:2", now=now + MINUTE)
    move = actions._move

    def breaks(flag, *args, **options):
        if flag.pk == bad.pk:
            raise IntegrityError("a bad row")
        return move(flag, *args, **options)

    monkeypatch.setattr(actions, "_move", breaks)
    assert actions.escalate_overdue(now=now + 20 * MINUTE) == 1
    assert clinic.told(good) == [(1, "Dr Amin"), (2, "Dr Noor")]
    assert f"flag {bad.pk}" in caplog.text
    assert "calf" not in caplog.text


def test_a_house_that_fails_at_a_look_silences_no_alarm(clinic, now, caplog):
    def broken(sender, now, **_):
        raise RuntimeError("a bug")

    clinic.raise_flag(E)
    worker.worker_looks.connect(broken)
    try:
        done = worker.look_once(now=now + 16 * MINUTE, worker="w")
    finally:
        worker.worker_looks.disconnect(broken)
    assert done.told_further == 1
    assert "broken failed at this look: RuntimeError" in caplog.text
    assert worker_runs(now=now + 16 * MINUTE)


def test_a_worker_that_died_after_the_claim_leaves_it_to_another(clinic, now, with_mail):
    clinic.raise_flag()
    pk, tries = Notice.objects.values_list("pk", "tries").get()
    assert delivery._claim(pk, tries, "dead", now)
    assert delivery.deliver_due(now=now + 9 * MINUTE).sent == 0
    assert delivery.deliver_due(now=now + 10 * MINUTE).sent == 1
    assert Notice.objects.get().claimed_by == "worker"


def test_a_clock_set_back_loses_nothing(clinic, now, with_mail):
    flag = clinic.raise_flag(E)
    back = now - timedelta(hours=1)
    worker.look_once(now=back, worker="w")
    assert not mail.outbox
    worker.look_once(now=now + 20 * MINUTE, worker="w")
    assert [message.to for message in mail.outbox] == [["amin@example.org"], ["noor@example.org"]]
    flag.refresh_from_db()
    assert flag.state == "escalated"


class Slow(EmailBackend):
    """A mail server that takes its time, so that workers meet."""

    sent: list[str] = []

    def send_messages(self, messages):
        time.sleep(0.02)
        self.sent.extend(message.to[0] for message in messages)
        return len(messages)


def test_many_workers_escalate_and_send_exactly_once(committed_clinic, now, settings, with_mail):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    sys.modules.setdefault(__name__, sys.modules[Slow.__module__])
    Slow.sent.clear()
    for number in range(6):
        committed_clinic.raise_flag(E, origin=f"sheet:{number}")
    later, start, faults = now + 16 * MINUTE, threading.Barrier(4), []

    def work(name):
        try:
            start.wait(timeout=10)
            for _ in range(3):
                worker.look_once(now=later, worker=name)
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults
    assert sorted(Slow.sent) == ["amin@example.org"] * 6 + ["noor@example.org"] * 6
    assert Notice.objects.filter(sent_at=later, tries=1).count() == 12
    assert set(Flag.objects.values_list("version", flat=True)) == {2}


def test_the_same_answer_kept_twice_at_once_raises_one_flag(committed_clinic):
    start, made = threading.Barrier(3), []

    def raise_it():
        try:
            start.wait(timeout=10)
            made.append(committed_clinic.raise_flag(E).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=raise_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(made) == 3
    assert len(set(made)) == Flag.objects.count() == Notice.objects.count() == 1


def test_the_loop_looks_until_it_is_told_to_stop_and_waits_for_the_database(
    clinic, now, monkeypatch
):
    stop, looks = worker.Stop(), []

    def look(*, now, worker):
        looks.append((now, worker))
        if len(looks) == 1:
            raise delivery_error()
        WorkerBeat.objects.create(name=worker, at=now)
        assert worker_runs(now=now)
        stop.set()

    monkeypatch.setattr(worker, "look_once", look)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.run(clock=lambda: now, stop=stop, worker="w", interval=0)
    assert looks == [(now, "w")] * 2
    assert not worker_runs(now=now)


def delivery_error():
    return worker.OperationalError("no such table")


@pytest.mark.parametrize(
    ("good_looks", "fault", "ends"),
    [
        (0, worker.ProgrammingError, False),
        (1, worker.ProgrammingError, True),
        (1, worker.InterfaceError, False),
        (0, DataError, True),
        (0, IntegrityError, True),
    ],
)
def test_only_a_database_that_is_away_or_not_set_up_is_waited_for(
    now, monkeypatch, good_looks, fault, ends
):
    stop, looks = worker.Stop(), []

    def look(**_):
        looks.append(1)
        if len(looks) == good_looks + 1:
            raise fault
        if len(looks) > good_looks + 1:
            stop.set()

    monkeypatch.setattr(worker, "look_once", look)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.WorkerBeat, "objects", Nothing())
    with pytest.raises(fault) if ends else contextlib.nullcontext():
        worker.run(clock=lambda: now, stop=stop, worker="w", interval=0)
    assert stop.is_set() != ends


def test_it_ends_with_the_process_that_started_it(now):
    stop = worker.Stop()
    worker_ran = []
    # No database is touched but for the farewell, so an unknown parent ends it before any look.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "look_once", lambda **_: worker_ran.append(1))
        patch.setattr(worker.WorkerBeat, "objects", Nothing())
        worker.run(clock=lambda: now, stop=stop, worker="w", parent=1 << 30)
    assert not worker_ran


class Nothing:
    """A table without rows."""

    def filter(self, **_):
        return self

    def delete(self):
        return 0


def test_a_silent_mail_server_does_not_hold_up_the_alarms():
    assert settings_module._mail("smtp://mail.example")["EMAIL_TIMEOUT"] == 15


def test_a_silent_worker_is_noticed(db, now):
    assert not worker_runs(now=now)
    worker.look_once(now=now, worker="w")
    assert worker_runs(now=now + 5 * MINUTE)
    assert not worker_runs(now=now + 6 * MINUTE)


def test_the_command_stops_gracefully(tmp_path):
    environment = {**os.environ, "REMIT_DATA_DIR": str(tmp_path)}
    environment.pop("REMIT_DATABASE_URL", None)
    migrate = [sys.executable, "-m", "remit.web", "migrate", "-v0"]
    subprocess.run(migrate, env=environment, check=True)
    once = [sys.executable, "-m", "remit", "worker", "--once"]
    done = subprocess.run(once, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout == "0 told further, 0 mails sent.\n"
    process = subprocess.Popen(
        [sys.executable, "-m", "remit.web", "work", "--interval", "0.1"], env=environment
    )
    try:
        assert beats(tmp_path / "remit.sqlite3", at_least=2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
    assert not beats(tmp_path / "remit.sqlite3", at_least=2, seconds=0)


def test_a_worker_runs_beside_the_pages_and_ends_with_them(tmp_path, monkeypatch):
    monkeypatch.setenv("REMIT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("REMIT_DATABASE_URL", raising=False)
    with worker_beside() as beside:
        time.sleep(1)
        assert beside.process.poll() is None  # it waits for a database that is not set up yet
    assert beside.process.returncode is not None


def test_a_worker_that_dies_beside_the_pages_is_started_again(monkeypatch, capfd):
    monkeypatch.setattr(work, "_FIRST_PAUSE", 0.01)
    beside = work.Beside([sys.executable, "-c", "import time; time.sleep(60)"])
    first = beside.process
    first.kill()
    end = time.monotonic() + 20
    while beside.process is first and time.monotonic() < end:
        time.sleep(0.02)
    assert beside.process is not first
    assert beside.process.poll() is None
    beside.end()
    assert beside.process.returncode is not None
    assert capfd.readouterr().err.count("started again") == 1


def test_a_worker_that_was_asked_to_end_is_not_started_again(monkeypatch):
    monkeypatch.setattr(work, "_FIRST_PAUSE", 0.01)
    beside = work.Beside([sys.executable, "-c", ""])
    first = beside.process
    beside._watcher.join(timeout=20)
    assert not beside._watcher.is_alive()
    assert beside.process is first
    beside.end()


def beats(database, *, at_least, seconds=60):
    """Whether so many workers are known soon; `--once` left one that does not say farewell."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.closing(sqlite3.connect(database)) as direct:
            (number,) = direct.execute("SELECT count(*) FROM notices_workerbeat").fetchone()
        if number >= at_least or time.monotonic() > end:
            return number >= at_least
        time.sleep(0.1)
