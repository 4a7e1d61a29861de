"""The flare protocol as content: a check of signs, then calm steps (CLINICAL E.5).

A protocol that breaks a rule of E.5 refuses to exist: signs come first and lack none of the eight,
and only the exercise that watches a sensation asks for one that is known (INV-06).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from remit.domain.programme import WORDS_A_MINUTE, Line
from remit.errors import InvalidInput

SIGNS = ("new_kind", "injury", "weakness", "bladder", "fever", "chest", "head", "worry")
"""The eight groups of step 0; the flare page of the screening rules asks the same."""
NOT_SURE, NONE = "not_sure", "none"
LOOKS_AGAIN = (5, 15, 30)
"""Minutes at which the two numbers are asked again."""
BREATH_SECONDS = (60, 120)
FEELING_WORDS, FEELING_GROUPS = 24, 4
TRACKING = "tracking"
EXERCISES = frozenset(
    {"real_action", "free_write", "unsent_note", TRACKING, "affirmation", "kind_talk"}
)


def seconds(lines: tuple[Line, ...]) -> int:
    """Silences and reading at `WORDS_A_MINUTE`."""
    words = sum(len(line.say.split()) for line in lines)
    return round(60 * words / WORDS_A_MINUTE) + sum(line.silence for line in lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """One row of the first screen.

    Attributes:
        key: its name; the screening rules know it by the same.
        title: the words in bold.
        hint: what belongs to it.
        alone: cannot be ticked together with another.
    """

    key: str
    title: str
    hint: str
    alone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SignsStep:
    """Screen 1: is any of this true now? Any tick, and not sure, is checked before the rest."""

    title: str
    intro: str
    note: str
    check_first: str
    emergency: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BreathStep:
    """Screen 2: a slow breath, and two numbers.

    Attributes:
        title: its heading.
        if_clear: said when no sign was ticked.
        if_clear_and_signed: said instead while a signed clearance stands.
        eyes: that eyes may be open and the breath left out.
        lines: the paced breath, one to two minutes.
        reduced_in: the whole breath in words, for reduced motion.
        reduced_out: the same, out.
        pain_title: name of the first number.
        pain_low: its 0.
        pain_high: its 10.
        fear_title: name of the second number.
        fear_low: its 0.
        fear_high: its 10.
        no_numbers: button that leaves both out.
        next: button that goes on.
    """

    title: str
    if_clear: str
    if_clear_and_signed: str
    eyes: str
    lines: tuple[Line, ...]
    reduced_in: str
    reduced_out: str
    pain_title: str
    pain_low: str
    pain_high: str
    fear_title: str
    fear_low: str
    fear_high: str
    no_numbers: str
    next: str

    def __post_init__(self) -> None:
        shortest, longest = BREATH_SECONDS
        if not shortest <= seconds(self.lines) <= longest:
            raise InvalidInput(f"The breath takes {seconds(self.lines)} seconds, not 60 to 120.")


@dataclass(frozen=True, kw_only=True, slots=True)
class LookingStep:
    """Screen 3: what is going on, and what is felt; finding nothing is an answer."""

    title: str
    intro: str
    own_words: str
    close_in_time: str
    nothing: str
    nothing_said: str
    not_now: str
    feelings_title: str
    feelings_intro: str
    feelings_none: str
    next: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChooseStep:
    """Screen 4: choose one, or rest; `tracking_rests` is said where a new symptom holds it."""

    title: str
    intro: str
    rest: str
    tracking_rests: str
    again: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AgainStep:
    """Screen 5: the numbers again; `title` and `ask_later` hold a place for `{minutes}`."""

    title: str
    intro: str
    eased: str
    same: str
    worse: str
    ask_later: str
    ask_no_more: str
    something_new: str

    def __post_init__(self) -> None:
        if "{minutes}" not in self.title or "{minutes}" not in self.ask_later:
            raise InvalidInput("The last screen names its {minutes} in its title and button.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """The words of the five screens, in their order."""

    signs: SignsStep
    breath: BreathStep
    looking: LookingStep
    choose: ChooseStep
    again: AgainStep


@dataclass(frozen=True, kw_only=True, slots=True)
class Looking:
    """One place to look for what is going on.

    Attributes:
        key: its name.
        title: its heading.
        questions: to think with.
        chips: to tap; words by key.
    """

    key: str
    title: str
    questions: tuple[str, ...]
    chips: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Feelings:
    """One group of feeling words; words by key."""

    key: str
    title: str
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exercise:
    """One thing to choose in a flare.

    Attributes:
        id: its name; an episode keeps it.
        title: a few words.
        short: a line under it.
        minutes: how long it takes.
        lines: paced text.
        known_sensation_only: held while a symptom is new or unchecked (INV-06).
    """

    id: str
    title: str
    short: str
    minutes: int
    lines: tuple[Line, ...]
    known_sensation_only: bool = False

    def __post_init__(self) -> None:
        if self.known_sensation_only is not (self.id == TRACKING):
            raise InvalidInput(
                f"“{self.id}”: watching a sensation, and only that, needs a known one."
            )

    @property
    def seconds(self) -> int:
        """Silences and reading."""
        return seconds(self.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class After:
    """What is said after an answer: a heading, a text, one question and two buttons."""

    title: str
    text: str
    ask: str
    next: str
    other: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Afterwards:
    """What is said after each answer; `day_three` where a flare is unchanged on its third day."""

    eased: After
    same: After
    worse: After
    day_three: After


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectation:
    """What may be expected, each with its limit."""

    before: str
    at_ratings: str
    steps_untested: str
    new_signs: str
    if_pain_stays: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FlareProtocol:
    """The words of "It hurts".

    Attributes:
        title: name of the page.
        signs: eight groups, "not sure" and "none of these".
        steps: words of the five screens.
        looking: where to look for a stressor.
        feelings: 24 words in four groups.
        exercises: what can be chosen.
        after: what is said after each answer.
        expectation: what may be expected.
    """

    title: str
    signs: tuple[Sign, ...]
    steps: Steps
    looking: tuple[Looking, ...]
    feelings: tuple[Feelings, ...]
    exercises: tuple[Exercise, ...]
    after: Afterwards
    expectation: Expectation

    def __post_init__(self) -> None:
        faults = self.faults()
        if faults:
            raise InvalidInput("; ".join(faults))

    def exercise(self, identifier: str) -> Exercise:
        """One exercise.

        Raises:
            InvalidInput: there is no such exercise.
        """
        for one in self.exercises:
            if one.id == identifier:
                return one
        raise InvalidInput(f"A flare has no exercise “{identifier}”.")

    def faults(self) -> tuple[str, ...]:
        """Rules of E.5 that the content breaks, in words."""
        found = []
        if tuple(one.key for one in self.signs) != (*SIGNS, NOT_SURE, NONE):
            found.append("signs are not the eight groups, not sure and none")
        if {one.key for one in self.signs if one.alone} != {NOT_SURE, NONE}:
            found.append("not sure and none stand alone, and nothing else does")
        ids = [one.id for one in self.exercises]
        if set(ids) != EXERCISES or len(ids) != len(EXERCISES):
            found.append("exercises are not the six of E.5")
        words = [word for group in self.feelings for word in group.words]
        if (len(self.feelings), len(set(words)), len(words)) != (
            FEELING_GROUPS,
            FEELING_WORDS,
            FEELING_WORDS,
        ):
            found.append("feelings are not 24 different words in four groups")
        chips = [chip for place in self.looking for chip in place.chips]
        if len(set(chips)) != len(chips):
            found.append("a chip stands in two places")
        return tuple(found)
