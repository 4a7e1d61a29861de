"""The timeline says what the record says: lanes, intervals, words, links."""

import re
from pathlib import Path

import pytest

from remit.content.casefile import load
from remit.domain.chronology import Chronology
from remit.pathways.consult import links
from remit.pathways.consult.lifefacts import Lane
from remit.pathways.consult.timeline import build, table_rows, zoom_steps

CASES = Path(links.__file__).parents[2] / "content" / "cases"
NAMES = ("mary", "susan", "nancy")


def timeline_of(name):
    chronology = Chronology(load(CASES / f"{name}.toml"))
    return build(chronology, links.find(chronology, links.LinkSettings()))


def everything_said(timeline):
    for fact in timeline.facts:
        yield from (fact.date_words, fact.name, fact.interval_words, fact.course_words)
    for score in timeline.scores:
        yield from (score.words, score.name, score.interval_words)
    for row in table_rows(timeline):
        yield from (row.when, row.interval)
    yield timeline.consultation_words


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_has_its_place_or_says_that_it_has_none(name):
    timeline = timeline_of(name)
    history = load(CASES / f"{name}.toml")
    assert {fact.id for fact in timeline.facts} == {fact.id for fact in history.facts()}
    for fact in timeline.facts:
        if fact.dated:
            assert fact.start.width is not None
            assert timeline.first <= fact.start.earliest
            assert fact.start.latest <= timeline.last
        else:
            assert fact.name.endswith("date not known")
            assert fact not in timeline.lane(fact.lane)


@pytest.mark.parametrize("name", ["mary", "susan"])
def test_a_case_without_a_calendar_never_names_a_year(name):
    for words in everything_said(timeline_of(name)):
        assert not re.search(r"\b(19|20)\d\d\b", words), words


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_claims_a_cause(name):
    for words in everything_said(timeline_of(name)):
        assert "because" not in words
        assert "caused" not in words


def test_the_sentence_of_an_irritable_bowel():
    fact = timeline_of("nancy").fact("N04a")
    assert fact.name == (
        "Irritable bowel, began between 1971 and 1986, end not known, "
        "close in time to stressful job"
    )
    assert fact.end_unknown
    assert fact.lane is Lane.SYMPTOMS


def test_short_dates_beside_the_bars():
    timeline = timeline_of("nancy")
    assert timeline.fact("N06b").date_words == "since 1980"
    assert timeline.fact("N08a").date_words == "about 1992–93"
    assert timeline.fact("N02a").date_words == "childhood, a support"
    assert timeline.fact("N10a").date_words == "1993–2008, undated"
    assert timeline.consultation_words == "Consultation, 2006–08"


def test_facts_come_in_lane_order():
    order = [list(Lane).index(fact.lane) for fact in timeline_of("susan").facts]
    assert order == sorted(order)


def test_supports_are_told_from_burdens():
    timeline = timeline_of("nancy")
    assert timeline.fact("N02a").support
    assert not timeline.fact("N02b").support


def test_an_end_after_the_last_bound_is_marked_open():
    timeline = timeline_of("susan")
    fact = timeline.fact("S27")
    assert fact.open_end
    assert fact.start.latest == timeline.last


@pytest.mark.parametrize("name", NAMES)
def test_links_join_two_facts_that_are_drawn(name):
    timeline = timeline_of(name)
    placed = {fact.id for fact in timeline.facts if fact.dated}
    assert timeline.links
    for link in timeline.links:
        assert {link.stressor, link.symptom} <= placed
        assert link.kind in links.DRAWN


def test_the_table_holds_the_same_facts_in_the_same_order():
    timeline = timeline_of("mary")
    rows = [row.id for row in table_rows(timeline)]
    assert rows == [fact.id for fact in timeline.facts] + [score.id for score in timeline.scores]


@pytest.mark.parametrize("name", NAMES)
def test_each_zoom_step_holds_the_consultation(name):
    timeline = timeline_of(name)
    steps = zoom_steps(timeline)
    assert [step.words for step in steps][:3] == ["Whole life", "8 years", "2 years"]
    for step in steps[1:3]:
        assert step.view[0] < timeline.consultation.earliest <= step.view[1]
