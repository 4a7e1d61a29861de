"""Letters: begun from the record, edited, signed once; who may see, take out and change them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from remit.domain.action_code import ActionCode
from remit.errors import InvalidInput, NotAllowed
from remit.pathways.consult import letters as drafts
from remit.reports import pdf
from remit.web.consult.actions import add_event
from remit.web.consult.clinic_records import record_clinic
from remit.web.documents import letter_drafts, letters
from remit.web.documents.letters import LetterClash, LetterContent
from remit.web.documents.models import Letter, LetterKind, State
from remit.web.notices.actions import raise_flag
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db

SECRET = "She told of Ruth."
CONTENT = LetterContent("Dr Berg\nHarbour Street 1", "Dear Dr Berg,", f"About Vera.\n\n{SECRET}")


@pytest.fixture(autouse=True)
def _no_tries() -> None:
    cache.clear()  # allauth remembers used codes and tries there


def _code(person, step=0):
    found = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    counter = int(timezone.now().timestamp()) // 30 + step
    return format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter))


def _url(name, case, **more):
    return reverse(f"documents:{name}", kwargs={"pk": case.pk, **more})


@pytest.fixture
def draft(live, now):
    return letters.start_letter(
        case=live.case, kind=LetterKind.REFERRER, content=CONTENT, by=live.amin, now=now
    )


@pytest.fixture
def signed(draft, live, now):
    return letters.sign_letter(
        letter=draft, content=CONTENT, version=1, factor_at=now, by=live.amin, now=now
    )


def _pages(letter):
    case = letter.case
    own = {"letter": letter.pk}
    return [
        _url("letters", case),
        _url("letter", case, **own),
        _url("letter_copy", case, **own),
        _url("letter_pdf", case, **own),
        _url("copy", case),
        _url("share", case, what="letter", of=letter.pk),
    ]


# Who may see what.


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_sees_a_letter_or_a_word_of_it(signed, people, sign_in, role):
    client = sign_in(people.with_role(role))
    for url in _pages(signed):
        response = client.get(url)
        assert response.status_code in {403, 404}, url
        assert SECRET not in response.content.decode("latin-1")
        assert "Vera" not in response.content.decode("latin-1")


def test_another_sites_clinician_finds_nothing(signed, people, sign_in):
    for url in _pages(signed):
        response = sign_in(people.hugo).get(url)
        assert response.status_code == 404, url
        assert "Vera" not in response.content.decode("latin-1")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_writes_signs_or_takes_out(draft, people, now, role):
    by = people.with_role(role)
    case = draft.case
    with pytest.raises(NotAllowed):
        letters.start_letter(case=case, kind=LetterKind.SURGEON, content=CONTENT, by=by, now=now)
    with pytest.raises(NotAllowed):
        letters.save_letter(letter=draft, content=CONTENT, version=1, by=by, now=now)
    with pytest.raises(NotAllowed):
        letters.sign_letter(letter=draft, content=CONTENT, version=1, factor_at=now, by=by, now=now)
    with pytest.raises(NotAllowed):
        letters.note_export(case=case, of=draft, form="pdf", by=by, now=now)


def test_a_letter_of_one_case_is_not_found_under_another(signed, cases, people, sign_in):
    url = _url("letter", cases.nancy, letter=signed.pk)
    assert sign_in(people.amin).get(url).status_code == 404


def test_a_published_case_gets_no_letter(cases, people, sign_in, now):
    with pytest.raises(InvalidInput):
        letters.start_letter(
            case=cases.mary, kind=LetterKind.SURGEON, content=CONTENT, by=people.amin, now=now
        )
    assert (
        "no letter is written"
        in sign_in(people.amin).get(_url("letters", cases.mary)).content.decode()
    )


# Draft, version, signature.


def test_stored_kinds_are_the_drafted_kinds():
    assert [kind.value for kind in drafts.LetterKind] == list(LetterKind.values)


def test_text_is_sealed_in_the_database(signed):
    stored = bytes(Letter.objects.get(pk=signed.pk).sealed_content)
    assert b"Vera" not in stored
    assert b"Berg" not in stored


def test_one_draft_a_kind_and_a_new_number_after_signing(signed, live, now):
    again = letters.start_letter(
        case=live.case, kind=LetterKind.REFERRER, content=CONTENT, by=live.amin, now=now
    )
    assert (signed.number, again.number, again.state) == (1, 2, State.DRAFT)
    same = letters.start_letter(
        case=live.case, kind=LetterKind.REFERRER, content=LetterContent(), by=live.amin, now=now
    )
    assert same.pk == again.pk


def test_a_stale_save_writes_nothing_and_carries_their_text(draft, live, now):
    theirs = LetterContent("", "", "theirs")
    letters.save_letter(letter=draft, content=theirs, version=1, by=live.amin, now=now)
    with pytest.raises(LetterClash) as clash:
        letters.save_letter(letter=draft, content=CONTENT, version=1, by=live.amin, now=now)
    assert clash.value.theirs == theirs
    assert clash.value.version == 2
    with pytest.raises(LetterClash):
        letters.sign_letter(
            letter=draft, content=CONTENT, version=1, factor_at=now, by=live.amin, now=now
        )
    assert Letter.objects.get(pk=draft.pk).state == State.DRAFT


def test_what_is_signed_never_changes(signed, live, now):
    for version in (1, 2):
        with pytest.raises(InvalidInput, match="signed"):
            letters.save_letter(
                letter=signed, content=CONTENT, version=version, by=live.amin, now=now
            )
    assert signed.signed_name == "Dr Amin"
    assert letters.content_of(signed, signed.case) == CONTENT


def test_a_signature_needs_a_fresh_factor_and_a_text(draft, live, now):
    for at in (now - timedelta(minutes=6), now + timedelta(minutes=1)):
        with pytest.raises(NotAllowed):
            letters.sign_letter(
                letter=draft, content=CONTENT, version=1, factor_at=at, by=live.amin, now=now
            )
    with pytest.raises(InvalidInput):
        letters.sign_letter(
            letter=draft, content=LetterContent(body="  "), version=1, factor_at=now,
            by=live.amin, now=now,
        )  # fmt: skip


def test_drafts_leave_no_audit_row_and_a_signature_one_without_a_clinical_word(signed):
    events = AuditEvent.objects.filter(object_type="letter")
    assert [event.act for event in events] == ["signed"]
    assert all(word not in events[0].detail for word in ("Vera", "Ruth", "Berg"))
    assert str(signed.case_id) in events[0].detail


# The pages.


def test_a_draft_is_made_from_the_record_and_signed_on_the_page(live, people, sign_in):
    client = sign_in(people.amin)
    response = client.post(_url("letter_begin", live.case), {"kind": "visit note"})
    letter = Letter.objects.get()
    assert response["Location"] == _url("letter", live.case, letter=letter.pk)
    page = client.get(response["Location"]).content.decode()
    assert "No urgent answers were given." in page
    assert "Sign as Dr Amin" in page
    given = {"body": f"mine {SECRET}", "recipient": "", "salutation": "", "version": "1"}
    wrong = client.post(response["Location"], {**given, "act": "sign", "code": "000000"})
    assert wrong.status_code == 422
    assert SECRET in wrong.content.decode()
    right = {**given, "act": "sign", "code": _code(people.amin)}
    assert client.post(response["Location"], right).status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert SECRET in page
    assert "Dr Amin" in page
    assert "<textarea" not in page


def test_two_people_see_both_texts_on_the_page(draft, people, sign_in):
    client, url = sign_in(people.amin), _url("letter", draft.case, letter=draft.pk)
    first = {"body": "first words", "recipient": "", "salutation": "", "version": "1"}
    assert client.post(url, {**first, "act": "save"}).status_code == 302
    second = {**first, "body": "second words", "act": "save"}
    response = client.post(url, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "first words" in page
    assert "second words" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert client.post(url, {**second, "version": version[1]}).status_code == 302
    assert letters.content_of(Letter.objects.get(), draft.case).body == "second words"


def test_the_script_gets_receipts_and_clashes(draft, people, sign_in):
    client, url = sign_in(people.amin), _url("letter", draft.case, letter=draft.pk)
    given = {"body": "words", "recipient": "", "salutation": "", "version": "1", "act": "save"}
    receipt = client.post(url, given, headers={"X-Remit": "script"}).json()
    assert receipt["number"] == 2
    assert re.fullmatch(r"\d{1,2}:\d\d", receipt["saved"])
    clash = client.post(url, given, headers={"X-Remit": "script"})
    assert clash.status_code == 409
    assert clash.json() == {"clash": True, "number": 2}


def test_other_people_are_marked_for_the_writer(draft, people, sign_in):
    page = sign_in(people.amin).get(_url("letter", draft.case, letter=draft.pk)).content.decode()
    assert "<mark>Ruth</mark>" in page
    assert "<mark>Vera</mark>" not in page
    assert "needed?" in page


def test_markup_in_a_letter_stays_text(draft, live, people, sign_in, now):
    hostile = LetterContent(body="<script>alert(1)</script> #import $ *x*")
    letter = letters.sign_letter(
        letter=draft, content=hostile, version=1, factor_at=now, by=live.amin, now=now
    )
    for name in ("letter", "letter_copy"):
        page = sign_in(people.amin).get(_url(name, live.case, letter=letter.pk)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
    made = sign_in(people.amin).get(_url("letter_pdf", live.case, letter=letter.pk))
    assert made.status_code == 200


def test_the_surgeons_letter_is_offered_where_an_operation_is_planned(live, people, sign_in, now):
    client, url = sign_in(people.amin), _url("letters", live.case)
    assert 'value="surgeon"' not in client.get(url).content.decode()
    raise_flag(
        case=live.case, code=ActionCode.ROUTINE, rule="stage/1/OP1.R", finding="operation",
        source="A.2", origin="test", by=None, now=now,
    )  # fmt: skip
    assert 'value="surgeon"' in client.get(url).content.decode()


def test_a_planned_operation_alone_offers_the_surgeons_letter(live, people, sign_in, now):
    row = {"label": "fusion", "kind": "operation", "status": "planned", "start": "2027"}
    add_event(
        case=live.case, table="treatment", row=row, version=live.version(), by=live.amin, now=now
    )
    client = sign_in(people.amin)
    assert 'value="surgeon"' in client.get(_url("letters", live.case)).content.decode()
    client.post(_url("letter_begin", live.case), {"kind": "surgeon"})
    body = letters.content_of(Letter.objects.get(), live.case).body
    assert "fusion" in body
    assert drafts.DECIDES in body


# What is taken out.


def test_a_copy_a_pdf_and_the_whole_consultation_are_noted(signed, live, people, sign_in):
    client, own = sign_in(people.amin), {"letter": signed.pk}
    copy = client.get(_url("letter_copy", live.case, **own)).content.decode()
    assert SECRET in copy
    assert "Signed: Dr Amin" in copy
    made = client.get(_url("letter_pdf", live.case, **own))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    whole = client.get(_url("copy", live.case)).content.decode()
    assert "FACTS IN ORDER" in whole or "Consultation: Vera" in whole
    events = AuditEvent.objects.filter(act="exported").order_by("pk")
    assert [(one.object_type, '"pdf"' in one.detail) for one in events] == [
        ("letter", False), ("letter", True), ("case", False),
    ]  # fmt: skip
    assert not [one for one in events if "Vera" in one.detail or "Ruth" in one.detail]


def test_the_pdf_of_a_letter_names_nobody_outside_its_pages(signed, people, sign_in):
    made = sign_in(people.amin).get(_url("letter_pdf", signed.case, letter=signed.pk)).content
    assert made.startswith(b"%PDF")
    for word in (b"Vera", b"Ruth", b"Amin", b"Berg"):
        assert word not in made  # pages are compressed; what is not is metadata


def test_without_typst_the_page_says_what_to_install(signed, people, sign_in, monkeypatch):
    monkeypatch.setattr(pdf, "typst", None)
    client = sign_in(people.amin)
    page = client.get(_url("letter", signed.case, letter=signed.pk)).content.decode()
    assert "PDF is not installed here" in page
    made = client.get(_url("letter_pdf", signed.case, letter=signed.pk))
    assert 400 <= made.status_code < 500
    assert "remit[pdf]" in made.content.decode()
    assert not AuditEvent.objects.filter(act="exported").exists()


def test_the_case_report_comes_as_pdf(cases, people, sign_in):
    client = sign_in(people.amin)
    url = reverse("consult:report_file", kwargs={"pk": cases.nancy.pk, "kind": "pdf"})
    made = client.get(url)
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="case-report.pdf"'
    assert b"Nancy" not in made.content
    assert sign_in(people.fay).get(url).status_code in {403, 404}
    assert AuditEvent.objects.filter(act="exported", detail__contains="pdf").count() == 1


def test_hz2_no_calm_sentence_while_something_urgent_is_open(live, now):
    raise_flag(
        case=live.case,
        code=ActionCode.EMERGENCY,
        rule="CE1",
        finding="loss of bladder control",
        source="A.2",
        origin="test",
        by=live.amin,
        now=now,
    )
    body = letter_drafts.drafted(live.case, LetterKind.REFERRER, now=now).body
    assert "No urgent answers" not in body
    assert "Something urgent is open: 1." in body


def test_the_safety_plan_stays_in_the_clinic(live, now):
    keys = ("plan.signs", "plan.helps", "plan.people", "plan.safer", "plan.leaving", "plan.next")
    answers = {key: f"marked {key}" for key in keys} | {"plan.agreed": "a call on Friday"}
    record_clinic(case=live.case, kind="plan", answers=answers, number=0, by=live.amin, now=now)
    for kind in (LetterKind.VISIT_NOTE, LetterKind.REFERRER, LetterKind.FAMILY_DOCTOR):
        body = letter_drafts.drafted(live.case, kind, now=now).body
        assert "a call on Friday" in body
        assert "marked" not in body


def test_inv_04_a_surgeon_reads_neither_the_life_nor_the_formulation(live, now):
    body = letter_drafts.drafted(live.case, LetterKind.SURGEON, now=now).body
    assert "How we read it" not in body
    assert "Safety questions" in body
