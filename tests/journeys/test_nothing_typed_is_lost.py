"""Nothing typed in a consultation is lost, stored twice, or said to be saved before it is."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.long]

SAVED = re.compile(r"^Saved \d\d:\d\d$|^Every word saved$")
WAIT = 20_000  # ms: a resend comes every five seconds
SHUT = """
  const refuse = () => { throw new DOMException("shut", "SecurityError"); };
  for (const name of ["localStorage", "sessionStorage", "indexedDB"])
    Object.defineProperty(window, name, { get: refuse });
  Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
  Object.defineProperty(Crypto.prototype, "randomUUID", { value: undefined });
  window.BroadcastChannel = class { constructor() { refuse(); } };
"""
WATCH = """() => {
  window.seen = [];
  const line = document.querySelector("[data-saved]");
  const note = () => window.seen.push(line.dataset.words);
  new MutationObserver(note).observe(line, { attributes: true, childList: true });
}"""


@pytest.fixture
def visit(cases, open_page):
    """The page of one invented participant, ready to type; `before` runs ahead of its scripts."""

    def opened(name, query="", before="", **more):
        page = open_page("/healthz", **more)
        if before:
            page.add_init_script(before)
        page.goto(page.url.removesuffix("/healthz") + cases[name] + "consultation/" + query)
        expect(page.locator("[data-saved]")).to_have_text(SAVED)
        return page

    return opened


def notes(page):
    return page.locator("#notes-text")


def saved(page):
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=WAIT)


def keep(page, line):
    page.locator("#line").press_sequentially(line)
    page.keyboard.press("Enter")


def kept(page, words):
    return page.locator("[data-kept] li", has_text=words)


@pytest.fixture
def clash(visit):
    """Two tabs with notes of one part: the first is saved, the second has not heard of it."""

    def met(name, part, theirs):
        first = visit(name, f"?part={part}")
        second = first.context.new_page()
        second.goto(first.url)
        second.route("**/changed/", lambda route: route.abort())
        saved(second)
        notes(first).press_sequentially(theirs)
        saved(first)
        return first, second

    return met


def test_the_clash_shows_what_is_typed_while_it_stands(clash):
    _first, second = clash("Avery Example", "adult", "Walk twice a week.")
    notes(second).press_sequentially("Write ev")
    panel = second.locator("[data-notes-clash]")
    expect(panel).to_contain_text("Write ev")
    notes(second).press_sequentially("ery day.")
    expect(panel).to_contain_text("Write every day.")
    panel.get_by_role("button", name="Keep both").click()
    saved(second)
    second.reload()
    expect(notes(second)).to_have_value("Walk twice a week.\n\nWrite every day.")


def test_a_clash_settled_by_two_clicks_is_settled_once_and_said_by_receipt(clash):
    _first, second = clash("Avery Example", "plan", "Theirs.")
    notes(second).press_sequentially("Mine.")
    both = second.locator("[data-notes-clash]").get_by_role("button", name="Keep both")
    expect(both).to_be_visible()
    held = []

    def hold(route):
        held.append(route)

    second.route("**/notes/**", hold)
    second.evaluate(WATCH)
    both.evaluate("(button) => { button.click(); button.click(); }")
    expect(second.locator("[data-saved]")).to_have_text("Saving")
    second.wait_for_timeout(300)
    assert len(held) == 1
    assert not [one for one in second.evaluate("window.seen") if SAVED.match(one)]
    held[0].continue_()
    saved(second)
    expect(notes(second)).to_have_value("Theirs.\n\nMine.")
    second.reload()
    expect(notes(second)).to_have_value("Theirs.\n\nMine.")


def test_with_every_store_shut_it_says_so_and_still_sends_once(visit):
    page = visit("Blake Example", "?part=examination", before=SHUT)
    page.route("**/consultation/keep/", lambda route: route.abort())
    keep(page, "1971 psoriasis")
    state = page.locator("[data-saved]")
    expect(state).to_have_text("Kept only in this window, so do not close it: 1 change")
    page.unroute("**/consultation/keep/")
    saved(page)
    expect(kept(page, "psoriasis")).to_have_count(1)
    notes(page).press_sequentially("Said in a window without a store.")
    saved(page)
    page.reload()
    expect(notes(page)).to_have_value("Said in a window without a store.")


def test_a_full_database_gives_way_to_the_other_store(visit):
    page = visit("Casey Example", "?part=traits")
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException("", "QuotaExceededError"); };
    }""")
    page.route("**/consultation/keep/", lambda route: route.abort())
    keep(page, "1972 eczema")
    expect(page.locator("[data-saved]")).to_have_text("No network. Kept here, 1 change")
    page.unroute("**/consultation/keep/")
    page.reload()
    saved(page)
    expect(kept(page, "eczema")).to_have_count(1)


def test_notes_of_a_part_left_within_the_quiet_are_saved_from_the_next(visit, cases):
    page = visit("Casey Example", "?part=plan")
    address = page.url
    page.route("**/notes/**", lambda route: route.abort())
    notes(page).press_sequentially("Homework: one page")
    page.goto(address.replace("part=plan", "part=welcome"))
    page.unroute("**/notes/**")
    saved(page)
    fresh = page.context.browser.new_context(storage_state=page.context.storage_state()).new_page()
    fresh.goto(address)
    expect(notes(fresh)).to_have_value("Homework: one page")
    fresh.context.close()


def test_a_change_at_which_the_server_breaks_is_shown_and_blocks_nothing(visit):
    page = visit("Drew Example", "?part=pain")

    def broken(route):
        if "poison" in (route.request.post_data or ""):
            return route.fulfill(status=500, content_type="text/html", body="<h1>Error</h1>")
        return route.continue_()

    page.route("**/consultation/keep/", broken)
    keep(page, "1973 poison ivy rash")
    keep(page, "1974 vertigo")
    expect(kept(page, "vertigo")).to_have_count(1)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^No answer. Kept here, 1 change"))
    refused = page.locator("[data-left-over] .refused")
    expect(refused).to_contain_text("1973 poison ivy rash", timeout=WAIT)
    expect(refused).to_contain_text("The server would not take this.")
    page.unroute("**/consultation/keep/")
    refused.get_by_role("button", name="Try again").click()
    expect(page.locator("#line")).to_have_value("1973 poison ivy rash")
    page.locator("#line").press("Enter")
    saved(page)


def test_what_waits_for_one_person_is_neither_shown_to_nor_sent_by_another(visit):
    page = visit("Blake Example", "?part=adult")
    address = page.url
    page.route("**/consultation/keep/", lambda route: route.abort())
    keep(page, "1975 knee pain")
    expect(page.locator("[data-saved]")).to_have_text("No network. Kept here, 1 change")

    def of_another(route):
        body = re.sub(r'data-person="[^"]+"', 'data-person="another"', route.fetch().text())
        route.fulfill(body=body, content_type="text/html")

    page.route(address, of_another)
    page.unroute("**/consultation/keep/")
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto(address)
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.wait_for_timeout(6000)  # longer than the wait for a resend
    expect(page.locator("main")).not_to_contain_text("knee pain", ignore_case=True)
    assert "POST" not in sent
    page.unroute(address)
    page.goto(address)
    saved(page)
    expect(kept(page, "knee pain")).to_have_count(1)


def test_a_long_paste_is_refused_in_words_and_stays(visit):
    page = visit("Avery Example", "?part=welcome")
    page.evaluate("""() => {
      const line = document.querySelector("#line");
      line.focus();
      document.execCommand("insertText", false, "word ".repeat(1200));
    }""")
    page.keyboard.press("Enter")
    refused = page.locator("[data-left-over] .refused")
    expect(refused).to_contain_text("A line has at most 4000 characters.")
    assert refused.locator("[data-slot=text]").inner_text().count("word") == 1200
    refused.get_by_role("button", name="Leave out").click()
    saved(page)


def test_markup_that_is_typed_stays_text(visit):
    page = visit("Avery Example", "?part=childhood")
    page.on("dialog", lambda _dialog: pytest.fail("a script ran"))
    keep(page, "1980 <img src=x onerror=alert(1)> headaches \u202e<b>bold</b>")
    saved(page)
    keep(page, '"<script>alert(2)</script> is what they said"')
    saved(page)
    assert page.locator("main img, [data-kept] b, [data-waiting] b").count() == 0
    expect(notes(page)).to_have_value(re.compile("<script>alert"))


def test_a_form_half_filled_in_survives_a_crash_and_a_lost_network(open_page, cases):
    page = open_page(cases["Casey Example"] + "process/")
    address, context = page.url, page.context
    page.locator("#process-text").press_sequentially("What I felt in the room")
    page.wait_for_timeout(500)
    page.close()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#process-text")).to_have_value("What I felt in the room")
    told = page.locator("[data-half-typed]")
    expect(told.get_by_text("Typed before and not kept yet")).to_be_visible()
    page.route(address, lambda route: route.abort())
    page.get_by_role("button", name="Keep").click()
    expect(told.get_by_text("No answer from the server. What you typed stays here")).to_be_visible()
    page.unroute(address)
    page.get_by_role("button", name="Keep").click()
    expect(page).to_have_url(re.compile(r"/process/[0-9a-f-]{36}/$"))
    page.goto(address)
    expect(page.get_by_role("link", name="What I felt in the room")).to_have_count(1)
    expect(page.locator("#process-text")).to_have_value("")
    expect(told).to_be_hidden()


def test_a_form_of_the_history_comes_back_after_the_session_ended(open_page, cases):
    page = open_page(cases["Blake Example"] + "record/plan/")
    address, context = page.url, page.context
    cookies = context.cookies()
    field = page.locator(".sheet__form textarea").first
    if not field.is_visible():
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    field.fill("Two pages a day, half typed")
    context.clear_cookies()
    page.get_by_role("button", name="Keep").click()
    told = page.locator("[data-half-typed]")
    expect(told.get_by_text("Not kept: you are signed out")).to_be_visible()
    context.add_cookies(cookies)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    expect(field).to_have_value("Two pages a day, half typed")
    page.get_by_role("button", name="Keep").click()
    expect(told).to_be_hidden()
    page.reload()
    expect(field).to_have_value("Two pages a day, half typed")
    expect(told).to_be_hidden()
