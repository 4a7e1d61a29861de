"""What is told of one part of a day that was done, checked before it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from remit.domain.programme import DAYS
from remit.errors import InvalidInput
from remit.pathways.practice.distress import Said
from remit.web.practice import told_values as read
from remit.web.practice.day_models import LONGEST_MINUTES
from remit.web.practice.models import Part

THEME, GENTLER, OWN = "theme", "gentler", "own"
CHOICES: Final = (THEME, GENTLER, OWN)
"""What was written about: what the day proposes, its gentler choice, or something else."""
LONGEST_KEPT: Final = 40_000


@dataclass(frozen=True, kw_only=True, slots=True)
class DoneTold:
    """One part of a day that was done.

    Attributes:
        day: number of the day, 1-21.
        part: which part (`Part`).
        minutes: how long, 0 where nobody counted.
        on_paper: done on paper, or by telephone.
        choice: of writing, what it was about (`CHOICES`).
        practice: of listening, the id of the practice.
        before: how stirred up before, 0-10; None where it was left out.
        after: how stirred up afterwards.
        noticed: one thing that was noticed.
        said: keys of `Said` that were ticked afterwards, such as "self_harm".
        prompt: the theme's title, where the author left the words on.
        words: the words, only where the author left them on (INV-05).
    """

    day: int
    part: str
    minutes: int = 0
    on_paper: bool = False
    choice: str = ""
    practice: str = ""
    before: int | None = None
    after: int | None = None
    noticed: str = ""
    said: tuple[str, ...] = ()
    prompt: str = ""
    words: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read what came from a page or a phone.

        Raises:
            InvalidInput: with what is wrong, never with the words themselves.
        """
        read.check_names(payload, cls.__dataclass_fields__)
        part = read.one(payload, "part", Part.values)
        choice = read.one(payload, "choice", CHOICES)
        if not part or (part == Part.WRITE) != bool(choice):
            raise InvalidInput("This does not say what was done.")
        return cls(
            day=read.whole(payload, "day", least=1, most=DAYS),
            part=part,
            minutes=read.whole(payload, "minutes", least=0, most=LONGEST_MINUTES, default=0),
            on_paper=payload.get("on_paper") is True,
            choice=choice,
            practice=read.words(payload, "practice", longest=60),
            before=read.rating(payload, "before"),
            after=read.rating(payload, "after"),
            noticed=read.words(payload, "noticed"),
            said=read.some(payload, "said", SAID),
            prompt=read.words(payload, "prompt", longest=200),
            words=read.words(payload, "words", longest=LONGEST_KEPT),
        )

    def plain(self) -> dict[str, Any]:
        """As it is sealed, and read back by `of`."""
        return {**asdict(self), "said": list(self.said)}

    def spoken(self) -> tuple[Said, ...]:
        """What was ticked, as the rules of distress know it."""
        return tuple(SAID[key] for key in self.said)


SAID: Final[Mapping[str, Said]] = {one.name.lower(): one for one in Said}
"""By the key that forms and phones send."""
