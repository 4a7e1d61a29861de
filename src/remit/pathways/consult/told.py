"""From what a participant told on a form to a row of the history, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from remit.domain.decision_table import Value, Values
from remit.domain.lately import fixed
from remit.domain.reported_medicine import ReportedMedicine, SaidBy
from remit.domain.saying import Reading

LONGEST_LABEL = 120
FREE_TEXT_EVENT = "OTH99"


def told_row(
    table: str, told: Mapping[str, str], values: Values, reading: Reading | None = None
) -> dict[str, Any] | None:
    """One row as it stands in a case file; None where nothing was told.

    Args:
        table: table of the history, such as symptom.
        told: column of the table to the key of its answer.
        values: the answers.
        reading: the day on which they were told; "last spring" means nothing without it.
    """
    row: dict[str, Any] = {
        column: values[key] for column, key in told.items() if values.get(key) not in (None, "", ())
    }
    label = str(row.pop("label", "")).strip()
    if not label:
        return None
    row["label"] = label[:LONGEST_LABEL]
    row["source"] = "participant"
    row.pop("ongoing", None)
    ongoing = _ongoing(told, values)
    if ongoing == "yes":
        row["ongoing"] = True
        row.pop("end", None)
    for name in {"start", "end"} & row.keys():
        row[name] = fixed(str(row[name]), reading or Reading())
    if table == "event":
        row["code"] = FREE_TEXT_EVENT
        row["lasting"] = ongoing in ("yes", "no") or "end" in row
    return row


def told_medicine(values: Values, reading: Reading | None = None) -> ReportedMedicine | None:
    """The medicine that a form tells of; None where it has no name."""
    name = str(values.get("medicine.name", "")).strip()
    if not name:
        return None
    return ReportedMedicine(
        name=name[:LONGEST_LABEL],
        form=str(values.get("medicine.form", "")),
        strength=_number(values.get("medicine.strength")),
        per_intake=_number(values.get("medicine.per_intake")),
        intakes=_number(values.get("medicine.intakes")),
        as_needed_typical=_number(values.get("medicine.needed")),
        as_needed_max=_number(values.get("medicine.needed_max")),
        start=_since(values, reading),
        prescriber=str(values.get("medicine.prescriber", "")),
        indication=str(values.get("medicine.for", "")),
        said_by=SaidBy.PARTICIPANT,
    )


def _since(values: Values, reading: Reading | None) -> str:
    words = str(values.get("medicine.since", ""))
    return fixed(words, reading or Reading()) if words else ""


def _ongoing(told: Mapping[str, str], values: Values) -> str:
    return str(values.get(told.get("ongoing", ""), ""))


def _number(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None
