"""Workshops and places: only the cleared, never more than there are places, days with the group."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.web.practice.conftest import ZONE, make_group

from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.people.actions import create_person
from remit.web.people.models import AuditEvent, Role
from remit.web.practice import enrolments, workshops
from remit.web.practice.models import Enrolment, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(clock) -> date:
    return (clock.astimezone(ZoneInfo(ZONE)) + timedelta(days=5)).date()


@pytest.fixture
def group_one(people, open_clinic, clock, soon) -> Workshop:
    return make_group(people, soon, clock)


def plan(on, **more):
    return workshops.Plan(**{
        "name": "Tuesday group", "first_on": on, "at": time(10), "zone": ZONE, "place": "Room 2",
        **more,
    })  # fmt: skip


def meetings(workshop):
    return {one.number: one for one in workshop.meetings.all()}


def test_three_group_sessions_stand_a_week_apart_at_the_same_local_time(group_one, soon):
    held = meetings(group_one)
    assert [held[n].on - soon for n in (1, 2, 3)] == [timedelta(days=d) for d in (0, 7, 14)]
    assert {one.starts_at.astimezone(ZoneInfo(ZONE)).time() for one in held.values()} == {time(10)}


def test_a_clock_change_between_two_sessions_keeps_the_local_time(people, open_clinic):
    at = datetime(2027, 3, 1, tzinfo=ZoneInfo("UTC"))  # clocks in London change on 28 March 2027
    made = make_group(people, date(2027, 3, 23), at)
    before, after = (meetings(made)[n].starts_at for n in (1, 2))
    assert after - before == timedelta(days=7, hours=-1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": "  "}, "name"),
        ({"place": "", "link": ""}, "place, a link"),
        ({"capacity": 11}, "at most 10"),
        ({"first_on": date(2020, 1, 1)}, "past"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(people, open_clinic, clock, soon, wrong, says):
    with pytest.raises(InvalidInput, match=says):
        workshops.make_workshop(
            site=people.riverside, plan=plan(wrong.pop("first_on", soon), **wrong),
            leads=[people.fay], by=people.cora, now=clock,
        )  # fmt: skip
    assert not Workshop.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.FACILITATOR, Role.CLINICIAN, Role.ASSESSOR, Role.STATISTICIAN]
)
def test_only_a_coordinator_plans(people, open_clinic, clock, soon, role):
    with pytest.raises(NotAllowed):
        workshops.make_workshop(
            site=people.riverside, plan=plan(soon), leads=[people.fay],
            by=people.with_role(role), now=clock,
        )  # fmt: skip


def test_a_moved_first_session_moves_the_days_and_calendars_hear_of_it(
    people, group_one, cleared_case, taking, clock, soon
):
    found = taking(cleared_case, group_one, clock)
    first = meetings(group_one)[1]
    later = workshops.change_meeting(
        meeting=first, on=soon + timedelta(days=1), at=time(11), place="Room 3", link="",
        by=people.fay, now=clock,
    )  # fmt: skip
    assert later.sequence == 1
    found.enrolment.refresh_from_db()
    assert found.enrolment.day_one == soon + timedelta(days=1)


def test_the_order_of_sessions_is_kept(people, group_one, clock, soon):
    with pytest.raises(InvalidInput, match="order"):
        workshops.change_meeting(
            meeting=meetings(group_one)[1], on=soon + timedelta(days=8), at=time(10), place="Room",
            link="", by=people.cora, now=clock,
        )  # fmt: skip


def test_two_who_move_the_same_session_do_not_overwrite_each_other(people, group_one, clock, soon):
    seen_twice = [meetings(group_one)[2], meetings(group_one)[2]]
    given = {"on": soon + timedelta(days=8), "at": time(9), "place": "Hall", "link": ""}
    workshops.change_meeting(meeting=seen_twice[0], **given, by=people.cora, now=clock)
    with pytest.raises(Conflict, match="meanwhile"):
        workshops.change_meeting(meeting=seen_twice[1], **given, by=people.fay, now=clock)


def test_who_is_not_cleared_gets_no_place(people, group_one, cleared_case, clock):
    late = clock + timedelta(days=400)  # the clearance has ended by then
    with pytest.raises(Conflict, match="clearance"):
        enrolments.enrol(case=cleared_case, workshop=group_one, zone=ZONE, by=people.cora, now=late)
    assert not Enrolment.objects.exists()  # nor half an enrolment


def test_the_last_place_is_given_once(people, open_clinic, cleared, clock, soon):
    small = workshops.make_workshop(
        site=people.riverside, plan=plan(soon, capacity=1), leads=[people.fay], by=people.cora,
        now=clock,
    )  # fmt: skip
    one, two = cleared("Ann"), cleared("Ben")
    enrolments.enrol(case=one, workshop=small, zone=ZONE, by=people.cora, now=clock)
    with pytest.raises(Conflict, match="full"):
        enrolments.enrol(case=two, workshop=small, zone=ZONE, by=people.cora, now=clock)


def test_who_waits_gets_a_place_and_a_second_enrolment_is_refused(
    people, group_one, cleared_case, taking, clock
):
    found = taking(cleared_case, None, clock)
    assert found.enrolment.day_one is None
    with pytest.raises(Conflict, match="already"):
        taking(cleared_case, group_one, clock)
    placed = enrolments.place(
        enrolment=found.enrolment, workshop=group_one, by=people.cora, now=clock
    )
    assert placed.day_one == meetings(group_one)[1].on


def test_a_cancelled_group_sends_everybody_back_to_the_waiting_list(
    people, group_one, cleared_case, taking, clock
):
    found = taking(cleared_case, group_one, clock)
    workshops.cancel_workshop(workshop=group_one, by=people.cora, now=clock)
    found.enrolment.refresh_from_db()
    assert (found.enrolment.workshop, found.enrolment.day_one) == (None, None)
    assert all(one.cancelled_at and one.sequence == 1 for one in meetings(group_one).values())
    with pytest.raises(Conflict, match="already"):
        workshops.cancel_workshop(workshop=group_one, by=people.cora, now=clock)


def test_a_facilitator_who_is_ill_is_replaced_and_sees_the_group_no_more(people, group_one, clock):
    other = create_person(
        email="gil@example.org", display_name="Gil", site=people.riverside,
        roles=[Role.FACILITATOR], by=None, now=clock, password=people.password,
    )  # fmt: skip
    lead = group_one.leads.get()
    with pytest.raises(Conflict, match="has to lead"):
        workshops.end_lead(lead=lead, by=people.cora, now=clock)
    assert not Workshop.objects.visible_to(other, now=clock).exists()
    workshops.add_lead(workshop=group_one, person=other, by=people.cora, now=clock)
    workshops.end_lead(lead=lead, by=people.cora, now=clock)
    assert Workshop.objects.visible_to(other, now=clock).get() == group_one
    assert not Workshop.objects.visible_to(people.fay, now=clock).exists()


def test_what_is_planned_is_audited_without_a_name_of_a_participant(
    people, group_one, cleared_case, taking, clock
):
    taking(cleared_case, group_one, clock)
    acts = list(AuditEvent.objects.order_by("id").values_list("act", flat=True))
    assert [act for act in acts if act in {"planned", "enrolled", "placed"}] == [
        "planned", "enrolled", "placed",
    ]  # fmt: skip
    details = str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert "Pat" not in details


def test_release_takes_a_clinician_a_reason_and_a_closed_flag(people, started, clock):
    found = started(5)
    held = enrolments.Held(name="seen", scope=enrolments.Scope.STRONG, reason="new symptom")
    enrolments.hold(enrolment=found.enrolment, held=held, by=None, now=clock)
    release = {"enrolment": found.enrolment, "name": "seen", "now": clock}
    with pytest.raises(NotAllowed):
        enrolments.release(**release, note="well again", by=people.fay)
    with pytest.raises(InvalidInput, match="why"):
        enrolments.release(**release, note=" ", by=people.amin)
    enrolments.release(**release, note="looked at, known pain", by=people.amin)
    assert not enrolments.standing_of(found.enrolment).holds
