"""The shared explanation in a browser: at every width, in light and dark, by axe, on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


@pytest.fixture
def explained(cases):
    """The address of Nancy's explanation."""
    found = re.search(r"/consult/([0-9a-f-]{36})/", cases["Nancy"])
    assert found is not None
    return f"/documents/{found[1]}/explanation/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 360])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(open_page, explained, width, scheme):
    page = open_page(explained, width=width, color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_label_of_a_figure_leaves_its_card(open_page, explained):
    page = open_page(explained, width=360)
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".explained__card svg")].flatMap((svg) => {
          const card = svg.closest(".explained__card").getBoundingClientRect();
          return [...svg.querySelectorAll("text")].filter((text) => {
            const box = text.getBoundingClientRect();
            return box.left < card.left || box.right > card.right;
          }).map((text) => text.textContent);
        })"""
    )
    assert outside == []


def test_it_prints_on_a_few_light_sheets(open_page, explained):
    page = open_page(explained, color_scheme="dark")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 6
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(35, 38, 43)"
    assert page.locator(".own-story--none:visible").count() == 0


def test_it_is_whole_without_script(open_page, explained):
    page = open_page(explained, java_script_enabled=False)
    assert page.locator(".explained__section svg").count() == 10
    assert page.get_by_role("heading", name="What stays").is_visible()
