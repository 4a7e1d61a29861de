"""The records of a formulation."""

import pytest

from remit.domain.formulation import (
    Audience,
    Draft,
    Ground,
    GroundKind,
    Pair,
    Rule,
    Sentence,
    SentenceWords,
)

ONE = Sentence(id="stress", rule=Rule.STRESS, participant="A.", referrer="B.", standing=True)


def test_a_sentence_has_words_for_each_reader():
    assert [ONE.words(audience) for audience in Audience] == ["A.", "B."]


def test_a_sentence_without_grounds_rests_on_nothing():
    ground = Ground(kind=GroundKind.FACT, id="N07", words="Pain")
    assert ONE.rests_on_nothing
    assert not Sentence(
        id="x", rule=Rule.SINCE, participant="A.", referrer="", rests_on=(ground,)
    ).rests_on_nothing


def test_a_draft_finds_its_sentences():
    draft = Draft(sentences=(ONE,), version="1")
    assert draft.sentence("stress") is ONE
    assert draft.sentence("other") is None


def test_words_that_the_content_lacks_are_a_bug():
    words = SentenceWords(id="f", version="1", language="en", source="", pairs={"a": Pair()})
    assert words.pair("a") == Pair()
    with pytest.raises(KeyError):
        words.pair("b")
