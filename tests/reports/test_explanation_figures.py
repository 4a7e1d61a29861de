"""The figures of the explanation: said in words too, few strokes, colours by class alone."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from remit.content.explanation import Figure, explanation
from remit.errors import NotFound
from remit.reports.explanation_figures import FIGURES, WIDTH, figure_svg

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [figure for section in explanation().sections for figure in section.figures]
CSS = Path(__file__).resolve().parents[2] / "src/remit/web/static/remit/css/figures.css"
WORD_WIDTH = 8.6  # px of one letter at 17 px; wider than the average of the face


def tree(figure):
    return ET.fromstring(figure_svg(figure, "t"))


def test_every_drawing_is_used_and_every_figure_is_drawn():
    assert sorted(figure.id for figure in DRAWN) == sorted(FIGURES)


def test_an_unknown_figure_is_not_found():
    with pytest.raises(NotFound):
        figure_svg(Figure(id="none", title="t", caption="c"), "t")


@pytest.mark.parametrize("figure", DRAWN, ids=lambda one: one.id)
def test_title_and_description_are_named_by_the_picture(figure):
    root = tree(figure)
    named = root.attrib["aria-labelledby"].split()
    told = {one.attrib.get("id"): one.text for one in root if one.tag in {"title", "desc"}}
    assert list(told) == named
    assert told[named[0]] == figure.title
    assert figure.caption in told[named[1]]
    for row in figure.rows:
        assert row.label in told[named[1]]
        assert str(row.first) in told[named[1]]
        assert str(row.last) in told[named[1]]


@pytest.mark.parametrize("figure", DRAWN, ids=lambda one: one.id)
def test_colour_is_by_class_and_no_style_is_written(figure):
    text = figure_svg(figure, "t")
    assert "style=" not in text
    assert "#" not in re.sub(r"url\(#[\w-]+\)", "", text)
    assert not re.search(r'(?:fill|stroke)="', text)


@pytest.mark.parametrize("figure", DRAWN, ids=lambda one: one.id)
def test_every_label_is_drawn_inside_the_picture(figure):
    root = tree(figure)
    words = [one for one in root.iter() if one.tag == "text"]
    drawn = " ".join(str(one.text) for one in words)
    for label in (*figure.labels.values(), *(row.label for row in figure.rows)):
        assert label in drawn
    for one in words:
        width = len(str(one.text)) * WORD_WIDTH
        x, anchor = float(one.attrib["x"]), one.attrib["text-anchor"]
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        assert left >= -2, one.text
        assert left + width <= WIDTH + 14, one.text


@pytest.mark.parametrize("figure", DRAWN, ids=lambda one: one.id)
def test_a_label_is_five_words_at_most(figure):
    for label in figure.labels.values():
        assert len(label.split()) <= 5


def test_dots_are_as_many_as_people():
    figure = next(one for one in DRAWN if one.id == "dots")
    circles = [one.attrib["class"] for one in tree(figure).iter() if one.tag == "circle"]
    assert len(circles) == sum(row.last for row in figure.rows)
    assert circles.count("ex-fill-teal") == sum(row.first for row in figure.rows)


def test_every_class_of_a_drawing_has_a_rule():
    css = CSS.read_text(encoding="utf-8")
    used = set()
    for figure in DRAWN:
        for found in re.findall(r'class="([^"]+)"', figure_svg(figure, "t")):
            used |= set(found.split())
    assert [name for name in sorted(used) if f".{name}" not in css] == []


def test_words_are_escaped():
    figure = Figure(
        id="stays",
        title="<b>",
        caption="a & b",
        labels={"care": "<i>", "programme": "p", "other": "o"},
    )
    text = figure_svg(figure, 't"')
    assert "<b>" not in text
    assert "<i>" not in text
    assert "a &amp; b" in text
