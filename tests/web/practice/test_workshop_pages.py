"""Pages of workshops: who plans, who leads, who sees nothing; and what a calendar gets."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar
from tests.web.practice.conftest import ZONE, make_group

from remit.web.people.models import AuditEvent, Role
from remit.web.practice.models import Enrolment, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(people, open_clinic, clock) -> Workshop:
    return make_group(people, (clock.astimezone(ZoneInfo(ZONE)) + timedelta(days=5)).date(), clock)


@pytest.fixture
def here(workshop) -> str:
    return reverse("practice:workshop", args=[workshop.pk])


def test_a_coordinator_plans_a_group_on_the_page(people, open_clinic, clock, sign_in):
    cora, on = sign_in(people.cora), (clock + timedelta(days=9)).date()
    address = reverse("practice:workshop_new", args=["riverside"])
    assert "Who leads" in cora.get(address).text
    told = {
        "name": "Tuesday group", "on": on.isoformat(), "at": "10:00", "zone": ZONE,
        "place": "", "link": "", "capacity": "8", "leads": [str(people.fay.pk)],
    }  # fmt: skip
    refused = cora.post(address, told)
    assert refused.status_code == 422
    assert "Say where the group meets" in refused.text
    assert "Tuesday group" in refused.text  # nothing typed is lost
    made = cora.post(address, told | {"place": "Room 2"}, follow=True)
    assert "Group session 3" in made.text
    assert Workshop.objects.get().capacity == 8


def test_a_place_is_given_taken_and_only_to_who_is_cleared(
    people, workshop, here, cleared, clock, sign_in
):
    cora, ann = sign_in(people.cora), cleared("Ann")
    lapsed = cleared("Zoe", at=clock - timedelta(days=200))
    shown = cora.get(here).text
    assert "A place for Ann" in shown
    assert "Zoe" not in shown
    refused = cora.post(here, {"act": "enrol", "case": str(lapsed.pk)})
    assert refused.status_code == 409
    assert "clearance" in refused.text
    done = cora.post(here, {"act": "enrol", "case": str(ann.pk)}, follow=True)
    assert "Ann stops" in done.text
    enrolment = Enrolment.objects.get()
    ended = cora.post(here, {"act": "withdraw", "enrolment": str(enrolment.pk)}, follow=True)
    assert "Nobody is in this group yet" in ended.text


def test_the_waiting_list_takes_on_and_off(people, open_clinic, cleared_case, sign_in):
    cora = sign_in(people.cora)
    address = reverse("practice:waiting_list", args=["riverside"])
    assert "may get a place" in cora.get(address).text
    cora.post(address, {"act": "wait", "case": str(cleared_case.pk)})
    enrolment = Enrolment.objects.get()
    assert "Take Pat off the list" in cora.get(address).text
    cora.post(address, {"act": "off", "enrolment": str(enrolment.pk)})
    assert "Nobody waits" in cora.get(address).text


def test_the_facilitator_sees_the_own_group_with_states_and_no_clinical_word(
    people, started, sign_in
):
    found = started(5)
    fay = sign_in(people.fay)
    assert "Group one" in fay.get(reverse("practice:workshops")).text
    shown = fay.get(reverse("practice:workshop", args=[found.workshop.pk])).text
    assert "Pat" in shown
    assert "practises" in shown
    assert "Give a place" not in shown
    for word in ("pain", "clearance", "flag"):
        assert word not in shown.lower().split("</header>")[1]


@pytest.mark.parametrize(
    "role", [Role.ASSESSOR, Role.STATISTICIAN, Role.ADMINISTRATOR, Role.PARTICIPANT]
)
def test_no_other_role_sees_a_group(people, here, sign_in, role):
    client = sign_in(people.with_role(role))
    assert client.get(here).status_code in {403, 404}
    assert "Group one" not in client.get(reverse("practice:workshops")).text


def test_another_site_and_another_facilitator_see_nothing(people, workshop, here, clock, sign_in):
    assert sign_in(people.hugo).get(here).status_code == 404
    workshop.leads.update(until=clock)
    assert sign_in(people.fay).get(here).status_code == 404


@pytest.mark.parametrize("act", ["enrol", "place", "withdraw", "cancel", "lead", "baseline"])
def test_a_facilitator_plans_nothing(people, workshop, here, cleared_case, sign_in, act):
    told = {"act": act, "case": str(cleared_case.pk), "person": str(people.fay.pk)}
    assert sign_in(people.fay).post(here, told).status_code == 403
    assert not Enrolment.objects.exists()
    workshop.refresh_from_db()
    assert workshop.cancelled_at is None


def test_a_button_that_is_none_is_refused_in_words(people, here, sign_in):
    answer = sign_in(people.cora).post(here, {"act": "fly"})
    assert answer.status_code == 422
    assert "Choose one of the buttons" in answer.text


def test_opening_a_group_is_noted(people, here, sign_in):
    sign_in(people.fay).get(here)
    assert AuditEvent.objects.filter(object_type="workshop", actor=str(people.fay.pk)).exists()


def entries(answer):
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_calendar_file_is_neutral_and_changes_in_place(people, workshop, here, clock, sign_in):
    cora, address = sign_in(people.cora), reverse("practice:workshop_dates", args=[workshop.pk])
    before = entries(cora.get(address))
    assert [str(one["summary"]) for one in before] == [f"Group one {n}/3" for n in (1, 2, 3)]
    on = workshop.meetings.get(number=2).on + timedelta(days=1)
    moved = {"act": "move 2", "m2-on": on.isoformat(), "m2-at": "09:30", "m2-place": "Hall"}
    assert cora.post(here, moved).status_code == 302
    after = entries(cora.get(address))
    assert [str(one["uid"]) for one in after] == [str(one["uid"]) for one in before]
    assert [int(one["sequence"]) for one in after] == [0, 1, 0]
    assert after[1]["dtstart"].dt.astimezone(ZoneInfo(ZONE)).strftime("%H:%M") == "09:30"
    assert str(after[1]["location"]) == "Hall"


def test_a_cancelled_session_leaves_the_calendar(people, workshop, here, sign_in):
    cora = sign_in(people.cora)
    cora.post(here, {"act": "cancel"})
    answer = cora.get(reverse("practice:workshop_dates", args=[workshop.pk]))
    assert {str(one["status"]) for one in entries(answer)} == {"CANCELLED"}


def test_who_takes_part_gets_the_dates_and_who_does_not_gets_none(people, enrolled, cleared, clock):
    address = reverse("practice:dates")
    answer = enrolled.client.get(address)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dates.ics"'
    assert len(entries(answer)) == 3
    other = cleared("Ann")
    enrolled.client.force_login(other.participant)
    assert enrolled.client.get(address).status_code == 404


def test_moved_dates_are_mailed_neutrally_and_not_to_who_asked_for_quiet(
    people, enrolled, cleared, taking, clock, sign_in, settings
):
    settings.REMIT_MAIL = True
    quiet = cleared("Ann")
    quiet.consents.update(reach="leave")
    taking(quiet, enrolled.workshop, clock)
    here = reverse("practice:workshop", args=[enrolled.workshop.pk])
    sign_in(people.fay).post(here, {"act": "dates"})
    [sent] = mail.outbox
    assert sent.to == ["pat@example.org"]
    assert sent.subject == "Dates for your calendar"
    assert "pain" not in str(sent.message()).lower()
