"""What a part of a line contradicts, as one sentence; both stay until a person decides."""

from __future__ import annotations

import re
from collections.abc import Mapping

from remit.domain.facts import Fact
from remit.domain.history import History
from remit.domain.interval import Interval
from remit.domain.quick_entry import Proposal
from remit.pathways.consult.quick_entry_life import Life

_PLANNED = "planned"
_DATED = {"event", "symptom", "treatment", "medicine", "functioning"}
_BOTH_STAY = "Both stay."


def doubt_about(proposal: Proposal, life: Life) -> str:
    """A sentence where a proposal contradicts itself, the life or a fact; else nothing."""
    if proposal.table not in _DATED:
        return ""
    row = proposal.row
    start, end = _interval(row, "start", life), _interval(row, "end", life)
    return (
        _end_first(row, start, end)
        or _before_birth(row, start, end, life)
        or _still_to_come(row, start, life)
        or _said_otherwise(proposal, start, life)
    )


def _interval(row: Mapping[str, object], name: str, life: Life) -> Interval:
    return life.said(_words(row, name)) if _words(row, name) else Interval()


def _words(row: Mapping[str, object], name: str) -> str:
    told = row.get(name)
    told = told.get("date") if isinstance(told, Mapping) else told
    return told if isinstance(told, str) and "@chip" not in told else ""


def _end_first(row: Mapping[str, object], start: Interval, end: Interval) -> str:
    if end.certainly_before(start):
        return f"The end, {_words(row, 'end')}, comes before the beginning, {_words(row, 'start')}."
    return ""


def _before_birth(row: Mapping[str, object], start: Interval, end: Interval, life: Life) -> str:
    for name, told in (("start", start), ("end", end)):
        if told.certainly_before(life.birth):
            return f"By the record the person was not born yet: {_words(row, name)}. {_BOTH_STAY}"
    return ""


def _still_to_come(row: Mapping[str, object], start: Interval, life: Life) -> str:
    if row.get("status") != _PLANNED and life.now.certainly_before(start):
        return f"By the record this was still to come: {_words(row, 'start')}. {_BOTH_STAY}"
    return ""


def _said_otherwise(proposal: Proposal, start: Interval, life: Life) -> str:
    """The same thing stands in the record: at another time, or just so."""
    if proposal.row.get("recurrence_of") or proposal.row.get("flare"):
        return ""
    same = [
        one for one in _named_alike(proposal, life.history) if _may_not_repeat(one, start, life)
    ]
    if not same:
        return ""
    known, told = same[0], _words(proposal.row, "start")
    when = "undated" if known.start.is_unknown else known.start.text
    if told and start.meet(life.interval(known.id)) is None:
        return f"{known.label} stands in the record with {when}; this says {told}. {_BOTH_STAY}"
    return f"{known.label} stands in the record already, {when}. {_BOTH_STAY}"


def _named_alike(proposal: Proposal, history: History) -> list[Fact]:
    facts: Mapping[str, tuple[Fact, ...]] = {
        "event": history.events,
        "symptom": history.symptoms,
        "treatment": history.treatments,
        "medicine": history.medicines,
        "functioning": history.functioning,
    }
    name = folded(proposal.label)
    return [one for one in facts[proposal.table] if folded(one.label) == name]


def _may_not_repeat(known: Fact, start: Interval, life: Life) -> bool:
    """A thing that ended before this begins may have come a second time."""
    return known.end is None or not life.interval(f"{known.id}.end").certainly_before(start)


def folded(label: str) -> str:
    """A label without case, marks and what follows its first comma."""
    return re.sub(r"[\W_]+", " ", label.partition(",")[0]).strip().casefold()
