"""Which parts of a line can be kept now, and under which ids; the others are held with a reason.

A part may point to another part of its line as "@chip0". Ids are given here; a part that points to
one that is not kept is held until that one is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from remit.domain.history import History
from remit.domain.quick_entry import NOTES, Chip, Pair, Proposal, Understood
from remit.web.consult.visit_chips import Held, StoredChoice, as_choice
from remit.web.consult.visit_record import OpenRecord, Row, fresh_ids

_POINTER = re.compile(r"@chip(\d+)\b")
_DATES = ("start", "end")  # count from a fact with its sign: "2 months after @E05"
_IDS = ("not_before", "not_after", "same_time", "after_injury", "recurrence_of", "asked_because_of")
_WITHOUT_ID = {"link", "note", "answer"}


@dataclass
class Placed:
    """A line sorted out: rows to write by place, words for the notes, and what is held.

    Attributes:
        after: the history with all of these rows, where it is known.
    """

    rows: dict[int, Row] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    links: dict[int, Row] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    after: History | None = None


def place_line(record: OpenRecord, understood: Understood, choices: Mapping[int, int]) -> Placed:
    """Sort the chips of a line.

    Args:
        choices: the number of the answer given to a chip, by its place.
    """
    placed = Placed()
    facts: dict[int, tuple[Chip, Proposal]] = {}
    for chip in understood.chips:
        chosen = _chosen(chip, choices)
        if chosen is None:
            placed.held.append(Held(chip, chip.question or _("Which?"), _answers(chip)))
        elif chosen.table != NOTES:
            facts[chip.place] = (chip, chosen)
        elif record.takes_notes:
            placed.notes[chip.place] = note_words(chosen.row, chosen.label, chip.said)
        else:
            why = _("A published case takes no notes.")
            placed.held.append(Held(chip, why, _answers(chip)))
    _place_facts(record, facts, understood.pairs, placed)
    placed.held = [_with_pairs(one, understood.pairs) for one in placed.held]
    return placed


def note_words(row: Mapping[str, Any], label: str, said: str) -> str:
    """The words of a proposal for the notes."""
    return str(row.get("text") or row.get("detail") or said or label).strip()


def with_ids(row: Mapping[str, Any], keys: Mapping[int, str]) -> dict[str, Any] | None:
    """The row with ids in place of "@chip0"; None where one of them is not kept."""
    if pointers(row) - set(keys):
        return None
    further: dict[str, Any] = dict(row)
    for name in _DATES:
        if name in row:
            further[name] = _replaced(row[name], keys, "@")
    for name in _IDS:
        if name in row:
            further[name] = _replaced(row[name], keys, "")
    return further


def pointers(row: Mapping[str, Any]) -> set[int]:
    """The places of the line that a row points to."""
    return set().union(*(_places(row[name]) for name in (*_DATES, *_IDS) if name in row))


def without_parts(row: Mapping[str, Any], gone: set[int], said: str) -> dict[str, Any]:
    """The row that no longer counts from parts that were left out; their words stay with it."""
    if not pointers(row) & gone:
        return dict(row)
    further: dict[str, Any] = {}
    for name, value in row.items():
        if name in _DATES and _places(value) & gone:
            further.setdefault("detail", row.get("detail") or said)
        elif name in _IDS and isinstance(value, list | tuple):
            further[name] = [one for one in value if not _places(one) & gone]
        elif not (name in _IDS and _places(value) & gone):
            further[name] = value
    return further


def link_row(
    pair: Mapping[str, Any], keys: Mapping[int, str], standing: Iterable[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """A link between two parts of a line; None where one is not kept, or it stands already."""
    symptom, stressor = keys.get(pair["symptom"]), keys.get(pair["stressor"])
    if symptom is None or stressor is None:
        return None
    if any(one["symptom"] == symptom and one["stressor"] == stressor for one in standing):
        return None
    return {**pair["row"], "symptom": symptom, "stressor": stressor}


def refused_choices(proposal: Proposal, *, takes_notes: bool) -> tuple[StoredChoice, ...]:
    """What can be done with a part that the record refuses: without its date, or as words."""
    row = {key: one for key, one in proposal.row.items() if key not in {"start", "end"}}
    found = []
    if row != dict(proposal.row):
        found.append(StoredChoice(1, _("keep without the date"), proposal.table, row,
                                  proposal.kind, proposal.label))  # fmt: skip
    if takes_notes:
        number = len(found) + 1
        found.append(StoredChoice(number, _("into the notes"), NOTES, {}, "", proposal.label))
    return tuple(found)


def _chosen(chip: Chip, choices: Mapping[int, int]) -> Proposal | None:
    number = choices.get(chip.place)
    found = next((one.proposal for one in chip.choices if one.number == number), None)
    return found or (chip.proposal if number is None or not chip.choices else None)


def _answers(chip: Chip) -> tuple[StoredChoice, ...]:
    return tuple(as_choice(one.number, one.words, one.proposal) for one in chip.choices)


def _place_facts(
    record: OpenRecord,
    facts: Mapping[int, tuple[Chip, Proposal]],
    pairs: Sequence[Pair],
    placed: Placed,
) -> None:
    names = fresh_ids(record, len(facts))
    keys = dict(zip(facts, names, strict=True))
    rows: dict[int, Row] = {}
    for place, (chip, proposal) in facts.items():
        row = with_ids(proposal.row, keys)
        if row is None:
            placed.held.append(_following(chip, proposal))
            continue
        own = {} if proposal.table in _WITHOUT_ID else {"id": keys[place]}
        rows[place] = (proposal.table, {**row, **own})
    _drop_followers(facts, rows, placed)
    links = _links(record, pairs, rows)
    if not record.refusal([*rows.values(), *links.values()]):
        placed.rows, placed.links, placed.after = rows, links, record.accepted
        return
    _one_by_one(record, facts, rows, placed)
    for number, link in _links(record, pairs, placed.rows).items():
        if not record.refusal([*placed.rows.values(), *placed.links.values(), link]):
            placed.links[number] = link


def _one_by_one(
    record: OpenRecord,
    facts: Mapping[int, tuple[Chip, Proposal]],
    rows: dict[int, Row],
    placed: Placed,
) -> None:
    """Something in the line is refused: find what, and keep the rest."""
    for place in _in_order(facts, rows):
        chip, proposal = facts[place]
        if pointers(proposal.row) & (set(facts) - set(placed.rows) - {place}):
            placed.held.append(_following(chip, proposal))
            continue
        why = record.refusal([*placed.rows.values(), rows[place]])
        if why:
            answers = refused_choices(proposal, takes_notes=record.takes_notes)
            placed.held.append(Held(chip, why, answers))
        else:
            placed.rows[place] = rows[place]


def _in_order(facts: Mapping[int, tuple[Chip, Proposal]], rows: Mapping[int, Row]) -> list[int]:
    """Places so that what is pointed to comes before what points to it."""
    ordered: list[int] = []
    left = list(rows)
    while left:
        free = [at for at in left if not pointers(facts[at][1].row) & (set(left) - {at})]
        for place in free or left[:1]:
            ordered.append(place)
            left.remove(place)
    return ordered


def _drop_followers(
    facts: Mapping[int, tuple[Chip, Proposal]], rows: dict[int, Row], placed: Placed
) -> None:
    """What points to a part that is held is held too, and so on down the chain."""
    while True:
        lost = [at for at in rows if pointers(facts[at][1].row) & (set(facts) - set(rows))]
        for place in lost:
            del rows[place]
            placed.held.append(_following(*facts[place]))
        if not lost:
            return


def _following(chip: Chip, proposal: Proposal) -> Held:
    answer = as_choice(1, _("keep"), proposal)
    return Held(chip, _("Waits for another part of this line."), (answer,), follows=True)


def _links(record: OpenRecord, pairs: Sequence[Pair], rows: Mapping[int, Row]) -> dict[int, Row]:
    """The links of the line between parts that are kept, by their number."""
    keys = {place: str(row["id"]) for place, (_table, row) in rows.items() if "id" in row}
    found: dict[int, Row] = {}
    for number, pair in enumerate(pairs):
        plain = {"symptom": pair.symptom, "stressor": pair.stressor, "row": dict(pair.row)}
        standing = [*record.plain["link"], *(row for _table, row in found.values())]
        row = link_row(plain, keys, standing)
        if row is not None:
            found[number] = ("link", row)
    return found


def _with_pairs(held: Held, pairs: Sequence[Pair]) -> Held:
    place = held.chip.place
    own = tuple(one for one in pairs if place in {one.symptom, one.stressor})
    return Held(held.chip, held.question, held.choices, held.follows, own)


def _places(value: object) -> set[int]:
    if isinstance(value, Mapping):
        return _places(value.get("date", ""))
    if isinstance(value, list | tuple):
        return set().union(*(_places(one) for one in value))
    return {int(found) for found in _POINTER.findall(str(value))}


def _replaced(value: Any, keys: Mapping[int, str], sign: str) -> Any:
    if isinstance(value, Mapping):
        return {**value, "date": _replaced(value.get("date", ""), keys, sign)}
    if isinstance(value, list | tuple):
        return [_replaced(one, keys, sign) for one in value]
    return _POINTER.sub(lambda found: sign + keys[int(found[1])], str(value))
