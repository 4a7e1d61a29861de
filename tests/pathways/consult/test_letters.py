"""Letters say what is recorded, by whom; no diagnosis, no cause, no advice (INV-01, INV-04)."""

from dataclasses import replace
from pathlib import Path

import pytest

from remit.content import shipped
from remit.content.casefile import load
from remit.domain.formulation import Audience
from remit.pathways.consult import casereport
from remit.pathways.consult.formulation_lint import faults
from remit.pathways.consult.letters import (
    DECIDES,
    NO_MEDICINES,
    NO_URGENT,
    NOT_SCREENED,
    LetterContext,
    LetterKind,
    SignedWords,
    draft,
    names_a_medicine,
)

CASES = Path("src/remit/content/cases")
CONTEXT = LetterContext(
    on="23 November 2026",
    seen="20 November 2026",
    examination=("Gait: even",),
    examined="examination, version 2",
    screening=(NO_URGENT,),
    clearance="Clearance: Deferred, work-up first. Signed by Dr Amin, Clinician, 20 November 2026.",
    plan=("Reading: chapter 1",),
    open=("Blood results awaited",),
    operation=("Told by the participant: fusion, Harbour, next month.",),
)
SIGNED = SignedWords(2, ("Pain and stress came close in time.",), "Dr Amin", "Clinician", "today")


def report(name):
    return casereport.build(load(CASES / f"{name}.toml"))


def letter(name, kind, signed=None, context=CONTEXT):
    return draft(kind, report(name), signed, context)


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_the_lint_finds_nothing_in_the_words_of_a_draft(name, kind):
    recorded = _recorded(name)
    for words in (line for one in letter(name, kind).paragraphs for line in one.lines):
        own = words
        for said in recorded:
            own = own.replace(said, "…")
        assert not faults(own, Audience.REFERRER), own


def _recorded(name):
    """What somebody else said and a letter repeats; longest first."""
    history = report(name).history
    texts = {fact.label for fact in history.facts()} | {fact.detail for fact in history.facts()}
    texts |= {one.drug for one in history.medicines} | {one.purpose for one in history.medicines}
    texts |= {history.subject.headline, history.subject.referral, *history.subject.unknown}
    return sorted(filter(None, texts), key=len, reverse=True)


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_every_part_with_a_heading_names_what_it_rests_on(name, kind):
    parts = letter(name, kind, SIGNED).paragraphs
    assert all(part.grounds for part in parts if part.heading)
    ids = {fact.id for fact in report(name).history.facts()}
    named = {one for part in parts for one in part.grounds if one[:1].isupper()}
    assert named <= ids


def test_a_visit_note_holds_every_part_in_order():
    note = letter("nancy", LetterKind.VISIT_NOTE, SIGNED)
    assert [part.heading for part in note.paragraphs] == [
        "Date", "Reason", "History in brief", "Medicines, as reported", "Examination, as recorded",
        "Safety questions", "How we read it", "Plan", "What is open",
    ]  # fmt: skip
    assert NO_URGENT in note.body
    assert "Gait: even" in note.body
    assert "20 November 2026" in note.body
    assert note.salutation == ""


def test_what_is_not_recorded_is_said_and_never_made_good():
    bare = letter("mary", LetterKind.VISIT_NOTE, context=LetterContext(on="today"))
    for words in ("No examination is recorded.", NOT_SCREENED, "No plan is recorded yet."):
        assert words in bare.body
    assert NO_URGENT not in bare.body
    assert "How we read it" not in bare.body


@pytest.mark.parametrize(
    "kind",
    [LetterKind.REFERRER, LetterKind.FAMILY_DOCTOR, LetterKind.PRESCRIBER, LetterKind.SURGEON],
)
def test_a_letter_carries_no_life_of_the_person(kind):
    body = letter("nancy", kind).body
    assert "Mother uninvolved" not in body
    assert "Life events" not in body


def test_the_prescriber_gets_the_medicines_the_equivalent_with_its_caution_and_no_advice():
    body = letter("susan", LetterKind.PRESCRIBER).body
    assert "Morphine equivalent: 120 mg/day (table cdc-2022)" in body
    assert "not for converting between opioids" in body
    assert "no dose and no change" in body
    assert "Blood results" not in body
    without = letter("nancy", LetterKind.PRESCRIBER).body
    assert "Morphine" not in without


def test_inv_04_the_surgeon_is_asked_for_a_view_and_decides_with_the_participant():
    body = letter("mary", LetterKind.SURGEON).body
    assert "fusion, Harbour, next month" in body
    assert DECIDES in body
    assert "neither for nor against" in body
    assert "if the participant agrees" in " ".join(body.split())


def test_an_unsigned_formulation_is_never_sent():
    assert "How we read it" not in letter("nancy", LetterKind.REFERRER).body
    signed = letter("nancy", LetterKind.REFERRER, SIGNED)
    assert "Pain and stress came close in time." in signed.body
    assert "Signed by Dr Amin, Clinician, today (version 2)." in signed.body


def test_what_came_after_the_visit_stays_out():
    body = letter("mary", LetterKind.VISIT_NOTE).body
    assert "Daughter to leave" not in body
    assert "Back pain again" not in body


TO_OTHERS = [kind for kind in LetterKind if kind is not LetterKind.VISIT_NOTE]
PRIVATE = "the assault at nineteen"


@pytest.mark.parametrize("kind", TO_OTHERS)
def test_no_letter_to_others_tells_by_itself_what_is_private(kind):
    told = replace(
        CONTEXT,
        plan=(f"Homework: write about {PRIVATE}", "Reading: chapter 1"),
        open=(f"To be asked: {PRIVATE}",),
        operation=(f"Told by the participant: fusion, after {PRIVATE}.",),
    )
    body = letter("susan", kind, context=told).body
    assert PRIVATE not in body
    assert "alcohol" not in body.lower()
    note = letter("susan", LetterKind.VISIT_NOTE, context=told).body
    assert PRIVATE in note
    assert "alcohol" in note


@pytest.mark.parametrize("kind", TO_OTHERS)
def test_private_facts_stay_out_whatever_table_holds_them(kind):
    history = report("susan").history
    one = next(fact for fact in history.symptoms if not fact.chief)
    private = replace(one, id="private", label=f"Sleepless since {PRIVATE}")
    chief = next((fact for fact in history.symptoms if fact.chief), None)
    made = replace(history, symptoms=(*history.symptoms, private))
    body = draft(kind, casereport.build(made), None, CONTEXT).body
    assert PRIVATE not in body
    assert chief is None or chief.label in body


def test_a_complaint_that_is_private_leaves_a_letter_with_a_reason_and_without_it():
    history = report("susan").history
    symptoms = [
        replace(one, label=f"Pain since {PRIVATE}") if one.chief else one
        for one in history.symptoms
    ]
    made = casereport.build(replace(history, symptoms=tuple(symptoms)))
    body = draft(LetterKind.REFERRER, made, None, CONTEXT).body
    assert PRIVATE not in body
    assert "Reason\nWhat this is about is in our record." in body


def test_a_prescriber_is_asked_where_no_medicine_is_recorded():
    made = replace(report("susan"), medicines=(), opioids=None)
    body = draft(LetterKind.PRESCRIBER, made, None, CONTEXT).body
    assert NO_MEDICINES in body
    assert "Please tell us whether you prescribe any" in body
    for word in ("listed below", "these medicines", "Morphine"):
        assert word not in body
    assert "no dose and no change" in body
    assert not names_a_medicine(made)
    assert names_a_medicine(report("susan"))
    assert NO_MEDICINES not in letter("susan", LetterKind.PRESCRIBER).body
