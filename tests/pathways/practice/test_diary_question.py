"""What is said of a diary: a pure function, chance and limits first, no figures for the person."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.domain.wording import banned_in
from remit.pathways.practice.diary_question import DiaryAnswer, Missing, RatedDay, ask
from remit.pathways.practice.diary_words import (
    NOT_CAUSES,
    USUAL,
    chance_for_the_clinician,
    for_the_clinician,
    for_the_person,
    rows_for_the_clinician,
)
from remit.stats.not_estimable import NotEstimable


def diary(days, effect, seed=1, *, began=0.0, missing=0.0):
    random = np.random.default_rng(seed)
    stress = random.integers(0, 11, days)
    pain = np.zeros(days)
    for day in range(1, days):
        push = 3 + 0.3 * pain[day - 1] + effect * (stress[day - 1] - 5) + random.normal()
        pain[day] = np.clip(np.round(push), 0, 10)
    found = []
    for day in range(days):
        gone = random.random() < missing
        found.append(
            RatedDay(
                None if gone else int(pain[day]),
                None if gone else int(stress[day]),
                bool(random.random() < began),
            )
        )
    return found


def every():
    return {
        "short": ask(diary(20, 0.4)),
        "nothing": ask([RatedDay(None, None)] * 40),
        "empty": ask([]),
        "no effect": ask(diary(60, 0.0, missing=0.2)),
        "higher": ask(diary(90, 0.4, began=0.3)),
        "lower": ask(diary(90, -0.4)),
        "small": ask(diary(90, 0.0, seed=3)),
        "flat": ask([RatedDay(3, day % 5) for day in range(60)]),
    }


ALL = every()


@pytest.mark.parametrize("found", ALL.values(), ids=ALL)
def test_every_sentence_is_fit_to_be_read(found):
    for sentence in (*for_the_clinician(found), *for_the_person(found)):
        assert not banned_in(sentence)
        assert "nan" not in sentence.lower()
        assert sentence.endswith(".")
        assert not re.search(r"\b(proves?|cured?|because of)\b", sentence)


@pytest.mark.parametrize("found", ALL.values(), ids=ALL)
def test_chance_what_was_compared_and_limits_come_before_any_difference(found):
    said = for_the_clinician(found)
    assert said[0] == chance_for_the_clinician(found)
    assert "chance alone" in said[0] or "such diaries" in said[0]
    assert str(found.answer) in said[0]
    assert "yesterday's stress" in said[1]
    assert "rated by the person" in said[1]
    assert said[2] == NOT_CAUSES
    later = [number for number, one in enumerate(said) if "points of pain" in one]
    assert all(number >= 3 for number in later)


@pytest.mark.parametrize("found", ALL.values(), ids=ALL)
def test_the_person_reads_no_figure_of_chance(found):
    for sentence in for_the_person(found):
        assert not re.search(r"of 100|%|\bp\b|0\.\d", sentence)
        numbers = [int(one) for one in re.findall(r"\d+", sentence)]
        assert set(numbers) <= {28, 56, 84}


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("short", DiaryAnswer.NOT_ENOUGH_INFORMATION),
        ("nothing", DiaryAnswer.NOT_ENOUGH_INFORMATION),
        ("empty", DiaryAnswer.NOT_ENOUGH_INFORMATION),
        ("flat", DiaryAnswer.NOT_ENOUGH_INFORMATION),
        ("higher", DiaryAnswer.HIGHER),
        ("lower", DiaryAnswer.LOWER),
        ("small", DiaryAnswer.AT_MOST_SMALL),
    ],
)
def test_the_answer_follows_the_numbers(name, answer):
    assert ALL[name].answer is answer


def test_before_the_first_look_nothing_is_counted():
    found = ALL["short"]
    assert isinstance(found.looks, NotEstimable)
    assert rows_for_the_clinician(found) == ()
    assert "28 days" in for_the_person(found)[1]
    assert USUAL in for_the_clinician(found)


def test_days_after_a_look_change_nothing_until_the_next():
    days = diary(56, 0.3)
    later = [*days, *diary(20, -3.0, seed=9)]
    assert ask(days).looks.looks == ask(later).looks.looks
    assert for_the_person(ask(days)) == for_the_person(ask(later))


def test_what_was_declared_and_drawn_stands_among_the_numbers():
    rows = dict(rows_for_the_clinician(ALL["higher"]))
    assert "seed 0" in rows["Declared"]
    assert "28, 56, 84" in rows["Declared"]
    assert rows["Counted by"].startswith("remit ")
    assert {"Look at 28 days", "Look at 56 days", "Look at 84 days"} <= set(rows)


def test_flares_are_asked_or_refused_in_words():
    assert "fewer than 10 answer nothing" in for_the_clinician(ALL["no effect"])[-1]
    said = for_the_clinician(ALL["higher"])[-1]
    assert said.startswith("It began to hurt on ")
    assert "in one look" in said


def test_days_that_are_missing_after_bad_days_are_said():
    days = diary(80, 0.0)
    usual = np.median([day.pain for day in days])
    kept = [days[0]]
    for before, day in itertools.pairwise(days):
        gone = before.pain is not None and before.pain > usual
        kept.append(RatedDay(None, None) if gone and len(kept) % 2 else day)
    found = ask(kept)
    assert found.missing.after_more > found.missing.after_less
    assert any("missing more often after worse days" in one for one in for_the_clinician(found))
    assert ask([RatedDay(None, None)] * 30).missing == Missing(None, None)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            RatedDay,
            st.one_of(st.none(), st.integers(0, 10)),
            st.one_of(st.none(), st.integers(0, 10)),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_no_diary_breaks_the_question(days):
    found = ask(days)
    assert for_the_clinician(found)
    assert for_the_person(found)
