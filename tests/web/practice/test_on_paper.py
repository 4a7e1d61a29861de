"""A participant on paper: the workbook, sheets entered by who leads, and a Today that says so."""

import re

import pytest
from playwright.sync_api import Page, expect

from remit.domain.enrolment import Scope
from remit.web.notices.models import Flag
from remit.web.practice.enrolments import standing_of
from remit.web.practice.models import CheckIn, Done

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHONE = {"width": 360, "height": 740}


def enter_a_sheet(page: Page, day: int, *, new: str, parts: tuple[str, ...]) -> None:
    page.get_by_role("link", name="Enter a sheet of paper").click()
    page.get_by_label("Day", exact=True).select_option(str(day))
    page.get_by_label("Pain, on average").fill("5")
    page.get_by_label("Anything new or worrying").select_option(new)
    for part in parts:
        page.get_by_role("group", name="What was done").locator(f"[value={part}]").check()
    page.get_by_role("button", name="Keep this day").click()
    expect(page.get_by_role("heading", name="Pat")).to_be_visible()


def test_a_participant_on_paper(opened, started, people, sign_in):
    pat = started(5)
    phone = opened(pat.client, "/practice/", PHONE)
    phone.get_by_role("link", name=re.compile("On paper|Workbook")).first.click()
    expect(phone.get_by_role("heading", name="All days on paper")).to_be_visible()
    with phone.expect_download() as book:
        phone.get_by_role("link", name="Workbook as a PDF").click()
    assert book.value.suggested_filename == "workbook.pdf"
    assert book.value.path().read_bytes().startswith(b"%PDF")

    page = opened(sign_in(people.fay), f"/practice/enrolments/{pat.enrolment.pk}/", PHONE)
    page.get_by_role("button", name="Does everything on paper").click()
    expect(page.get_by_text("on paper").first).to_be_visible()
    enter_a_sheet(page, 4, new="no", parts=("read", "write"))
    row = page.get_by_role("row", name=re.compile("^4,"))
    expect(row).to_contain_text("paper")

    done = {(one.day, one.part, one.on_paper) for one in Done.objects.all()}
    assert done == {(4, "read", True), (4, "write", True)}
    assert {one.entered_by.display_name for one in CheckIn.objects.all()} == {"Fay"}

    phone.goto(phone.url.split("/practice/")[0] + "/practice/day/4/")
    expect(phone.get_by_text("done").first).to_be_visible()

    enter_a_sheet(page, 5, new="unsure", parts=())
    assert standing_of(pat.enrolment).scopes == {Scope.STRONG}  # INV-06, also from paper
    assert Flag.objects.get(case=pat.case).code in ("U1", "U2")
    phone.goto(phone.url.split("/practice/")[0] + "/practice/workbook/")
    expect(phone.get_by_text("Paper cannot wait for anybody")).to_be_visible()
