"""The timeline grows without jumping, filters without moving, and says open flags in a word."""

import sys
from functools import cache
from pathlib import Path

import pytest

from remit.content import shipped
from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.pathways.consult import layout, timeline
from remit.pathways.consult.keptrows import KeptRows, read_rows, write_rows
from remit.pathways.consult.lifefacts import Lane, table_rows
from remit.pathways.consult.links import LinkSettings, find
from remit.pathways.consult.timeline_filter import ALL, Shown, filtered
from remit.pathways.consult.together import TITLES, for_the_person
from remit.reports import svg

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
from large_life import life

WIDTH = 1010


def _made(plain, flagged=frozenset()):
    chronology = Chronology(build(plain, "x"))
    return timeline.build(chronology, find(chronology, LinkSettings()), flagged=flagged)


@cache
def _nancy(flagged=frozenset()):
    return _made(shipped.plain_case("nancy"), flagged)


def _with_one_more(plain, **row):
    more = dict(plain)
    more["symptom"] = [*plain["symptom"], {"id": "NEW", "label": "numb hands", **row}]
    return more


@pytest.mark.parametrize("start", ["1960", "1985", "1993", "2004", "about 1971", "1990/1999"])
@pytest.mark.parametrize("case", shipped.CASE_IDS)
def test_a_new_fact_moves_no_fact_to_another_row(case, start):
    plain = shipped.plain_case(case)
    before = layout.lay_out(_made(plain), width=WIDTH)
    text = write_rows(before, _made(plain))
    kept = read_rows(text)
    grown = _made(_with_one_more(plain, start=start if case == "nancy" else "aged 40"))
    after = layout.lay_out(grown, width=WIDTH, keep=kept.rows, fresh=kept.fresh(grown))
    rows = layout.rows_of(after)
    assert {name: rows[name] for name in kept.rows} == dict(kept.rows)
    assert [fact.id for fact in after.facts if fact.fresh] == ["NEW"]
    assert _touching(after) == []


@pytest.mark.parametrize("facts", [60, 150])
def test_a_new_fact_moves_none_of_many_and_is_never_grouped_at_once(facts):
    plain = life(facts)
    made = _made(plain)
    before = layout.lay_out(made, width=WIDTH)
    kept = read_rows(write_rows(before, made))
    grown = _made(_with_one_more(plain, start="1999"))
    after = layout.lay_out(grown, width=WIDTH, keep=kept.rows, fresh=kept.fresh(grown))
    rows = layout.rows_of(after)
    moved = [name for name, row in kept.rows.items() if rows.get(name) != row]
    assert moved == []
    assert "NEW" in rows
    assert _touching(after) == []


def _touching(drawing):
    boxes = sorted(drawing.label_boxes(), key=lambda box: box.left)
    return [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if other.left < one.right and one.top < other.bottom and other.top < one.bottom
    ]


def test_rows_go_out_and_come_back():
    made = _nancy()
    drawing = layout.lay_out(made, width=WIDTH)
    text = write_rows(drawing, made)
    assert read_rows(text).rows == layout.rows_of(drawing)
    assert read_rows(text).known == {fact.id for fact in made.facts}
    assert f'data-rows="{text}"' in svg.draw(drawing, title="t", description="d", rows=text)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "<b>:1", "A:999999", "A:-5", "A", ":", "A:1;B:2", "é" * 50_000]
)
def test_whatever_is_sent_as_rows_is_read_or_passed_over(text):
    kept = read_rows(text)
    assert all(0 <= row < 400 for row in kept.rows.values())
    layout.lay_out(_nancy(), width=WIDTH, keep=kept.rows, fresh=kept.fresh(_nancy()))


def test_without_an_earlier_drawing_nothing_is_new():
    assert KeptRows().fresh(_nancy()) == frozenset()


def test_a_flag_is_a_word_and_keeps_its_fact_out_of_groups():
    name = next(fact.id for fact in _nancy().facts if fact.lane is Lane.SYMPTOMS)
    flagged = _nancy(frozenset({name}))
    fact = flagged.fact(name)
    assert fact.keeps
    assert "flag open" in fact.name
    row = next(row for row in table_rows(flagged) if row.id == name)
    assert row.flagged
    assert "flag" not in row.when
    text = svg.draw(layout.lay_out(flagged, width=WIDTH), title="t", description="d")
    assert "(flag)" in text


def test_a_filter_leaves_out_lanes_and_their_links():
    shown = filtered(_nancy(), Shown(lanes=frozenset({Lane.LIFE, Lane.SYMPTOMS})))
    assert {fact.lane for fact in shown.facts} == {Lane.LIFE, Lane.SYMPTOMS}
    drawing = layout.lay_out(shown, width=WIDTH)
    assert [frame.lane for frame in drawing.lanes] == [Lane.LIFE, Lane.SYMPTOMS]
    assert drawing.scores is None
    only = filtered(_nancy(), Shown(lanes=frozenset({Lane.SYMPTOMS})))
    assert only.links == ()
    assert {row.lane for row in table_rows(only)} == {"Symptoms"}


def test_only_what_is_linked():
    shown = filtered(_nancy(), Shown(linked=True))
    ends = {end for link in _nancy().links for end in (link.stressor, link.symptom)}
    assert {fact.id for fact in shown.facts} == ends
    assert shown.links == _nancy().links


def test_words_are_looked_for_in_any_order_and_case():
    shown = filtered(_nancy(), Shown(words="PAIN back"))
    assert shown.facts
    assert all(
        "back" in f"{fact.label} {fact.detail}".lower()
        and "pain" in f"{fact.label} {fact.detail}".lower()
        for fact in shown.facts
    )
    assert filtered(_nancy(), Shown(words="zebra")).facts == ()
    layout.lay_out(filtered(_nancy(), Shown(words="zebra")), width=WIDTH)


def test_all_is_all():
    assert filtered(_nancy(), ALL) is _nancy()


def test_no_lane_at_all_still_draws():
    layout.lay_out(filtered(_nancy(), Shown(lanes=frozenset())), width=WIDTH)


@pytest.mark.parametrize("case", shipped.CASE_IDS)
def test_the_persons_own_words_hold_no_jargon(case):
    plain = shipped.plain_case(case)
    made = _made(plain, frozenset({fact["id"] for fact in plain["symptom"]}))
    shown = for_the_person(made)
    text = svg.draw(layout.lay_out(shown, width=WIDTH), title="t", description="d").lower()
    text = text.replace("data-stressor", "")
    for word in ("stressor", "flag open", "(flag)", ", flare", "life event"):
        assert word not in text, word
    assert [fact.start for fact in shown.facts] == [fact.start for fact in made.facts]
    assert TITLES[Lane.LIFE].lower() in text


def test_the_same_life_gives_the_same_picture_without_kept_rows():
    plain = life(150)
    one = layout.lay_out(_made(plain), width=WIDTH)
    assert one == layout.lay_out(_made(plain), width=WIDTH, keep={}, fresh=frozenset())
