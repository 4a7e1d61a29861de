"""The programme as content: 21 days and their guided practices (CLINICAL E.2, E.3).

Records refuse to exist when they break a rule of E.2, so a version that loads keeps them. Words are
the content's; structure and rules are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.group_session import GROUP_DAYS, Session
from remit.errors import InvalidInput

DAYS = 21
CORE_MINUTES = 15
"""The core of a day takes 10-15 minutes (E.2)."""
STRONG = 3
"""From this intensity on a writing task is held, spaced and not offered late (E.2, INV-06)."""
STRONGEST = 4
FIRST_STRONG_DAY = 9
LONGEST_WRITING = 20
"""Minutes at which the timer suggests stopping; it never closes the editor (E.2)."""


class WritingKind(StrEnum):
    """What is written; the rules of each stand in CLINICAL E.2."""

    FREE = "free-write"
    LIST = "list"
    LETTER = "letter"
    DIALOGUE = "dialogue"
    LIFELINE = "lifeline"
    PLAN = "plan"


class PracticeKind(StrEnum):
    """What is listened to; somatic tracking needs clearance and no new symptom (E.2)."""

    BREATH = "breath"
    SENSES = "senses"
    BODY_SCAN = "body scan"
    FEELING = "feeling"
    COMPASSION = "compassion"
    IMAGERY = "imagery"
    TRACKING = "somatic tracking"
    GRATITUDE = "gratitude"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One paragraph of education with the keys of what it rests on.

    Attributes:
        text: its sentences.
        sources: keys of sources; never empty.
        heading: a short heading above it, or nothing.
        only_if_signed: shown only while a signed clearance says so (F.3).
    """

    text: str
    sources: tuple[str, ...]
    heading: str = ""
    only_if_signed: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.sources:
            raise InvalidInput(f"A passage needs words and a source: “{self.text[:40]}”.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """The words and numbers of one drawn figure.

    Attributes:
        kind: which drawing (`reports.day_figures`).
        title: a few words above it.
        caption: the same in a sentence, so that the page is whole without the figure.
        labels: words inside the drawing, in its order.
        numbers: heights, shares or steps inside the drawing, in its order.
    """

    kind: str
    title: str
    caption: str
    labels: tuple[str, ...]
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Education:
    """What a day explains.

    Attributes:
        title: its heading.
        goal: what a reader knows afterwards, in one sentence.
        minutes: how long reading takes.
        passages: in their order.
        honest: what we know and do not know, in two to four sentences, with its sources.
        figure: the day's figure.
    """

    title: str
    goal: str
    minutes: int
    passages: tuple[Passage, ...]
    honest: Passage
    figure: Figure

    @property
    def words(self) -> int:
        """Number of words of the passages and the honest word."""
        return sum(len(one.text.split()) for one in (*self.passages, self.honest))


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """One thing to write about.

    Attributes:
        title: a few words.
        invitation: one to three sentences that open it.
        questions: four to six short questions to hold at hand.
        minutes: planned time, at most 20.
        intensity: 0-4 (E.2).
        kind: what is written.
    """

    title: str
    invitation: str
    questions: tuple[str, ...]
    minutes: int
    intensity: int
    kind: WritingKind

    def __post_init__(self) -> None:
        if not 0 <= self.intensity <= STRONGEST:
            raise InvalidInput(f"“{self.title}”: intensity is 0 to 4, not {self.intensity}.")
        if not 0 < self.minutes <= LONGEST_WRITING:
            raise InvalidInput(f"“{self.title}”: writing takes 1 to 20 minutes.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Writing:
    """The writing of a day and its gentler choice, which asks less and never more.

    Attributes:
        theme: what the day proposes.
        gentler: an equal choice of lower intensity; of intensity 0 the same again is allowed.
        before_today: what to do first for safety, or nothing.
    """

    theme: Theme
    gentler: Theme
    before_today: str = ""

    def __post_init__(self) -> None:
        if self.gentler.intensity > max(0, self.theme.intensity - 1):
            raise InvalidInput(f"“{self.gentler.title}” is not gentler than its day's theme.")
        if self.gentler.minutes > self.theme.minutes:
            raise InvalidInput(f"“{self.gentler.title}” takes longer than its day's theme.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing to do in the day (the behavioural step).

    Attributes:
        title: a few words.
        text: how, with a smaller choice; medical restrictions come first.
        minutes: how long.
        moves: whether the body is asked to do more, so that a hold for a new symptom rests it.
    """

    title: str
    text: str
    minutes: int
    moves: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """One day of the programme.

    Attributes:
        number: 1-21.
        about: what today is about, one or two short sentences under the number.
        education: what is read.
        writing: what is written.
        practices: ids of guided practices; several mean that the participant chooses one.
        practice_minutes: planned minutes of the practice.
        affirmations: samples; the first is the day's; empty only on the day of one's own words.
        slot: reading slot of the site's book (R1-R9), or nothing.
        step: the behavioural step.
        check_in: keys of what the evening asks beside its daily items.
        core: which single part is the core of the day: "write", "listen" or "read".
    """

    number: int
    about: str
    education: Education
    writing: Writing
    practices: tuple[str, ...]
    practice_minutes: int
    affirmations: tuple[str, ...]
    step: Step
    slot: str = ""
    check_in: tuple[str, ...] = ()
    core: str = "write"

    @property
    def is_group_day(self) -> bool:
        """Whether the group meets."""
        return self.number in GROUP_DAYS


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a guided practice and the silence after it, in seconds."""

    say: str
    silence: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Practice:
    """A guided practice as paced text.

    Attributes:
        id: its name.
        title: a few words.
        kind: what it is.
        minutes: how long it takes at the usual pace.
        before: what will come, that eyes may be open and that parts may be skipped.
        stop_when: when to stop, in one or two sentences.
        lines: in their order.
    """

    id: str
    title: str
    kind: PracticeKind
    minutes: int
    before: str
    stop_when: str
    lines: tuple[Line, ...]

    @property
    def seconds(self) -> int:
        """Silences and reading at `WORDS_A_MINUTE`."""
        words = sum(len(line.say.split()) for line in self.lines)
        return round(60 * words / WORDS_A_MINUTE) + sum(line.silence for line in self.lines)

    @property
    def needs_clearance_of_symptoms(self) -> bool:
        """Whether a new symptom holds it (INV-06)."""
        return self.kind is PracticeKind.TRACKING


WORDS_A_MINUTE = 110
"""Pace of calm reading aloud; a reader sets it between 0.8 and 1.2 of this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """One version of the programme.

    Attributes:
        id: its name, "mbm-21".
        version: its number.
        language: language of its words.
        days: 21, in order.
        practices: guided practices by id.
        sessions: three, in order.
        fidelity: the items of E.7 by number.
    """

    id: str
    version: str
    language: str
    days: tuple[Day, ...]
    practices: Mapping[str, Practice]
    sessions: tuple[Session, ...] = ()
    fidelity: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = self.faults()
        if faults:
            raise InvalidInput("; ".join(faults))

    def day(self, number: int) -> Day:
        """One day.

        Raises:
            InvalidInput: there is no such day.
        """
        if not 1 <= number <= len(self.days):
            raise InvalidInput(f"The programme has days 1 to {len(self.days)}, not {number}.")
        return self.days[number - 1]

    def faults(self) -> tuple[str, ...]:
        """Rules of E.2 that the days break, in words."""
        found = []
        if [day.number for day in self.days] != list(range(1, DAYS + 1)):
            found.append("days are not 1 to 21 in order")
        for day in self.days:
            strength = day.writing.theme.intensity
            if strength >= STRONG and day.number < FIRST_STRONG_DAY:
                found.append(f"day {day.number}: intensity {strength} before day 9")
            unknown = sorted(set(day.practices) - set(self.practices))
            if unknown or not day.practices:
                found.append(f"day {day.number}: no practice {', '.join(unknown)}")
        for day, following in zip(self.days, self.days[1:], strict=False):
            strongest = day.writing.theme.intensity == STRONGEST
            if strongest and following.writing.theme.intensity >= STRONGEST:
                found.append(f"day {following.number}: no lighter day after intensity 4")
        return tuple(found)
