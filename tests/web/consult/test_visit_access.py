"""Who may not reach the consultation, by any of its addresses; and what no log may hold."""

import json
import uuid
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from remit.domain.quick_entry import Pair
from remit.web.cases.models import Case
from remit.web.consult.models import Entry, Line, NoteRevision, Waiting
from remit.web.consult.visit_lines import keep_line
from remit.web.people.actions import break_glass
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db

WORDS = ("zebra", "Vera", "okapi")


@pytest.fixture
def visit(vera, people, now, says):
    """A live case with a kept line, a part that waits, and notes."""
    says(
        says.fact(0, "symptom", "zebra pain", start="1993"),
        says.unsure(1, "okapi", says.proposal("event", "okapi at home", code="FIN04")),
        pairs=(Pair(symptom=0, stressor=1),),
    )
    keep_line(
        case=vera, key=uuid.uuid4(), text="1993 zebra pain, okapi", part="pain", choices={},
        by=people.amin, now=now,
    )  # fmt: skip
    return vera


def _requests(case):
    """Every address of the consultation with a body that would be right."""
    entry = Entry.objects.get(case=case, table="symptom")
    waiting = Waiting.objects.get(case=case)
    key = str(uuid.uuid4())

    def at(name, **more):
        return reverse(f"consult:{name}", kwargs={"pk": case.pk, **more})

    line = {"key": key, "text": "new zebra", "part": "pain"}
    return [
        ("GET", at("visit"), {}),
        ("GET", at("visit_kept"), {}),
        ("GET", at("visit_changed"), {}),
        ("GET", at("fact", entry=entry.pk), {}),
        ("GET", at("fact_new", table="symptom"), {}),
        ("GET", at("about"), {}),
        ("POST", at("visit_start"), {}),
        ("POST", at("visit_end"), {}),
        ("POST", at("visit_understand"), {"text": "zebra", "part": "pain"}),
        ("POST", at("visit_keep"), line),
        ("POST", at("visit_settle", waiting=waiting.pk), {"number": "1"}),
        ("POST", at("visit_undo", entry=entry.pk), {}),
        ("POST", at("visit_restore", entry=entry.pk), {}),
        ("POST", at("visit_notes", part="pain"), {"key": key, "text": "zebra", "base": "0"}),
        ("POST", at("fact", entry=entry.pk), {"label": "other zebra", "key": key}),
        ("POST", at("fact_new", table="symptom"), {"label": "zebra", "key": key}),
        ("POST", at("about"), {"name": "Zebra", "seen": "x"}),
    ]


def _stored(case):
    return (
        Entry.objects.filter(case=case).count(),
        Line.objects.count(),
        NoteRevision.objects.count(),
        Waiting.objects.filter(outcome="open").count(),
        Case.objects.get(pk=case.pk).version,
    )


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    "who", ["hugo", *(role.value for role in Role if role is not Role.CLINICIAN)]
)
def test_nobody_else_reads_or_writes_by_any_address(visit, people, sign_in, who, script):
    person = people.hugo if who == "hugo" else people.with_role(Role(who))
    client, before = sign_in(person), _stored(visit)
    headers = {"X-Remit": "script"} if script else {}
    for method, url, body in _requests(visit):
        response = client.generic(
            method, url, urlencode(body), "application/x-www-form-urlencoded", headers=headers
        )
        expected = {404} if who == "hugo" else {403, 404}
        assert response.status_code in expected, url
        text = response.content.decode()
        assert not any(word in text for word in WORDS), url
    assert _stored(visit) == before


def test_a_clinician_cannot_reach_another_case_through_ones_own(visit, cases, people, sign_in):
    """Ids of one case under the address of another are not found."""
    client = sign_in(people.amin)
    entry = Entry.objects.filter(case=visit).first()
    waiting = Waiting.objects.get(case=visit)
    for name, more in (
        ("visit_undo", {"entry": entry.pk}),
        ("visit_restore", {"entry": entry.pk}),
        ("visit_settle", {"waiting": waiting.pk}),
    ):
        url = reverse(f"consult:{name}", kwargs={"pk": cases.mary.pk, **more})
        assert client.post(url, {"number": "1"}).status_code == 404
    url = reverse("consult:fact", kwargs={"pk": cases.mary.pk, "entry": entry.pk})
    assert client.get(url).status_code == 404


def test_signed_out_nothing_is_stored_and_the_answer_is_the_way_to_sign_in(visit):
    before = _stored(visit)
    for method, url, body in _requests(visit):
        client = Client()
        response = client.get(url) if method == "GET" else client.post(url, body)
        assert response.status_code == 302
        assert "login" in response["Location"]
    assert _stored(visit) == before


def test_no_clinical_word_stands_in_audit_rows_logs_or_addresses(
    visit, people, sign_in, caplog, says
):
    client = sign_in(people.amin)
    caplog.set_level(0)
    for method, url, body in _requests(visit):
        assert not any(word.lower() in url.lower() for word in WORDS)
        response = client.get(url) if method == "GET" else client.post(url, body)
        assert not any(word in response.get("Location", "") for word in WORDS)
    assert Line.objects.count() == 2
    assert not any(word in caplog.text for word in WORDS)
    for row in AuditEvent.objects.all():
        readable = json.dumps([row.detail, row.act, row.object_type, row.object_id])
        assert not any(word.lower() in readable.lower() for word in WORDS)
        assert b"zebra" not in bytes(row.sealed_values)


def test_emergency_access_reads_and_writes_nothing(visit, people, sign_in):
    break_glass(
        case_id=visit.pk,
        site=people.riverside,
        reason="a call from the emergency department",
        by=people.fay,
        now=timezone.now(),
    )
    client, before = sign_in(people.fay), _stored(visit)
    for method, url, body in _requests(visit):
        if method == "POST":
            assert client.post(url, body).status_code == 403, url
    assert _stored(visit) == before
    url = reverse("consult:visit", kwargs={"pk": visit.pk})
    assert client.get(url).status_code == 200
