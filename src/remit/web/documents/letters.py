"""The only writer of letters and visit notes: begun as drafts, signed once, then never changed."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.clearance import FACTOR_HOLDS
from remit.web.consult.clinic_records import check_live
from remit.web.documents.models import Formulation, Letter, LetterKind, State
from remit.web.people import audit
from remit.web.people.models import Person, Role
from remit.web.people.permissions import Act, Object, check_allowed, roles_at

_CONTENT = ("documents_letter", "sealed_content")
_TYPES = {Object.LETTER: "letter", Object.FORMULATION: "formulation"}
STALE = (
    "Somebody changed this letter since you opened it. Nothing was written; your text is below, "
    "beside theirs."
)
SIGNED_ALREADY = "This version is signed and stays as it is. Begin a new version to change it."


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What a letter says: to whom, how it begins, its text."""

    recipient: str = ""
    salutation: str = ""
    body: str = ""


class LetterClash(Conflict):
    """Somebody saved the letter first; carries what they wrote, and its version."""

    def __init__(self, theirs: LetterContent, version: int) -> None:
        super().__init__(STALE)
        self.theirs = theirs
        self.version = version


def content_of(letter: Letter, case: Case) -> LetterContent:
    """What a version says; the caller has checked the permission."""
    return LetterContent(**open_table(case, letter.sealed_content, _CONTENT, letter.pk))


def start_letter(
    *, case: Case, kind: LetterKind, content: LetterContent, by: Person, now: datetime
) -> Letter:
    """A new draft of one kind, or the one that is open already.

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
            return draft or _added(case, kind, content, found.first(), by=by, now=now)
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
    sealed = seal_table(case, asdict(content), _CONTENT, letter.pk)
    draft = Letter.objects.filter(pk=letter.pk, state=State.DRAFT, version=version)
    kept = draft.update(sealed_content=sealed, version=F("version") + 1, changed_at=now)
    fresh = _fresh(letter)
    if kept != 1:
        _refuse(fresh, case)
    return fresh


def sign_letter(
    *,
    letter: Letter,
    content: LetterContent,
    version: int,
    factor_at: datetime,
    by: Person,
    now: datetime,
) -> Letter:
    """Sign exactly this text; the version locks.

    Args:
        content: the text that the person saw when they signed.
        version: the version of the draft that the person looked at.
        factor_at: when the person last gave their second factor.

    Raises:
        NotAllowed: no clinician of the site, or the second factor is too old.
        InvalidInput: nothing is written, or it is signed already.
        LetterClash: somebody saved it meanwhile; nothing was written.
    """
    case = letter.case
    check_allowed(by, Act.SIGN, Object.LETTER, case, now=now)
    if not timedelta(0) <= now - factor_at <= FACTOR_HOLDS:
        raise NotAllowed("Signing needs the code of your second factor, given just now.")
    if not content.body.strip():
        raise InvalidInput("There is nothing to sign yet.")
    draft = Letter.objects.filter(pk=letter.pk, state=State.DRAFT, version=version)
    with transaction.atomic():
        signed = draft.update(
            sealed_content=seal_table(case, asdict(content), _CONTENT, letter.pk),
            state=State.SIGNED,
            version=F("version") + 1,
            changed_at=now,
            signed_by=by,
            signed_name=by.display_name,
            signed_role=_role(by, case),
            signed_at=now,
        )
        fresh = _fresh(letter)
        if signed != 1:
            _refuse(fresh, case)
        _note_signature(fresh, content, by=by, now=now)
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
    content: LetterContent,
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
    row.sealed_content = seal_table(case, asdict(content), _CONTENT, row.pk)
    row.save(force_insert=True)
    return row


def _fresh(letter: Letter) -> Letter:
    return Letter.objects.select_related("case__site", "case__data_key").get(pk=letter.pk)


def _refuse(fresh: Letter, case: Case) -> None:
    if fresh.state == State.SIGNED:
        raise InvalidInput(SIGNED_ALREADY)
    raise LetterClash(content_of(fresh, case), fresh.version)


def _note_signature(letter: Letter, content: LetterContent, *, by: Person, now: datetime) -> None:
    audit.record(
        by=by,
        now=now,
        site=letter.case.site,
        act="signed",
        object_type="letter",
        object_id=letter.pk,
        values={"old": None, "new": asdict(content)},
        data_key=letter.case.data_key,
        detail={"case": str(letter.case_id), "kind": letter.kind, "number": letter.number},
    )


def _role(by: Person, case: Case) -> str:
    """The role under which the person signs."""
    held = roles_at(by, case.site_id)
    return str((Role.CLINICIAN if Role.CLINICIAN in held else min(held)).label)
