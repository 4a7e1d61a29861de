"""Fay leads session 2 on a tablet and on a phone, and the network goes in the middle of it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from remit.web.notices.models import Flag
from remit.web.practice.models import Attendance, FidelityRating, Parked, PartMove, PersonNote
from remit.web.practice.session_acts import EARLIEST, note_of

pytestmark = [pytest.mark.browser, pytest.mark.long]

TABLET = {"width": 1024, "height": 768}
PHONE = {"width": 360, "height": 740}
NOTE = "Wept during the letter, stayed, wants a call tomorrow."


@pytest.fixture
def group(transactional_db, started) -> list:
    """Pat, Ines and Marek on day 9, the day after it."""
    pat = started(9)
    return [pat, started(9, "Ines", beside=pat), started(9, "Marek", beside=pat)]


@pytest.fixture
def tablet(group, people, sign_in, opened) -> Callable[..., Page]:
    """Fay's browser at a size; its page of session 2 is open."""

    def at(size: dict, **more) -> Page:
        page = f"/practice/groups/{group[0].workshop.pk}/session/2/"
        return opened(sign_in(people.fay), page, size, **more)

    return at


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def here(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"{name} here").click()
    expect(page.get_by_role("button", name=f"{name} here")).to_have_attribute(
        "aria-pressed", "true"
    )


def rate(page: Page, item: int, value: int) -> None:
    form = page.locator(f"[data-shown-part]:not([hidden]) [data-item='{item}']")
    form.get_by_role("button", name=str(value)).click()
    expect(form.get_by_role("button", name=str(value))).to_have_attribute("aria-pressed", "true")


def go_on(page: Page, to: str, name: str = "Next part") -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=to, exact=True)).to_be_focused()


def private(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Private word")).click()
    expect(page.get_by_role("heading", name="Private word")).to_be_focused()


def the_part_without_network(page: Page, context: BrowserContext) -> None:
    """Ten minutes of work while nothing answers; what is kept here is counted."""
    context.set_offline(True)
    here(page, "Marek")
    rate(page, 3, 2)
    page.get_by_label("A question for later, without names").fill("Is pacing the same as resting?")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Is pacing the same as resting?").first).to_be_visible()
    go_on(page, "Teaching: feelings that were never said")
    page.get_by_role("button", name="2 more minutes").locator("visible=true").click()
    rate(page, 4, 1)
    private(page)
    page.get_by_label("On whom").select_option(label="Ines")
    page.get_by_label("What happened and what was done").fill(NOTE)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("[data-saved]")).to_have_text(
        re.compile(r"^No network since \d\d:\d\d\. Kept here, 7 changes$")
    )
    page.get_by_role("link", name="Cover now").click()
    page.locator("summary", has_text="On-duty clinician").click()
    expect(page.get_by_role("link", name="112").locator("visible=true")).to_be_visible()
    page.locator("summary", has_text="On-duty clinician").click()


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_session_two_with_the_network_cut_loses_nothing_and_keeps_nothing_twice(
    tablet, group, size
):
    page = tablet(size)
    go_on(page, "Private check, welcome", "Begin the session")
    for name in ("Pat", "Ines"):
        here(page, name)
    go_on(page, "Review of the week")
    saved(page)

    the_part_without_network(page, page.context)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)

    for to in ("Demonstration", "Break", "Unsent letter, then grounding"):
        go_on(page, to)
    page.reload()
    expect(page.get_by_role("heading", name="Unsent letter, then grounding")).to_be_visible()
    for to in (
        "One sentence or feeling word",
        "Compassion practice",
        "Days 9, 10 and 13; support person; closing",
    ):
        go_on(page, to)
    go_on(page, "After the session", "End the session")
    rate(page, 20, 2)
    saved(page)

    meeting = group[0].workshop.meetings.get(number=2)
    parts = [one.part for one in PartMove.objects.filter(meeting=meeting, act="begin")]
    assert len(parts) == len(set(parts)) == 9
    assert PartMove.objects.filter(meeting=meeting, act="more").get().minutes == 2
    assert meeting.ended_at is not None
    present = {one.enrolment_id: one.presence for one in Attendance.objects.all()}
    assert present == {one.enrolment.pk: "here" for one in group}
    assert Attendance.objects.count() == 3
    ratings = sorted(FidelityRating.objects.values_list("item", "rating"))
    assert ratings == [(3, 2), (4, 1), (20, 2)]
    assert Parked.objects.get().text == "Is pacing the same as resting?"
    assert note_of(PersonNote.objects.get()) == NOTE


def test_answers_that_are_lost_on_the_way_keep_everything_once(tablet):
    page = tablet(TABLET)
    lost = []

    def lose(route):
        """The server takes it; its receipt never arrives."""
        if route.request.method == "POST" and len(lost) < 3:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/keep/", lose)
    for name in ("Pat", "Ines", "Marek"):
        here(page, name)
    expect(page.locator("[data-saved]")).to_contain_text("Kept here")
    for _ in range(4):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(200)
    saved(page)
    assert len(lost) == 3
    assert Attendance.objects.count() == 3


def test_what_was_open_covers_itself_after_half_a_minute_or_with_the_next_part(tablet):
    page = tablet(TABLET)
    page.clock.install()
    page.reload()
    go_on(page, "Private check, welcome", "Begin the session")
    covered = page.locator("[data-covered]")
    expect(covered.locator("visible=true")).to_have_count(0)
    page.get_by_role("button", name="Details").click()
    expect(covered.locator("visible=true")).to_have_count(3)
    page.clock.fast_forward(31_000)
    expect(covered.locator("visible=true")).to_have_count(0)
    private(page)
    page.clock.fast_forward(31_000)
    expect(page.get_by_role("heading", name="Private check, welcome")).to_be_visible()
    private(page)
    go_on(page, "Review of the week")
    expect(page.get_by_role("heading", name="Private word")).to_be_hidden()


def test_the_ring_drains_pauses_and_says_what_is_late(tablet):
    page = tablet(TABLET)
    page.clock.install()
    page.reload()
    page.route("**/now/", lambda route: route.abort())  # the clinic's own clock does not run ahead
    go_on(page, "Private check, welcome", "Begin the session")
    left = page.locator("[data-left-minutes]").locator("visible=true")
    words = page.locator("[data-left-words]").locator("visible=true")
    expect(left).to_have_text("10")
    page.clock.run_for(4 * 60_000)
    expect(left).to_have_text("6")
    page.get_by_role("button", name="Pause").locator("visible=true").click()
    page.clock.run_for(5 * 60_000)
    expect(left).to_have_text("6")
    page.get_by_role("button", name="Go on").locator("visible=true").click()
    page.clock.run_for(7 * 60_000)
    expect(words).to_have_text("min over")
    page.get_by_role("button", name="2 more minutes").locator("visible=true").click()
    page.clock.run_for(1000)
    expect(words).to_have_text("min left")


def test_a_double_tap_goes_on_by_one_part(tablet):
    page = tablet(TABLET)
    go_on(page, "Private check, welcome", "Begin the session")
    page.get_by_role("button", name="Next part", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Review of the week")).to_be_visible()
    saved(page)
    assert PartMove.objects.count() == 2


def test_looking_ahead_begins_nothing_and_has_no_clock(tablet):
    page = tablet(TABLET)
    go_on(page, "Private check, welcome", "Begin the session")
    page.get_by_role("link", name=re.compile("Break")).click()
    expect(page.get_by_role("heading", name="Break", exact=True)).to_be_focused()
    expect(page.get_by_role("button", name="Pause").locator("visible=true")).to_have_count(0)
    expect(page.get_by_text("Now: Private check, welcome")).to_be_visible()
    expect(page.get_by_role("button", name="Begin this part")).to_be_visible()
    saved(page)
    assert PartMove.objects.count() == 1


def test_two_tablets_see_each_other(tablet):
    one, two = tablet(TABLET), tablet(PHONE)
    here(one, "Pat")
    one.get_by_label("A question for later, without names").fill("Can my sister come?")
    one.keyboard.press("Enter")
    saved(one)
    two.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(two.get_by_role("button", name="Pat here")).to_have_attribute("aria-pressed", "true")
    expect(two.locator("[data-parked-line]")).to_have_count(1)
    two.get_by_role("button", name=re.compile("^Answered, take it off")).click()
    saved(two)
    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(one.locator("[data-parked-line]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(tablet, size, scheme):
    page = tablet(size, color_scheme=scheme)
    go_on(page, "Private check, welcome", "Begin the session")
    private(page)
    page.get_by_role("button", name="Pat: not sure").click()
    expect(page.get_by_text("Tell the clinician on duty now: Pat")).to_be_visible()
    saved(page)
    for show in ("", "?show=private", "?show=details", "print/", "handouts/letters/"):
        page.goto(page.url.split("session/2/")[0] + f"session/2/{show}")
        found = Axe().run(page).response["violations"]
        assert not found, (show, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], show


def look(page: Page) -> None:
    """What the page does every few seconds: fetch what others wrote."""
    with page.expect_response("**/now/"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_note_stays_with_its_person_while_the_page_is_renewed(tablet, group):
    page = tablet(TABLET)
    private(page)
    page.get_by_label("What happened and what was done").fill(NOTE)
    page.get_by_role("button", name="Keep the note").click()
    assert PersonNote.objects.count() == 0  # on whom has to be chosen
    page.get_by_label("On whom").select_option(label="Pat")
    for _ in range(2):
        look(page)
    expect(page.get_by_label("What happened and what was done")).to_have_value(NOTE)
    page.reload()
    private(page)
    expect(page.get_by_label("What happened and what was done")).to_have_value(NOTE)
    page.get_by_role("button", name="Keep the note").click()
    saved(page)
    assert PersonNote.objects.get().enrolment == group[0].enrolment
    look(page)
    expect(page.get_by_text(NOTE).locator("visible=true")).to_have_count(1)
    expect(page.get_by_label("What happened and what was done")).to_have_value("")


def test_what_is_private_and_refused_stands_under_the_cover_alone(tablet, group):
    page = tablet(TABLET)
    private(page)
    group[0].workshop.meetings.filter(number=2).update(cancelled_at=timezone.now())
    page.get_by_label("On whom").select_option(label="Ines")
    page.get_by_label("What happened and what was done").fill(NOTE)
    page.get_by_role("button", name="Keep the note").click()
    count = page.get_by_text("1 private thing was not taken. It stands under Private word.")
    expect(count).to_be_visible()
    page.get_by_role("link", name="Cover now").click()
    expect(count).to_be_visible()
    assert NOTE not in page.locator("main").inner_text()
    assert "cancelled" not in page.locator("main").inner_text()
    private(page)
    expect(page.get_by_text(f"Ines: {NOTE}").locator("visible=true")).to_have_count(1)
    page.get_by_role("link", name="Cover now").click()
    page.locator("[data-saved]").get_by_role("button", name="Look").click()
    expect(page.get_by_role("link", name="Look")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Private word")).to_be_focused()
    group[0].workshop.meetings.filter(number=2).update(cancelled_at=None)
    page.get_by_role("button", name="Try again").click()
    saved(page)
    expect(count).to_be_hidden()
    assert note_of(PersonNote.objects.get()) == NOTE


def test_a_note_of_a_closed_tab_is_put_back_under_the_cover_and_kept_once(tablet):
    first = tablet(TABLET)
    private(first)
    first.get_by_label("On whom").select_option(label="Marek")
    first.get_by_label("What happened and what was done").fill(NOTE)
    first.wait_for_timeout(300)  # until it is stored
    page = first.context.new_page()
    url = first.url
    first.close()
    page.goto(url)
    expect(page.get_by_text("1 private thing was not taken")).to_be_visible()
    assert NOTE not in page.locator("main").inner_text()
    private(page)
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("On whom").locator("option:checked")).to_have_text("Marek")
    page.get_by_role("button", name="Keep the note").click()
    saved(page)
    page.reload()
    private(page)
    expect(page.get_by_label("What happened and what was done")).to_have_value("")
    expect(page.get_by_text("A note typed before")).to_have_count(0)
    assert note_of(PersonNote.objects.get()) == NOTE


def test_the_private_question_goes_on_is_asked_again_and_tells_the_clinician(tablet, group):
    page = tablet(TABLET)
    private(page)
    for name in ("Ines", "Marek"):
        page.get_by_role("button", name=f"{name}: nothing new").click()
    expect(page.get_by_role("button", name="Pat: nothing new")).to_be_focused()
    saved(page)
    look(page)
    page.locator("summary", has_text="Ask again: Ines").click()
    page.get_by_role("button", name="Ines: not sure").click()
    told = page.get_by_text("Tell the clinician on duty now: Ines")
    expect(told).to_be_visible()
    saved(page)
    for _ in range(2):
        look(page)
    expect(told).to_be_visible()
    expect(page.get_by_role("link", name="112").locator("visible=true")).to_be_visible()
    page.get_by_role("button", name="They know").click()
    expect(told).to_be_hidden()
    page.get_by_role("link", name="Cover now").click()
    expect(page.get_by_role("link", name=re.compile("^Private word 1, covered"))).to_be_visible()
    assert Flag.objects.get(case=group[1].case).code == "U1"
    assert PersonNote.objects.count() == 3


@pytest.mark.parametrize("ahead", [timedelta(hours=5), -timedelta(hours=5)], ids=["fast", "slow"])
def test_a_tablet_with_a_wrong_clock_presses_at_the_clinics_time(tablet, ahead):
    page = tablet(TABLET)
    page.clock.install(time=timezone.now() + ahead)
    page.reload()
    go_on(page, "Private check, welcome", "Begin the session")
    saved(page)
    expect(page.locator("[data-left-minutes]").locator("visible=true")).to_have_text("10")
    assert abs(PartMove.objects.get().at - timezone.now()) < timedelta(minutes=1)


def test_a_page_that_was_opened_early_begins_without_network(tablet, group):
    page = tablet(TABLET)
    meeting = group[0].workshop.meetings.filter(number=2)
    soon = timezone.now() + EARLIEST + timedelta(minutes=5)
    meeting.update(starts_at=soon)
    page.clock.install()
    page.reload()
    page.context.set_offline(True)
    expect(page.get_by_text("You may look ahead.")).to_be_visible()
    expect(page.get_by_role("button", name="Begin the session")).to_be_hidden()
    page.clock.fast_forward(6 * 60_000)
    expect(page.get_by_role("button", name="Begin the session")).to_be_visible()
    meeting.update(starts_at=soon - timedelta(minutes=6))  # the clinic's clock has come so far too
    go_on(page, "Private check, welcome", "Begin the session")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert PartMove.objects.get().part == "private-check"


def test_without_network_everybody_who_answered_yes_stays_in_sight_with_the_truth(tablet, group):
    page = tablet(TABLET)
    private(page)
    page.context.set_offline(True)
    for name, answer in (("Ines", "not sure"), ("Marek", "yes"), ("Pat", "nothing new")):
        page.get_by_role("button", name=f"{name}: {answer}").click()
    told = page.get_by_text("Tell the clinician on duty now: Ines, Marek")
    expect(told).to_be_visible()
    unknown = page.get_by_text("The clinic does not know yet")
    expect(unknown).to_be_visible()
    expect(page.get_by_role("button", name="They know")).to_be_hidden()
    page.get_by_role("link", name="Cover now").click()
    expect(page.get_by_role("link", name=re.compile("^Private word 2, covered"))).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    private(page)
    expect(told).to_be_visible()
    expect(unknown).to_be_hidden()
    page.get_by_role("button", name="They know").click()
    expect(told).to_be_hidden()
    assert Flag.objects.filter(code="U1").count() == 2


def test_nothing_moves_under_a_finger_and_a_double_tap_is_one(tablet, group):
    page, other = tablet(TABLET), tablet(PHONE)
    private(page)
    private(other)
    other.get_by_role("button", name="Ines: yes").click()
    saved(other)
    page.get_by_role("heading", name="Private word").click()
    look(page)
    assert page.locator("[data-private] .card").count() == 0
    expect(page.locator("[data-private] .card")).to_have_count(1)
    page.get_by_label("On whom").select_option(label="Pat")
    page.get_by_label("What happened and what was done").fill(NOTE)
    page.get_by_role("button", name="Keep the note").dblclick()
    saved(page)
    assert PersonNote.objects.filter(enrolment=group[0].enrolment).count() == 1


def test_what_is_open_is_covered_when_the_tablet_is_put_away(tablet):
    page = tablet(TABLET)
    private(page)
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(page.get_by_role("heading", name="Private word")).to_be_hidden()
