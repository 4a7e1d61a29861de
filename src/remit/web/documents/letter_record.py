"""What a stored letter holds: its text, what it was drafted from, and why warned words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.documents.models import Letter

_PLACE = ("documents_letter", "sealed_content")


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What a letter says: to whom, how it begins, its text."""

    recipient: str = ""
    salutation: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A warning that the clinician confirmed when signing, with the reason."""

    words: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterRecord:
    """A version as it is stored.

    Attributes:
        content: what it says.
        drafted: paragraphs of the draft from the record that its writer has seen; empty where it
            was not made from the record.
        confirmed: warnings confirmed at the signature.
    """

    content: LetterContent
    drafted: tuple[str, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()


def content_of(letter: Letter, case: Case) -> LetterContent:
    """What a version says; the caller has checked the permission."""
    return record_of(letter, case).content


def record_of(letter: Letter, case: Case) -> LetterRecord:
    """All that is sealed with a version; the caller has checked the permission."""
    plain = open_table(case, letter.sealed_content, _PLACE, letter.pk)
    drafted, confirmed = plain.pop("drafted", ()), plain.pop("confirmed", ())
    return LetterRecord(
        content=LetterContent(**plain),
        drafted=tuple(drafted),
        confirmed=tuple(Confirmed(**one) for one in confirmed),
    )


def seal_letter(letter: Letter, case: Case, record: LetterRecord) -> bytes:
    """The sealed form of a version, bound to its row."""
    plain: dict[str, Any] = asdict(record.content)
    drafted: Sequence[str] = record.drafted
    more = {"drafted": list(drafted), "confirmed": [asdict(one) for one in record.confirmed]}
    return seal_table(case, {**plain, **more}, _PLACE, letter.pk)
