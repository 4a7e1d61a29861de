"""The clinician's forms as shipped content."""

import pytest

from remit.content import clinic
from remit.domain.form import Kind, Need
from remit.domain.wording import banned_in
from remit.errors import NotFound
from remit.pathways.consult.prior_symptoms import new_symptoms

KINDS = (clinic.FEATURES, clinic.INVENTORY, clinic.EXAMINATION, clinic.NOCIPLASTIC, clinic.PATTERN)
HISTORY = (
    clinic.WELCOME,
    clinic.CHILDHOOD,
    clinic.TRAITS,
    clinic.EMOTIONS,
    clinic.ADVERSITY,
    clinic.LINKS,
    clinic.PLAN,
)


@pytest.mark.parametrize("kind", KINDS + HISTORY)
def test_every_form_reads_and_says_nothing_that_is_banned(kind):
    form = clinic.form(kind)
    texts = [text for q in form.questions() for text in (q.text, q.hint)]
    assert len(texts) > 6
    assert [text for text in texts if banned_in(text)] == []
    assert len(clinic.hash_of(kind)) == 64


def test_an_unknown_form_is_not_found():
    with pytest.raises(NotFound):
        clinic.form("horoscope")


def test_the_inventory_has_all_groups_and_what_b6_asks_of_each_symptom():
    groups = clinic.inventory()
    assert len(groups) == 8
    form = clinic.form(clinic.INVENTORY)
    for symptom in (one for group in groups for one in group.symptoms):
        keys = {"onset", "end", "checked", "found", "life", "resolved"}
        for key in keys:
            assert form.question(f"prior.{symptom.key}.{key}").ask_when
        assert form.question(f"prior.{symptom.key}.onset").kind is Kind.DATE


def test_inventory_answers_become_symptom_rows():
    values = {
        "prior.eczema": "yes",
        "prior.eczema.onset": "as a child",
        "prior.eczema.life": "new school",
        "prior.migraine": "not_sure",
        "prior.reflux": "yes",
        "prior.reflux.ongoing": "yes",
        "prior.panic": "yes",
    }
    found = {
        one.key: one.row for one in new_symptoms(clinic.inventory(), values, frozenset({"panic"}))
    }
    assert set(found) == {"eczema", "reflux"}
    assert found["eczema"]["start"] == "as a child"
    assert "new school" in found["eczema"]["detail"]
    assert found["reflux"]["ongoing"] is True


@pytest.mark.parametrize("kind", HISTORY)
def test_the_history_asks_for_nothing_that_must_be_answered(kind):
    form = clinic.form(kind)
    assert form.id == kind
    assert not [q.key for q in form.questions() if q.need is not Need.MAY]


def test_the_ten_categories_of_adversity_can_each_be_passed_over():
    choices = [q for q in clinic.form(clinic.ADVERSITY).questions() if q.kind is Kind.CHOICE]
    asked = [q for q in choices if q.key != "adversity.agreed"]
    assert len(asked) == 10
    for question in asked:
        assert [one.key for one in question.options] == ["yes", "no", "skip"]
        assert all(one.value is None for one in question.options), "nothing is scored"


def test_the_outline_of_childhood_has_every_prompt_of_c2():
    keys = {q.key.removeprefix("childhood.") for q in clinic.form(clinic.CHILDHOOD).questions()}
    assert {
        "raised_by", "mother", "father", "warmth", "criticism", "punishment", "duties", "illness",
        "substances", "separation", "moves", "school", "losses", "comfort", "anger", "sadness",
        "to_be_loved",
    } <= keys  # fmt: skip


def test_the_plan_names_other_ways_and_doing_nothing():
    plan = clinic.form(clinic.PLAN)
    options = {one.key for one in plan.question("plan.options").options}
    assert {"exercise", "cbt_act", "pain_clinic", "second_opinion", "medical", "waiting"} <= options
    assert {"plan.signs", "plan.helps", "plan.people", "plan.next"} <= {
        q.key for q in plan.questions()
    }
