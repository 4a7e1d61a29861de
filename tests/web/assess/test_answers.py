"""Answers are kept one by one: never lost, never twice, never by the wrong person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.assess import actions, queries
from remit.web.assess.models import MOVES, Answer, Mode, Sheet, State
from remit.web.assess.records import stored_values
from remit.web.assess.sources import instrument_ref, screening_ref
from remit.web.people.models import AuditEvent
from remit.web.people.permissions import Act

pytestmark = pytest.mark.django_db


def test_a_draft_is_opened_once_and_found_again(clinic, stage1, now):
    again = actions.open_sheet(
        case=clinic.case, form_ref=screening_ref("stage1"), point="before-visit",
        mode=Mode.SELF, by=clinic.pat, now=now,
    )  # fmt: skip
    assert again.pk == stage1.pk
    assert Sheet.objects.count() == 1
    assert AuditEvent.objects.filter(act="began", object_type="sheet").count() == 1


def test_the_database_refuses_a_second_draft(stage1):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(
            case=stage1.case, form_kind=stage1.form_kind, form_id=stage1.form_id,
            form_version="1", form_hash="x", stage="stage1", point="before-visit",
            mode=Mode.SELF, started_at=stage1.started_at, updated_at=stage1.updated_at,
        )  # fmt: skip


def test_answers_are_sealed_and_read_back(stage1, keep):
    keep(stage1, {"CE1": "no", "BODY": ["neck", "lower_back"], "age": "46"})
    assert stored_values(stage1) == {"CE1": "no", "BODY": ("neck", "lower_back"), "age": 46}
    raw = b"".join(bytes(answer.sealed_value) for answer in Answer.objects.all())
    assert b"lower_back" not in raw


def test_a_draft_writes_no_audit_rows_and_finishing_writes_one(open_instrument, keep, clinic, now):
    sheet = open_instrument("gad2")
    before = AuditEvent.objects.count()
    keep(sheet, {"gad7.1": "not_at_all"})
    keep(sheet, {"gad7.2": "several_days"})
    assert AuditEvent.objects.count() == before
    actions.finish_sheet(sheet=sheet, by=clinic.pat, now=now)
    actions.finish_sheet(sheet=sheet, by=clinic.pat, now=now)
    finished = AuditEvent.objects.filter(act="finished", object_type="sheet")
    assert finished.count() == 1
    assert "several" not in finished[0].detail
    assert finished[0].sealed_values


def test_the_same_answer_sent_twice_is_kept_once(stage1, keep):
    first = keep(stage1, {"CE1": "no"}, seen={})
    again = keep(stage1, {"CE1": "no"}, seen={})  # the receipt was lost
    assert first.versions == again.versions == {"CE1": 1}
    assert not again.clashes


def test_a_stale_answer_is_never_lost_and_overwrites_nothing(stage1, keep):
    keep(stage1, {"CE1": "no", "age": "46"}, seen={})
    late = keep(stage1, {"CE1": "not_sure", "CE2": "no"}, seen={"CE1": 0})
    (clash,) = late.clashes
    assert (clash.stored, clash.given, clash.version) == ("no", "not_sure", 1)
    assert stored_values(stage1) == {"CE1": "no", "CE2": "no", "age": 46}
    chosen = keep(stage1, {"CE1": "not_sure"}, seen={"CE1": clash.version})
    assert not chosen.clashes
    assert stored_values(stage1)["CE1"] == "not_sure"


def test_an_answer_can_be_taken_back_and_its_version_goes_on(stage1, keep):
    keep(stage1, {"DURATION": "more"})
    taken = keep(stage1, {"DURATION": [""]})
    assert taken.versions == {"DURATION": 2}
    assert "DURATION" not in stored_values(stage1)
    assert keep(stage1, {"DURATION": "less"}, seen={"DURATION": 1}).clashes


def test_what_cannot_be_read_is_said_and_the_rest_is_kept(stage1, keep):
    saved = keep(stage1, {"age": "fourty", "CE1": "no"})
    assert "whole number" in saved.errors["age"]
    assert stored_values(stage1) == {"CE1": "no"}


def test_a_date_is_told_as_it_was_understood(stage1, keep):
    keep(stage1, {"CE1": "yes", "CE1.onset": "older", "CE1.assessed": "yes"})
    saved = keep(stage1, {"CE1.assessed_on": "about 1993"})
    assert "1993" in saved.understood["CE1.assessed_on"]


def test_finishing_needs_the_answers_that_must_be_given(stage1, keep, clinic, now):
    keep(stage1, {"CE1": "no"})
    with pytest.raises(InvalidInput, match="need an answer"):
        actions.finish_sheet(sheet=stage1, by=clinic.pat, now=now)


def test_a_finished_form_takes_no_more_answers(open_instrument, keep, clinic, now):
    sheet = open_instrument("gad2")
    keep(sheet, {"gad7.1": "not_at_all", "gad7.2": "not_at_all"})
    actions.finish_sheet(sheet=sheet, by=clinic.pat, now=now)
    with pytest.raises(Conflict):
        keep(sheet, {"gad7.1": "several_days"})
    assert stored_values(sheet)["gad7.1"] == "not_at_all"


def test_every_state_is_reached_and_nothing_leaves_finished():
    reached = {State.DRAFT} | {to for moves in MOVES.values() for to in moves}
    assert reached == set(State)
    assert not MOVES[State.FINISHED]


@pytest.mark.parametrize("who", ["tom", "hugo", "fay", "bea", "cora", "una", "ada"])
def test_nobody_else_fills_or_finds_a_sheet(stage1, people, now, who):
    person = getattr(people, who)
    with pytest.raises(NotAllowed):
        actions.save_answers(sheet=stage1, given={"CE1": "no"}, by=person, now=now)
    with pytest.raises((NotAllowed, NotFound)):
        queries.sheet_for(person, stage1.pk, Act.SEE, now=now)
    assert not Sheet.objects.visible_to(person, now=now).exists()
    assert not stored_values(stage1)


def test_a_participant_does_not_fill_a_form_that_is_asked_live_only(open_instrument, clinic, now):
    sheet = open_instrument("phq9", mode=Mode.PHONE)
    with pytest.raises(NotAllowed):
        actions.save_answers(sheet=sheet, given={"phq9.1": "not_at_all"}, by=clinic.pat, now=now)
    held = open_instrument("gad2", mode=Mode.PHONE)  # what they told counts while staff fills it
    told = {"gad7.1": "not_at_all"}
    actions.save_answers(sheet=held, given=told, by=clinic.pat, now=now)
    assert queries.values_of(held) == told
    with pytest.raises(NotAllowed):
        open_instrument("phq8", mode=Mode.CLINIC, by=clinic.pat)


def test_answers_on_behalf_are_marked(open_instrument, people, keep):
    sheet = open_instrument("gad2", mode=Mode.PHONE)
    keep(sheet, {"gad7.1": "not_at_all"}, by=people.amin)
    view = queries.sheet_view(sheet)
    assert view.entered_by == "Dr Amin with the participant on the phone"
    assert view.pages[0][2][0].by == "Dr Amin"


def test_an_old_detail_never_softens_a_new_answer(stage1, keep, clinic, now):
    keep(stage1, {"CE1": "yes", "CE1.onset": "older", "CE1.trend": "same", "CE1.assessed": "yes"})
    newer = actions.open_sheet(
        case=clinic.case, form_ref=screening_ref("new-symptom"), point="day-8", mode=Mode.SELF,
        by=clinic.pat, now=now,
    )  # fmt: skip
    later = now + timedelta(days=40)
    key = "CE1"
    actions.save_answers(sheet=newer, given={key: "not_sure"}, by=clinic.pat, now=later)
    values = queries.latest_values(clinic.case)
    assert values["CE1"] == "not_sure"
    assert "CE1.onset" not in values


def test_an_unknown_question_is_refused(stage1, keep):
    with pytest.raises(InvalidInput):
        keep(stage1, {"XX9": "yes"})


def test_a_sheet_pins_version_and_hash(clinic, open_instrument):
    sheet = open_instrument("gad2")
    assert sheet.form_version
    assert len(sheet.form_hash) == 64
    assert instrument_ref("gad2").version == ""
