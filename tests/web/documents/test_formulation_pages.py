"""Pages of the formulation: the ledger, edits with and without script, signing, who sees none."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from remit.web.consult.actions import add_event
from remit.web.documents import formulation as actions
from remit.web.documents.formulation_record import content_of
from remit.web.documents.models import Formulation, State
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Remit": "script"}


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()  # allauth remembers used codes there


@pytest.fixture
def draft(live, now):
    row = {"label": "Back pain", "start": "about 2019", "chief": True, "ongoing": True}
    add_event(case=live.case, table="symptom", row=row, version=live.version(), by=live.amin,
              now=now)  # fmt: skip
    return actions.start_formulation(case=live.case, by=live.amin, now=now)


def _url(case, name="formulation", **kwargs):
    return reverse(f"documents:{name}", kwargs={"pk": case.pk, **kwargs})


def _text(response):
    return response.content.decode()


def _sentence(live, name="stress"):
    return _url(live.case, "formulation_sentence", sentence=name)


def _row(draft, name="stress"):
    return content_of(Formulation.objects.get(pk=draft.pk), draft.case).row(name)


def _code(person):
    found = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    counter = int(timezone.now().timestamp()) // 30
    return format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter))


def test_nancys_draft_is_shown_with_its_grounds_and_not_stored(cases, people, sign_in):
    text = _text(sign_in(people.amin).get(_url(cases.nancy)))
    assert "Your pain is real." in text
    assert "Building a home" in text
    assert "vague-date" in text
    assert "reading age" in text
    assert "Sign as" not in text
    assert not Formulation.objects.exists()


def test_a_live_draft_begins_on_request_and_offers_the_signature(live, sign_in):
    client = sign_in(live.amin)
    assert "Start from this draft" in _text(client.get(_url(live.case)))
    assert client.post(_url(live.case, "formulation_start")).status_code == 302
    text = _text(client.get(_url(live.case)))
    assert "Sign as Dr Amin" in text
    assert "Rests on nothing in the record." in text


@pytest.mark.parametrize("words", ["both", "participant", "referrer"])
def test_one_readers_words_alone(draft, live, sign_in, words):
    text = _text(sign_in(live.amin).get(_url(live.case), {"words": words}))
    assert ("Your pain is real." in text) is (words != "referrer")
    assert ("Presenting complaint" in text) is (words != "participant")
    if words == "participant":
        assert "ledger__ground" not in text


def test_an_edit_without_script_comes_back_to_its_row(draft, live, sign_in):
    client = sign_in(live.amin)
    said = {"participant": "New words.", "referrer": "New.", "base": "0"}
    response = client.post(_sentence(live), said)
    assert response["Location"].endswith("?row=stress#s-stress")
    text = _text(client.get(_url(live.case)))
    assert "<ins>New words.</ins>" in text
    assert "Edited by Dr Amin" in text
    assert "see the draft" in text


def test_a_script_gets_a_receipt(draft, live, sign_in):
    said = {"participant": "New words.", "referrer": "New.", "base": "0"}
    reply = sign_in(live.amin).post(_sentence(live), said, headers=SCRIPT).json()
    assert (reply["revision"], reply["version"], reply["edited"]) == (1, 2, True)
    assert reply["saved"]
    assert reply["warned"] == []


def test_a_clash_shows_both_texts(draft, live, sign_in):
    client = sign_in(live.amin)
    client.post(_sentence(live), {"participant": "One.", "referrer": "1", "base": "0"})
    second = {"participant": "Two.", "referrer": "2", "base": "0"}
    reply = client.post(_sentence(live), second, headers=SCRIPT)
    assert reply.status_code == 409
    assert reply.json()["theirs"]["participant"] == "One."
    page = client.post(_sentence(live), second)
    assert page.status_code == 409
    assert "One." in _text(page)
    assert "Two." in _text(page)
    assert _row(draft).participant == "One."


def test_too_long_a_text_stays_in_its_field(draft, live, sign_in):
    long = "word " * 500
    response = sign_in(live.amin).post(
        _sentence(live), {"participant": long, "referrer": "x", "base": "0"}
    )
    assert response.status_code == 422
    assert "word word word" in _text(response)


def test_leave_out_take_back_and_disagreement(draft, live, sign_in):
    client = sign_in(live.amin)

    def act(name, **said):
        where = _url(live.case, "formulation_row", sentence="stress", act=name)
        assert client.post(where, said).status_code == 302

    act("leave-out")
    assert "Take back" in _text(client.get(_url(live.case)))
    act("take-back")
    act("differs", words="It was the bed.")
    assert "“It was the bed.”" in _text(client.get(_url(live.case)))
    assert client.post(
        _url(live.case, "formulation_row", sentence="stress", act="burn")
    ).status_code == 404  # fmt: skip


def test_an_own_sentence_is_added_and_warned_about(draft, live, sign_in):
    client = sign_in(live.amin)
    response = client.post(
        _url(live.case, "formulation_own"), {"participant": "You swim.", "referrer": ""}
    )
    assert response.status_code == 302
    assert "You swim." in _text(client.get(_url(live.case)))
    empty = client.post(_url(live.case, "formulation_own"), {"participant": " ", "referrer": ""})
    assert empty.status_code == 422


def test_signing_by_page(draft, live, sign_in):
    client = sign_in(live.amin)
    ticks = _url(live.case, "formulation_ticks")
    sign = _url(live.case, "formulation_sign")
    unread = client.post(sign, {"version": "1", "code": _code(live.amin)})
    assert unread.status_code == 422
    assert "Read every sentence" in _text(unread)
    for tick in ("read", "seen"):
        client.post(ticks, {"tick": tick, "on": "yes"})
    wrong = client.post(sign, {"version": "3", "code": "000000"})
    assert wrong.status_code == 422
    assert client.post(sign, {"version": "3", "code": _code(live.amin)}).status_code == 302
    row = Formulation.objects.get()
    assert row.state == State.SIGNED
    text = _text(client.get(_url(live.case)))
    assert "signed by Dr Amin" in text
    assert "Start a new version" in text
    assert "data-formulation" not in text
    assert client.get(_url(live.case, "formulation_version", number=1)).status_code == 200
    assert client.get(_url(live.case, "formulation_version", number=2)).status_code == 404


def test_a_warning_asks_for_its_reason_beside_the_button(draft, live, sign_in):
    client = sign_in(live.amin)
    client.post(_sentence(live), {"participant": "Stress caused it.", "referrer": "x", "base": "0"})
    client.post(_url(live.case, "formulation_ticks"), {"tick": "read", "on": "yes"})
    sign = _url(live.case, "formulation_sign")
    assert "Why does it stand?" in _text(client.get(_url(live.case)))
    assert client.post(sign, {"version": "3", "code": _code(live.amin)}).status_code == 422
    said = {"version": "3", "code": _code(live.amin)}
    said["reason-stress.participant"] = "her words"
    assert client.post(sign, said).status_code == 302


def test_draft_again_from_a_changed_record(draft, live, sign_in, now):
    row = {"label": "Jaw pain", "start": "2020", "ongoing": True}
    add_event(case=live.case, table="symptom", row=row, version=live.version(), by=live.amin,
              now=now)  # fmt: skip
    client = sign_in(live.amin)
    assert "The record has changed" in _text(client.get(_url(live.case)))
    client.post(_url(live.case, "formulation_again"))
    text = _text(client.get(_url(live.case)))
    assert "Changed by the new draft." in text
    assert "The record has changed" not in text


@pytest.mark.parametrize("words", ["both", "participant", "referrer"])
def test_print_holds_the_words_and_says_draft(draft, live, sign_in, words):
    text = _text(sign_in(live.amin).get(_url(live.case, "formulation_print"), {"words": words}))
    assert "Nobody has signed it." in text
    assert ("Your pain is real." in text) is (words != "referrer")


ROUTES = (
    ("formulation", {}, "get"),
    ("formulation_print", {}, "get"),
    ("formulation_version", {"number": 1}, "get"),
    ("formulation_start", {}, "post"),
    ("formulation_again", {}, "post"),
    ("formulation_own", {}, "post"),
    ("formulation_ticks", {}, "post"),
    ("formulation_sign", {}, "post"),
    ("formulation_sentence", {"sentence": "stress"}, "post"),
    ("formulation_row", {"sentence": "stress", "act": "leave-out"}, "post"),
)


@pytest.mark.parametrize(("name", "kwargs", "method"), ROUTES)
@pytest.mark.parametrize("who", ["fay", "bea", "cora", "una", "ada", "tom", "hugo"])
def test_nobody_else_sees_a_word(draft, live, people, sign_in, who, name, kwargs, method):
    client = sign_in(getattr(people, who))
    response = getattr(client, method)(_url(live.case, name, **kwargs))
    assert response.status_code in {302, 403, 404}
    assert "Back pain" not in _text(response)
    assert "Your pain is real" not in _text(response)
    assert _row(draft).stands


def test_a_signed_out_reader_is_sent_to_sign_in(draft, live, client):
    response = client.get(_url(live.case))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_opening_is_audited_and_no_words_are_in_address_or_title(draft, live, sign_in):
    text = _text(sign_in(live.amin).get(_url(live.case)))
    title = text.split("<title>")[1].split("</title>")[0]
    assert "Back pain" not in title
    assert AuditEvent.objects.filter(act="viewed", object_id=str(live.case.pk)).exists()
