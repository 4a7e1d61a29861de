"""The log is append-only, chained, and names the row and field that was altered."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from remit.errors import IntegrityFailure, NotFound
from remit.web.people import actions, audit, guards, keys
from remit.web.people.models import AuditEvent, AuditPending, AuditSeal


def _write(people, now, count=3):
    for number in range(count):
        with transaction.atomic():
            audit.record(
                by=people.amin,
                now=now + timedelta(seconds=number),
                site=people.riverside,
                act="added",
                object_type="life event",
                object_id=number,
                detail={"version": number},
            )
    audit.link_waiting()


def _tamper(sql, *values):
    guards.run(connection, guards.remove_statements(connection.vendor))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    guards.run(connection, guards.install_statements(connection.vendor))


def test_a_fresh_log_verifies(people, now):
    _write(people, now)
    found = audit.verify()
    assert found.faults == ()
    assert found.linked == AuditEvent.objects.count()
    assert found.waiting == 0
    audit.check_verified(found)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("act", "viewed"),
        ("actor", "999"),
        ("site", ""),
        ("object_id", "78"),
        ("object_type", "case"),
        ("detail", '{"version": 7}'),
        ("data_key", "x"),
        ("at", "2026-11-23 09:30:07.000001+00:00"),
    ],
)
def test_a_tampered_field_is_named_with_its_row(people, now, field, value):
    _write(people, now)
    victim = AuditEvent.objects.get(object_type="life event", object_id="1")
    _tamper(f"UPDATE people_auditevent SET {field} = %s WHERE id = %s", value, victim.pk)
    (fault,) = audit.verify().faults
    assert (fault.event_number, fault.what) == (victim.pk, f"field {field} was altered")
    with pytest.raises(IntegrityFailure, match=f"row {victim.pk}: field {field}"):
        audit.check_verified(audit.verify())


def test_one_byte_of_the_sealed_values_is_noticed(people, now):
    data_key = keys.create_data_key(site=people.riverside, now=now)
    event = _write_sealed(people, now, data_key)
    altered = bytearray(event.sealed_values)
    altered[-1] ^= 1
    _tamper(
        "UPDATE people_auditevent SET sealed_values = %s WHERE id = %s", bytes(altered), event.pk
    )
    (fault,) = audit.verify().faults
    assert (fault.event_number, fault.what) == (event.pk, "field sealed_values was altered")


def _write_sealed(people, now, data_key):
    with transaction.atomic():
        event = audit.record(
            by=people.amin,
            now=now,
            site=people.riverside,
            act="changed",
            object_type="life event",
            object_id="7",
            values={"old": "moved house", "new": "moved house, alone"},
            data_key=data_key,
        )
    audit.link_waiting()
    return event


def test_a_removed_row_is_named(people, now):
    _write(people, now)
    victim = AuditEvent.objects.get(object_type="life event", object_id="1")
    _tamper("DELETE FROM people_auditevent WHERE id = %s", victim.pk)
    (fault,) = audit.verify().faults
    assert (fault.event_number, fault.what) == (victim.pk, "the event was removed")


def test_a_row_removed_with_its_link_is_named(people, now):
    _write(people, now)
    victim = AuditEvent.objects.get(object_type="life event", object_id="1")
    _tamper("DELETE FROM people_auditevent WHERE id = %s", victim.pk)
    _tamper("DELETE FROM people_auditseal WHERE event_number = %s", victim.pk)
    (fault,) = audit.verify().faults
    assert "missing" in fault.what


def test_a_row_added_past_remit_is_named(people, now):
    _write(people, now)
    copied = AuditEvent.objects.last()
    stray = AuditEvent.objects.create(
        uid=keys.uuid.uuid4(), at=now, actor="1", act="viewed", object_type="case", object_id="1"
    )
    assert copied.pk < stray.pk
    (fault,) = audit.verify().faults
    assert fault.event_number == stray.pk


def test_a_rewritten_link_is_noticed_without_the_key(people, now):
    _write(people, now)
    victim = AuditSeal.objects.order_by("position").first()
    _tamper("UPDATE people_auditseal SET marks = %s WHERE position = 1", "0" * 16)
    assert any(
        f.event_number == victim.event_number and "link was altered" in f.what
        for f in audit.verify().faults
    )


def test_a_cut_off_end_shows_when_a_head_was_kept(people, now):
    _write(people, now)
    head = audit.verify().head
    last = AuditSeal.objects.order_by("-position").first()
    _tamper("DELETE FROM people_auditseal WHERE position = %s", last.position)
    _tamper("DELETE FROM people_auditevent WHERE id = %s", last.event_number)
    found = audit.verify(expected_head=head)
    assert found.faults == ()
    with pytest.raises(IntegrityFailure, match="cut off"):
        audit.check_verified(found)


def test_models_refuse_to_change_the_log(people, now):
    _write(people, now)
    event = AuditEvent.objects.first()
    event.act = "nothing"
    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        AuditSeal.objects.all().delete,
        lambda: AuditEvent.objects.update(act="nothing"),
        lambda: AuditEvent.objects.bulk_update([event], ["act"]),
    ):
        with pytest.raises(IntegrityFailure, match="append-only"):
            attempt()


@pytest.mark.parametrize("table", guards.GUARDED_TABLES)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET {}={}"])
def test_the_database_refuses_too(people, now, table, verb):
    _write(people, now)
    column = "act" if table.endswith("event") else "marks"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table, column, column))


@pytest.mark.postgres
def test_postgres_refuses_truncate(people, now):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE people_auditevent")


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_bug(now):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record(by=None, now=now, site=None, act="added", object_type="site", object_id="1")


@pytest.mark.django_db(transaction=True)
def test_events_are_linked_by_the_time_the_change_is_committed(now):
    actions.create_site(slug="one", name="One", by=None, now=now)
    assert AuditPending.objects.count() == 0
    assert AuditSeal.objects.count() == 1
    with transaction.atomic():
        actions.create_site(slug="two", name="Two", by=None, now=now)
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == AuditSeal.objects.count() == 1
    assert audit.verify().faults == ()


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain(now):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    keys.ring()

    def write(number):
        try:
            actions.create_site(slug=f"s{number}", name=f"S{number}", by=None, now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(20)))
    audit.link_waiting()
    found = audit.verify()
    assert (found.faults, found.linked, found.waiting) == ((), 20, 0)


def test_one_view_event_per_person_case_and_quarter_of_an_hour(people, now):
    def look(person, minutes, case="7"):
        return audit.record_view(
            by=person,
            now=now + timedelta(minutes=minutes),
            site=people.riverside,
            object_id=case,
        )

    assert look(people.amin, 0)
    assert not look(people.amin, 14)
    assert look(people.amin, 15)
    assert look(people.fay, 14)
    assert look(people.amin, 14, case="8")
    assert AuditEvent.objects.filter(act="viewed").count() == 4
    assert audit.events_about("case", "7").count() == 3


def test_a_list_is_one_event_with_its_count(people, now):
    audit.record_list_view(
        by=people.amin, now=now, site=people.riverside, object_type="case", count=12
    )
    assert AuditEvent.objects.get(act="listed").detail == '{"count": 12}'


def test_old_and_new_values_are_sealed_until_the_case_is_erased(people, now):
    data_key = keys.create_data_key(site=people.riverside, now=now)
    event = _write_sealed(people, now, data_key)
    event.refresh_from_db()
    assert b"moved" not in bytes(event.sealed_values)
    assert audit.values_of(event)["new"] == "moved house, alone"
    keys.destroy(data_key, now=now)
    with pytest.raises(NotFound, match="erased"):
        audit.values_of(event)
    assert audit.verify().faults == ()
