"""What the page of a consultation shows, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max

from remit.domain.prompt import Prompt
from remit.pathways.consult.clearance import OpenItem
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.before_page import Panel, panel_of
from remit.web.consult.clearance_facts import before_of
from remit.web.consult.models import Consultation, Entry, NoteRevision, Part, Waiting
from remit.web.consult.records import plain_payload
from remit.web.consult.still_to_ask import still_to_ask
from remit.web.consult.visit_chips import StoredChip, chip_of
from remit.web.consult.visit_histories import known_history
from remit.web.consult.visit_notes import text_of
from remit.web.consult.visit_words import EntryWords, words_of
from remit.web.notices.queries import FlagLine, open_flags

WHOLE = 90  # minutes of a consultation (CLINICAL C.1)
_BEGINS = (0, 5, 25, 40, 55, 70, 78, 85)
JUST_NOW = 8  # facts under "Kept just now"
SHORT_WHILE = timedelta(hours=3)  # longer ago is not "just now", and no minute is counted


@dataclass(frozen=True)
class PartLine:
    """One part of the agenda.

    Attributes:
        key: the part, such as "pain"; label: its name.
        begins: the minute at which it begins; lasts: its minutes.
        facts: live facts that came from lines of this part.
        is_shown: whether the page shows this part.
        is_now: whether the clock stands in this part.
    """

    key: str
    label: str
    begins: int
    lasts: int
    facts: int
    is_shown: bool
    is_now: bool


@dataclass(frozen=True)
class Notes:
    """The notes of one part as they stand; number 0 and no text where there are none yet."""

    part: str
    label: str
    text: str = ""
    number: int = 0
    at: datetime | None = None
    by_name: str = ""


@dataclass(frozen=True)
class KeptLine:
    """One fact with undo beside it.

    Attributes:
        words: what it says: kind, label, dates.
        is_revision: undo brings back what it replaced; else undo takes it out.
    """

    id: UUID
    words: EntryWords
    is_revision: bool


@dataclass(frozen=True)
class WaitingLine:
    """A part of a kept line that waits for one small answer, or to be left out."""

    id: UUID
    chip: StoredChip


@dataclass(frozen=True)
class Listed:
    """The fragment "Kept just now": also after each line that was kept."""

    kept: tuple[KeptLine, ...]
    waiting: tuple[WaitingLine, ...]


@dataclass(frozen=True)
class VisitPage:
    """Everything on the page, given to `consult/visit.html` as `page`.

    Beside it the template gets `case`, `name`, `tab` ("visit"), `may_change` (whether keeping
    is allowed) and `told` (a sentence to say once, or "").

    Attributes:
        name: the name; published: a published case (no notes, no start and end).
        version: version of the case, as `changed/` answers it.
        part: key of the part shown, such as "pain"; part_label: its name.
        parts: the agenda in order, minutes to scale (`begins`, `lasts` of 90).
        consultation: the open consultation, or None.
        minute: minutes since it began, or None; left: minutes left in the part shown, or None.
        notes: the notes of the part shown; other_notes: those of the other parts that have any.
        kept, waiting: as in the fragment `consult/kept.html` (which gets `case` and `page`, a
            `Listed`; a `VisitPage` has the same two names).
        flags: what is to settle, the most urgent first (notices FlagLine).
        panel: clearance (before_page.Panel: state, opens, summary, items).
        examination: items of the examination that are not recorded yet.
        prompts: "not asked yet" of the part shown.
    """

    name: str
    published: bool
    version: int
    part: str
    part_label: str
    parts: tuple[PartLine, ...]
    consultation: Consultation | None
    minute: int | None
    left: int | None
    notes: Notes
    other_notes: tuple[Notes, ...]
    kept: tuple[KeptLine, ...]
    waiting: tuple[WaitingLine, ...]
    flags: tuple[FlagLine, ...]
    panel: Panel
    examination: tuple[OpenItem, ...]
    prompts: tuple[Prompt, ...]


def visit_page(case: Case, part: str, *, now: datetime) -> VisitPage:
    """The page of a case; the caller has checked the permission."""
    shown = Part(part) if part in Part.values else Part.PAIN
    consultation = open_consultation(case)
    minute = _minute(consultation, now)
    notes = notes_of(case)
    listed = kept_and_waiting(case)
    panel = panel_of(case, before_of(case, now=now), now=now)
    parts = agenda(case, shown, minute)
    return VisitPage(
        name=str(plain_subject(case)["name"]),
        published=case.origin == Case.Origin.PUBLISHED,
        version=case.version,
        part=shown.value,
        part_label=str(shown.label),
        parts=parts,
        consultation=consultation,
        minute=minute,
        left=_left(parts, minute),
        notes=notes[shown.value],
        other_notes=tuple(one for one in notes.values() if one.number and one.part != shown),
        kept=listed.kept,
        waiting=listed.waiting,
        flags=tuple(open_flags(case, now=now)),
        panel=panel,
        examination=panel.examination,
        prompts=still_to_ask(case, shown.value, known_history(case)),
    )


def open_consultation(case: Case) -> Consultation | None:
    """The consultation that runs now."""
    found: Consultation | None = case.consultations.filter(ended_at=None).first()
    return found


def agenda(case: Case, shown: Part, minute: int | None) -> tuple[PartLine, ...]:
    """The parts of the ninety minutes, with the facts that were kept in each."""
    counted = dict(
        Entry.objects.filter(case=case, withdrawn_at=None, line__isnull=False)
        .exclude(table="link")
        .values_list("line__part")
        .annotate(number=Count("id"))
        .order_by()
    )
    lines = []
    for part, begins, ends in zip(Part, _BEGINS, (*_BEGINS[1:], WHOLE), strict=True):
        is_now = minute is not None and begins <= minute < ends
        number = int(counted.get(part.value, 0))
        lines.append(
            PartLine(
                part.value,
                str(part.label),
                begins,
                ends - begins,
                number,
                part is shown,
                is_now,
            )
        )
    return tuple(lines)


def notes_of(case: Case) -> dict[str, Notes]:
    """The newest notes of every part, by part."""
    notes = {part.value: Notes(part.value, str(part.label)) for part in Part}
    newest: dict[str, NoteRevision] = {}
    numbers = newest_numbers(case)
    wanted = NoteRevision.objects.filter(case=case, number__in=set(numbers.values()))
    for row in wanted.select_related("recorded_by"):
        if row.number == numbers[row.part]:
            newest[row.part] = row
    for part, row in newest.items():
        notes[part] = Notes(
            part=part,
            label=notes[part].label,
            text=text_of(row, case),
            number=row.number,
            at=row.recorded_at,
            by_name=row.recorded_by.display_name,
        )
    return notes


def newest_numbers(case: Case) -> dict[str, int]:
    """The newest number of the notes of every part that has any: what another tab asks for."""
    rows = NoteRevision.objects.filter(case=case).order_by().values_list("part")
    return dict(rows.annotate(newest=Max("number")))


def kept_and_waiting(case: Case) -> Listed:
    """The facts kept last, newest first, and every part of a line that waits for an answer."""
    entries = list(
        case.entries.filter(withdrawn_at=None, recorded_at__gt=case.opened_at)
        .exclude(table__in=["link", "answer", "note"])
        .order_by("-recorded_at", "-position")[:JUST_NOW]
    )
    return Listed(kept=kept_lines(entries, case), waiting=waiting_lines(case))


def kept_lines(entries: Iterable[Entry], case: Case) -> tuple[KeptLine, ...]:
    """Facts as lists show them."""
    return tuple(
        KeptLine(
            entry.pk,
            words_of(entry.table, plain_payload(entry, case)),
            entry.replaces_id is not None,
        )
        for entry in entries
    )


def waiting_lines(case: Case) -> tuple[WaitingLine, ...]:
    """What waits, in the order in which it was said."""
    rows = Waiting.objects.filter(case=case, outcome=Waiting.Outcome.OPEN).select_related("line")
    return tuple(WaitingLine(row.pk, chip_of(row, case)) for row in rows)


def _minute(consultation: Consultation | None, now: datetime) -> int | None:
    if consultation is None or now - consultation.started_at > SHORT_WHILE:
        return None
    return max(0, int((now - consultation.started_at).total_seconds() // 60))


def _left(parts: Iterable[PartLine], minute: int | None) -> int | None:
    """Minutes left in the part shown; 0 where its time is over, None before it has come."""
    part = next(line for line in parts if line.is_shown)
    if minute is None or minute < part.begins:
        return None
    return max(0, part.begins + part.lasts - minute)
