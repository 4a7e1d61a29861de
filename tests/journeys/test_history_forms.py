"""The forms of the history and process notes in Chromium: light, foldable, kept, axe clean."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
KINDS = ("welcome", "childhood", "traits", "emotions", "adversity", "links", "plan")


@pytest.fixture
def blake(cases) -> str:
    """The address of a live case of the demo."""
    return next(address for name, address in cases.items() if name.startswith("Blake"))


def _is_fit(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


@pytest.mark.long
@pytest.mark.parametrize("width", [1440, 360])
def test_every_form_fits_its_screen_and_axe_finds_nothing(open_page, blake, width):
    for kind in KINDS:
        page = open_page(f"{blake}record/{kind}/", width=width, color_scheme="dark")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        _is_fit(page)
    for path in ("links-found/", "process/"):
        _is_fit(open_page(blake + path, width=width))


def test_a_section_is_unfolded_filled_and_kept_by_keyboard_alone(open_page, blake):
    page = open_page(f"{blake}record/childhood/", width=1024)
    page.locator("summary", has_text="Feelings as a child").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Who comforted you?")).to_be_focused()
    page.keyboard.type("Grandmother, in the kitchen")
    keep = page.get_by_role("button", name="Keep")
    for _ in range(12):
        page.keyboard.press("Tab")
        if keep.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"version \d+, Dr Amin"))).to_be_visible()
    expect(page.get_by_label("Who comforted you?")).to_have_value("Grandmother, in the kitchen")


def test_a_process_note_is_written_without_script_and_its_title_says_nothing(open_page, blake):
    page = open_page(f"{blake}process/", java_script_enabled=False)
    page.get_by_label("Note", exact=True).fill("I hurried when the brother came up.")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value(re.compile("I hurried"))
    expect(page.get_by_text("Nobody.", exact=True)).to_be_visible()
    assert "Blake" not in page.title()
    assert "hurried" not in page.title() + page.url
