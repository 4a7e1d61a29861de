"""A flare protocol that breaks a rule of E.5 refuses to exist."""

from dataclasses import replace

import pytest

from remit.content.programme_texts import flare_protocol
from remit.domain.flare_protocol import SIGNS, Exercise, seconds
from remit.domain.programme import Line
from remit.errors import InvalidInput

FLARE = flare_protocol()


def test_seconds_are_silences_and_calm_reading():
    assert seconds((Line(say="one " * 110, silence=7), Line(say="", silence=3))) == 70


@pytest.mark.parametrize("left_out", range(len(SIGNS) + 2))
def test_no_sign_can_be_left_out(left_out):
    kept = tuple(one for place, one in enumerate(FLARE.signs) if place != left_out)
    with pytest.raises(InvalidInput, match="eight groups"):
        replace(FLARE, signs=kept)


def test_a_sign_cannot_stand_alone():
    first, *rest = FLARE.signs
    with pytest.raises(InvalidInput, match="stand alone"):
        replace(FLARE, signs=(replace(first, alone=True), *rest))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"exercises": FLARE.exercises[1:]}, "six of E.5"),
        ({"exercises": FLARE.exercises * 2}, "six of E.5"),
        ({"feelings": FLARE.feelings[1:]}, "24 different words"),
        ({"feelings": FLARE.feelings[:3] + FLARE.feelings[:1]}, "24 different words"),
        ({"looking": FLARE.looking + FLARE.looking[:1]}, "chip stands in two places"),
    ],
)
def test_what_is_missing_or_double_is_named(change, said):
    with pytest.raises(InvalidInput, match=said):
        replace(FLARE, **change)


@pytest.mark.parametrize(("name", "known"), [("tracking", False), ("kind_talk", True)])
def test_only_watching_a_sensation_needs_a_known_one(name, known):
    with pytest.raises(InvalidInput, match="needs a known one"):
        Exercise(id=name, title="A", short="B", minutes=1, lines=(), known_sensation_only=known)


def test_a_breath_that_is_too_short_or_too_long_is_refused():
    for lines in ((), FLARE.steps.breath.lines * 2):
        with pytest.raises(InvalidInput, match="not 60 to 120"):
            replace(FLARE.steps.breath, lines=lines)


def test_the_last_screen_names_its_minutes():
    with pytest.raises(InvalidInput, match="minutes"):
        replace(FLARE.steps.again, title="And now?")


def test_an_unknown_exercise_is_refused():
    assert FLARE.exercise("free_write").minutes == 5
    with pytest.raises(InvalidInput, match="no exercise"):
        FLARE.exercise("running")
