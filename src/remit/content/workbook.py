"""The words of the printed workbook, in the folder of the programme's version (INV-13)."""

from __future__ import annotations

from functools import cache

from remit.content.definition import plain_file, structure
from remit.content.programme import ID, LANGUAGE, VERSION, folder
from remit.domain.workbook import WorkbookWords


@cache
def workbook_words(
    identifier: str = ID, version: str = VERSION, language: str = LANGUAGE
) -> WorkbookWords:
    """All words of the workbook that no day holds.

    Raises:
        NotFound: there are none in this version and language.
        InvalidInput: the file is wrong, or a label is missing.
    """
    path = f"{folder(identifier, version, language)}/workbook.toml"
    return structure(WorkbookWords, plain_file(path), path)
