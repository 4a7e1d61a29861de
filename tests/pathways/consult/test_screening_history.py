"""The history read by the rules: the three cases, the mapping, and contradictions."""

from dataclasses import replace

import pytest

from remit.content import screening as content
from remit.content import shipped
from remit.domain.facts import (
    Answer,
    LifeEvent,
    Medicine,
    RecordedAnswer,
    Status,
    SymptomEpisode,
    Treatment,
    TreatmentKind,
    Who,
)
from remit.domain.history import History, Subject
from remit.domain.saying import understand
from remit.pathways.consult.history_answers import symptoms_that_reopen
from remit.pathways.consult.screening import Context, screen

RULES = content.rule_set()
OLD_OPERATION = understand("5 years ago")


def history(**tables):
    return History(subject=Subject(id="test", name="Test"), **tables)


def read(found, values=None):
    return screen(RULES, values or {}, Context(history=found))


def codes(found):
    return {one.rule.id: str(one.rule.code) for one in found.fired}


def implied(found):
    return {one.question: one.answer for one in found.implied}


def test_mary_has_her_operation_and_her_images_and_nothing_else():
    found = read(shipped.case("mary"))
    assert codes(found) == {"OP1.R": "R", "TX1.R": "R"}
    assert found.asks_again == ()
    assert found.words == "Not all urgent questions were answered"


def test_susan_has_her_opioid_dose_and_her_spinal_operation():
    found = read(shipped.case("susan"))
    assert codes(found) == {"MED.50": "N", "MED.90": "R", "HX.spine": "N", "TX1.R": "R"}
    assert dict(next(one for one in found.fired if one.rule.id == "MED.90").because) == {"mme": 120}
    assert [(one.question, one.facts) for one in found.to_ask] == [("SD1", ("S13a",))]
    assert "SD1" in found.asks_again


def test_susan_may_have_had_an_injection_lately_so_a_clinician_asks():
    found = read(shipped.case("susan"))
    assert implied(found)["IN3"] == ("not_sure",)
    assert "IN3" in found.asks_again
    assert "IN3.N" not in codes(found)


def test_at8_nancys_tumour_raises_ma1_and_nothing_that_was_not_asked():
    found = read(shipped.case("nancy"))
    assert codes(found) == {"MA1.R": "R"}
    assert found.fired[0].facts == ("N11a", "N11b")
    assert set(found.asks_again) == {"MA1.pain", "FR4"}


@pytest.mark.parametrize("case", ["mary", "susan", "nancy"])
def test_nothing_is_invented_for_what_was_not_asked(case):
    found = read(shipped.case(case))
    assert not found.is_urgent
    assert not any(one.rule.id[:2] in ("CE", "ND") for one in found.fired)
    assert set(found.unanswered) == set(RULES.must_keys())


def test_hz14_at6_a_new_symptom_during_the_programme_reopens_stage_1():
    reopened = symptoms_that_reopen(shipped.case("susan"))
    assert "S22" in reopened
    assert "S20" not in reopened
    assert "S22" not in symptoms_that_reopen(shipped.case("susan"), frozenset({"S22"}))
    assert symptoms_that_reopen(history()) == ()


def test_at7_inv_04_the_planned_operation_is_shown_with_what_remit_does_not_say():
    fired = next(one for one in read(shipped.case("mary")).fired if one.rule.id == "OP1.R")
    assert fired.facts == ("M18",)
    assert "Remit says nothing for or against the plan." in fired.rule.task
    assert shipped.case("mary").fact("M18").status is Status.CANCELLED


def operation(label, **more):
    start = more.pop("start", OLD_OPERATION)
    kind = more.pop("kind", TreatmentKind.OPERATION)
    return history(treatments=(Treatment(id="T1", label=label, kind=kind, start=start, **more),))


def drug(name, **more):
    return history(medicines=(Medicine(id="D1", label=name, drug=name, ongoing=True, **more),))


@pytest.mark.parametrize(
    ("found", "question", "answer"),
    [
        (drug("bicalutamide"), "MA1", "yes"),
        (drug("Tamoxifen 20 mg"), "MA1", "yes"),
        (operation("Prostate operation"), "MA1", "yes"),
        (operation("Removal of an osteosarcoma"), "MA1", "yes"),
        (operation("Brain tumor removed", status=Status.PLANNED), "MA1", "yes"),
        (drug("prednisolone"), "FR2", "yes"),
        (drug("warfarin"), "FR2", "yes"),
        (drug("methotrexate"), "IN3", ("weak_immune",)),
        (operation("Lumbar fusion", start=understand("3 weeks ago")), "IN3", ("spine_procedure",)),
        (operation("Tuberculosis", kind=TreatmentKind.DIAGNOSIS), "IN3", ("tb",)),
        (operation("Endocarditis", kind=TreatmentKind.DIAGNOSIS), "IN3", ("heart_valve",)),
        (operation("HIV", kind=TreatmentKind.DIAGNOSIS), "IN3", ("weak_immune",)),
        (operation("Kidney transplant"), "IN3", ("weak_immune",)),
        (operation("Chemotherapy", kind=TreatmentKind.THERAPY), "IN3", ("weak_immune",)),
        (
            operation(
                "Chest infection", kind=TreatmentKind.THERAPY, start=understand("3 weeks ago")
            ),
            "IN3",
            ("infection",),
        ),
        (operation("Non-Hodgkin disease", kind=TreatmentKind.DIAGNOSIS), "MA1", "yes"),
        (operation("Lumpectomy"), "MA1", "yes"),
        (operation("CT", kind=TreatmentKind.INVESTIGATION, result="ependymoma"), "MA1", "yes"),
        (operation("Hip replacement", status=Status.PLANNED), "OP1", "yes"),
        (operation("MRI", kind=TreatmentKind.INVESTIGATION), "TX1", "yes"),
    ],
)
def test_the_mapping_answers(found, question, answer):
    assert implied(read(found))[question] == answer


@pytest.mark.parametrize(
    ("found", "question"),
    [
        (operation("Appendix removed"), "MA1"),
        (operation("Knee operation", detail="no tumour found"), "MA1"),
        (operation("Biopsy", result="cancer was ruled out"), "MA1"),
        (operation("Lumbar fusion"), "IN3"),
        (operation("Chest infection", kind=TreatmentKind.THERAPY), "IN3"),
        (operation("Hip replacement"), "OP1"),
        (operation("MRI", kind=TreatmentKind.INVESTIGATION, status=Status.PLANNED), "TX1"),
        (drug("paracetamol"), "FR2"),
        (
            history(events=(LifeEvent(id="E1", label="Cancer", code="HLT01", who=Who.PARENT),)),
            "MA1",
        ),
    ],
)
def test_the_mapping_stays_silent(found, question):
    assert question not in implied(read(found))


def test_a_history_of_tumour_raises_a_nerve_answer_to_an_emergency():
    settled = {"onset": "older", "trend": "same", "assessed": "yes"}
    values = {"CE1": "yes", "MA1": "no"} | {f"CE1.{key}": word for key, word in settled.items()}
    assert read(history(), values).code == "R"
    assert read(drug("bicalutamide"), values).code == "E"


def test_inv_01_a_contradiction_is_shown_and_the_careful_answer_counts():
    found = read(drug("bicalutamide"), {"MA1": "no"})
    (clash,) = found.contradictions
    assert (clash.question, clash.form, clash.history, clash.facts) == ("MA1", "no", "yes", ("D1",))
    assert "MA1: the form says no" in clash.words
    assert codes(found) == {"MA1.R": "R"}
    assert "MA1" in found.asks_again


def test_a_contradiction_between_options_is_shown_too():
    found = read(drug("methotrexate"), {"IN3": ("none",)})
    assert [one.question for one in found.contradictions] == ["IN3"]
    assert codes(found)["IN3.N"] == "N"
    both = read(drug("methotrexate"), {"IN3": ("diabetes",)})
    assert [one.question for one in both.contradictions] == ["IN3"]


def test_agreement_is_no_contradiction_and_not_sure_is_settled_by_the_form():
    assert read(drug("bicalutamide"), {"MA1": "yes", "MA1.pain": "no"}).contradictions == ()
    susan = read(shipped.case("susan"), {"IN3": ("none",), "SD1": "no"})
    assert susan.contradictions == ()
    assert susan.asks_again == ()


def test_a_recorded_no_is_an_answer_and_not_asked_is_none():
    answers = (
        RecordedAnswer(topic="MA3", answer=Answer.NO),
        RecordedAnswer(topic="MA5", answer=Answer.NOT_ASKED),
        RecordedAnswer(topic="CE", answer=Answer.YES),
    )
    found = read(history(answers=answers))
    assert implied(found) == {"MA3": "no"}
    assert set(found.asks_again) == {"CE1", "CE2", "CE3", "CE4", "CE5"}


SETTLED_CE1 = {"CE1": "yes", "MA1": "no", "CE1.onset": "older"}
SETTLED_CE1 |= {"CE1.trend": "same", "CE1.assessed": "yes"}


def recorded(topic, answer=Answer.YES):
    return history(answers=(RecordedAnswer(topic=topic, answer=answer),))


@pytest.mark.parametrize("key", RULES.must_keys())
@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNSURE])
def test_hz1_a_recorded_gate_answer_counts_as_the_careful_one(key, answer):
    found = read(recorded(key, answer))
    assert found.code == "E"
    if key[:2] in ("CE", "ND"):
        assert f"{key}.onset" in found.asks_again


def test_hz1_a_recorded_band_of_pain_counts_as_the_careful_one():
    assert read(recorded("MA4")).code == "U1"


def test_what_the_record_says_outside_the_gate_invents_nothing():
    assert codes(read(recorded("MA1"))) == {"MA1.R": "R"}
    assert codes(read(recorded("FR2"))) == {"FR2.N": "N"}


@pytest.mark.parametrize("topic", ["CE", "ND"])
@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNSURE])
def test_hz1_a_recorded_group_with_no_question_answered_is_an_emergency(topic, answer):
    found = read(recorded(topic, answer))
    assert codes(found) == {f"{topic}.recorded": "E"}
    assert dict(found.fired[0].because) == {topic: "recorded"}


@pytest.mark.parametrize("answer", [Answer.NO, Answer.NOT_ASKED, Answer.NOT_STATED])
def test_a_group_that_the_record_does_not_affirm_says_nothing(answer):
    assert read(recorded("CE", answer)).fired == ()


def test_a_question_of_the_group_that_was_answered_with_yes_speaks_for_it():
    assert codes(read(recorded("CE"), SETTLED_CE1)) == {"CE1.R": "R"}


def test_a_recorded_group_against_a_form_that_says_no_throughout_is_a_contradiction():
    form = dict.fromkeys(("CE1", "CE2", "CE3", "CE4", "CE5"), "no")
    found = read(recorded("CE"), form)
    assert [(one.question, one.form, one.history) for one in found.contradictions] == [
        ("CE", "no", "yes")
    ]
    assert found.code == "E"
    assert "CE" in found.asks_again
    settled = read(recorded("CE", Answer.UNSURE), form)
    assert settled.contradictions == ()
    assert settled.fired == ()
    some = read(recorded("CE", Answer.UNSURE), {"CE1": "no"})
    assert some.code == "E"


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("Bladder weakness", "CE1"),
        ("Bowel incontinence", "CE2"),
        ("Numb saddle area", "CE3"),
        ("Weakness of the left leg", "ND1"),
        ("Unsteady on stairs", "ND2"),
        ("Night sweats", "IN1"),
        ("Weight loss", "MA2"),
    ],
)
def test_a_symptom_of_the_record_is_asked_and_not_answered(label, question):
    found = read(history(symptoms=(SymptomEpisode(id="S1", label=label),)))
    assert question in {one.question for one in found.to_ask}
    assert question in found.asks_again
    assert found.fired == ()


@pytest.mark.parametrize("label", ["Irritable bowel", "Numb left thigh", "Low back pain"])
def test_other_symptoms_of_the_record_ask_nothing(label):
    assert read(history(symptoms=(SymptomEpisode(id="S1", label=label),))).to_ask == ()


def test_a_dose_that_is_not_known_is_asked_and_never_counted_as_little():
    found = read(drug("oxycodone", opioid=True))
    assert "mme" in found.asks_again
    assert "MED.50" not in codes(found)


def test_opioid_with_a_medicine_that_adds_up():
    both = replace(
        drug("oxycodone", opioid=True),
        medicines=(
            Medicine(id="D1", label="Oxycodone", drug="oxycodone", ongoing=True),
            Medicine(id="D2", label="Pregabalin", drug="pregabalin", ongoing=True),
        ),
    )
    assert codes(read(both)) == {"MED.mix": "R"}
