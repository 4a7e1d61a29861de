"""A clinician reads a published case: by mouse, by keyboard, on a phone, without script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser]

NAMES = ("Mary", "Susan", "Nancy")
AFTERWARDS = "After the programme began."
PAGES = ("", "table/", "report/", "chance/", "add/")


def test_the_command_prints_what_the_pages_show(demo, cases, open_page):
    for name in NAMES:
        block = demo.printed.split(f"\n{name}: ")[1].split("\n\n")[0]
        shown = " ".join(open_page(cases[name] + "report/").locator("main").inner_text().split())
        short, later = block.split(AFTERWARDS)
        values = [line.strip().split("  ")[-1].strip() for line in short.strip().splitlines()[1:]]
        assert len(values) == 7
        # each line has its kind, the words and, in brackets, when
        told = [line.split(": ", 1)[1].rsplit(" (", 1)[0] for line in later.splitlines()[1:]]
        assert len(told) >= 3
        for value in [*values, *told]:
            assert " ".join(value.split()) in shown


def test_a_one_time_link_works_once(chromium, demo):
    page = chromium.new_context().new_page()
    link = demo.link("Fay")
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/consult/")
    again = chromium.new_context().new_page()
    response = again.goto(link)
    assert response is not None
    assert response.status == 404
    page.context.close()
    again.context.close()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("part", PAGES)
def test_axe_finds_nothing(cases, open_page, part, scheme, width):
    page = open_page(cases["Nancy"] + part, width=width, height=800, color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["/", "/consult/", "/accounts/2fa/"])
def test_axe_finds_nothing_around_it(open_page, path):
    found = Axe().run(open_page(path, width=360, height=740))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", PAGES)
def test_nothing_scrolls_sideways_on_a_small_phone(cases, open_page, name, part):
    page = open_page(cases[name] + part, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


OVERLAPS = """() => {
  const labels = [...document.querySelectorAll('[data-timeline-picture] svg .tl-label')];
  const boxes = labels.map((label) => [label.textContent, label.getBoundingClientRect()]);
  const found = [];
  for (let i = 0; i < boxes.length; i += 1)
    for (let j = i + 1; j < boxes.length; j += 1) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Boxes of text hold line spacing above and below the letters: only real overlap counts.
      if (across > 1 && down > 6) found.push(`${boxes[i][0]} / ${boxes[j][0]}`);
    }
  return [labels.length, found];
}"""


@pytest.mark.parametrize("name", NAMES)
def test_no_label_overlaps_another_in_the_browser(cases, open_page, name):
    page = open_page(cases[name])
    page.wait_for_function("document.fonts.ready.then(() => true)")
    count, found = page.evaluate(OVERLAPS)
    assert count > 10
    assert found == []


def test_everything_is_reached_by_keyboard(cases, open_page):
    page = open_page(cases["Nancy"])
    page.locator(
        "[data-timeline-picture] [data-fact][tabindex='0'], "
        "[data-timeline-picture] [data-fact] [tabindex='0']"
    ).first.focus()
    seen = set()
    for _ in range(60):
        name = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        seen.add(name)
        page.keyboard.press("ArrowRight")
    assert len(seen) > 20
    assert any("Irritable bowel" in name for name in seen)
    page.keyboard.press("l")
    side = page.locator("[data-timeline-evidence]")
    assert "Link 1 of" in side.inner_text()
    assert "How far apart" in side.inner_text()
    page.keyboard.press("Escape")
    assert "Link 1 of" not in side.inner_text()
    before = page.locator("[data-timeline-picture] svg").get_attribute("data-from")
    page.keyboard.press("+")
    page.wait_for_function(
        "(old) => document.querySelector('[data-timeline-picture] svg').dataset.from !== old",
        arg=before,
    )
    page.keyboard.press("Home")
    page.wait_for_function(
        "(old) => document.querySelector('[data-timeline-picture] svg').dataset.from === old",
        arg=before,
    )
    page.keyboard.press("t")
    page.wait_for_url("**/table/")


def test_without_script_everything_can_be_entered_and_read(cases, open_page):
    page = open_page(cases["Susan"], java_script_enabled=False)
    assert page.locator("[data-timeline-picture] svg").count() == 1
    page.locator(".side a").first.click()
    assert "How far apart" in page.locator(".side").inner_text()
    page.get_by_role("link", name="8 years").click()
    assert "from=" in page.url
    page.goto(re.sub(r"\?.*", "", page.url) + "add/")
    page.get_by_label("What", exact=True).fill("moved to the coast")
    page.get_by_label("When it began or happened").fill("about 20 years ago")
    page.get_by_role("button", name="Keep").click()
    assert "moved to the coast" in page.locator("main").inner_text()
    page.goto(re.sub(r"\?.*", "", page.url) + "add/")
    page.get_by_role("button", name="Undo moved to the coast").click()
    page.goto(re.sub(r"add/$", "", page.url))
    assert "moved to the coast" not in page.locator("main").inner_text()


def test_a_date_that_is_not_understood_stays_on_the_page(cases, open_page):
    page = open_page(cases["Nancy"] + "add/", width=360, height=740)
    page.get_by_label("What", exact=True).fill("moved")
    page.get_by_label("When it began or happened").fill("spring 20044")
    page.get_by_role("button", name="Keep").click()
    assert page.get_by_label("When it began or happened").input_value() == "spring 20044"
    assert "not a date Remit understands" in page.locator("main").inner_text()


def test_the_second_factor_cannot_be_walked_around(chromium, demo, cases):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(demo.address + cases["Mary"])
    assert "/accounts/login/" in page.url
    context.close()
