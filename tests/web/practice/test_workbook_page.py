"""The workbook's page: who gets a copy, who does not yet, and who never."""

import pytest
from django.urls import reverse

from remit.content.workbook import workbook_words
from remit.domain.enrolment import Scope
from remit.reports import pdf
from remit.web.cases.models import Case
from remit.web.consult.clearance import withdraw_clearance
from remit.web.notices.service_actions import add_contact
from remit.web.practice import enrolments
from remit.web.practice.check_in_fields import DAILY, RATED, WORDED
from remit.web.practice.enrolments import Held

pytestmark = pytest.mark.django_db
OWN = ("workbook", "workbook_pdf", "workbook_pages")
GROUP = ("group_workbook", "group_workbook_pdf", "group_workbook_pages", "workbook_calls")


def test_who_takes_part_gets_all_days_on_paper(started):
    ann = started(3).client
    shown = ann.get(reverse("practice:workbook")).text
    assert reverse("practice:workbook_pdf") in shown
    made = ann.get(reverse("practice:workbook_pdf"))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="workbook.pdf"'
    assert made.content.startswith(b"%PDF")
    assert b"Pat" not in made.content
    pages = ann.get(reverse("practice:workbook_pages")).text
    assert "116 123" in pages
    assert "What anger is for" in pages
    assert "<style" not in pages  # no style of its own: the page keeps the strict policy


def test_a_link_stands_on_today_and_on_the_page_of_the_group(people, started, sign_in):
    ann = started(3)
    assert reverse("practice:workbook") in ann.client.get(reverse("practice:today")).text
    page = sign_in(people.fay).get(reverse("practice:workshop", args=[ann.workshop.pk])).text
    assert reverse("practice:group_workbook", args=[ann.workshop.pk]) in page


@pytest.mark.parametrize("name", OWN[1:])
def test_no_copy_before_the_first_day(enrolled, name):
    assert enrolled.client.get(reverse(f"practice:{name}")).status_code == 409
    page = enrolled.client.get(reverse("practice:workbook"))
    assert "The programme has not begun" in page.text
    assert reverse("practice:workbook_pdf") not in page.text


@pytest.mark.parametrize("name", OWN[1:])
def test_no_copy_for_who_takes_no_part(people, cleared_case, sign_in, name):
    assert sign_in(cleared_case.participant).get(reverse(f"practice:{name}")).status_code == 409


@pytest.mark.parametrize("name", OWN[1:])
def test_no_copy_while_something_rests(started, clock, name):
    ann = started(9)
    held = Held(name="x", scope=Scope.STRONG, reason="new symptom")
    enrolments.hold(enrolment=ann.enrolment, held=held, by=None, now=clock)
    refused = ann.client.get(reverse(f"practice:{name}"))
    assert refused.status_code == 409
    page = ann.client.get(reverse("practice:workbook")).text
    assert "until your clinic has talked with you" in page
    assert "Help now" in page


def test_no_copy_after_the_end_of_a_clearance(people, started, clock):
    ann = started(4)
    withdraw_clearance(
        case=ann.case, reason="to be seen", number=1, factor_at=clock, by=people.amin, now=clock,
        version=Case.objects.get(pk=ann.case.pk).version,
    )  # fmt: skip
    assert ann.client.get(reverse("practice:workbook_pdf")).status_code == 409


def test_no_copy_after_stopping(started, clock):
    ann = started(4)
    enrolments.withdraw(enrolment=ann.enrolment, by=ann.person, now=clock)
    assert ann.client.get(reverse("practice:workbook_pdf")).status_code == 409


@pytest.mark.parametrize("who", ["fay", "cora", "amin"])
@pytest.mark.parametrize("name", GROUP)
def test_staff_of_the_group_print_it(people, started, sign_in, who, name):
    ann = started(3)
    answer = sign_in(getattr(people, who)).get(address(name, ann))
    assert answer.status_code == 200


@pytest.mark.parametrize("who", ["hugo", "bea", "una", "ada", "tom"])
@pytest.mark.parametrize("name", GROUP)
def test_nobody_else_prints_a_group_s(people, started, sign_in, who, name):
    ann = started(3)
    answer = sign_in(getattr(people, who)).get(address(name, ann))
    assert answer.status_code in {403, 404}


@pytest.mark.parametrize("name", GROUP)
def test_who_takes_part_has_only_the_own_page(people, started, name):
    ann = started(3)
    assert ann.client.get(address(name, ann)).status_code in {403, 404}


@pytest.mark.parametrize("name", GROUP)
def test_who_led_and_leads_no_longer_prints_none(people, started, sign_in, clock, name):
    ann = started(3)
    ann.workshop.leads.update(until=clock)
    assert sign_in(people.fay).get(address(name, ann)).status_code == 404


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("who", ["fay", "amin", "bea"])
def test_staff_have_no_copy_of_their_own(people, open_clinic, sign_in, who, name):
    assert sign_in(getattr(people, who)).get(reverse(f"practice:{name}")).status_code in {403, 404}


def test_numbers_nobody_checked_are_not_printed(people, started, clock):
    ann = started(3)
    fields = {"kind": "3 clinic", "country": "GB", "name": "Desk", "number": "555", "hours": "x"}
    add_contact(site=people.riverside, fields=fields, by=people.ada, now=clock)
    pages = ann.client.get(reverse("practice:workbook_pages")).text
    assert "116 123" in pages
    assert "555" not in pages


def test_without_the_layout_of_pdf_the_long_page_stays(started, monkeypatch):
    ann = started(3)
    monkeypatch.setattr(pdf, "typst", None)
    page = ann.client.get(reverse("practice:workbook")).text
    assert reverse("practice:workbook_pdf") not in page
    assert reverse("practice:workbook_pages") in page


def test_the_sheet_asks_what_the_evening_page_asks():
    sheet = workbook_words().check_in
    asked = {one.name: one for one in (*DAILY, *RATED.values())}
    keys = {name.removeprefix("more."): one for name, one in asked.items()}
    assert set(sheet.scales) == set(keys)
    for key, scale in sheet.scales.items():
        page = keys[key]
        assert (scale.title, scale.low, scale.high) == (page.title, page.low, page.high)
    assert dict(sheet.lines) == {key: str(words) for key, words in WORDED.items()}


def address(name, ann) -> str:
    return reverse(f"practice:{name}", args=[ann.workshop.pk])
