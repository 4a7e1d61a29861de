"""A case: opened with a key of its own, sealed to its place, one per participant and site."""

import pytest
from django.db import IntegrityError, transaction

from remit.errors import IntegrityFailure, NotAllowed
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, plain_subject, seal_table
from remit.web.people import audit
from remit.web.people.models import AuditEvent

SUBJECT = {"id": "robin", "name": "Robin Example"}


def opened(people, now, **more):
    return open_case(site=people.riverside, subject=SUBJECT, by=people.amin, now=now, **more)


def test_a_case_opens_sealed_and_audited(people, now):
    case = opened(people, now)
    assert plain_subject(case) == {
        **SUBJECT,
        "recorded": "2026-11-23",
        "consultation": {"date": "2026-11-23", "basis": "assumed"},
    }
    assert b"Robin" not in bytes(case.sealed_subject)
    event = AuditEvent.objects.get(object_type="case", act="opened")
    assert event.object_id == str(case.pk)
    assert "Robin" not in event.detail
    assert not audit.verify().faults


def test_a_sealed_table_opens_only_in_its_place(people, now):
    one, other = opened(people, now), opened(people, now)
    sealed = seal_table(one, {"a": 1}, ("table", "column"), "row")
    assert open_table(one, sealed, ("table", "column"), "row") == {"a": 1}
    for case, place, row in (
        (other, ("table", "column"), "row"),
        (one, ("table", "other"), "row"),
        (one, ("table", "column"), "other"),
    ):
        with pytest.raises(IntegrityFailure):
            open_table(case, sealed, place, row)


def test_who_may_open_a_case(people, now):
    opened(people, now)
    for person in (people.fay, people.bea, people.una, people.ada, people.hugo, people.tom):
        with pytest.raises(NotAllowed):
            open_case(site=people.riverside, subject=SUBJECT, by=person, now=now)
    assert Case.objects.count() == 1


def test_one_case_per_participant_and_site(people, now):
    opened(people, now, participant=people.tom)
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(people, now, participant=people.tom)
    assert Case.objects.filter(participant=people.tom).count() == 1


def test_no_participant_sees_the_list_of_cases(people, now):
    opened(people, now, participant=people.tom)
    assert not Case.objects.visible_to(people.tom, now=now).exists()
    assert not Case.objects.visible_to(people.hugo, now=now).exists()
    assert Case.objects.visible_to(people.cora, now=now).count() == 1
