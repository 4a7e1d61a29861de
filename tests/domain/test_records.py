"""Facts refuse what cannot be; the taxonomy, doses and outcomes are those of the tables."""

import pytest

from remit.domain.facts import (
    LifeEvent,
    Medicine,
    Score,
    SymptomEpisode,
    Trait,
    Treatment,
)
from remit.domain.history import History, Subject
from remit.domain.medicine import FACTORS, OpioidDose, morphine_equivalent
from remit.domain.outcome import PainChange
from remit.domain.saying import understand
from remit.domain.taxonomy import GROUPS, STRESSOR_CODES, TAXONOMY
from remit.errors import InvalidInput

CODES = {"FAM": 11, "REL": 8, "CHI": 10, "WRK": 8, "FIN": 5, "HLT": 7, "LOS": 5, "TRA": 5, "SUB": 3}


def test_the_taxonomy_has_every_code_of_the_table_and_no_other():
    expected = {f"{group}{n:02d}" for group, last in CODES.items() for n in range(1, last + 1)}
    assert set(TAXONOMY) == expected | {"OTH99"}
    assert {code.group for code in TAXONOMY.values()} == set(GROUPS)
    assert all(code.label for code in TAXONOMY.values())


def test_what_never_counts_as_a_stressor_is_fixed_beforehand():
    assert set(TAXONOMY) - STRESSOR_CODES == {"REL01", "CHI01", "SUB03", "FAM11", "WRK07"}


NAME = {"id": "A1", "label": "x"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (LifeEvent, {**NAME, "code": "REL99"}),
        (LifeEvent, {**NAME, "code": ""}),
        (LifeEvent, {**NAME, "code": "REL02", "impact_then": 11}),
        (LifeEvent, {**NAME, "code": "REL02", "impact_now": -1}),
        (SymptomEpisode, {"id": "", "label": "x"}),
        (SymptomEpisode, {"id": "A.1", "label": "x"}),
        (SymptomEpisode, {"id": "A1", "label": "  "}),
        (SymptomEpisode, {**NAME, "ongoing": True, "end": understand("1993")}),
        (Treatment, {"id": "A1", "label": ""}),
        (Medicine, {**NAME, "drug": "x", "amount": -1.0}),
        (Medicine, {**NAME, "drug": "x", "amount": float("inf")}),
        (Medicine, {**NAME, "drug": "x", "amount": float("nan")}),
        (Trait, {**NAME, "rating": 5}),
        (Score, {"id": "A1", "value": 10.5}),
        (Score, {"id": "A1", "value": float("nan")}),
        (Score, {"id": "A1", "value": 1.0, "phase": "later"}),
    ],
)
def test_a_record_that_cannot_be_is_refused(kind, said):
    with pytest.raises(InvalidInput):
        kind(**said)


def test_a_history_refuses_repeated_ids_and_the_id_of_its_birth():
    symptom = SymptomEpisode(**NAME)
    subject = Subject(id="anna", name="Anna")
    with pytest.raises(InvalidInput, match="more than once"):
        History(subject=subject, symptoms=(symptom, symptom))
    born = Subject(id="anna", name="Anna", birth_id="A1")
    with pytest.raises(InvalidInput, match="more than once"):
        History(subject=born, symptoms=(symptom,))


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("codeine", 0.15), ("fentanyl transdermal", 2.4), ("hydrocodone", 1.0),
        ("hydromorphone", 5.0), ("methadone", 4.7), ("morphine", 1.0), ("oxycodone", 1.5),
        ("oxymorphone", 3.0), ("tapentadol", 0.4), ("tramadol", 0.2),
    ],
)  # fmt: skip
def test_factors_are_those_of_the_table(name, factor):
    assert FACTORS[name][0] == factor
    assert morphine_equivalent([OpioidDose(name, 100)]).total == pytest.approx(100 * factor)
    assert len(FACTORS) == 10


@pytest.mark.parametrize(
    ("doses", "words"),
    [
        ([("hydrocodone", 20)], "20 mg/day"),
        ([("oxycodone", 20)], "30 mg/day"),
        ([("Morphine", 120)], "120 mg/day"),
        ([("fentanyl transdermal", 25)], "60 mg/day"),
        ([("morphine", 30), ("buprenorphine", 8)], "at least 30 mg/day"),
        ([("buprenorphine", 8)], "unknown"),
        ([("morphine", None)], "unknown"),
        ([("morphine", None), ("codeine", 100)], "at least 15 mg/day"),
        ([], "0 mg/day"),
    ],
)
def test_morphine_equivalents(doses, words):
    found = morphine_equivalent([OpioidDose(name, amount) for name, amount in doses])
    assert (found.words, found.table) == (words, "cdc-2022")


@pytest.mark.parametrize(
    ("before", "after", "percent", "r30", "r50", "abs2", "free", "near", "worse"),
    [
        (8, 0, 100, True, True, True, True, True, False),
        (6, 1, 83.3, True, True, True, False, True, False),
        (3, 2, 33.3, True, False, False, False, False, False),
        (0, 2, None, None, None, False, False, False, True),
        (10, 7, 30, True, False, True, False, False, False),
        (4, 2, 50, True, True, True, False, False, False),
        (5, 5, 0, False, False, False, False, False, False),
        (None, 1, None, None, None, None, False, True, None),
        (5, None, None, None, None, None, None, None, None),
    ],
)
def test_derived_outcomes(before, after, percent, r30, r50, abs2, free, near, worse):
    change = PainChange(before, after)
    assert change.percent == (None if percent is None else pytest.approx(percent, abs=0.05))
    assert (change.r30, change.r50, change.abs2) == (r30, r50, abs2)
    assert (change.pain_free, change.near_pain_free, change.worse) == (free, near, worse)


@pytest.mark.parametrize(("before", "after"), [(-1, 0), (0, 11), (float("nan"), 1)])
def test_a_rating_lies_between_0_and_10(before, after):
    with pytest.raises(InvalidInput):
        PainChange(before, after)
