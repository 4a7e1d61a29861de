"""The timeline in the consultation: opinions in place, growth without a jump, the screen turned."""

import os
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser]
LINK = "N08a-N07"
SEED = """
from datetime import UTC, datetime
from remit.web import start
start()
from remit.content import shipped
from remit.web.cases.models import Case
from remit.web.consult.actions import record_history
from remit.web.people.models import Person, Site
plain = shipped.plain_case("nancy")
plain["case"] |= {"id": "nina", "name": "Nina"}
case = record_history(
    site=Site.objects.get(name="Northside Pain Clinic"),
    plain=plain,
    by=Person.objects.get(display_name="Dr Amin"),
    now=datetime.now(UTC),
    origin=Case.Origin.LIVE,
)
print(case.pk)
"""
MORE = """
import sys
from datetime import UTC, datetime
from remit.web import start
start()
from remit.web.cases.models import Case
from remit.web.consult.actions import add_event
from remit.web.people.models import Person
case = Case.objects.get(pk=sys.argv[1])
add_event(
    case=case, table="symptom", row={"label": "numb hands", "start": "1999"},
    version=case.version, by=Person.objects.get(display_name="Dr Amin"), now=datetime.now(UTC),
)
"""


def _in_the_demo(demo, script, *arguments):
    """Runs beside the server on its data, as another person's change would come."""
    environment = {**os.environ, "REMIT_DATA_DIR": str(demo.data), "REMIT_DEMO": "1"}
    environment = {k: v for k, v in environment.items() if k != "REMIT_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


@pytest.fixture(scope="module")
def nina(demo) -> str:
    """A live case, entered as Nancy's was; the published ones are only read."""
    return _in_the_demo(demo, SEED)


@pytest.fixture
def at(nina, open_page):
    def opened(part="", **more):
        return open_page(f"/consult/{nina}/{part}", **more)

    return opened


def _button(page, side, words):
    return page.locator(f"[data-timeline-evidence] form[data-opinion='{LINK} {side}']").get_by_role(
        "button", name=words
    )


def _pressed(button):
    return button.get_attribute("aria-pressed") == "true"


def test_both_opinions_are_given_in_place_and_stay(at):
    page = at(f"?link={LINK}")
    yes = _button(page, "participant", "Yes")
    yes.click()
    page.wait_for_function("() => document.querySelector('[data-opinion-said]').textContent")
    assert "Saved" in page.locator("[data-timeline-evidence] [data-opinion-said]").inner_text()
    assert _pressed(yes)
    assert yes.evaluate("(one) => one === document.activeElement")
    assert "Nina says yes" in page.locator("[data-known]").first.inner_text()
    _button(page, "clinician", "Unsure").click()
    page.wait_for_function(
        "() => document.querySelector('[data-known]').textContent.includes('is unsure')"
    )
    page.reload()
    assert _pressed(_button(page, "participant", "Yes"))
    assert _pressed(_button(page, "clinician", "Unsure"))
    _button(page, "participant", "Yes").click()
    page.wait_for_function(
        "() => !document.querySelector('[data-known]').textContent.includes('says yes')"
    )
    page.reload()
    assert not _pressed(_button(page, "participant", "Yes"))


def test_from_link_to_link_by_pointer_keeps_the_focus_on_the_way(at):
    page = at(f"?link={LINK}")
    page.get_by_role("link", name="Next link").click()
    page.wait_for_function("() => document.activeElement.dataset.step === 'after'")
    assert "Link 4 of" in page.locator("[data-timeline-evidence]").inner_text()
    page.get_by_role("link", name="All links").click()
    assert "Link 4 of" not in page.locator("[data-timeline-evidence]").inner_text()


def test_two_tabs_do_not_overwrite_each_other(at):
    one, other = at(f"?link={LINK}"), at(f"?link={LINK}")
    _button(one, "participant", "No").click()
    one.wait_for_function("() => document.querySelector('[data-opinion-said]').textContent")
    _button(other, "participant", "Unsure").click()
    other.wait_for_function("() => document.querySelector('[data-opinion-said]').textContent")
    said = other.locator("[data-timeline-evidence] [data-opinion-said]").inner_text()
    assert "Written meanwhile: No. Your choice: Unsure" in said
    assert _pressed(_button(other, "participant", "No"))
    one.reload()
    assert _pressed(_button(one, "participant", "No"))
    _button(one, "participant", "No").click()
    one.wait_for_function("() => document.querySelector('[data-opinion-said]').textContent")


def test_opinions_work_without_script(at):
    page = at(f"?link={LINK}", java_script_enabled=False)
    _button(page, "clinician", "No").click()
    assert f"link={LINK}" in page.url
    assert _pressed(_button(page, "clinician", "No"))
    page.locator("summary", has_text="Filter").click()
    page.get_by_role("checkbox", name="Medicines").uncheck()
    page.get_by_role("searchbox", name="Words").fill("pain")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "words=pain" in page.url
    assert "facts shown" in page.locator(".heading").inner_text()
    assert page.locator("svg .tl-lane").count() == 4


def test_it_grows_without_a_jump(at, demo, nina):
    page = at()
    rows = "() => document.querySelector('[data-timeline-picture] svg').dataset.rows"
    before = dict(part.split(":") for part in page.evaluate(rows).split(","))
    _in_the_demo(demo, MORE, nina)
    page.evaluate("document.dispatchEvent(new CustomEvent('remit:kept'))")
    page.wait_for_selector("[data-timeline-picture] .tl-new")
    after = dict(part.split(":") for part in page.evaluate(rows).split(","))
    assert {key: after[key] for key in before} == before
    new = page.locator("[data-timeline-picture] .tl-new")
    assert "Numb hands" in str(new.get_attribute("aria-label")).capitalize()
    assert new.evaluate("(one) => getComputedStyle(one).animationName") == "tl-appear"


def test_nothing_moves_for_those_who_ask_for_calm(at):
    page = at(reduced_motion="reduce")
    page.get_by_role("link", name="8 years").click()
    page.wait_for_url("**from=**")
    assert page.evaluate("document.getAnimations().length") == 0


def test_tab_enters_arrows_move_and_e_edits(at):
    page = at()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('[data-fact]'))"):
            break
    names = set()
    for _ in range(50):
        names.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        page.keyboard.press("ArrowRight")
    assert len(names) > 20
    assert all("," in name or "more in" in name for name in names), names
    page.keyboard.press("l")
    assert "Link 1 of" in page.locator("[data-timeline-evidence]").inner_text()
    page.keyboard.press("e")
    page.wait_for_url("**/fact/**")


def test_lane_names_stay_while_the_picture_scrolls_sideways(at):
    page = at(width=760)
    region = page.locator("[data-timeline-picture]")
    region.evaluate("(one) => one.scrollTo(150, 0)")
    page.wait_for_selector(".tl-fixed .tl-lane-name", state="attached")
    left = region.evaluate(
        "(one) => one.querySelector('.tl-fixed .tl-lane-name').getBoundingClientRect().left"
    )
    assert left >= region.evaluate("(one) => one.getBoundingClientRect().left")


def test_the_table_has_every_action_of_the_picture(at):
    page = at("table/")
    form = page.locator(f"form[data-opinion='{LINK} clinician']")
    form.get_by_role("button", name="Yes").click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-opinion-said]')].some((one) => one.textContent)"
    )
    assert _pressed(form.get_by_role("button", name="Yes"))
    assert page.get_by_role("link", name="Edit Building a home").count() == 1


@pytest.mark.parametrize(("size", "words"), [((1024, 768), "Not sure"), ((360, 740), "No")])
def test_the_screen_turned_to_the_person(at, size, words):
    page = at("together/", width=size[0], height=size[1])
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    text = page.locator("main").inner_text().lower()
    for word in ("stressor", "chance alone", "clinician", "flag"):
        assert word not in text
    page.get_by_role("link", name="Look at the first two").click()
    page.get_by_role("link", name="Next").click()
    answer = page.locator(".together__answers").get_by_role("button", name=words, exact=True)
    assert answer.bounding_box()["height"] >= 44
    answer.click()
    page.wait_for_function("() => document.querySelector('[data-opinion-said]').textContent")
    assert _pressed(answer)
    page.get_by_label("What do you see?").fill("It all came in those years.")
    page.get_by_role("button", name="Keep these words").click()
    assert "Your words are kept" in page.locator("main").inner_text()
    page.get_by_role("link", name="How often would this happen by chance?").click()
    assert page.locator("#chance").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 360])
@pytest.mark.parametrize(
    "part", [f"?link={LINK}", "table/", "together/", f"together/?link={LINK}", "what-counts/"]
)
def test_axe_finds_nothing(at, part, width, scheme):
    page = at(part, width=width, height=800, color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
