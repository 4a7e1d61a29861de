"""What was not asked yet: what covers a prompt, and that the shipped prompts can all be covered."""

import pytest

from remit.content import clinic, shipped
from remit.content.casefile import build
from remit.content.prompting import prompt_list
from remit.content.schema import TABLES
from remit.content.screening import rule_set
from remit.domain.prompt import Prompt
from remit.domain.taxonomy import TAXONOMY
from remit.domain.wording import banned_in
from remit.errors import InvalidInput
from remit.pathways.consult.not_asked import CONDITIONS, prompts

PARTS = (
    "welcome",
    "pain",
    "examination",
    "childhood",
    "adult",
    "traits",
    "together",
    "plan",
)


def _history(**tables):
    plain = {"case": {"id": "x", "name": "X", "birth": "1970", "consultation": "2020"}, **tables}
    return build(plain, "x")


def _keys(part, history, **asked):
    return [one.key for one in prompts(part, history, asked, prompt_list())]


def test_a_new_case_is_asked_everything_in_the_order_of_the_list():
    history = _history()
    found = [one for part in PARTS for one in prompts(part, history, {}, prompt_list())]
    assert found == list(prompt_list())


def test_an_answer_on_a_form_or_a_feature_covers_its_prompt():
    history = _history()
    assert "pain.weeks_without" in _keys("pain", history)
    assert "pain.weeks_without" not in _keys("pain", history, features={"I8"})
    assert "childhood.comfort" not in _keys(
        "childhood", history, childhood={"childhood.comfort", "childhood.good"}
    )
    assert "plan.safety" not in _keys("plan", history, plan={"plan.signs"})


def test_a_fact_of_that_kind_covers_its_prompt_and_no_other():
    history = _history(event=[{"id": "E1", "label": "father died", "code": "LOS01"}])
    keys = _keys("adult", history)
    assert "adult.losses" not in keys
    assert "adult.money" in keys
    support = _history(event=[{"id": "E1", "label": "grandmother", "code": "FAM11"}])
    assert "childhood.comfort" not in _keys("childhood", support)
    assert "adult.good" not in _keys("adult", support)
    assert "childhood.raised_by" in _keys("childhood", support)


def test_what_still_weighs_is_asked_until_something_goes_on():
    past = {"id": "E1", "label": "debt", "code": "FIN02", "start": "1999"}
    assert "adult.now" in _keys("adult", _history(event=[past]))
    assert "adult.now" not in _keys("adult", _history(event=[{**past, "ongoing": True}]))


def test_the_half_year_before_is_covered_by_an_event_asked_because_of_the_symptom():
    symptom = {"id": "S1", "label": "back pain", "start": "2015", "chief": True}
    event = {"id": "E1", "label": "building house", "code": "FIN04", "start": "2015"}
    assert "pain.before_onset" in _keys("pain", _history(symptom=[symptom], event=[event]))
    asked = {**event, "asked_because_of": "S1"}
    assert "pain.before_onset" not in _keys("pain", _history(symptom=[symptom], event=[asked]))


def test_a_published_record_that_answers_a_feature_covers_it():
    history = _history(answer=[{"topic": "I8", "answer": "yes"}])
    assert "pain.weeks_without" not in _keys("pain", history)
    silent = _history(answer=[{"topic": "I8", "answer": "not stated"}])
    assert "pain.weeks_without" in _keys("pain", silent)


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_more_facts_never_bring_a_prompt_back(name):
    history = next(one for one in shipped.cases() if one.subject.id == name)
    bare = _history()
    for part in PARTS:
        assert set(_keys(part, history)) <= set(_keys(part, bare))


def test_every_shipped_prompt_is_short_clean_and_points_to_what_exists():
    forms = {kind: {q.key for q in clinic.form(kind).questions()} for kind in _kinds()}
    screening = {q.key for _, form in rule_set().forms for q in form.questions()}
    for one in prompt_list():
        assert one.part in PARTS
        assert one.key.startswith(one.part)
        assert len(one.text) <= 80, one.key
        assert not banned_in(one.text)
        assert one.answers or one.codes or one.tables or one.facts, one.key
        assert not one.form or one.form in forms
        assert set(one.tables) <= set(TABLES)
        assert set(one.facts) <= CONDITIONS
        for code in one.codes:
            assert any(known.startswith(code) for known in TAXONOMY), code
        for kind, keys in one.answers.items():
            assert set(keys) <= (screening if kind == "screening" else forms[kind]), one.key


def test_each_part_has_prompts():
    assert {one.part for one in prompt_list()} == set(PARTS)


def _kinds():
    return {one.form for one in prompt_list() if one.form} | {
        kind for one in prompt_list() for kind in one.answers if kind != "screening"
    }


def test_a_prompt_needs_words():
    with pytest.raises(InvalidInput, match="needs a key"):
        Prompt(key="pain.x", part="pain", text=" ")
