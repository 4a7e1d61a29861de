"""One case, one readable TOML file: read whole or not at all."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from remit.content.position import Positions
from remit.content.schema import CASE, TABLES, reading_of, structure_record
from remit.domain.history import Fault, History, Subject
from remit.errors import InvalidInput, NotFound

LARGEST_BYTES = 2_000_000
_PLURAL = {
    "event": "events",
    "symptom": "symptoms",
    "treatment": "treatments",
    "medicine": "medicines",
    "functioning": "functioning",
    "trait": "traits",
    "score": "scores",
    "link": "links",
    "answer": "answers",
    "note": "notes",
}


@dataclass(frozen=True, slots=True)
class LocatedFault:
    """A fault and the line where it can be found."""

    fault: Fault
    line: int | None

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        name = f"[{self.fault.table}] {self.fault.id}".strip()
        field = f", {self.fault.field}" if self.fault.field else ""
        remedy = f" {self.fault.remedy.rstrip('.?')}{_stop(self.fault.remedy)}" if (
            self.fault.remedy) else ""  # fmt: skip
        return f"{place}{name}{field}: {self.fault.problem.rstrip('.')}.{remedy}"


def _stop(remedy: str) -> str:
    return "?" if remedy.endswith("?") else "."


class CaseFileError(InvalidInput):
    """A case file that cannot be used; nothing of it was loaded."""

    def __init__(self, name: str, faults: Iterable[LocatedFault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        noun = "fault" if count == 1 else "faults"
        super().__init__(f"{name} has {count} {noun}; nothing was loaded.\n{lines}")


def load(path: Path) -> History:
    """The history in a case file.

    Raises:
        NotFound: no such file.
        CaseFileError: every fault found, with its line where it can be located.
        InvalidInput: the file is too large, not UTF-8 or not TOML.
    """
    return parse(_text(path), path.name)


def parse(text: str, name: str = "case file") -> History:
    """The history in the text of a case file; errors as for `load`."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(
            f"{name} is not TOML: {error}. Mend that place; strings need quotes, and every "
            "table starts with its name in brackets, such as [[event]]."
        ) from None
    except ValueError:  # Python refuses to read integers of thousands of digits
        raise InvalidInput(f"{name} holds a number too long to be read.") from None
    except RecursionError:
        raise InvalidInput(f"{name} nests tables too deeply to be a case file.") from None
    return build(raw, name, Positions(text))


def build(raw: Mapping[str, Any], name: str, positions: Positions | None = None) -> History:
    """A history from plain tables, as a case file or the database holds them."""
    where = positions or Positions("")
    faults = [LocatedFault(fault, where.line(fault.table, 0)) for fault in _shape_faults(raw)]
    if faults:
        raise CaseFileError(name, faults)
    subject, records, faults = _structure(raw, where)
    if faults or subject is None:
        raise CaseFileError(name, faults)
    collected = {_PLURAL[table]: tuple(rows) for table, rows in records.items()}
    probe = object.__new__(History)
    for field in ("subject", *_PLURAL.values()):
        object.__setattr__(probe, field, subject if field == "subject" else collected[field])
    crossed = [LocatedFault(fault, _line_of(fault, raw, where)) for fault in probe.faults()]
    if crossed:
        raise CaseFileError(name, crossed)
    return History(subject=subject, **collected)


def _structure(
    raw: Mapping[str, Any], where: Positions
) -> tuple[Subject | None, dict[str, list[Any]], list[LocatedFault]]:
    located: list[LocatedFault] = []
    try:
        reading = reading_of(raw[CASE])
    except InvalidInput as error:
        fault = Fault(CASE, str(raw[CASE].get("id", "")), "recorded", str(error), "")
        return None, {}, [LocatedFault(fault, where.line(CASE, 0, "recorded"))]
    subject, found = structure_record(CASE, raw[CASE], reading)
    located += [LocatedFault(fault, where.line(CASE, 0, fault.field)) for fault in found]
    records: dict[str, list[Any]] = {table: [] for table in TABLES}
    for table in TABLES:
        for index, row in enumerate(raw.get(table, ())):
            record, found = structure_record(table, row, reading)
            located += [
                LocatedFault(fault, where.line(table, index, fault.field)) for fault in found
            ]
            records[table].append(record)
    return subject if isinstance(subject, Subject) else None, records, located


def _shape_faults(raw: Mapping[str, Any]) -> list[Fault]:
    faults = []
    if not isinstance(raw.get(CASE), Mapping):
        faults.append(
            Fault(CASE, "", "", "the table [case] is missing", "Begin with [case], id and name")
        )
    for table, rows in raw.items():
        if table == CASE:
            continue
        if table not in TABLES:
            near = difflib.get_close_matches(table, [*TABLES, CASE], 1)
            remedy = f"Did you mean [[{near[0]}]]?" if near else f"Tables: {', '.join(TABLES)}"
            faults.append(Fault(table, "", "", f"there is no table “{table}”", remedy))
        elif not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            faults.append(Fault(table, "", "", "must be a list", f"Write [[{table}]]"))
    return faults


def _line_of(fault: Fault, raw: Mapping[str, Any], where: Positions) -> int | None:
    """The line of a fault found between records; a repeated id is shown where it repeats."""
    if fault.table == CASE:
        return where.line(CASE, 0, fault.field)
    found = None
    for index, row in enumerate(raw.get(fault.table, ())):
        name = row.get("id") or f"{row.get('symptom')} - {row.get('stressor')}"
        if name == fault.id:
            found = where.line(fault.table, index, fault.field)
    return found


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise InvalidInput(
                f"{path.name} has {size / 1e6:.1f} MB; a case file has at most "
                f"{LARGEST_BYTES / 1e6:.0f} MB. Keep documents outside the case file."
            )
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"There is no file {path.name}. Give the path of a case file.") from None
    except IsADirectoryError:
        raise InvalidInput(f"{path.name} is a folder. Give the path of a case file.") from None
    except PermissionError:
        raise InvalidInput(f"{path.name} may not be read by this account.") from None
    except (OSError, ValueError):  # a name too long or with a zero byte, a broken disk
        raise InvalidInput("This file cannot be read. Give the path of a case file.") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInput(
            f"{path.name} is not UTF-8 text (line {line}). Save it again with the encoding UTF-8."
        ) from None
