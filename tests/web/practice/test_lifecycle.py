"""What time alone does: day 1 opens (INV-02), day 22 ends it, a clearance lapses."""

from datetime import timedelta

import pytest

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope, State
from remit.web.intake import actions as intake
from remit.web.intake.models import Reach
from remit.web.notices import worker
from remit.web.notices.actions import acknowledge, raise_flag, record_outcome
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent
from remit.web.practice import enrolments, lifecycle
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import EnrolmentEvent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def clock(now):
    return now


@pytest.fixture
def first_day(enrolled, clock):
    """The instant at which Pat's first day has come; baseline is there."""
    enrolments.note_baseline(enrolment=enrolled.enrolment, by=None, now=clock)
    return clock + 3 * DAY


def _state(taking):
    return standing_of(taking.enrolment).state


def _flag(taking, now, code=ActionCode.SAME_DAY):
    return raise_flag(
        case=taking.case, code=code, rule="s/1/IN1", finding="fever", source="A.2",
        origin="sheet", by=None, now=now,
    )  # fmt: skip


def test_inv_02_the_worker_opens_day_one_when_it_has_come(enrolled, first_day):
    night = first_day.replace(hour=2, minute=59)
    assert lifecycle.look(now=night) == 0
    assert lifecycle.look(now=night + timedelta(minutes=1)) == 1
    assert _state(enrolled) is State.ACTIVE
    assert lifecycle.look(now=first_day) == 0
    event = EnrolmentEvent.objects.get(move="start")
    assert event.by is None
    assert AuditEvent.objects.get(act="started").actor == "system"


def test_inv_02_no_day_one_without_baseline(enrolled, clock):
    assert lifecycle.look(now=clock + 3 * DAY) == 0
    assert _state(enrolled) is State.CONSENTED


def test_inv_02_no_day_one_while_a_flag_is_open(enrolled, first_day, people):
    flag = _flag(enrolled, first_day)
    assert lifecycle.look(now=first_day) == 0
    acknowledge(flag=flag, by=people.amin, now=first_day)
    flag.refresh_from_db()
    record_outcome(flag=flag, words="seen", reviewed=True, by=people.amin, now=first_day)
    assert lifecycle.look(now=first_day) == 1


def test_inv_02_no_day_one_after_the_clearance_ended(enrolled, first_day):
    assert lifecycle.look(now=first_day + 90 * DAY) == 0
    assert _state(enrolled) is State.BASELINE


def test_inv_02_no_day_one_while_something_is_held(enrolled, first_day):
    held = enrolments.Held(name="x", scope=Scope.STRONG, reason="asked")
    enrolments.hold(enrolment=enrolled.enrolment, held=held, by=None, now=first_day)
    assert lifecycle.look(now=first_day) == 0


def test_the_waiting_list_and_who_withdrew_never_begin(cleared_case, taking, clock, people):
    waiting = taking(cleared_case, None, clock)
    enrolments.note_baseline(enrolment=waiting.enrolment, by=None, now=clock)
    assert lifecycle.look(now=clock + 9 * DAY) == 0
    enrolments.withdraw(enrolment=waiting.enrolment, by=waiting.person, now=clock)
    assert lifecycle.look(now=clock + 9 * DAY) == 0


def test_day_22_ends_the_21_days_and_not_before(started, clock):
    pat = started(21)
    assert lifecycle.look(now=clock) == 0
    assert lifecycle.look(now=clock + DAY) == 1
    assert _state(pat) is State.COMPLETED
    assert lifecycle.look(now=clock + 2 * DAY) == 0


def test_who_is_held_ends_after_the_release(started, people, clock):
    pat = started(21)
    held = enrolments.Held(name="x", scope=Scope.STRONG, reason="asked")
    enrolments.hold(enrolment=pat.enrolment, held=held, by=None, now=clock)
    assert lifecycle.look(now=clock + DAY) == 0
    enrolments.release(
        enrolment=pat.enrolment, name="x", note="looked at", by=people.amin, now=clock + DAY
    )
    assert lifecycle.look(now=clock + DAY) == 1
    assert _state(pat) is State.COMPLETED


def test_who_takes_the_consent_back_leaves_the_programme(started, clock):
    pat = started(5)
    quinn = started(5, "Quinn", beside=pat)
    intake.withdraw(case=pat.case, erase=False, by=pat.person, now=clock)
    assert lifecycle.look(now=clock) == 1
    assert _state(pat) is State.WITHDRAWN
    assert _state(quinn) is State.ACTIVE
    pat.enrolment.refresh_from_db()
    assert pat.enrolment.ended_at == clock
    assert lifecycle.look(now=clock) == 0


def test_consenting_anew_to_a_newer_text_ends_nothing(started, clock):
    pat = started(5)
    intake.give_consent(case=pat.case, reach=Reach.CALL, by=pat.person, now=clock)
    assert lifecycle.look(now=clock) == 0


def test_a_lapsed_clearance_is_told_once(started, people, clock):
    pat = started(5)
    later = clock + 90 * DAY
    held = enrolments.Held(name="x", scope=Scope.STRONG, reason="asked")  # so that it goes on
    enrolments.hold(enrolment=pat.enrolment, held=held, by=None, now=clock)
    assert lifecycle.look(now=clock + 80 * DAY) == 0
    assert lifecycle.look(now=later) == 1
    assert lifecycle.look(now=later) == 0
    flag = Flag.objects.get()
    assert (flag.code, flag.rule) == ("R", lifecycle.LAPSED)
    acknowledge(flag=flag, by=people.amin, now=later)
    flag.refresh_from_db()
    record_outcome(flag=flag, words="seen", reviewed=True, by=people.amin, now=later)
    assert lifecycle.look(now=later + DAY) == 0


def test_one_that_fails_keeps_no_other_back(started, clock, monkeypatch, caplog):
    pat = started(21)
    quinn = started(21, "Quinn", beside=pat)
    whole = lifecycle.complete

    def broken(*, enrolment, **more):
        if enrolment.pk == pat.enrolment.pk:
            raise RuntimeError("Pat")
        return whole(enrolment=enrolment, **more)

    monkeypatch.setattr(lifecycle, "complete", broken)
    assert lifecycle.look(now=clock + DAY) == 1
    assert _state(quinn) is State.COMPLETED
    assert str(pat.enrolment.pk) in caplog.text


def test_the_worker_looks(started, clock):
    pat = started(21)
    worker.look_once(now=clock + DAY, worker="test:1")
    assert _state(pat) is State.COMPLETED


def test_a_look_costs_the_same_however_many_take_part(
    started, clock, django_assert_num_queries, django_assert_max_num_queries
):
    pat = started(5)
    with django_assert_num_queries(5):
        lifecycle.look(now=clock)
    for name in ("Quinn", "Rosa", "Sam"):
        started(5, name, beside=pat)
    with django_assert_max_num_queries(5):
        lifecycle.look(now=clock)
