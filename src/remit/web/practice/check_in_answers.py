"""What is told in an evening check-in, checked before it is kept; every rating may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from remit.content.programme import programme
from remit.domain.facts import Answer
from remit.errors import InvalidInput
from remit.pathways.practice.distress import Said
from remit.web.practice import told_values as read
from remit.web.practice.done_answers import SAID

RATINGS: Final = ("pain_avg", "pain_worst", "stress", "mood", "sud_bedtime")
"""Scales of 0 to 10; mood has 10 as its best, all others as their worst."""
NEW: Final = (Answer.YES.value, Answer.NO.value, Answer.UNSURE.value)
YES_OR_NO: Final = (Answer.YES.value, Answer.NO.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckInTold:
    """One evening.

    Attributes:
        new: anything new or worrying, outside the usual pattern: "yes", "no" or "unsure";
            "" only where staff enter a sheet of paper that leaves it open.
        pain_avg: average pain of today, 0-10.
        pain_worst: worst pain of today, 0-10.
        stress: stress of today, 0-10.
        mood: mood of today, 10 best.
        sud_bedtime: how stirred up at bedtime, 0-10.
        worse: did anything get worse, upset, or need care: "yes", "no" or "".
        worse_what: what it was.
        medicines: did medicines change: "yes", "no" or "". Never what to do about them (INV-04).
        said: keys of `Said` that were ticked.
        words: one line on the day.
        more: what single days ask beside it, by the programme's keys; a rating or words.
    """

    new: str
    pain_avg: int | None = None
    pain_worst: int | None = None
    stress: int | None = None
    mood: int | None = None
    sud_bedtime: int | None = None
    worse: str = ""
    worse_what: str = ""
    medicines: str = ""
    said: tuple[str, ...] = ()
    words: str = ""
    more: Mapping[str, int | str] = field(default_factory=dict)

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read what came from a page or a phone.

        Raises:
            InvalidInput: with what is wrong, never with the words themselves.
        """
        read.check_names(payload, cls.__dataclass_fields__)
        return cls(
            new=read.one(payload, "new", NEW),
            worse=read.one(payload, "worse", YES_OR_NO),
            worse_what=read.words(payload, "worse_what"),
            medicines=read.one(payload, "medicines", YES_OR_NO),
            said=read.some(payload, "said", SAID),
            words=read.words(payload, "words"),
            more=_more(payload.get("more", {})),
            **{name: read.rating(payload, name) for name in RATINGS},
        )

    def plain(self) -> dict[str, Any]:
        """As it is sealed, and read back by `of`."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**told, "said": list(self.said), "more": dict(self.more)}

    def spoken(self) -> tuple[Said, ...]:
        """What was ticked, as the rules of distress know it."""
        return tuple(SAID[key] for key in self.said)

    @property
    def is_new(self) -> bool:
        """Whether stage 1 is asked again; "not sure" counts as yes (A.1, rule 2)."""
        return self.new in (Answer.YES.value, Answer.UNSURE.value)


def _more(given: object) -> dict[str, int | str]:
    if not isinstance(given, dict):
        raise InvalidInput("Answers come by their names.")
    known = {key for day in programme().days for key in day.check_in}
    read.check_names(given, known)
    return {
        key: read.words(given, key) if isinstance(value, str) else _number(given, key)
        for key, value in given.items()
    }


def _number(given: Mapping[str, Any], key: str) -> int:
    return read.whole(given, key, least=0, most=read.HIGHEST)
