"""Where a phone sends what it kept: receipts, refusals, and never somebody else's."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from remit.web.practice.models import CheckIn, Done, Episode, ReRating, Source
from remit.web.practice.phone import mark_of

KEEP = reverse("practice:keep")
WHO = reverse("practice:who")


@pytest.fixture
def pat(started):
    return started(5)


@pytest.fixture
def send(pat, clock):
    def sent(kind="episode", payload=None, *, client=None, key=None, at=None, mark=None, **more):
        body = {
            "kind": kind, "key": str(key or uuid.uuid4()), "payload": payload or {},
            "made_at": (at or clock).isoformat(), **more,
        }  # fmt: skip
        headers = {"X-Remit-Person": mark or mark_of(pat.person)}
        return (client or pat.client).post(
            KEEP, json.dumps(body), content_type="application/json", headers=headers
        )

    return sent


def test_each_kind_is_kept_by_its_own_action(send):
    key = uuid.uuid4()
    assert send(payload={"pain": 7}, key=key).json()["next"] == ""
    assert send("re-rating", {"episode": str(key), "minutes": 5, "pain": 3}).status_code == 200
    assert send("done", {"day": 5, "part": "read"}).status_code == 200
    assert send("check-in", {"new": "no", "pain_avg": 4}).status_code == 200
    counts = [one.objects.count() for one in (Episode, ReRating, Done, CheckIn)]
    assert counts == [1, 1, 1, 1]


def test_the_receipt_is_the_clinics_clock_and_stays_the_same(send, clock):
    key = uuid.uuid4()
    first = send(payload={"pain": 7}, key=key)
    again = send(payload={"pain": 7}, key=key, late=True)
    assert first.json() == again.json()
    assert first.headers["Cache-Control"] == "no-store"
    assert Episode.objects.get().source == Source.ONLINE


def test_what_came_late_says_so_and_keeps_its_own_time(send, clock):
    at = clock - timedelta(hours=7)
    send(payload={"pain": 7}, at=at, late=True)
    row = Episode.objects.get()
    assert (row.source, row.done_at) == (Source.OFFLINE, at)


def test_signed_out_keeps_nothing_and_asks_to_sign_in(send, pat):
    assert send(payload={"pain": 7}, client=Client()).status_code == 401
    assert pat.client.get(WHO).json()["person"] == mark_of(pat.person)
    assert Client().get(WHO).status_code == 401
    assert not Episode.objects.exists()


def test_what_another_person_made_is_not_taken_as_mine(send, started, pat):
    sam = started(5, name="Sam", beside=pat)
    refused = send(payload={"pain": 7}, client=sam.client)
    assert (refused.status_code, refused.json()) == (403, {"error": "another person"})
    assert not Episode.objects.exists()


@pytest.mark.parametrize("who", ["amin", "fay", "cora", "ada", "hugo"])
def test_staff_have_no_phone_here(send, sign_in, people, who):
    client = sign_in(getattr(people, who))
    assert send(payload={"pain": 7}, client=client).status_code == 401
    assert client.get(WHO).status_code == 401
    assert not Episode.objects.exists()


def test_a_token_is_asked_for(pat):
    client = Client(enforce_csrf_checks=True)
    client.force_login(pat.person)
    body = {"kind": "episode", "key": str(uuid.uuid4()), "payload": {}, "made_at": "2026-11-23"}
    assert client.post(KEEP, json.dumps(body), content_type="application/json").status_code == 403


def test_the_token_of_who_is_enough(pat, clock):
    client = Client(enforce_csrf_checks=True)
    client.force_login(pat.person)
    token = client.get(WHO).json()["token"]
    body = {
        "kind": "episode", "key": str(uuid.uuid4()), "payload": {"pain": 3},
        "made_at": clock.isoformat(),
    }  # fmt: skip
    sent = client.post(
        KEEP, json.dumps(body), content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert sent.status_code == 200


def body(**more):
    whole = {
        "kind": "episode", "key": "3b4f0a3e-5d3d-4a3e-9d3e-1a2b3c4d5e6f", "payload": {},
        "made_at": "2026-11-23T10:00:00Z",
    }  # fmt: skip
    return json.dumps(whole | more).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"3", b'{"kind": "episode"}', b"\xff\xfe", b"[" * 70000,
        b"[" * 30000 + b"]" * 30000, body(key="x"), body(key=7), body(payload=[1]),
        body(made_at="2026-11-23T10:00:00"), body(made_at="yesterday"), body(made_at=7),
        body(made_at="2026-13-45T10:00:00Z"), body(kind="letter"), body(kind=None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(pat, body):
    refused = pat.client.post(KEEP, body, content_type="application/json")
    assert refused.status_code == 400
    assert refused.json()["error"]


def test_a_used_key_is_a_conflict_and_names_no_content(send):
    key = uuid.uuid4()
    send(payload={"words": "the call"}, key=key)
    refused = send(payload={"words": "the trip"}, key=key)
    assert refused.status_code == 409
    assert "call" not in refused.json()["error"]


def test_a_rating_without_its_episode_is_not_lost_silently(send):
    refused = send("re-rating", {"episode": str(uuid.uuid4()), "minutes": 5})
    assert refused.status_code == 404


def test_a_sign_says_where_to_go_first(send):
    told = send(payload={"signs": ["new_kind"]}).json()
    assert told["next"].startswith("/assess/")


def test_who_says_nothing_but_a_mark(pat, people):
    told = pat.client.get(WHO).json()
    assert set(told) == {"person", "token", "cleared"}
    assert told["person"] != str(pat.person.pk)
    assert pat.person.email not in json.dumps(told)
    assert mark_of(pat.person) != mark_of(people.tom)


def test_the_mark_of_a_person_stays(pat):
    first = pat.client.get(WHO).json()["person"]
    pat.client.logout()
    pat.client.force_login(pat.person)
    assert pat.client.get(WHO).json()["person"] == first
