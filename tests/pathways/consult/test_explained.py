"""A person's own evidence: what they said, in words safe to read at home, and nothing else."""

import re

import pytest

from remit.content import clinic, shipped
from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.domain.wording import banned_in
from remit.pathways.consult.explained import MOST, Told, own_evidence
from remit.pathways.consult.features import earlier_symptoms, heard_features, suggestions
from remit.pathways.consult.links import LinkSettings, find

CASE = {"id": "ana", "name": "Ana", "birth": "1980", "consultation": "2020"}


def evidence(history, values=None):
    chronology = Chronology(history)
    links = find(chronology, LinkSettings())
    suggested = suggestions(chronology, links, clinic.inventory())
    features = heard_features(clinic.features(), values or {}, history, suggested)
    earlier = earlier_symptoms(chronology, clinic.inventory())
    return own_evidence(Told(chronology, links), features, earlier)


def of(values=None, **tables):
    return evidence(build({"case": CASE, **tables}, "a case"), values)


def symptom(identifier="A3", label="neck pain", **more):
    return {"id": identifier, "label": label, "start": "2014-05", **more}


def words(found, section):
    return [one.words for one in found.get(section, ())]


def test_nothing_recorded_nothing_chosen():
    assert of() == {}


def test_the_complaint_stands_beside_the_first_section():
    found = of(symptom=[symptom(chief=True)])
    assert words(found, "real") == ["You told us of neck pain."]
    assert found["real"][0].facts == ("A3",)


@pytest.mark.parametrize("source", ["clinician", "document"])
def test_what_only_a_clinician_or_a_paper_says_is_no_evidence(source):
    found = of(symptom=[symptom(chief=True, relieved_within_minutes=True, source=source)])
    assert found == {}


@pytest.mark.parametrize(
    ("participant", "clinician", "shown"),
    [
        ("yes", "no", True),
        ("yes", "not asked", True),
        ("no", "yes", False),
        ("unsure", "yes", False),
        ("not asked", "yes", False),
    ],
)
def test_links_count_by_the_participants_yes_alone(participant, clinician, shown):
    link = {
        "symptom": "A3", "stressor": "A1", "participant": participant, "clinician": clinician,
        "says": "same time",
    }  # fmt: skip
    event = {"id": "A1", "label": "Father's illness", "start": "2014-03", "code": "FAM05"}
    found = of(symptom=[symptom()], event=[event], link=[link])
    assert bool(found.get("feelings")) is shown


@pytest.mark.parametrize(
    ("code", "private"), [("WRK01", False), ("REL04", True), ("TRA01", True), ("FAM10", True)]
)
def test_violence_abuse_and_drugs_are_private(code, private):
    link = {"symptom": "A3", "stressor": "A1", "participant": "yes", "says": "same time"}
    event = {"id": "A1", "label": "that year", "start": "2014-03", "code": code}
    found = of(symptom=[symptom()], event=[event], link=[link])
    assert [one.private for one in found["feelings"]] == [private]


def test_features_count_when_the_participant_answered_them():
    values = {"I1": "yes", "I1.who": "participant", "I1.example": "left, then right"}
    assert words(of(values), "phantom") == [
        "It moves from place to place. You said: “left, then right”"
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"I1": "yes", "I1.who": "clinician"},
        {"I1": "yes"},
        {"I1": "no", "I1.who": "participant"},
        {"I1": "not_sure", "I1.who": "participant"},
        {"F9": "yes", "F9.who": "participant"},
        {"X1": "yes", "X1.who": "participant"},
        {"H2": "yes", "H2.who": "participant"},
    ],
)
def test_what_is_a_clinicians_reading_or_no_answer_is_left_out(values):
    assert of(values) == {}


def test_an_example_with_a_banned_phrase_is_not_repeated():
    values = {"I5": "yes", "I5.who": "participant", "I5.example": "they said: all in your head"}
    assert words(of(values), "feelings") == ["It is more with stress."]


@pytest.mark.parametrize(
    "example",
    ["since he hit me", "when I drank", "Your spine is fine", "they said surgery would not help",
     "stop the tablets", "it is psychosomatic"],
)  # fmt: skip
def test_a_private_or_unsayable_example_is_not_repeated(example):
    values = {"I5": "yes", "I5.who": "participant", "I5.example": example, "I5.onset": example}
    found = of(values)["feelings"]
    assert [(one.words, one.when) for one in found] == [("It is more with stress.", "")]


@pytest.mark.parametrize(
    "label", ["Disc damage, operation needed", "Pain, psychosomatic", "Nothing dangerous was found"]
)
def test_a_label_that_may_not_be_said_is_no_evidence(label):
    found = of(symptom=[symptom(label=label, chief=True, relieved_within_minutes=True)])
    assert found == {}


def test_relief_and_return_stand_beside_unlearning():
    found = of(
        symptom=[
            symptom(end="2016"),
            symptom("A4", "Neck pain again", start="2018", recurrence_of="A3",
                    relieved_within_minutes=True),
        ]
    )  # fmt: skip
    assert words(found, "unlearning") == [
        "Neck pain again: it eased within minutes.",
        "Neck pain again: it had gone before it came back.",
    ]


def test_medicines_and_operations_say_to_talk_first_and_nothing_more():
    found = of(
        medicine=[{"id": "A5", "label": "Ibuprofen 400", "drug": "ibuprofen", "ongoing": True}],
        treatment=[{"id": "A6", "label": "Fusion", "kind": "operation", "status": "planned"}],
    )
    assert words(found, "stays") == [
        "Planned: fusion. Talk to your surgeon before any change.",
        "You take ibuprofen 400. Talk to your prescriber before any change.",
    ]


def test_a_scan_is_named_without_its_result():
    scan = {"id": "A7", "label": "MRI of the neck", "kind": "investigation", "result": "a bulge"}
    assert words(of(treatment=[scan]), "scans") == [
        "You had MRI of the neck. Ask what it shows for you."
    ]


def test_no_more_than_a_few_beside_one_section():
    scans = [{"id": f"B{n}", "label": f"MRI {n}", "kind": "investigation"} for n in range(MOST + 3)]
    assert len(of(treatment=scans)["scans"]) == MOST


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_the_published_cases_give_safe_words_each_with_its_fact(name):
    history = shipped.case(name)
    known = {fact.id for fact in history.facts()}
    found = evidence(history)
    assert found
    for section, beside in found.items():
        for one in beside:
            assert one.section == section
            assert one.facts
            assert set(one.facts) <= known
            assert not banned_in(one.words)
            assert not re.search(r"%|chance|likely|diagnos|cause", one.words.lower())


def test_mary_own_link_and_quick_relief():
    found = evidence(shipped.case("mary"))
    assert words(found, "unlearning")[0].endswith("it eased within minutes.")
    assert "daughter to leave" in words(found, "feelings")[0]


def test_nancy_pain_outlasted_the_injury():
    assert any(
        "after car accident" in one for one in words(evidence(shipped.case("nancy")), "lasting")
    )


def test_susan_mid_back_pain_had_gone():
    found = evidence(shipped.case("susan"))
    assert "it had gone before it came back" in " ".join(words(found, "unlearning"))
