"""Scores that need a human, CLINICAL A.6 (HZ3)."""

import pytest

from remit.content.instruments import instrument
from remit.domain.action_code import ActionCode
from remit.domain.scoring import needs_suicide_step, score_flags
from remit.errors import InvalidInput

WORDS = ("not_at_all", "several_days", "more_than_half", "nearly_every_day")


def often(prefix, *points):
    return {f"{prefix}.{number}": WORDS[one] for number, one in enumerate(points, start=1)}


def fired(identifier, values, **more):
    flags = score_flags(instrument(identifier), values, **more)
    return {flag.rule.rpartition("/")[2]: flag.code.value for flag in flags}


@pytest.mark.parametrize(
    ("identifier", "values", "codes"),
    [
        ("phq9", often("phq9", 2, 2, 2, 2, 2, 2, 2, 0, 0), {}),  # 14
        ("phq9", often("phq9", 2, 2, 2, 2, 2, 2, 2, 1, 0), {"moderately-severe": "U2"}),  # 15
        ("phq9", often("phq9", 3, 3, 3, 3, 3, 3, 1, 0, 0), {"moderately-severe": "U2"}),  # 19
        ("phq9", often("phq9", 3, 3, 3, 3, 3, 3, 2, 0, 0), {"severe": "U1"}),  # 20
        ("phq8", often("phq9", 2, 2, 2, 2, 2, 2, 2, 0), {}),
        ("phq8", often("phq9", 2, 2, 2, 2, 2, 2, 2, 1), {"moderately-severe": "U2"}),
        ("phq8", often("phq9", 3, 3, 3, 3, 3, 3, 2, 0), {"severe": "U1"}),
        ("gad7", often("gad7", *[2] * 7), {}),  # 14
        ("gad7", often("gad7", 3, *[2] * 6), {"high": "R"}),  # 15
        ("phq2", often("phq9", 3, 3), {}),
        ("pgic", {"pgic.change": "little_worse"}, {}),
        ("pgic", {"pgic.change": "much_worse"}, {"deterioration": "R"}),
        ("own-ae", {"own-ae.any": "no"}, {}),
        ("own-ae", {"own-ae.any": "yes"}, {"reported": "R"}),
    ],
)
def test_thresholds(identifier, values, codes):
    assert fired(identifier, values, finished=True) == codes


@pytest.mark.parametrize("points", [1, 2, 3])
def test_hz3_any_answer_above_0_to_item_9_is_for_today_at_once(points):
    alone = {"phq9.9": WORDS[points]}
    assert fired("phq9", alone) == {"item-9": "U1"}
    assert fired("phq9", often("phq9", *[0] * 8) | alone, finished=True) == {"item-9": "U1"}


def test_hz3_item_9_unanswered_means_that_a_clinician_asks():
    given = often("phq9", *[0] * 8)
    assert fired("phq9", given) == {}
    assert fired("phq9", given, finished=True) == {"item-9-unanswered": "R"}
    assert fired("phq9", given | {"phq9.9": "not_at_all"}, finished=True) == {}


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ({}, "ask"),
        ({"phq9.9": ""}, "ask"),
        ({"phq9.9": "not_at_all"}, "none"),
        ({"phq9.9": 0}, "none"),
        ({"phq9.9": "several_days"}, "step2"),
        ({"phq9.9": "nearly_every_day"}, "step2"),
        ({"phq9.9": 1}, "step2"),
        ({"phq9.9": "cannot be read"}, "step2"),
    ],
)
def test_hz3_the_next_suicide_step(values, step):
    assert needs_suicide_step(values) == step


def test_what_is_certain_flags_before_the_form_is_whole():
    seven = often("phq9", 3, 3, 3, 3, 3, 3, 2)  # 20 already, whatever comes
    flags = score_flags(instrument("phq9"), seven)
    assert [(flag.code, flag.finding) for flag in flags] == [
        (ActionCode.SAME_DAY, "PHQ-9 total of 20 or more: at least 20, 7 of 9 answered")
    ]
    assert fired("phq9", often("phq9", 3, 3, 3)) == {}


def gate(*answers):
    given = {f"pcptsd5.{number}": one for number, one in enumerate(answers, start=1)}
    return {"pcptsd5.exposure": "yes"} | given


def test_a_site_may_use_4_for_the_ptsd_gate_and_nothing_else():
    three = gate("yes", "yes", "yes", "no", "no")
    four = gate("yes", "yes", "yes", "yes", "no")
    assert fired("pcptsd5", three) == {"positive": "R"}
    assert fired("pcptsd5", three, site={"positive": 4}) == {}
    assert fired("pcptsd5", four, site={"positive": 4}) == {"positive": "R"}
    with pytest.raises(InvalidInput, match="cannot choose 5"):
        fired("pcptsd5", three, site={"positive": 5})
    with pytest.raises(InvalidInput, match="cannot choose 25"):
        fired("phq9", often("phq9", *[3] * 9), site={"severe": 25})


def test_without_exposure_no_ptsd_flag():
    assert fired("pcptsd5", gate(*["yes"] * 5) | {"pcptsd5.exposure": "no"}) == {}


def test_a_flag_names_rule_version_number_and_source():
    (flag,) = score_flags(instrument("gad7"), often("gad7", *[3] * 7))
    assert (flag.rule, flag.finding) == ("gad7/1/high", "GAD-7 total of 15 or more: 21")
    assert "A.6" in flag.source
