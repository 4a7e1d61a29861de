"""Emergency access opens what keeps somebody safe, and not what they told of their childhood."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.web.consult.clinic_pages import INNER_LIFE, INNER_PARTS
from remit.web.consult.models import RecordKind
from remit.web.consult.visit_notes import save_note
from remit.web.documents.formulation import start_formulation
from remit.web.people.actions import break_glass

pytestmark = pytest.mark.django_db

TOLD = "the quiet house by the river"


@pytest.fixture
def hurried(live, people, sign_in):
    """A clinician of another site, who opened this case with a reason."""
    now = timezone.now()
    for part in ("childhood", "pain"):
        save_note(
            case=live.case, key=uuid.uuid4(), part=part, text=f"{TOLD}, {part}", base=0,
            by=live.amin, now=now,
        )  # fmt: skip
    break_glass(
        site=people.riverside,
        case_id=str(live.case.pk),
        reason="unconscious in the emergency department",
        by=people.hugo,
        now=now,
    )
    return sign_in(people.hugo)


def _url(name, case, **more):
    return reverse(name, kwargs={"pk": case.pk, **more})


@pytest.mark.parametrize("name", ["before", "clearance", "medicines", "timeline", "table", "visit"])
def test_what_keeps_somebody_safe_opens(hurried, live, name):
    assert hurried.get(_url(f"consult:{name}", live.case)).status_code == 200


@pytest.mark.parametrize("kind", list(RecordKind))
def test_a_form_opens_only_where_an_emergency_needs_it(hurried, live, kind):
    expected = 403 if kind in INNER_LIFE else 200
    response = hurried.get(_url("consult:clinic", live.case, kind=kind.value))
    assert response.status_code == expected


def test_these_forms_stay_closed():
    closed = {"childhood", "adversity", "traits", "emotions", "links"}
    assert closed == INNER_LIFE


def test_notes_of_childhood_feelings_and_links_stay_closed(hurried, live):
    page = hurried.get(_url("consult:visit", live.case), {"part": "plan"}).content.decode()
    assert f"{TOLD}, pain" in page
    assert f"{TOLD}, childhood" not in page
    for part in INNER_PARTS:
        url = _url("consult:visit", live.case)
        assert hurried.get(url, {"part": part.value}).status_code == 403


def test_documents_and_process_notes_stay_closed(hurried, live, now):
    start_formulation(case=live.case, by=live.amin, now=now)
    for name in ("documents:formulation", "documents:letters", "consult:process_notes"):
        assert hurried.get(_url(name, live.case)).status_code in {403, 404}, name
    assert hurried.get(_url("consult:links_found", live.case)).status_code == 403


def test_a_clinician_of_the_site_opens_them_all(live, people, sign_in):
    client = sign_in(people.amin)
    for kind in RecordKind:
        url = _url("consult:clinic", live.case, kind=kind.value)
        assert client.get(url).status_code == 200
