"""Invited, asked for a code, agreed, half-way through, and going on elsewhere days later."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]

PHONE = {"width": 360, "height": 780}
LAPTOP = {"width": 1440, "height": 900}
QUESTIONS = 10


@pytest.fixture(scope="module")
def cora(chromium, demo):
    """The coordinator's session; the demo sends no mail, so she reads codes out."""
    context = chromium.new_context(viewport=LAPTOP)
    page = context.new_page()
    page.goto(demo.link("Cora"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    yield page
    context.close()


def invite(cora: Page, address: str, name: str) -> str:
    cora.goto(f"{address}/intake/invite/")
    cora.get_by_label("Name").fill(name)
    cora.get_by_label("E-mail address").fill(f"{name.split(maxsplit=1)[0].lower()}@journey.invalid")
    cora.get_by_role("button", name="Make the invitation").click()
    link = cora.locator(".one-link").inner_text()
    cora.get_by_role("link", name="To this person").click()
    return link


def read_out(cora: Page) -> str:
    cora.get_by_role("button", name="Read out a code").click()
    return cora.locator(".one-code").inner_text()


def come_in(page: Page, link: str, code: str) -> None:
    page.goto(link)
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Open my page").click()
    page.wait_for_load_state()


def agree(page: Page) -> None:
    page.get_by_label("I agree").check()
    page.get_by_label("Call me").check()
    page.get_by_role("button", name="Go on", exact=True).click()
    page.wait_for_url("**/intake/")


def answer_page(page: Page) -> int:
    """Say no to all of one page of questions, and go on; how many there were."""
    count = 0
    for group in page.locator("fieldset").all():
        no = group.locator('input[type="radio"][value="no"]')
        if group.is_visible() and no.count():
            no.first.check(force=True)
            count += 1
    page.locator('button[name="go"]:not([value="later"]), form .button--filled').first.click()
    page.wait_for_load_state()
    return count


def no_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False])
def test_half_way_on_the_phone_and_on_from_there_days_later(
    chromium, demo, cora, open_page, script
):
    name = f"{'Morgan' if script else 'Noel'} Example"
    link = invite(cora, demo.address, name)
    code = read_out(cora)
    phone = chromium.new_context(viewport=PHONE, java_script_enabled=script)
    page = phone.new_page()
    come_in(page, link, code)
    agree(page)
    page.get_by_role("button", name=re.compile("Begin.*How to reach you")).click()
    page.wait_for_url("**/assess/**")
    page.goto(f"{demo.address}/intake/")
    page.get_by_role("button", name=re.compile("Begin.*Safety questions")).click()
    said = 0
    for _ in range(QUESTIONS):
        if said >= QUESTIONS:
            break
        said += answer_page(page)
    assert said >= QUESTIONS
    where = page.url
    phone.close()

    # Who takes part already is let in again by who may see their answers, not by a coordinator.
    amin = open_page("/intake/invited/")
    amin.get_by_role("link", name=name).click()
    amin.get_by_role("button", name=re.compile("sign-in link|new link")).click()
    again = amin.locator(".one-link").inner_text()
    amin.get_by_role("link", name="To this person").click()
    laptop = chromium.new_context(viewport=LAPTOP, java_script_enabled=script)
    page = laptop.new_page()
    come_in(page, again, read_out(amin))
    page.get_by_role("button", name=re.compile("Go on.*Safety questions")).click()
    page.wait_for_load_state()
    assert page.url == where
    laptop.close()


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1440])
def test_the_pages_before_the_visit_are_clean_and_fit(chromium, demo, cora, width):
    link = invite(cora, demo.address, f"Harper{width} Example")
    context = chromium.new_context(viewport={"width": width, "height": 780})
    page = context.new_page()
    page.goto(link)
    no_violations(page)
    come_in(page, link, read_out(cora))
    no_violations(page)
    agree(page)
    for path in ("", "medicines/", "stop/", "opened/", "agree/"):
        page.goto(f"{demo.address}/intake/{path}")
        no_violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_list_of_invited_people_is_clean_and_fits(cora, demo, width):
    cora.set_viewport_size({"width": width, "height": 900})
    for path in ("invited/", "invite/"):
        cora.goto(f"{demo.address}/intake/{path}")
        no_violations(cora)
        assert cora.evaluate("document.documentElement.scrollWidth") <= width
    cora.set_viewport_size(LAPTOP)
