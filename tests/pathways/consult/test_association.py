"""One life: the join of record and statistic. The numbers themselves are tested in tests/stats."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.pathways.consult.association import Association, AssociationSettings, assess
from remit.pathways.consult.links import LinkSettings
from remit.stats.coincidence import Coincidence
from remit.stats.not_estimable import NotEstimable
from remit.stats.verdict import Verdict


def _case(events, symptoms, **subject):
    plain = {
        "case": {
            "id": "x",
            "name": "X",
            "birth": "1950",
            "consultation": "2010-06-15",
            **subject,
        },
        "event": [
            {"id": f"E{i}", "label": "moved", "code": code, "start": start, "lasting": False}
            for i, (code, start) in enumerate(events)
        ],
        "symptom": [
            {"id": f"S{i}", "label": "pain", "start": start} for i, start in enumerate(symptoms)
        ],
    }
    return build(plain, "x")


def _assess(events, symptoms, **subject) -> Association:
    chronology = Chronology(_case(events, symptoms, **subject))
    return assess(chronology, LinkSettings(), AssociationSettings())


EVENTS = [("FIN04", "1984-03-10"), ("REL02", "1991-05"), ("LOS01", "2003")]
SYMPTOMS = ["1984-05-01", "1991-08-20", "2003-10"]


def test_few_onsets_are_not_enough_information():
    found = _assess(EVENTS, SYMPTOMS[:2])
    assert found.answer is Verdict.NOT_ENOUGH_INFORMATION
    assert "2 distinct onsets" in found.reason
    assert found.chance_of_100 is not None


def test_no_onset_is_not_estimable_and_says_so_in_words():
    found = _assess(EVENTS, [])
    assert isinstance(found.result, NotEstimable)
    assert found.answer is Verdict.NOT_ENOUGH_INFORMATION
    assert found.chance_of_100 is None
    assert "not estimable, because" in found.chance_words


def test_words_name_window_and_counts_before_any_number_is_believed():
    words = _assess(EVENTS, SYMPTOMS).basis_words
    assert "3 onsets and 3 stressors" in words
    assert "within 6 months before" in words


def test_undated_facts_are_named_not_guessed():
    found = _assess([*EVENTS, ("FIN02", "unknown")], [*SYMPTOMS, "unknown"])
    # Birth bounds one's own facts from below; nothing bounds them from above but the interview.
    assert found.onsets == 4
    assert found.answer is not Verdict.MORE_THAN_CHANCE


@pytest.mark.parametrize("code", ["REL01", "CHI01", "FAM11", "SUB03"])
def test_what_does_not_count_is_fixed_before_looking(code):
    with_event = _assess([*EVENTS, (code, "1985")], SYMPTOMS)
    without = _assess(EVENTS, SYMPTOMS)
    assert with_event.result == without.result


def test_consequence_of_pain_is_no_candidate():
    history = _case(EVENTS, SYMPTOMS)
    caused = replace(history.events[0], consequence_of_pain=True)
    marked = replace(history, events=(caused, *history.events[1:]))
    found = assess(Chronology(marked), LinkSettings(), AssociationSettings())
    assert found.stressors == 2


def _numbers(found: Association):
    result = found.result
    if isinstance(result, NotEstimable):
        return result.reason
    return (result.p, result.statistic, result.n, result.bounds.smallest, result.bounds.largest)


years = st.integers(1966, 2009)
days = st.builds(
    lambda y, m, d: f"{y}-{m:02d}-{d:02d}", years, st.integers(1, 12), st.integers(1, 28)
)
fuzzy = st.one_of(
    days, years.map(str), st.builds(lambda y, m: f"{y}-{m:02d}", years, st.integers(1, 12))
)
lives = st.tuples(st.lists(fuzzy, min_size=1, max_size=6), st.lists(fuzzy, min_size=1, max_size=5))


@settings(max_examples=40, deadline=None)
@given(lives, st.randoms(use_true_random=False))
def test_the_order_in_which_a_life_is_told_changes_nothing(life, random):
    stressors = [("FIN04", start) for start in life[0]]
    onsets = list(life[1])
    first = _numbers(_assess(stressors, onsets))
    random.shuffle(stressors)
    random.shuffle(onsets)
    assert (
        _numbers(_assess(stressors, onsets)) == pytest.approx(first)
        if not isinstance(first, str)
        else first == _numbers(_assess(stressors, onsets))
    )


@settings(max_examples=30, deadline=None)
@given(lives)
def test_an_irrelevant_fact_changes_nothing(life):
    """A marriage, a treatment, a stressor long after the consultation: none can matter."""
    stressors = [("FIN04", start) for start in life[0]]
    plain = _numbers(_assess(stressors, life[1]))
    more = [*stressors, ("REL01", "1980"), ("FIN04", "2015")]
    assert _numbers(_assess(more, life[1])) == plain


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(16, 58), min_size=1, max_size=5),
    st.lists(st.integers(16, 58), min_size=1, max_size=4),
    st.integers(1, 4).map(lambda k: 4 * k),
)
def test_shifting_a_life_by_whole_leap_cycles_changes_nothing(stressor_ages, onset_ages, shift):
    def life(offset):
        return _assess(
            [("FIN04", f"{1950 + age + offset}-03-10") for age in stressor_ages],
            [f"{1950 + age + offset}-06-01" for age in onset_ages],
            birth=str(1950 + offset),
            consultation=f"{2010 + offset}-06-15",
        )

    first, second = life(0), life(shift)
    if isinstance(first.result, Coincidence):
        assert _numbers(second) == pytest.approx(_numbers(first))
    else:
        assert _numbers(second) == _numbers(first)
