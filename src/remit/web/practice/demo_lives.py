"""Eight plainly invented people of the demo's group, and what their evenings look like.

Nobody real stands behind a number here. The ratings come from a seed, so that every demo of the
same day holds the same group; they show what pages do with ratings, not what the programme does.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

SEED: Final = 21
TODAY: Final = 12
"""The day of the programme that the group has reached."""


@dataclass(frozen=True, kw_only=True)
class Flare:
    """One time that it hurts.

    Attributes:
        day: on which day.
        pain: at its beginning.
        after: pain 5, 15 and 30 minutes later; fewer where it eased before, or nobody looked again.
        close: chips for what was close; none for "looked and found nothing".
        feelings: words for what was felt.
        exercise: what was chosen.
    """

    day: int
    pain: int
    after: tuple[int, ...]
    close: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()
    exercise: str = "tracking"


@dataclass(frozen=True, kw_only=True)
class Life:
    """One participant of the demo's group.

    Attributes:
        name: first name; all of them are called Example.
        pain: usual pain before the programme.
        ease: points by which pain falls each day, on average.
        rest: days on which nothing was done.
        parts: what the person usually does of a day.
        flares: when it hurt.
        late: days whose answers came in from a phone that had no network.
        paper: whether everything is done on paper, and staff enter it.
    """

    name: str
    pain: int
    ease: float = 0.0
    rest: frozenset[int] = frozenset()
    parts: tuple[str, ...] = ("read", "write", "listen", "affirm", "step")
    flares: tuple[Flare, ...] = ()
    late: frozenset[int] = frozenset()
    paper: bool = False

    @property
    def email(self) -> str:
        """Their address; mail to it goes nowhere."""
        return f"{self.name.lower()}@demo.invalid"

    @property
    def full_name(self) -> str:
        """As lists show it."""
        return f"{self.name} Example"

    def evening(self, day: int) -> dict[str, int]:
        """The ratings of one evening: a slow line, and a point of luck either way."""
        luck = Random(f"{SEED} {self.name} {day}")  # noqa: S311  a picture, not a secret
        usual = max(0.0, self.pain - self.ease * (day - 1))
        average = _rating(usual + luck.uniform(-1, 1))
        return {
            "pain_avg": average,
            "pain_worst": _rating(average + luck.choice((1, 1, 2))),
            "stress": _rating(5 + luck.uniform(-1.5, 1.5)),
            "mood": _rating(6 + luck.uniform(-1, 1)),
            "sud_bedtime": _rating(3 + luck.uniform(-2, 2)),
        }


LETTER_HURTS, NEW_SIGN, LEFT, ON_PAPER, AWAY = "Gray", "Harper", "Jules", "Kim", "Indigo"
LIVES: Final = (
    Life(
        name="Ellis",
        pain=6,
        ease=0.35,
        flares=(
            Flare(
                day=6,
                pain=7,
                after=(5, 3, 1),
                close=("work", "held_back"),
                feelings=("angry",),
                exercise="unsent_note",
            ),
        ),
        late=frozenset({4}),
    ),
    Life(name="Finley", pain=5, parts=("read", "write", "listen"), rest=frozenset({6})),
    Life(name=LETTER_HURTS, pain=6, ease=0.1, rest=frozenset({11})),
    Life(name=NEW_SIGN, pain=4, ease=0.1, parts=("read", "write", "listen", "affirm")),
    Life(name=AWAY, pain=7, ease=0.05, rest=frozenset(range(4, 11))),
    Life(name=LEFT, pain=5, parts=("read", "listen"), rest=frozenset(range(8, TODAY + 1))),
    Life(name=ON_PAPER, pain=6, ease=0.2, parts=("read", "write", "step"), paper=True),
    Life(
        name="Lane",
        pain=5,
        ease=0.25,
        flares=(
            Flare(day=5, pain=6, after=(6, 5, 5), exercise="free_write"),
            Flare(
                day=10,
                pain=5,
                after=(3, 1),
                close=("child", "waiting"),
                feelings=("worried", "tender"),
            ),
        ),
        late=frozenset({5, 9}),
    ),
)
"""One life each for: steady practice and relief; little change; A2 after two hard days; a new
symptom; a missed week; a withdrawal; paper only; flares with and without a finding."""


def _rating(value: float) -> int:
    return max(0, min(10, round(value)))
