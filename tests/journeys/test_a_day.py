"""A day on the phone: words that never leave the page, a check-in on a train, no script at all."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = [pytest.mark.browser]

PHONE = {"width": 360, "height": 780}
PAGES = ("", "?smaller=1", "day/12/read/", "day/12/write/", "day/12/listen/", "day/12/sentence/",
         "day/12/step/", "check-in/", "days/", "day/11/")  # fmt: skip
SECRET = "the blue bicycle in the rain"


@pytest.fixture
def phone(chromium: Browser, finley: dict) -> Iterator:
    contexts: list[BrowserContext] = []

    def made(**more) -> BrowserContext:
        context = chromium.new_context(**{"viewport": PHONE, "storage_state": finley, **more})
        contexts.append(context)
        return context

    yield made
    for context in contexts:
        context.close()


def opened(context: BrowserContext, demo, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{demo.address}/practice/{path}")
    return page


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(phone, demo, width, scheme):
    context = phone(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in PAGES:
        page = opened(context, demo, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        assert not found, (path, [one["id"] for one in found])
        page.close()


@pytest.mark.long
def test_help_and_exit_come_first_and_targets_are_large(phone, demo):
    context = phone()
    for path in PAGES:
        page = opened(context, demo, path)
        names = []
        for _ in range(2):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.innerText.trim()"))
        assert names == ["Exit", "Help now"], path
        small = page.evaluate(
            """[...document.querySelectorAll("main a, main button, main summary, nav a")]
              .filter((one) => one.checkVisibility() && !one.closest("p"))
              .map((one) => [one.innerText, one.getBoundingClientRect().height])
              .filter(([, height]) => height < 44)"""
        )
        assert not small, (path, small)
        page.close()


def test_inv_05_hz7_the_words_never_leave_the_page(phone, demo):
    context = phone()
    sent: list[str] = []
    context.on("request", lambda one: sent.append(f"{one.url} {one.post_data or ''}"))
    page = opened(context, demo, "day/12/write/")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Begin when ready").click()
    page.keyboard.type(SECRET)
    page.get_by_role("button", name="I am finished").click()
    expect(page.get_by_role("heading", name="Now three quiet minutes")).to_be_focused()
    page.get_by_role("button", name="Go on now").click()
    page.get_by_role("button", name="Done. Let the words go.").click()
    page.wait_for_url("**/practice/after/**")
    assert not [one for one in sent if "bicycle" in one]
    kept = page.evaluate(
        """async () => {
          const found = [localStorage, sessionStorage].map((one) => JSON.stringify({ ...one }));
          for (const name of await caches.keys()) {
            const store = await caches.open(name);
            for (const one of await store.matchAll()) found.push(await one.text());
          }
          for (const { name } of await indexedDB.databases()) {
            const base = await new Promise((done) => {
              const asked = indexedDB.open(name);
              asked.onsuccess = () => done(asked.result);
            });
            for (const table of base.objectStoreNames) {
              found.push(await new Promise((done) => {
                const asked = base.transaction(table).objectStore(table).getAll();
                asked.onsuccess = () => done(JSON.stringify(asked.result));
              }));
            }
          }
          return found.join(" ");
        }"""
    )
    assert "bicycle" not in kept
    page.go_back()
    assert "bicycle" not in page.content()
    assert page.locator("#page").input_value() == ""


def test_a_check_in_on_a_train_is_sent_later_and_once(phone, demo):
    context = phone()
    page = opened(context, demo, "")
    expect(page.locator('html[data-phone-ready="yes"]')).to_be_attached()
    page.goto(f"{demo.address}/practice/check-in/")
    page.reload()
    context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="How was today?")).to_be_visible()
    page.locator('input[name="stress"][value="4"]').check(force=True)
    page.get_by_role("radio", name="No", exact=True).last.check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-where]")).to_contain_text("waits on this phone")
    sent: list[str] = []
    context.on("response", lambda one: sent.append(f"{one.request.url} {one.status}"))
    context.set_offline(False)
    page.goto(f"{demo.address}/practice/waiting/")
    expect(page.get_by_text("Nothing waits.")).to_be_visible(timeout=15_000)
    page.goto(f"{demo.address}/practice/")
    expect(page.get_by_text("Saved for today. You can change it.")).to_be_visible()
    kept = [one for one in sent if re.search(r"/practice/keep/ 200", one)]
    assert len(kept) == 1


def test_a_practice_is_paced_and_never_starts_by_itself(phone, demo):
    page = opened(phone(reduced_motion="reduce"), demo, "day/12/listen/")
    play = page.locator("[data-play]")
    assert play.inner_text() == "Begin"
    assert page.locator("input[data-minutes]").input_value() == ""
    play.click()
    expect(play).to_have_text("Pause")
    first = page.locator("[data-now]").inner_text()
    page.get_by_role("button", name="15 seconds forward").click()
    page.get_by_role("button", name="15 seconds forward").click()
    expect(page.locator("[data-now]")).not_to_have_text(first)
    play.click()
    page.get_by_role("button", name="Transcript").click()
    expect(page.get_by_text("Silence,").first).to_be_visible()


def test_without_script_every_part_can_be_kept(phone, demo):
    context = phone(java_script_enabled=False)
    page = opened(context, demo, "day/11/write/")
    page.locator('input[name="choice"]').first.check()
    page.locator('input[name="after"][value="2"]').check(force=True)
    page.locator("#page").fill(SECRET)
    page.get_by_role("button", name="Done. Let the words go.").click()
    expect(page.get_by_text("Your words are gone from this page.")).to_be_visible()
    page.goto(f"{demo.address}/practice/day/11/step/")
    page.get_by_role("button", name="I did some of it").click()
    expect(page.get_by_text(re.compile(r"Saved \d"))).to_be_visible()


def test_all_of_today_opens_without_network(phone, demo):
    context = phone()
    page = opened(context, demo, "")
    expect(page.locator('html[data-phone-ready="yes"]')).to_be_attached()
    links = page.locator("[data-part-link]").evaluate_all("all => all.map((one) => one.href)")
    assert links
    for url in links:
        found = "async (url) => Boolean(await (await caches.open('remit-today')).match(url))"
        for _ in range(200):
            if page.evaluate(found, url):
                break
            page.wait_for_timeout(100)
        else:
            pytest.fail(f"not on the phone: {url}")
    context.set_offline(True)
    for url in [f"{demo.address}/practice/", *links]:
        page.goto(url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("link", name="Help now")).to_be_visible()
