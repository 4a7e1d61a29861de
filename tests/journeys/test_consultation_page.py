"""The page of a consultation: typed by keyboard alone, and nothing typed is lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser]

SAVED = re.compile(r"^Saved \d\d:\d\d$|^Every word saved$")
WAIT = 20_000  # ms: a resend comes every five seconds


@pytest.fixture
def visit(cases, open_page):
    """The page of one invented participant, ready to type."""

    def opened(name="Avery Example", query="", **more):
        page = open_page(cases[name] + "consultation/" + query, **more)
        if more.get("java_script_enabled", True):
            expect(page.locator("[data-saved]")).to_have_text(SAVED)
        return page

    return opened


def kept(page, words):
    return page.locator("[data-kept] li", has_text=words)


def keep(page, line):
    page.keyboard.type(line)
    page.keyboard.press("Enter")


def saved(page):
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=WAIT)


def notes(page):
    return page.locator("#notes-text")


def test_typing_comes_first_and_the_picture_grows(visit):
    page = visit("Avery Example")
    line = page.locator("#line")
    expect(line).to_be_focused()
    page.keyboard.type("1993 fibromyalgia")
    expect(page.locator("[data-chips] [data-clear]")).to_contain_text("Fibromyalgia")
    page.keyboard.press("Enter")
    expect(line).to_have_value("")
    expect(kept(page, "fibromyalgia")).to_have_count(1)
    picture = page.locator("[data-timeline-picture] svg")
    expect(picture).to_contain_text("fibromyalgia", ignore_case=True)
    expect(line).to_be_focused()
    saved(page)


def test_undo_takes_the_fact_out_again(visit):
    page = visit("Avery Example")
    keep(page, "1981 knee pain")
    found = kept(page, "knee pain")
    expect(found).to_have_count(1)
    found.get_by_role("button", name="undo").click()
    expect(found).to_have_count(0)
    picture = page.locator("[data-timeline-picture] svg")
    expect(picture).not_to_contain_text("knee pain", ignore_case=True)
    expect(page.locator("#line")).to_be_focused()


def test_without_a_network_all_is_kept_here_and_then_sent_once(visit):
    page = visit("Blake Example")
    page.context.set_offline(True)
    keep(page, "1990 tinnitus")
    keep(page, "1991 back pain")
    state = page.locator("[data-saved]")
    expect(state).to_have_text("No network. Kept here, 2 changes")
    expect(page.locator("[data-pending] li")).to_have_count(2)
    notes(page).press_sequentially("It began slowly.")
    expect(state).to_have_text("No network. Kept here, 3 changes")
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("[data-pending] li")).to_have_count(0)
    for words in ("tinnitus", "back pain"):
        expect(kept(page, words)).to_have_count(1)
    page.reload()
    expect(notes(page)).to_have_value("It began slowly.")
    for words in ("tinnitus", "back pain"):
        expect(kept(page, words)).to_have_count(1)


def test_what_is_half_typed_survives_reload_and_crash(visit):
    page = visit("Casey Example", "?part=welcome")
    page.keyboard.type("2001 half a li")
    page.reload()
    expect(page.locator("#line")).to_have_value("2001 half a li")
    address, context = page.url, page.context
    page.route("**/notes/**", lambda route: route.abort())
    notes(page).press_sequentially("Half a sen")
    page.wait_for_timeout(200)  # less than the quiet after which notes are saved
    page.close()  # nothing of the page runs on
    again = context.new_page()
    again.goto(address)
    expect(notes(again)).to_have_value("Half a sen")
    saved(again)
    expect(again.locator("[data-left-over]")).to_contain_text("2001 half a li")
    again.get_by_role("button", name="Put it in the line").click()
    expect(again.locator("#line")).to_have_value("2001 half a li")


def test_a_reply_that_got_lost_stores_nothing_twice(visit):
    page = visit("Blake Example")
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())  # the server has it, the page never hears
        return route.abort()

    page.route("**/consultation/keep/", lose)
    keep(page, "1987 migraine")
    expect(kept(page, "migraine")).to_have_count(1, timeout=WAIT)
    assert lost
    saved(page)
    page.reload()
    expect(kept(page, "migraine")).to_have_count(1)


def test_a_session_that_ended_keeps_all_and_goes_on_after_sign_in(visit):
    page = visit("Casey Example", "?part=adult")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    keep(page, "1999 sciatica")
    state = page.locator("[data-saved]")
    expect(state).to_have_text("Signed out. Kept here, 1 change. Sign in again")
    assert state.get_by_role("link").get_attribute("target") == "_blank"
    page.context.add_cookies(cookies)
    saved(page)
    expect(kept(page, "sciatica")).to_have_count(1)


def test_what_is_refused_is_shown_and_never_dropped(visit):
    page = visit("Casey Example")
    refusal = {"status": 422, "json": {"error": "This date has no year."}}
    page.route("**/consultation/keep/", lambda route: route.fulfill(**refusal))
    keep(page, "spring 20044 rash")
    refused = page.locator("[data-left-over] .refused")
    expect(refused).to_contain_text("This date has no year.")
    expect(refused).to_contain_text("spring 20044 rash")
    page.reload()
    expect(refused).to_contain_text("spring 20044 rash")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#line")).to_have_value("spring 20044 rash")
    expect(refused).to_have_count(0)


@pytest.mark.long
def test_two_tabs_that_write_the_same_notes_lose_neither_text(visit):
    first = visit("Drew Example", "?part=plan")
    second = first.context.new_page()
    second.goto(first.url)
    first.bring_to_front()
    notes(first).press_sequentially("Walk twice a week.")
    saved(first)
    second.route("**/changed/", lambda route: route.abort())  # it has not heard yet
    second.bring_to_front()
    notes(second).press_sequentially("Write every day.")
    panel = second.locator("[data-notes-clash]")
    expect(panel).to_contain_text("Walk twice a week.")
    expect(panel).to_contain_text("Write every day.")
    expect(second.locator("[data-saved]")).to_contain_text("Also changed in another tab")
    panel.get_by_role("button", name="Keep both").click()
    expect(panel).to_be_hidden()
    saved(second)
    second.reload()
    expect(notes(second)).to_have_value("Walk twice a week.\n\nWrite every day.")
    first.bring_to_front()
    expect(notes(first)).to_have_value("Walk twice a week.\n\nWrite every day.", timeout=WAIT)


def test_undo_of_notes_goes_back_by_a_further_save(visit):
    page = visit("Drew Example", "?part=childhood")
    notes(page).press_sequentially("First.")
    saved(page)
    page.wait_for_timeout(1200)
    notes(page).press_sequentially(" Second.")
    page.wait_for_timeout(1500)
    saved(page)
    page.get_by_role("button", name="Undo the last change").click()
    expect(notes(page)).to_have_value("First.")
    page.wait_for_timeout(500)
    saved(page)
    page.reload()
    expect(notes(page)).to_have_value("First.")


def test_it_works_as_plain_forms(visit):
    page = visit("Drew Example", java_script_enabled=False)
    page.get_by_label("What was said, in one line").fill("1970 asthma")
    page.get_by_role("button", name="keep").click()
    expect(kept(page, "asthma")).to_have_count(1)
    notes(page).fill("By form.")
    page.get_by_role("button", name="Save the notes").click()
    expect(notes(page)).to_have_value("By form.")
    kept(page, "asthma").get_by_role("button", name="undo").click()
    expect(kept(page, "asthma")).to_have_count(0)


SIZES = [(1440, 900, 1), (1024, 768, 1), (720, 450, 2), (360, 740, 1)]


@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, width, height, scale, scheme):
    more = {"width": width, "height": height, "device_scale_factor": scale}
    page = visit("Avery Example", color_scheme=scheme, **more)
    page.keyboard.type("2010 cough; new job, two children")
    expect(page.locator("[data-chips] li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (360, 740)])
def test_something_urgent_is_always_in_sight(visit, width, height):
    page = visit("Avery Example", width=width, height=height)
    summary = page.locator(".urgent summary")
    box = summary.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
    summary.click()
    expect(page.get_by_role("link", name="Ask the emergency questions again")).to_be_visible()


def test_the_agenda_runs_with_the_server_s_minute(visit):
    page = visit("Blake Example")
    page.get_by_role("button", name="Start the 90 minutes").click()
    agenda = page.get_by_role("navigation", name="The ninety minutes")
    expect(agenda).to_contain_text("90 minutes, started")
    expect(agenda.locator("[data-agenda-now]")).to_contain_text("minute 0")
    page.get_by_role("button", name="End the consultation").click()
    expect(page.get_by_role("button", name="Start the 90 minutes")).to_be_visible()
