"""Flags: raised once, told at once, escalated by the clock, closed by a named person only."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagState
from remit.domain.service_hours import Span
from remit.errors import Conflict, IntegrityFailure, InvalidInput, NotAllowed
from remit.web.notices import actions, queries, service_actions
from remit.web.notices.models import DutyTurn, Flag, FlagEventRow, Notice
from remit.web.notices.records import events_of, now_of, open_finding
from remit.web.people import audit
from remit.web.people.models import AuditEvent

from .conftest import set_service

E, U1, U2, R, N = (
    ActionCode.EMERGENCY,
    ActionCode.SAME_DAY,
    ActionCode.REVIEW,
    ActionCode.ROUTINE,
    ActionCode.NOTE,
)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def matches_its_events(flag):
    flag.refresh_from_db()
    now = now_of(flag)
    row = (flag.state, flag.code, flag.owner_id, flag.raised_at, flag.version)
    folded = (now.state.value, now.code.value, now.owner, now.raised_at, len(events_of(flag)))
    return row == folded


def test_hz1_an_emergency_is_told_to_the_duty_list_in_the_same_transaction(clinic, now):
    with transaction.atomic():
        clinic.raise_flag(E)
        assert Notice.objects.count() == 1
        transaction.set_rollback(True)
    assert Flag.objects.count() == Notice.objects.count() == 0
    flag = clinic.raise_flag(E)
    assert clinic.told(flag) == [(1, "Dr Amin")]
    assert flag.due_at == now
    assert flag.escalates_at == now + 15 * MINUTE


@pytest.mark.parametrize(("code", "told"), [(E, 1), (U1, 1), (U2, 1), (R, 0), (N, 0)])
def test_hz1_who_is_told_by_code(clinic, code, told):
    flag = clinic.raise_flag(code)
    assert flag.notices.count() == told
    assert (flag.escalates_at is None) == (told == 0)
    assert queries.holds(clinic.case) == (told == 1)


def test_once_for_a_case_rule_and_origin(clinic, now):
    flag = clinic.raise_flag()
    assert clinic.raise_flag(now=now + HOUR).pk == flag.pk
    assert clinic.raise_flag(R).pk == flag.pk
    assert flag.events.count() == flag.notices.count() == 1
    assert clinic.raise_flag(origin="sheet:2").pk != flag.pk
    again = Flag.objects.get(pk=flag.pk)
    again.pk = again.id = "00000000-0000-4000-8000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_a_higher_code_of_the_same_rule_raises_it_again_even_after_an_outcome(clinic, now):
    flag = clinic.raise_flag(U2)
    actions.acknowledge(flag=flag, by=clinic.amin, now=now)
    actions.record_outcome(flag=flag, words="Rang.", reviewed=True, by=clinic.amin, now=now)
    assert not queries.holds(clinic.case)
    again = clinic.raise_flag(E, now=now + HOUR)
    assert (again.pk, again.code, again.state) == (flag.pk, "E", "raised")
    assert again.escalates_at == now + HOUR + 15 * MINUTE
    assert clinic.told(again) == [(1, "Dr Amin"), (4, "Dr Amin")]
    assert matches_its_events(again)


def test_whoever_raises_a_flag_learns_whether_it_told_something_new(clinic, now):
    assert clinic.raise_flag(U2).is_news
    assert not clinic.raise_flag(U2).is_news
    assert clinic.raise_flag(U1).is_news
    assert not clinic.raise_flag(U2).is_news
    assert not Flag.objects.get().is_news


def changed_meanwhile(monkeypatch, times):
    """Somebody else changes the flag between look and writing, so often."""
    real, left = actions.apply, [times]

    def apply(before, event):
        if left[0]:
            left[0] -= 1
            Flag.objects.update(version=F("version") + 1)
        return real(before, event)

    monkeypatch.setattr(actions, "apply", apply)


def test_hz1_a_higher_code_is_not_lost_because_somebody_took_the_flag(clinic, now, monkeypatch):
    flag = clinic.raise_flag(U2)
    changed_meanwhile(monkeypatch, times=2)
    again = clinic.raise_flag(E, now=now + HOUR)
    assert (again.pk, again.code, again.is_news) == (flag.pk, "E", True)
    assert matches_its_events(again)


def test_after_three_tries_it_says_so(clinic, monkeypatch):
    clinic.raise_flag(U2)
    changed_meanwhile(monkeypatch, times=3)
    with pytest.raises(Conflict):
        clinic.raise_flag(E)


def test_an_open_flag_keeps_when_it_is_due_while_the_hours_change(clinic, people, now):
    flag = clinic.raise_flag(U2)
    given = flag.due_at
    set_service(clinic.site, people.ada, now, weekly=[Span(0, time(8), time(9))])
    assert actions.acknowledge(flag=flag, by=clinic.amin, now=now).due_at == given
    assert actions.take_over(flag=flag, by=clinic.noor, now=now).due_at == given
    flag.refresh_from_db()
    assert flag.due_at == given
    assert clinic.raise_flag(U2, origin="sheet:2").due_at > given
    assert clinic.raise_flag(U1).due_at == now + 24 * HOUR
    lower = actions.downgrade(flag=flag, code=R, reason="Known.", by=clinic.amin, now=now)
    assert lower.due_at is None


def test_a_downgraded_flag_is_not_raised_by_the_same_answer_again(clinic, now):
    flag = clinic.raise_flag(E)
    actions.downgrade(flag=flag, code=R, reason="Assessed in May.", by=clinic.amin, now=now)
    assert clinic.raise_flag(E, now=now + HOUR).code == "R"


def test_what_is_clinical_is_sealed_and_audited(clinic, now):
    flag = clinic.raise_flag()
    actions.acknowledge(flag=flag, by=clinic.amin, now=now)
    actions.record_outcome(
        flag=flag, words="No clot on ultrasound.", reviewed=True, by=clinic.amin, now=now
    )
    assert open_finding(flag) == ("One calf newly swollen and warm", "A.2 VA4")
    row = FlagEventRow.objects.get(flag=flag, number=3)
    assert b"ultrasound" not in bytes(row.sealed_words)
    assert b"calf" not in bytes(Flag.objects.get(pk=flag.pk).sealed_finding)
    events = AuditEvent.objects.filter(object_type="flag").order_by("pk")
    assert [event.act for event in events] == ["raised", "acknowledged", "outcome recorded"]
    assert not any("ultrasound" in event.detail or "calf" in event.detail for event in events)
    assert audit.values_of(events[2])["words"] == "No clot on ultrasound."
    assert not audit.verify().faults


def test_inv_11_it_closes_only_by_an_outcome_with_words_after_an_acknowledgement(clinic, now):
    flag = clinic.raise_flag()
    with pytest.raises(Conflict):
        actions.record_outcome(flag=flag, words="Rang.", reviewed=True, by=clinic.amin, now=now)
    actions.acknowledge(flag=flag, by=clinic.amin, now=now)
    with pytest.raises(InvalidInput):
        actions.record_outcome(flag=flag, words=" ", reviewed=True, by=clinic.amin, now=now)
    assert queries.holds(clinic.case)
    closed = actions.record_outcome(
        flag=flag, words="Rang.", reviewed=True, by=clinic.amin, now=now + HOUR
    )
    assert (closed.state, closed.escalates_at) == (FlagState.RECORDED.value, None)
    assert not queries.holds(clinic.case)
    assert matches_its_events(closed)


def test_inv_11_the_database_refuses_an_acknowledged_flag_without_a_person(clinic):
    flag = clinic.raise_flag()
    for columns in ({"state": "acknowledged"}, {"state": "outcome recorded"}, {"state": "gone"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Flag.objects.filter(pk=flag.pk).update(**columns)


def test_events_are_never_written_again(clinic):
    row = clinic.raise_flag().events.get()
    for change in (row.save, row.delete):
        with pytest.raises(IntegrityFailure):
            change()


def test_an_outcome_can_be_undone_and_both_stay_in_the_record(clinic, now):
    flag = clinic.raise_flag()
    actions.acknowledge(flag=flag, by=clinic.amin, now=now)
    actions.record_outcome(flag=flag, words="Rang.", reviewed=False, by=clinic.amin, now=now)
    again = actions.reopen(flag=flag, reason="Wrong person.", by=clinic.noor, now=now + HOUR)
    assert (again.state, again.owner_id) == ("acknowledged", clinic.noor.pk)
    assert again.escalates_at == now + 24 * HOUR
    assert queries.holds(clinic.case)
    assert len(events_of(flag)) == 4


def test_two_people_cannot_both_take_it_but_one_may_take_over(clinic, now):
    flag = clinic.raise_flag()
    actions.acknowledge(flag=flag, by=clinic.amin, now=now)
    with pytest.raises(Conflict):
        actions.acknowledge(flag=flag, by=clinic.noor, now=now)
    taken = actions.take_over(flag=flag, by=clinic.noor, now=now)
    assert taken.owner_id == clinic.noor.pk
    with pytest.raises(Conflict):
        actions.take_over(flag=taken, by=clinic.noor, now=now)


def test_who_may_act_on_a_flag(clinic, people, now):
    flag = clinic.raise_flag()
    others = (people.fay, people.bea, people.cora, people.una, people.ada, people.tom, people.hugo)
    for person in others:
        with pytest.raises(NotAllowed):
            actions.acknowledge(flag=flag, by=person, now=now)
        with pytest.raises(NotAllowed):
            actions.downgrade(flag=flag, code=R, reason="No.", by=person, now=now)
        assert not Flag.objects.visible_to(person, now=now).exists()
        assert not Notice.objects.visible_to(person, now=now).exists()
        assert not FlagEventRow.objects.visible_to(person, now=now).exists()
    assert flag.events.count() == 1


def test_inv_11_a_flag_nobody_acknowledges_escalates_twice_and_goes_on(clinic, now):
    flag = clinic.raise_flag(E)
    assert actions.escalate_overdue(now=now + 14 * MINUTE) == 0
    assert actions.escalate_overdue(now=now + 15 * MINUTE) == 1
    assert actions.escalate_overdue(now=now + 15 * MINUTE) == 0
    assert actions.escalate_overdue(now=now + 30 * MINUTE) == 1
    everyone = ["Dr Amin", "Dr Noor", "Dr Oke"]
    assert clinic.told(flag) == [
        (1, "Dr Amin"),
        (2, "Dr Noor"),
        *((3, name) for name in everyone),
    ]
    assert actions.escalate_overdue(now=now + 45 * MINUTE) == 1
    assert clinic.told(flag)[-3:] == [(4, name) for name in everyone]
    flag.refresh_from_db()
    assert flag.state == "escalated"
    assert matches_its_events(flag)


def test_inv_11_acknowledged_without_an_outcome_goes_on_when_it_is_due(clinic, now):
    flag = clinic.raise_flag(U1)
    actions.acknowledge(flag=flag, by=clinic.amin, now=now + HOUR)
    assert actions.escalate_overdue(now=now + 23 * HOUR) == 0
    assert actions.escalate_overdue(now=now + 24 * HOUR) == 1
    flag.refresh_from_db()
    assert (flag.state, flag.owner_id) == ("overdue", clinic.amin.pk)
    assert clinic.told(flag)[1:] == [(3, "Dr Amin"), (3, "Dr Noor")]
    actions.take_over(flag=flag, by=clinic.noor, now=now + 25 * HOUR)
    assert actions.escalate_overdue(now=now + 28 * HOUR) == 0
    assert actions.escalate_overdue(now=now + 29 * HOUR) == 1


def test_after_a_standstill_each_flag_goes_on_once(clinic, now):
    flag = clinic.raise_flag(E)
    later = now + timedelta(days=3)
    assert actions.escalate_overdue(now=later) == 1
    flag.refresh_from_db()
    assert flag.escalates_at == later + 15 * MINUTE


def test_with_nobody_on_duty_every_clinician_is_told(clinic, people, now):
    for turn in DutyTurn.objects.all():
        service_actions.end_turn(turn=turn, by=people.ada, now=now)
    assert clinic.told(clinic.raise_flag()) == [(1, n) for n in ("Dr Amin", "Dr Noor", "Dr Oke")]


def test_who_lost_the_role_or_the_account_is_passed_over(clinic, now):
    clinic.amin.is_active = False
    clinic.amin.save()
    assert clinic.told(clinic.raise_flag()) == [(1, "Dr Noor")]


def test_only_who_may_act_on_flags_can_be_on_duty(clinic, people, now):
    for person in (people.fay, people.bea, people.hugo):
        with pytest.raises(InvalidInput):
            service_actions.add_turn(
                site=clinic.site,
                person=person,
                begins_at=now,
                ends_at=now + HOUR,
                rank=1,
                by=people.ada,
                now=now,
            )


def test_lines_of_a_case_open_and_urgent_first(clinic, now):
    clinic.raise_flag(R, rule="screening/1/FR3")
    urgent = clinic.raise_flag(E, rule="screening/1/VA1", now=now + HOUR)
    done = clinic.raise_flag(U1, rule="screening/1/MU1")
    actions.acknowledge(flag=done, by=clinic.amin, now=now)
    actions.record_outcome(flag=done, words="Seen.", reviewed=True, by=clinic.amin, now=now)
    lines = queries.all_flags(clinic.case, now=now + 2 * HOUR)
    assert [line.code for line in lines] == [E, R, U1]
    assert [line.is_open for line in lines] == [True, True, False]
    assert queries.open_flags(clinic.case, now=now)[0].flag.pk == urgent.pk
    assert lines[0].clock.words == "now"
    assert lines[0].clock.of == "1 h 00 open"
    assert lines[1].clock.words == ""


def test_the_desk_reads_the_service_of_a_site_once(clinic, now, monkeypatch):
    for number in range(3):
        clinic.raise_flag(origin=f"sheet:{number}")
    real, read = queries.level_of, []
    monkeypatch.setattr(queries, "level_of", lambda site: read.append(site.pk) or real(site))
    (group,) = queries.desk(clinic.amin, whose="everyone", now=now)
    assert len(group.lines) == 3
    assert read == [clinic.site.pk]
