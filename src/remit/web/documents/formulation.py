"""The writer of formulations: drafted from the record and edited; `formulation_signing` signs.

Edits of a draft are conditional updates of its row; `version` counts them.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from remit.domain.formulation import Ground, Rule
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.consult.clinic_records import check_live
from remit.web.documents.formulation_facts import draft_of, flag_grounds
from remit.web.documents.formulation_record import (
    Content,
    Mark,
    Written,
    carried_on,
    content_of,
    drafted_again,
    new_content,
    own_sentence,
    seal_content,
)
from remit.web.documents.models import Formulation, State
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

LONGEST = 2000  # characters of one row for one reader
Change = Callable[[Content], Content]


@dataclass(frozen=True)
class Receipt:
    """What the server holds of a row: its revision, and when it was saved."""

    revision: int
    saved_at: datetime


class SentenceClash(Conflict):
    """Somebody saved this sentence first; carries their words, and nothing was written."""

    def __init__(self, theirs: Written) -> None:
        self.theirs = theirs
        super().__init__(
            _("This sentence changed since you opened it. Nothing was written; yours is below.")
        )


def start_formulation(*, case: Case, by: Person, now: datetime) -> Formulation:
    """A draft from the record; after a signed version a new one that keeps its words.

    An open draft is given back as it is.

    Raises:
        NotAllowed: the person's role does not write formulations here.
        InvalidInput: the case is published.
    """
    check_allowed(by, Act.CHANGE, Object.FORMULATION, case, now=now)
    check_live(case)
    with transaction.atomic():
        last = Formulation.objects.filter(case=case).order_by("-number").first()
        if last is not None and last.state == State.DRAFT:
            return last
        drafted = draft_of(case, now=now)
        content = carried_on(content_of(last, case), drafted) if last else new_content(drafted)
        return _add(case, content, number=last.number + 1 if last else 1, by=by, now=now)


def save_sentence(
    *,
    formulation: Formulation,
    sentence: str,
    participant: str,
    referrer: str,
    base: int,
    by: Person,
    now: datetime,
) -> Receipt:
    """Keep the words of one row, while the draft is open.

    Args:
        sentence: its id.
        base: the revision of the row that the words were made from.

    Raises:
        SentenceClash: the row was saved meanwhile in other words.
        InvalidInput: both texts are empty, or one is too long.
        Conflict: the version is signed.
    """
    words = _plain(participant), _plain(referrer)
    if not any(words):
        raise InvalidInput(_("A sentence needs words. Leave it out instead."))

    def change(content: Content) -> Content:
        row = _row(content, sentence)
        if (row.participant, row.referrer) == words:
            return content
        if row.revision != base:
            raise SentenceClash(row)
        edited = None if _is_draft(row, words) else Mark(by=by.display_name, at=now.isoformat())
        saved = replace(row, participant=words[0], referrer=words[1], edited=edited)
        return content.with_row(replace(saved, revision=row.revision + 1, changed=False))

    content = _change(formulation, change, by=by, now=now)
    return Receipt(_row(content, sentence).revision, now)


def leave_out(*, formulation: Formulation, sentence: str, by: Person, now: datetime) -> None:
    """Take a row out of the text; it stays in the draft.

    Raises:
        InvalidInput: it says what is open, and a flag is.
    """
    check_allowed(by, Act.CHANGE, Object.FORMULATION, formulation.case, now=now)
    row = content_of(formulation, formulation.case).row(sentence)
    says_open = row is not None and row.sentence.rule is Rule.OPEN
    if says_open and flag_grounds(formulation.case):
        raise InvalidInput(_("A flag is open: the sentence that says so stays in the text."))
    _set_row(formulation, sentence, "left out", by=by, now=now, left_out=True)


def take_back(*, formulation: Formulation, sentence: str, by: Person, now: datetime) -> None:
    """Put a row back into the text."""
    _set_row(formulation, sentence, "taken back", by=by, now=now, left_out=False)


def say_differs(
    *, formulation: Formulation, sentence: str, words: str, by: Person, now: datetime
) -> None:
    """Record what the participant sees differently, in their words; empty takes it out."""
    _set_row(formulation, sentence, "sees it differently", by=by, now=now, differs=_plain(words))


def add_sentence(
    *,
    formulation: Formulation,
    participant: str,
    referrer: str,
    rests_on: Sequence[str],
    by: Person,
    now: datetime,
) -> str:
    """Add a sentence of the clinician's own, before the last one.

    Args:
        rests_on: ids of grounds that the draft names; without any the page warns.

    Returns:
        The id of the sentence.

    Raises:
        InvalidInput: it has no words, or rests on something that is not there.
    """
    words = _plain(participant), _plain(referrer)
    if not any(words):
        raise InvalidInput(_("A sentence needs words."))
    identifier = f"own-{uuid.uuid4().hex[:12]}"

    def change(content: Content) -> Content:
        known = known_grounds(content)
        if not set(rests_on) <= known.keys():
            raise InvalidInput(_("What the sentence rests on is not in this record."))
        row = Written(
            sentence=own_sentence(identifier, tuple(known[one] for one in rests_on)),
            participant=words[0],
            referrer=words[1],
            edited=Mark(by=by.display_name, at=now.isoformat()),
        )
        rows = (*content.rows[:-1], row, *content.rows[-1:])
        return replace(content, rows=rows, read=None, seen=None)

    _change(formulation, change, by=by, now=now, act="added a sentence")
    return identifier


def draft_again(*, formulation: Formulation, by: Person, now: datetime) -> int:
    """Draft from the record as it is now; edits stay. Gives how many sentences changed."""
    drafted = draft_of(formulation.case, now=now)
    content = _change(
        formulation,
        lambda content: drafted_again(content, drafted),
        by=by,
        now=now,
        act="drafted again",
    )
    return sum(row.changed for row in content.rows)


def mark_read(*, formulation: Formulation, read: bool, by: Person, now: datetime) -> None:
    """Tick, or untick, that every sentence was read."""
    mark = Mark(by=by.display_name, at=now.isoformat()) if read else None
    _change(formulation, lambda content: replace(content, read=mark), by=by, now=now)


def mark_seen(*, formulation: Formulation, seen: bool, by: Person, now: datetime) -> None:
    """Note, or take back, that the participant has seen their words."""
    mark = Mark(by=by.display_name, at=now.isoformat()) if seen else None
    act = "seen by the participant" if seen else "not seen by the participant"
    _change(formulation, lambda content: replace(content, seen=mark), by=by, now=now, act=act)


def known_grounds(content: Content) -> dict[str, Ground]:
    """Everything that sentences of this draft rest on, by id."""
    return {one.id: one for row in content.rows for one in row.sentence.rests_on}


STALE = (
    "This formulation changed since you opened the page. Nothing was signed. Look at the change, "
    "then sign again."
)
LOCKED = "This version is signed and stays as it is. Start a new version to change it."


def _set_row(
    formulation: Formulation,
    sentence: str,
    act: str,
    *,
    by: Person,
    now: datetime,
    left_out: bool | None = None,
    differs: str | None = None,
) -> None:
    def change(content: Content) -> Content:
        row = _row(content, sentence)
        out = row.left_out if left_out is None else left_out
        said = row.differs if differs is None else differs
        return content.with_row(replace(row, left_out=out, differs=said))

    _change(formulation, change, by=by, now=now, act=act)


def _change(
    formulation: Formulation, change: Change, *, by: Person, now: datetime, act: str = ""
) -> Content:
    """One change of an open draft; with `act` it is noted in the audit log."""
    case = formulation.case
    check_allowed(by, Act.CHANGE, Object.FORMULATION, case, now=now)
    check_live(case)
    with transaction.atomic():
        row = open_draft(formulation)
        before = content_of(row, case)
        after = change(before)
        if after == before:
            return before
        store(row, after, now=now)
        if act:
            note(row, act, by=by, now=now, old=for_audit(before), new=for_audit(after))
        return after


def open_draft(formulation: Formulation) -> Formulation:
    """The stored draft, held until the transaction ends; a signed one is a conflict."""
    row = (
        Formulation.objects.select_for_update(of=("self",))
        .select_related("case__data_key", "case__site")
        .get(pk=formulation.pk)
    )
    if row.state != State.DRAFT:
        raise Conflict(LOCKED)
    return row


def store(row: Formulation, content: Content, *, now: datetime, **signature: object) -> None:
    """Change an open draft if nobody did so meanwhile; a signature comes with its fields."""
    fields: dict[str, object] = {
        "sealed_content": seal_content(row, row.case, content),
        "version": F("version") + 1,
        "changed_at": now,
        **signature,
    }
    draft = Formulation.objects.filter(pk=row.pk, state=State.DRAFT, version=row.version)
    if draft.update(**fields) != 1:
        raise Conflict(STALE)


def _add(case: Case, content: Content, *, number: int, by: Person, now: datetime) -> Formulation:
    row = Formulation(
        id=uuid.uuid4(), case=case, number=number, started_by=by, started_at=now, changed_at=now
    )
    row.sealed_content = seal_content(row, case, content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # two people started at the very same moment
        raise Conflict(_("Somebody started this formulation just now. Open it.")) from error
    note(row, "started", by=by, now=now, new=for_audit(content))
    return row


def note(
    row: Formulation,
    act: str,
    *,
    by: Person,
    now: datetime,
    new: object,
    old: object = None,
) -> None:
    """The audit row of an act, in the same transaction; words are sealed in it."""
    audit.record(
        by=by,
        now=now,
        site=row.case.site,
        act=act,
        object_type="formulation",
        object_id=row.pk,
        values={"old": old, "new": new},
        data_key=row.case.data_key,
        detail={"case": str(row.case_id), "number": row.number},
    )


def for_audit(content: Content) -> list[dict[str, object]]:
    """The words of a version, and what the participant sees differently."""
    return [
        {
            "id": row.sentence.id,
            "participant": row.participant,
            "referrer": row.referrer,
            "left_out": row.left_out,
            "differs": row.differs,
        }
        for row in content.rows
    ]


def _row(content: Content, sentence: str) -> Written:
    row = content.row(sentence)
    if row is None:
        raise NotFound(_("There is no such sentence in this draft."))
    return row


def _is_draft(row: Written, words: tuple[str, str]) -> bool:
    return not row.own and words == (row.sentence.participant, row.sentence.referrer)


def _plain(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise InvalidInput(
            _("One sentence has at most %(most)d characters; your text is kept here.")
            % {"most": LONGEST}
        )
    return words
