"""Screening: what the rules promise over every combination of answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.content import screening as content
from remit.domain.action_code import ActionCode, highest
from remit.domain.form import Kind, asked, is_asked
from remit.domain.screening import NO_URGENT
from remit.domain.wording import banned_in
from remit.pathways.consult.screening import (
    Context,
    certain_emergency,
    medicine_change,
    reopens_stage_one,
    screen,
)

RULES = content.rule_set()
FORM = RULES.form("stage1")
MUST = RULES.must_keys()
CHOICES = {
    question.key: question
    for stage in ("stage1", "stage2")
    for question in RULES.form(stage).questions()
    if question.kind in (Kind.CHOICE, Kind.MANY)
}
MAIN = sorted(key for key in CHOICES if "." not in key and key != "DURATION")
EMERGENCIES = sorted(
    {rule.id.split(".")[0] for rule in RULES.rules if rule.code == "E" and rule.id.endswith(".E")}
    & set(MUST)
)
SETTLED = {"onset": "older", "trend": "same", "assessed": "yes"}
quick = settings(max_examples=150, deadline=None)


def urgency(screening):
    return -1 if screening.code is None else screening.code.urgency


def parts_of(key):
    return [one for one in CHOICES if one.startswith(f"{key}.")]


@st.composite
def one_question(draw, key):
    """A question answered with all of its parts that are then asked, as one unit."""
    found = {}
    for name in [key, *parts_of(key)]:
        question = CHOICES[name]
        if name != key and not is_asked(question, found):
            continue
        option = draw(st.sampled_from([option.key for option in question.options]))
        found[name] = (option,) if question.kind is Kind.MANY else option
    return found


@st.composite
def answers(draw, keys=MAIN):
    chosen = draw(st.lists(st.sampled_from(keys), max_size=6, unique=True))
    found = {"age": 40.0, "BODY": ("lower_back",), "DURATION": "more"}
    found |= {"MA1": "no", "MA1.pain": "no", "IN3": ("none",), "MA2.kg": 1.0, "MA2.weight": 80.0}
    for key in chosen:
        found |= draw(one_question(key))
    return found


# Values kept fixed above because they are inputs that several questions share.
SHARED = {"MA1", "IN3", "SP0"}


@quick
@given(answers())
def test_the_highest_code_wins(values):
    found = screen(RULES, values)
    assert found.code == highest(one.rule.code for one in found.fired)
    order = [one.rule.code.urgency for one in found.fired]
    assert order == sorted(order, reverse=True)


@quick
@given(answers(), st.data())
def test_adding_an_answer_never_lowers_a_code(values, data):
    free = [key for key in MAIN if key not in values and key not in SHARED]
    key = data.draw(st.sampled_from(free))
    more = {**values, **data.draw(one_question(key))}
    assert urgency(screen(RULES, more)) >= urgency(screen(RULES, values))


@quick
@given(answers(), st.data())
def test_a_missing_refinement_counts_as_the_most_careful(values, data):
    parts = [key for key in values if "." in key and CHOICES.get(key)]
    gone = data.draw(st.sampled_from(parts))
    left_out = {key: value for key, value in values.items() if key != gone}
    assert urgency(screen(RULES, left_out)) >= urgency(screen(RULES, values))


@quick
@given(answers())
def test_combination_rules_only_add(values):
    found = screen(RULES, values)
    plain = [one.rule.code for one in found.fired if not one.rule.id.startswith("c")]
    assert highest(plain) is None or found.code.urgency >= highest(plain).urgency


@quick
@given(st.sets(st.sampled_from(MUST), min_size=1), answers(keys=list(MUST)))
def test_a_skipped_emergency_question_never_lets_the_form_finish(skipped, values):
    given_ = {**dict.fromkeys(MUST, "no"), **values}
    left = {key: value for key, value in given_.items() if key.split(".")[0] not in skipped}
    found = screen(RULES, left)
    assert not found.ready_to_finish
    assert set(found.unanswered) == skipped
    assert found.words != NO_URGENT


@quick
@given(answers(keys=list(MUST)), st.data())
def test_a_certain_emergency_stays_one_whatever_is_answered_next(values, data):
    open_keys = [key for key in values if key in CHOICES]
    gone = data.draw(st.lists(st.sampled_from(open_keys), unique=True))
    so_far = {key: value for key, value in values.items() if key not in gone}
    certain = certain_emergency(RULES, so_far)
    if certain:
        assert screen(RULES, so_far).code is ActionCode.EMERGENCY
    # Only since when, whether worse and whether assessed, all three, can settle a plain one.
    if not all(one.rule.waits_for_none_of and is_settled(one, values) for one in certain):
        assert screen(RULES, values).code is ActionCode.EMERGENCY


def is_settled(fired, values):
    onset, trend, assessed = (values.get(key) for key in fired.rule.waits_for_none_of)
    return onset == "older" and trend in ("better", "same") and assessed == "yes"


def test_nothing_answered_fires_nothing_and_promises_nothing():
    found = screen(RULES, {})
    assert found.fired == ()
    assert found.code is None
    assert set(found.unanswered) == set(MUST)
    assert found.words == "Not all urgent questions were answered"


def test_all_no_says_only_that_no_urgent_answers_were_given():
    found = screen(RULES, dict.fromkeys(MUST, "no"))
    assert found.ready_to_finish
    assert found.words == "No urgent answers were given"


def test_prefer_not_counts_as_answered_and_the_clinician_asks():
    about = {"age": 40.0, "DURATION": "more"}
    found = screen(RULES, {**dict.fromkeys(MUST, "no"), "CE5": "prefer_not", **about})
    assert found.ready_to_finish
    assert found.asks_again == ("CE5",)


def test_age_or_duration_left_out_of_a_whole_screen_is_asked_again():
    whole = dict.fromkeys(MUST, "no")
    assert screen(RULES, whole).asks_again == ("age", "DURATION")
    assert screen(RULES, whole, Context(age=40)).asks_again == ("DURATION",)
    assert screen(RULES, {"CE1": "no"}).asks_again == ()  # not handed in yet


@pytest.mark.parametrize("key", EMERGENCIES)
@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_hz1_every_emergency_item_fires_an_emergency(key, answer):
    found = screen(RULES, {key: answer})
    assert found.code is ActionCode.EMERGENCY
    assert found.fired[0].rule.id.startswith((key, "c"))


def test_hz1_every_emergency_item_of_the_reference_is_there():
    assert set(EMERGENCIES) == set(MUST)
    assert len(MUST) == 22


@pytest.mark.parametrize("key", EMERGENCIES)
def test_inv_03_a_new_sign_is_a_certain_emergency_before_its_other_parts_are_asked(key):
    values = {key: "yes", f"{key}.onset": "two_weeks", "MA1": "no"}
    if key in {"ND1", "ND2", "ND4", "GC1", "VA4", "MU1", "IN1"}:
        part = {
            "ND1": ("ND1.pace", "days"), "ND2": ("ND2.days", "yes"), "ND4": ("ND4.sudden", "yes"),
            "GC1": ("GC1.vision", "yes"), "VA4": ("VA4.breathless", "yes"),
            "MU1": ("MU1.dark_urine", "yes"), "IN1": ("IN1.very_ill", "yes"),
        }[key]  # fmt: skip
        assert not certain_emergency(RULES, values)
        values |= dict([part])
    assert certain_emergency(RULES, values)


PLAIN = ("ND3", "ND5", "VA1", "VA2", "VA3", "IN2", "FR1", "SD1", "GI1", "PR1")
PARTS = (
    ("IN1", "very_ill", "yes"), ("GC1", "vision", "yes"), ("VA4", "breathless", "yes"),
    ("MU1", "dark_urine", "yes"), ("ND4", "sudden", "yes"), ("ND4", "signs", "yes"),
    ("ND1", "pace", "days"), ("ND2", "days", "yes"),
)  # fmt: skip


@pytest.mark.parametrize("key", sorted(set(EMERGENCIES) - set(PLAIN)))
def test_inv_03_a_pending_refinement_waits_for_the_page(key):
    assert not certain_emergency(RULES, {key: "yes"})
    assert screen(RULES, {key: "yes"}).code is ActionCode.EMERGENCY


@pytest.mark.parametrize("key", PLAIN)
@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_inv_03_a_plain_emergency_is_certain_at_once(key, answer):
    (fired,) = certain_emergency(RULES, {key: answer})
    assert fired.rule.id == f"{key}.E"
    assert dict(fired.because)[f"{key}.onset"] == "not answered"


@pytest.mark.parametrize("key", PLAIN)
@pytest.mark.parametrize("part", ["onset", "trend", "assessed"])
def test_inv_03_a_plain_emergency_waits_for_none_of_its_course(key, part):
    settled = {f"{key}.{name}": word for name, word in SETTLED.items()}
    missing = {name: word for name, word in settled.items() if name != f"{key}.{part}"}
    assert certain_emergency(RULES, {key: "yes", **missing})
    assert not certain_emergency(RULES, {key: "yes", **settled})
    assert certain_emergency(RULES, {key: "yes", **settled, f"{key}.assessed": "no"})


@pytest.mark.parametrize(("key", "part", "answer"), PARTS)
@pytest.mark.parametrize("stem", ["yes", "not_sure"])
def test_inv_03_a_part_that_makes_an_emergency_is_certain_at_once(key, part, answer, stem):
    assert not certain_emergency(RULES, {key: stem})
    assert certain_emergency(RULES, {key: stem, f"{key}.{part}": answer})


def test_inv_03_an_old_stable_assessed_headache_is_no_certain_emergency():
    settled = {f"ND4.{name}": word for name, word in SETTLED.items()}
    assert not certain_emergency(RULES, {"ND4": "yes", "ND4.sudden": "yes", **settled})


@pytest.mark.parametrize("key", ["CE1", "CE2", "CE3", "CE4", "CE5"])
def test_inv_03_cauda_equina_waits_for_since_when_or_whether_worse(key):
    assert not certain_emergency(RULES, {key: "yes", f"{key}.onset": "twelve_weeks"})
    assert certain_emergency(RULES, {key: "yes", f"{key}.onset": "two_weeks"})
    assert certain_emergency(RULES, {key: "yes", f"{key}.trend": "worse"})


@pytest.mark.parametrize("key", [key for key in MUST if key[:2] in ("CE", "ND")])
def test_an_old_stable_assessed_nerve_finding_is_routine(key):
    values = {key: "yes", "MA1": "no"} | {f"{key}.{name}": word for name, word in SETTLED.items()}
    assert screen(RULES, values).code is ActionCode.ROUTINE


@pytest.mark.parametrize("key", [key for key in MUST if key[:2] not in ("CE", "ND")])
def test_another_old_stable_assessed_finding_is_a_note(key):
    values = {key: "yes", "IN3": ("none",), "BODY": ("left_knee",)}
    values |= {f"{key}.{name}": word for name, word in SETTLED.items()}
    values |= {part: "no" for part in parts_of(key) if part.split(".")[1] not in SETTLED}
    assert screen(RULES, values).code is ActionCode.NOTE


def test_because_shows_the_answers_and_what_was_left_out():
    fired = screen(RULES, {"CE1": "yes", "CE1.onset": "two_weeks"}).fired
    because = dict(next(one for one in fired if one.rule.id == "CE1.E").because)
    assert because == {"CE1": "yes", "CE1.onset": "two_weeks", "CE1.trend": "not answered"}


def test_age_of_the_record_counts_before_the_form():
    assert screen(RULES, {"age": 40.0}, Context(age=17)).code is ActionCode.REVIEW


@pytest.mark.parametrize(
    ("context", "code"),
    [
        (Context(age=18, age_low=17), "U2"),
        (Context(age=18, age_low=18), None),
        (Context(age=18), None),
        (Context(age_low=17), "U2"),
    ],
)
def test_an_age_between_two_counts_the_lower_for_people_under_18(context, code):
    assert screen(RULES, {}, context).code == code


def test_an_age_between_two_counts_the_upper_for_the_rules_of_50():
    values = {"BODY": ("neck",), "PAIN.spine_new": "yes", "PAIN.first": "yes"}
    assert screen(RULES, values, Context(age=50, age_low=49)).code == "R"


@pytest.mark.parametrize(
    ("values", "reopened"),
    [
        ({}, False),
        ({"SIGNS": ("none",)}, False),
        ({"SIGNS": ("not_sure",)}, True),
        ({"SIGNS": ("fever", "chest")}, True),
        ({"NEW": "no", "SIGNS": ("none",)}, False),
        ({"NEW": "not_sure"}, True),
    ],
)
def test_inv_06_a_tick_or_not_sure_reopens_stage_1(values, reopened):
    assert reopens_stage_one(values) is reopened


def test_inv_06_each_sign_opens_all_of_stage_1():
    weekly = RULES.form("weekly")
    opened = {
        sign.key: {one.key for one in asked(weekly, {"NEW": "no", "SIGNS": (sign.key,)})}
        & set(MUST)
        for sign in RULES.signs
    }
    assert len(opened) == 9
    assert all(keys == set(MUST) for keys in opened.values())
    nothing = asked(weekly, {"NEW": "no", "SIGNS": ("none",)})
    assert [one.key for one in nothing] == ["NEW", "SIGNS"]


@pytest.mark.parametrize(
    "drug", ["Morphine SR", "diazepam", "pregabalin", "Paroxetine", "a red tablet"]
)
@pytest.mark.parametrize("use", ["regular", "not_sure", ""])
def test_hz4_a_regular_medicine_reported_as_stopped_is_same_day(drug, use):
    found = medicine_change(RULES, drug=drug, what="stopped_abruptly", use=use)
    assert found[0].rule.id == "CHG.U1"
    assert found[0].rule.code is ActionCode.SAME_DAY
    assert "do not change this on your own" in found[0].rule.says


@pytest.mark.parametrize(
    ("drug", "what", "use", "code"),
    [
        ("morphine", "reduced_with_prescriber", "regular", "R"),
        ("tramadol", "as_needed_less", "as_needed", "N"),
        ("tramadol", "stopped_abruptly", "as_needed", "N"),
        ("duloxetine", "reduced_alone", "regular", "U1"),
        ("ibuprofen", "stopped_abruptly", "regular", "R"),
        ("morphine", "", "", "U1"),
    ],
)
def test_hz4_other_changes(drug, what, use, code):
    assert medicine_change(RULES, drug=drug, what=what, use=use)[0].rule.code == code


def test_hz4_every_reported_change_asks_something_of_people():
    drugs = ("morphine", "methadone", "diazepam", "pregabalin", "sertraline", "prednisone")
    drugs += ("warfarin", "tacrolimus", "megestrol", "ibuprofen", "a red tablet")
    whats = ("", "stopped_abruptly", "reduced_alone", "reduced_with_prescriber")
    for drug in drugs:
        for what in (*whats, "as_needed_less", "not_sure"):
            for use in ("", "regular", "as_needed", "not_sure"):
                assert medicine_change(RULES, drug=drug, what=what, use=use), (drug, what, use)


@pytest.mark.parametrize(
    ("context", "rules"),
    [
        (Context(mme=49), []),
        (Context(mme=50), ["MED.50"]),
        (Context(mme=90), ["MED.90", "MED.50"]),
        (Context(drugs=("morphine", "gabapentin")), ["MED.mix"]),
        (Context(drugs=("morphine", "lorazepam")), ["MED.mix", "MED.naloxone"]),
        (Context(drugs=("methadone",)), ["MED.special"]),
        (Context(drugs=("gabapentin", "lorazepam")), []),
    ],
)
def test_medicines_of_a_6(context, rules):
    assert [one.rule.id for one in screen(RULES, {}, context).fired] == rules


def test_inv_01_findings_name_answers_and_the_concern_stands_apart():
    for rule in RULES.rules:
        assert rule.finding, rule.id
        assert rule.looks_for, rule.id
        assert rule.source.startswith(("Clinical reference ", "Remit")), rule.id
        assert not any(
            word in rule.finding.lower()
            for word in ("diagnos", "cauda", "meningitis", "stroke", "embol", "arteritis")
        ), rule.finding
    assert not hasattr(RULES.rules[0], "probability")


def test_inv_07_no_text_of_screening_is_banned_or_reassures():
    texts = [part for rule in RULES.rules for part in (rule.finding, rule.task, rule.says)]
    for text in texts:
        assert not banned_in(text)
        assert "all clear" not in text.lower()
