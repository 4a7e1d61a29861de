"""Quick entry read against a history: facts that a line counts from, and what it contradicts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from remit.content.casefile import build
from remit.content.lexicon import lexicon
from remit.domain.history import History
from remit.domain.quick_entry import Proposal
from remit.pathways.consult.quick_entry import parse
from remit.pathways.consult.quick_entry_doubt import doubt_about
from remit.pathways.consult.quick_entry_known import Known
from remit.pathways.consult.quick_entry_life import Life

TOLD = date(2026, 11, 20)


def life(**tables: list[dict[str, Any]]) -> History:
    case = {"id": "ann", "name": "Ann", "birth": "1960", "consultation": TOLD.isoformat()}
    return build({"case": case, **tables}, "ann")


ANN = life(
    event=[
        {"id": "E1", "label": "Car accident", "code": "HLT03", "start": "1980"},
        {"id": "E2", "label": "Mother died", "code": "LOS01", "who": "parent", "start": "1999"},
        {"id": "E3", "label": "Divorce", "code": "REL02", "start": "2003"},
    ],
    treatment=[
        {"id": "T1", "label": "Fusion L4-L5", "kind": "operation", "start": "2010"},
        {"id": "T2", "label": "Fibromyalgia diagnosed", "kind": "diagnosis", "start": "1993"},
        {"id": "T3", "label": "Physiotherapy", "start": "1994"},
        {"id": "T4", "label": "MRI", "kind": "investigation", "start": "2001"},
        {"id": "T5", "label": "MRI neck", "kind": "investigation", "start": "2009"},
    ],
    symptom=[
        {"id": "S1", "label": "Neck pain", "start": "1980", "ongoing": True},
        {"id": "S2", "label": "Eczema", "start": "childhood", "end": "aged 18"},
        {"id": "S3", "label": "Sciatica", "start": "1984", "end": "1986"},
    ],
)
KNOWN = Known(ANN, lexicon())


@pytest.mark.parametrize(
    ("said", "start", "goes_on"),
    [
        ("leg pain after the op", "after @T1", False),
        ("leg pain after op", "after @T1", False),
        ("leg pain since the fusion", "after @T1", True),
        ("leg pain since fusion l4-l5", "after @T1", True),
        ("massage after fibromyalgia diagnosed", "after @T2", False),
        ("massage following the diagnosis", "after @T2", False),
        ("panic attacks since mum died", "after @E2", True),
        ("ever since her mother died, panics", "after @E2", True),
        ("lost job 2 years after the divorce", "2 years after @E3", False),
        ("lost job 3/12 after the divorce", "3 months after @E3", False),
        ("rows before divorce", "before @E3", False),
        ("moved at the time of the divorce", "around the time of @E3", False),
        ("headaches until the divorce", "at the time of @E3", False),
        ("neck pain since mva", "after @E1", True),
    ],
)
def test_a_known_fact_dates_a_part(said: str, start: str, goes_on: bool) -> None:
    found = list(KNOWN.named(said))
    assert [(one.start, one.goes_on) for one in found] == [(start, goes_on)]


@pytest.mark.parametrize(
    "said",
    [
        "leg pain after the mri",  # two of them
        "leg pain since divorce 2005",  # another one, with its own date
        "leg pain since the wedding",  # not in the record
        "leg pain since 1990",
        "operated",
        "",
    ],
)
def test_words_that_no_one_fact_is_meant_by_stay_words(said: str) -> None:
    assert list(KNOWN.named(said)) == []


def told(table: str, label: str, **row: object) -> str:
    return doubt_about(
        Proposal(table=table, row={"label": label, **row}, kind="", label=label), Life(ANN, TOLD)
    )


def test_an_end_before_the_beginning_is_doubted() -> None:
    assert told("symptom", "Gout", start="1990", end="1980").startswith("The end, 1980, comes")
    assert told("symptom", "Gout", start="1990", end="1990") == ""
    assert told("symptom", "Gout", start="aged 40", end="aged 30").startswith("The end, aged 30")


def test_a_time_before_birth_and_one_still_to_come_are_doubted() -> None:
    assert "not born yet: 1950" in told("symptom", "Gout", start="1950")
    assert told("symptom", "Gout", start="1960") == ""
    assert "still to come: 2031" in told("symptom", "Gout", start="2031")
    assert "still to come: aged 90" in told("symptom", "Gout", start="aged 90")
    assert told("treatment", "Knee surgery", start="2031", status="planned") == ""


def test_the_same_thing_at_another_time_is_doubted_and_so_is_a_second_telling() -> None:
    assert told("symptom", "Neck pain", start="1985") == (
        "Neck pain stands in the record with 1980; this says 1985. Both stay."
    )
    assert "already, 1980" in told("symptom", "Neck pain, left", start="1980")
    assert "already, 1980" in told("symptom", "neck pain")
    assert told("symptom", "Sciatica", start="1999") == ""  # it had ended: a second time
    assert told("symptom", "Neck pain", start="1985", flare=True) == ""
    assert told("event", "Neck pain", start="1985") == ""
    assert told("notes", "Neck pain") == ""


def test_dates_lie_in_the_life_of_the_record() -> None:
    found = Life(ANN, TOLD)
    assert found.said("aged 10") == found.said("1970-01-01/1971-12-30")
    assert found.said("after @E3").earliest == date(2003, 1, 1).toordinal()
    assert found.said("no date at all").earliest is None
    assert found.said("after @nobody").earliest is None
    assert found.now.latest == TOLD.toordinal()


def test_a_record_that_counts_in_a_circle_is_read_without_end() -> None:
    case = {"id": "c", "name": "C", "birth": "aged 52 at consultation"}
    case |= {"consultation": "14 years after @T1"}
    treatments = [{"id": "T1", "label": "Dx", "kind": "diagnosis", "start": "aged 38"}]
    found = Life(build({"case": case, "treatment": treatments}, "c"), None)
    assert found.birth.earliest is None


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("leg pain after the op", {"start": "after @T1"}),
        ("leg pain since the fusion", {"start": "after @T1", "ongoing": True}),
        ("leg pain until the divorce", {"end": "at the time of @E3"}),
        ("massage after fibromyalgia diagnosed, no benefit", {"start": "after @T2"}),
        (
            "jaw pain since the accident",
            {"start": "1980", "after_injury": "E1", "not_before": ["E1"], "ongoing": True},
        ),
    ],
)
def test_a_line_that_counts_from_a_known_fact_is_one_chip(said: str, row: dict[str, Any]) -> None:
    found = parse(said, ANN, lexicon(), entry=TOLD)
    assert len(found.chips) == 1
    chip = found.chips[0]
    assert chip.proposal is not None
    assert {key: chip.proposal.row.get(key) for key in row} == row
    assert chip.said == said
    assert "accident" not in chip.proposal.label
    assert "fusion" not in chip.proposal.label


def test_a_doubt_stands_on_the_chip() -> None:
    found = parse("1985 neck pain; headaches 1940", ANN, lexicon(), entry=TOLD)
    assert [bool(one.doubt) for one in found.chips] == [True, True]
    assert all(one.is_clear for one in found.chips)


def test_what_comes_back_points_to_what_is_known() -> None:
    found = parse("sciatica back again 1999", ANN, lexicon(), entry=TOLD)
    assert found.chips[0].proposal is not None
    assert found.chips[0].proposal.row["recurrence_of"] == "S3"
    assert found.chips[0].doubt == ""


EMPTY = life()


def test_a_third_date_of_a_part_stays_in_its_words() -> None:
    (chip,) = parse("sciatica 1984, 1986, 1990", EMPTY, lexicon(), entry=TOLD).chips
    assert chip.proposal is not None
    assert chip.proposal.label == "Sciatica"
    assert chip.proposal.row["start"] == "1984"
    assert chip.proposal.row["detail"] == "sciatica 1984, 1986, 1990"


def test_back_after_a_comma_is_a_turn_and_no_part_of_the_name() -> None:
    said = "migraine 1980, worse 1990, gone 2001, back 2010"
    (chip,) = parse(said, EMPTY, lexicon(), entry=TOLD).chips
    assert chip.proposal is not None
    assert chip.proposal.label == "Migraine"
    turns = [{"when": "1990", "change": "worse"}, {"when": "2010", "change": "back"}]
    assert chip.proposal.row["course"] == turns


def test_a_part_dated_by_its_line_alone_says_so_on_its_chip() -> None:
    said = "1993~ fibromyalgia; building house, two children"
    house = parse(said, EMPTY, lexicon(), entry=TOLD).chips[1].proposal
    assert house is not None
    assert house.row["same_time"] == ["@chip0"]
    assert house.dates == "about the time of Fibromyalgia"


def test_a_pasted_page_of_commas_keeps_every_word() -> None:
    said = "neck pain, " * 360
    found = parse(said, EMPTY, lexicon(), entry=TOLD)
    assert "".join(chip.said for chip in found.chips).count("neck pain") == 360
