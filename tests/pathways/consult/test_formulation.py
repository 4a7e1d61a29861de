"""Drafts of the published cases and of small made-up records."""

import pytest

from remit.content import clinic, shipped
from remit.content.casefile import build as build_history
from remit.content.formulation import sentence_words
from remit.domain.facts import Trait
from remit.domain.formulation import Audience, Ground, GroundKind, Rule
from remit.domain.readability import reading_age
from remit.pathways.consult.casereport import build
from remit.pathways.consult.formulation import draft
from remit.pathways.consult.formulation_context import FormulationContext
from remit.pathways.consult.formulation_lint import faults
from remit.pathways.consult.formulation_words import second_person

INVENTORY = clinic.inventory()


def _made(plain=None, *, name="", **context):
    report = build(shipped.case(name) if name else build_history(plain, "test"))
    return draft(report, FormulationContext(inventory=INVENTORY, **context), sentence_words())


def _case(**tables):
    return {"case": {"id": "kim", "name": "Kim", "birth": "1970", "consultation": "2020"}} | tables


def _back(**row):
    return {"id": "S1", "label": "Back pain", "start": "2015", "chief": True, **row}


def _ground(words, kind=GroundKind.RECORD, identifier="g"):
    return Ground(kind=kind, id=identifier, words=words)


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_published_cases_are_grounded_and_without_a_fault(name):
    made = _made(name=name)
    ids = {fact.id for fact in shipped.case(name).facts()}
    for one in made.sentences:
        assert one.standing or one.rests_on
        assert {g.id for g in one.rests_on if g.kind is GroundKind.FACT} <= ids
        for audience in Audience:
            assert faults(one.words(audience), audience, one.quoted) == ()


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_published_cases_name_what_is_unknown(name):
    ids = {one.id for one in _made(name=name).sentences}
    assert {"not-asked", "dates", "silent"} <= ids


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_the_participants_words_are_read_at_about_twelve(name):
    text = " ".join(one.participant for one in _made(name=name).sentences)
    assert reading_age(text) <= 12


def test_nancy_in_the_order_of_the_page():
    made = _made(name="nancy")
    rules = [one.rule for one in made.sentences]
    assert rules == sorted(rules, key=list(Rule).index)
    first = made.sentences[0]
    assert first.participant.startswith("Your pain is real. You came to us with widespread pain")
    assert "in 1993 or just before" in first.participant
    assert "by 1993" in first.referrer
    assert "in 1993 or just before" in first.uncertain


def test_nancys_stressors_stand_close_in_time_and_are_said_by_whom():
    near = _made(name="nancy").sentence("near-N07")
    assert "close in time" in near.participant
    assert "no support from your mother" in near.participant
    assert "no support from her mother" in near.referrer
    assert "published report" in near.referrer
    assert {"N08a", "N08b", "N08c", "N07", "N08a+N07"} <= {one.id for one in near.rests_on}


def test_marys_operation_is_left_to_her_and_the_surgeon():
    said = _made(name="mary").sentence("operation-M18")
    assert "for you and your surgeon" in said.participant


def test_susan_has_no_year_in_her_words():
    import re

    text = " ".join(f"{one.participant} {one.referrer}" for one in _made(name="susan").sentences)
    assert not re.search(r"\b(?:19|20)\d\d\b", text)


OPINIONS = {
    "yes": "You think that they belong together.",
    "no": "You do not think that they belong together.",
    "unsure": "You are not sure whether they belong together.",
    "not asked": "",
}


@pytest.mark.parametrize(("answer", "words"), OPINIONS.items())
def test_both_opinions_stand_beside_each_other(answer, words):
    made = _made(
        _case(
            symptom=[_back()],
            event=[{"id": "L1", "label": "Lost the job", "code": "WRK04", "start": "2015"}],
            link=[{"symptom": "S1", "stressor": "L1", "says": "same time", "by": "participant",
                   "participant": answer, "clinician": "unsure"}],
        )
    )  # fmt: skip
    near = made.sentence("near-S1")
    assert words in near.participant
    assert "Your clinician is not sure about that." in near.participant
    assert f"by the participant: {answer}." in near.referrer
    assert (made.sentence("not-asked") is not None) is (answer == "not asked")


def test_an_unknown_order_is_said():
    made = _made(
        _case(
            symptom=[_back()],
            event=[{"id": "L1", "label": "Lost the job", "code": "WRK04", "start": "2015"}],
        )
    )
    assert "We cannot say which came first." in made.sentence("near-S1").participant


def test_an_injury_at_the_onset_is_no_stressor():
    made = _made(
        _case(
            symptom=[_back(after_injury="L1")],
            event=[{"id": "L1", "label": "Car accident", "code": "HLT03", "start": "2015"}],
        )
    )
    assert "at the time of this: car accident" in made.sentence("since-S1").participant
    assert made.sentence("near-S1") is None


def test_an_empty_record_says_that_nothing_is_known():
    made = _made(_case())
    assert [one.id for one in made.sentences] == ["real", "stress", "silent", "care", "prognosis"]
    assert made.sentence("real").standing


def test_flags_reach_the_referrer_alone():
    made = _made(_case(symptom=[_back()]), flags=(_ground("tumour history (R)", GroundKind.FLAG),))
    said = made.sentence("open")
    assert "tumour" not in said.participant
    assert "still open (1)" in said.participant
    assert "tumour history (R)" in said.referrer


def test_an_unsigned_clearance_is_named_and_a_signed_one_is_a_clinicians():
    assert "not yet signed" in _made(_case(), asks_clearance=True).sentence("open").participant
    signed = _ground("cleared", identifier="clearance-1")
    made = _made(_case(), asks_clearance=True, cleared=signed, cleared_words="Your words.")
    assert made.sentence("cleared").participant == "Your words."
    assert made.sentence("open") is None


def test_traits_are_a_profile_without_a_sum_and_low_ones_are_left():
    traits = (
        Trait(id="a", label="Perfectionism", rating=4),
        Trait(id="b", label="Worry", rating=1),
    )
    said = _made(_case(), traits=traits).sentence("traits")
    assert "perfectionism" in said.participant
    assert "perfectionism 4 of 4" in said.referrer
    assert "worry" not in said.participant


def test_findings_are_quoted_as_recorded_and_unsayable_ones_stay_in_the_record():
    said = _made(_case(), findings=(_ground("Gait: normal"),)).sentence("examined")
    assert "“Gait: normal”" in said.participant
    said = _made(_case(), findings=(_ground("Pain caused by posture"),)).sentence("examined")
    assert "posture" not in said.participant + said.referrer
    assert said.rests_on


def test_feelings_notes_and_disagreement_are_in_their_words():
    made = _made(
        _case(),
        feelings=(_ground("hardest: anger"),),
        notes=(_ground("tearful when she spoke of home", GroundKind.NOTE),),
        disagreement=_ground("It was the mattress"),
    )
    assert "“hardest: anger”" in made.sentence("feelings").participant
    assert "tearful" in made.sentence("notes").referrer
    assert "“It was the mattress”" in made.sentence("differs").participant


def test_chance_is_in_no_sentence():
    for name in shipped.CASE_IDS:
        for one in _made(name=name).sentences:
            assert "chance" not in (one.participant + one.referrer).lower()


TURNS = {
    "no support from her mother": "no support from your mother",
    "very high expectations of herself": "very high expectations of yourself",
    "left her job": "left your job",
    "what she cannot control": "what you cannot control",
    "daughter cuts herself": "daughter cuts herself",
    "mother lost her job": "mother lost her job",
    "what they said of him": "what they said of you",
    "housework, asked by her mother": "housework, asked by your mother",
}


@pytest.mark.parametrize(("said", "turned"), TURNS.items())
def test_only_a_pronoun_that_means_the_person_turns(said, turned):
    assert second_person(said) == turned
