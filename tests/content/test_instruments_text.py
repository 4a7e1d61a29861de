"""Item texts and codes that are often copied wrongly (HZ8)."""

import pytest

from remit.content import instruments
from remit.content.definition import content_bytes
from remit.content.instruments import instrument

FREQUENCY = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
PHQ_CODES = [
    "44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3",
    "44260-8",
]  # fmt: skip
GAD_CODES = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]


def texts(identifier):
    return {one.key: one.text for one in instrument(identifier).form.questions()}


def codes(identifier, prefix, count):
    loinc = instrument(identifier).loinc
    return [loinc[f"{prefix}.{number}"].code for number in range(1, count + 1)]


@pytest.mark.parametrize("identifier", ["phq9", "phq8", "phq2", "gad7", "gad2"])
def test_frequency_is_asked_with_four_answers_in_order(identifier):
    made = instrument(identifier)
    assert made.form.pages[0].intro == STEM
    for question in made.form.pages[0].questions:
        assert [option.text for option in question.options] == FREQUENCY
        assert [option.value for option in question.options] == [0, 1, 2, 3]


def test_trap_the_first_answer_is_not_at_all_and_nothing_more():
    for one in instruments.every_version():
        raw = content_bytes(instruments.path(one.id, one.version)).decode("utf-8").lower()
        assert "not at all sure" not in raw


def test_trap_phq_item_codes_are_not_in_numeric_order():
    assert codes("phq9", "phq9", 9) == PHQ_CODES
    assert sorted(PHQ_CODES) != PHQ_CODES
    assert codes("phq8", "phq9", 8) == PHQ_CODES[:8]
    assert codes("phq2", "phq9", 2) == PHQ_CODES[:2]


def test_trap_the_phq_15_total_is_nowhere_taken_for_the_gad_7():
    for one in instruments.every_version():
        assert "70273-8" not in {code.code for code in one.loinc.values()}, one.id
    assert instrument("gad7").loinc["gad7.total"].code == "70274-6"
    assert codes("gad7", "gad7", 7) == GAD_CODES
    marks = [instrument("gad7").loinc[f"gad7.{number}"].mark for number in range(1, 8)]
    assert marks == ["V2:LOINCREPO"] * 3 + ["GK"] * 4


def test_scores_without_a_verified_code_have_none():
    for identifier, key in (("phq8", "phq8.total"), ("gad2", "gad2.total")):
        assert key not in instrument(identifier).loinc
    assert not instrument("rmdq").loinc
    assert not instrument("fibromyalgia").loinc


def test_a_code_names_one_thing():
    seen = {}
    for one in instruments.known():
        for key, code in one.loinc.items():
            name = key if "." in key else f"{one.id} {key}"
            assert seen.setdefault(code.code, name) == name
            assert code.mark


def test_codes_belong_to_scores_or_questions():
    for one in instruments.shipped():
        known = {question.key for question in one.form.questions()}
        known |= {score.key for score in one.scores} | {"panel"}
        assert set(one.loinc) <= known, one.id


def test_quotation_marks_of_the_owners_texts_are_straight():
    for one in instruments.shipped():
        if one.licence == "L0":
            words = " ".join(
                question.text + " ".join(option.text for option in question.options)
                for question in one.form.questions()
            )
            assert not set(words) & set("‘’“”–—…"), one.id
    assert "it's hard to sit still" in texts("gad7")["gad7.5"]
    assert " - or that you are a failure" in texts("phq9")["phq9.6"]


def test_phq_9_asks_the_items_in_their_order():
    asked = texts("phq9")
    assert list(asked) == [f"phq9.{number}" for number in range(1, 10)] + ["phq9.difficulty"]
    assert asked["phq9.1"] == "Little interest or pleasure in doing things"
    assert asked["phq9.5"] == "Poor appetite or overeating"
    assert asked["phq9.9"] == (
        "Thoughts that you would be better off dead, or of hurting yourself in some way"
    )


@pytest.mark.parametrize("identifier", ["phq8", "phq2"])
def test_hz3_the_short_forms_have_no_item_9(identifier):
    assert "phq9.9" not in texts(identifier)


def test_gad_7_asks_the_items_in_their_order():
    assert next(iter(texts("gad7").values())) == "Feeling nervous, anxious, or on edge"
    assert texts("gad7")["gad7.7"] == "Feeling afraid as if something awful might happen"
    assert list(texts("gad2")) == ["gad7.1", "gad7.2"]


def test_roland_morris_has_24_statements_and_one_that_confirms_none():
    options = instrument("rmdq").form.question("rmdq.ticked").options
    assert [one.key for one in options] == [*map(str, range(1, 25)), "none_apply"]
    assert [one.key for one in options if one.alone] == ["none_apply"]
    assert options[0].text == "I stay at home most of the time because of my back."
    assert options[8].text == "I get dressed more slowly than usual because of my back."
    assert options[23].text == "I stay in bed most of the time because of my back."


def test_pc_ptsd_asks_five_items_only_behind_its_gate():
    first, *rest = instrument("pcptsd5").form.questions()
    assert first.text.endswith("Have you ever experienced this kind of event?")
    assert len(rest) == 5
    assert all(one.ask_when for one in rest)


def test_peg_ends_differ_between_pain_and_interference():
    one, two, three = instrument("peg").form.questions()
    assert (one.low_words, one.high_words) == ("no pain", "pain as bad as you can imagine")
    assert two.low_words == three.low_words == "does not interfere"
    assert two.high_words == three.high_words == "completely interferes"
