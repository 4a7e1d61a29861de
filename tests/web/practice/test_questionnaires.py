"""A questionnaire clearly higher than before the start is an A2 (CLINICAL E.8); others are not."""

from datetime import timedelta

import pytest

from remit.domain.enrolment import Scope
from remit.web.assess.actions import finish_sheet, open_sheet, save_answers
from remit.web.assess.models import Mode
from remit.web.assess.sources import instrument_ref, source_of
from remit.web.notices.models import Flag
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import AdverseEvent
from remit.web.practice.questionnaires import look_at

pytestmark = pytest.mark.django_db
LEVELS = ("not_at_all", "several_days", "more_than_half", "nearly_every_day")
DAY = timedelta(days=1)


@pytest.fixture
def clock(now):
    return now


@pytest.fixture
def fill(people):
    def filled(taking, name, level, at):
        sheet = open_sheet(
            case=taking.case, form_ref=instrument_ref(name), point=f"at {at.date()}",
            mode=Mode.CLINIC, by=people.amin, now=at,
        )  # fmt: skip
        keys = [one.key for one in source_of(sheet).form.questions() if not one.ask_when]
        given = dict.fromkeys(keys, LEVELS[level])
        save_answers(sheet=sheet, given=given, by=people.amin, now=at, whole_page=True)
        finish_sheet(sheet=sheet, by=people.amin, now=at)

    return filled


def _distress():
    return list(Flag.objects.filter(rule__startswith="distress/").values_list("rule", flat=True))


def test_up_by_two_and_three_or_more_on_the_short_form_rests_and_tells(started, fill, clock):
    pat = started(7)
    fill(pat, "phq8", 0, clock - 8 * DAY)
    fill(pat, "phq2", 2, clock)
    assert _distress() == ["distress/1/A2-short-form"]
    assert standing_of(pat.enrolment).scopes == {Scope.MODERATE}
    assert AdverseEvent.objects.get().level == "A2"


def test_high_before_and_high_now_is_no_change(started, fill, clock):
    pat = started(7)
    fill(pat, "gad7", 2, clock - 8 * DAY)
    fill(pat, "gad2", 2, clock)
    assert _distress() == []


def test_the_newest_from_before_the_start_counts(started, fill, clock):
    pat = started(7)
    fill(pat, "gad2", 0, clock - 30 * DAY)
    fill(pat, "gad2", 2, clock - 8 * DAY)
    fill(pat, "gad2", 2, clock)
    assert _distress() == []


def test_nothing_from_before_says_nothing(started, fill, clock):
    pat = started(7)
    fill(pat, "phq2", 3, clock)
    assert _distress() == []


def test_five_more_on_the_long_form(started, fill, clock):
    pat = started(7)
    fill(pat, "gad7", 0, clock - 8 * DAY)
    fill(pat, "gad7", 1, clock)  # 7 in all; the short form in it is 2
    assert _distress() == ["distress/1/A2-long-form"]


def test_before_the_start_nothing_is_compared(enrolled, fill, clock):
    fill(enrolled, "gad7", 0, clock - 2 * DAY)
    fill(enrolled, "gad7", 3, clock)
    assert _distress() == []


def test_other_forms_are_no_business_of_this_rule(started, fill, clock, django_assert_num_queries):
    pat = started(7)
    fill(pat, "gad7", 0, clock - 8 * DAY)
    sheet = pat.case.sheets.get(form_id="gad7")
    sheet.form_id = "peg"
    with django_assert_num_queries(0):
        look_at(sheet, {}, by=None, now=clock)
