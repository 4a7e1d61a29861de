"""Plain tables as sealed JSON: encrypted with the key of their case, bound to their place."""

import json
from collections.abc import Mapping
from typing import Any

from remit.errors import IntegrityFailure
from remit.web.cases.models import Case
from remit.web.people import keys

PlainTable = Mapping[str, Any]
_SUBJECT = ("cases_case", "sealed_subject")


def seal_table(case: Case, row: PlainTable, place: tuple[str, str], key: object) -> bytes:
    """Seal a table.

    Args:
        case: whose data key seals it.
        row: the plain table.
        place: database table and column it is bound to.
        key: final primary key of the row it stands in.

    Raises:
        IntegrityFailure: the row has no key yet; nothing could open it again.
    """
    if key is None:
        raise IntegrityFailure("A row is sealed under its final key. Save it first.")
    text = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, default=str)
    return keys.seal_text(case.data_key, text, table=place[0], column=place[1], row=key)


def open_table(
    case: Case, sealed: keys.Stored, place: tuple[str, str], key: object
) -> dict[str, Any]:
    """The plain table behind a sealed one; the place must be the one it was sealed for."""
    text = keys.unseal_text(case.data_key, sealed, table=place[0], column=place[1], row=key)
    row: dict[str, Any] = json.loads(text)
    return row


def seal_subject(case: Case, row: PlainTable) -> bytes:
    """The sealed form of a subject, bound to its case."""
    return seal_table(case, row, _SUBJECT, case.pk)


def plain_subject(case: Case) -> dict[str, Any]:
    """Whose case it is."""
    return open_table(case, case.sealed_subject, _SUBJECT, case.pk)
