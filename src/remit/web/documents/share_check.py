"""Whether a text may go home: taken word for word from what was signed, or without a fault."""

from __future__ import annotations

import re

from remit.domain.formulation import Audience
from remit.errors import InvalidInput
from remit.pathways.consult.formulation_lint import Fault, faults

_END = re.compile(r"(?<=[.!?”])\s+|\s*\n\s*")
NOT_AS_SIGNED = (
    "These words are not in the signed version, and a participant should not read them so. Change "
    "them, or leave the sentence as it was signed; whole sentences can be left out."
)


class NotAsSigned(InvalidInput):
    """The text is not what was signed, and words of it carry a fault; it carries which."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__(NOT_AS_SIGNED)
        self.found = found


def check_words(text: str, signed: str) -> None:
    """Refuse words that nobody signed and that the lint marks for a participant.

    A sentence that was signed may be left out or stay as it is. Every other sentence is judged as
    the formulation's words for a participant are.

    Args:
        text: what would be shared.
        signed: the signed text it is taken from; "" where there is none.

    Raises:
        NotAsSigned: with the words that must change.
    """
    known = _sentences(signed)
    said = _sentences(text)
    if _are_left_of(said, known):
        return
    found = faults(" ".join(one for one in said if one not in known), Audience.PARTICIPANT)
    if found:
        raise NotAsSigned(found)


def _sentences(text: str) -> list[str]:
    return [flat for one in _END.split(text.strip()) if (flat := " ".join(one.split()))]


def _are_left_of(said: list[str], known: list[str]) -> bool:
    """Whether only whole sentences were left out, and the order is kept."""
    rest = iter(known)
    return all(one in rest for one in said)
