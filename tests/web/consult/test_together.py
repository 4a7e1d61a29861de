"""The picture turned to the person, the fragment without statistics, filter and fixed settings."""

import uuid

import pytest
from django.urls import reverse

from remit.domain.reported_medicine import ChangeKind
from remit.domain.wording import BANNED
from remit.pathways.consult import association, casereport
from remit.web.cases.models import Case
from remit.web.consult import together_views
from remit.web.consult.actions import add_event, record_history
from remit.web.consult.medicines import report_change
from remit.web.consult.models import MedicineChange
from remit.web.consult.visit_notes import newest_note, save_note, text_of
from remit.web.people.models import Role

pytestmark = pytest.mark.django_db
PLAIN = {
    "case": {"id": "vera", "name": "Vera", "birth": "1970", "consultation": "2020"},
    "event": [
        {"id": "E1", "label": "Sold the farm", "code": "FIN03", "start": "1999-03"},
        {"id": "E2", "label": "Divorce", "code": "REL02", "start": "2010-01"},
    ],
    "symptom": [
        {"id": "S1", "label": "Back pain", "start": "1999-05", "ongoing": True, "chief": True},
        {"id": "S2", "label": "Headache", "start": "2010-03"},
    ],
    "medicine": [
        {"id": "M1", "label": "Opioid", "drug": "morphine", "start": "2015", "ongoing": True}
    ],
}


@pytest.fixture
def vera(people, now):
    return record_history(
        site=people.riverside, plain=PLAIN, by=people.amin, now=now, origin=Case.Origin.LIVE
    )


def _get(client, case, name="together", query="", **headers):
    return client.get(reverse(f"consult:{name}", kwargs={"pk": case.pk}) + query, headers=headers)


def test_the_person_reads_plain_words_and_no_statistics(vera, people, sign_in, monkeypatch):
    monkeypatch.setattr(together_views, "assess", _never)
    client = sign_in(people.amin)
    for query in ("", "?link=E1-S1"):
        text = _get(client, vera, query=query).content.decode()
        shown = text.replace("data-stressor", "").replace("/E1/S1/", "").lower()
        for word in ("stressor", "participant:", "clinician", "fin03", "of 100", "nobody said so"):
            assert word not in shown.split("<main")[1], word
        assert all(phrase not in shown for phrase in BANNED)
    assert "You told us about both. Do they belong together for you?" in text
    assert "What happened" in text


@pytest.mark.parametrize(
    ("event", "symptom", "words"),
    [
        ("participant", "participant", "You told us about both."),
        ("document", "participant", "You told us about one of them: Back pain. The other stands"),
        ("participant", "clinician", "You told us about one of them: Sold the farm."),
        ("clinician", "document", "Both stand in the record. Tell us if one is not right."),
        ("published report", "published report", "The published report tells of both."),
    ],
)
def test_it_says_who_told_of_the_two(people, now, sign_in, event, symptom, words):
    plain = {
        **PLAIN,
        "event": [{**PLAIN["event"][0], "source": event}],
        "symptom": [{**PLAIN["symptom"][0], "source": symptom}],
    }
    case = record_history(site=people.riverside, plain=plain, by=people.amin, now=now)
    text = _get(sign_in(people.amin), case, query="?link=E1-S1").content.decode()
    assert f"{words}" in text
    assert ("You told us about both" in text) is (event == symptom == "participant")


def _never(*_args, **_more):
    raise AssertionError("statistics were run")


def test_only_the_persons_side_is_asked(vera, people, sign_in):
    text = _get(sign_in(people.amin), vera, query="?link=E1-S1").content.decode()
    assert 'data-opinion="E1-S1 participant"' in text
    assert "E1-S1 clinician" not in text


def test_the_way_goes_from_pair_to_pair_and_back_to_the_whole(vera, people, sign_in):
    client = sign_in(people.amin)
    whole = _get(client, vera).content.decode()
    assert "Look at the first two" in whole
    first = _get(client, vera, query="?link=E1-S1").content.decode()
    assert "?link=E2-S2#pair" in first
    assert "Back one" not in first
    last = _get(client, vera, query="?link=E2-S2").content.decode()
    assert "?link=E1-S1#pair" in last
    assert ">Next<" not in last
    assert "Look at the first two" in _get(client, vera, query="?link=nonsense").content.decode()


def test_chance_is_said_in_plain_words_only_when_asked_for(vera, people, sign_in):
    text = _get(sign_in(people.amin), vera, query="?chance=1").content.decode()
    assert "Too few dates" in text or "drawn by chance" in text
    assert "drawn by chance" not in _get(sign_in(people.amin), vera).content.decode()


def test_what_the_person_sees_goes_to_the_end_of_the_notes(vera, people, sign_in, now):
    save_note(case=vera, key=uuid.uuid4(), part="together", text="seen by me alone", base=0,
              by=people.amin, now=now)  # fmt: skip
    client = sign_in(people.amin)
    assert "seen by me alone" not in _get(client, vera).content.decode()
    url = reverse("consult:together_said", kwargs={"pk": vera.pk})
    sent = {"key": str(uuid.uuid4()), "text": "The farm. And then my back."}
    for _twice in range(2):
        response = client.post(url, sent)
        assert response["Location"].endswith("?kept=1#see")
    note = newest_note(vera, "together")
    assert text_of(note, vera) == "seen by me alone\nThe farm. And then my back."
    assert "Your words are kept" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("name", ["together", "what_counts", "table", "timeline"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_nobody_else_sees_it(vera, people, sign_in, role, name):
    response = _get(sign_in(people.with_role(role)), vera, name)
    assert response.status_code in {403, 404}
    assert "farm" not in response.content.decode()


@pytest.mark.parametrize("name", ["together", "what_counts", "table", "timeline"])
@pytest.mark.parametrize("fragment", ["", "timeline", "evidence"])
def test_another_site_finds_nothing(vera, people, sign_in, name, fragment):
    response = _get(sign_in(people.hugo), vera, name, **{"X-Fragment": fragment})
    assert response.status_code == 404
    assert "farm" not in response.content.decode()


def test_words_of_another_role_are_not_kept(vera, people, sign_in):
    url = reverse("consult:together_said", kwargs={"pk": vera.pk})
    for person in (people.fay, people.bea, people.tom, people.hugo):
        sent = {"key": str(uuid.uuid4()), "text": "x"}
        assert sign_in(person).post(url, sent).status_code in {403, 404}
    assert newest_note(vera, "together") is None


@pytest.mark.parametrize("fragment", ["timeline", "evidence"])
def test_a_fragment_runs_no_statistics(vera, people, sign_in, monkeypatch, fragment):
    monkeypatch.setattr(casereport, "assess", _never)
    monkeypatch.setattr(association, "coincidence", _never)
    headers = {"X-Fragment": fragment}
    response = _get(sign_in(people.amin), vera, "timeline", "?link=E1-S1", **headers)
    assert response.status_code == 200
    assert "Sold the farm" in response.content.decode()


def test_rows_travel_and_what_is_new_is_marked(vera, people, sign_in, now):
    client = sign_in(people.amin)
    first = _get(client, vera, "timeline", **{"X-Fragment": "timeline"}).content.decode()
    assert "tl-new" not in first
    rows = first.split('data-rows="')[1].split('"')[0]
    add_event(
        case=vera,
        table="symptom",
        row={"label": "Numb hands", "start": "2001"},
        version=Case.objects.get(pk=vera.pk).version,
        by=people.amin,
        now=now,
    )
    headers = {"X-Fragment": "timeline", "X-Timeline-Rows": rows}
    second = _get(client, vera, "timeline", **headers).content.decode()
    assert second.count("tl-new") == 1
    later = dict(
        part.split(":") for part in second.split('data-rows="')[1].split('"')[0].split(",")
    )
    assert {key: later[key] for key, _ in (part.split(":") for part in rows.split(","))} == dict(
        part.split(":") for part in rows.split(",")
    )


def test_the_filter_works_by_address_alone(vera, people, sign_in):
    client = sign_in(people.amin)
    text = _get(client, vera, "timeline", "?lane=symptoms&words=back").content.decode()
    picture = text.split("<svg xmlns")[1].split("</svg>")[0]
    assert "Back pain" in picture
    assert "Headache" not in picture
    assert "Sold the farm" not in picture
    assert "1 of 5 facts shown" in text
    assert "lane=symptoms&amp;words=back" in text
    table = _get(client, vera, "table", "?lane=symptoms").content.decode()
    assert "Back pain" in table
    assert "Opioid" not in table
    nonsense = _get(client, vera, "timeline", "?lane=moon&from=x&linked=7").content.decode()
    assert "Sold the farm" in nonsense


def test_an_open_flag_on_a_medicine_is_said_on_the_timeline(vera, people, sign_in, now):
    kind = ChangeKind.STOPPED_ABRUPTLY
    report_change(case=vera, key="M1", kind=kind, words="", by=people.amin, now=now)
    assert MedicineChange.objects.filter(case=vera).count() == 1
    client = sign_in(people.amin)
    assert "flag open" in _get(client, vera, "timeline").content.decode()
    assert "flag" not in _get(client, vera).content.decode().split("<main")[1]


def test_what_counts_is_read_from_the_code(vera, people, sign_in):
    text = _get(sign_in(people.amin), vera, "what_counts").content.decode()
    assert "FIN04" in text
    assert "183 days" in text
    assert "FAM11" in text.split("Events that do not")[1]
    link = _get(sign_in(people.amin), vera, "timeline", "?link=E1-S1").content.decode()
    assert reverse("consult:what_counts", kwargs={"pk": vera.pk}) in link


def test_from_a_fact_to_its_page(vera, people, sign_in):
    client = sign_in(people.amin)
    unknown = reverse("consult:edit_fact", kwargs={"pk": vera.pk, "key": "XX"})
    assert client.get(unknown).status_code == 404
    assert sign_in(people.hugo).get(unknown.replace("XX", "E1")).status_code == 404
