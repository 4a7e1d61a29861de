"""What a reader with fresh eyes found in the forms, each held by a test."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from remit.domain.action_code import ActionCode
from remit.web.assess import actions, queries
from remit.web.assess.models import Mode, State
from remit.web.assess.safety import known_of
from remit.web.assess.sources import instrument_ref, screening_ref
from remit.web.cases.sealed import seal_subject
from remit.web.notices import actions as notices
from remit.web.notices.models import Flag


def _post(client, sheet, key, value):
    data = {"key": key, "value": value, "seen": "{}"}
    return client.post(reverse("assess:save", args=[sheet.pk]), data).json()


def test_inv_03_an_emergency_after_a_same_day_answer_still_brings_the_panel(
    stage1, clinic, sign_in, keep
):
    keep(stage1, {"VA4": "yes", "VA4.breathless": "no"}, whole_page=True)
    assert Flag.objects.filter(code="U1").exists()
    reply = _post(sign_in(clinic.pat), stage1, "VA1", "yes")
    assert reply["emergency"] == reverse("assess:emergency", args=[stage1.pk])


def test_a_second_same_day_answer_is_told_even_where_the_first_was_taken_back(
    stage1, clinic, sign_in, keep
):
    keep(stage1, {"VA4": "yes", "VA4.breathless": "no"}, whole_page=True)
    keep(stage1, {"VA4": "no"}, whole_page=True)
    saved = keep(stage1, {"MU1": "yes", "MU1.dark_urine": "no", "MU1.weak": "yes"}, whole_page=True)
    assert saved.news
    assert not keep(stage1, {"MU1": "yes"}, whole_page=True).news


def test_inv_03_the_panel_comes_before_two_answers_side_by_side(stage1, clinic, sign_in, keep):
    keep(stage1, {"VA2": "no"})
    client = sign_in(clinic.pat)
    number = 1 + next(
        at
        for at, page in enumerate(actions.sources.source_of(stage1).form.pages)
        if any(question.key == "VA1" for question in page.questions)
    )
    data = {"VA1": "yes", "VA2": "yes", "versions": '{"VA2": 0}', "seen": '{"VA2": 0}'}
    page = client.post(reverse("assess:page", args=[stage1.pk, number]), data)
    assert "This needs care now" in page.content.decode()


def test_inv_03_while_an_emergency_is_open_every_other_form_rests(
    stage1, clinic, sign_in, keep, now
):
    other = actions.open_sheet(
        case=clinic.case,
        form_ref=instrument_ref("nrs"),
        point="before-visit",
        mode=Mode.SELF,
        by=clinic.pat,
        now=now,
    )
    client = sign_in(clinic.pat)
    address = reverse("assess:page", args=[other.pk, 1])
    assert "This needs care now" not in client.get(address).content.decode()
    keep(stage1, {"VA2": "yes"}, whole_page=True)
    assert "This needs care now" in client.get(address).content.decode()


def test_a_birthday_counts_on_its_day(clinic, now):
    case = clinic.case
    case.sealed_subject = seal_subject(case, {"id": "pat", "name": "Pat", "birth": "1976-11-23"})
    assert known_of(case, now).age == 50  # now is 23 November 2026
    assert known_of(case, now - timedelta(days=1)).age == 49
    assert date(2026, 11, 23) == now.date()


def test_who_takes_a_form_up_is_who_fills_it(stage1, clinic, people, now):
    taken = actions.open_sheet(
        case=clinic.case,
        form_ref=screening_ref("stage1"),
        point="before-visit",
        mode=Mode.PHONE,
        by=people.amin,
        now=now,
    )
    assert taken.pk == stage1.pk
    assert queries.entered_by(taken) == "Dr Amin with the participant on the phone"


def test_half_filled_forms_are_left_when_somebody_stops_and_a_half_told_sign_is_heard(
    stage1, clinic, keep, now, people
):
    keep(stage1, {"CE1": "yes"})
    actions.leave_drafts(case=clinic.case, by=None, now=now)
    stage1.refresh_from_db()
    assert stage1.state == State.STOPPED
    assert Flag.objects.filter(code="E").exists()


def test_a_calm_draft_is_left(stage1, clinic, keep, sign_in, now):
    keep(stage1, {"CE1": "no"})
    actions.leave_drafts(case=clinic.case, by=None, now=now)
    stage1.refresh_from_db()
    assert stage1.state == State.LEFT
    answer = sign_in(clinic.pat).get(reverse("assess:page", args=[stage1.pk, 1]))
    assert answer.url == reverse("home")


@pytest.mark.parametrize("days", [0, 2])
def test_hz3_today_is_said_on_the_day_alone(stage1, clinic, sign_in, keep, now, days, monkeypatch):
    form = actions.sources.source_of(stage1).form
    answers = {
        question.key: "no"
        for question in form.questions()
        if any(option.key == "no" for option in question.options)
    }
    keep(stage1, {**answers, "IN1": "yes", "IN1.very_ill": "no", "IN1.onset": "two_weeks",
                  "IN1.trend": "same", "IN1.assessed": "no", "IN3": ["none"],
                  "BODY": ["left_knee"]}, whole_page=True)  # fmt: skip
    actions.finish_sheet(sheet=stage1, by=clinic.pat, now=now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=days))
    text = sign_in(clinic.pat).get(reverse("assess:done", args=[stage1.pk])).content.decode()
    assert ("today" in text) == (days == 0)
    assert ("Your clinic has this" in text) == (days == 2)


def test_inv_03_the_participants_own_emergency_counts_while_staff_fills_the_form(
    stage1, clinic, people, sign_in, now
):
    actions.open_sheet(
        case=clinic.case,
        form_ref=screening_ref("stage1"),
        point="before-visit",
        mode=Mode.PHONE,
        by=people.amin,
        now=now,
    )
    reply = _post(sign_in(clinic.pat), stage1, "ND3", "yes")
    assert reply["emergency"] == reverse("assess:emergency", args=[stage1.pk])


def test_a_sign_that_is_told_again_after_its_outcome_is_a_new_flag(
    stage1, clinic, people, keep, now
):
    sign = {"VA4": "yes", "VA4.breathless": "no"}
    keep(stage1, sign, whole_page=True)
    flag = Flag.objects.get(code="U1")
    flag = notices.acknowledge(flag=flag, by=people.amin, now=now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    notices.record_outcome(
        flag=flag, words="Seen in the clinic.", reviewed=True, by=people.amin, now=later
    )
    assert not keep(stage1, {"GC1": "no"}, whole_page=True, now=now + timedelta(hours=1)).news
    keep(stage1, {"VA4": "no"}, whole_page=True, now=now + timedelta(hours=2))
    assert keep(stage1, {"VA4": "yes"}, whole_page=True, now=now + timedelta(hours=3)).news
    assert Flag.objects.filter(code="U1").exclude(state="outcome recorded").count() >= 1


def test_inv_03_an_emergency_found_at_the_end_brings_the_panel(stage1, clinic, sign_in, keep):
    form = actions.sources.source_of(stage1).form
    answers = {
        question.key: "no"
        for question in form.questions()
        if any(option.key == "no" for option in question.options)
    }
    keep(stage1, {**answers, "CE1": "yes"})
    page = sign_in(clinic.pat).post(reverse("assess:review", args=[stage1.pk]))
    assert "This needs care now" in page.content.decode()


def test_the_clinic_still_knows_after_the_code_was_lowered(
    stage1, clinic, people, sign_in, keep, now
):
    keep(stage1, {"VA2": "yes"}, whole_page=True)
    flag = Flag.objects.get(code="E")
    notices.downgrade(
        flag=flag, code=ActionCode.NOTE, reason="An old, known pain.", by=people.amin, now=now
    )
    page = sign_in(clinic.pat).get(reverse("assess:emergency", args=[stage1.pk]))
    assert "Your clinic was told" in page.content.decode()


@pytest.mark.parametrize("junk", ["[" * 200_000, "²", "null", '{"a": {}}'])
def test_junk_in_a_page_is_no_error(stage1, clinic, sign_in, junk):
    page = sign_in(clinic.pat).post(
        reverse("assess:page", args=[stage1.pk, 1]), {"age": "46", "seen": junk}
    )
    assert page.status_code < 500
