"""Features are listed, never counted together (CLINICAL B.1)."""

from hypothesis import given
from hypothesis import strategies as st

from remit.content import clinic
from remit.domain.feature import FeatureGroup, FeatureList, Heard, HeardFeature, sort_features

FEATURES = clinic.features()
CODES = [f"F{n}" for n in range(1, 10)] + [f"I{n}" for n in range(1, 9)]
CODES += [f"T{n}" for n in range(1, 8)] + ["H1", "H2", "H3"] + [f"X{n}" for n in range(1, 7)]


def test_every_feature_of_the_reference_is_there_with_a_question():
    assert [one.code for one in FEATURES] == CODES
    assert all(one.ask and one.name for one in FEATURES)
    assert {one.code for one in FEATURES if one.group is FeatureGroup.AGAINST} == {
        f"X{n}" for n in range(1, 7)
    }


@given(st.dictionaries(st.sampled_from(CODES), st.sampled_from(list(Heard))))
def test_each_feature_stands_in_exactly_one_list(answers):
    by_code = {one.code: one for one in FEATURES}
    heard = {code: HeardFeature(feature=by_code[code], heard=h) for code, h in answers.items()}
    lists = sort_features(heard, FEATURES)
    found = [one.feature.code for name in FeatureList.__slots__ for one in getattr(lists, name)]
    assert sorted(found) == sorted(CODES)
    for one in lists.present:
        assert not one.feature.code.startswith("X")
    for one in lists.against:
        assert one.feature.code.startswith("X")
        assert answers[one.feature.code] is Heard.YES


def test_what_nobody_asked_is_not_absent():
    lists = sort_features({}, FEATURES)
    assert not lists.absent
    assert len(lists.not_asked) == len(FEATURES)
