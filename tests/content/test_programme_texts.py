"""Flare protocol, calls and pages around the days: a lint of every text, and their records."""

import re
import tomllib
from importlib.resources import files

import pytest
from tests.content.programme_rules import (
    OLDEST_READER,
    OLDEST_STAFF_READER,
    has_study_numbers,
    long_sentences,
    never_said,
)

from remit.content.definition import file_names, plain_file, structure
from remit.content.programme import folder, sources
from remit.content.programme_texts import (
    LETTER,
    NAMES,
    call_guides,
    evidence,
    flare_protocol,
    text,
    with_sources,
)
from remit.domain.call_guide import CALL_DAYS, FOLLOW_UP_DAY, FOLLOW_UP_MONTHS, LONGEST_CALL
from remit.domain.flare_protocol import LOOKS_AGAIN, NONE, NOT_SURE, SIGNS, seconds
from remit.domain.group_session import Session
from remit.domain.readability import reading_age
from remit.errors import InvalidInput, NotFound

PLACE = folder()
STAFF = {"telehealth", "telephone"}
FLARE = flare_protocol()
CALLS = call_guides()
KEYS = re.compile(r"\s*\[[A-Z0-9]+(?:, [A-Z0-9]+)*\]$", re.MULTILINE)


def strings(plain):
    """Every text of a TOML table; keys, ids and numbers are none."""
    if isinstance(plain, str):
        return [plain]
    if isinstance(plain, list):
        return [words for one in plain for words in strings(one)]
    if isinstance(plain, dict):
        return [w for key, one in plain.items() if key not in {"key", "id"} for w in strings(one)]
    return []


def markdown(name):
    return KEYS.sub("", text(name).replace(LETTER, ""))


def flare_words():
    return "\n\n".join(strings(plain_file(f"{PLACE}/flare.toml")))


def call_words(one):
    asked = [words for each in one.ask for words in (each.question, each.why)]
    return "\n\n".join([one.purpose, *one.say, *asked, *one.listen, *one.do, *one.closing])


TEXTS = [
    ("flare", OLDEST_READER, flare_words()),
    *((one.key, OLDEST_STAFF_READER, call_words(one)) for one in CALLS.values()),
    *(
        (name, OLDEST_STAFF_READER if name in STAFF else OLDEST_READER, markdown(name))
        for name in NAMES
    ),
]
texts = pytest.mark.parametrize(("name", "oldest", "words"), TEXTS, ids=[t[0] for t in TEXTS])
calls = pytest.mark.parametrize("one", CALLS.values(), ids=CALLS)


@texts
def test_reading_age(name, oldest, words):
    assert reading_age(words) <= oldest


@texts
def test_no_sentence_is_long(name, oldest, words):
    assert long_sentences(words) == []


@texts
def test_hz13_nothing_of_what_is_never_said_beside_the_days(name, oldest, words):
    assert never_said(words) == []


def test_every_page_beside_the_days_is_known_and_none_other_is_read():
    pages = {name.removesuffix(".md") for name in file_names(PLACE) if name.endswith(".md")}
    assert pages == set(NAMES)
    with pytest.raises(NotFound, match="no page"):
        text("../en/evidence")
    with pytest.raises(NotFound):
        text("evidence", "xx")


# The flare protocol (E.5)


def test_signs_are_those_of_the_screening_rules():
    rules = plain_file("screening/1.toml")
    page = next(one for one in rules["question"] if one["id"] == "SIGNS")
    assert [one.key for one in FLARE.signs] == [option["key"] for option in page["options"]]
    assert [one.key for one in FLARE.signs] == [*SIGNS, NOT_SURE, NONE]
    alone = {option["key"] for option in page["options"] if option.get("alone")}
    assert {one.key for one in FLARE.signs if one.alone} == alone


def test_only_one_sentence_says_not_dangerous():
    step = FLARE.steps.breath
    assert "not dangerous" in step.if_clear_and_signed
    assert flare_words().count("not dangerous") == 1


def test_the_breath_takes_one_to_two_minutes():
    assert 60 <= seconds(FLARE.steps.breath.lines) <= 120
    assert not re.search(r"deep|hold your breath|fast", FLARE.steps.breath.title.lower())


@pytest.mark.parametrize("one", FLARE.exercises, ids=lambda one: one.id)
def test_an_exercise_takes_the_time_it_says(one):
    assert abs(one.seconds / 60 - one.minutes) <= 0.75
    assert all(line.silence <= 65 for line in one.lines)
    assert len(one.title.split()) <= 6
    assert FLARE.exercise(one.id) is one


def test_watching_a_sensation_is_the_one_exercise_that_a_new_symptom_holds():
    assert [one.id for one in FLARE.exercises if one.known_sensation_only] == ["tracking"]
    first = FLARE.exercise("tracking").lines[0].say
    assert "know" in first
    assert "new" in first


def test_letters_and_actions_leave_out_a_person_who_frightens():
    for name in ("unsent_note", "real_action"):
        lines = " ".join(line.say for line in FLARE.exercise(name).lines)
        assert "frightens you" in lines


def test_looking_has_its_five_places_and_nothing_found_is_an_answer():
    places = [one.key for one in FLARE.looking]
    assert places == ["last_days", "coming_days", "anniversaries", "people", "unspoken"]
    assert all(one.questions and one.chips for one in FLARE.looking)
    assert "found nothing" in FLARE.steps.looking.nothing
    assert "counts" in FLARE.steps.looking.nothing_said


def test_24_feelings_stand_in_four_groups_and_one_is_warm():
    assert [len(one.words) for one in FLARE.feelings] == [6, 6, 6, 6]
    assert FLARE.feelings[-1].key == "warmth"


def test_worse_and_day_three_lead_to_the_clinic_and_touch_no_medicine():
    for one in (FLARE.after.worse, FLARE.after.day_three):
        assert "your clinic" in one.text
        assert "prescriber" in one.text
        assert {"Call my clinic"} < {one.next, one.other}
    assert "Check" in FLARE.after.worse.next
    assert "new" in FLARE.after.day_three.text


def test_expectation_has_its_limit_in_the_same_text():
    words = FLARE.expectation.at_ratings
    assert "some people" in words
    assert "get none" in words
    assert FLARE.steps.again.title.format(minutes=LOOKS_AGAIN[0]) == "5 minutes on. And now?"


def test_keys_of_the_flare_file_are_lowercase():
    def keys(plain):
        if isinstance(plain, dict):
            return [*plain, *(k for one in plain.values() for k in keys(one))]
        return [k for one in plain for k in keys(one)] if isinstance(plain, list) else []

    assert all(
        re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in keys(plain_file(f"{PLACE}/flare.toml"))
    )


# Calls (E.2, E.4)


def test_calls_are_made_when_the_plan_says():
    assert [one.days for one in CALLS.values() if not one.is_follow_up] == [
        CALL_DAYS,
        (FOLLOW_UP_DAY,),
    ]
    months = [one.month for one in CALLS.values() if one.is_follow_up]
    assert months == list(FOLLOW_UP_MONTHS)
    assert (CALLS["day-10"].minutes, CALLS["day-22"].minutes) == (10, LONGEST_CALL)


@calls
def test_a_call_asks_for_signs_safety_and_medicines(one):
    asked = [each.question.lower() for each in one.ask]
    assert "new or worrying" in asked[0]
    assert any("feel safe" in words for words in asked)
    assert any("medicine" in words for words in asked)
    assert all(each.safety for each in one.ask[:2])


@calls
def test_a_call_can_be_ended_and_gives_time_to_each_question(one):
    assert any("talk freely" in words for words in one.say)
    assert one.minutes / len(one.ask) >= 1


def test_two_calls_of_one_key_are_refused(monkeypatch):
    monkeypatch.setattr(
        "remit.content.programme_texts.plain_file",
        lambda path: {"calls": plain_file(path)["calls"][:1] * 2},
    )
    with pytest.raises(InvalidInput, match="same key"):
        call_guides.__wrapped__()


# What is known (F.1, F.2)


def test_the_page_of_evidence_has_its_length():
    body = "\n".join(line for line in markdown("evidence").splitlines() if not line.startswith("#"))
    assert 700 <= len(body.split()) <= 1000


@pytest.mark.parametrize("one", evidence(), ids=lambda one: one.text[:30])
def test_numbers_of_studies_rest_on_a_source_that_was_read(one):
    if has_study_numbers(one.text):
        assert {sources()[key].mark for key in one.sources} & {"V1", "V2"}


@pytest.mark.parametrize("one", evidence(), ids=lambda one: one.text[:30])
def test_percentages_of_studies_stand_in_their_source(one):
    words = " ".join(sources()[key].words for key in one.sources)
    for number in re.findall(r"(\d+(?:\.\d+)?) %", one.text):
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", words), number


def test_every_study_of_the_clinical_reference_is_told():
    told = {key for one in evidence() for key in one.sources}
    assert told >= {
        "S", "HSU", "LUM17", "ZIA18", "ZIA22", "ASHAR", "PRT5Y", "YAR24", "PSRT", "SCH24",
        "BROD", "GILLIS", "DSOUZA", "COCH", "NG193", "NG59", "WIKI", "TODD",
    }  # fmt: skip


def test_a_paragraph_without_a_known_source_is_refused():
    assert with_sources("Words. [HSU, D]") == ("Words.", ("HSU", "D"))
    with pytest.raises(InvalidInput, match="No source stands"):
        with_sources("Words.")
    with pytest.raises(InvalidInput, match="No source NOBODY"):
        with_sources("Words. [NOBODY]")


def test_the_letter_of_the_participant_has_one_place():
    assert text("six-month-letter").count(LETTER) == 1


def test_a_study_in_a_text_for_staff_names_its_source():
    for name in STAFF:
        for block in re.split(r"\n\s*\n", text(name)):
            if re.search(r"\d+ people|\d+ % of", block):
                assert with_sources(block)[1]


# All three sessions together (E.7)


def test_every_item_of_fidelity_belongs_to_some_part():
    sessions = [
        structure(Session, plain_file(f"{PLACE}/session-{n}.toml"), f"session {n}")
        for n in (1, 2, 3)
    ]
    items = [{number for part in one.parts for number in part.fidelity} for one in sessions]
    assert set().union(*items) == set(range(1, 21))
    assert 17 in items[2]
    assert {one.key for session in sessions for one in session.handouts} >= {
        "rules", "week-plan", "flare-short", "flare-plan", "activity-plan", "if-pain-stays",
    }  # fmt: skip


def test_every_file_is_toml_that_ends_with_a_line():
    place = files("remit.content").joinpath(*PLACE.split("/"))
    for name in ("flare.toml", "calls.toml"):
        words = place.joinpath(name).read_text(encoding="utf-8")
        assert tomllib.loads(words)
        assert words.endswith("\n")
        assert words.startswith("#")
