"""What the participant may read of their record: exactly the text that a clinician shared."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.clearance_summary import leans_on_clearance, stands_since
from remit.web.documents.models import Share
from remit.web.documents.share_check import check_words
from remit.web.documents.share_texts import text_to_share
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

_TEXT = ("documents_share", "sealed_text")
NOBODY = "Nobody can read it yet: this person has no page of their own. Invite them first."
AT_ONCE = "Somebody shared this at the same moment. Look at what is shared now."
STOPPED = "This person stopped taking part. Nothing new can be shared with them."
LIFTED = (
    "This text says what only a clearance that holds may say, and the clearance under which it was "
    "signed is not the one that holds now. Leave that sentence out, or sign a new version first."
)
LONGEST = 60_000


@dataclass(frozen=True)
class SharedText:
    """One thing that the participant may read."""

    share: Share
    text: str


def share(*, case: Case, what: Share.What, of: str, text: str, by: Person, now: datetime) -> Share:
    """Let the participant read this text; an earlier text of the same thing is taken back.

    Args:
        what: the kind of document.
        of: which one; a random id or a version, never a word about the person.
        text: the exact text, which is kept as it stands now.

    Raises:
        NotAllowed: the person's role does not share here.
        InvalidInput: nothing is written, or there is no participant to read it.
        NotAsSigned: words that nobody signed carry a fault.
        Conflict: they stopped taking part, the clearance that the text leans on is not the one that
            holds, or somebody shared the same thing at the same moment.
    """
    check_allowed(by, Act.CHANGE, Object.SHARED, case, now=now)
    if case.participant_id is None:
        raise InvalidInput(NOBODY)
    _check_takes_part(case)
    if not text.strip():
        raise InvalidInput("There is no text to share.")
    if len(text) > LONGEST:
        raise InvalidInput("This text is too long to share.")
    if what != Share.What.EXPLANATION:
        _check_signed(case, what, of, text, by=by, now=now)
    try:
        with transaction.atomic():
            for earlier in live_shares(case).filter(what=what, of=of):
                withdraw_share(share=earlier, by=by, now=now)
            return _added(case, what, of, text, by=by, now=now)
    except IntegrityError as error:
        raise Conflict(AT_ONCE) from error


def _check_takes_part(case: Case) -> None:
    """Nothing new goes to somebody who stopped; before they agree, a clinic may share by hand."""
    # Consent lives in the house of intake, which stands above this one; the case knows its rows.
    last = case.consents.order_by("-given_at").first()
    if last is not None and last.withdrawn_at is not None:
        raise Conflict(STOPPED)


def _check_signed(
    case: Case, what: Share.What, of: str, text: str, *, by: Person, now: datetime
) -> None:
    """The words are those of a signed document or without a fault, and what they lean on holds."""
    try:
        found = text_to_share(by, case, what, uuid.UUID(of), now=now)
    except (NotFound, ValueError):
        check_words(text, "")
        return
    check_words(text, found.text)
    if leans_on_clearance(text) and not stands_since(case, found.signed_at, now=now):
        raise Conflict(LIFTED)


def withdraw_share(*, share: Share, by: Person, now: datetime) -> None:
    """Take it back: the participant no longer finds it; that they could read it stays noted.

    Raises:
        NotAllowed: the person's role does not share here.
    """
    case = share.case
    check_allowed(by, Act.CHANGE, Object.SHARED, case, now=now)
    with transaction.atomic():
        _end(share, case, by=by, now=now)


def live_shares(case: Case) -> QuerySet[Share]:
    """What is shared now."""
    return Share.objects.filter(case=case, withdrawn_at=None)


def text_of(share: Share, case: Case) -> str:
    """The text as it was shared; the caller has checked the permission."""
    return str(open_table(case, share.sealed_text, _TEXT, share.pk)["text"])


def own_shares(person: Person, case: Case, *, now: datetime) -> list[Share]:
    """What a participant may read of their own case, newest first.

    Raises:
        NotAllowed: it is not their own.
    """
    own = case.participant_id == person.pk
    check_allowed(person, Act.SEE, Object.SHARED, case, now=now, own=own)
    visible = Share.objects.visible_to(person, now=now)
    rows = visible.filter(case=case, case__participant=person, withdrawn_at=None)
    return [one for one in rows if _stands(one, case, now=now)]


def end_shares(*, case: Case, by: Person, now: datetime) -> None:
    """Take back everything, inside the transaction of a participant who asks for erasure."""
    for one in live_shares(case):
        _end(one, case, by=by, now=now)


def _stands(share: Share, case: Case, *, now: datetime) -> bool:
    """False where its calm sentence rests on a clearance that is no longer the one that holds.

    An explanation checks that itself.
    """
    if share.what == Share.What.EXPLANATION or not leans_on_clearance(text_of(share, case)):
        return True
    return stands_since(case, share.shared_at, now=now)


def own_share(person: Person, case: Case, pk: uuid.UUID, *, now: datetime) -> SharedText | None:
    """One shared text, noted as read; None where it is not theirs or was taken back."""
    found = next((one for one in own_shares(person, case, now=now) if one.pk == pk), None)
    if found is None:
        return None
    audit.record_view(by=person, now=now, site=case.site, object_id=pk, object_type="share")
    return SharedText(found, text_of(found, case))


def _end(share: Share, case: Case, *, by: Person, now: datetime) -> None:
    if Share.objects.filter(pk=share.pk, withdrawn_at=None).update(withdrawn_at=now) != 1:
        return  # it is taken back already
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="took back a share",
        object_type="share",
        object_id=share.pk,
        detail={"case": str(case.pk), "what": share.what},
    )


def _added(case: Case, what: Share.What, of: str, text: str, *, by: Person, now: datetime) -> Share:
    row = Share(id=uuid.uuid4(), case=case, what=what, of=of, shared_by=by, shared_at=now)
    row.sealed_text = seal_table(case, {"text": text}, _TEXT, row.pk)
    row.save(force_insert=True)
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="shared",
        object_type="share",
        object_id=row.pk,
        values={"old": None, "new": {"text": text}},
        data_key=case.data_key,
        detail={"case": str(case.pk), "what": what},
    )
    return row
