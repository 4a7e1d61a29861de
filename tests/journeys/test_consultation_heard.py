"""What a screen reader is told of the consultation, and the evidence beside its picture."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.test_timeline_opinions import SEED, _in_the_demo

pytestmark = [pytest.mark.browser]
WAIT = 20_000
LINK = "N08a-N07"


@pytest.fixture(scope="module")
def nora(demo) -> str:
    """A live case, entered as Nancy's was."""
    return _in_the_demo(demo, SEED.replace("nina", "nora").replace("Nina", "Nora"))


@pytest.fixture
def visit(nora, open_page):
    def opened(**more):
        page = open_page(f"/consult/{nora}/consultation/?part=pain", **more)
        expect(page.locator("[data-saved]")).to_have_text(
            re.compile(r"^Saved|^Every word saved$"), timeout=WAIT
        )
        return page

    return opened


def choose(page, link=LINK):
    """The facts of the picture by keyboard, until a link is chosen; its evidence has come."""
    page.locator("[data-timeline-picture] [data-fact]").first.focus()
    for _ in range(12):
        page.keyboard.press("l")
        if page.locator(f".tl-link.tl-on[data-link='{link}']").count():
            break
    card = page.get_by_role("complementary", name="Close in time")
    expect(card.locator(f"form[data-opinion^='{link} ']")).to_have_count(2, timeout=WAIT)
    return card


def _settled(shown):
    """Where it stands once the first picture has taken the width of this screen."""
    seen = [shown.bounding_box()]
    for _ in range(60):
        shown.page.wait_for_timeout(250)
        seen.append(shown.bounding_box())
        if len(seen) > 6 and all(one == seen[-1] for one in seen[-6:]):
            return seen[-1]
    raise AssertionError(f"it never came to rest: {seen[-3:]}")


@pytest.mark.parametrize(("width", "wide"), [(1440, 290), (1280, 290), (1024, 240)])
def test_the_evidence_stands_beside_the_picture_and_the_line_stays(visit, width, wide):
    page = visit(width=width, height=800)
    line = _settled(page.locator("#line"))
    card = choose(page)
    box, picture = card.bounding_box(), page.locator("[data-timeline]").bounding_box()
    assert box["width"] >= wide
    assert box["x"] >= picture["x"] + picture["width"]
    assert box["y"] < picture["y"] + picture["height"]
    assert page.locator("#line").bounding_box() == line
    urgent = page.locator(".urgent summary").bounding_box()
    assert urgent["y"] + urgent["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_opinion_is_given_in_the_card_and_escape_returns_to_the_fact(visit):
    page = visit()
    card = choose(page)
    fact = page.evaluate("document.activeElement.closest('[data-fact]').dataset.fact")
    page.keyboard.press("Enter")
    expect(card.locator(":focus")).to_have_count(1)
    yes = card.locator(f"form[data-opinion='{LINK} participant']").get_by_role("button", name="Yes")
    yes.focus()
    page.keyboard.press("Enter")
    expect(card.locator("[data-opinion-said]")).to_contain_text("Saved", timeout=WAIT)
    expect(yes).to_have_attribute("aria-pressed", "true")
    page.evaluate("document.dispatchEvent(new CustomEvent('remit:kept'))")
    page.wait_for_timeout(1000)  # a new picture came meanwhile
    expect(yes).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.closest('[data-fact]').dataset.fact") == fact
    yes_again = choose(page).locator(f"form[data-opinion='{LINK} participant']")
    expect(yes_again.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")


def test_an_opinion_without_a_network_is_not_said_to_be_saved_and_nobody_is_led_away(visit):
    page = visit()
    card = choose(page)
    page.context.set_offline(True)
    card.locator(f"form[data-opinion='{LINK} clinician']").get_by_role("button", name="No").click()
    expect(card.locator("[data-opinion-said]")).to_have_text("Not saved, no answer. Press again.")
    assert "/consultation/" in page.url
    page.context.set_offline(False)


def test_the_consultation_is_told_by_its_names(visit):
    page = visit()
    page.keyboard.type("1993~ burning feet; two children")
    chips = page.get_by_role("list", name="Understood")
    expect(chips.get_by_role("listitem")).to_have_count(2, timeout=WAIT)
    expect(page.get_by_role("status").filter(has_text="1 understood")).to_have_count(1)
    told = page.locator("body").aria_snapshot()
    for wanted in (
        r'- navigation "The ninety minutes"',
        r'- textbox "What was said, in one line"',
        r'- list "Understood"',
        r"- listitem:\n\s+- text: Symptom\n\s+- strong: Burning feet",
        r'group "[^"]+ two children"',
        r'- region "Timeline"',
        r'textbox "Notes: pain history"',
        r'- complementary "To settle"',
        r'- heading "Consultation with Nora" \[level=1\]',
        r"- status: .*(Every word saved|Saved)",
    ):
        assert re.search(wanted, told, re.IGNORECASE), f"{wanted}\n\n{told}"
    now = page.locator("nav.agenda [aria-current]")
    expect(now).to_have_count(1)
    expect(now).to_contain_text("Pain history")
    picture = page.locator("[data-timeline-picture] svg")
    expect(picture).to_have_accessible_name("Nora: life and symptoms on one timeline")
    expect(page.get_by_role("link", name="Timeline as a table")).to_be_attached()


def test_undo_says_what_it_undoes(visit):
    page = visit()
    page.keyboard.type("1971 whooping cough")
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name=re.compile("^undo .*whooping cough", re.IGNORECASE))
    expect(undo).to_have_count(1, timeout=WAIT)
    undo.focus()
    page.keyboard.press("Enter")
    expect(undo).to_have_count(0, timeout=WAIT)


def test_the_formulation_and_the_turned_screen_are_told_by_their_names(nora, open_page):
    told = open_page(f"/documents/{nora}/formulation/").locator("main").aria_snapshot()
    for wanted in (
        r'- heading "Formulation" \[level=1\]',
        r'- group "Whose words"',
        r'- region "Sentences"',
        r'- heading "In words for Nora',
        r'- heading "What it rests on" \[level=2\]',
        r"- list:\n\s+- listitem:",
    ):
        assert re.search(wanted, told), f"{wanted}\n\n{told}"
    page = open_page(f"/consult/{nora}/together/?link={LINK}")
    told = page.locator("main").aria_snapshot()
    for wanted in (
        r'- heading "Your life and your symptoms" \[level=1\]',
        r'- region "Two things at a time"',
        r'- group "Do they belong together for you\?"',
        r'- button "Not sure"',
        r'- textbox "What do you see\?"',
    ):
        assert re.search(wanted, told), f"{wanted}\n\n{told}"
