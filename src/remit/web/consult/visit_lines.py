"""Keep a line of quick entry: stored word for word, once, with everything that came of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from remit.domain.quick_entry import NOTES, Chip, Choice, Proposal, Understood
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.consult.models import Entry, Line, NoteRevision, Part, Waiting
from remit.web.consult.visit_chips import (
    StoredChip,
    StoredChoice,
    chip_of,
    line_text,
    seal_chip,
    seal_line,
)
from remit.web.consult.visit_histories import remember_history
from remit.web.consult.visit_notes import Appended, append_note, text_of
from remit.web.consult.visit_parsing import fix_dates, understand_line
from remit.web.consult.visit_placing import (
    Placed,
    link_row,
    note_words,
    place_line,
    pointers,
    with_ids,
    without_parts,
)
from remit.web.consult.visit_record import OpenRecord, fresh_ids, open_record
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

LONGEST = 4000  # characters of a line
_MOST_CHIPS = 500  # parts of a line that another part may point to


@dataclass(frozen=True)
class Kept:
    """The receipt of a line: what the server holds of it now.

    Attributes:
        entries: live facts that came of it; waiting: parts that wait for an answer.
        notes: words of it that went to the end of the notes, or None.
    """

    line: Line
    entries: tuple[Entry, ...]
    waiting: tuple[Waiting, ...]
    notes: Appended | None = None


def keep_line(
    *,
    case: Case,
    key: uuid.UUID,
    text: str,
    part: str,
    choices: Mapping[int, int],
    by: Person,
    now: datetime,
) -> Kept:
    """Keep a line, all of it or nothing; sent twice, also at once, it is stored once.

    Args:
        key: made where it was typed.
        part: the part of the consultation in which it was said.
        choices: the number of the answer given to a chip, by its place in the line.

    Raises:
        Conflict: the key stands for another line.
        InvalidInput: an empty or too long line, or an unknown part.
    """
    check_writes(case, by, now)
    _check_line(text, part)
    known = Line.objects.filter(pk=key).first()
    if known is not None:
        return _receipt_again(known, case, text, by)
    try:
        with transaction.atomic():
            return _keep(case, key, text, part, choices, by=by, now=now)
    except IntegrityError:  # the same line arrived twice at once
        known = Line.objects.filter(pk=key).first()
        if known is None:
            raise
        return _receipt_again(known, case, text, by)


def settle(*, waiting: Waiting, number: int | None, by: Person, now: datetime) -> Kept:
    """Answer what a part of a line waits for, or leave it out.

    Args:
        number: of the answer; None leaves it out: its words stay stored with their line.

    Raises:
        InvalidInput: no such answer, or the record refuses what it would keep.
        Conflict: it was answered otherwise meanwhile.
    """
    check_writes(waiting.case, by, now)
    with transaction.atomic():
        record = open_record(waiting.case, by=by, now=now)
        found = Waiting.objects.select_related("line").filter(pk=waiting.pk).first()
        if found is None:
            raise NotFound(_("There is no such part of a line."))
        wanted = Waiting.Outcome.LEFT_OUT if number is None else Waiting.Outcome.KEPT
        if found.outcome == Waiting.Outcome.OPEN:
            appended = _settle(record, found, number)
            return replace(receipt_of(found.line, record.case), notes=appended)
        if found.outcome != wanted:
            raise Conflict(_("This was answered in another place already."))
        return receipt_of(found.line, record.case)


def check_writes(case: Case, by: Person, now: datetime) -> None:
    """Whoever types in a consultation changes consultation and history."""
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now)


def receipt_of(line: Line, case: Case) -> Kept:
    """What the server holds of a line now."""
    entries = case.entries.filter(line=line, withdrawn_at=None).exclude(table="link")
    waiting = line.waiting.filter(outcome=Waiting.Outcome.OPEN)
    return Kept(line, tuple(entries), tuple(waiting), _appended_by(line, case))


def _check_line(text: str, part: str) -> None:
    if not text.strip():
        raise InvalidInput(_("The line is empty."))
    if len(text) > LONGEST:
        raise InvalidInput(
            _("A line has at most %(most)d characters. Put longer text into the notes.")
            % {"most": LONGEST}
        )
    if part not in Part.values:
        raise InvalidInput(_("There is no such part of a consultation."))


def _receipt_again(line: Line, case: Case, text: str, by: Person) -> Kept:
    """The receipt of a line that was stored; a key stands for one line of one person only."""
    same = line.case_id == case.pk and line.recorded_by_id == by.pk
    if not same or line_text(line, case) != text:
        raise Conflict(_("This line was sent as another one. Nothing was written; keep it again."))
    return receipt_of(line, case)


def _keep(
    case: Case,
    key: uuid.UUID,
    text: str,
    part: str,
    choices: Mapping[int, int],
    *,
    by: Person,
    now: datetime,
) -> Kept:
    record = open_record(case, by=by, now=now)
    line = Line(id=key, case=record.case, part=part, recorded_by=by, recorded_at=now)
    line.sealed_text = seal_line(line, record.case, text)
    line.save(force_insert=True)
    understood = understand_line(record.case, text, record.history, part=part, now=now)
    placed = place_line(record, _fixed(record, understood), choices)
    _write(record, line, placed)
    if placed.after is not None:  # the picture drawn next need not read it all again
        transaction.on_commit(partial(remember_history, record.case, placed.after))
    return receipt_of(line, record.case)


def _write(record: OpenRecord, line: Line, placed: Placed) -> None:
    for place, (table, row) in placed.rows.items():
        record.write(table, row, identifier=_entry_id(line, place), line=line)
    for number, (table, row) in placed.links.items():
        record.write(table, row, identifier=_of(line, f"link {number}"), line=line)
    for held in sorted(placed.held, key=lambda one: one.chip.place):
        waiting = Waiting(
            id=_of(line, f"waiting {held.chip.place}"),
            case=record.case,
            line=line,
            place=held.chip.place,
        )
        waiting.sealed_chip = seal_chip(waiting, record.case, held)
        waiting.save(force_insert=True)
    if placed.notes:
        words = "\n".join(placed.notes[place] for place in sorted(placed.notes))
        append_note(
            record.case,
            key=_of(line, "notes"),
            part=line.part,
            added=words,
            by=record.by,
            now=record.now,
        )


def _fixed(record: OpenRecord, understood: Understood) -> Understood:
    """The same with dates that keep their meaning, also in the answers not given yet."""

    def proposal(one: Proposal) -> Proposal:
        if one.table == NOTES:
            return one
        return replace(one, row=fix_dates(record.case, one.row, now=record.now))

    def choice(one: Choice) -> Choice:
        return replace(one, proposal=proposal(one.proposal))

    def chip(one: Chip) -> Chip:
        stands = None if one.proposal is None else proposal(one.proposal)
        return replace(one, proposal=stands, choices=tuple(map(choice, one.choices)))

    return replace(understood, chips=tuple(map(chip, understood.chips)))


def _settle(record: OpenRecord, waiting: Waiting, number: int | None) -> Appended | None:
    chip = chip_of(waiting, record.case)
    if number is None:
        _close(waiting, Waiting.Outcome.LEFT_OUT, record)
        _settle_followers(record, waiting.line)
        return None
    chosen = chip.choice(number)
    if chosen is None:
        raise InvalidInput(_("There is no such answer."))
    appended = None
    if chosen.table == NOTES:
        appended = append_note(
            record.case,
            key=_of(waiting.line, f"notes {chip.place}"),
            part=waiting.line.part,
            added=note_words(chosen.row, chosen.label, chip.said),
            by=record.by,
            now=record.now,
        )
    else:
        _write_chosen(record, waiting.line, chip, chosen)
    _close(waiting, Waiting.Outcome.KEPT, record)
    _settle_followers(record, waiting.line)
    return appended


def _write_chosen(record: OpenRecord, line: Line, chip: StoredChip, chosen: StoredChoice) -> None:
    keys = _keys_of(line)
    row = _with_keys(line, chip, chosen, keys)
    if row is None:
        raise InvalidInput(_("Answer the other part of this line first."))
    if chosen.table not in {"link", "note", "answer"}:
        row["id"] = fresh_ids(record, 1)[0]
    why = record.refusal([(chosen.table, row)])
    if why:
        raise InvalidInput(why)
    record.write(chosen.table, row, identifier=_entry_id(line, chip.place), line=line)
    keys[chip.place] = str(row.get("id", ""))
    for number, pair in enumerate(chip.pairs):
        linked = link_row(pair, keys, record.plain["link"])
        if linked is not None and not record.refusal([("link", linked)]):
            own = _of(line, f"link {chip.place} {number}")
            record.write("link", linked, identifier=own, line=line)


def _with_keys(
    line: Line, chip: StoredChip, chosen: StoredChoice, keys: Mapping[int, str]
) -> dict[str, Any] | None:
    """The row with the ids of its line; None while a part that it counts from waits itself."""
    missing = pointers(chosen.row) - set(keys)
    waits = line.waiting.filter(outcome=Waiting.Outcome.OPEN).exclude(place=chip.place)
    if missing & set(waits.values_list("place", flat=True)):
        return None
    return with_ids(without_parts(chosen.row, missing, chip.said), keys)


def _settle_followers(record: OpenRecord, line: Line) -> None:
    """Parts that only waited for another part of their line are kept as soon as it is settled."""
    rows = line.waiting.select_related("line").filter(outcome=Waiting.Outcome.OPEN)
    for waiting in rows:
        chip = chip_of(waiting, record.case)
        if not chip.follows or not chip.choices:
            continue
        chosen = chip.choices[0]
        row = _with_keys(line, chip, chosen, _keys_of(line))
        if row is not None and not record.refusal([(chosen.table, {**row, "id": "X0"})]):
            _write_chosen(record, line, chip, chosen)
            _close(waiting, Waiting.Outcome.KEPT, record)


def _close(waiting: Waiting, outcome: Waiting.Outcome, record: OpenRecord) -> None:
    waiting.outcome = outcome
    waiting.settled_by, waiting.settled_at = record.by, record.now
    waiting.save(update_fields=["outcome", "settled_by", "settled_at"])


def _keys_of(line: Line) -> dict[int, str]:
    """Ids of the parts that stand, by place; a correction keeps its id, and so its place."""
    places = {_entry_id(line, place): place for place in range(_MOST_CHIPS)}
    entries = list(Entry.objects.filter(line=line).exclude(key=""))
    live = {entry.key for entry in entries if entry.withdrawn_at is None}
    return {places[one.pk]: one.key for one in entries if one.pk in places and one.key in live}


def _appended_by(line: Line, case: Case) -> Appended | None:
    row = NoteRevision.objects.filter(pk=_of(line, "notes"), case=case).first()
    if row is None:
        return None
    text, before = text_of(row, case), ""
    if row.number > 1:
        previous = NoteRevision.objects.get(case=case, part=row.part, number=row.number - 1)
        before = text_of(previous, case).rstrip()
    return Appended(row.part, row.number, row.number - 1, text[len(before) :].lstrip("\n"))


def _entry_id(line: Line, place: int) -> uuid.UUID:
    return _of(line, f"chip {place}")


def _of(line: Line, what: str) -> uuid.UUID:
    """An id that the same line always gives: written twice, it meets itself."""
    return uuid.uuid5(line.pk, what)
