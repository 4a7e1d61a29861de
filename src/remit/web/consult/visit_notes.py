"""Notes of the parts of a consultation: revisions are added, and no text replaces another."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from remit.errors import Conflict, InvalidInput
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.clinic_records import check_live
from remit.web.consult.models import NoteRevision, Part
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

LONGEST = 100_000  # characters of the notes of one part
_TEXT = ("consult_noterevision", "sealed_text")


@dataclass(frozen=True)
class NoteReceipt:
    """What the server holds: the number of the revision, when it was saved, what was added."""

    number: int
    saved_at: datetime


@dataclass(frozen=True)
class Appended:
    """Words of a line that went to the end of the notes: `base` is the number before them."""

    part: str
    number: int
    base: int
    added: str


class NoteClash(Conflict):
    """Somebody else, or another tab, saved meanwhile; both texts are there and none was lost."""

    def __init__(self, number: int, theirs: str, by_name: str, at: datetime) -> None:
        self.number, self.theirs, self.by_name, self.at = number, theirs, by_name, at
        super().__init__(
            _("These notes changed in another place. Both texts are below; nothing is lost.")
        )


def save_note(
    *, case: Case, key: uuid.UUID, part: str, text: str, base: int, by: Person, now: datetime
) -> NoteReceipt:
    """Save the notes of a part as a further revision.

    Args:
        key: made where it was typed; the same save sent twice is stored once.
        base: the number of the revision that the text was made from; 0 for none.

    Raises:
        NoteClash: a newer revision says something else.
        InvalidInput: a published case, an unknown part, or too long a text.
        Conflict: the key was used for something else.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    _check_note(case, part, text)
    text = text.replace("\r\n", "\n")
    try:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)  # one writer of a case at a time
            return _save(case, key, part, text, base, by=by, now=now)
    except IntegrityError:  # the same save arrived twice at once
        known = NoteRevision.objects.filter(pk=key).first()
        if known is None:
            raise
        return _receipt_of(known, case, part, text, by)


def append_note(
    case: Case, *, key: uuid.UUID, part: str, added: str, by: Person, now: datetime
) -> Appended:
    """Put words at the end of the notes of a part, inside the transaction that holds the case."""
    check_live(case)
    newest = newest_note(case, part)
    text = text_of(newest, case) if newest else ""
    base = newest.number if newest else 0
    joined = f"{text.rstrip()}\n{added}" if text.strip() else added
    row = _add(case, key, part, joined, base + 1, by=by, now=now)
    return Appended(part, row.number, base, added)


def newest_note(case: Case, part: str) -> NoteRevision | None:
    """The revision of a part that counts."""
    return NoteRevision.objects.filter(case=case, part=part).order_by("-number").first()


def text_of(row: NoteRevision, case: Case) -> str:
    """The text of a revision."""
    return str(open_table(case, row.sealed_text, _TEXT, row.pk)["text"])


def _check_note(case: Case, part: str, text: str) -> None:
    check_live(case)
    if part not in Part.values:
        raise InvalidInput(_("There is no such part of a consultation."))
    if len(text) > LONGEST:
        raise InvalidInput(
            _("The notes of one part have at most %(most)d characters; keep the rest elsewhere.")
            % {"most": LONGEST}
        )


def _save(
    case: Case, key: uuid.UUID, part: str, text: str, base: int, *, by: Person, now: datetime
) -> NoteReceipt:
    known = NoteRevision.objects.filter(pk=key).first()
    if known is not None:
        return _receipt_of(known, case, part, text, by)
    newest = NoteRevision.objects.filter(case=case, part=part).select_related("recorded_by")
    last = newest.order_by("-number").first()
    if last is None:
        last_number, last_text = 0, ""
    else:
        last_number, last_text = last.number, text_of(last, case)
    if text == last_text:  # the words are there already: a reply got lost, or nothing changed
        return NoteReceipt(last_number, last.recorded_at if last else now)
    if last is not None and base != last_number:
        raise NoteClash(last_number, last_text, last.recorded_by.display_name, last.recorded_at)
    row = _add(case, key, part, text, last_number + 1, by=by, now=now)
    return NoteReceipt(row.number, row.recorded_at)


def _receipt_of(row: NoteRevision, case: Case, part: str, text: str, by: Person) -> NoteReceipt:
    """The receipt of a save that was stored; a key stands for one text of one person only."""
    same = row.case_id == case.pk and row.recorded_by_id == by.pk and row.part == part
    if not same or text_of(row, case) != text:
        raise Conflict(_("This save was used for another text. Nothing was written; save again."))
    return NoteReceipt(row.number, row.recorded_at)


def _add(
    case: Case, key: uuid.UUID, part: str, text: str, number: int, *, by: Person, now: datetime
) -> NoteRevision:
    row = NoteRevision(id=key, case=case, part=part, number=number, recorded_by=by, recorded_at=now)
    row.sealed_text = seal_table(case, {"text": text}, _TEXT, row.pk)
    row.save(force_insert=True)
    return row
