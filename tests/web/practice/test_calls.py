"""Contacts of the plan: kept once, sealed, and what the caller hears sets going what it must."""

import json
from uuid import uuid4

import pytest

from remit.domain.enrolment import Scope, State
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent
from remit.web.practice.call_answers import CallTold
from remit.web.practice.calls import record_call, told_of
from remit.web.practice.enrolments import complete, standing_of
from remit.web.practice.models import AdverseEvent, Call, CallKind

pytestmark = pytest.mark.django_db

NOTE = "Wrote about the move; sleeps well."


def call(taking, by, clock, *, kind=CallKind.MIDWAY, key=None, reached=True, **told):
    return record_call(
        enrolment=taking.enrolment, key=key or uuid4(), kind=kind, reached=reached,
        told=CallTold(**told), by=by, now=clock,
    )  # fmt: skip


def page(taking, kind="midway"):
    return f"/practice/enrolments/{taking.enrolment.pk}/call/{kind}/"


def test_a_call_is_kept_sealed_with_one_audit_row(started, people, clock):
    taking = started(10)
    row = call(taking, people.fay, clock, note=NOTE, signs="no")
    assert told_of(row, taking.case).note == NOTE
    assert b"move" not in bytes(Call.objects.get().sealed_note)
    event = AuditEvent.objects.get(act="called")
    assert json.loads(event.detail) == {"call": str(row.pk), "kind": "midway"}
    assert not Flag.objects.filter(case=taking.case).exists()


def test_the_same_key_is_kept_once_and_other_content_is_refused(started, people, clock):
    taking, key = started(10), uuid4()
    for _ in range(2):
        call(taking, people.fay, clock, key=key, note=NOTE)
    assert Call.objects.count() == 1
    for other in (
        {"note": "other"},
        {"note": NOTE, "kind": CallKind.MAKE_UP},
        {"note": NOTE, "reached": False},
    ):
        with pytest.raises(Conflict):
            call(taking, people.fay, clock, key=key, **other)


def test_nobody_reached_and_something_told_do_not_fit(started, people, clock):
    taking = started(10)
    assert not call(taking, people.fay, clock, reached=False, note="rang twice").reached
    with pytest.raises(InvalidInput):
        call(taking, people.fay, clock, reached=False, pain_now=4)


@pytest.mark.parametrize("signs", ["yes", "unsure"])
def test_inv_06_something_new_heard_on_the_phone_rests_the_strong_parts(
    started, people, clock, signs
):
    taking = started(10)
    call(taking, people.fay, clock, signs=signs)
    assert [scope for _, scope in standing_of(taking.enrolment).holds] == [Scope.STRONG]
    flag = Flag.objects.get(case=taking.case)
    assert flag.code == "U1"  # nobody asks the safety questions on the caller's page
    assert flag.origin.startswith("call:")


@pytest.mark.parametrize(
    ("level", "code", "scope"),
    [("A2", "U2", Scope.MODERATE), ("A3", "U1", Scope.WRITING), ("A4", "E", Scope.PROGRAMME)],
)
def test_what_the_caller_reads_by_the_guide_goes_the_way_of_e8(
    started, people, clock, level, code, scope
):
    taking = started(10)
    call(taking, people.fay, clock, level=level, note="heard")
    assert Flag.objects.get(case=taking.case).code == code
    assert [one for _, one in standing_of(taking.enrolment).holds] == [scope]
    assert AdverseEvent.objects.get(case=taking.case).level == level


def test_the_talk_of_day_22_begins_the_follow_up(started, people, clock):
    taking = started(22)
    complete(enrolment=taking.enrolment, by=None, now=clock)
    call(taking, people.amin, clock, kind=CallKind.DAY_22, reached=False)
    assert standing_of(taking.enrolment).state is State.COMPLETED
    call(taking, people.amin, clock, kind=CallKind.DAY_22, pain_now=2)
    assert standing_of(taking.enrolment).state is State.FOLLOW_UP


def test_a_follow_up_keeps_what_the_report_lacked(started, people, clock):
    taking = started(200)
    told = {
        "pain_now": 1, "gone_weeks": 20, "work": "by choice", "activities": "swims again",
        "operation": "not done", "medicines": "none", "flares": "twice, gone in minutes",
    }  # fmt: skip
    row = call(taking, people.amin, clock, kind=CallKind.MONTH_6, **told)
    assert told_of(row, taking.case) == CallTold(**told)


def test_before_the_start_there_is_no_contact_of_the_plan(enrolled, people, clock):
    with pytest.raises(Conflict):
        call(enrolled, people.amin, clock, note=NOTE)


@pytest.mark.parametrize("who", ["cora", "una", "tom", "ada", "hugo"])
def test_who_may_not_read_doses_calls_nobody(started, people, clock, sign_in, who):
    taking = started(10)
    person = getattr(people, who)
    with pytest.raises(NotAllowed):
        call(taking, person, clock, note=NOTE)
    assert sign_in(person).get(page(taking)).status_code in (403, 404)
    assert sign_in(person).post(page(taking), {}).status_code in (403, 404)
    assert not Call.objects.exists()


def test_a_participant_has_no_such_page(started):
    taking = started(10)
    assert taking.client.get(page(taking)).status_code in (403, 404)


def test_the_page_has_guide_and_form_and_keeps_what_was_typed(started, people, sign_in):
    taking = started(10)
    fay = sign_in(people.fay)
    shown = fay.get(page(taking)).text
    assert "Has anything new or worrying come in your body since the group met?" in shown
    assert "Average pain of the past week" not in shown
    refused = fay.post(page(taking), {"key": uuid4(), "note": NOTE})
    assert refused.status_code == 422
    assert NOTE in refused.text
    kept = fay.post(page(taking), {"key": uuid4(), "reached": "reached", "signs": "no",
                                   "level": "A0", "note": NOTE})  # fmt: skip
    assert kept.url == f"/practice/enrolments/{taking.enrolment.pk}/"
    assert NOTE in fay.get(kept.url).text


def test_later_contacts_ask_how_it_is_now(started, people, sign_in):
    taking = started(60)
    fay = sign_in(people.fay)
    assert "Weeks with pain of 0 or 1" in fay.get(page(taking, "month-1")).text
    sent = {"key": uuid4(), "reached": "reached", "level": "A0", "pain_now": "3",
            "gone_weeks": "0", "work": "partly", "operation": "none"}  # fmt: skip
    assert fay.post(page(taking, "month-1"), sent).status_code == 302
    told = told_of(Call.objects.get(), taking.case)
    assert (told.pain_now, told.gone_weeks, told.work) == (3, 0, "partly")
    assert fay.get(page(taking, "year-9")).status_code == 404
