"""A signed formulation leaves as PDF for two readers, into letters, and to the participant."""

import pytest
from django.urls import reverse

from remit.web.consult.actions import add_event
from remit.web.documents import formulation, formulation_signing, letter_drafts
from remit.web.documents.models import Formulation, LetterKind
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(live, now):
    row = {"label": "back pain", "start": "about 2019", "chief": True, "ongoing": True}
    add_event(
        case=live.case, table="symptom", row=row, version=live.version(), by=live.amin, now=now
    )
    return formulation.start_formulation(case=live.case, by=live.amin, now=now)


@pytest.fixture
def signed(draft, live, now):
    formulation.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    row = Formulation.objects.get(pk=draft.pk)
    return formulation_signing.sign(
        formulation=row, version=row.version, reasons={}, factor_at=now, by=live.amin, now=now
    )


def _pdf(row, audience="participant"):
    address = {"pk": row.case_id, "number": row.number, "audience": audience}
    return reverse("documents:formulation_pdf", kwargs=address)


@pytest.mark.parametrize("audience", ["participant", "referrer"])
def test_it_comes_as_pdf_that_names_nobody_outside_its_pages(signed, people, sign_in, audience):
    made = sign_in(people.amin).get(_pdf(signed, audience))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="formulation.pdf"'
    for word in (b"Vera", b"Amin", b"back pain"):
        assert word not in made.content
    event = AuditEvent.objects.get(act="exported")
    assert (event.object_type, event.object_id) == ("formulation", str(signed.pk))


def test_a_draft_or_another_reader_is_not_found(draft, people, sign_in):
    assert sign_in(people.amin).get(_pdf(draft)).status_code == 404
    assert sign_in(people.amin).get(_pdf(draft, "press")).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_takes_it_out(signed, people, sign_in, role):
    assert sign_in(people.with_role(role)).get(_pdf(signed)).status_code in {403, 404}
    assert not AuditEvent.objects.filter(act="exported").exists()


def test_another_site_finds_nothing(signed, people, sign_in):
    assert sign_in(people.hugo).get(_pdf(signed)).status_code == 404


def test_a_letter_quotes_it_only_when_it_is_signed(draft, live, now):
    kind = LetterKind.REFERRER
    assert "How we read it" not in letter_drafts.drafted(live.case, kind, now=now).body
    formulation.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    row = Formulation.objects.get(pk=draft.pk)
    formulation_signing.sign(
        formulation=row, version=row.version, reasons={}, factor_at=now, by=live.amin, now=now
    )
    body = letter_drafts.drafted(live.case, kind, now=now).body
    assert "How we read it" in body
    assert "Signed by Dr Amin" in body


def test_the_share_page_offers_the_participants_words(signed, people, sign_in):
    address = {"pk": signed.case_id, "what": "formulation", "of": signed.pk}
    page = sign_in(people.amin).get(reverse("documents:share", kwargs=address)).content.decode()
    assert "Your pain is real" in page
