"""Case records from and to plain tables: one schema for the case file and the database.

The records of `remit.domain.facts` are the schema; cattrs reads their types. This module adds how
a fuzzy date is written, and errors that say what is wrong and what would be right.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import cattrs
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from remit.domain.facts import (
    DataNote,
    Functioning,
    LifeEvent,
    Medicine,
    RecordedAnswer,
    Score,
    StatedLink,
    SymptomEpisode,
    Trait,
    Treatment,
)
from remit.domain.fuzzydate import Basis, Confidence, FuzzyDate
from remit.domain.history import Fault, Subject
from remit.domain.saying import Reading, understand
from remit.errors import InvalidInput

TABLES: dict[str, type] = {
    "event": LifeEvent,
    "symptom": SymptomEpisode,
    "treatment": Treatment,
    "medicine": Medicine,
    "functioning": Functioning,
    "trait": Trait,
    "score": Score,
    "link": StatedLink,
    "answer": RecordedAnswer,
    "note": DataNote,
}
CASE = "case"
LONGEST_SHOWN = 80
LAST_YEAR = 9999
_DATE_KEYS = {"date", "basis", "confidence"}


@cache
def converter(reading: Reading) -> cattrs.Converter:
    """A converter whose dates are read for one day of recording and hemisphere."""
    made = cattrs.Converter(forbid_extra_keys=True, omit_if_default=True)
    made.register_structure_hook(FuzzyDate, lambda value, _: _date_in(value, reading))
    made.register_unstructure_hook(FuzzyDate, _date_out)
    for kind in _NAMES:
        made.register_structure_hook(kind, _plain)
    made.register_structure_hook_factory(_is_list, lambda kind: _list_hook(made, kind))
    return made


def structure_record(
    table: str, row: Mapping[str, object], reading: Reading
) -> tuple[object | None, list[Fault]]:
    """One record from a plain table, or its faults."""
    kind = Subject if table == CASE else TABLES[table]
    made = converter(reading)
    try:
        return made.structure(dict(row), kind), []
    except ClassValidationError as error:
        identifier = str(row.get("id", row.get("topic", "")))
        return None, list(_faults(table, identifier, kind, error))


def plain_record(record: object) -> dict[str, Any]:
    """The plain table behind a record; `structure_record` reads it back to the same record."""
    made = converter(Reading())
    plain: dict[str, Any] = made.unstructure(record)
    return plain


def reading_of(row: Mapping[str, object]) -> Reading:
    """Day of recording and hemisphere from the `case` table, before anything else is read."""
    recorded = row.get("recorded")
    entry: date | None = None
    if isinstance(recorded, date):
        entry = recorded
    elif isinstance(recorded, str):
        bounds = understand(recorded).calendar
        if bounds is not None and bounds.latest is not None:
            entry = date.fromordinal(bounds.latest)
    return Reading(entry=entry, southern=row.get("southern") is True)


def _date_in(value: object, reading: Reading) -> FuzzyDate:
    if isinstance(value, date):
        return understand(value.isoformat(), reading)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LAST_YEAR:
        return understand(str(value), reading)
    if isinstance(value, str):
        return understand(value, reading)
    if not isinstance(value, Mapping) or "date" not in value:
        raise InvalidInput(
            'a date is words such as "about 1993", or { date = "about 1993", basis = "derived" }'
        )
    extra = set(value) - _DATE_KEYS
    if extra:
        raise InvalidInput(f"a date has no key “{min(extra)}”; it has date, basis and confidence")
    confidence = value.get("confidence")
    return _date_in(value["date"], reading).known_as(
        _choice(value.get("basis", "stated"), Basis),
        None if confidence is None else _choice(confidence, Confidence),
    )


def _date_out(value: FuzzyDate) -> str | dict[str, str]:
    if value.basis is Basis.STATED and value.confidence is None:
        return value.text
    plain = {"date": value.text, "basis": value.basis.value}
    if value.confidence is not None:
        plain["confidence"] = value.confidence.value
    return plain


def _choice(value: object, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        options = ", ".join(option.value for option in kind)
        raise InvalidInput(f"{_shown(value)} is not one of the choices: {options}") from None


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _list_hook(made: cattrs.Converter, kind: Any) -> Callable[[object, object], object]:
    """Lists only: cattrs would read the text "sad" as the list of its letters."""
    read = made.get_structure_hook(list.__class_getitem__(get_args(kind)[0]))

    def structure(value: object, _: object) -> object:
        if isinstance(value, list | tuple):
            return tuple(read(value, kind))
        raise InvalidInput("should be a list in square brackets")

    return structure


def _shown(value: object) -> str:
    """A value in an error message, cut short."""
    try:
        text = str(value)
    except (ValueError, RecursionError):  # thousands of digits or of levels
        return "this"
    return f"“{text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + '…'}”"


_NAMES = {str: "text in quotes", bool: "true or false", int: "a whole number", float: "a number"}


def _plain(value: object, kind: type) -> object:
    """Exactly the type; TOML already has types, so "5" for 5 is a slip worth saying."""
    if issubclass(kind, StrEnum):  # cattrs finds the hook of its base, str
        return _choice(value, kind)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidInput(f"{_shown(value)} should be a number that can be counted to")
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    raise InvalidInput(f"{_shown(value)} should be {_NAMES[kind]}")


def _faults(table: str, identifier: str, kind: type, error: BaseException) -> Iterator[Fault]:
    """Faults from the tree of exceptions that cattrs collects."""
    if not isinstance(error, ClassValidationError):
        yield Fault(table, identifier, "", _sentence(error), "")
        return
    noted, other = error.group_exceptions()
    for problem, note in noted:
        yield from _field_faults(table, identifier, note.name, problem)
    for problem in other:
        yield from _record_faults(table, identifier, kind, problem)


def _field_faults(
    table: str, identifier: str, name: str, problem: BaseException
) -> Iterator[Fault]:
    if isinstance(problem, KeyError) and problem.args == (name,):
        yield Fault(table, identifier, name, f"{name} is missing", f"Add a line {name} = …")
    elif isinstance(problem, ClassValidationError | IterableValidationError):
        for inner in problem.exceptions:
            yield from _field_faults(table, identifier, name, inner)
    else:
        yield Fault(table, identifier, name, _sentence(problem), "")


def _record_faults(
    table: str, identifier: str, kind: type, problem: BaseException
) -> Iterator[Fault]:
    if isinstance(problem, ForbiddenExtraKeysError):
        valid = [item.name for item in fields(kind)]
        for key in sorted(problem.extra_fields):
            near = difflib.get_close_matches(key, valid, 1)
            remedy = f"Did you mean {near[0]}?" if near else f"Its keys are {', '.join(valid)}"
            yield Fault(table, identifier, key, f"{table} has no key “{key}”", remedy)
    elif isinstance(problem, ClassValidationError):
        yield from _faults(table, identifier, kind, problem)
    else:
        yield Fault(table, identifier, "", _sentence(problem), "")


def _sentence(problem: BaseException) -> str:
    if isinstance(problem, InvalidInput):
        return str(problem)
    if isinstance(problem, TypeError):
        return "a list or table stands where a single value belongs, or the reverse"
    return f"cannot be read ({type(problem).__name__})"


def key_rows(kind: type) -> list[tuple[str, str, bool]]:
    """Name, type in words and whether required, for the reference page."""
    hints = get_type_hints(kind)
    return [
        (item.name, _type_words(hints[item.name]), _required(item))
        for item in fields(kind)
        if item.init
    ]


def _required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _type_words(hint: Any) -> str:
    if get_origin(hint) in {Union, UnionType}:
        return _type_words(next(part for part in get_args(hint) if part is not NoneType))
    if get_origin(hint) is tuple:
        return f"list of: {_type_words(get_args(hint)[0])}"
    if hint is FuzzyDate:
        return "date"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return " / ".join(option.value for option in hint)
    return _NAMES.get(hint, "table")
