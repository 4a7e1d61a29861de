"""It hurts on a train: no network, signed out, the app closed; sent later, exactly once."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.long]

WHO = "Ellis Example"
SHELL = "/practice/now/northside/"
WAITING = "/practice/waiting/northside/"
TIMES = "/practice/path/times/"
WAIT = 20_000  # ms
LOSE_TWO_ANSWERS = """
  const real = window.fetch.bind(window);
  let lost = 0;
  window.fetch = async (url, given) => {
    const reply = await real(url, given);
    if (given?.method === "POST" && lost++ < 2) throw new TypeError("the answer was lost");
    return reply;
  };
"""


@pytest.fixture(scope="module")
def cookies(chromium, demo):
    """The session of one participant, entered once by the printed link."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(demo.link(WHO))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/(intake|practice)/"))
    found = context.cookies()
    context.close()
    return found


@pytest.fixture
def phone(chromium, demo):
    """A phone of its own, that has seen the page once; nobody is signed in."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.address = demo.address
    opened(context, SHELL)
    yield context
    context.close()


@pytest.fixture
def own(phone, cookies):
    """The same phone, signed in."""
    phone.add_cookies(cookies)
    page = opened(phone, SHELL)
    for _ in range(100):
        if page.evaluate("localStorage.getItem('remit-phone-person')"):
            break
        page.wait_for_timeout(100)
    page.close()
    return phone


def opened(context, path, *, ready=True):
    page = context.new_page()
    page.goto(context.address + path)
    if ready:
        page.wait_for_selector("html[data-phone-ready=yes]", timeout=WAIT)
        page.evaluate("navigator.serviceWorker.ready")
    return page


def rate(page, name, value):
    page.locator(f"fieldset[data-name={name}] input[value='{value}']").check(force=True)


def to_the_numbers(page):
    page.get_by_role("button", name="None of these").click()
    rate(page, "pain", 7)
    rate(page, "fear", 5)


def tell(page):
    """All five steps, with numbers and one exercise."""
    to_the_numbers(page)
    page.locator("[data-step-of=breath]").get_by_role("button", name="Go on").click()
    page.get_by_label("A quarrel", exact=True).check()
    page.locator("[data-step-of=looking]").get_by_role("button", name="Go on").click()
    page.locator("[data-exercise=kind_talk]").click()
    expect(page.locator("[data-where]")).to_be_visible()


def where(page, words):
    expect(page.locator("[data-where]")).to_have_text(words, timeout=WAIT)


def times(context):
    page = opened(context, TIMES, ready=False)
    heading = page.locator("h1").inner_text()
    page.close()
    return int(heading.split()[0])


def waiting(page, name="waiting"):
    return page.locator(f"[data-list={name}] li", has_text="It hurts")


def test_signed_out_without_network_app_closed_sent_later_exactly_once(phone, cookies, demo):
    phone.set_offline(True)
    page = opened(phone, SHELL)
    expect(page.locator("[data-offline]")).to_be_visible()
    tell(page)
    where(page, "Waits for network")
    page.close()  # the app is closed
    phone.set_offline(False)

    page = opened(phone, WAITING)
    expect(waiting(page, "nobody")).to_have_count(1)  # bound to nobody; it waits to be claimed
    expect(page.locator("[data-mine]")).to_be_hidden()
    page.close()

    phone.add_cookies(cookies)
    before = times(phone)
    page = opened(phone, WAITING)
    page.get_by_role("button", name="This is mine, send it").click()
    expect(page.locator("[data-list=saved] li", has_text="It hurts")).to_have_count(1, timeout=WAIT)
    expect(waiting(page, "nobody")).to_have_count(0)
    for _ in range(3):
        page.get_by_role("button", name="Try now").click()
    page.reload()
    assert times(phone) == before + 1


def test_closed_in_the_middle_what_was_told_is_kept(own):
    before = times(own)
    own.set_offline(True)
    page = opened(own, SHELL)
    to_the_numbers(page)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    own.set_offline(False)
    page = opened(own, WAITING)
    expect(page.locator("[data-list=saved] li", has_text="It hurts")).to_have_count(1, timeout=WAIT)
    assert times(own) == before + 1


def test_the_browser_sends_it_with_no_page_open(own, chromium):
    before = times(own)
    own.set_offline(True)
    page = opened(own, SHELL)
    tell(page)
    where(page, "Waits for network")
    registration = _registration(page)
    page.goto("about:blank")  # no page of the house is left
    own.set_offline(False)
    registration()
    page.wait_for_timeout(1500)
    assert times(own) == before + 1


def test_lost_answers_store_it_once_and_saved_is_said_only_with_the_receipt(own):
    before = times(own)
    page = own.new_page()
    page.add_init_script(LOSE_TWO_ANSWERS)
    page.goto(own.address + SHELL)
    tell(page)
    where(page, "Waits for network")
    for _ in range(2):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(300)
    where(page, "Saved")
    assert times(own) == before + 1


def test_a_sign_without_network_shows_whom_to_call_and_then_opens_the_questions(own):
    own.set_offline(True)
    page = opened(own, SHELL)
    page.locator("input[value=chest]").check()
    page.get_by_role("button", name="Check this first").click()
    expect(page.locator("[data-step-of=stopped] a[href^='tel:']").first).to_be_visible(timeout=2000)
    expect(page.locator("[data-unknown]")).to_contain_text("The clinic does not know yet.")
    own.set_offline(False)
    expect(page.get_by_text("The clinic has your answer.")).to_be_visible(timeout=WAIT)
    page.get_by_role("link", name="Go on to the questions").click()
    page.wait_for_url("**/assess/**")


def test_without_network_every_other_page_says_what_works(own):
    own.set_offline(True)
    page = own.new_page()
    page.goto(f"{own.address}/practice/path/")
    expect(page.locator("h1")).to_have_text("This page is not on your phone")
    page.get_by_role("link", name="It hurts").click()
    expect(page.get_by_role("button", name="None of these")).to_be_visible()
    page.goto(f"{own.address}/practice/help/northside/")
    expect(page.locator("a[href^='tel:']").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_accessible_and_fits(own, scheme):
    page = own.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(own.address + SHELL)
    names = page.eval_on_selector_all(
        "[data-step-of]", "all => all.map((one) => one.dataset.stepOf)"
    )
    for name in names:
        page.evaluate(SHOW, name)
        _fits(page, name)
    for path in (WAITING, "/practice/offline/northside/", "/practice/path/", TIMES):
        page.goto(own.address + path)
        page.wait_for_timeout(300)
        _fits(page, path)


SHOW = """(name) => {
  for (const step of document.querySelectorAll("[data-step-of]")) {
    step.hidden = step.dataset.stepOf !== name;
  }
  for (const one of document.querySelectorAll("[data-minutes], [data-later]")) {
    one.textContent = one.dataset.title.replace("{minutes}", "5");
  }
}"""


def _fits(page, name):
    found = Axe().run(page).response["violations"]
    told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
    assert not told, f"{name}: {told}"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    small = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button")].filter((one) => {
          const box = one.getBoundingClientRect();
          const inText = getComputedStyle(one).display === "inline";
          return box.height > 0 && box.height < 44 && !inText;
        }).map((one) => one.outerHTML.slice(0, 100))"""
    )
    assert not small, f"{name}: {small}"


def _registration(page):
    """Send what waits as the browser does by itself when a network comes: by a sync event."""
    session = page.context.new_cdp_session(page)
    seen = []
    # A built-in method cannot be handed over as it is.
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: seen.append(told))  # noqa: PLW0108
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    scope = "/practice/"
    (one,) = {
        (each["registrationId"], each["scopeURL"])
        for told in seen
        for each in told["registrations"]
        if urlsplit(each["scopeURL"]).path == scope and not each["isDeleted"]
    }
    origin = f"{urlsplit(one[1]).scheme}://{urlsplit(one[1]).netloc}"
    given = {
        "origin": origin, "registrationId": one[0], "tag": "remit-phone", "lastChance": False,
    }  # fmt: skip
    return lambda: session.send("ServiceWorker.dispatchSyncEvent", given)
