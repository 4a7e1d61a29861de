"""One participant's programme for staff: each reader sees what their role lets them."""

import pytest

from remit.domain.enrolment import State
from remit.web.people.models import AuditEvent
from remit.web.practice.call_answers import CallTold
from remit.web.practice.calls import record_call
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import CallKind

pytestmark = pytest.mark.django_db


def url(taking):
    return f"/practice/enrolments/{taking.enrolment.pk}/"


@pytest.fixture
def called(started, people, clock):
    taking = started(12)
    record_call(
        enrolment=taking.enrolment, key="6d7c1f0e-7f0e-4a51-9a0e-1d3b7d1c0a11",
        kind=CallKind.MIDWAY, reached=True, told=CallTold(note="Sleeps better."), by=people.fay,
        now=clock,
    )  # fmt: skip
    return taking


def test_a_clinician_sees_all_of_it_and_opening_is_noted(called, people, sign_in):
    shown = sign_in(people.amin).get(url(called)).text
    for words in ("Pat", "day 12 of 21", "Sleeps better.", "Adverse events", "Group session 1"):
        assert words in shown
    seen = AuditEvent.objects.filter(
        act="viewed", object_id=str(called.case.pk), actor=str(people.amin.pk)
    )
    assert seen.exists()


def test_who_leads_sees_calls_and_days_and_no_event(called, people, sign_in):
    shown = sign_in(people.fay).get(url(called)).text
    assert "Sleeps better." in shown
    assert "Adverse events" not in shown
    assert "/consult/" not in shown.replace('/consult/"', "")


def test_who_plans_sees_state_and_dates_alone(called, people, sign_in):
    shown = sign_in(people.cora).get(url(called)).text
    assert "practises" in shown
    for words in ("Sleeps better.", "Adverse events", "Enter a sheet", "Check-in"):
        assert words not in shown


@pytest.mark.parametrize("who", ["una", "tom", "ada", "hugo"])
def test_nobody_else_sees_it(called, people, sign_in, who):
    assert sign_in(getattr(people, who)).get(url(called)).status_code in (403, 404)


def test_a_participant_has_pages_of_their_own(called, started):
    assert called.client.get(url(called)).status_code in (403, 404)
    other = started(12, "Quinn", beside=called)
    assert other.client.get(url(called)).status_code in (403, 404)


def test_it_is_put_on_paper_and_ended_by_who_plans_or_leads(called, people, sign_in):
    cora = sign_in(people.cora)
    assert cora.post(url(called), {"act": "paper"}).status_code == 302
    called.enrolment.refresh_from_db()
    assert called.enrolment.on_paper
    assert "on paper" in cora.get(url(called)).text
    assert sign_in(people.amin).post(url(called), {"act": "withdraw"}).status_code == 403
    assert cora.post(url(called), {"act": "withdraw"}).status_code == 302
    assert standing_of(called.enrolment).state is State.WITHDRAWN
    assert "Contacts" not in sign_in(people.fay).get(url(called)).text


def test_a_button_that_is_none_is_refused(called, people, sign_in):
    assert sign_in(people.cora).post(url(called), {"act": "erase"}).status_code == 409
