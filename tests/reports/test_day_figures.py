"""The drawn figures of the 21 days: every one is drawn, named and fits its page."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from remit.content.programme import programme
from remit.errors import NotFound
from remit.reports.day_figures import KINDS, day_figure
from remit.reports.figure_marks import WIDTH

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {day.number: day.education.figure for day in programme().days}
# The widest letters of the page's face at 17 px take less than this; most take far less.
LETTER = 8.9


def drawn(number: int) -> ET.Element:
    return ET.fromstring(day_figure(FIGURES[number], prefix=f"d{number}"))


@pytest.mark.parametrize("number", FIGURES)
def test_a_figure_shows_each_of_its_words_once(number):
    said = [one.text for one in drawn(number).iter(f"{SVG}text")]
    for label in FIGURES[number].labels:
        assert said.count(label) == 1, label


@pytest.mark.parametrize("number", FIGURES)
def test_no_word_leaves_the_figure_or_meets_another(number):
    svg = drawn(number)
    height = float(svg.attrib["viewBox"].split()[3])
    boxes = [bounds(one) for one in svg.iter(f"{SVG}text")]
    for left, top, right, bottom in boxes:
        assert left >= -1, svg
        assert right <= WIDTH + 1
        assert 0 <= top < bottom <= height
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert not overlap(one, other), (one, other)


def bounds(text: ET.Element) -> tuple[float, float, float, float]:
    wide = len(text.text or "") * LETTER * 0.9
    x, y = float(text.attrib["x"]), float(text.attrib["y"])
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.attrib["text-anchor"]]
    return left, y - 13, left + wide, y + 4


def overlap(one, other) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    down = one[1] < other[3] and other[1] < one[3]
    return across and down


@pytest.mark.parametrize("number", FIGURES)
def test_a_figure_has_a_name_and_a_description_of_its_own(number):
    svg = drawn(number)
    ids = svg.attrib["aria-labelledby"].split()
    named = {one.attrib["id"]: one.text for one in svg.iter() if "id" in one.attrib}
    assert named[ids[0]] == FIGURES[number].title
    assert all(label in named[ids[1]] for label in FIGURES[number].labels)


def test_the_days_use_every_drawing_and_no_other():
    assert {one.kind for one in FIGURES.values()} == set(KINDS)


def test_a_count_of_a_hundred_is_drawn_as_so_many_dots():
    svg = drawn(2)
    filled = [one for one in svg.iter(f"{SVG}circle") if one.attrib["class"] == "ex-fill-clay"]
    assert len(filled) == 37 + 96
    assert len(list(svg.iter(f"{SVG}circle"))) == 200


def test_what_is_over_the_line_rings_and_the_rest_is_quiet():
    kinds = [one.attrib["class"] for one in drawn(1).iter(f"{SVG}path")]
    assert [("clay" in one) for one in kinds] == [worth > 5 for worth in FIGURES[1].numbers]


def test_words_are_escaped():
    figure = replace(FIGURES[4], labels=("<b>close</b>", "a & b", "c"))
    assert "<b>" not in day_figure(figure)
    assert "&lt;b&gt;close&lt;/b&gt;" in day_figure(figure)


def test_a_figure_for_paper_carries_its_own_rules():
    alone = day_figure(FIGURES[5], style=".ex-line{fill:none}")
    assert "<style>.ex-line{fill:none}</style>" in alone
    assert "<style>" not in day_figure(FIGURES[5])


def test_an_unknown_drawing_is_refused():
    with pytest.raises(NotFound, match="no figure “cloud”"):
        day_figure(replace(FIGURES[5], kind="cloud"))


def test_every_class_has_a_rule(pytestconfig):
    sheet = (pytestconfig.rootpath / "src/remit/web/static/remit/css/figures.css").read_text()
    for figure in FIGURES.values():
        for kind in re.findall(r'class="([^"]+)"', day_figure(figure)):
            assert all(f".{one}" in sheet for one in kind.split()), kind
