"""Rows to records and back: answers and results, sealed with the key of their case."""

from collections.abc import Mapping
from typing import Any

from remit.domain.decision_table import Value
from remit.domain.form import plain_answers
from remit.web.assess.models import Answer, Sheet
from remit.web.cases.sealed import open_table, seal_table

_VALUE = ("assess_answer", "sealed_value")
_RESULT = ("assess_sheet", "sealed_result")


def seal_value(answer: Answer, value: Value | None) -> bytes:
    """The sealed form of an answer; an answer taken back is kept as none."""
    plain = plain_answers({"value": value}) if value is not None else {"value": None}
    return seal_table(answer.sheet.case, plain, _VALUE, answer.pk)


def value_of(answer: Answer) -> Value | None:
    """The answer behind a row."""
    found = open_table(answer.sheet.case, answer.sealed_value, _VALUE, answer.pk)["value"]
    return tuple(found) if isinstance(found, list) else found


def stored_values(sheet: Sheet) -> dict[str, Value]:
    """All answers of a sheet, also those that a later branch closed."""
    found = {answer.key: value_of(answer) for answer in sheet.answers.all()}
    return {key: value for key, value in found.items() if value is not None}


def versions(sheet: Sheet) -> dict[str, int]:
    """The version of each answer, which a page sends back with a change."""
    return dict(sheet.answers.values_list("key", "version"))


def seal_result(sheet: Sheet, plain: Mapping[str, Any]) -> bytes:
    """The sealed form of what the answers gave."""
    return seal_table(sheet.case, plain, _RESULT, sheet.pk)


def result_of(sheet: Sheet) -> dict[str, Any]:
    """What the answers gave when the sheet was finished; empty before."""
    if not sheet.sealed_result:
        return {}
    return open_table(sheet.case, sheet.sealed_result, _RESULT, sheet.pk)
