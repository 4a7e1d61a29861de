"""Text that no one should type: answered in words, kept whole, and shown as text."""

import html
import uuid

import pytest
from django.urls import reverse

from remit.web.consult.models import Line
from remit.web.consult.visit_chips import line_text
from remit.web.consult.visit_notes import LONGEST, newest_note, text_of

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Remit": "script"}
HOSTILE = [
    "1980 headaches \x00 after the move",
    "1981 \u202emigraine\u202c \u2066and\u2069 more",
    '1982 <script>alert(1)</script> back pain & "quotes" \'',
    "1983 cafe\u0301 \U0001f468\u200d\U0001f469\u200d\U0001f467 neck pain",
    "1984 z\u0300\u0301\u0302\u0303 asthma" + "\u0304" * 200,
    "1985 first\r\nsecond\rthird\nfourth",
    "{{ case.pk }} {% load x %} %s %(name)s",
    ";" * 300 + "1986 tinnitus",
    "1987 \ufeff\u00a0\u2028\u2029 vertigo",
]


@pytest.fixture
def client(people, sign_in):
    return sign_in(people.amin)


def _at(case, name, **more):
    return reverse(f"consult:{name}", kwargs={"pk": case.pk, **more})


def _keep(client, case, text, *, key=None, headers=SCRIPT):
    sent = {"key": str(key or uuid.uuid4()), "text": text, "part": "pain"}
    return client.post(_at(case, "visit_keep"), sent, headers=headers)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_line_is_kept_whole_and_shown_as_text(client, vera, text):
    asked = {"text": text, "part": "pain"}
    chips = client.post(_at(vera, "visit_understand"), asked, headers=SCRIPT)
    assert chips.status_code == 200
    key = uuid.uuid4()
    reply = _keep(client, vera, text, key=key)
    assert reply.status_code == 200, reply.content
    assert line_text(Line.objects.get(pk=key), vera) == text
    assert _keep(client, vera, text, key=key).status_code == 200
    for page in (chips, client.get(_at(vera, "visit_kept")), client.get(_at(vera, "visit"))):
        assert b"<script>alert" not in page.content


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_notes_are_kept_whole(client, vera, text):
    sent = {"key": str(uuid.uuid4()), "text": text, "base": "0"}
    reply = client.post(_at(vera, "visit_notes", part="pain"), sent, headers=SCRIPT)
    assert reply.status_code == 200, reply.content
    assert text_of(newest_note(vera, "pain"), vera) == text.replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["word " * 200_000, "a" * (LONGEST + 1)], ids=["words", "letters"])
def test_a_pasted_book_is_refused_in_words(client, vera, text):
    assert "at most" in _keep(client, vera, text).json()["error"]
    sent = {"key": str(uuid.uuid4()), "text": text, "base": "0"}
    reply = client.post(_at(vera, "visit_notes", part="pain"), sent, headers=SCRIPT)
    assert reply.status_code == 422
    assert "at most" in reply.json()["error"]
    assert not Line.objects.exists()
    assert newest_note(vera, "pain") is None


@pytest.mark.parametrize("key", ["-", "\x00", "0" * 10_000], ids=["mark", "nul", "long"])
def test_a_key_that_is_none_is_refused_in_words(client, vera, key):
    reply = _keep(client, vera, "1980 headaches", key=key)
    assert reply.status_code == 422
    assert reply.json()["error"]


def test_without_script_a_refused_line_stays_in_its_field(client, vera):
    text = 'too long "quoted" ' * 300
    reply = _keep(client, vera, text, headers={})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "A line has at most" in page
    assert f'value="{html.escape(text)}"' in page


def test_without_script_a_form_sent_again_with_other_words_keeps_them_under_a_new_key(client, vera):
    key = uuid.uuid4()
    _keep(client, vera, "1980 headaches", key=key, headers={})
    reply = _keep(client, vera, "1981 migraine", key=key, headers={})
    page = reply.content.decode()
    assert reply.status_code == 400
    assert 'value="1981 migraine"' in page
    assert str(key) not in page
    assert Line.objects.count() == 1
