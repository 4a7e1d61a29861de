"""The picture is text, escaped, focusable, and asks for nothing that a strict policy forbids."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import remit
from remit.content.casefile import load
from remit.domain.chronology import Chronology
from remit.pathways.consult import links
from remit.pathways.consult.layout import lay_out
from remit.pathways.consult.timeline import build
from remit.reports.svg import draw
from remit.reports.svg_style import DARK, LIGHT
from remit.reports.vertical import vertical_html, vertical_lanes

HOME = Path(remit.__file__).parent
SVG = "{http://www.w3.org/2000/svg}"


def timeline_of(name="nancy"):
    chronology = Chronology(load(HOME / "content" / "cases" / f"{name}.toml"))
    return build(chronology, links.find(chronology, links.LinkSettings()))


def picture(name="nancy", *, standalone=False, **options):
    drawing = lay_out(timeline_of(name), width=1010, **options)
    return draw(drawing, title="Life of N & Co <b>", description="A life", standalone=standalone)


def test_inline_it_has_no_style_at_all():
    drawn = picture()
    assert "style=" not in drawn
    assert "<style" not in drawn
    assert "javascript" not in drawn
    assert not re.search(r"\son\w+=", drawn)


def test_it_is_well_formed_and_named():
    root = ET.fromstring(picture())
    assert root.find(f"{SVG}title").text == "Life of N & Co <b>"
    assert root.get("role") == "group"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert root.get("aria-labelledby") in ids


def test_one_tab_stop_and_a_sentence_for_each_item():
    root = ET.fromstring(picture())
    stops = [element.get("tabindex") for element in root.iter() if element.get("tabindex")]
    assert stops.count("0") == 1
    for item in root.iter():
        if item.get("role") == "listitem":
            assert item.get("data-fact")
            assert item.get("aria-label") or item[0].get("aria-label")


def test_lists_hold_items_only():
    root = ET.fromstring(picture())
    for group in root.iter():
        if group.get("role") == "list":
            assert group.get("aria-label")
            assert {child.get("role") for child in group} == {"listitem"}


def test_words_of_a_record_cannot_break_out():
    timeline = timeline_of()
    evil = '"><script>alert(1)</script>'
    facts = tuple(replace(fact, label=evil, name=evil) for fact in timeline.facts)
    timeline = replace(timeline, facts=facts)
    drawn = draw(lay_out(timeline, width=1010), title=evil, description=evil, standalone=True)
    assert "<script" not in drawn
    assert "<script" not in vertical_html(timeline)
    ET.fromstring(drawn)


def test_a_file_carries_its_own_style_and_no_links():
    drawn = picture(standalone=True)
    assert "prefers-color-scheme:dark" in drawn
    assert "<a " not in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    ET.fromstring(drawn)


def test_the_tokens_of_a_file_are_those_of_the_page():
    sheet = (HOME / "web/static/remit/css/tokens.css").read_text(encoding="utf-8")
    light, _, dark = sheet.partition("@media screen and (prefers-color-scheme: dark)")
    for tokens, part in ((LIGHT, light), (DARK, dark)):
        for name, value in tokens.items():
            assert f"--{name}: {value};" in part, name


def test_a_focused_link_marks_both_facts():
    root = ET.fromstring(picture(focus="N08a-N07"))
    on = {e.get("data-fact") for e in root.iter() if "tl-on" in (e.get("class") or "").split()}
    assert {"N08a", "N07"} <= on


def test_groups_and_counts_open_by_plain_links():
    root = ET.fromstring(picture("susan"))
    views = [element.get("href") for element in root.iter(f"{SVG}a")]
    assert views
    assert all(re.fullmatch(r"\?from=-?\d+&to=-?\d+", view) for view in views)


def test_numbers_have_two_decimals_at_most():
    assert not re.search(r"\d\.\d{3,}", re.sub(r'offset="[^"]*"', "", picture()))


@pytest.mark.parametrize("name", ["mary", "susan", "nancy"])
def test_the_vertical_list_holds_every_fact(name):
    timeline = timeline_of(name)
    listed = {entry.id for lane in vertical_lanes(timeline) for entry in lane.entries}
    assert {fact.id for fact in timeline.facts} <= listed
    html = vertical_html(timeline)
    assert "close in time to" in html
    assert "style=" not in html
