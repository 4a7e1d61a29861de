"""A stored fact in a few words, for lists that must not wait for the whole history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.domain.taxonomy import TAXONOMY


@dataclass(frozen=True)
class EntryWords:
    """One fact: its table for the colour, and kind, label and dates in words."""

    table: str
    kind: str
    label: str
    dates: str = ""


def words_of(table: str, row: Mapping[str, Any]) -> EntryWords:
    """The words of a record, from its own row alone."""
    return EntryWords(table, _kind(table, row), _label(table, row), _dates(row))


def said_date(value: object) -> str:
    """A date of a row as it was said; a date with its basis is a table of its own."""
    return str(value.get("date", "") if isinstance(value, Mapping) else value or "")


def _kind(table: str, row: Mapping[str, Any]) -> str:
    if table == "event":
        known = TAXONOMY.get(str(row.get("code", "")))
        if known is not None and known.support:
            return _("Support")
        return _("Stressor") if known is not None and known.counts else _("Life event")
    kinds = {
        "symptom": _("Symptom"),
        "treatment": _("Medical"),
        "medicine": _("Medicine"),
        "functioning": _("Daily life"),
        "trait": _("Trait"),
        "score": _("Rating"),
        "link": _("Said together"),
        "answer": _("Answer"),
        "note": _("Note on the record"),
    }
    return kinds[table]


def _label(table: str, row: Mapping[str, Any]) -> str:
    match table:
        case "score":
            return _rating(str(row.get("instrument", "nrs_avg")), row.get("value", ""))
        case "link":
            return f"{row.get('stressor', '')}, {row.get('symptom', '')}"
        case "answer":
            return f"{row.get('topic', '')}: {row.get('answer', '')}"
        case "note":
            return str(row.get("text", ""))
        case _:
            return str(row.get("label", ""))


def _rating(instrument: str, value: object) -> str:
    number = f"{value:g}" if isinstance(value, int | float) else str(value)
    if instrument == "nrs_avg":
        return _("Average pain %(number)s of 10") % {"number": number}
    return f"{instrument}: {number}"


def _dates(row: Mapping[str, Any]) -> str:
    start, end = said_date(row.get("start")), said_date(row.get("end"))
    if row.get("ongoing"):
        return _("%(start)s, still going on") % {"start": start} if start else _("still going on")
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    return _("until %(end)s") % {"end": end} if end else start
