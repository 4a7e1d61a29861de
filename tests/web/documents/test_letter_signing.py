"""A letter is signed only with its warnings answered and with the record as it stands now."""

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
from remit.domain.clearance import Decision
from remit.errors import InvalidInput
from remit.pathways.consult.letters import NO_MEDICINES
from remit.web.consult.actions import add_event
from remit.web.consult.clearance import Decided, sign_clearance, withdraw_clearance
from remit.web.documents import formulation, formulation_signing, letter_drafts, letters
from remit.web.documents.letter_freshness import merged, moved
from remit.web.documents.letter_record import LetterContent, content_of, record_of
from remit.web.documents.letters import LetterOutdated
from remit.web.documents.models import Formulation, Letter, LetterKind, State
from remit.web.notices.actions import raise_flag
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db

WRONG = "The pain is caused by stress. She has fibromyalgia."


@pytest.fixture(autouse=True)
def _no_tries() -> None:
    cache.clear()  # allauth remembers used codes and tries there


def _code(person):
    found = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    counter = int(timezone.now().timestamp()) // 30
    return format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter))


def _add(live, now, label="knee pain", **row):
    add_event(
        case=live.case, table=row.pop("table", "symptom"), row={"label": label, **row},
        version=live.version(), by=live.amin, now=now,
    )  # fmt: skip


def _begin(live, now, kind=LetterKind.REFERRER):
    return letters.begin_letter(case=live.case, kind=kind, by=live.amin, now=now)


def _sign(letter, live, now, body=None, **more):
    content = content_of(letter, letter.case)
    if body is not None:
        content = LetterContent(content.recipient, content.salutation, body)
    return letters.sign_letter(
        letter=letter, content=content, version=letter.version, factor_at=now, by=live.amin,
        now=now, **more,
    )  # fmt: skip


def _url(letter, name="letter"):
    return reverse(f"documents:{name}", kwargs={"pk": letter.case_id, "letter": letter.pk})


# Words.


@pytest.mark.parametrize("kind", LetterKind)
def test_a_warned_word_needs_a_reason_in_every_kind_of_letter(live, now, kind):
    letter = _begin(live, now, kind)
    content = LetterContent(body=WRONG)
    found = letters.warnings_of(letter, content, now=now)
    assert {"caused by", "fibromyalgia"} <= {one.words for one in found}
    for reasons in ({}, {found[0].key: "said by her doctor"}, dict.fromkeys(_keys(found), " ")):
        with pytest.raises(InvalidInput, match="carry a warning"):
            _sign(letter, live, now, WRONG, reasons=reasons)
    assert Letter.objects.get().state == State.DRAFT
    signed = _sign(letter, live, now, WRONG, reasons=dict.fromkeys(_keys(found), "her words"))
    kept = record_of(signed, signed.case).confirmed
    assert [(one.words, one.reason) for one in kept] == [(one.words, "her words") for one in found]


def _keys(found):
    return [one.key for one in found]


def test_what_somebody_else_found_is_no_diagnosis_of_ours(live, now):
    _add(live, now, "Fibromyalgia found by a rheumatologist", start="2015", table="treatment",
         kind="diagnosis", status="done")  # fmt: skip
    letter = _begin(live, now)
    assert "Fibromyalgia found" in content_of(letter, live.case).body
    _sign(letter, live, now)
    again = _begin(live, now)
    with pytest.raises(InvalidInput, match="carry a warning"):
        _sign(again, live, now, f"{content_of(again, live.case).body}\n\nShe has fibromyalgia.")


def test_the_page_asks_for_each_reason_and_keeps_what_was_typed(live, people, now, sign_in):
    letter, client = _begin(live, timezone.now()), sign_in(people.amin)
    given = {"recipient": "", "salutation": "", "body": WRONG, "version": "1", "act": "sign"}
    refused = client.post(_url(letter), given)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "I have read this and it stays, because" in page
    assert WRONG in page
    names = re.findall(r'name="(reason-[^"]+)"', page)
    assert len(names) >= 2
    code = _code(people.amin)
    half = client.post(_url(letter), {**given, names[0]: "her words", "code": code})
    assert half.status_code == 422
    assert "her words" in half.content.decode()
    reasons = dict.fromkeys(names, "her words")
    done = client.post(_url(letter), {**given, **reasons, "code": code})
    assert done.status_code == 302, "no code was used up by the refusals"
    assert "her words" in client.get(_url(letter)).content.decode()
    assert "her words" not in client.get(_url(letter, "letter_copy")).content.decode()


def test_reasons_are_sealed_in_the_audit_log(live, now):
    letter = _begin(live, now)
    found = letters.warnings_of(letter, LetterContent(body=WRONG), now=now)
    _sign(letter, live, now, WRONG, reasons=dict.fromkeys(_keys(found), "zebra"))
    event = AuditEvent.objects.get(object_type="letter", act="signed")
    assert "zebra" not in event.detail
    assert b"zebra" not in bytes(event.sealed_values)


def test_a_prescriber_is_not_written_to_unwarned_where_no_medicine_is_recorded(live, now):
    letter = _begin(live, now, LetterKind.PRESCRIBER)
    assert NO_MEDICINES in content_of(letter, live.case).body
    with pytest.raises(InvalidInput, match="carry a warning"):
        _sign(letter, live, now)
    assert _sign(letter, live, now, reasons={"no-medicine": "asks what is taken"}).signed_at


# The record moved.


def test_a_letter_is_not_signed_past_a_change_of_the_record(live, now):
    letter = _begin(live, now)
    _add(live, now, start="2015")
    with pytest.raises(LetterOutdated) as refused:
        _sign(letter, live, now)
    change = refused.value.change
    assert any("knee pain" in line for line in change.added)
    assert "knee pain" not in str(refused.value)
    assert Letter.objects.get().state == State.DRAFT
    with pytest.raises(LetterOutdated):
        _sign(letter, live, now, looked_at="something else")
    assert _sign(letter, live, now, looked_at=change.mark).signed_at


def test_a_flag_that_opened_since_is_a_change_too(live, now):
    letter = _begin(live, now)
    raise_flag(
        case=live.case, code=ActionCode.EMERGENCY, rule="CE1", finding="loss of bladder control",
        source="A.2", origin="test", by=live.amin, now=now,
    )  # fmt: skip
    with pytest.raises(LetterOutdated):
        _sign(letter, live, now)


def test_what_changed_is_put_in_and_what_was_edited_stays(live, now):
    letter = _begin(live, now)
    content = content_of(letter, live.case)
    edited = LetterContent(body=content.body.replace("Reason\n", "Reason\nOn her wish.\n"))
    _add(live, now, start="2015")
    letter = letters.draft_letter_again(
        letter=letter, content=edited, version=1, by=live.amin, now=now
    )
    body = content_of(letter, live.case).body
    assert "On her wish." in body
    assert "knee pain" in body
    assert letters.change_since(letter, now=now) is None
    assert _sign(letter, live, now).signed_at


def test_a_changed_paragraph_that_somebody_edited_is_left_to_them(live, now):
    letter = _begin(live, now)
    own = LetterContent(body=content_of(letter, live.case).body.replace("recorded", "known"))
    _add(live, now, start="2015", chief=True)
    letter = letters.draft_letter_again(
        letter=letter, content=own, version=1, by=live.amin, now=now
    )
    assert content_of(letter, live.case).body == own.body
    assert letters.change_since(letter, now=now) is not None


def test_saving_keeps_what_a_letter_was_drafted_from(live, now):
    letter = _begin(live, now)
    saved = letters.save_letter(
        letter=letter, content=LetterContent(body="short"), version=1, by=live.amin, now=now
    )
    assert record_of(saved, live.case).drafted == record_of(letter, live.case).drafted


def test_the_page_shows_the_change_puts_it_in_or_takes_a_tick(live, people, sign_in):
    letter, client = _begin(live, timezone.now()), sign_in(people.amin)
    _add(live, timezone.now(), start="2015")
    page = client.get(_url(letter)).content.decode()
    assert "The record changed since this was drafted" in page
    assert "knee pain" in page
    body = content_of(letter, live.case).body
    given = {"recipient": "", "salutation": "", "body": body, "version": "1"}
    signing = {**given, "act": "sign", "code": _code(people.amin)}
    assert client.post(_url(letter), signing).status_code == 409
    assert client.post(_url(letter), {**given, "act": "again"}).status_code == 302
    page = client.get(_url(letter)).content.decode()
    assert "The record changed" not in page
    assert "knee pain" in page
    _add(live, timezone.now(), "hip pain", start="2016")
    mark = re.search(r'name="looked_at" value="(\w+)"', client.get(_url(letter)).content.decode())
    assert mark
    assert client.post(_url(letter), {**signing, "version": "2", "looked_at": mark[1]})
    assert Letter.objects.get().state == State.SIGNED


def test_paragraphs_are_put_in_where_they_belong():
    before, after = ("A\n1", "B\n1", "C\n1"), ("A\n1", "B\n2", "X", "C\n1")
    assert moved((), after) is None
    assert moved(before, before) is None
    assert moved(before, after).added == ("2", "X")
    body, rests = merged("A\n1\n\nmine\n\nB\n1\n\nC\n1", before, after)
    assert body == "A\n1\n\nmine\n\nB\n2\n\nX\n\nC\n1"
    assert rests == after
    body, rests = merged("A\n1\n\nB\nmy own\n\nC\n1", before, after)
    assert "B\nmy own" in body
    assert "B\n2" not in body
    assert moved(rests, after) is not None
    assert merged("A\n1\n\nB\n1\n\nC\n1", before, ("A\n1",)) == ("A\n1", ("A\n1",))


# A clearance that does not hold is in no draft.


def _clear(live, number, now):
    decided = Decided(
        decision=Decision.CLEARED_PRIMARY, rationale="findings", named_contact="Dr Amin",
        no_other_treatment=True,
    )  # fmt: skip
    sign_clearance(
        case=live.case, decided=decided, number=number, version=live.version(), factor_at=now,
        by=live.amin, now=now,
    )  # fmt: skip


def test_a_formulation_signed_under_a_lifted_clearance_carries_it_into_no_draft(live, now):
    _add(live, now, "back pain", start="2015", chief=True)
    _clear(live, 0, now)
    draft = formulation.start_formulation(case=live.case, by=live.amin, now=now)
    formulation.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    row = Formulation.objects.get()
    formulation_signing.sign(
        formulation=row, version=row.version, reasons={}, factor_at=now, by=live.amin, now=now
    )
    assert _clearance_quoted(live, now)
    withdraw_clearance(
        case=live.case, reason="new finding", number=1, version=live.version(), factor_at=now,
        by=live.amin, now=now,
    )  # fmt: skip
    assert not _clearance_quoted(live, now)
    later = now + timedelta(hours=1)
    _clear(live, 2, later)
    assert not _clearance_quoted(live, later), "signed under another clearance"


def _clearance_quoted(live, now):
    words = letter_drafts.signed_words(live.case, now=now).paragraphs
    return any("Cleared" in one or "cleared" in one for one in words)


# What is printed is noted; no title names anybody.


def test_a_printed_letter_is_noted_and_a_draft_says_so(live, people, sign_in):
    letter, client = _begin(live, timezone.now()), sign_in(people.amin)
    page = client.get(_url(letter, "letter_print"))
    assert "A draft. Nobody has signed it." in page.content.decode()
    event = AuditEvent.objects.get(act="exported")
    assert (event.object_type, event.object_id) == ("letter", str(letter.pk))
    assert "print" in event.detail


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_prints(live, people, now, sign_in, role):
    letter = _begin(live, now)
    client = sign_in(people.with_role(role))
    assert client.get(_url(letter, "letter_print")).status_code in {403, 404}
    assert sign_in(people.hugo).get(_url(letter, "letter_print")).status_code == 404
    assert not AuditEvent.objects.filter(act="exported").exists()


@pytest.mark.parametrize("words", ["both", "participant", "referrer"])
def test_a_printed_formulation_is_noted(live, people, now, sign_in, words):
    row = formulation.start_formulation(case=live.case, by=live.amin, now=now)
    url = reverse("documents:formulation_print", kwargs={"pk": live.case.pk})
    assert sign_in(people.amin).get(url, {"words": words}).status_code == 200
    event = AuditEvent.objects.get(act="exported")
    assert (event.object_type, event.object_id) == ("formulation", str(row.pk))
    assert words in event.detail


def test_a_published_formulation_that_is_printed_is_noted_too(cases, people, sign_in):
    url = reverse("documents:formulation_print", kwargs={"pk": cases.nancy.pk})
    assert sign_in(people.amin).get(url).status_code == 200
    assert AuditEvent.objects.get(act="exported").object_type == "case"


def test_the_words_on_a_page_are_bound_to_person_and_case(live, people, now, sign_in):
    letter = _begin(live, now)
    page = sign_in(people.amin).get(_url(letter)).content.decode()
    assert f'data-person="{people.amin.pk}" data-case="{live.case.pk}"' in page


# What is open is said.


def test_the_row_that_says_what_is_open_stays_while_a_flag_is_open(live, people, now, sign_in):
    raise_flag(
        case=live.case, code=ActionCode.EMERGENCY, rule="CE1", finding="loss of bladder control",
        source="A.2", origin="test", by=live.amin, now=now,
    )  # fmt: skip
    draft = formulation.start_formulation(case=live.case, by=live.amin, now=now)
    with pytest.raises(InvalidInput, match="A flag is open"):
        formulation.leave_out(formulation=draft, sentence="open", by=live.amin, now=now)
    address = {"pk": live.case.pk, "sentence": "open", "act": "leave-out"}
    url = reverse("documents:formulation_row", kwargs=address)
    refused = sign_in(people.amin).post(url)
    assert refused.status_code == 422
    assert "A flag is open" in refused.content.decode()
