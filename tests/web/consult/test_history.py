"""A history in and out of the database: the same history, all or nothing, audited."""

import subprocess
import sys
import textwrap

import pytest
from django.db import connection

from remit.content import shipped
from remit.content.casefile import CaseFileError
from remit.domain.chronology import Chronology
from remit.domain.length import Axis
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.consult.actions import add_event, record_history, withdraw_event
from remit.web.consult.models import Entry
from remit.web.consult.records import history_of
from remit.web.people import audit, keys
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_a_stored_history_is_the_history_of_the_file(cases, name):
    assert history_of(getattr(cases, name)) == shipped.case(name)


def test_nothing_clinical_stands_readable_in_the_database(cases):
    with connection.cursor() as cursor:
        for table in ("cases_case", "consult_entry", "people_auditevent"):
            cursor.execute(f"SELECT * FROM {table}")
            text = repr(
                [[bytes(c) if isinstance(c, memoryview) else c for c in row] for row in cursor]
            )
            for word in ("Nancy", "fibromyalgia", "Building", "Mary"):
                assert word not in text


def test_every_entry_has_its_audit_row_with_sealed_values(cases):
    entries = Entry.objects.filter(case=cases.mary)
    events = AuditEvent.objects.filter(act="added", object_id__in=[str(e.pk) for e in entries])
    assert events.count() == entries.count() > 20
    assert audit.values_of(events.first())["old"] is None
    audit.check_verified(audit.verify())


def test_add_event_writes_row_version_and_audit_together(cases, people, now):
    case = cases.nancy
    entry = add_event(
        case=case,
        table="event",
        row={"label": "moved house", "code": "FIN04", "start": "about 1985"},
        version=case.version,
        by=people.amin,
        now=now,
    )
    assert entry.key == "E01"
    assert Case.objects.get(pk=case.pk).version == case.version + 1
    assert history_of(case).fact("E01").start.edtf == "1985~"


def test_a_stale_version_is_a_conflict_and_writes_nothing(cases, people, now):
    case = cases.nancy
    before = Entry.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Conflict):
        add_event(
            case=case,
            table="event",
            row={"label": "x", "code": "FIN04"},
            version=case.version - 1,
            by=people.amin,
            now=now,
        )
    assert (Entry.objects.count(), AuditEvent.objects.count()) == before


def test_a_wrong_fact_writes_nothing_and_keeps_the_version(cases, people, now):
    case = cases.nancy
    before = Entry.objects.count(), AuditEvent.objects.count()
    with pytest.raises(CaseFileError, match="taxonomy"):
        add_event(
            case=case,
            table="event",
            row={"label": "x", "code": "NONE"},
            version=case.version,
            by=people.amin,
            now=now,
        )
    assert (Entry.objects.count(), AuditEvent.objects.count()) == before
    assert Case.objects.get(pk=case.pk).version == case.version


def test_undo_is_a_compensating_event_that_keeps_the_row(cases, people, now):
    case = cases.mary
    entry = add_event(
        case=case,
        table="event",
        row={"label": "x", "code": "FIN04"},
        version=case.version,
        by=people.amin,
        now=now,
    )
    case.refresh_from_db()
    withdraw_event(case=case, entry=entry, version=case.version, by=people.amin, now=now)
    assert history_of(case) == shipped.case("mary")
    assert Entry.objects.filter(pk=entry.pk).exists()
    assert AuditEvent.objects.filter(act="withdrew", object_id=str(entry.pk)).count() == 1
    case.refresh_from_db()
    with pytest.raises(NotFound):
        withdraw_event(case=case, entry=entry, version=case.version, by=people.amin, now=now)


def test_a_fact_that_others_count_from_cannot_be_taken_out(cases, people, now):
    case = cases.mary
    entry = Entry.objects.get(case=case, key="M24")
    with pytest.raises(CaseFileError, match="M24"):
        withdraw_event(case=case, entry=entry, version=case.version, by=people.amin, now=now)
    assert Entry.objects.get(pk=entry.pk).withdrawn_at is None


def test_erasing_the_key_makes_the_case_unreadable_and_keeps_the_chain(cases, now):
    keys.destroy(cases.susan.data_key, now=now)
    with pytest.raises(NotFound):
        history_of(Case.objects.get(pk=cases.susan.pk))
    audit.check_verified(audit.verify())


def test_another_sites_clinician_may_not_record_here(people, now):
    with pytest.raises(NotAllowed):
        record_history(
            site=people.riverside, plain=shipped.plain_case("mary"), by=people.hugo, now=now
        )
    assert not Case.objects.exists()


def test_a_broken_history_stores_nothing(people, now):
    plain = shipped.plain_case("mary")
    plain["link"].append({"symptom": "nobody", "stressor": "nothing"})
    with pytest.raises(CaseFileError, match="nobody"):
        record_history(site=people.riverside, plain=plain, by=people.amin, now=now)
    assert not Case.objects.exists()


KILL = """
    import os, signal
    from datetime import UTC, datetime
    from remit.web import start
    start()
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = {name!r}
    from django.db import connection
    connection.settings_dict["NAME"] = {name!r}
    from remit.content import shipped
    from remit.web.consult import actions
    from remit.web.people.models import Site
    written = 0
    write = actions.write_entry
    def deadly(*args, **kwargs):
        global written
        written += 1
        if written == {after}:
            os.kill(os.getpid(), signal.SIGKILL)
        return write(*args, **kwargs)
    actions.write_entry = deadly
    actions.record_history(
        site=Site.objects.get(slug="riverside"),
        plain=shipped.plain_case("mary"),
        by=None,
        now=datetime.now(UTC),
    )
"""


@pytest.mark.parametrize("after", [1, 12, 10_000])
def test_kill_9_in_the_middle_of_record_history_leaves_all_or_nothing(people, after):
    """The process dies at the nth entry, or (10,000) not at all."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" in name:
        pytest.fail("this test needs a database file")
    code = textwrap.dedent(KILL).format(name=name, after=after)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    if after == 10_000:
        assert done.returncode == 0, done.stderr
        assert history_of(Case.objects.get()) == shipped.case("mary")
    else:
        assert done.returncode == -9, done.stderr
        assert not Case.objects.exists()
        assert not Entry.objects.exists()
        assert not AuditEvent.objects.filter(object_type="case").exists()
    audit.check_verified(audit.verify())


@pytest.mark.parametrize(("said", "kept"), [("2001", False), ("9 years ago", True)])
def test_a_year_does_not_enter_a_record_without_a_calendar(people, cases, now, said, kept):
    mary = cases.mary
    row = {"code": "OTH99", "label": "Moved house", "start": said}

    def add():
        return add_event(
            case=mary, table="event", row=row, version=mary.version, by=people.amin, now=now
        )

    before = mary.entries.count()
    if kept:
        add()
    else:
        with pytest.raises(InvalidInput, match="This record has no calendar"):
            add()
    assert mary.entries.count() == before + kept


def test_an_opened_record_takes_years_and_relative_dates(people, now):
    case = open_case(
        site=people.riverside, subject={"id": "robin", "name": "Robin"}, by=people.amin, now=now
    )
    for said in ("9 years ago", "2001"):
        case.refresh_from_db()
        row = {"code": "OTH99", "label": "Moved house", "start": said}
        add_event(case=case, table="event", row=row, version=case.version, by=people.amin, now=now)
    found = history_of(case)
    assert Chronology(found).axis is Axis.CALENDAR
