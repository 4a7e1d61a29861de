"""INV-06: something new that was told elsewhere opens the safety questions on the own page."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.content.programme import programme
from remit.web.assess.actions import finish_sheet, save_answers
from remit.web.assess.models import Sheet
from remit.web.assess.sources import source_of
from remit.web.intake.actions import withdraw
from remit.web.notices.models import Flag
from remit.web.practice.call_answers import CallTold
from remit.web.practice.calls import record_call
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.models import CallKind, Source
from remit.web.practice.receipts import Sent
from remit.web.practice.session_acts import Pressed, keep

pytestmark = pytest.mark.django_db
TODAY = reverse("practice:today")
FIRST = "First, a few safety questions"


def in_session(taking, people, clock, answer="unsure"):
    one = Pressed(
        key=uuid4(), kind="private", at=clock,
        payload={"enrolment": str(taking.enrolment.pk), "answer": answer},
    )  # fmt: skip
    meeting = taking.workshop.meetings.get(number=2)
    keep(meeting=meeting, programme=programme(), pressed=one, by=people.fay, now=clock)


def in_a_call(taking, people, clock, answer="unsure"):
    record_call(
        enrolment=taking.enrolment, key=uuid4(), kind=CallKind.MIDWAY, reached=True,
        told=CallTold(signs={"nothing": "no"}.get(answer, answer)), by=people.fay, now=clock,
    )  # fmt: skip


def on_paper(taking, people, clock, answer="unsure"):
    told = CheckInTold(new={"nothing": "no"}.get(answer, answer), pain_avg=3)
    at = clock - timedelta(hours=20)
    record_check_in(
        case=taking.case, sent=Sent(key=uuid4(), done_at=at, source=Source.STAFF), told=told,
        by=taking.person, now=clock, entered_by=people.fay,
    )  # fmt: skip


def answer_all(sheet: Sheet, by, at) -> None:
    form = source_of(sheet).form
    keys = [q.key for q in form.questions() if not q.ask_when]
    given = {key: "no" for key in keys if any(o.key == "no" for o in form.question(key).options)}
    saved = save_answers(sheet=sheet, given=given, by=by, now=at, whole_page=True)
    finish_sheet(sheet=saved.sheet, by=by, now=at)


@pytest.mark.parametrize("told", [in_session, in_a_call, on_paper])
def test_inv_06_the_safety_questions_come_first_until_they_are_answered(
    started, people, clock, told
):
    taking = started(9)
    told(taking, people, clock - timedelta(minutes=5))
    assert Flag.objects.get(case=taking.case).code == "U1"
    page = taking.client.get(TODAY).text
    assert page.index(FIRST) < page.index("Day 9 of 21")
    assert page.count("button--filled") == 1

    begun = taking.client.post(reverse("intake:something_new"))
    sheet = Sheet.objects.get(case=taking.case, stage="new-symptom")
    assert str(sheet.pk) in begun.url
    assert FIRST in taking.client.get(TODAY).text
    answer_all(sheet, taking.person, timezone.now())
    assert FIRST not in taking.client.get(TODAY).text


def test_questions_that_were_answered_before_do_not_count(started, people, clock):
    taking = started(9)
    in_session(taking, people, clock - timedelta(minutes=5))
    taking.client.post(reverse("intake:something_new"))
    sheet = Sheet.objects.get(case=taking.case, stage="new-symptom")
    answer_all(sheet, taking.person, clock - timedelta(minutes=4))
    in_a_call(taking, people, clock)
    assert FIRST in taking.client.get(TODAY).text


@pytest.mark.parametrize("told", [in_session, in_a_call, on_paper])
def test_nothing_new_asks_nothing(started, people, clock, told):
    taking = started(9)
    told(taking, people, clock, "nothing")
    assert FIRST not in taking.client.get(TODAY).text


def test_who_withdrew_from_the_record_is_asked_nothing(started, people, clock):
    taking = started(9)
    in_session(taking, people, clock)
    withdraw(case=taking.case, erase=False, by=taking.person, now=clock)
    assert FIRST not in taking.client.get(TODAY).text


def test_after_the_21_days_it_still_comes_first(started, people, clock):
    taking = started(40)
    in_a_call(taking, people, clock)
    assert FIRST in taking.client.get(TODAY).text
