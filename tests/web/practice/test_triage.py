"""What answers set going (CLINICAL E.8, INV-03): rests, flags, adverse events, the first page."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from remit.content.programme import programme
from remit.domain.enrolment import Scope
from remit.domain.flag import FlagState
from remit.domain.wording import banned_in
from remit.errors import Conflict
from remit.pathways.practice.distress import STOPS
from remit.pathways.practice.schedule import Rests, theme_rests
from remit.web.assess.models import Sheet
from remit.web.cases.sealed import open_table
from remit.web.notices.actions import acknowledge, raise_flag, record_outcome
from remit.web.notices.models import Flag, Notice
from remit.web.practice import check_ins, days, triage
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.done_answers import SAID, DoneTold
from remit.web.practice.enrolments import release, standing_of
from remit.web.practice.models import AdverseEvent, CheckIn, Done, Source
from remit.web.practice.receipts import Sent
from remit.web.practice.situations import situation_of

pytestmark = pytest.mark.django_db
WROTE = DoneTold(day=12, part="write", choice="gentler", before=3, after=4)
CALM = CheckInTold(new="no")
DAY = timedelta(days=1)


@pytest.fixture
def clock(now):
    return now


def _wrote(taking, at, *, now=None, source=Source.ONLINE, **answers):
    told = replace(WROTE, **answers)
    sent = Sent(key=uuid4(), done_at=at, source=source)
    return days.record_done(case=taking.case, sent=sent, told=told, by=taking.person, now=now or at)


def _evening(taking, at, *, now=None, source=Source.ONLINE, **answers):
    told, sent = replace(CALM, **answers), Sent(key=uuid4(), done_at=at, source=source)
    return check_ins.record_check_in(
        case=taking.case, sent=sent, told=told, by=taking.person, now=now or at
    )


def _close(flag, people, now):
    acknowledge(flag=flag, by=people.amin, now=now)
    flag.refresh_from_db()
    record_outcome(flag=flag, words="talked", reviewed=True, by=people.amin, now=now)


STOPPING = sorted(key for key, said in SAID.items() if said in STOPS)


@pytest.mark.parametrize("key", STOPPING)
def test_a3_words_rest_all_writing_and_open_the_support_page(started, clock, key):
    pat = started(12)
    stored = _wrote(pat, clock, said=(key,))
    assert stored.show == reverse("practice:support")
    assert standing_of(pat.enrolment).scopes == {Scope.WRITING}
    flag = Flag.objects.get()
    assert flag.code == "U1"
    assert Notice.objects.filter(flag=flag).exists()
    assert AdverseEvent.objects.get().level == "A3"


def test_a4_inv_03_not_safe_raises_an_emergency_and_shows_the_panel_first(started, people, clock):
    pat = started(12)
    stored = _evening(pat, clock, said=("not_safe",), new="yes")
    assert stored.show == reverse("practice:urgent")
    flags = {flag.rule: flag for flag in Flag.objects.all()}
    flag = flags.pop("distress/1/A4-said")
    assert flag.code == "E"
    assert Notice.objects.filter(flag=flag, person=people.amin).exists()
    assert standing_of(pat.enrolment).scopes == {Scope.PROGRAMME, Scope.STRONG}
    assert AdverseEvent.objects.get().level == "A4"


def test_a2_two_such_days_in_a_row_rest_writing_of_two_and_more(started, clock):
    pat = started(12)
    _wrote(pat, clock, before=1, after=6)
    assert not Flag.objects.exists()
    stored = _evening(pat, clock + DAY, sud_bedtime=8)
    assert stored.show == ""
    assert standing_of(pat.enrolment).scopes == {Scope.MODERATE}
    assert Flag.objects.get().code == "U2"
    event = AdverseEvent.objects.get()
    plain = open_table(pat.case, event.sealed_event, triage.ADVERSE, event.pk)
    assert "two days in a row" in plain["description"]


def test_a2_is_found_whatever_the_order_of_arrival(started, clock):
    pat = started(12)
    _evening(pat, clock, sud_bedtime=8)
    _evening(pat, clock - DAY, now=clock, sud_bedtime=7, source=Source.OFFLINE)
    assert Flag.objects.get().rule == "distress/1/A2-two-days"


def test_a2_mood_and_pain_over_days(started, clock):
    pat = started(12)
    for back in range(9, 2, -1):
        _evening(pat, clock - back * DAY, mood=7)
    for back in (2, 1):
        _evening(pat, clock - back * DAY, mood=4)
    assert not Flag.objects.exists()
    _evening(pat, clock, mood=3)
    assert Flag.objects.get().rule == "distress/1/A2-mood"


@pytest.mark.parametrize("key", ["sleep_lost", "stop"])
def test_a2_words(started, clock, key):
    pat = started(12)
    assert _evening(pat, clock, said=(key,)).show == ""
    assert Flag.objects.get().code == "U2"
    assert standing_of(pat.enrolment).scopes == {Scope.MODERATE}


def test_an_open_a2_is_not_raised_again_by_each_further_evening(started, clock):
    pat = started(12)
    for step in range(4):
        _evening(pat, clock + step * DAY, sud_bedtime=9)
    assert Flag.objects.count() == 1
    assert AdverseEvent.objects.count() == 1


def test_after_its_release_a_further_a2_is_raised_anew(started, people, clock):
    pat = started(12)
    for step in range(2):
        _evening(pat, clock + step * DAY, sud_bedtime=9)
    later = clock + DAY + timedelta(hours=2)
    ((name, _),) = standing_of(pat.enrolment).holds
    with pytest.raises(Conflict):
        release(enrolment=pat.enrolment, name=name, note="talked", by=people.amin, now=later)
    _close(Flag.objects.get(), people, later)
    release(enrolment=pat.enrolment, name=name, note="talked", by=people.amin, now=later)
    assert not standing_of(pat.enrolment).holds
    _evening(pat, clock + 2 * DAY, sud_bedtime=9)
    assert Flag.objects.count() == 2
    assert standing_of(pat.enrolment).scopes == {Scope.MODERATE}


def test_words_that_ask_to_stop_are_news_each_time(started, clock):
    pat = started(12)
    _evening(pat, clock, said=("unreal",))
    _evening(pat, clock + DAY, said=("unreal",))
    assert Flag.objects.count() == 2


def test_a_failing_flag_keeps_no_answer_without_it(started, clock, monkeypatch):
    pat = started(12)

    def broken(**_given):
        raise RuntimeError

    monkeypatch.setattr(triage, "raise_flag", broken)
    with pytest.raises(RuntimeError):
        _evening(pat, clock, said=("not_safe",))
    with pytest.raises(RuntimeError):
        _wrote(pat, clock, said=("not_safe",))
    assert not CheckIn.objects.exists()
    assert not Done.objects.exists()


def test_sent_again_after_it_ended_the_page_is_the_same(started, clock):
    pat = started(12)
    sent = Sent(key=uuid4(), done_at=clock)
    told = replace(CALM, said=("not_safe",))
    first = check_ins.record_check_in(case=pat.case, sent=sent, told=told, by=pat.person, now=clock)
    later = clock + timedelta(hours=5)
    again = check_ins.record_check_in(case=pat.case, sent=sent, told=told, by=pat.person, now=later)
    assert again == first
    assert Flag.objects.count() == 1


def _rest_of(pat, now, choice="gentler"):
    day = programme().day(12)
    theme = day.writing.theme if choice == "theme" else day.writing.gentler
    return theme_rests(situation_of(pat.enrolment, now=now), 12, theme)


def test_inv_06_an_open_flag_rests_the_strong_parts_and_not_the_rest(started, people, clock):
    pat = started(12)
    theme = programme().day(12).writing.theme
    raise_flag(
        case=pat.case, code=triage.ActionCode.SAME_DAY, rule="s/1/IN1", finding="fever",
        source="A.2", origin="sheet", by=None, now=clock,
    )  # fmt: skip
    assert _rest_of(pat, clock) is None
    if theme.intensity >= 3:
        assert _rest_of(pat, clock, "theme") is Rests.SYMPTOM
    assert situation_of(pat.enrolment, now=clock).standing.scopes == {Scope.STRONG}


def test_an_open_emergency_rests_everything_but_reading(started, clock):
    pat = started(12)
    raise_flag(
        case=pat.case, code=triage.ActionCode.EMERGENCY, rule="s/1/CE1", finding="bladder",
        source="A.2", origin="sheet", by=None, now=clock,
    )  # fmt: skip
    assert _rest_of(pat, clock) is Rests.CLINIC


def test_a2_rests_what_e8_says_and_no_more(started, clock):
    pat = started(12)
    _evening(pat, clock, said=("stop",))
    assert situation_of(pat.enrolment, now=clock).standing.scopes == {Scope.MODERATE}
    assert situation_of(pat.enrolment, now=clock).cleared


def test_a_clearance_that_ended_rests_all_writing(started, clock):
    pat = started(12)
    assert _rest_of(pat, clock) is None
    assert _rest_of(pat, clock + timedelta(days=90)) is Rests.CLINIC


PAGES = [("urgent", "not_safe"), ("support", "unreal")]


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_the_pages_open_without_script_for_who_told_it_alone(
    started, people, sign_in, clock, name, key
):
    pat = started(12)
    quinn = started(12, "Quinn", beside=pat)
    _evening(pat, clock, said=(key,))
    page = pat.client.get(reverse(f"practice:{name}"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.index("112") < text.index("116 123")
    assert " style=" not in text
    assert "no-store" in page["Cache-Control"]
    assert not banned_in(text)
    for staff in (people.amin, people.fay, people.hugo, people.tom):
        assert sign_in(staff).get(reverse(f"practice:{name}")).status_code in {302, 404}
    assert quinn.client.get(reverse(f"practice:{name}")).status_code == 302


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_the_pages_lead_to_help_where_nothing_was_told_or_all_is_settled(
    started, people, clock, name, key
):
    pat = started(12)
    where = reverse("notices:help", args=[pat.case.site.slug])
    assert pat.client.get(reverse(f"practice:{name}")).url == where
    _evening(pat, clock, said=(key,))
    assert pat.client.get(reverse(f"practice:{name}")).status_code == 200
    _close(Flag.objects.get(), people, clock)
    assert pat.client.get(reverse(f"practice:{name}")).url == where


def test_inv_03_the_panel_says_when_the_clinic_was_told_or_that_nobody_knows(
    started, people, clock
):
    pat = started(12)
    _evening(pat, clock, said=("not_safe",))
    assert (
        "Your clinic was told at 9:30"
        in pat.client.get(reverse("practice:urgent")).content.decode()
    )
    Notice.objects.all().delete()
    assert (
        "Nobody at your clinic knows yet"
        in pat.client.get(reverse("practice:urgent")).content.decode()
    )


def test_the_support_page_leads_on_to_the_safety_questions(started, clock):
    pat = started(12)
    _evening(pat, clock, said=("unreal",), new="yes")
    sheet = Sheet.objects.get(stage="new-symptom")
    page = pat.client.get(reverse("practice:support")).content.decode()
    assert reverse("assess:start", args=[sheet.pk]) in page


def test_inv_11_nothing_here_closes_a_flag(started, clock):
    pat = started(12)
    _evening(pat, clock, said=("stop",))
    for step in range(1, 6):
        _evening(pat, clock + step * DAY, mood=9, sud_bedtime=0)
    assert Flag.objects.get().state != FlagState.RECORDED.value
