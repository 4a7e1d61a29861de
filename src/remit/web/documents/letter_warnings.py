"""What a letter is not signed with unless its writer says why it stays."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.domain.formulation import Audience
from remit.pathways.consult.formulation_lint import faults
from remit.pathways.consult.letters import names_a_medicine
from remit.web.cases.models import Case
from remit.web.consult.queries import report_of
from remit.web.documents.letter_record import LetterContent
from remit.web.documents.models import LetterKind

_PIECE = re.compile(r"[;:.] ?")
_SHORTEST = 12  # signs of a piece that counts as said by the record; less would excuse a bare name


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that needs a reason.

    Attributes:
        key: names it in a form, the same for the same words.
        what: what is wrong, in words for the page.
        words: the words, or "" where something is missing.
    """

    key: str
    what: str
    words: str = ""


def warnings(
    case: Case, kind: LetterKind, content: LetterContent, drafted: Sequence[str]
) -> tuple[Warned, ...]:
    """What needs a reason, each once, in the order of the text.

    Every letter and the visit note are read by colleagues, so the words are judged as for a
    referrer.

    Args:
        drafted: paragraphs made from the record; a diagnosis in them is somebody else's.
    """
    found = dict.fromkeys((*_of_text(content, drafted), *_of_record(case, kind)))
    return tuple(found)


def _of_text(content: LetterContent, drafted: Sequence[str]) -> Iterator[Warned]:
    quoted = list(_said(drafted))
    for line in (content.salutation, *content.body.splitlines()):
        for fault in faults(line, Audience.REFERRER, quoted):
            digest = hashlib.sha256(fault.words.encode()).hexdigest()[:12]
            key = f"{fault.kind.name.lower()}-{digest}"
            yield Warned(key, str(fault.kind.value), fault.words)


def _of_record(case: Case, kind: LetterKind) -> Iterator[Warned]:
    if kind is LetterKind.PRESCRIBER and not names_a_medicine(report_of(case)):
        yield Warned("no-medicine", _("No medicine is recorded, and this goes to a prescriber"))


def _said(drafted: Sequence[str]) -> Iterator[str]:
    """Lines of the draft and their pieces: what the record says, whoever said it there."""
    for line in (line for one in drafted for line in one.splitlines()):
        yield line
        yield from (one for one in _PIECE.split(line) if len(one) >= _SHORTEST)
