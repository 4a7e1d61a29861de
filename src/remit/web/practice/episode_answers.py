"""What a phone tells of an episode, checked before it is kept; nothing is filled in for anybody."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from remit.content.programme_texts import flare_protocol
from remit.domain.facts import Answer
from remit.domain.flare_protocol import NONE
from remit.errors import InvalidInput

HIGHEST = 10
LONGEST_WORDS = 2000
LONGEST_MINUTES = 24 * 60
MOST_FEELINGS = 24
EASED = "eased"
OUTCOMES = (EASED, "same", "worse")
OPINIONS = (Answer.YES.value, Answer.NO.value, Answer.UNSURE.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class EpisodeTold:
    """One time that it hurt.

    Attributes:
        signs: warning signs that were ticked, or "not_sure"; empty for "none of these".
        pain: 0-10, None where it was left out.
        fear: fear of the pain, 0-10, None where it was left out.
        looking: chips that were tapped: what was close.
        words: the same in own words.
        nothing: whether the person looked and found nothing.
        feelings: words for what was felt.
        exercise: what was chosen, "" for rest.
    """

    signs: tuple[str, ...] = ()
    pain: int | None = None
    fear: int | None = None
    looking: tuple[str, ...] = ()
    words: str = ""
    nothing: bool = False
    feelings: tuple[str, ...] = ()
    exercise: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read what came from a phone.

        Raises:
            InvalidInput: with what is wrong, never with the words themselves.
        """
        _check_names(payload, cls.__dataclass_fields__)
        known = flare_protocol()
        signs = {one.key for one in known.signs} - {NONE}
        chips = {chip for place in known.looking for chip in place.chips}
        feelings = {word for group in known.feelings for word in group.words}
        return cls(
            signs=_some(payload, "signs", signs),
            pain=_number(payload, "pain"),
            fear=_number(payload, "fear"),
            looking=_some(payload, "looking", chips),
            words=_words(payload, "words"),
            nothing=payload.get("nothing") is True,
            feelings=_some(payload, "feelings", feelings),
            exercise=_one(payload, "exercise", {one.id for one in known.exercises}),
        )

    def plain(self) -> dict[str, Any]:
        """As it is sealed, and read back by `of`."""
        return {name: _listed(value) for name, value in asdict(self).items()}

    def close_to(self) -> list[str]:
        """What it was close to, in the words that were tapped and written."""
        chips = {
            key: word for place in flare_protocol().looking for key, word in place.chips.items()
        }
        return [chips[key] for key in self.looking] + ([self.words] if self.words else [])


@dataclass(frozen=True, kw_only=True, slots=True)
class RatingTold:
    """Numbers again, some minutes later; or an own opinion on what an episode was close to."""

    minutes: int = 0
    pain: int | None = None
    fear: int | None = None
    outcome: str = ""
    helped: str = ""
    opinion: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read what came from a phone, without the key of its episode.

        Raises:
            InvalidInput: with what is wrong, never with the words themselves.
        """
        _check_names(payload, cls.__dataclass_fields__)
        minutes = payload.get("minutes", 0)
        if type(minutes) is not int or not 0 <= minutes <= LONGEST_MINUTES:
            raise InvalidInput("Minutes are a whole number, up to one day.")
        return cls(
            minutes=minutes,
            pain=_number(payload, "pain"),
            fear=_number(payload, "fear"),
            outcome=_one(payload, "outcome", set(OUTCOMES)),
            helped=_words(payload, "helped"),
            opinion=_one(payload, "opinion", set(OPINIONS)),
        )

    def plain(self) -> dict[str, Any]:
        """As it is sealed, and read back by `of`."""
        return asdict(self)


def _check_names(payload: Mapping[str, Any], known: Mapping[str, object]) -> None:
    if set(payload) - set(known):
        raise InvalidInput("This holds something that the clinic does not know.")


def _number(payload: Mapping[str, Any], name: str) -> int | None:
    value = payload.get(name)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= HIGHEST:
        raise InvalidInput("A rating is a whole number from 0 to 10.")
    return value


def _some(payload: Mapping[str, Any], name: str, known: set[str]) -> tuple[str, ...]:
    given = payload.get(name, [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise InvalidInput("Answers come as a list.")
    if set(given) - known:
        raise InvalidInput("This holds an answer that the clinic does not know.")
    return tuple(dict.fromkeys(given))


def _one(payload: Mapping[str, Any], name: str, known: set[str]) -> str:
    value = payload.get(name, "")
    if value != "" and value not in known:
        raise InvalidInput("This holds an answer that the clinic does not know.")
    return str(value)


def _words(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_WORDS:
        raise InvalidInput(f"Words have up to {LONGEST_WORDS} signs.")
    return value.strip()


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
