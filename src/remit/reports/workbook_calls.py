"""The guide for who does a day by telephone: only in the copy for staff, behind the days."""

from __future__ import annotations

import re

from remit.content.programme_texts import text
from remit.reports.workbook_pieces import Chapter, Piece, heading, items, paragraph

PAGE = "telephone"
_POINT = "- "
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def calls_chapter(language: str, over: str) -> Chapter:
    """The staff's page of the programme in Markdown, as a chapter.

    Args:
        language: of the words.
        over: small words beside the heading, which say whose copy it is.

    Raises:
        NotFound: there is no such page in this language.
    """
    blocks = re.split(r"\n\s*\n", text(PAGE, language).strip())
    title = blocks[0].lstrip("# ")
    pieces = tuple(_piece(one) for one in blocks[1:])
    return Chapter(key="calls", title=title, over=over, pages=(pieces,))


def _piece(block: str) -> Piece:
    plain = _BOLD.sub(r"\1", block)
    if plain.startswith("#"):
        return heading(plain.lstrip("# "))
    if plain.startswith(_POINT):
        return items([one.strip() for one in plain.removeprefix(_POINT).split(f"\n{_POINT}")])
    return paragraph(plain)
