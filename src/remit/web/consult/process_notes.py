"""Process notes: their author's own, kept apart from the record (CLINICAL H.3, ADR 0024).

Nobody reads one but its author, and a person whom the participant named in writing. Emergency
access, administration, exports, reports and letters do not reach them, and the audit log holds that
one was written, read or released, never its words. A case that a person may write no such note on
is answered as if it did not exist.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as later

from remit.domain.clearance import LONGEST_DAYS
from remit.domain.flag import FlagState
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.clinic_records import check_live
from remit.web.consult.models import ProcessNote, ProcessNoteRelease
from remit.web.people import audit
from remit.web.people.models import Membership, Person, Role
from remit.web.people.permissions import Act, Object, allowed, roles_at, roles_with
from remit.web.people.site_day import site_day

_TEXT = ("consult_processnote", "sealed_text")
LONGEST = 20_000
KIND = "process note"
# As long as a clearance: nobody leans longer on a signature without asking its giver again.
LONGEST_RELEASE = timedelta(days=LONGEST_DAYS)
STALE = (
    "You kept another version of this note meanwhile, perhaps in another window. Nothing was "
    "written; both texts are below. Put together what you want, then keep it."
)


class EndReason(models.TextChoices):
    """Why somebody else than its author ends a release; no free words, since the log holds it."""

    ASKED = "asked", later("The participant no longer wants it")
    LEFT = "left", later("Its author does not work here any more")
    MISTAKE = "mistake", later("It was released by mistake")


@dataclass(frozen=True)
class Note:
    """One process note as its reader may see it.

    Attributes:
        row: the version shown.
        text: its words.
        own: whether the reader wrote it.
        until: the last day on which it may be read, where it was released to the reader.
    """

    row: ProcessNote
    text: str
    own: bool
    until: date | None = None


def find_case(person: Person, pk: uuid.UUID, *, now: datetime) -> Case:
    """A case about which the person may keep or read process notes.

    Raises:
        NotFound: there is none, or it is not theirs to write such a note about.
    """
    case = Case.objects.select_related("site", "data_key").filter(pk=pk).first()
    if case is None or not _reaches(person, case, now=now):
        raise NotFound("There is no such record, or it is not at your site.")
    return case


def may_write(person: Person, case: Case, *, now: datetime) -> bool:
    """Whether the person may begin a note about this case.

    A clinician of the site may. A facilitator may where a flag of the case that still waits is
    theirs; what they wrote they keep reading and revising afterwards. A published case has none.
    """
    right = allowed(person, Act.CHANGE, Object.PROCESS_NOTE, case, now=now, own=True)
    if not right or case.origin == Case.Origin.PUBLISHED:
        return False
    return Role.CLINICIAN in roles_at(person, case.site_id) or _looks_after(person, case)


def notes_of(person: Person, case: Case, *, now: datetime) -> list[Note]:
    """The newest version of each note that the person wrote about this case, newest first."""
    newest: dict[uuid.UUID, ProcessNote] = {}
    for row in _own_rows(person, case).order_by("number"):
        newest[row.note] = row
    rows = sorted(newest.values(), key=lambda row: row.written_at, reverse=True)
    _note_list(person, case, len(rows), now)
    return [Note(row, text_of(row, case), own=True) for row in rows]


def released_to(person: Person, case: Case, *, now: datetime) -> list[ProcessNoteRelease]:
    """Authorisations that let the person read a note today."""
    today = site_day(case.site, now)
    newest: dict[uuid.UUID, ProcessNoteRelease] = {}
    rows = ProcessNoteRelease.objects.filter(case=case, reader=person)
    for row in rows.order_by("recorded_at"):
        newest[row.note] = row  # the last one counts, so that an authorisation can be ended
    return [row for row in newest.values() if row.authorised_on <= today <= row.until]


def open_note(person: Person, case: Case, note: uuid.UUID, *, now: datetime) -> Note:
    """One note, to its author or to whom it was released; opening it is noted.

    A reader sees the version that stood when it was released, nothing written since.

    Raises:
        NotFound: there is none that this person may read.
    """
    row, until = _own_rows(person, case).filter(note=note).order_by("-number").first(), None
    own = row is not None
    if row is None:
        row, until = _released(person, case, note, now=now)
    audit.record_view(by=person, now=now, site=case.site, object_id=note, object_type=KIND)
    return Note(row, text_of(row, case), own=own, until=until)


def text_of(row: ProcessNote, case: Case) -> str:
    """The words of a version; the caller has checked who reads them."""
    return str(open_table(case, row.sealed_text, _TEXT, row.pk)["text"])


def keep_note(
    *, case: Case, note: uuid.UUID, text: str, base: int, by: Person, now: datetime
) -> ProcessNote:
    """Keep a version of a note; the same words sent twice are kept once.

    Args:
        note: which note; for a new one an id made where it is typed.
        base: number of the version that the author looked at; 0 for a new note.

    Raises:
        NotFound: the person may keep no such note here.
        InvalidInput: it is empty or too long, or the case is published.
        Conflict: the author kept another version meanwhile; nothing was written.
    """
    check_live(case)
    words = _checked(text)
    before = _own_before(case, note, by, now=now)
    if before is not None and text_of(before, case) == words:
        return before
    if base != (0 if before is None else before.number):
        raise Conflict(STALE)
    row = ProcessNote(
        id=uuid.uuid4(), case=case, note=note, number=base + 1, author=by, written_at=now
    )
    row.sealed_text = seal_table(case, {"text": words}, _TEXT, row.pk)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record("wrote", case, note, by=by, now=now, number=row.number)
    except IntegrityError as error:  # kept in two windows at the very same moment
        raise Conflict(STALE) from error
    return row


def release_note(
    *,
    case: Case,
    note: uuid.UUID,
    reader: Person,
    authorised_on: date,
    until: date,
    by: Person,
    now: datetime,
) -> ProcessNoteRelease:
    """Let one named person read a note, as the participant authorised in writing.

    Args:
        authorised_on: the day on which the participant signed.
        until: the last day on which it may be read.

    Raises:
        NotFound: the note is not the person's own.
        InvalidInput: a day is not right, or the reader may read no process notes here.
    """
    _must_be_own(case, note, by)
    if authorised_on > site_day(case.site, now):
        raise InvalidInput("The participant's signature cannot lie in the future.")
    if until < site_day(case.site, now) or until < authorised_on:
        raise InvalidInput("The authorisation has ended already. Look at its last day again.")
    if until - authorised_on > LONGEST_RELEASE:
        raise InvalidInput(
            f"An authorisation holds for at most {LONGEST_RELEASE.days} days from its signature. "
            "Choose an earlier last day; ask the participant again after that."
        )
    if reader not in readers(case, but=by):
        raise InvalidInput("Choose a clinician or facilitator of this site.")
    return _release(case, note, reader, (authorised_on, until), by=by, now=now)


def end_release(*, release: ProcessNoteRelease, by: Person, now: datetime) -> ProcessNoteRelease:
    """End an authorisation from today on, by a further row; the participant may always ask for it.

    Raises:
        NotFound: the note is not the person's own.
    """
    case = release.case
    _must_be_own(case, release.note, by)
    yesterday = site_day(case.site, now) - timedelta(days=1)
    days = (min(release.authorised_on, yesterday), yesterday)
    return _release(case, release.note, release.reader, days, by=by, now=now)


def end_for_author(
    *, release: ProcessNoteRelease, why: EndReason, by: Person, now: datetime
) -> ProcessNoteRelease:
    """End somebody else's release without reading the note: its author may be gone.

    Raises:
        NotFound: the person is no clinician of the site, or it has ended already.
    """
    case = release.case
    if release not in running_releases(by, case, now=now):
        raise NotFound("There is no such authorisation.")
    yesterday = site_day(case.site, now) - timedelta(days=1)
    days = (min(release.authorised_on, yesterday), yesterday)
    return _release(case, release.note, release.reader, days, by=by, now=now, why=why.value)


def running_releases(person: Person, case: Case, *, now: datetime) -> list[ProcessNoteRelease]:
    """Releases of other authors' notes that a clinician of the site may end, never read."""
    if Role.CLINICIAN not in roles_at(person, case.site_id):
        return []
    today = site_day(case.site, now)
    newest: dict[tuple[uuid.UUID, int], ProcessNoteRelease] = {}
    rows = ProcessNoteRelease.objects.filter(case=case).select_related("reader", "recorded_by")
    for row in rows.order_by("recorded_at"):
        newest[row.note, row.reader_id] = row
    own = set(_own_rows(person, case).values_list("note", flat=True))
    return [row for row in newest.values() if row.until >= today and row.note not in own]


def releases_of(case: Case, note: uuid.UUID) -> list[ProcessNoteRelease]:
    """To whom a note was released, the newest row of each reader; for its author."""
    newest: dict[int, ProcessNoteRelease] = {}
    rows = ProcessNoteRelease.objects.filter(case=case, note=note).select_related("reader")
    for row in rows.order_by("recorded_at"):
        newest[row.reader_id] = row
    return list(newest.values())


def readers(case: Case, *, but: Person) -> list[Person]:
    """People to whom a note may be released: clinicians and facilitators of the site."""
    roles = roles_with(Act.SEE, Object.PROCESS_NOTE, own=True)
    held = Membership.objects.filter(site=case.site, role__in=roles)
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
    return list(people.exclude(pk=but.pk).order_by("display_name"))


def _reaches(person: Person, case: Case, *, now: datetime) -> bool:
    """Whether there is anything here for this person: a note to write, to revise or to read."""
    if not allowed(person, Act.SEE, Object.PROCESS_NOTE, case, now=now, own=True):
        return False
    return (
        may_write(person, case, now=now)
        or _own_rows(person, case).exists()
        or bool(released_to(person, case, now=now))
    )


def _looks_after(person: Person, case: Case) -> bool:
    flags = case.flags.filter(owner=person)
    return flags.exclude(state=FlagState.RECORDED.value).exists()


def _own_rows(person: Person, case: Case) -> QuerySet[ProcessNote]:
    return ProcessNote.objects.filter(case=case, author=person)


def _released(
    person: Person, case: Case, note: uuid.UUID, *, now: datetime
) -> tuple[ProcessNote, date]:
    for release in released_to(person, case, now=now):
        if release.note == note:
            rows = ProcessNote.objects.filter(case=case, note=note)
            stood = rows.filter(written_at__lte=release.recorded_at).order_by("-number").first()
            if stood is not None:
                return stood, release.until
    raise NotFound("There is no such note, or it is not yours to read.")


def _own_before(case: Case, note: uuid.UUID, by: Person, *, now: datetime) -> ProcessNote | None:
    """The author's newest version; None where the note is new and they may begin one."""
    before = ProcessNote.objects.filter(note=note).order_by("-number").first()
    theirs = before is None or (before.author_id == by.pk and before.case_id == case.pk)
    right = allowed(by, Act.CHANGE, Object.PROCESS_NOTE, case, now=now, own=True)
    if not theirs or not right or (before is None and not may_write(by, case, now=now)):
        raise NotFound("There is no such note, or it is not yours to change.")
    return before


def _must_be_own(case: Case, note: uuid.UUID, by: Person) -> None:
    right = roles_at(by, case.site_id) & roles_with(Act.CHANGE, Object.PROCESS_NOTE, own=True)
    if not right or not _own_rows(by, case).filter(note=note).exists():
        raise NotFound("There is no such note, or it is not yours to release.")


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise InvalidInput("Write something first. An empty note is not kept.")
    if len(words) > LONGEST:
        raise InvalidInput(f"A note holds {LONGEST} letters; yours has {len(words)}.")
    return words


def _release(
    case: Case,
    note: uuid.UUID,
    reader: Person,
    days: tuple[date, date],
    *,
    by: Person,
    now: datetime,
    **more: str,
) -> ProcessNoteRelease:
    with transaction.atomic():
        row = ProcessNoteRelease.objects.create(
            case=case,
            note=note,
            reader=reader,
            authorised_on=days[0],
            until=days[1],
            recorded_by=by,
            recorded_at=now,
        )
        told: dict[str, str | int] = {"reader": reader.pk, "until": str(days[1]), **more}
        _record("released", case, note, by=by, now=now, **told)
    return row


def _record(
    act: str, case: Case, note: uuid.UUID, *, by: Person, now: datetime, **detail: str | int
) -> None:
    """Say in the audit log that it happened: who, when, which; no words, not even sealed ones."""
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act=act,
        object_type=KIND,
        object_id=note,
        detail={"case": str(case.pk), **detail},
    )


def _note_list(person: Person, case: Case, count: int, now: datetime) -> None:
    audit.record_list_view(by=person, now=now, site=case.site, object_type=KIND, count=count)
