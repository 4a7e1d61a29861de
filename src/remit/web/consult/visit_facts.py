"""Correct a fact, take it out, bring it back: always by a further event, never by overwriting."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from remit.content.casefile import build
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable
from remit.web.consult.models import Entry
from remit.web.consult.records import flat, plain_payload
from remit.web.consult.visit_lines import check_writes
from remit.web.consult.visit_record import (
    NAME,
    OpenRecord,
    fresh_ids,
    open_record,
    sentence,
    with_rows,
    without_entry,
)
from remit.web.consult.visit_words import words_of
from remit.web.people import audit
from remit.web.people.models import Person


class Stale(Conflict):
    """The fact changed since it was read: `live` is what stands now, or None where it is out."""

    def __init__(self, live: Entry | None, row: dict[str, Any]) -> None:
        self.live, self.row = live, row
        super().__init__(
            _("This fact changed in another place. Both are below; nothing is lost.")
            if live
            else _("This fact was taken out in another place. Your text is below.")
        )


class PointedTo(InvalidInput):
    """A record cannot vanish while others count from it."""

    def __init__(self, labels: list[str]) -> None:
        self.labels = labels
        listed = ", ".join(f"“{label}”" for label in labels)
        super().__init__(
            _("Other facts count from this one: %(facts)s. Change or undo them first.")
            % {"facts": listed}
        )


def add_fact(
    *, case: Case, key: uuid.UUID, table: str, row: PlainTable, by: Person, now: datetime
) -> Entry:
    """Add one fact from a form, whatever was added elsewhere meanwhile; sent twice, stored once.

    Args:
        key: given with the empty form.

    Raises:
        InvalidInput: the record refuses the row.
        Conflict: the key stands for a fact of another case or person.
    """
    check_writes(case, by, now)
    try:
        with transaction.atomic():
            record = open_record(case, by=by, now=now)
            known = Entry.objects.filter(pk=key).first()
            if known is None:
                complete = {**row, "id": fresh_ids(record, 1)[0]}
                why = record.refusal([(table, complete)])
                if why:
                    raise InvalidInput(why)
                return record.write(table, complete, identifier=key)
    except IntegrityError:  # the same fact arrived twice at once, for two cases
        known = Entry.objects.get(pk=key)
    if known.case_id != case.pk or known.recorded_by_id != by.pk:
        raise Conflict(_("This form was used for another fact. Nothing was written."))
    return known


def revise_event(*, case: Case, entry: Entry, row: PlainTable, by: Person, now: datetime) -> Entry:
    """Correct a fact: what it said stays stored, and the new row takes its id and its place.

    Args:
        entry: as the person read it.
        row: what it should say; its id stays.

    Raises:
        Stale: the fact was changed or taken out meanwhile; nothing was written.
        InvalidInput: the record refuses the row.
    """
    check_writes(case, by, now)
    with transaction.atomic():
        record = open_record(case, by=by, now=now)
        old = _entry(record.case, entry)
        said = plain_payload(old, record.case)
        wanted = {**{key: one for key, one in row.items() if key != "id"}, **_own_id(said)}
        if old.withdrawn_at is not None:
            return _same_or_stale(record.case, old, wanted)
        if wanted == said:
            return old
        record.plain = without_entry(record.plain, old.table, said)
        why = record.refusal([(old.table, wanted)])
        if why:
            raise InvalidInput(why)
        _withdraw(old, now)
        return record.write(old.table, wanted, line=old.line, replaces=old, old=said)


def undo(*, case: Case, entry: Entry, by: Person, now: datetime) -> None:
    """Take back the last thing done to a fact: its correction, or the fact itself.

    Asked twice, it is done once. Links that the same line put beside the fact go with it.

    Raises:
        Conflict: the fact was corrected meanwhile; undo the correction first.
        PointedTo: other facts count from it.
    """
    check_writes(case, by, now)
    with transaction.atomic():
        record = open_record(case, by=by, now=now)
        found = _entry(record.case, entry)
        if found.withdrawn_at is not None:
            if live_of(record.case, found) not in {None, found.replaces}:
                raise Conflict(_("This fact was changed meanwhile. Undo the change first."))
            return
        if found.replaces is None:
            _take_out(record, found)
        else:
            _swap(record, out=found, back=found.replaces)


def restore(*, case: Case, entry: Entry, by: Person, now: datetime) -> None:
    """Bring back what was taken out: a fact with its links, or an undone correction.

    Raises:
        Conflict: another row stands under its id that it does not correct.
        InvalidInput: the record refuses it now.
    """
    check_writes(case, by, now)
    with transaction.atomic():
        record = open_record(case, by=by, now=now)
        found = _entry(record.case, entry)
        if found.withdrawn_at is None:
            return
        live = live_of(record.case, found)
        if live is not None and live != found.replaces:
            raise Conflict(_("This fact was changed meanwhile; what stands now was kept."))
        if live is not None:
            _swap(record, out=live, back=found)
        else:
            _bring_back(record, found)


def live_of(case: Case, entry: Entry) -> Entry | None:
    """What stands now of a fact: under its id, or at the end of its corrections."""
    if entry.withdrawn_at is None:
        return entry
    if entry.key:
        return Entry.objects.filter(case=case, key=entry.key, withdrawn_at=None).first()
    seen = entry
    while True:
        further = Entry.objects.filter(case=case, replaces=seen).order_by("-position").first()
        if further is None:
            break
        if further.withdrawn_at is None:
            return further
        seen = further
    before = entry.replaces
    while before is not None and before.withdrawn_at is not None:
        before = before.replaces
    return before


def _entry(case: Case, entry: Entry) -> Entry:
    found = Entry.objects.select_related("line", "replaces").filter(case=case, pk=entry.pk).first()
    if found is None:
        raise NotFound(_("There is no such fact in this case."))
    return found


def _own_id(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": said["id"]} if "id" in said else {}


def _same_or_stale(case: Case, old: Entry, wanted: dict[str, Any]) -> Entry:
    """The same correction sent twice is stored once; another one is a conflict."""
    live = live_of(case, old)
    if live is not None and plain_payload(live, case) == wanted:
        return live
    raise Stale(live, wanted)


def _take_out(record: OpenRecord, entry: Entry) -> None:
    said = plain_payload(entry, record.case)
    leaving = [(entry, said), *_links_with(record.case, entry)]
    plain = record.plain
    for one, row in leaving:
        plain = without_entry(plain, one.table, row)
    pointing = list(_pointing_to(plain, entry.key))
    if pointing:
        raise PointedTo(pointing)
    _check(plain)
    for one, row in leaving:
        _withdraw(one, record.now)
        _note(record, one, "withdrew", old=row, new=None)


def _bring_back(record: OpenRecord, entry: Entry) -> None:
    """A fact with the links that went out with it, at the same moment."""
    went = Entry.objects.filter(case=record.case, withdrawn_at=entry.withdrawn_at, table="link")
    links = [(one, plain_payload(one, record.case)) for one in went.exclude(pk=entry.pk)]
    coming = [entry, *(one for one, row in links if entry.key in _ends(row))]
    rows = [(one.table, plain_payload(one, record.case)) for one in coming]
    _check(with_rows(record.plain, rows))
    for one, (_table, row) in zip(coming, rows, strict=True):
        Entry.objects.filter(pk=one.pk).update(withdrawn_at=None)
        _note(record, one, "restored", old=None, new=row)


def _swap(record: OpenRecord, *, out: Entry, back: Entry) -> None:
    """One row of a fact leaves, another returns; its id stays, and so do the links to it."""
    leaves, returns = plain_payload(out, record.case), plain_payload(back, record.case)
    plain = without_entry(record.plain, out.table, leaves)
    _check(with_rows(plain, [(back.table, returns)]))
    _withdraw(out, record.now)
    Entry.objects.filter(pk=back.pk).update(withdrawn_at=None)
    _note(record, back, "restored", old=leaves, new=returns)


def _links_with(case: Case, entry: Entry) -> list[tuple[Entry, PlainTable]]:
    """Links that mean nothing without the fact: of its own line, or opinions alone."""
    links = Entry.objects.filter(case=case, table="link", withdrawn_at=None)
    rows = [(link, plain_payload(link, case)) for link in links.select_related("replaces")]
    return [
        (link, row)
        for link, row in rows
        if entry.key in _ends(row)
        and (not row.get("told", True) or _first_line(link) in {entry.line_id} - {None})
    ]


def _ends(link: PlainTable) -> set[str]:
    return {str(link["symptom"]), str(link["stressor"])} - {""}


def _first_line(entry: Entry) -> uuid.UUID | None:
    """The line that a record came from, before its corrections."""
    while entry.line_id is None and entry.replaces is not None:
        entry = entry.replaces
    return entry.line_id


def _pointing_to(plain: Mapping[str, Any], key: str) -> Iterator[str]:
    """Labels of what points to a record: in its dates, its order, its links, its notes."""
    if not key:
        return
    names = {key, f"{key}.start", f"{key}.end"}
    for table, row in flat(plain):
        if row.get("id") != key and names & set(_pointers(row)):
            yield _label(plain, table, row)


def _pointers(row: Mapping[str, Any]) -> Iterator[str]:
    for name in ("symptom", "stressor", "recurrence_of", "after_injury", "asked_because_of"):
        yield str(row.get(name, ""))
    for name in ("not_before", "not_after", "same_time", "about"):
        yield from map(str, row.get(name, ()))
    dates = [row.get("start"), row.get("end"), *(one.get("when") for one in row.get("course", ()))]
    for value in dates:
        words = value.get("date", "") if isinstance(value, Mapping) else str(value or "")
        yield from (word.lstrip("@") for word in words.split() if word.startswith("@"))


def _label(plain: Mapping[str, Any], table: str, row: Mapping[str, Any]) -> str:
    if table != "link":
        return words_of(table, row).label
    labels = {one.get("id"): words_of(name, one).label for name, one in flat(plain)}
    both = (row["stressor"], row["symptom"])
    return _("the link of %(one)s") % {"one": " – ".join(labels.get(key, key) for key in both)}


def _check(plain: Mapping[str, Any]) -> None:
    try:
        build(plain, NAME)
    except InvalidInput as error:
        raise InvalidInput(sentence(error)) from None


def _withdraw(entry: Entry, now: datetime) -> None:
    Entry.objects.filter(pk=entry.pk, withdrawn_at=None).update(withdrawn_at=now)


def _note(
    record: OpenRecord, entry: Entry, act: str, *, old: PlainTable | None, new: PlainTable | None
) -> None:
    audit.record(
        by=record.by,
        now=record.now,
        site=record.case.site,
        act=act,
        object_type=entry.table,
        object_id=entry.pk,
        values={"old": old, "new": new},
        data_key=record.case.data_key,
        detail={"case": str(record.case.pk)},
    )
