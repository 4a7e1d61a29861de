"""A whole day 9 on a phone: the unsent letter, distress that rises, the gentler next day.

One journey goes by keyboard alone and reads each page as a screen reader's tree. The clock of the
server and of the phone stands where the story needs it.
"""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright
from tests.journeys.conftest import ARGUMENTS, chromium_path, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.long]

LETTER = "You always called me the strong one."
UNNAMED = re.compile(
    r"^\s*- (button|link|textbox|radio|checkbox|slider|combobox)\s*:?\s*$", re.MULTILINE
)


@pytest.fixture(scope="module", autouse=True)
def _beside_a_browser() -> Iterator[None]:
    """The browser's loop stands in this thread; Django is told that this is meant."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Hours:
    """The time of day of the story, real time going on from there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real = timezone.now
        self._ahead = timedelta()
        monkeypatch.setattr(timezone, "now", lambda: self._real() + self._ahead)

    def stand_at(self, at: datetime) -> None:
        self._ahead = at - self._real()


@pytest.fixture
def hours(monkeypatch) -> Hours:
    return Hours(monkeypatch)


@pytest.fixture
def clock(hours) -> datetime:
    """Ten in the morning of today, where the clinic is."""
    here = timezone.now().astimezone(ZoneInfo("Europe/London"))
    at = here.replace(hour=10, minute=0, second=0, microsecond=0)
    hours.stand_at(at)
    return at


@pytest.fixture
def day_nine(transactional_db, started, live_server, clock) -> Iterator:
    """Pat's phone on day 9; `day_nine(at)` opens Today at an instant."""
    taking = started(9)
    cookie = taking.client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)

        def opened(at: datetime) -> Page:
            context = browser.new_context(
                viewport={"width": 360, "height": 780}, timezone_id="Europe/London"
            )
            context.clock.install(time=at)
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
            page = context.new_page()
            page.goto(f"{live_server.url}/practice/")
            return page

        yield opened
        browser.close()


def named(page: Page) -> None:
    """Everything that can be used has a name in the tree that a screen reader reads."""
    tree = page.locator("body").aria_snapshot()
    assert not UNNAMED.findall(tree), tree
    assert "heading" in tree
    assert page.locator("h1:visible, h2:visible").first.inner_text()


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    tab_to(page, role, name)
    page.keyboard.press(key)


def rate(page: Page, name: str, value: int) -> None:
    """By arrow keys, as radio buttons are moved."""
    page.locator(f'input[name="{name}"]').first.focus()
    page.keyboard.press("Space")
    for _ in range(value):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f'input[name="{name}"]:checked')).to_have_value(str(value))


def write_the_letter(page: Page, before: int, after: int) -> None:
    press(page, "link", "Begin when ready")
    page.wait_for_url("**/day/9/write/")
    named(page)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    rate(page, "before", before)
    press(page, "button", "Begin when ready")
    expect(page.locator("#page")).to_be_focused()
    named(page)
    page.keyboard.type(LETTER)
    press(page, "button", "I am finished")
    expect(page.get_by_role("heading", name="Now three quiet minutes")).to_be_focused()
    press(page, "button", "Go on now")
    named(page)
    rate(page, "after", after)
    press(page, "button", "Done. Let the words go.")
    page.wait_for_url("**/practice/after/**")


def check_in_is_saved(page: Page) -> None:
    press(page, "link", re.compile("^Check-in"))
    page.wait_for_url("**/check-in/")
    named(page)
    rate(page, "pain_avg", 6)
    rate(page, "sud_bedtime", 5)
    page.locator('input[name="new"]').first.focus()
    page.keyboard.press("Space")
    press(page, "button", "Save")
    page.wait_for_url("**/practice/")
    expect(page.get_by_text("Saved for today. You can change it.")).to_be_visible()


def test_a_whole_day_nine_by_keyboard_and_a_gentler_next_day(day_nine, hours, clock):
    page = day_nine(clock)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Day 9")
    named(page)
    write_the_letter(page, before=4, after=9)
    expect(page.get_by_role("heading", level=1)).to_have_text("That is a lot")
    expect(page.get_by_text("tomorrow is lighter")).to_be_visible()
    expect(page.get_by_text("Your words are gone from this page.")).to_be_visible()
    assert LETTER not in page.content()
    press(page, "link", "Back to Today")
    expect(page.get_by_text("Done: writing")).to_be_visible()
    for part, button in (("Listen", "Stop here. It counts."), ("Step", "I did some of it")):
        press(page, "link", re.compile(f"^{part}"))
        page.wait_for_url("**/day/9/**")
        named(page)
        press(page, "button", button)
        page.wait_for_url("**/practice/")
    check_in_is_saved(page)

    tomorrow = clock + timedelta(days=1)
    hours.stand_at(tomorrow)
    page = day_nine(tomorrow)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Day 10")
    assert "missed" not in page.locator("main").inner_text().lower()
    page.goto(page.url + "day/10/write/")
    expect(page.get_by_text("Today is lighter, because yesterday was a lot.")).to_be_visible()
    choices = page.locator('input[name="choice"]')
    assert "theme" not in choices.evaluate_all("all => all.map((one) => one.value)")


def test_after_a_day_that_was_not_a_lot_the_next_letter_is_offered(day_nine, hours, clock):
    page = day_nine(clock)
    write_the_letter(page, before=4, after=5)
    expect(page.get_by_role("heading", level=1)).to_have_text("That is enough")
    tomorrow = clock + timedelta(days=1)
    hours.stand_at(tomorrow)
    page = day_nine(tomorrow)
    page.goto(page.url + "day/10/write/")
    choices = page.locator('input[name="choice"]')
    assert "theme" in choices.evaluate_all("all => all.map((one) => one.value)")
