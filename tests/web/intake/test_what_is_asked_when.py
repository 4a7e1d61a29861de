"""Promises, who may still be asked, the list of invited people, and words for every act."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.domain.clearance import ASK_AGAIN_AFTER_DAYS, Decision
from remit.domain.flag import Move
from remit.web.assess.models import Sheet, State
from remit.web.consult.clearance import Decided, sign_clearance
from remit.web.intake import actions, demo, queries
from remit.web.notices import actions as flags
from remit.web.people.models import AuditEvent

RATINGS = {"nrs.avg": "6", "nrs.worst": "8", "nrs.least": "3", "nrs.now": "5"}
CAUDA = {"CE1": "yes", "CE1.onset": "two_weeks", "CE1.trend": "worse"}


def _raise(case, code, now):
    return flags.raise_flag(
        case=case, code=code, rule="R", finding="f", source="s", origin="talk", by=None, now=now
    )


def _begin_for(client, avery, part):
    address = reverse("intake:begin_for", args=[avery.case.pk])
    return client.post(address, {"part": part, "mode": "phone"})


def test_the_promise_does_not_move_with_the_visits(avery, now):
    monday = now.replace(hour=9)
    _raise(avery.case, ActionCode.REVIEW, monday)
    first = queries.waiting(avery.case, now=monday + timedelta(minutes=5))
    later = queries.waiting(avery.case, now=monday + timedelta(days=1, hours=3))
    assert first is not None
    assert later is not None
    assert first.code is ActionCode.REVIEW
    assert "9:30" in first.promise
    assert "9:30" in later.promise  # not 12:30, as if it had been raised at this visit


def test_staff_begin_nothing_with_who_has_not_agreed(invited, people, sign_in):
    client = sign_in(people.amin)
    address = reverse("intake:begin_for", args=[invited.invitation.case_id])
    page = client.post(address, {"part": "nrs", "mode": "phone"})
    assert page.status_code == 403
    assert "does not take part now" in page.content.decode()
    assert not Sheet.objects.exists()


def test_after_stopping_drafts_are_closed_and_staff_begin_nothing(avery, people, sign_in):
    draft = avery.begin("nrs")
    actions.withdraw(case=avery.case, erase=False, by=avery.person, now=timezone.now())
    draft.refresh_from_db()
    assert draft.state == State.LEFT
    page = _begin_for(sign_in(people.amin), avery, "nrs")
    assert page.status_code == 403
    assert "does not take part now" in page.content.decode()
    assert Sheet.objects.count() == 1


def test_after_stopping_staff_still_finish_the_form_that_stopped(avery, people, sign_in):
    stopped = avery.answer(avery.begin("stage1"), CAUDA).sheet
    assert stopped.state == State.STOPPED
    actions.withdraw(case=avery.case, erase=False, by=avery.person, now=timezone.now())
    client = sign_in(people.amin)
    assert _begin_for(client, avery, "stage1").url == reverse("assess:start", args=[stopped.pk])
    assert _begin_for(client, avery, "nrs").status_code == 403
    assert Sheet.objects.count() == 1


def test_inv_13_unapproved_content_is_not_asked_but_something_new_is_heard(avery, settings):
    settings.REMIT_DEMO = False
    for page in (avery.post("begin", "nrs"), avery.get("medicines")):
        assert page.status_code == 403
        assert "questions rest for a moment" in page.content.decode()
    assert not Sheet.objects.exists()
    assert avery.post("something_new").status_code == 302
    assert Sheet.objects.get().stage == "new-symptom"


def test_old_safety_answers_are_asked_once_more_until_the_visit(avery, people):
    now = timezone.now()
    demo._fill_required(avery.case, casey=False, now=now)

    def required(days):
        found = queries.progress_of(avery.case, now=now + timedelta(days=days))
        return [part.title for part in found.open_required]

    assert required(ASK_AGAIN_AFTER_DAYS) == []
    assert required(ASK_AGAIN_AFTER_DAYS + 1) == ["Safety questions, once more"]
    Sheet.objects.filter(stage="stage1").update(finished_at=timezone.now() - timedelta(days=20))
    assert "Safety questions, once more" in avery.get("home").content.decode()
    again = avery.begin("stage1")
    assert (again.point, again.state) == ("before-visit", State.DRAFT)
    assert Sheet.objects.filter(stage="stage1").count() == 2
    lines, _ = queries.invited(people.cora, now=timezone.now())
    assert lines[0].state == "filling in"


def test_who_was_seen_is_not_asked_once_more(avery, people, now):
    demo._fill_required(avery.case, casey=False, now=now)
    avery.case.refresh_from_db()
    late = Decided(decision=Decision.DEFERRED, rationale="seen", named_contact="Dr Amin")
    sign_clearance(
        case=avery.case, decided=late, number=0, version=avery.case.version, factor_at=now,
        by=people.amin, now=now,
    )  # fmt: skip
    found = queries.progress_of(avery.case, now=now + timedelta(days=30))
    assert found.open_required == ()


def _invite_more(site, people, count, first=0):
    for number in range(first, first + count):
        actions.invite(
            site=site, name=f"P{number}", email=f"p{number}@example.org", by=people.cora,
            now=timezone.now(),
        )  # fmt: skip


def test_the_list_of_invited_opens_no_answer_and_asks_no_more_for_more_people(
    avery, people, open_site, monkeypatch
):
    avery.answer(avery.begin("stage1"), {"BODY": ["lower_back"]})
    monkeypatch.setattr(
        "remit.web.assess.records.value_of", lambda _: pytest.fail("an answer was opened")
    )
    _invite_more(open_site, people, 1)
    with CaptureQueriesContext(connection) as few:
        queries.invited(people.cora, now=timezone.now())
    _invite_more(open_site, people, 6, first=1)
    with CaptureQueriesContext(connection) as many:
        lines, more = queries.invited(people.cora, now=timezone.now())
    assert (len(lines), more) == (8, False)
    assert len(many) == len(few)


def test_the_list_of_invited_has_pages(avery, people, open_site, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    _invite_more(open_site, people, 2)
    client, address = sign_in(people.cora), reverse("intake:invitations")
    first, second, none = (client.get(address, {"page": page}) for page in (1, 2, 3))
    assert [line.name for line in first.context["lines"]] == ["P1", "P0"]
    assert "?page=2" in first.content.decode()
    assert [line.name for line in second.context["lines"]] == ["Avery Example"]
    assert "?page=3" not in second.content.decode()
    assert "nobody on this page" in none.content.decode()


def test_every_act_about_a_case_has_words_for_the_participant(avery, people, sign_in):
    """Invitation, consent, forms, flags with all their moves, clearance, and the end."""
    now, case, amin = timezone.now(), avery.case, people.amin
    demo._fill_required(case, casey=False, now=now)
    avery.finish("symptom", {"symptom.what": "headaches", "symptom.since": "about 2001"})
    avery.finish("medicine", {"medicine.name": "vitamin D", "medicine.since": "2019"})
    flag = _raise(case, ActionCode.REVIEW, now)
    flag = _raise(case, ActionCode.SAME_DAY, now)
    flags.escalate_overdue(now=now + timedelta(days=3))
    flag = flags.acknowledge(flag=flag, by=amin, now=now)
    flag = flags.downgrade(flag=flag, code=ActionCode.REVIEW, reason="milder", by=amin, now=now)
    flag = flags.record_outcome(flag=flag, words="talked", reviewed=True, by=amin, now=now)
    flag = flags.reopen(flag=flag, reason="again", by=amin, now=now)
    flags.record_outcome(flag=flag, words="talked", reviewed=True, by=amin, now=now)
    case.refresh_from_db()
    demo._clear(case, amin, now=now)
    sign_in(amin).get(reverse("intake:on_behalf", args=[case.pk]))
    avery.answer(avery.begin("stage2"), {})
    actions.withdraw(case=case, erase=True, by=avery.person, now=now)
    lines, _ = queries.opened_by(case, page=1)
    rows = AuditEvent.objects.filter(detail__contains=str(case.pk))
    assert {Move.RAISE_HIGHER, Move.ESCALATE, Move.REOPEN, "signed"} <= {row.act for row in rows}
    words = {queries.act_words(row): row.act for row in rows}
    assert "worked on the record" not in words, words
    assert "looked after an answer that needed care" in words
    assert not {line.act for line in lines} & {str(move) for move in Move}
    escalated = [row for row in rows if row.act == Move.ESCALATE]
    assert escalated
    shown = sum(len(queries.opened_by(case, page=page)[0]) for page in (1, 2))
    about_the_case = AuditEvent.objects.filter(object_id=str(case.pk)).exclude(pk__in=rows)
    assert shown == rows.count() + about_the_case.count() - len(escalated)
