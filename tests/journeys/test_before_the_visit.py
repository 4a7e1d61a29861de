"""The way to the visit in the demo: going on days later, and what a clinician settles and signs."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def enter(chromium, demo):
    """Open a participant's page by their one-time link."""
    contexts = []

    def entered(name, *, viewport, **more):
        context = chromium.new_context(viewport=viewport, **more)
        contexts.append(context)
        page = context.new_page()
        page.goto(demo.link(name))
        page.locator("main button").first.click()
        return page

    yield entered
    for context in contexts:
        context.close()


def test_a_participant_who_stopped_goes_on_three_days_later_on_a_laptop(enter):
    page = enter("Blake Example", viewport=LAPTOP)
    expect(page.get_by_role("heading", name="Before your visit")).to_be_visible()
    safety = page.locator("li", has_text="Safety questions")
    expect(safety).to_contain_text("begun")
    safety.get_by_role("button").click()
    expect(page.get_by_text(re.compile(r"Page [2-9] of"))).to_be_visible()
    number = int(re.search(r"/(\d+)/$", page.url)[1])
    page.goto(page.url.replace(f"/{number}/", "/1/"))
    kept = page.locator("main input:checked").count()
    expect(page.locator("input[name=age]")).to_have_value("47")
    assert kept >= 2, "the places and the length of the pain, answered three days ago"


def test_a_participant_reads_agrees_and_begins_on_a_phone_without_script(enter):
    page = enter("Avery Example", viewport=PHONE, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    page.locator("label", has_text="I agree").click()
    page.locator("label", has_text="Leave me alone").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Before your visit")).to_be_visible()
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_text("Nobody answers on this page")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Call 555-0100"))).to_be_visible()


@pytest.mark.parametrize("path", ["", "opened/", "stop/", "medicines/", "agree/"])
def test_axe_finds_nothing_on_the_participants_pages(chromium, participant, demo, path):
    for scheme in ("light", "dark"):
        context = chromium.new_context(
            viewport=PHONE, storage_state=participant, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(f"{demo.address}/intake/{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for words in ("pain", "programme", "mind"):
            assert words not in page.title().lower()
        context.close()


@pytest.fixture(scope="module")
def participant(chromium, demo):
    """Drew's session, entered once."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(demo.link("Drew Example"))
    page.locator("main button").first.click()
    page.wait_for_url("**/intake/")
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("path", ["/intake/invited/", "/intake/invite/", "/notices/"])
def test_axe_finds_nothing_on_the_staff_pages(open_page, path, width):
    page = open_page(path, width=width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.long
def test_a_clinician_reviews_lowers_with_a_reason_and_clears(open_page, unused_code):
    page = open_page("/intake/invited/")
    page.get_by_role("link", name="Casey Example").click()
    page.get_by_role("link", name="Before the visit").click()
    before = page.url
    expect(page.get_by_text("rule IA1.U2")).to_be_visible()
    _settle(page, before, "Swollen finger", lower=True)
    _settle(page, before, "Scans or tests", lower=False)
    _settle(page, before, "An operation", lower=False)

    page.goto(before.replace("/before/", "/clearance/"))
    code = unused_code(page)
    page.get_by_label("Cleared, pain judged primary").check()
    _fill_words(page)
    page.locator("[name=code]").fill(code)
    with page.expect_navigation():  # "Still open" stood on the page before, too
        page.get_by_role("button", name="Sign as Dr Amin").click()
    expect(page.locator("main")).to_contain_text("Still open")  # the examination is not recorded

    _examine(page, before)
    page.goto(before.replace("/before/", "/clearance/"))
    code = unused_code(page)
    page.get_by_label("Cleared, pain judged primary").check()
    _fill_words(page)
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="Sign as Dr Amin").click()
    expect(page.locator("article.card")).to_contain_text("Dr Amin, clinician")
    expect(page.locator("main")).not_to_contain_text("Still open")


def _settle(page, before, finding, *, lower):
    page.goto(before)
    page.locator("aside.side").get_by_role("link", name=re.compile(finding)).click()
    page.get_by_role("button", name="Take this as Dr Amin").click()
    if lower:
        page.get_by_text("Lower the code").click()
        fold = page.locator("details[open]")
        fold.locator("select, input[type=radio]").first.wait_for()
        if fold.locator("select").count():
            fold.locator("select").select_option("R")
        else:
            fold.get_by_label(re.compile("^R")).check()
        fold.locator("textarea").fill("One stiff morning, examined, no swelling.")
        page.get_by_role("button", name="Lower it").click()
        expect(page.locator("aside.side")).to_contain_text("One stiff morning")
    form = page.locator("form", has=page.get_by_role("button", name="Write the outcome"))
    form.locator("textarea").fill("Talked about it and looked at the papers.")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Write the outcome as Dr Amin").click()
    expect(page.get_by_text("What came of it")).to_be_visible()


def _fill_words(page):
    page.get_by_label("Why").fill("Answers, examination and documents were gone through.")
    for field in page.get_by_label(re.compile(r"^R [A-Z]")).all():
        field.fill("Reports seen; the surgeon is asked.")


def _examine(page, before):
    page.goto(before)
    page.get_by_role("link", name="Examination and documents").click()
    for label in page.locator("input[type=radio][value=done]").all():
        label.check(force=True)
    page.locator("input[name='exam.structural'][value=none]").check(force=True)
    page.locator("input[name='exam.pending'][value=no]").check(force=True)
    page.locator("[name='exam.differential']").fill("Strain, disc, inflammation.")
    _send(page)
    page.goto(before)
    page.get_by_role("link", name="Usual pattern").click()
    page.locator("input[name='pattern.sites'][value=lower_back]").check(force=True)
    _send(page)


def _send(page):
    """Going on at once would cut the sending short."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
