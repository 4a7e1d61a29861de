"""The workbook as PDF; one is kept a day and site: laying out a hundred pages takes a while."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from remit.reports import pdf
from remit.reports.workbook_pieces import Workbook

LAYOUT = "workbook.typ"
KEPT = 8
"""Workbooks kept at a time; each is about a megabyte."""


def render(book: Workbook, *, at: datetime) -> bytes:
    """The workbook as a PDF.

    Args:
        book: what is laid out.
        at: the moment of printing; its day is the only time in the file.

    Raises:
        PdfUnavailable: the optional part that lays out PDF is not installed.
        InvalidInput: it cannot be laid out.
    """
    return _laid_out(book, at.replace(hour=0, minute=0, second=0, microsecond=0))


@lru_cache(maxsize=KEPT)
def _laid_out(book: Workbook, at: datetime) -> bytes:
    plain = asdict(book)
    figures = plain.pop("figures")
    inputs: dict[str, Any] = {"data": pdf.printable(plain), "figures": figures}
    given = {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()}
    return pdf.lay_out(LAYOUT, given, at=at)
