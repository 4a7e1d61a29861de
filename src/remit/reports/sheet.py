"""A document as one sheet of plain records: what a printer of any kind is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

BlockType = Literal["heading", "paragraph", "note", "items", "table", "figure", "signature"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One piece of a sheet.

    Attributes:
        type: what it is; decides which of the other fields count.
        text: words of a heading, a paragraph, a caption, a signature.
        items: entries of a list.
        columns: heads of a table; all empty for a table without a head.
        rows: cells of a table.
        widths: shares of the columns.
        alt: what a picture shows, in words.
    """

    type: BlockType
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks that stand in one or in two columns."""

    blocks: tuple[Block, ...]
    columns: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A document for paper.

    Attributes:
        title: title of the file; says what it is, never whose, and no clinical word.
        kind: what it is, for the head of each page.
        heading, standfirst: what stands large at the start.
        named: the heading names a person; it then stands on the page alone.
        runs: what follows.
        clinic: the clinic's name; author of the file.
        notice: right side of the head, such as "names altered".
        version: left side of the foot.
        figure: one picture as SVG, for a block of type figure.
        language: language of the text.
    """

    title: str
    kind: str
    heading: str
    standfirst: str = ""
    named: bool = False
    runs: tuple[Run, ...] = ()
    clinic: str = "Remit"
    author: str = ""
    notice: str = ""
    version: str = ""
    figure: str = field(default="", repr=False)
    language: str = "en"


def heading(text: str) -> Block:
    """A heading of the second level."""
    return Block(type="heading", text=text)


def paragraph(text: str) -> Block:
    """A paragraph; its line breaks stay."""
    return Block(type="paragraph", text=text)


def items(entries: Sequence[str]) -> Block:
    """A list with bullets."""
    return Block(type="items", items=tuple(entries))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """A table; columns share the width by how much they hold, none under a third of the mean."""
    heads = tuple(columns)
    lines = tuple(tuple(row) for row in rows)
    return Block(type="table", columns=heads, rows=lines, widths=_widths(heads, lines))


def _widths(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
    lengths = [
        _length([min(len(row[place]), 60) for row in (heads, *rows)]) for place in range(len(heads))
    ]
    least = sum(lengths) / len(lengths) / 2 if lengths else 0
    return tuple(round(max(length, least, 1), 1) for length in lengths)


def _length(found: list[int]) -> float:
    """Between the mean and the longest: a column that is mostly empty still holds a sentence."""
    return (sum(found) / len(found) + max(found)) / 2
