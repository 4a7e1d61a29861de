"""The endpoints of a consultation and the forms of a fact and of the person, with and without a
script: the answer says what is stored, and a clash shows both texts."""

import html
import re
import uuid

import pytest
from django.urls import reverse

from remit.domain.quick_entry import NOTES
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.models import Entry, NoteRevision, Waiting
from remit.web.consult.records import history_of, plain_history
from remit.web.consult.visit_forms import SPECS
from remit.web.consult.visit_notes import newest_note, text_of

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Remit": "script"}


@pytest.fixture
def client(people, sign_in):
    return sign_in(people.amin)


def _at(case, name, **more):
    return reverse(f"consult:{name}", kwargs={"pk": case.pk, **more})


def _keep(client, case, *, script=True, **more):
    sent = {"key": str(uuid.uuid4()), "text": "a line", "part": "pain", **more}
    return client.post(_at(case, "visit_keep"), sent, headers=SCRIPT if script else {})


def _fields(response):
    """What the form of a page would send."""
    text = response.content.decode()
    found = {}
    for tag in re.findall(r"<input[^>]*>", text):
        values = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if values.get("type") in {"hidden", "text", "number"} and "name" in values:
            found[values["name"]] = html.unescape(values.get("value", ""))
    for name, body in re.findall(
        r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL
    ):
        found[name] = html.unescape(body)
    for name, body in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_a_kept_line_is_answered_with_its_receipt(client, vera, says):
    says(
        says.fact(0, "symptom", "eczema", start="1993"),
        says.unsure(1, "two children", says.proposal("event", "two born", code="CHI01")),
        says.fact(2, NOTES, "wakes at four"),
    )
    data = _keep(client, vera).json()
    assert re.fullmatch(r"\d\d:\d\d", data["saved"])
    assert data["kept"] == [
        {"id": str(Entry.objects.get().pk), "label": "eczema", "kind": "Symptom", "dates": "1993"}
    ]
    assert data["waiting"][0]["question"] == "Which?"
    assert data["waiting"][0]["choices"] == [{"number": 1, "words": "two born"}]
    assert data["notes"] == {"part": "pain", "number": 1, "base": 0, "added": "wakes at four"}
    assert data["version"] == Case.objects.get(pk=vera.pk).version


def test_without_a_script_it_goes_back_to_the_part(client, vera, says):
    says(says.fact(0, "symptom", "eczema"))
    response = _keep(client, vera, script=False, part="adult")
    assert response.status_code == 302
    assert response["Location"] == f"{_at(vera, 'visit')}?part=adult"


@pytest.mark.parametrize(
    "sent",
    [{"key": "x"}, {"key": ""}, {"text": " "}, {"choices": "["}, {"choices": '{"a": 1}'},
     {"choices": "[1]"}, {"choices": '{"1": null}'}, {"choices": "[" * 4000}],
)  # fmt: skip
def test_a_bad_line_is_a_sentence_and_no_fault(client, vera, says, sent):
    response = _keep(client, vera, **sent)
    assert response.status_code == 422
    assert response.json()["error"]
    assert _keep(client, vera, script=False, **sent).status_code == 400


def test_waiting_is_settled_or_left_out(client, vera, says):
    says(says.unsure(0, "two", says.proposal("event", "two born", code="CHI01")))
    _keep(client, vera)
    _keep(client, vera)
    first, second = Waiting.objects.order_by("line__recorded_at")
    url = _at(vera, "visit_settle", waiting=first.pk)
    assert (
        client.post(url, {"number": "1"}, headers=SCRIPT).json()["kept"][0]["label"] == "two born"
    )
    url = _at(vera, "visit_settle", waiting=second.pk)
    assert client.post(url, {"number": "leave"}, headers=SCRIPT).json()["kept"] == []
    assert client.post(url, {"number": "1"}, headers=SCRIPT).status_code == 409
    assert client.post(url, {"number": "x"}, headers=SCRIPT).status_code == 422


def test_undo_and_restore_answer_with_the_version(client, vera, says):
    says(says.fact(0, "symptom", "eczema"))
    kept = _keep(client, vera).json()["kept"][0]["id"]
    for name, count in (("visit_undo", 0), ("visit_undo", 0), ("visit_restore", 1)):
        data = client.post(_at(vera, name, entry=kept), headers=SCRIPT).json()
        assert data["version"] == Case.objects.get(pk=vera.pk).version
        assert len(history_of(vera).symptoms) == count


def test_notes_are_saved_and_a_clash_gives_both_texts(client, vera):
    url = _at(vera, "visit_notes", part="pain")
    sent = {"key": str(uuid.uuid4()), "text": "tired", "base": "0"}
    assert client.post(url, sent, headers=SCRIPT).json()["number"] == 1
    assert client.post(url, sent, headers=SCRIPT).json()["number"] == 1
    other = {"key": str(uuid.uuid4()), "text": "sore", "base": "0"}
    clash = client.post(url, other, headers=SCRIPT)
    assert clash.status_code == 409
    data = clash.json()
    assert (data["clash"], data["number"], data["theirs"]) == (True, 1, "tired")
    assert data["by"] == "Dr Amin"
    assert client.get(_at(vera, "visit_changed")).json()["notes"] == {"pain": 1}


@pytest.mark.parametrize(
    ("choice", "text"), [("mine", "sore"), ("both", "tired\n\nsore"), ("theirs", "tired")]
)
def test_a_clash_of_notes_without_a_script_is_a_page_and_a_choice(client, vera, choice, text):
    url = _at(vera, "visit_notes", part="pain")
    client.post(url, {"key": str(uuid.uuid4()), "text": "tired", "base": "0"})
    page = client.post(url, {"key": str(uuid.uuid4()), "text": "sore", "base": "0"})
    assert page.status_code == 409
    body = page.content.decode()
    assert "tired" in body
    assert "sore" in body
    assert client.post(url, {**_fields(page), "choice": choice}).status_code == 302
    newest = client.get(_at(vera, "visit_changed")).json()["notes"]["pain"]
    assert newest == (1 if choice == "theirs" else 2)
    assert _note_text(vera) == text


def _note_text(case):
    return text_of(newest_note(case, "pain"), case)


def test_the_page_of_an_unknown_part_is_the_pain_history(client, vera):
    assert client.get(_at(vera, "visit") + "?part=tea").context["page"].part == "pain"


FULL = {
    "event": {
        "label": "moved house", "start": "about 1985", "end": "1986", "code": "FIN04",
        "detail": "her own words", "who": "partner", "lasting": True, "impact_then": 8,
        "impact_now": 3, "feelings": ["anger", "shame"], "spoken_about": "never",
        "independent_of_pain": "yes", "consequence_of_pain": True, "date_ground": "document",
        "source": "clinician",
    },
    "symptom": {
        "label": "neck pain", "start": "1990", "ongoing": True, "onset": "sudden",
        "severity": "severe", "chief": True, "flare": True, "relieved_within_minutes": True,
        "source": "participant",
    },
    "treatment": {
        "label": "scan", "start": "2001", "kind": "investigation", "result": "one bulge",
        "count": 2, "for_pain": False, "status": "planned", "source": "document",
    },
    "medicine": {
        "label": "ibuprofen, sometimes", "drug": "ibuprofen", "amount": 400.0,
        "purpose": "headache", "after": "stopped", "opioid": True, "source": "participant",
    },
    "functioning": {
        "label": "gave up running", "start": "1995", "kind": "activity", "able": "no",
        "by_choice": "no", "source": "participant",
    },
    "trait": {"label": "perfectionist", "rating": 4, "detail": "the house"},
    "score": {"instrument": "nrs_avg", "value": 7.0, "start": "2020", "detail": "by word"},
}  # fmt: skip


def _typed(row):
    """A row as somebody would fill the form."""
    typed = {}
    for name, value in row.items():
        if value is True and name not in {"lasting", "for_pain"}:
            typed[name] = "on"
        elif isinstance(value, bool):
            typed[name] = "yes" if value else "no"
        else:
            typed[name] = ", ".join(value) if isinstance(value, list) else str(value)
    return {**typed, "key": str(uuid.uuid4())}


@pytest.mark.parametrize("table", SPECS)
def test_every_kind_is_added_by_form_and_read_back_unchanged(client, vera, table):
    typed = _typed(FULL[table])
    url = _at(vera, "fact_new", table=table)
    for _ in range(2):  # a second press stores nothing more
        assert client.post(url, typed).status_code == 302
    row = dict(plain_history(vera)[table][0])
    del row["id"]
    assert row == FULL[table]
    history_of(vera)
    assert Entry.objects.count() == 1
    entry = Entry.objects.get()
    page = client.get(_at(vera, "fact", entry=entry.pk))
    boxes = {name: "on" for name, value in FULL[table].items()
             if value is True and name not in {"lasting", "for_pain"}}  # fmt: skip
    assert (
        client.post(_at(vera, "fact", entry=entry.pk), {**_fields(page), **boxes}).status_code
        == 302
    )
    assert Entry.objects.count() == 1  # nothing was changed, so nothing was written


def test_a_few_words_are_enough(client, vera):
    url = _at(vera, "fact_new", table="medicine")
    client.post(url, {"label": "tramadol, in the evening", "key": str(uuid.uuid4())})
    row = plain_history(vera)["medicine"][0]
    assert (row["drug"], row["source"]) == ("tramadol", "participant")
    assert "amount" not in row


def test_a_form_keeps_what_it_does_not_show(client, cases):
    """Courses and orders of a published case survive an edit of the label; so does a basis."""
    entry = Entry.objects.get(case=cases.nancy, key="N07b")
    before = _row_of(cases.nancy, entry)
    page = client.get(_at(cases.nancy, "fact", entry=entry.pk))
    boxes = {name: "on" for name in ("chief", "ongoing", "flare") if before.get(name)}
    sent = {**_fields(page), **boxes, "label": "fibromyalgia, as said"}
    assert client.post(_at(cases.nancy, "fact", entry=entry.pk), sent).status_code == 302
    after = _row_of(cases.nancy, entry)
    assert after == {**before, "label": "fibromyalgia, as said"}


def _row_of(case, entry):
    return next(row for row in plain_history(case)[entry.table] if row["id"] == entry.key)


def test_wrong_words_stay_on_the_page(client, vera):
    typed = {**_typed(FULL["symptom"]), "start": "spring 20044", "ongoing": "on", "end": "1999"}
    response = client.post(_at(vera, "fact_new", table="symptom"), typed)
    assert response.status_code == 422
    assert "spring 20044" in response.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("choice", "labels"),
    [
        ("mine", ["mine"]),
        ("theirs", ["theirs"]),
        ("both", ["mine", "theirs"]),
    ],
)
def test_two_tabs_on_one_fact_end_side_by_side(client, vera, choice, labels):
    client.post(_at(vera, "fact_new", table="symptom"), _typed({"label": "first"}))
    url = _at(vera, "fact", entry=Entry.objects.get().pk)
    mine, theirs = (client.get(url) for _ in range(2))
    client.post(url, {**_fields(theirs), "label": "theirs", "start": "1990"})
    page = client.post(url, {**_fields(mine), "label": "mine"})
    assert page.status_code == 409
    text = page.content.decode()
    assert all(words in text for words in ("theirs", "mine", "1990", "Dr Amin"))
    action = page.context["compared"].action
    assert client.post(action, {**_fields(page), "choice": choice}).status_code == 302
    assert sorted(one.label for one in history_of(vera).symptoms) == labels


def test_a_fact_taken_out_meanwhile_can_be_kept_as_a_new_one(client, vera):
    client.post(_at(vera, "fact_new", table="symptom"), _typed({"label": "first"}))
    entry = Entry.objects.get()
    url = _at(vera, "fact", entry=entry.pk)
    mine = client.get(url)
    client.post(_at(vera, "visit_undo", entry=entry.pk))
    page = client.post(url, {**_fields(mine), "label": "mine"})
    assert page.status_code == 409
    assert "Keep mine as a new fact" in page.content.decode()
    assert client.post(url, {**_fields(page), "choice": "both"}).status_code == 302
    assert [one.label for one in history_of(vera).symptoms] == ["mine"]


def test_a_link_to_what_stood_before_leads_to_what_stands(client, vera):
    client.post(_at(vera, "fact_new", table="symptom"), _typed({"label": "first"}))
    old = Entry.objects.get()
    url = _at(vera, "fact", entry=old.pk)
    client.post(url, {**_fields(client.get(url)), "label": "second"})
    live = Entry.objects.get(withdrawn_at=None)
    assert client.get(url)["Location"] == _at(vera, "fact", entry=live.pk)


def test_the_person_is_changed_by_form_and_an_age_becomes_a_birth(client, vera):
    url = _at(vera, "about")
    sent = {**_fields(client.get(url)), "occupation": "nurse", "age": "41"}
    assert client.post(url, sent).status_code == 302
    subject = plain_subject(Case.objects.get(pk=vera.pk))
    assert subject["occupation"] == "nurse"
    assert subject["birth"] == {"date": "aged 41 at consultation", "basis": "derived"}
    assert subject["consultation"]["basis"] == "assumed"  # not touched, so not said


def test_two_tabs_on_the_person_end_side_by_side(client, vera):
    url = _at(vera, "about")
    mine, theirs = (_fields(client.get(url)) for _ in range(2))
    client.post(url, {**theirs, "occupation": "nurse"})
    page = client.post(url, {**mine, "occupation": "teacher"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "nurse" in text
    assert "teacher" in text
    assert client.post(url, {**_fields(page), "choice": "mine"}).status_code == 302
    assert plain_subject(Case.objects.get(pk=vera.pk))["occupation"] == "teacher"


def test_pages_carry_no_inline_script_or_style(client, vera):
    for url in (_at(vera, "fact_new", table="event"), _at(vera, "about")):
        text = client.get(url).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    assert not NoteRevision.objects.exists()


def test_spoken_lines_are_kept_by_the_shipped_parser(client, vera):
    """Through the real parser: kept, put together, and asked about."""
    data = _keep(client, vera, text="1993~ fibromyalgia; building house, two children").json()
    assert [one["kind"] for one in data["kept"]] == ["Symptom", "Stressor"]
    assert len(data["waiting"]) == 1
    history = history_of(vera)
    assert [one.label.lower() for one in history.symptoms] == ["fibromyalgia"]
    assert history.links[0].symptom == history.symptoms[0].id
    url = _at(vera, "visit_understand")
    for text in ("", "1993", "x" * 5000, "@chip0 @chip9", "<b>", "\x00"):
        sent = {"text": text, "part": "pain"}
        assert client.post(url, sent, headers=SCRIPT).status_code == 200
    assert Entry.objects.count() == 3
