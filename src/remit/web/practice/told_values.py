"""Reading single values of what a page or a phone tells; nothing is filled in for anybody."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from remit.errors import InvalidInput

HIGHEST: Final = 10
LONGEST_WORDS: Final = 2000


def check_names(payload: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse what nobody asked for.

    Raises:
        InvalidInput: a name is not known.
    """
    if set(payload) - set(known):
        raise InvalidInput("This holds something that the clinic does not know.")


def rating(payload: Mapping[str, Any], name: str) -> int | None:
    """A rating from 0 to 10, or None where it was left out.

    Raises:
        InvalidInput: another value.
    """
    value = payload.get(name)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value <= HIGHEST:
        raise InvalidInput("A rating is a whole number from 0 to 10.")
    return value


def whole(
    payload: Mapping[str, Any], name: str, *, least: int, most: int, default: int | None = None
) -> int:
    """A whole number between two others.

    Raises:
        InvalidInput: another value, or none and no default.
    """
    value = payload.get(name, default)
    if type(value) is not int or not least <= value <= most:
        raise InvalidInput(f"This needs a whole number from {least} to {most}.")
    return value


def some(payload: Mapping[str, Any], name: str, known: Collection[str]) -> tuple[str, ...]:
    """Answers of a list, each once.

    Raises:
        InvalidInput: no list, or an answer that is not known.
    """
    given = payload.get(name, [])
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise InvalidInput("Answers come as a list.")
    if set(given) - set(known):
        raise InvalidInput("This holds an answer that the clinic does not know.")
    return tuple(dict.fromkeys(given))


def one(payload: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    """One answer, or "" where it was left out.

    Raises:
        InvalidInput: an answer that is not known.
    """
    value = payload.get(name, "")
    if not isinstance(value, str) or (value and value not in known):
        raise InvalidInput("This holds an answer that the clinic does not know.")
    return str(value)


def words(payload: Mapping[str, Any], name: str, *, longest: int = LONGEST_WORDS) -> str:
    """Own words, without the blanks around them.

    Raises:
        InvalidInput: no text, or too long.
    """
    value = payload.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise InvalidInput(f"Words have up to {longest} signs.")
    return value.strip()
