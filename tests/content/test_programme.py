"""The 21 days: the plan of E.3 written a second time by hand, and a lint of every text."""

import re

import pytest
from tests.content.programme_rules import (
    OLDEST_READER,
    has_study_numbers,
    long_sentences,
    never_said,
)

from remit.content.definition import file_names, plain_file, structure
from remit.content.programme import folder, sources
from remit.domain.group_session import Session
from remit.domain.programme import Day, Practice
from remit.domain.readability import reading_age

# day: theme minutes, intensity, gentler at most, practice minutes, slot, evening items
PLAN = {
    1: (15, 1, 10, "R1", {"own-exp"}),
    2: (15, 1, 10, "R1", {"fear_of_harm"}),
    3: (15, 1, 12, "R2", {"exceptions"}),
    4: (20, 2, 12, "R2", {"timeline_items"}),
    5: (15, 2, 10, "R3", {"feeling_words"}),
    6: (20, 2, 10, "R3", {"trait_noticed"}),
    7: (10, 1, 10, "R4", {"weekly"}),
    8: (15, 2, 10, "R4", {"support_named"}),
    9: (20, 4, 10, "R5", {"sud_bedtime"}),
    10: (20, 3, 12, "R5", {"sud_bedtime"}),
    11: (10, 0, 10, "", set()),
    12: (15, 2, 12, "R6", {"own-fear"}),
    13: (20, 3, 12, "R6", {"sud_bedtime"}),
    14: (15, 2, 12, "R7", {"weekly"}),
    15: (15, 2, 10, "R7", {"flare_plan_draft"}),
    16: (15, 1, 12, "R8", {"own-fear"}),
    17: (20, 2, 10, "R8", {"action_done"}),
    18: (20, 4, 12, "R9", {"sud_bedtime"}),
    19: (15, 2, 12, "R9", set()),
    20: (15, 1, 6, "", {"plan_complete"}),
    21: (15, 1, 10, "", {"closing"}),
}
FIGURES = {
    "layers", "shares", "chain", "loop", "two", "balance", "path", "uneven", "rings", "alarm",
    "dial", "tracks", "bridge",
}  # fmt: skip
PLACE = folder()


def numbered(pattern):
    found = (re.fullmatch(pattern, name) for name in file_names(PLACE))
    return sorted(int(one[1]) for one in found if one)


def day(number):
    path = f"{PLACE}/day-{number:02}.toml"
    return structure(Day, plain_file(path), path)


def practice(name):
    path = f"{PLACE}/practices/{name}"
    return structure(Practice, plain_file(path), path)


def session(number):
    path = f"{PLACE}/session-{number}.toml"
    return structure(Session, plain_file(path), path)


DAYS = [day(number) for number in numbered(r"day-(\d\d)\.toml")]
PRACTICES = [practice(name) for name in file_names(f"{PLACE}/practices")]
SESSIONS = [session(number) for number in numbered(r"session-(\d)\.toml")]


def words_of_day(one):
    theme, gentler = one.writing.theme, one.writing.gentler
    passages = [p.text for p in (*one.education.passages, one.education.honest)]
    themes = [t for pick in (theme, gentler) for t in (pick.invitation, *pick.questions)]
    around = [one.about, one.education.goal, one.education.figure.caption]
    rest = [one.writing.before_today, one.step.text, *one.affirmations]
    return "\n\n".join([*around, *passages, *themes, *rest])


def words_of_session(one):
    parts = [line for part in one.parts for line in (part.purpose, *part.say, *part.do)]
    return "\n\n".join([one.aim, *one.prepare, *parts, *one.online])


TEXTS = (
    [(f"day {one.number}", words_of_day(one)) for one in DAYS]
    + [
        (one.id, "\n\n".join([one.before, one.stop_when, *(line.say for line in one.lines)]))
        for one in PRACTICES
    ]
    + [(f"session {one.number}", words_of_session(one)) for one in SESSIONS]
    + [(h.key, h.text) for one in SESSIONS for h in one.handouts]
)
texts = pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
days = pytest.mark.parametrize("one", DAYS, ids=lambda one: str(one.number))


@texts
def test_reading_age_is_about_twelve_or_less(name, text):
    assert reading_age(text) <= OLDEST_READER


@texts
def test_no_sentence_is_long(name, text):
    assert long_sentences(text) == []


@texts
def test_hz13_nothing_of_what_is_never_said(name, text):
    assert never_said(text) == []


@days
def test_a_day_is_as_the_plan_says(one):
    minutes, intensity, practice_minutes, slot, check_in = PLAN[one.number]
    theme = one.writing.theme
    assert (theme.minutes, theme.intensity) == (minutes, intensity)
    assert (one.practice_minutes, one.slot) == (practice_minutes, slot)
    assert set(one.check_in) == check_in


@days
def test_education_has_its_length(one):
    assert 400 <= one.education.words <= 700
    assert 3 <= one.education.minutes <= 6
    assert len(one.about) <= 110


@days
def test_there_are_questions_at_hand_and_a_figure_that_can_be_drawn(one):
    for theme in (one.writing.theme, one.writing.gentler):
        assert 4 <= len(theme.questions) <= 6
        assert all(question[-1] in "?.:" for question in theme.questions)
    assert one.education.figure.kind in FIGURES
    assert all(1 <= len(label.split()) <= 6 for label in one.education.figure.labels)
    assert one.core in {"write", "listen", "read"}


@days
def test_every_passage_rests_on_known_sources(one):
    for passage in (*one.education.passages, one.education.honest):
        assert passage.sources
        assert set(passage.sources) <= set(sources())


@days
def test_numbers_of_studies_rest_on_a_source_that_was_read(one):
    for passage in (*one.education.passages, one.education.honest):
        if has_study_numbers(passage.text):
            marks = {sources()[key].mark for key in passage.sources}
            assert marks & {"V1", "V2"}, passage.text


@days
def test_only_a_signed_sentence_says_what_the_clinician_found(one):
    for passage in one.education.passages:
        signed = "CLEARED" in passage.sources
        assert passage.only_if_signed == signed
        assert signed == ("found no sign" in passage.text)


@days
def test_affirmations_promise_and_deny_nothing(one):
    assert len(one.affirmations) == (0 if one.number == 21 else 3)
    for words in one.affirmations:
        assert len(words.split()) <= 12
        assert not re.search(r"\b(no pain|pain.free|gone|always|never|will be|every)\b", words)


@pytest.mark.parametrize("one", PRACTICES, ids=lambda one: one.id)
def test_a_practice_takes_the_time_it_says(one):
    assert abs(one.seconds / 60 - one.minutes) <= max(1.0, 0.1 * one.minutes)
    assert all(line.silence <= 60 for line in one.lines)
    assert "eyes" in one.before.lower()
    assert not re.search(r"\bhold your breath|breathe (?:fast|deeply)", one.before.lower())


@pytest.mark.parametrize("one", SESSIONS, ids=lambda one: str(one.number))
def test_hz12_a_session_names_its_fidelity_items_and_can_give_time(one):
    items = {number for part in one.parts for number in part.fidelity}
    assert items <= set(range(1, 21))
    assert sum(part.can_give for part in one.parts) >= 10
    assert all(part.say for part in one.parts if part.key != "break")
