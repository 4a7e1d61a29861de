"""The list of who needs somebody: what each reader sees of it, and what it costs."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope
from remit.web.consult.models import Clearance
from remit.web.notices.actions import acknowledge, raise_flag, record_outcome
from remit.web.people.models import AuditEvent
from remit.web.practice import enrolments
from remit.web.practice.attention import attention
from remit.web.practice.days import record_done
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.enrolments import Held, hold
from remit.web.practice.models import Attendance, Call, CallKind
from remit.web.practice.receipts import Sent

pytestmark = pytest.mark.django_db

PAGE = "/practice/attention/"


def flagged(taking, clock, code=ActionCode.SAME_DAY, finding="Told: numb between the legs"):
    return raise_flag(
        case=taking.case, code=code, rule="test/1", finding=finding, source="CLINICAL A",
        origin="test:1", by=None, now=clock,
    )  # fmt: skip


def whys(rows):
    return {row.name: [str(one.why) for one in row.words] for row in rows}


def test_silence_and_calls_stand_there_with_why_and_the_next_step(started, people, clock):
    taking = started(12)
    rows, others = attention(people.amin, now=clock)
    assert others == 0
    assert whys(rows) == {"Pat": ["The call of day 10 or 11 is due", "Nothing has come"]}
    assert rows[0].url == f"/practice/enrolments/{taking.enrolment.pk}/"
    assert rows[0].day == 12


def test_the_most_urgent_person_stands_first(started, people, clock):
    pat = started(12)
    quinn = started(12, "Quinn", beside=pat)
    flag = flagged(quinn, clock, ActionCode.EMERGENCY)
    rows, _ = attention(people.amin, now=clock)
    assert [row.name for row in rows] == ["Quinn", "Pat"]
    assert rows[0].url == f"/notices/flags/{flag.pk}/"
    assert rows[0].is_flag
    assert not rows[0].owner
    acknowledge(flag=flag, by=people.amin, now=clock)
    assert attention(people.amin, now=clock)[0][0].owner == "Dr Amin"


def test_who_needs_nothing_is_counted_and_not_listed(started, people, clock):
    started(2)
    rows, others = attention(people.amin, now=clock)
    assert (rows, others) == ([], 1)


def test_the_number_of_queries_does_not_grow(started, people, clock):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            attention(people.amin, now=clock)
        return len(asked)

    pat = started(12)
    attention(people.amin, now=clock)  # what is read once for all time is read
    few = queries()
    for number in range(6):
        other = started(12, f"Person{number}", beside=pat)
        flagged(other, clock)
    assert queries() <= few + 2 <= 24  # two more, once there is a flag at all


def test_a_missed_session_asks_for_a_make_up_until_somebody_called(started, people, clock):
    taking = started(12)
    first = taking.workshop.meetings.get(number=1)
    ended = first.starts_at + timedelta(hours=2)
    taking.workshop.meetings.filter(pk=first.pk).update(began_at=first.starts_at, ended_at=ended)
    Attendance.objects.create(
        meeting=first, enrolment=taking.enrolment, presence="not today", by=people.fay, at=ended,
        received_at=ended,
    )  # fmt: skip
    assert "Missed a group session" in whys(attention(people.fay, now=clock)[0])["Pat"]
    Call.objects.create(
        enrolment=taking.enrolment, kind=CallKind.MAKE_UP, reached=True, by=people.fay, at=clock
    )
    assert "Missed a group session" not in whys(attention(people.fay, now=clock)[0])["Pat"]


def test_a_hold_waits_for_its_release_once_the_flag_is_settled(started, people, clock):
    taking = started(2)
    flag = flagged(taking, clock, ActionCode.REVIEW)
    held = Held(name="h", scope=Scope.STRONG, reason="new symptom", flag=flag)
    hold(enrolment=taking.enrolment, held=held, by=None, now=clock)
    assert whys(attention(people.amin, now=clock)[0])["Pat"] == ["An answer to review"]
    acknowledge(flag=flag, by=people.amin, now=clock)
    record_outcome(flag=flag, words="Known.", reviewed=True, by=people.amin, now=clock)
    rows, _ = attention(people.amin, now=clock)
    assert whys(rows)["Pat"] == ["Parts rest, and what was open is settled"]
    assert rows[0].url == f"/practice/enrolments/{taking.enrolment.pk}/holds/"
    assert attention(people.cora, now=clock)[0] == []  # planning is no clinical matter


def test_the_page_shows_no_finding_and_is_noted(started, people, clock, sign_in):
    taking = started(12)
    flagged(taking, clock)
    before = AuditEvent.objects.filter(act="listed", object_type="attention").count()
    shown = sign_in(people.amin).get(PAGE).text
    assert "1 person needs somebody" in shown
    assert "An answer for the same day" in shown
    assert "numb" not in shown
    assert "nobody yet" in shown
    assert AuditEvent.objects.filter(act="listed", object_type="attention").count() == before + 1


def test_a_coordinator_sees_sessions_and_dates_but_no_flag_call_or_silence(
    started, people, clock, sign_in
):
    taking = started(12)
    flagged(taking, clock)
    first = taking.workshop.meetings.get(number=1)
    taking.workshop.meetings.filter(pk=first.pk).update(began_at=first.starts_at)
    assert whys(attention(people.cora, now=clock)[0])["Pat"] == ["Missed a group session"]
    shown = sign_in(people.cora).get(PAGE).text
    for word in ("same day", "call", "Nothing has come"):
        assert word not in shown


def test_the_end_of_a_clearance_stands_there_for_who_may_see_it(started, people, clock):
    taking = started(12)
    Clearance.objects.filter(case=taking.case).update(valid_until=clock.date() + timedelta(days=2))
    Call.objects.create(
        enrolment=taking.enrolment, kind=CallKind.MIDWAY, reached=True, by=people.fay, at=clock
    )
    told = DoneTold.of({"day": 12, "part": "read"})
    sent = Sent(key=uuid4(), done_at=clock)
    record_done(case=taking.case, sent=sent, told=told, by=taking.person, now=clock)
    for who, leads_to in ((people.amin, "clearance"), (people.fay, "enrolments")):
        (row,) = attention(who, now=clock)[0]
        assert [str(one.why) for one in row.words] == ["The clearance ends"]
        assert leads_to in row.url
    assert attention(people.cora, now=clock)[0] == []


def test_a_rehearsal_is_no_session_that_anybody_missed(started, people, clock):
    taking = started(12)
    first = taking.workshop.meetings.get(number=1)
    early = first.starts_at - timedelta(hours=2)
    meeting = taking.workshop.meetings.filter(pk=first.pk)
    meeting.update(began_at=early, ended_at=early + timedelta(minutes=9))
    for at in (early + timedelta(hours=1), first.starts_at + timedelta(hours=1)):
        assert "Missed a group session" not in whys(attention(people.fay, now=at)[0]).get("Pat", [])
    meeting.update(began_at=early, ended_at=None)
    at = first.starts_at + timedelta(hours=2)
    assert "Missed a group session" not in whys(attention(people.fay, now=at)[0]).get("Pat", [])


def test_a_session_counts_as_missed_when_nobody_pressed_end(started, people, clock):
    taking = started(12)
    first = taking.workshop.meetings.get(number=1)
    taking.workshop.meetings.filter(pk=first.pk).update(began_at=first.starts_at)
    at = first.starts_at + timedelta(hours=2)
    assert "Missed a group session" not in whys(attention(people.fay, now=at)[0]).get("Pat", [])
    assert "Missed a group session" in whys(attention(people.fay, now=clock)[0])["Pat"]


def test_times_on_pages_of_staff_are_those_of_the_clinic(started, people, sign_in):
    started(12)
    people.riverside.time_zone = "Pacific/Auckland"
    people.riverside.save()
    there = timezone.localtime(timezone.now(), ZoneInfo("Pacific/Auckland"))
    assert f"{there.day} {there:%B, %H:}" in sign_in(people.amin).get(PAGE).text


def test_a_facilitator_sees_the_own_group_alone(started, group, people, clock, sign_in):
    taking = started(12)
    assert "Pat" in sign_in(people.fay).get(PAGE).text
    lead = taking.workshop.leads.get()
    lead.until = clock
    lead.save()
    assert "Pat" not in sign_in(people.fay).get(PAGE).text


@pytest.mark.parametrize("who", ["una", "tom", "hugo"])
def test_nobody_else_reads_of_this_group(started, people, sign_in, who):
    started(12)
    shown = sign_in(getattr(people, who)).get(PAGE)
    assert shown.status_code in (200, 403, 404)
    assert "Pat" not in shown.text


def test_a_participant_has_no_such_page(started):
    assert started(12).client.get(PAGE).status_code == 403


def test_who_left_stands_there_for_a_week(started, people, clock):
    taking = started(12)
    enrolments.withdraw(enrolment=taking.enrolment, by=taking.person, now=clock)
    assert whys(attention(people.amin, now=clock)[0])["Pat"] == ["Left the programme"]
    assert attention(people.amin, now=clock + timedelta(days=9))[0] == []
