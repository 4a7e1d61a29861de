"""One life: the join of record and statistic. The numbers themselves are tested in tests/stats."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.content import shipped
from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.domain.facts import Answer, DateGround
from remit.domain.fuzzydate import UNKNOWN, FuzzyDate, Precision
from remit.domain.length import Length
from remit.pathways.consult.association import (
    Association,
    AssociationSettings,
    Ground,
    assess,
)
from remit.pathways.consult.links import LinkSettings
from remit.stats.coincidence import Coincidence, MirrorTest
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
    assert found.undated == ("E3", "S3")
    assert (found.stressor_ids, found.onset_ids) == (("E0", "E1", "E2"), ("S0", "S1", "S2"))
    assert "Undated, so not tested: moved; pain." in found.basis_words
    assert _numbers(found) == _numbers(_assess(EVENTS, SYMPTOMS))


def _with(events=(), symptoms=()):
    """The life of EVENTS and SYMPTOMS with changes to single facts, by place."""
    history = _case(EVENTS, SYMPTOMS)
    plain_events, plain_symptoms = list(history.events), list(history.symptoms)
    for place, changes in events:
        plain_events[place] = replace(plain_events[place], **changes)
    for place, changes in symptoms:
        plain_symptoms[place] = replace(plain_symptoms[place], **changes)
    changed = replace(history, events=tuple(plain_events), symptoms=tuple(plain_symptoms))
    return assess(Chronology(changed), LinkSettings(), AssociationSettings())


def _from(anchor):
    return FuzzyDate(f"about @{anchor}", Precision.RELATIVE, None, anchor, Length(), Length())


def test_without_a_date_the_order_must_bound_a_fact_on_both_sides():
    one_side = {"start": UNKNOWN, "not_before": ("E0",)}
    both = {"start": UNKNOWN, "not_before": ("E0",), "not_after": ("consultation",)}
    assert _with(symptoms=[(1, one_side)]).undated == ("S1",)
    assert "S1" in _with(symptoms=[(1, both)]).onset_ids


@pytest.mark.parametrize("start", ["at programme start", "after the consultation", "2012"])
def test_an_onset_certainly_after_the_consultation_is_no_onset_of_its_day(start):
    found = _assess(EVENTS, [*SYMPTOMS, start])
    assert found.omitted(Ground.AFTER) == ("S3",)
    assert _numbers(found) == _numbers(_assess(EVENTS, SYMPTOMS))


def test_an_onset_on_the_very_day_of_the_consultation_stays():
    assert "S3" in _assess(EVENTS, [*SYMPTOMS, "at the consultation"]).onset_ids


CIRCULAR = [
    ([(0, {"start": _from("S0")})], []),
    ([(0, {"start": _from("S0.end")})], []),
    ([(0, {"same_time": ("S0",)})], []),
    ([], [(0, {"start": _from("E0")})]),
    ([], [(0, {"same_time": ("E0",)})]),
]


@pytest.mark.parametrize("side", ["not_before", "not_after"])
def test_which_came_first_leaves_open_how_near_they_were(side):
    assert "E0" in _with(events=[(0, {side: ("S0",)})]).stressor_ids


@pytest.mark.parametrize(("events", "symptoms"), CIRCULAR)
def test_a_stressor_tied_to_an_onset_by_its_date_is_not_tested(events, symptoms):
    found = _with(events, symptoms)
    assert found.omitted(Ground.CIRCULAR) == ("E0",)
    assert found.stressor_ids == ("E1", "E2")
    assert "Dated from the onset itself, so not tested: moved." in found.basis_words


def test_a_chain_of_dates_is_walked_to_its_end():
    found = _with(events=[(0, {"start": _from("S0")}), (1, {"start": _from("E0.start")})])
    assert found.omitted(Ground.CIRCULAR) == ("E0", "E1")


def test_a_date_from_an_onset_that_is_not_tested_is_no_circle():
    found = _with(events=[(0, {"same_time": ("S0",)})], symptoms=[(0, {"counts": False})])
    assert found.stressor_ids == ("E0", "E1", "E2")


def test_the_injury_at_an_onset_is_not_tested():
    found = _with(symptoms=[(0, {"after_injury": "E0", "not_before": ("E0",)})])
    assert found.omitted(Ground.INJURY) == ("E0",)
    assert found.omitted(Ground.CIRCULAR) == ()
    assert "Injury at the onset, not tested: moved." in found.basis_words


def test_stressors_asked_for_because_of_the_symptom_stay_and_are_counted():
    found = _with(events=[(0, {"asked_because_of": "S0"})])
    assert found.stressor_ids == ("E0", "E1", "E2")
    assert "asked because of the symptom: 1." in found.basis_words


def test_what_would_not_have_happened_without_the_pain_is_not_tested():
    assert _with(events=[(0, {"independent_of_pain": Answer.NO})]).stressor_ids == ("E1", "E2")


def test_the_latest_onset_is_left_out_once_because_it_is_why_people_come():
    found = _assess(EVENTS, SYMPTOMS)
    without = _assess(EVENTS, sorted(SYMPTOMS)[:-1])
    assert found.without_index.n == found.result.n - 1
    assert found.without_index.p == without.result.p
    assert isinstance(_assess(EVENTS, SYMPTOMS[:1]).without_index, NotEstimable)


def test_stressors_are_tested_again_by_what_their_dates_rest_on():
    found = _assess(EVENTS, SYMPTOMS)
    assert [ground for ground, _ in found.by_ground] == [DateGround.MEMORY]
    ((_, memory),) = found.by_ground
    assert memory.p == found.result.p
    mixed = _with(events=[(0, {"date_ground": DateGround.DOCUMENT})])
    assert [ground for ground, _ in mixed.by_ground] == [DateGround.DOCUMENT, DateGround.MEMORY]
    assert mixed.result.p == found.result.p
    assert all(one.p >= mixed.result.smallest_p for _, one in mixed.by_ground)


def test_a_match_that_is_as_good_backwards_is_not_enough_information():
    found = _assess(EVENTS, SYMPTOMS)
    more = replace(found.result, verdict=Verdict.MORE_THAN_CHANCE, reason="so")
    forwards = replace(found, result=replace(more, mirror=MirrorTest(0.0, 0.1, 1.0)))
    backwards = replace(found, result=replace(more, mirror=MirrorTest(3.0, 0.1, 0.05)))
    assert (forwards.answer, forwards.reason) == (Verdict.MORE_THAN_CHANCE, "so")
    assert backwards.answer is Verdict.NOT_ENOUGH_INFORMATION
    assert backwards.reason.startswith("As many stressors follow the onsets as precede them")


TESTED = {
    "mary": (("M03", "M04", "M05a", "M05b", "M05c", "M07", "M08", "M09"), ("M10", "M16")),
    "susan": (("S02b", "S02c", "S15", "S16", "S17"), ("S03", "S05", "S08", "S13a")),
    "nancy": (("N02b", "N04b", "N11a", "N11b"), ("N03", "N04a", "N06b", "N07", "N12a")),
}
LEFT_OUT = {
    "mary": {Ground.AFTER: ("M25", "M24")},
    "susan": {Ground.AFTER: ("S25", "S22", "S24"), Ground.CIRCULAR: ("S06",)},
    "nancy": {Ground.CIRCULAR: ("N08a", "N08b", "N08c"), Ground.INJURY: ("N06a",)},
}


@pytest.mark.parametrize("case", shipped.CASE_IDS)
def test_what_enters_the_test_of_a_published_case(case):
    found = assess(Chronology(shipped.case(case)), LinkSettings(), AssociationSettings())
    assert (found.stressor_ids, found.onset_ids) == TESTED[case]
    grounds = {ground: found.omitted(ground) for ground in Ground if found.omitted(ground)}
    assert grounds == LEFT_OUT[case]


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
