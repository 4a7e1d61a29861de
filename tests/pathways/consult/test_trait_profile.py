"""Traits as a profile: in order, in words, once in the history, and never summed."""

from dataclasses import fields

from remit.content import clinic, shipped
from remit.content.casefile import build
from remit.content.trait_form import trait_list
from remit.domain.form import Kind
from remit.pathways.consult.adversity import MEANING, adversity_count
from remit.pathways.consult.trait_profile import Profile, profile, with_rated_traits

CASE = {"id": "x", "name": "X", "birth": "1970", "consultation": "2020"}


def test_there_are_seventeen_traits_each_with_an_example():
    form = clinic.form(clinic.TRAITS)
    assert len(trait_list()) == 17
    for known in trait_list():
        rated = form.question(f"trait.{known.key}")
        assert (rated.kind, rated.low, rated.high) == (Kind.SCALE, 0, 4)
        assert form.question(f"trait.{known.key}.example").kind is Kind.TEXT


def test_a_profile_is_in_the_order_of_the_form_and_has_no_place_for_a_sum():
    values = {"trait.worry": 4, "trait.guilt": 0, "trait.guilt.example": "none"}
    found = profile(trait_list(), values)
    assert [(one.label, one.words) for one in found.rated] == [
        ("Guilt", "not me"),
        ("Worry", "very much me"),
    ]
    assert found.rated[0].steps == (False,) * 4
    assert found.rated[1].steps == (True,) * 4
    assert len(found.not_rated) == 15
    assert {one.name for one in fields(Profile)} == {"rated", "not_rated"}


def test_a_rating_replaces_the_same_trait_of_the_history_and_leaves_the_others():
    plain = {
        "case": CASE,
        "trait": [
            {"id": "T1", "label": "worries a lot"},
            {"id": "T2", "label": "collects stamps"},
        ],
    }
    history = with_rated_traits(build(plain, "x"), trait_list(), {"trait.worry": 3})
    assert [(one.label, one.rating) for one in history.traits] == [
        ("collects stamps", None),
        ("Worry", 3),
    ]


def test_without_a_rating_the_history_stays_as_it_is():
    for history in shipped.cases():
        assert with_rated_traits(history, trait_list(), {"trait.guilt.example": "x"}) is history


def test_the_traits_of_the_published_case_are_known_by_their_words():
    nancy = next(one for one in shipped.cases() if one.subject.id == "nancy")
    for trait in nancy.traits:
        assert sum(known.names(trait.label) for known in trait_list()) == 1, trait.label


def test_the_adversity_count_never_comes_without_its_meaning():
    keys = [f"adversity.{number}" for number in range(10)]
    values = {"adversity.0": "yes", "adversity.1": "no", "adversity.2": "skip"}
    count = adversity_count(keys, values)
    assert (count.asked, count.yes) == (3, 1)
    assert count.words == f"3 of 10 asked, 1 yes. {MEANING}"
