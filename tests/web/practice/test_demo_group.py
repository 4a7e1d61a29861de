"""The demo's group: what every page needs to have something true to show, made by the actions."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from remit.domain.enrolment import Move, Scope, State
from remit.domain.flag import FlagState
from remit.pathways.practice.distress import Level
from remit.web.assess.models import Sheet
from remit.web.consult.models import Entry
from remit.web.intake.models import Invitation
from remit.web.notices.demo import prepare_service
from remit.web.notices.models import Flag
from remit.web.people import audit
from remit.web.people.actions import create_person, create_site
from remit.web.people.models import Person, Role
from remit.web.practice import demo_lives
from remit.web.practice.attention import attention
from remit.web.practice.check_ins import told_of as evening_of
from remit.web.practice.demo_group import GROUP, prepare_group
from remit.web.practice.demo_sessions import NOTES
from remit.web.practice.enrolments import standing_of
from remit.web.practice.episodes import relief_of
from remit.web.practice.models import (
    AdverseEvent,
    Call,
    CheckIn,
    Done,
    Enrolment,
    Episode,
    Source,
    Workshop,
)
from remit.web.practice.session_state import session_of
from remit.web.practice.situations import situation_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
_ROLES = {"amin": Role.CLINICIAN, "cora": Role.COORDINATOR, "fay": Role.FACILITATOR}


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The group, made once for all tests of this file and taken away after them."""
    from django.db import transaction
    from django.test import override_settings

    with django_db_blocker.unblock(), override_settings(REMIT_DEMO=True), transaction.atomic():
        site = create_site(slug="northside", name="Northside", by=None, now=NOW)
        for key, role in _ROLES.items():
            create_person(
                email=f"{key}@demo.invalid", display_name=key, site=site, roles=[role],
                by=None, now=NOW,
            )  # fmt: skip
        prepare_service(site, NOW)
        site.refresh_from_db()
        prepare_group(site, now=NOW)
        yield site
        transaction.set_rollback(True)


def one(name: str) -> Enrolment:
    return Enrolment.objects.get(case__participant__display_name=f"{name} Example")


def test_a_group_of_eight_is_at_day_12_and_led_by_fay(made):
    workshop = Workshop.objects.get(name=GROUP)
    assert workshop.enrolments.count() == 8
    assert [row.person.display_name for row in workshop.leads.all()] == ["fay"]
    situation = situation_of(one("Ellis"), now=NOW)
    assert situation.reached == 12
    assert situation.standing.state is State.ACTIVE


def test_everybody_is_plainly_invented_and_was_invited_consented_and_cleared(made):
    for enrolment in Enrolment.objects.all():
        person = enrolment.case.participant
        assert person.display_name.endswith(" Example")
        assert person.email.endswith("@demo.invalid")
        assert Invitation.objects.filter(case=enrolment.case, used_at__isnull=False).exists()
        assert enrolment.case.clearances.exists()


def test_steady_practice_leaves_days_done_evenings_and_a_relieved_flare(made):
    ellis = one("Ellis")
    assert {row.part for row in ellis.done.all()} == {"read", "write", "listen", "affirm", "step"}
    assert {row.day for row in ellis.done.all()} == set(range(1, 13))
    assert relief_of(Episode.objects.get(case=ellis.case)) == 30
    flares = Entry.objects.filter(case=ellis.case, table="symptom", withdrawn_at=None)
    assert flares.exists()


def test_a_letter_that_was_a_lot_is_one_a2_with_rest_and_a_lighter_next_day(made):
    gray = one("Gray")
    wrote = {row.day: row for row in gray.done.filter(part="write")}
    assert wrote[9].intensity == 4
    assert wrote[10].intensity == 1  # the gentler choice, on the lighter day
    (event,) = AdverseEvent.objects.filter(case=gray.case)
    assert event.level == Level.REVIEW.value
    (flag,) = Flag.objects.filter(case=gray.case)
    assert FlagState(flag.state) is FlagState.ACKNOWLEDGED
    assert standing_of(gray).scopes == {Scope.MODERATE}
    assert AdverseEvent.objects.count() == 1


def test_a_new_symptom_was_held_looked_at_and_released(made):
    harper = one("Harper")
    moves = [(row.move, row.reason) for row in harper.events.all()]
    assert (Move.HOLD.value, "new symptom") in moves
    assert moves.index((Move.RELEASE.value, "released")) > moves.index(
        (Move.HOLD.value, "new symptom")
    )
    assert standing_of(harper).state is State.ACTIVE
    assert not standing_of(harper).holds
    assert all(flag.state == FlagState.RECORDED for flag in Flag.objects.filter(case=harper.case))
    held = [row.at for row in harper.events.all() if row.move in ("hold", "release")]
    between = harper.done.filter(done_at__range=held)
    assert all(row.intensity < 3 for row in between)


def test_a_week_was_missed_and_nothing_shames_for_it(made):
    indigo = one("Indigo")
    assert {row.day for row in indigo.done.all()} == {1, 2, 3, 11, 12}
    assert standing_of(indigo).state is State.ACTIVE
    assert not Flag.objects.filter(case=indigo.case).exists()


def test_one_left_and_nothing_came_after(made):
    jules = one("Jules")
    assert standing_of(jules).state is State.WITHDRAWN
    assert jules.ended_at is not None
    assert not jules.done.filter(done_at__gt=jules.ended_at).exists()


def test_one_is_on_paper_and_staff_entered_it(made):
    kim = one("Kim")
    rows = [*kim.done.all(), *kim.check_ins.all()]
    assert {row.source for row in rows} == {Source.STAFF.value}
    assert {row.entered_by.display_name for row in rows} == {"fay"}
    assert all(row.on_paper for row in kim.done.all())
    assert len({row.received_at for row in rows}) == 2  # brought to session 2, told on day 11
    assert not Done.objects.exclude(enrolment=kim).filter(source="staff").exists()


def test_some_came_late_from_a_phone_without_network(made):
    late = Done.objects.filter(source=Source.OFFLINE)
    assert late.exists()
    assert all(row.received_at - row.done_at > timedelta(hours=1) for row in late)


def test_flares_with_and_without_a_finding_and_relief(made):
    episodes = Episode.objects.all()
    found = Counter(relief_of(row) is not None for row in episodes)
    assert found == {True: 2, False: 1}


def test_two_sessions_were_held_and_what_was_pressed_in_them_is_there(made):
    workshop = Workshop.objects.get(name=GROUP)
    fay = Person.objects.get(display_name="fay")
    first, second, third = workshop.meetings.all()
    assert first.began_at < first.ended_at < second.began_at < second.ended_at
    assert third.began_at is None
    state = session_of(second, fay, now=NOW)
    here = {row.name for row in state.members if row.presence == "here"}
    assert here == {f"{n} Example" for n in ("Ellis", "Finley", "Gray", "Harper", "Kim", "Lane")}
    assert {row.name for row in state.members if row.presence == "not today"} == {"Indigo Example"}
    assert all(row.asked for row in state.members if row.presence == "here")
    assert [row.state for row in state.parts] == ["done"] * len(state.parts)
    assert state.rated == len({item for part in state.session.parts for item in part.fidelity})
    assert len(state.parked) == 2  # one of three was answered
    assert {name for name, note in state.done if note.text in NOTES.values()} == {
        "Gray Example",
        "Harper Example",
    }


def test_some_were_called_in_the_middle_and_the_rest_are_on_the_list(made):
    called = {row.enrolment.case.participant.display_name: row for row in Call.objects.all()}
    assert {name for name, row in called.items() if row.reached} == {
        f"{n} Example" for n in ("Ellis", "Finley", "Kim")
    }
    amin = Person.objects.get(display_name="amin")
    listed = {row.name: {str(one.kind) for one in row.needs} for row in attention(amin, now=NOW)[0]}
    midway = {name for name, kinds in listed.items() if "midway" in kinds}
    assert midway == {f"{n} Example" for n in ("Gray", "Harper", "Indigo", "Lane")}
    assert "missed session" in listed["Indigo Example"]


def test_questions_were_answered_before_day_1_and_after_the_first_week(made):
    points = Counter(
        row.point for row in Sheet.objects.filter(case=one("Ellis").case) if row.finished_at
    )
    assert points["t1"] >= 8
    assert points["week-1"] >= 1
    assert one("Kim").on_paper


def test_evenings_are_plausible_and_never_exact_steps(made):
    for row in CheckIn.objects.all():
        told = evening_of(row)
        assert 0 <= told.pain_avg <= told.pain_worst <= 10
        assert told.new == ("yes" if row.on == _new_on() and _is(row, "Harper") else "no")


def _new_on():
    return one("Harper").day_one + timedelta(days=4)


def _is(row, name):
    return row.enrolment.case.participant.display_name == f"{name} Example"


def test_nothing_lies_in_the_future_and_the_audit_trail_holds(made):
    for model in (Done, CheckIn, Episode):
        assert not model.objects.filter(received_at__gt=NOW).exists()
    audit.check_verified(audit.verify())


def test_a_second_start_changes_nothing(made):
    before = (Done.objects.count(), Person.objects.count(), Flag.objects.count())
    prepare_group(made, now=NOW + timedelta(days=1))
    assert (Done.objects.count(), Person.objects.count(), Flag.objects.count()) == before


def test_the_same_seed_tells_the_same_lives():
    (ellis,) = [life for life in demo_lives.LIVES if life.name == "Ellis"]
    assert ellis.evening(3) == ellis.evening(3)
    assert len({str(life.evening(3)) for life in demo_lives.LIVES}) > 1
    assert len({life.email for life in demo_lives.LIVES}) == 8
