"""What a planned contact brings: signs, safety, how it goes, and what is asked in later months."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from remit.domain.facts import Answer
from remit.pathways.practice.distress import Level
from remit.web.practice import told_values as read

ANSWERS: Final = (Answer.YES.value, Answer.NO.value, Answer.UNSURE.value)
LEVELS: Final = tuple(one.value for one in Level)
WORK: Final = ("by choice", "partly", "not", "does not apply")
OPERATION: Final = ("none", "planned", "done", "not done")
MOST_WEEKS: Final = 520


@dataclass(frozen=True, kw_only=True, slots=True)
class CallTold:
    """One contact, as staff write it down. What was not asked stays empty.

    Attributes:
        signs: anything new or worrying in the body: "yes", "no", "unsure" or "".
        level: how the caller reads it by the guide (CLINICAL E.8), "A0" to "A4".
        note: what was said and done.
        pain_now: average pain of the past week, 0-10.
        gone_weeks: weeks with pain of 0 or 1, as far as they remember.
        work: work or study, and whether by choice (`WORK`).
        activities: what they do again, or no longer.
        operation: what became of an operation (`OPERATION`); whose decision it was is theirs.
        medicines: as reported; never what to do about them (INV-04).
        flares: how often it came back, and how soon it eased.
    """

    signs: str = ""
    level: str = Level.EXPECTED.value
    note: str = ""
    pain_now: int | None = None
    gone_weeks: int | None = None
    work: str = ""
    activities: str = ""
    operation: str = ""
    medicines: str = ""
    flares: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read what came from a form, or was stored.

        Raises:
            InvalidInput: with what is wrong, never with the words themselves.
        """
        read.check_names(payload, cls.__dataclass_fields__)
        weeks = payload.get("gone_weeks")
        return cls(
            signs=read.one(payload, "signs", ANSWERS),
            level=read.one(payload, "level", LEVELS) or Level.EXPECTED.value,
            note=read.words(payload, "note", longest=8000),
            pain_now=read.rating(payload, "pain_now"),
            gone_weeks=None
            if weeks is None
            else read.whole(payload, "gone_weeks", least=0, most=MOST_WEEKS),
            work=read.one(payload, "work", WORK),
            activities=read.words(payload, "activities"),
            operation=read.one(payload, "operation", OPERATION),
            medicines=read.words(payload, "medicines"),
            flares=read.words(payload, "flares"),
        )

    def plain(self) -> dict[str, Any]:
        """As it is sealed, and read back by `of`."""
        return asdict(self)
