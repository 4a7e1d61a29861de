"""Sheets of paper: entered by staff through the phone's own actions, marked, and once."""

from uuid import uuid4

import pytest

from remit.web.notices.models import Flag
from remit.web.practice.check_ins import told_of
from remit.web.practice.models import CheckIn, Done, Source

pytestmark = pytest.mark.django_db


def url(taking):
    return f"/practice/enrolments/{taking.enrolment.pk}/paper/"


def sheet(**more):
    return {"key": str(uuid4()), "day": "3", **more}


def test_one_day_of_a_sheet_is_kept_with_who_entered_it(started, people, sign_in):
    taking = started(9)
    sent = sheet(
        pain_avg="6", mood="4", parts=["read", "write"], choice="gentler", minutes="15",
        before="3", after="4", new="no",
    )  # fmt: skip
    answer = sign_in(people.fay).post(url(taking), sent)
    assert answer.url == f"/practice/enrolments/{taking.enrolment.pk}/"
    evening = CheckIn.objects.get()
    assert (evening.source, evening.entered_by) == (Source.STAFF, people.fay)
    assert (evening.on - taking.enrolment.day_one).days == 2
    assert told_of(evening).pain_avg == 6
    assert told_of(evening).stress is None
    assert sorted(Done.objects.values_list("part", flat=True)) == ["read", "write"]
    assert "paper" in sign_in(people.fay).get(answer.url).text


def test_sent_twice_it_is_kept_once(started, people, sign_in):
    taking, sent = started(9), sheet(pain_avg="6", parts=["read"])
    for _ in range(2):
        assert sign_in(people.fay).post(url(taking), sent).status_code == 302
    assert (CheckIn.objects.count(), Done.objects.count()) == (1, 1)


def test_the_same_rules_run_and_a_blank_last_question_stays_blank(started, people, sign_in):
    taking = started(9)
    sign_in(people.fay).post(url(taking), sheet(said=["self_harm"]))
    assert Flag.objects.get(case=taking.case).code == "U1"
    assert told_of(CheckIn.objects.get()).new == ""


def test_an_empty_sheet_and_a_day_ahead_are_refused(started, people, sign_in):
    taking, fay = started(9), sign_in(people.fay)
    empty = fay.post(url(taking), sheet())
    assert empty.status_code == 422
    assert "Enter something, or go back." in empty.text
    assert fay.post(url(taking), sheet(day="15", pain_avg="3")).status_code == 422
    assert not CheckIn.objects.exists()


def test_what_is_wrong_keeps_nothing_of_the_sheet(started, people, sign_in):
    taking = started(9)
    refused = sign_in(people.fay).post(url(taking), sheet(pain_avg="60", parts=["read"]))
    assert refused.status_code == 422
    assert (CheckIn.objects.count(), Done.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["cora", "una", "tom", "ada", "hugo"])
def test_nobody_else_enters_paper(started, people, sign_in, who):
    taking = started(9)
    client = sign_in(getattr(people, who))
    assert client.get(url(taking)).status_code in (403, 404)
    assert client.post(url(taking), sheet(pain_avg="6")).status_code in (403, 404)
    assert taking.client.get(url(taking)).status_code in (403, 404)
    assert not CheckIn.objects.exists()


def test_before_the_first_day_there_is_nothing_to_enter(enrolled, people, sign_in):
    assert "No day has come yet." in sign_in(people.amin).get(url(enrolled)).text
