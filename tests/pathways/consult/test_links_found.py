"""Whether links were found: what may follow, without a diagnosis, a gate or blame."""

from itertools import product

import pytest

from remit.domain.links_found import Found
from remit.domain.wording import banned_in
from remit.pathways.consult.links_found import (
    APART,
    ASK_MORE,
    DIARY,
    NO_PERSUASION,
    NOT_THEIRS,
    OTHER_WAYS,
    PROGRAMME,
    STILL_POSSIBLE,
    TIME,
    outcome,
)

PAIRS = list(product(Found, Found))


@pytest.mark.parametrize(("clinician", "participant"), PAIRS)
def test_every_pair_of_answers_says_who_found_what_and_offers_something(clinician, participant):
    found = outcome(clinician, participant)
    assert found.words.startswith("The participant")
    assert found.follows
    assert len(set(found.follows)) == len(found.follows)
    text = " ".join((found.words, *found.follows)).lower()
    assert not banned_in(text)
    for word in ("must", "cure", "suitable", "eligible", "refused", "resist", "deny", "denial"):
        assert word not in text.split()


def test_both_find_links_and_the_programme_may_be_offered():
    found = outcome(Found.YES, Found.YES)
    assert PROGRAMME in found.follows
    assert not found.other_ways


@pytest.mark.parametrize(("clinician", "participant"), PAIRS)
def test_the_programme_is_offered_outright_only_where_both_find_links(clinician, participant):
    follows = outcome(clinician, participant).follows
    assert (PROGRAMME in follows) == (clinician is participant is Found.YES)


def test_where_the_participant_finds_none_nobody_persuades():
    follows = outcome(Found.YES, Found.NO).follows
    assert {TIME, NO_PERSUASION, STILL_POSSIBLE} <= set(follows)


def test_where_only_the_participant_finds_links_the_clinician_asks_more():
    assert ASK_MORE in outcome(Found.NO, Found.YES).follows


def test_where_neither_finds_links_other_ways_come_without_blame():
    found = outcome(Found.NO, Found.NO)
    assert found.other_ways
    assert set(OTHER_WAYS) <= set(found.follows)
    assert found.follows[0] == NOT_THEIRS
    assert found.follows[-1] == STILL_POSSIBLE


def test_where_somebody_is_unsure_time_and_another_look_come_first():
    assert outcome(Found.UNSURE, Found.UNSURE).follows[:2] == (DIARY, APART)
    assert APART in outcome(Found.YES, Found.UNSURE).follows
    assert DIARY in outcome(Found.UNSURE, Found.YES).follows
    assert outcome(Found.UNSURE, Found.NO).other_ways
    assert outcome(Found.NO, Found.UNSURE).other_ways
