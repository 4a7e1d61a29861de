"""The only writer of letters and visit notes: begun as drafts, signed once, then never changed."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.reports.letter import parts
from remit.web.cases.models import Case
from remit.web.consult.clearance import FACTOR_HOLDS
from remit.web.consult.clinic_records import check_live
from remit.web.documents.formulation import LONGEST
from remit.web.documents.letter_drafts import drafted
from remit.web.documents.letter_freshness import Moved, merged, moved
from remit.web.documents.letter_record import (
    Confirmed,
    LetterContent,
    LetterRecord,
    content_of,
    record_of,
    seal_letter,
)
from remit.web.documents.letter_warnings import Warned, warnings
from remit.web.documents.models import Formulation, Letter, LetterKind, State
from remit.web.people import audit
from remit.web.people.models import Person, Role
from remit.web.people.permissions import Act, Object, check_allowed, roles_at

_TYPES = {Object.LETTER: "letter", Object.FORMULATION: "formulation"}
STALE = (
    "Somebody changed this letter since you opened it. Nothing was written; your text is below, "
    "beside theirs."
)
OUTDATED = (
    "The record changed since this was drafted. Nothing was signed and your text is kept: look at "
    "the change, put it in or tick that you have read it, then sign."
)
UNEXPLAINED = "Some words carry a warning. Change them, or write for each why they stand."
SIGNED_ALREADY = "This version is signed and stays as it is. Begin a new version to change it."


class LetterClash(Conflict):
    """Somebody saved the letter first; carries what they wrote, and its version."""

    def __init__(self, theirs: LetterContent, version: int) -> None:
        super().__init__(STALE)
        self.theirs = theirs
        self.version = version


class LetterOutdated(Conflict):
    """The record moved since the letter was drafted; carries what changed, nothing was signed."""

    def __init__(self, change: Moved) -> None:
        super().__init__(OUTDATED)
        self.change = change


def begin_letter(*, case: Case, kind: LetterKind, by: Person, now: datetime) -> Letter:
    """A draft of one kind made from the record, or the one that is open already.

    Raises:
        NotAllowed: the person's role does not write letters here.
        InvalidInput: the case is published.
    """
    check_allowed(by, Act.CHANGE, Object.LETTER, case, now=now)
    content = drafted(case, kind, now=now)
    return start_letter(
        case=case, kind=kind, content=content, by=by, now=now, rests_on=tuple(parts(content.body))
    )


def start_letter(
    *,
    case: Case,
    kind: LetterKind,
    content: LetterContent,
    by: Person,
    now: datetime,
    rests_on: tuple[str, ...] = (),
) -> Letter:
    """A new draft of one kind, or the one that is open already.

    Args:
        rests_on: paragraphs that were made from the record; none where it was written freely.

    Raises:
        NotAllowed: the person's role does not write letters here.
        InvalidInput: the case is published.
    """
    check_allowed(by, Act.CHANGE, Object.LETTER, case, now=now)
    check_live(case)
    found = _of_kind(case, kind)
    try:
        with transaction.atomic():
            draft = found.filter(state=State.DRAFT).first()
            record = LetterRecord(content=content, drafted=rests_on)
            return draft or _added(case, kind, record, found.first(), by=by, now=now)
    except IntegrityError:  # two pages began the same letter at the very same moment
        return found.get(state=State.DRAFT)


def save_letter(
    *, letter: Letter, content: LetterContent, version: int, by: Person, now: datetime
) -> Letter:
    """Keep the text of a draft; a draft writes no audit row, signing it does.

    Args:
        version: the version of the draft that the person looked at.

    Raises:
        LetterClash: somebody saved it meanwhile; nothing was written.
        InvalidInput: it is signed.
    """
    case = letter.case
    check_allowed(by, Act.CHANGE, Object.LETTER, case, now=now)
    stored = _open(letter, version)
    return _store(stored, replace(record_of(stored, case), content=content), now=now)


def draft_letter_again(
    *, letter: Letter, content: LetterContent, version: int, by: Person, now: datetime
) -> Letter:
    """Put what changed in the record into the text; what somebody edited stays as it is.

    Args:
        content: the text as its writer has it now.
        version: the version of the draft that the person looked at.

    Raises:
        LetterClash: somebody saved it meanwhile; nothing was written.
        InvalidInput: it is signed.
    """
    case = letter.case
    check_allowed(by, Act.CHANGE, Object.LETTER, case, now=now)
    stored = _open(letter, version)
    body, rests_on = merged(
        content.body,
        record_of(stored, case).drafted,
        drafted_now(stored, now=now),
    )
    record = LetterRecord(content=replace(content, body=body), drafted=rests_on)
    return _store(stored, record, now=now)


def drafted_now(letter: Letter, *, now: datetime) -> tuple[str, ...]:
    """Paragraphs that the record gives for a letter of this kind now."""
    return tuple(parts(drafted(letter.case, LetterKind(letter.kind), now=now).body))


def change_since(letter: Letter, *, now: datetime) -> Moved | None:
    """What moved in the record since this was drafted; the caller has checked the permission."""
    rests_on = record_of(letter, letter.case).drafted
    return moved(rests_on, drafted_now(letter, now=now)) if rests_on else None


def warnings_of(letter: Letter, content: LetterContent, *, now: datetime) -> tuple[Warned, ...]:
    """What in this text is not signed without a reason."""
    said = (*record_of(letter, letter.case).drafted, *drafted_now(letter, now=now))
    return warnings(letter.case, LetterKind(letter.kind), content, said)


def check_ready(
    letter: Letter,
    content: LetterContent,
    reasons: Mapping[str, str],
    looked_at: str,
    *,
    now: datetime,
) -> tuple[Confirmed, ...]:
    """Refuse a signature under a warning without a reason, or past a change not looked at.

    Args:
        reasons: why words with a warning stay, by the key of the warning.
        looked_at: mark of the change that the person has seen; "" for none.

    Returns:
        The warnings with their reasons.

    Raises:
        InvalidInput: nothing is written, or a warning has no reason.
        LetterOutdated: the record moved since the draft, and the change was not looked at.
    """
    if not content.body.strip():
        raise InvalidInput("There is nothing to sign yet.")
    change = change_since(letter, now=now)
    if change is not None and change.mark != looked_at:
        raise LetterOutdated(change)
    found = warnings_of(letter, content, now=now)
    if any(not reasons.get(one.key, "").strip() for one in found):
        raise InvalidInput(UNEXPLAINED)
    return tuple(Confirmed(one.words, reasons[one.key].strip()[:LONGEST]) for one in found)


def sign_letter(
    *,
    letter: Letter,
    content: LetterContent,
    version: int,
    factor_at: datetime,
    by: Person,
    now: datetime,
    reasons: Mapping[str, str] | None = None,
    looked_at: str = "",
) -> Letter:
    """Sign exactly this text; the version locks.

    Args:
        content: the text that the person saw when they signed.
        version: the version of the draft that the person looked at.
        factor_at: when the person last gave their second factor.
        reasons: why words with a warning stay, by the key of the warning.
        looked_at: mark of the change of the record that the person has seen; "" for none.

    Raises:
        NotAllowed: no clinician of the site, or the second factor is too old.
        InvalidInput: nothing is written, a warning has no reason, or it is signed already.
        LetterOutdated: the record moved since the draft, and the change was not looked at.
        LetterClash: somebody saved it meanwhile; nothing was written.
    """
    case = letter.case
    check_allowed(by, Act.SIGN, Object.LETTER, case, now=now)
    if not timedelta(0) <= now - factor_at <= FACTOR_HOLDS:
        raise NotAllowed("Signing needs the code of your second factor, given just now.")
    with transaction.atomic():
        stored = _open(letter, version)
        confirmed = check_ready(stored, content, reasons or {}, looked_at, now=now)
        rests_on = drafted_now(stored, now=now) if record_of(stored, case).drafted else ()
        record = LetterRecord(content=content, drafted=rests_on, confirmed=confirmed)
        signature = {
            "state": State.SIGNED,
            "signed_by": by,
            "signed_name": by.display_name,
            "signed_role": _role(by, case),
            "signed_at": now,
        }
        fresh = _store(stored, record, now=now, **signature)
        _note_signature(fresh, record, by=by, now=now)
    return fresh


def note_export(
    *, case: Case, of: Letter | Formulation | None, form: str, by: Person, now: datetime
) -> None:
    """Note who took a document out, and in which form.

    Args:
        of: the version; None for the whole consultation.
        form: such as pdf or text.

    Raises:
        NotAllowed: the person's role takes nothing out here.
    """
    what = Object.HISTORY if of is None else of.permission_object
    check_allowed(by, Act.EXPORT, what, case, now=now)
    with transaction.atomic():
        audit.record(
            by=by,
            now=now,
            site=case.site,
            act="exported",
            object_type="case" if of is None else _TYPES[of.permission_object],
            object_id=case.pk if of is None else of.pk,
            detail={"case": str(case.pk), "form": form},
        )


def _of_kind(case: Case, kind: LetterKind) -> QuerySet[Letter]:
    return Letter.objects.filter(case=case, kind=kind).order_by("-number")


def _added(
    case: Case,
    kind: LetterKind,
    record: LetterRecord,
    last: Letter | None,
    *,
    by: Person,
    now: datetime,
) -> Letter:
    row = Letter(
        id=uuid.uuid4(),
        case=case,
        kind=kind,
        number=1 if last is None else last.number + 1,
        started_by=by,
        started_at=now,
        changed_at=now,
    )
    row.sealed_content = seal_letter(row, case, record)
    row.save(force_insert=True)
    return row


def _open(letter: Letter, version: int) -> Letter:
    """The stored draft in the version that the person looked at."""
    fresh = _fresh(letter)
    if fresh.state != State.DRAFT or fresh.version != version:
        _refuse(fresh, letter.case)
    return fresh


def _store(row: Letter, record: LetterRecord, *, now: datetime, **signature: object) -> Letter:
    """Change a draft if nobody did so meanwhile; a signature comes with its fields."""
    draft = Letter.objects.filter(pk=row.pk, state=State.DRAFT, version=row.version)
    sealed = seal_letter(row, row.case, record)
    fields = {"sealed_content": sealed, "version": F("version") + 1, "changed_at": now}
    kept = draft.update(**fields, **signature)
    fresh = _fresh(row)
    if kept != 1:
        _refuse(fresh, row.case)
    return fresh


def _fresh(letter: Letter) -> Letter:
    return Letter.objects.select_related("case__site", "case__data_key").get(pk=letter.pk)


def _refuse(fresh: Letter, case: Case) -> NoReturn:
    if fresh.state == State.SIGNED:
        raise InvalidInput(SIGNED_ALREADY)
    raise LetterClash(content_of(fresh, case), fresh.version)


def _note_signature(letter: Letter, record: LetterRecord, *, by: Person, now: datetime) -> None:
    signed = {**asdict(record.content), "confirmed": [asdict(one) for one in record.confirmed]}
    audit.record(
        by=by,
        now=now,
        site=letter.case.site,
        act="signed",
        object_type="letter",
        object_id=letter.pk,
        values={"old": None, "new": signed},
        data_key=letter.case.data_key,
        detail={"case": str(letter.case_id), "kind": letter.kind, "number": letter.number},
    )


def _role(by: Person, case: Case) -> str:
    """The role under which the person signs."""
    held = roles_at(by, case.site_id)
    return str((Role.CLINICIAN if Role.CLINICIAN in held else min(held)).label)
