"""What holds for every instrument and every answer (INV-08)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.content.instruments import shipped
from remit.domain.form import Kind, relevant
from remit.domain.instrument import Scoring
from remit.domain.scoring import score

SCORED = [one for one in shipped() if one.scores]


def answer(question):
    match question.kind:
        case Kind.CHOICE:
            return st.sampled_from([option.key for option in question.options])
        case Kind.MANY:
            free = [option.key for option in question.options if not option.alone]
            alone = [(option.key,) for option in question.options if option.alone]
            ticked = st.lists(st.sampled_from(free), min_size=1, unique=True).map(tuple)
            return ticked | st.sampled_from(alone)
        case Kind.SCALE | Kind.NUMBER:
            return st.integers(int(question.low), int(question.high))
    return st.just("text")


@st.composite
def filled(draw, whole=False):
    made = draw(st.sampled_from(SCORED))
    questions = {one.key: answer(one) for one in made.form.questions()}
    if whole:
        return made, draw(st.fixed_dictionaries(questions))
    return made, draw(st.fixed_dictionaries({}, optional=questions))


@given(filled(), st.booleans())
def test_inv_08_a_score_lies_in_its_range_or_says_why_there_is_none(filling, imported):
    made, values = filling
    for definition, found in zip(made.scores, score(made, values, imported=imported), strict=True):
        if found.value is None:
            assert found.reason
        else:
            assert definition.low <= found.value <= definition.high
            assert not found.reason


@given(filled(), st.randoms(use_true_random=False))
def test_inv_08_the_order_of_answering_does_not_matter(filling, shuffle: random.Random):
    made, values = filling
    order = list(values)
    shuffle.shuffle(order)
    assert score(made, {key: values[key] for key in order}) == score(made, values)


@given(filled(whole=True), st.data())
def test_inv_08_taking_an_answer_away_never_invents_one(filling, data):
    made, values = filling
    asked = sorted(relevant(made.form, values))
    gone = data.draw(st.sampled_from(asked))
    rest = {key: value for key, value in values.items() if key != gone}
    for definition, found in zip(made.scores, score(made, rest), strict=True):
        assert found.substituted == ()
        if gone in definition.items:
            assert found.value is None


@given(filled())
def test_inv_08_what_is_known_so_far_is_never_more_than_the_score(filling):
    made, values = filling
    full = {
        question.key: question.options[0].key
        for question in made.form.questions()
        if question.kind is Kind.CHOICE
    }
    later = score(made, full | values)
    for definition, now, then in zip(made.scores, score(made, values), later, strict=True):
        gated = definition.scoring is Scoring.GATED
        if now.at_least is not None and then.value is not None and not gated:
            assert now.at_least <= then.value


@pytest.mark.parametrize("made", SCORED, ids=lambda made: made.id)
def test_the_ends_of_every_sum_are_the_ends_of_its_items(made):
    for one in made.scores:
        if one.scoring not in (Scoring.SUM, Scoring.SUM_IMPORTS):
            continue
        options = [made.form.question(key).options for key in one.items]
        assert one.low == sum(min(option.value for option in some) for some in options)
        assert one.high == sum(max(option.value for option in some) for some in options)
