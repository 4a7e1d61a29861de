"""The page of a group session as plain forms and as JSON: who sees what, what the room can see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent
from remit.web.practice.enrolments import Held, hold
from remit.web.practice.models import Attendance, Parked, PartMove

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(started):
    return started(9)


@pytest.fixture
def at(pat):
    return f"/practice/groups/{pat.workshop.pk}/session/2/"


@pytest.fixture
def fay(people, sign_in) -> Client:
    return sign_in(people.fay)


def send(client, page, /, *, script=False, **fields):
    headers = {"X-Remit": "script"} if script else {}
    return client.post(f"{page}keep/", {"key": uuid4(), **fields}, headers=headers)


def test_it_opens_on_the_first_part_and_is_noted_once(fay, at):
    page = fay.get(at).content.decode()
    assert "Begin the session" in page
    assert "Feel and express" in page
    fay.get(f"{at}now/")
    assert AuditEvent.objects.filter(object_type="meeting").count() == 1


def test_the_room_sees_names_and_attendance_alone(fay, at, pat):
    send(fay, at, kind="private", enrolment=pat.enrolment.pk, answer="yes")
    page = fay.get(at).content.decode()
    covered = page.index("data-private-panel")
    assert "hidden" in page[covered : covered + 30]
    assert page.count("Pat") >= 1
    assert '<span class="second" data-covered hidden>' in page
    assert "1, covered" in page
    opened = fay.get(f"{at}?show=private").content.decode()
    covered = opened.index("data-private-panel")
    assert "hidden" not in opened[covered : covered + 30]
    assert '<span class="second" data-covered>' in fay.get(f"{at}?show=details").content.decode()


def test_a_plain_form_goes_back_to_the_page(fay, at, pat):
    answer = send(fay, at, kind="attendance", enrolment=pat.enrolment.pk, presence="here",
                  shown="review")  # fmt: skip
    assert (answer.status_code, answer.url) == (302, f"{at}?part=review")
    assert Attendance.objects.get().presence == "here"
    assert "1 of 1 here" in fay.get(at).content.decode()


def test_a_session_goes_through_by_plain_forms_to_its_end(fay, at, pat):
    page = fay.get(at).content.decode()
    keys = [piece.split('"')[0] for piece in page.split('data-part-row="')[1:]]
    for key in keys:
        send(fay, at, kind="move", act="begin", part=key)
    assert "End the session" in fay.get(at).content.decode()
    send(fay, at, kind="move", act="end")
    assert "Ended at" in fay.get(at).content.decode()
    meeting = pat.workshop.meetings.get(number=2)
    assert meeting.began_at <= meeting.ended_at
    assert PartMove.objects.count() == len(keys) + 1


def test_a_script_gets_a_receipt_and_the_reason_of_a_refusal(fay, at, pat):
    kept = send(fay, at, script=True, kind="park", text="Can my sister come?")
    assert set(kept.json()) == {"saved"}
    refused = send(fay, at, script=True, kind="park", text="")
    assert (refused.status_code, refused.json()) == (422, {"error": "Write the question."})
    assert Parked.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "no key", "kind": "park", "text": "x"},
        {"kind": "park", "text": "x", "at": "yesterday"},
        {"kind": "park", "text": "x", "at": "0001-01-01T00:00+14:00"},
        {"kind": "park", "text": "x", "at": "2026-11-23T10:00:00"},
        {"kind": "fidelity", "item": "three", "rating": "1"},
        {},
    ],
)
def test_what_cannot_be_read_is_refused_with_words(fay, at, fields):
    answer = send(fay, at, script=True, **fields)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert send(fay, at, **fields).status_code == 302
    assert Parked.objects.count() == 0


def test_who_leads_another_group_or_takes_part_finds_no_page(pat, at, people, sign_in):
    for who in (people.una, people.tom):
        assert sign_in(who).get(at).status_code in (403, 404)
    assert pat.client.get(at).status_code in (403, 404)


def test_a_safety_answer_of_who_led_then_arrives_after_the_lead_ended(fay, at, pat, clock):
    answer = {"kind": "private", "enrolment": pat.enrolment.pk, "answer": "yes"}
    pat.workshop.leads.update(until=clock)
    assert fay.get(at).status_code in (403, 404)
    given = (clock - timedelta(minutes=5)).isoformat()
    assert set(send(fay, at, script=True, at=given, **answer).json()) == {"saved"}
    assert send(fay, at, script=True, **answer).status_code in (403, 404)
    assert Flag.objects.filter(case=pat.case).count() == 1


def test_a_clinician_reads_and_does_not_write(at, people, sign_in):
    amin = sign_in(people.amin)
    page = amin.get(at).content.decode()
    assert "Who leads the group writes on it" in page
    assert "data-send" not in page
    assert send(amin, at, script=True, kind="park", text="x").status_code == 403


def test_what_others_wrote_comes_in_pieces_with_a_fresh_token(fay, at, people):
    send(fay, at, kind="park", text="Is pacing the same as resting?")
    piece = fay.get(f"{at}now/").content.decode()
    assert f'data-fresh data-person="{people.fay.pk}"' in piece
    assert "csrfmiddlewaretoken" in piece
    assert "Is pacing the same as resting?" in piece


def test_an_emergency_takes_the_page_with_a_number_and_no_answer_in_sight(fay, at, pat, clock):
    flag = raise_flag(
        case=pat.case, code=ActionCode.EMERGENCY, rule="test/1", finding="x", source="E.8",
        origin="test:1", by=None, now=clock,
    )  # fmt: skip
    held = Held(name="e", scope=Scope.PROGRAMME, reason="distress", flag=flag)
    hold(enrolment=pat.enrolment, held=held, by=None, now=clock)
    page = fay.get(at).content.decode()
    panel = page[page.index('class="emergency"') :]
    assert "Pat needs help now" in panel
    assert panel.index('href="tel:112"') < panel.index("<details>") < panel.index("it was a lot")


def test_it_is_printed_with_a_list_of_names_and_boxes(fay, at):
    page = fay.get(f"{at}print/").content.decode()
    assert "Pat" in page
    assert "Unsent letter, then grounding" in page
    assert page.count("☐") > 30


def test_handouts_are_sheets_of_their_own(fay, at):
    page = fay.get(f"{at}handouts/letters/").content.decode()
    assert "<strong>One reader.</strong>" in page
    assert fay.get(f"{at}handouts/none/").status_code == 404


def test_the_group_page_leads_to_its_sessions(fay, at, pat):
    assert at in fay.get(f"/practice/groups/{pat.workshop.pk}/").content.decode()
