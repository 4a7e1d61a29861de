"""All days on paper: the file, the long page, by keyboard and without script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

pytestmark = [pytest.mark.browser]
PATHS = ("workbook/", "workbook/pages/")


@pytest.fixture
def browser(chromium: Browser, finley: dict) -> Iterator:
    contexts: list[BrowserContext] = []

    def made(width: int, **more) -> BrowserContext:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, storage_state=finley, **more
        )
        contexts.append(context)
        return context

    yield made
    for context in contexts:
        context.close()


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(browser, demo, width, scheme):
    context = browser(width, color_scheme=scheme)
    for path in PATHS:
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda said, found=refused: found.append(said.text))
        page.goto(f"{demo.address}/practice/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert not refused  # before axe, which puts in styles of its own
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        page.close()


def test_from_today_to_the_file_without_script(browser, demo):
    page = browser(360, java_script_enabled=False).new_page()
    page.goto(f"{demo.address}/practice/")
    page.get_by_role("link", name="On paper").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All days on paper")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Workbook as a PDF").click()
    assert waiting.value.suggested_filename == "workbook.pdf"


def test_links_are_large_enough_to_touch(browser, demo):
    page = browser(360).new_page()
    page.goto(f"{demo.address}/practice/workbook/pages/")
    links = page.locator(".book__contents a")
    assert links.count() > 30
    heights = links.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44


def test_on_paper_each_chapter_has_its_page_and_the_frame_is_left_out(browser, demo):
    page = browser(794).new_page()
    page.goto(f"{demo.address}/practice/workbook/pages/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Help now")).to_be_hidden()
    breaks = page.locator(".book__chapter").evaluate_all(
        "all => all.map(one => getComputedStyle(one).breakBefore)"
    )
    assert set(breaks) == {"page"}
