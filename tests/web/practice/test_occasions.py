"""Questions at their time: before day 1, in the weeks, after 21 days, months later."""

from datetime import timedelta

import pytest

from remit.domain.enrolment import State
from remit.web.assess.actions import finish_sheet, open_sheet, save_answers
from remit.web.assess.models import Mode, Sheet
from remit.web.assess.sources import find, instrument_ref
from remit.web.practice import lifecycle
from remit.web.practice.enrolments import standing_of, withdraw
from remit.web.practice.occasions import occasion_of

pytestmark = pytest.mark.django_db

QUESTIONS = "/practice/questions/"


def fill(taking, name, at, *, point="t1", give=0):
    """Finish a form as its participant; every choice takes its option number `give`."""
    ref = instrument_ref(name)
    sheet = open_sheet(
        case=taking.case, form_ref=ref, point=point, mode=Mode.SELF, by=taking.person, now=at
    )
    given = {}
    for question in find(ref).form.questions():
        if question.options:
            given[question.key] = question.options[give].key
        elif question.kind in ("number", "scale"):
            given[question.key] = give
    sheet = save_answers(sheet=sheet, given=given, by=taking.person, now=at, whole_page=True).sheet
    return finish_sheet(sheet=sheet, by=taking.person, now=at)


def names(occasion):
    return [one.name for one in occasion.questions]


def test_before_the_first_day_the_baseline_is_asked(enrolled, clock):
    occasion = occasion_of(enrolled.enrolment, now=clock)
    assert occasion.window.key == "t1"
    assert {"nrs", "peg", "phq8", "gad7", "own-act3", "own-fear", "own-exp"} <= set(names(occasion))
    assert not {"phq9", "fibromyalgia", "pcs"} & set(names(occasion))
    assert 0 < occasion.minutes_left <= 25


def test_whole_baseline_is_noted_by_the_worker_and_not_before(enrolled, clock):
    asked = names(occasion_of(enrolled.enrolment, now=clock))
    for name in asked[:-1]:
        fill(enrolled, name, clock)
    lifecycle.look(now=clock)
    assert standing_of(enrolled.enrolment).state is State.CONSENTED
    fill(enrolled, asked[-1], clock)
    lifecycle.look(now=clock)
    assert standing_of(enrolled.enrolment).state is State.BASELINE
    assert not occasion_of(enrolled.enrolment, now=clock).left


def test_mood_forms_of_the_last_14_days_need_not_be_filled_again(enrolled, clock):
    first_day = enrolled.enrolment.day_one
    for name, days in (("phq8", 10), ("gad7", 13), ("nrs", 10)):
        at = clock - timedelta(days=days - (first_day - clock.date()).days)
        fill(enrolled, name, at, point="before-visit")
    done = {one.name for one in occasion_of(enrolled.enrolment, now=clock).done}
    assert {"phq8", "gad7"} <= done
    assert "nrs" not in done  # the primary outcome is asked within 7 days of day 1


@pytest.mark.parametrize(("day", "key"), [(7, "week-1"), (9, "week-1"), (14, "week-2")])
def test_in_the_weeks_a_few_are_asked(started, clock, day, key):
    occasion = occasion_of(started(day).enrolment, now=clock)
    assert occasion.window.key == key
    assert names(occasion) == ["nrs", "peg", "phq2", "gad2", "own-fear", "own-ae"]


def test_a_short_form_of_3_or_more_asks_the_whole_one(started, clock):
    taking = started(7)
    fill(taking, "phq2", clock, point="week-1", give=2)
    assert "phq8" in names(occasion_of(taking.enrolment, now=clock))


def test_a_form_of_the_week_before_does_not_count(started, clock):
    taking = started(14)
    fill(taking, "nrs", clock - timedelta(days=7), point="week-1")
    assert "nrs" in [one.name for one in occasion_of(taking.enrolment, now=clock).left]


@pytest.mark.parametrize("day", [5, 12, 19, 29])
def test_between_the_windows_nothing_is_asked(started, clock, day):
    taking = started(day)
    assert occasion_of(taking.enrolment, now=clock) is None
    assert "No questions now" in taking.client.get(QUESTIONS).text


def test_who_withdrew_is_asked_nothing(started, clock):
    taking = started(7)
    withdraw(enrolment=taking.enrolment, by=taking.person, now=clock)
    assert occasion_of(taking.enrolment, now=clock) is None


def test_today_names_the_questions_and_leads_through_them(started):
    taking = started(7)
    assert "Questions of this week" in taking.client.get("/practice/").text
    shown = taking.client.get(QUESTIONS)
    assert "How was this week?" in shown.text
    answer = taking.client.post(f"{QUESTIONS}nrs/")
    sheet = Sheet.objects.get(case=taking.case, form_id="nrs", point="week-1")
    assert answer.url == f"/assess/{sheet.pk}/"
    assert "begun" in taking.client.get(QUESTIONS).text


def test_before_the_first_day_the_page_leads_to_the_questions(enrolled):
    assert "Questions before the first day" in enrolled.client.get("/practice/").text


def test_what_is_not_asked_cannot_be_opened(started):
    taking = started(7)
    assert taking.client.post(f"{QUESTIONS}rmdq/").status_code == 404
    assert taking.client.post(f"{QUESTIONS}phq9/").status_code == 404


@pytest.mark.parametrize("who", ["amin", "fay", "cora", "hugo"])
def test_staff_have_no_questions_of_their_own(started, people, sign_in, who):
    started(7)
    client = sign_in(getattr(people, who))
    assert client.get(QUESTIONS).status_code in (403, 404)
    assert client.post(f"{QUESTIONS}nrs/").status_code in (403, 404)
