"""Evening check-ins: kept once, the latest evening counts, anything new comes first (INV-06)."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from remit.domain.enrolment import Scope
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.assess.models import Sheet, State
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent, Role
from remit.web.practice import check_ins
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import CheckIn, Source
from remit.web.practice.receipts import Sent
from remit.web.practice.situations import bedtime_of

pytestmark = pytest.mark.django_db
CALM = CheckInTold(new="no", pain_avg=4, pain_worst=6, stress=3, mood=6, sud_bedtime=2)


@pytest.fixture
def clock(now):
    return now


def _told(taking, at, told=CALM, *, key=None, by=None, now=None, source=Source.ONLINE, **more):
    return check_ins.record_check_in(
        case=taking.case,
        sent=Sent(key=key or uuid4(), done_at=at, source=source),
        told=told,
        by=by or taking.person,
        now=now or at,
        **more,
    )


def test_a_check_in_is_kept_sealed_and_sets_nothing_going(started, clock):
    pat = started(5)
    stored = _told(pat, clock, replace(CALM, words="Rain all day", more={"feeling_words": "sad"}))
    row = CheckIn.objects.get(pk=stored.key)
    assert b"Rain" not in bytes(row.sealed_answers)
    assert check_ins.told_of(row).more == {"feeling_words": "sad"}
    assert stored.show == ""
    assert not Flag.objects.exists()
    assert not standing_of(pat.enrolment).holds


def test_the_same_key_is_kept_once_and_other_content_is_refused(started, clock):
    pat, key = started(5), uuid4()
    first = _told(pat, clock, key=key)
    assert _told(pat, clock, key=key, now=clock + timedelta(days=1)) == first
    with pytest.raises(Conflict):
        _told(pat, clock, replace(CALM, mood=1), key=key)
    assert CheckIn.objects.count() == 1
    assert AuditEvent.objects.filter(object_type="check-in").count() == 1


def test_of_several_on_a_date_the_latest_evening_counts(started, clock):
    pat = started(5)
    _told(pat, clock, replace(CALM, sud_bedtime=3))
    early = clock - timedelta(hours=3)
    _told(pat, early, replace(CALM, sud_bedtime=9), now=clock, source=Source.OFFLINE)
    assert bedtime_of(pat.enrolment) == {clock.date(): 3}
    assert [row.done_at for row in check_ins.newest_of_dates(pat.enrolment)] == [clock]
    assert CheckIn.objects.count() == 2


def test_every_rating_may_be_left_out_but_not_the_last_question(started, clock):
    pat = started(5)
    assert _told(pat, clock, CheckInTold(new="no")).show == ""
    with pytest.raises(InvalidInput):
        _told(pat, clock, CheckInTold(new=""))
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("new", ["yes", "unsure"])
def test_inv_06_hz14_anything_new_rests_the_strong_parts_and_opens_stage_one(started, clock, new):
    pat, key = started(12), uuid4()
    stored = _told(pat, clock, replace(CALM, new=new), key=key)
    sheet = Sheet.objects.get(stage="new-symptom", case=pat.case)
    assert stored.show == reverse("assess:start", args=[sheet.pk])
    assert standing_of(pat.enrolment).scopes == {Scope.STRONG}
    flag = Flag.objects.get()
    assert (flag.code, flag.origin) == ("U2", f"check-in:{key}")
    again = _told(pat, clock, replace(CALM, new=new), key=key)
    assert again == stored
    assert Flag.objects.count() == 1
    assert Sheet.objects.filter(stage="new-symptom").count() == 1


def test_inv_06_a_finished_sheet_is_not_begun_again_by_a_repeated_sending(started, clock):
    pat, key = started(12), uuid4()
    _told(pat, clock, replace(CALM, new="yes"), key=key)
    Sheet.objects.filter(stage="new-symptom").update(state=State.FINISHED, finished_at=clock)
    assert _told(pat, clock, replace(CALM, new="yes"), key=key).show == ""
    assert Sheet.objects.filter(stage="new-symptom").count() == 1


def test_told_without_network_nobody_asked_further_so_it_is_for_the_same_day(started, clock):
    pat = started(12)
    _told(pat, clock, replace(CALM, new="unsure"), source=Source.OFFLINE)
    assert Flag.objects.get().code == "U1"


def test_inv_06_no_other_answer_lifts_the_rest(started, clock):
    pat = started(12)
    _told(pat, clock, replace(CALM, new="yes"))
    _told(pat, clock + timedelta(hours=1), CALM)
    assert standing_of(pat.enrolment).scopes == {Scope.STRONG}
    assert Flag.objects.get().state != "recorded"


def test_what_got_worse_waits_for_a_clinician_and_rests_nothing(started, clock):
    pat = started(12)
    _told(pat, clock, replace(CALM, worse="yes", worse_what="A bad night"))
    assert Flag.objects.get().code == "R"
    assert not standing_of(pat.enrolment).holds


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sends_in_anothers_name(started, people, clock, role):
    pat = started(5)
    with pytest.raises(NotAllowed):
        _told(pat, clock, by=people.with_role(role))
    assert not CheckIn.objects.exists()


def test_staff_enter_a_sheet_of_paper_and_a_blank_last_question_stays_blank(started, people, clock):
    pat = started(5)
    told = CheckInTold(new="", mood=5)
    stored = _told(pat, clock, told, by=people.fay, entered_by=people.fay, source=Source.STAFF)
    assert stored.show == ""
    assert CheckIn.objects.get().entered_by == people.fay
    yes = _told(
        pat, clock, replace(told, new="yes"), by=people.amin, entered_by=people.amin,
        source=Source.STAFF,
    )  # fmt: skip
    assert yes.show == ""  # staff go on with the person; no sheet opens in the person's name
    assert standing_of(pat.enrolment).scopes == {Scope.STRONG}


@pytest.mark.parametrize("name", ["bea", "cora", "una", "ada", "hugo", "tom"])
def test_nobody_else_enters_paper(started, people, clock, name):
    pat, staff = started(5), getattr(people, name)
    with pytest.raises(NotAllowed):
        _told(pat, clock, by=staff, entered_by=staff, source=Source.STAFF)


def test_who_may_see_check_ins(started, people, clock):
    pat = started(5)
    _told(pat, clock)
    seen = {
        name
        for name in ("amin", "fay", "bea", "cora", "una", "ada", "hugo", "tom")
        if CheckIn.objects.visible_to(getattr(people, name), now=clock).exists()
    }
    assert seen == {"amin", "fay"}
    assert CheckIn.objects.visible_to(pat.person, now=clock).exists()


@pytest.mark.parametrize(
    "payload",
    [
        {"new": "maybe"},
        {"new": None},
        {"new": "no", "mood": 11},
        {"new": "no", "mood": "5"},
        {"new": "no", "more": {"nobody_asks": 1}},
        {"new": "no", "more": {"feeling_words": 11}},
        {"new": "no", "more": ["feeling_words"]},
        {"new": "no", "words": "x" * 2001},
        {"new": "no", "other": 1},
    ],
)
def test_what_cannot_be_read_is_refused_without_its_words(payload):
    with pytest.raises(InvalidInput) as caught:
        CheckInTold.of(payload)
    assert "xxx" not in str(caught.value)


def test_a_phone_sends_both_kinds_and_gets_its_receipt(started):
    pat = started(3)
    made_at = pat.enrolment.made_at + timedelta(days=2, hours=3)
    for kind, payload in (
        ("check-in", {"new": "no", "mood": 4}),
        ("done", {"day": 3, "part": "write", "choice": "gentler", "before": 2, "after": 2}),
    ):
        sent = {
            "kind": kind,
            "key": str(uuid4()),
            "made_at": made_at.isoformat(),
            "payload": payload,
        }
        answers = [
            pat.client.post(
                reverse("practice:keep"), json.dumps(sent), content_type="application/json"
            )
            for _ in range(2)
        ]
        assert [one.status_code for one in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
    assert CheckIn.objects.count() == 1
