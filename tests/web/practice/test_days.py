"""A part of a day that was done: kept once, with its dose sealed, by the right people only."""

import logging
import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from remit.domain.enrolment import Scope
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent, Role
from remit.web.practice import days, enrolments
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import Done, Source
from remit.web.practice.receipts import Sent
from remit.web.practice.situations import situation_of

pytestmark = pytest.mark.django_db
WROTE = DoneTold(day=12, part="write", minutes=18, choice="theme", before=3, after=5)


@pytest.fixture
def clock(now):
    return now


def _done(taking, at, told=WROTE, *, key=None, by=None, now=None, source=Source.ONLINE, **more):
    return days.record_done(
        case=taking.case,
        sent=Sent(key=key or uuid4(), done_at=at, source=source),
        told=told,
        by=by or taking.person,
        now=now or at,
        **more,
    )


def test_what_was_done_is_kept_with_its_dose_sealed(started, clock):
    pat = started(12)
    stored = _done(pat, clock, replace(WROTE, noticed="My jaw let go"))
    row = Done.objects.get(pk=stored.key)
    assert (row.day, row.part, row.minutes, row.on) == (12, "write", 18, clock.date())
    assert row.intensity >= 1
    assert b"jaw" not in bytes(row.sealed_dose)
    assert days.told_of(row).noticed == "My jaw let go"
    assert stored.show == ""


def test_the_gentler_choice_and_something_else_count_as_less(started, clock):
    pat = started(12)
    strong, gentler, own = (
        Done.objects.get(pk=_done(pat, clock, replace(WROTE, choice=one)).key).intensity
        for one in ("theme", "gentler", "own")
    )
    assert gentler < strong
    assert own == gentler


def test_the_same_key_is_kept_once_with_the_same_receipt(started, clock):
    pat, key = started(12), uuid4()
    first = _done(pat, clock, key=key)
    again = _done(pat, clock, key=key, now=clock + timedelta(hours=2))
    assert again == first
    assert Done.objects.count() == 1
    assert AuditEvent.objects.filter(act="sent", object_type="done").count() == 1


def test_the_same_key_with_other_content_writes_nothing(started, clock):
    pat, key = started(12), uuid4()
    _done(pat, clock, key=key)
    with pytest.raises(Conflict):
        _done(pat, clock, replace(WROTE, after=9), key=key)
    assert days.told_of(Done.objects.get()).after == 5


def test_another_persons_key_is_refused(started, clock):
    pat, key = started(12), uuid4()
    quinn = started(12, "Quinn", beside=pat)
    _done(pat, clock, key=key)
    with pytest.raises(Conflict):
        _done(quinn, clock, key=key)
    assert Done.objects.get().enrolment == pat.enrolment


def test_one_in_the_morning_belongs_to_the_day_before(started, clock):
    pat = started(12)
    stored = _done(pat, clock.replace(hour=1, minute=0), now=clock)
    assert Done.objects.get(pk=stored.key).on == clock.date() - timedelta(days=1)


def test_a_phone_clock_that_runs_ahead_puts_nothing_into_the_future(started, clock):
    pat = started(12)
    stored = _done(pat, clock + timedelta(days=3), now=clock, source=Source.OFFLINE)
    row = Done.objects.get(pk=stored.key)
    assert row.done_at == clock
    assert row.on == clock.date()


def test_a_day_that_has_not_come_is_refused(started, clock):
    pat = started(12)
    with pytest.raises(InvalidInput):
        _done(pat, clock, replace(WROTE, day=13))
    _done(pat, clock, replace(WROTE, day=3))  # an earlier one stays open


def test_before_the_start_nothing_is_done(enrolled, clock):
    with pytest.raises(Conflict):
        _done(enrolled, clock, replace(WROTE, day=1))


def test_what_a_phone_kept_before_a_withdrawal_is_taken_later(started, clock):
    pat = started(12)
    enrolments.withdraw(enrolment=pat.enrolment, by=pat.person, now=clock)
    late = clock + timedelta(days=2)
    _done(pat, clock - timedelta(hours=1), now=late, source=Source.OFFLINE)
    with pytest.raises(Conflict):
        _done(pat, late, now=late)
    assert Done.objects.count() == 1


def test_inv_06_what_was_done_in_a_hold_is_kept_all_the_same(started, clock):
    pat = started(12)
    held = enrolments.Held(name="x", scope=Scope.WRITING, reason="asked")
    enrolments.hold(enrolment=pat.enrolment, held=held, by=None, now=clock)
    assert _done(pat, clock, source=Source.OFFLINE).saved_at == clock


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sends_in_anothers_name(started, people, clock, role):
    pat = started(12)
    with pytest.raises(NotAllowed):
        _done(pat, clock, by=people.with_role(role))
    assert not Done.objects.exists()


@pytest.mark.parametrize("name", ["amin", "fay"])
def test_staff_who_read_doses_enter_a_sheet_of_paper(started, people, clock, name):
    pat, staff = started(12), getattr(people, name)
    told = replace(WROTE, on_paper=True)
    stored = _done(pat, clock, told, by=staff, entered_by=staff, source=Source.STAFF)
    row = Done.objects.get(pk=stored.key)
    assert (row.source, row.entered_by, row.on_paper) == (Source.STAFF, staff, True)


@pytest.mark.parametrize("name", ["bea", "cora", "una", "ada", "hugo", "tom"])
def test_nobody_else_enters_paper(started, people, clock, name):
    pat, staff = started(12), getattr(people, name)
    with pytest.raises(NotAllowed):
        _done(pat, clock, by=staff, entered_by=staff, source=Source.STAFF)


def test_a_facilitator_of_another_group_enters_no_paper(started, people, clock):
    pat = started(12)
    pat.workshop.leads.update(until=clock)
    with pytest.raises(NotAllowed):
        _done(pat, clock, by=people.fay, entered_by=people.fay, source=Source.STAFF)


def test_who_enters_and_how_it_came_fit_together(started, people, clock):
    pat = started(12)
    with pytest.raises(InvalidInput):
        _done(pat, clock, by=people.amin, entered_by=people.amin)
    with pytest.raises(InvalidInput):
        _done(pat, clock, source=Source.STAFF)


def test_a_day_is_let_go_once_and_doing_it_takes_it_back(started, people, clock):
    pat = started(12)
    for _ in range(2):
        days.let_go(enrolment=pat.enrolment, day=7, by=pat.person, now=clock)
    assert days.days_let_go(pat.enrolment) == {7}
    assert AuditEvent.objects.filter(act="let go").count() == 1
    _done(pat, clock, replace(WROTE, day=7))
    assert days.days_let_go(pat.enrolment) == frozenset()
    with pytest.raises(NotAllowed):
        days.let_go(enrolment=pat.enrolment, day=8, by=people.fay, now=clock)
    with pytest.raises(InvalidInput):
        days.let_go(enrolment=pat.enrolment, day=22, by=pat.person, now=clock)


def test_a_lot_after_writing_makes_the_next_day_lighter_and_nothing_else(started, clock):
    pat = started(12)
    stored = _done(pat, clock, replace(WROTE, before=2, after=7))
    assert stored.show == ""
    found = situation_of(pat.enrolment, now=clock + timedelta(days=1))
    assert found.lighter_on == {clock.date() + timedelta(days=1)}
    assert not found.standing.holds


def test_the_words_are_kept_only_where_they_were_left_on(started, clock):
    pat = started(12)
    silent = Done.objects.get(pk=_done(pat, clock).key)
    assert days.told_of(silent).words == ""
    left = replace(WROTE, words="Dear father", prompt="A letter")
    row = Done.objects.get(pk=_done(pat, clock, left).key)
    assert days.told_of(row) == left
    assert b"father" not in bytes(row.sealed_dose)


GOOD = {"day": 3, "part": "read"}


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"day": 3},
        {**GOOD, "day": 0},
        {**GOOD, "day": "3"},
        {**GOOD, "day": True},
        {**GOOD, "part": "swim"},
        {**GOOD, "part": "write"},
        {**GOOD, "choice": "theme"},
        {**GOOD, "minutes": 241},
        {**GOOD, "before": 11},
        {**GOOD, "said": "self_harm"},
        {**GOOD, "said": ["unknown"]},
        {**GOOD, "noticed": "x" * 2001},
        {**GOOD, "noticed": None},
        {**GOOD, "extra": 1},
    ],
)
def test_what_cannot_be_read_is_refused_without_its_words(payload):
    with pytest.raises(InvalidInput) as caught:
        DoneTold.of(payload)
    assert "xxx" not in str(caught.value)


def test_what_is_told_is_read_back_as_it_was():
    payload = {**GOOD, "part": "write", "choice": "own", "said": ["stop"], "noticed": " a ",
               "before": 0, "after": 10, "minutes": 240, "on_paper": True}  # fmt: skip
    told = DoneTold.of(payload)
    assert DoneTold.of(told.plain()) == told
    assert told.noticed == "a"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_arrives_twice_or_in_another_order_comes_to_the_same(started, clock, seed):
    pat, way = started(12), random.Random(seed)
    sendings = [
        (
            uuid4(),
            clock - timedelta(days=back),
            replace(WROTE, day=12 - back, before=2, after=after),
        )
        for back, after in enumerate((8, 7, 3, 9, 8, 2))
    ]
    arrived = [*sendings, *sendings]
    way.shuffle(arrived)
    receipts: dict[object, set[object]] = {}
    for key, at, told in arrived:
        stored = _done(pat, at, told, key=key, now=clock, source=Source.OFFLINE)
        receipts.setdefault(key, set()).add(stored)
    assert all(len(found) == 1 for found in receipts.values())
    assert {row.pk: row.on for row in Done.objects.all()} == {
        key: at.date() for key, at, _ in sendings
    }
    assert Flag.objects.get().rule == "distress/1/A2-two-days"
    assert standing_of(pat.enrolment).scopes == {Scope.MODERATE}


def test_inv_05_hz7_no_word_of_writing_stands_in_audit_or_log(started, clock, caplog):
    pat = started(12)
    caplog.set_level(logging.DEBUG)
    _done(pat, clock, replace(WROTE, words="Dear father", noticed="Dear mother"))
    rows = list(AuditEvent.objects.values_list("detail", "act", "object_type"))
    assert "Dear" not in f"{rows}{caplog.text}"
    assert not AuditEvent.objects.filter(object_type="done").exclude(sealed_values=b"").exists()
