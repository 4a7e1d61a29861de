"""Nothing of a record is where it must not be: every address of two houses, every role.

A new address fails the first test until it is listed here, and thereby asked by every role.
"""

import json
import re
import uuid
import zlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.reports import pdf
from remit.web.consult import urls as consult
from remit.web.consult.actions import add_event
from remit.web.consult.models import Entry, RecordKind
from remit.web.consult.process_notes import end_release, keep_note, release_note
from remit.web.consult.visit_course import start_consultation
from remit.web.consult.visit_notes import save_note
from remit.web.documents import formulation, formulation_signing, letters, pdf_views, sharing
from remit.web.documents import urls as documents
from remit.web.documents.letter_record import LetterContent
from remit.web.documents.models import Formulation, LetterKind, Share
from remit.web.people.actions import create_person
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db

# One word for each place in which a person's words are kept.
FACT, NOTE, SENTENCE, LETTER, PROCESS = (
    "quokkapain", "quokkanote", "quokkasentence", "quokkaletter", "quokkaprocess",
)  # fmt: skip
WORDS = (FACT, NOTE, SENTENCE, LETTER, PROCESS)

# Addresses that a clinician reads; all others are posted to, lead on, or answer to one person.
READ = {
    "documents:explanation", "documents:letters", "documents:letter", "documents:letter_print",
    "documents:letter_copy", "documents:letter_pdf", "documents:formulation_pdf",
    "documents:copy", "documents:share", "documents:formulation",
    "documents:formulation_version", "documents:formulation_print",
    "consult:cases", "consult:timeline", "consult:table", "consult:what_counts",
    "consult:together", "consult:report",
    "consult:report_file", "consult:chance", "consult:add", "consult:about", "consult:fact",
    "consult:fact_new", "consult:visit", "consult:visit_kept", "consult:visit_changed",
    "consult:before", "consult:urgent", "consult:clinic", "consult:links_found",
    "consult:process_notes", "consult:worksheets", "consult:medicines", "consult:clearance",
}  # fmt: skip
POSTED = {
    "documents:explanation_answers", "documents:explanation_send", "documents:letter_begin",
    "documents:share_withdraw", "documents:formulation_start", "documents:formulation_sentence",
    "documents:formulation_row", "documents:formulation_own", "documents:formulation_again",
    "documents:formulation_ticks", "documents:formulation_sign",
    "consult:edit_fact", "consult:opinion", "consult:demo_door", "consult:together_said",
    "consult:withdraw", "consult:visit_start",
    "consult:visit_end", "consult:visit_understand", "consult:visit_keep", "consult:visit_settle",
    "consult:visit_undo", "consult:visit_restore", "consult:visit_notes",
    "consult:raise_unflagged", "consult:add_inventory", "consult:process_note",
    "consult:release_process_note", "consult:end_process_release", "consult:medicine_change",
    "consult:withdraw_clearance",
}  # fmt: skip
LISTS = {"consult:cases"}  # shows each person the cases that they may see, or none


@pytest.fixture
def record(live, people, now):
    """A case with a word of its own in every place, and its participant."""
    case, amin = live.case, live.amin
    vera = create_person(
        email="vera@example.org", display_name="Vera", site=people.riverside,
        roles=[Role.PARTICIPANT], by=None, now=now,
    )  # fmt: skip
    ben = create_person(
        email="ben@example.org", display_name="Dr Ben", site=people.riverside,
        roles=[Role.CLINICIAN], by=None, now=now, password=people.password,
    )  # fmt: skip
    case.participant = vera
    case.save(update_fields=["participant"])
    moved = {"label": "moved house", "start": "2014-12", "code": "WRK01"}
    for row, table in (({"label": FACT, "start": "2015"}, "symptom"), (moved, "event")):
        add_event(case=case, table=table, row=row, version=live.version(), by=amin, now=now)
    start_consultation(case=case, by=amin, now=now)
    for part in ("pain", "childhood"):
        save_note(case=case, key=uuid.uuid4(), part=part, text=NOTE, base=0, by=amin, now=now)
    signed = _signed_formulation(live, now)
    letter = _signed_letter(live, now)
    share = sharing.share(
        case=case, what=Share.What.LETTER, of=str(letter.pk), text="Reason", by=amin, now=now
    )
    note = keep_note(case=case, note=uuid.uuid4(), text=PROCESS, base=0, by=amin, now=now).note
    release = release_note(
        case=case, note=note, reader=people.fay, authorised_on=now.date(), until=now.date(),
        by=amin, now=now,
    )  # fmt: skip
    end_release(release=release, by=amin, now=now)
    made = {
        "pk": case.pk, "letter": letter.pk, "number": signed.number, "audience": "referrer",
        "what": "letter", "of": letter.pk, "share": share.pk, "sentence": "real", "act": "differs",
        "key": "x", "token": "x", "entry": Entry.objects.filter(case=case).first().pk,
        "table": "symptom", "waiting": uuid.uuid4(), "part": "pain", "kind": "childhood",
        "note": note, "release": release.pk, "stressor": "E02", "symptom": "S01",
    }  # fmt: skip
    return SimpleNamespace(case=case, made=made, vera=vera, ben=ben, note=note)


def _signed_formulation(live, now):
    row = formulation.start_formulation(case=live.case, by=live.amin, now=now)
    formulation.add_sentence(
        formulation=row, participant=SENTENCE, referrer=SENTENCE, rests_on=(), by=live.amin, now=now
    )
    row = Formulation.objects.get(pk=row.pk)
    formulation.mark_read(formulation=row, read=True, by=live.amin, now=now)
    row = Formulation.objects.get(pk=row.pk)
    return formulation_signing.sign(
        formulation=row, version=row.version, reasons={}, factor_at=now, by=live.amin, now=now
    )


def _signed_letter(live, now):
    content = LetterContent(body=f"Reason\n{LETTER}")
    row = letters.start_letter(
        case=live.case, kind=LetterKind.REFERRER, content=content, by=live.amin, now=now
    )
    return letters.sign_letter(
        letter=row, content=content, version=1, factor_at=now, by=live.amin, now=now
    )


def _names():
    return {
        f"{house.app_name}:{pattern.name}": pattern
        for house in (consult, documents)
        for pattern in house.urlpatterns
    }


def _url(name, made):
    wanted = _names()[name].pattern.converters
    given = {key: made[key] for key in wanted}
    if name == "consult:report_file":
        given["kind"] = "md"
    return reverse(name, kwargs=given)


def _bytes(response):
    return response.getvalue() if response.streaming else response.content


def _words_in(response):
    """Words of the record in the body, in what is compressed in it, and in every header."""
    body = _bytes(response)
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            body += zlib.decompressobj().decompress(packed)
        except zlib.error:
            continue
    told = body.decode("latin-1") + json.dumps(dict(response.items()))
    return {word for word in WORDS if word in told}


def _ask_all(client, made):
    """Every address, asked and posted to, with the answer."""
    post = {"text": "x", "key": str(uuid.uuid4()), "base": "0", "act": "look", "kind": "surgeon"}
    for name in sorted(_names()):
        yield name, client.get(_url(name, made))
        yield name, client.post(_url(name, made), post)
        yield name, client.post(_url(name, made), post, headers={"X-Remit": "script"})


def test_every_address_is_listed():
    assert set(_names()) == READ | POSTED
    assert not READ & POSTED


def test_no_address_says_anything():
    allowed = {"audience", "what", "sentence", "act", "table", "part", "kind", "number"}
    ids = {"pk", "letter", "of", "share", "entry", "waiting", "note", "release"}
    facts = {"key", "token", "stressor", "symptom"}  # ids of facts and of the demo's door
    for name, pattern in _names().items():
        assert set(pattern.pattern.converters) <= allowed | ids | facts, name


@pytest.mark.parametrize("name", sorted(READ))
def test_a_clinician_of_the_site_reads_it_without_a_word_of_a_process_note(record, sign_in, name):
    response = sign_in(record.ben).get(_url(name, record.made))
    assert response.status_code == 200, name
    assert PROCESS not in _words_in(response)


def test_no_fragment_no_copy_and_no_draft_holds_a_word_of_a_process_note(record, sign_in):
    client = sign_in(record.ben)
    for name, response in _ask_all(client, record.made):
        assert PROCESS not in _words_in(response), name
    for kind in LetterKind:
        begun = client.post(_url("documents:letter_begin", record.made), {"kind": kind.value})
        page = client.get(begun["Location"])
        assert page.status_code == 200
        assert PROCESS not in _words_in(page), kind
    for kind in RecordKind:
        url = reverse("consult:clinic", kwargs={"pk": record.case.pk, "kind": kind.value})
        assert PROCESS not in _words_in(client.get(url)), kind


@pytest.mark.parametrize("role", [*Role, "other site", "own participant"])
def test_nobody_else_gets_a_word_of_the_record(record, people, sign_in, role):
    if role is Role.CLINICIAN:
        pytest.skip("the tests above ask as a clinician of the site")
    special = {"other site": people.hugo, "own participant": record.vera}
    person = special.get(role) or people.with_role(role)
    for name, response in _ask_all(sign_in(person), record.made):
        assert not _words_in(response), (name, response.status_code)
        assert name in LISTS or response.status_code in {400, 403, 404, 405}, (
            name,
            response.status_code,
        )


def test_a_released_note_opens_one_page_alone(record, people, sign_in):
    client = sign_in(people.fay)
    release_note(
        case=record.case, note=record.note, reader=people.fay,
        authorised_on=timezone.now().date(), until=timezone.now().date() + timedelta(days=1),
        by=people.amin, now=timezone.now(),
    )  # fmt: skip
    seen = {name for name, response in _ask_all(client, record.made) if _words_in(response)}
    assert seen <= {"consult:process_note"}


@pytest.mark.parametrize("name", ["documents:letter_pdf", "documents:formulation_pdf"])
@pytest.mark.parametrize("audience", ["participant", "referrer"])
def test_a_pdf_and_what_it_says_of_itself(record, sign_in, monkeypatch, name, audience):
    sheets = []
    render = pdf.render
    monkeypatch.setattr(
        pdf_views.pdf, "render", lambda sheet, **more: sheets.append(sheet) or render(sheet, **more)
    )
    response = sign_in(record.ben).get(_url(name, {**record.made, "audience": audience}))
    assert response.status_code == 200
    assert not _words_in(response), "words are drawn as glyphs; none stands as text or metadata"
    (sheet,) = sheets
    assert PROCESS not in repr(sheet)
    assert not any(word in sheet.title for word in (*WORDS, "Vera"))
    assert "Vera" not in response["Content-Disposition"]


def test_neither_audit_log_nor_log_nor_title_holds_a_word(record, people, sign_in, caplog):
    caplog.set_level(0)
    clients = [sign_in(one) for one in (record.ben, people.amin, people.fay, people.hugo)]
    for client in clients:
        for name, response in _ask_all(client, record.made):
            title = re.search(
                r"<title>(.*?)</title>", _bytes(response).decode("latin-1"), re.DOTALL
            )
            told = title[1] if title else ""
            assert not any(word in told for word in WORDS), name
            if name.startswith("documents:"):
                assert "Vera" not in told, name
            assert "Vera" not in response.get("Content-Disposition", ""), name
            assert not any(word in response.get("Location", "") for word in WORDS), name
    logged = "\n".join(
        one.getMessage() for one in caplog.records if not one.name.startswith("django.db")
    )
    assert not any(word in logged for word in WORDS)
    for event in AuditEvent.objects.all():
        told = json.dumps([event.act, event.object_type, event.object_id, event.detail])
        assert not any(word in told for word in (*WORDS, "Vera"))
        assert not any(word.encode() in bytes(event.sealed_values) for word in WORDS)


def test_the_database_log_holds_sealed_words_only(record, sign_in, caplog):
    caplog.set_level(0, logger="django.db.backends")
    for _name, _response in _ask_all(sign_in(record.ben), record.made):
        pass
    said = "\n".join(one.getMessage() for one in caplog.records)
    assert not any(word in said for word in WORDS)
