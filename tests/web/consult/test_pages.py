"""Who may see which page of a case, and what the pages say."""

import re

import pytest
from django.urls import reverse

from remit.domain.wording import BANNED
from remit.pathways.consult import casereport
from remit.reports import summary
from remit.web.cases.models import Case
from remit.web.consult.models import Entry
from remit.web.consult.records import history_of
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db

PAGES = ("timeline", "table", "report", "chance", "add")


def _url(page, case):
    return reverse(f"consult:{page}", kwargs={"pk": case.pk})


@pytest.mark.parametrize("page", PAGES)
def test_the_clinician_of_the_site_sees_the_page(cases, people, sign_in, page):
    response = sign_in(people.amin).get(_url(page, cases.nancy))
    assert response.status_code == 200
    assert "Nancy" in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_sees_the_page_or_a_word_of_the_case(cases, people, sign_in, page, role):
    response = sign_in(people.with_role(role)).get(_url(page, cases.nancy))
    assert response.status_code in {403, 404}
    text = response.content.decode()
    assert "Nancy" not in text
    assert "ibromyalgia" not in text


@pytest.mark.parametrize("page", PAGES)
def test_another_sites_clinician_finds_nothing_there(cases, people, sign_in, page):
    assert sign_in(people.hugo).get(_url(page, cases.nancy)).status_code == 404
    assert sign_in(people.amin).get(_url(page, cases.other)).status_code == 404


def test_signed_out_people_are_sent_to_sign_in(cases, client):
    response = client.get(_url("timeline", cases.nancy))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_the_list_holds_only_the_cases_of_ones_sites(cases, people, sign_in):
    text = sign_in(people.amin).get(reverse("consult:cases")).content.decode()
    assert all(name in text for name in ("Mary", "Susan", "Nancy"))
    assert "Tom" not in text
    other = sign_in(people.hugo).get(reverse("consult:cases")).content.decode()
    assert "Tom" in other
    assert "Mary" not in other


def test_a_coordinator_sees_names_but_no_headline(cases, people, sign_in):
    text = sign_in(people.cora).get(reverse("consult:cases")).content.decode()
    assert "Nancy" in text
    assert "ibromyalgia" not in text


def test_opening_a_case_is_noted_once_a_quarter_of_an_hour(cases, people, sign_in):
    client = sign_in(people.amin)
    for _ in range(3):
        client.get(_url("timeline", cases.mary))
    views = AuditEvent.objects.filter(act="viewed", object_id=str(cases.mary.pk))
    assert views.count() == 1


@pytest.mark.parametrize("name", ["mary", "susan", "nancy"])
def test_pages_and_command_line_show_the_same_numbers(cases, people, sign_in, name):
    case = getattr(cases, name)
    report = casereport.build(history_of(case))
    text = _words(sign_in(people.amin).get(_url("report", case)))
    for _, value in summary.rows(report):
        assert " ".join(value.split()) in text


@pytest.mark.parametrize("name", ["mary", "susan", "nancy"])
def test_the_table_says_the_same_as_the_picture(cases, people, sign_in, name):
    """Every fact stands in the table; in the picture too, by name or counted in a group."""
    client, case = sign_in(people.amin), getattr(cases, name)
    picture = _words(client.get(_url("timeline", case)))
    table = _words(client.get(_url("table", case)))
    heads = [fact.label.split(",")[0] for fact in history_of(case).facts()]
    assert [head for head in heads if head not in table] == []
    unnamed = [head for head in heads if head not in picture]
    grouped = sum(int(number) for number in re.findall(r"(\d+) more", picture))
    assert len(unnamed) <= grouped


def _words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    for mark, letter in (
        ("&amp;", "&"),
        ("&#x27;", "'"),
        ("&quot;", '"'),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ):
        text = text.replace(mark, letter)
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["mary", "susan", "nancy"])
@pytest.mark.parametrize("page", ["timeline", "table", "report", "chance"])
def test_AT10_no_page_states_a_diagnosis_a_cause_or_a_banned_phrase(
    cases, people, sign_in, name, page
):
    text = _words(sign_in(people.amin).get(_url(page, getattr(cases, name)))).lower()
    for phrase in BANNED:
        assert phrase not in text, phrase


def test_AT7_a_planned_operation_stands_with_its_caution(cases, people, sign_in):
    text = _words(sign_in(people.amin).get(_url("report", cases.mary)))
    assert casereport.PLANNED_OPERATION in text
    assert "cancelled; the participant decided" in text


def test_no_page_carries_inline_script_or_style(cases, people, sign_in):
    client = sign_in(people.amin)
    for page in PAGES:
        html = client.get(_url(page, cases.nancy)).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_a_fact_is_kept_by_one_line_and_can_be_undone(cases, people, sign_in):
    client, case = sign_in(people.amin), cases.nancy
    url = _url("add", case)
    sent = {
        "table": "event",
        "label": "moved house",
        "start": "about 1985",
        "code": "FIN04",
        "version": case.version,
    }
    assert client.post(url, sent).status_code == 302
    assert "moved house" in _words(client.get(_url("timeline", case)))
    entry = Entry.objects.get(case=case, key="E01")
    undo = reverse("consult:withdraw", kwargs={"pk": case.pk, "entry": entry.pk})
    assert client.post(undo).status_code == 302
    assert "moved house" not in _words(client.get(_url("timeline", case)))


def test_what_was_typed_stays_when_the_date_is_not_understood(cases, people, sign_in):
    client, case = sign_in(people.amin), cases.nancy
    sent = {"table": "event", "label": "moved", "start": "spring 20044", "version": case.version}
    response = client.post(_url("add", case), sent)
    assert response.status_code == 422
    text = response.content.decode()
    assert "spring 20044" in text
    assert "not a date Remit understands" in text
    assert Case.objects.get(pk=case.pk).version == case.version


def test_a_stale_page_is_a_conflict_that_keeps_the_text(cases, people, sign_in):
    client, case = sign_in(people.amin), cases.nancy
    sent = {"table": "event", "label": "first words", "version": case.version}
    client.post(_url("add", case), sent)
    response = client.post(_url("add", case), {**sent, "label": "second words"})
    assert response.status_code == 409
    assert "second words" in response.content.decode()
    again = client.post(
        _url("add", case), {**sent, "label": "second words", "version": case.version + 1}
    )
    assert again.status_code == 302


@pytest.mark.parametrize("kind", ["html", "md", "svg"])
def test_a_saved_report_is_noted_and_its_name_says_nothing(cases, people, sign_in, kind):
    url = reverse("consult:report_file", kwargs={"pk": cases.mary.pk, "kind": kind})
    response = sign_in(people.amin).get(url)
    assert response.status_code == 200
    assert "mary" not in response["Content-Disposition"].lower()
    assert AuditEvent.objects.filter(act="exported", object_id=str(cases.mary.pk)).count() == 1


def test_the_demo_door_is_shut_outside_a_demo(client, people):
    url = reverse("consult:demo_door", kwargs={"key": "1", "token": "a-b"})
    assert client.get(url).status_code == 404
