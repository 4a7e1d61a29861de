"""What the pages of the workbook are made of: plain records that any printer can set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "heading", "paragraph", "small", "box", "items", "ticks", "choice", "ruled", "scale",
    "figure", "script", "contacts", "to", "field",
]  # fmt: skip
TO_THE_FOOT = 0
"""Ruled lines down to the foot of the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One piece of a page.

    Attributes:
        kind: what it is; decides which of the other fields count.
        text: its words.
        title: words above it.
        items: entries, in their order.
        rows: entries of two or more cells: a script (words, silence), contacts.
        count: level of a heading, number of ruled lines.
        low: what 0 is on a scale.
        high: what 10 is.
        figure: place of the figure in the workbook's list.
        to: key of the chapter whose page is named behind the text.
    """

    kind: Kind
    text: str = ""
    title: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    count: int = 0
    low: str = ""
    high: str = ""
    figure: int = 0
    to: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A part of the workbook that begins on a new page.

    Attributes:
        key: its name; pages that lead to it use it.
        title: its heading.
        over: small words above the heading.
        about: a line below the heading.
        pages: pieces; each group begins on a page of its own.
        large: larger letters, where a page has room for few words.
        right: begins on a right-hand page.
        more: words behind the title in the contents.
    """

    key: str
    title: str
    pages: tuple[tuple[Piece, ...], ...]
    over: str = ""
    about: str = ""
    large: bool = False
    right: bool = False
    more: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workbook:
    """The whole, ready to be laid out; it holds nothing of any person.

    Attributes:
        title: title of the file and of the cover.
        subtitle: below it.
        clinic: name of the site, or nothing.
        cover: sentences on the cover.
        contents: heading of the list of chapters.
        help: words of the foot before the page of help.
        page: the word before a page's number.
        version: of the programme.
        language: of the words.
        chapters: in their order.
        figures: drawings as SVG.
        alts: what each shows, in words.
    """

    title: str
    subtitle: str
    clinic: str
    cover: tuple[str, ...]
    contents: str
    help: str
    page: str
    version: str
    language: str
    chapters: tuple[Chapter, ...]
    figures: tuple[str, ...]
    alts: tuple[str, ...]


def heading(text: str, *, level: int = 2) -> Piece:
    """A heading inside a chapter."""
    return Piece(kind="heading", text=text, count=level)


def paragraph(text: str) -> Piece:
    """A paragraph."""
    return Piece(kind="paragraph", text=text)


def small(text: str) -> Piece:
    """A paragraph in small letters."""
    return Piece(kind="small", text=text)


def box(text: str, *, title: str = "") -> Piece:
    """A paragraph in a frame."""
    return Piece(kind="box", text=text, title=title)


def items(entries: Sequence[str]) -> Piece:
    """A list."""
    return Piece(kind="items", items=tuple(entries))


def ticks(entries: Sequence[str], *, title: str = "") -> Piece:
    """Things to tick, side by side."""
    return Piece(kind="ticks", items=tuple(entries), title=title)


def ruled(count: int = TO_THE_FOOT, *, title: str = "") -> Piece:
    """Lines to write on; without a number, down to the foot of the page."""
    return Piece(kind="ruled", count=count, title=title)


def scale(title: str, low: str, high: str) -> Piece:
    """Numbers from 0 to 10 to ring."""
    return Piece(kind="scale", title=title, low=low, high=high)


def to(text: str, key: str) -> Piece:
    """A line that names the page of another chapter."""
    return Piece(kind="to", text=text, to=key)


def script(lines: Sequence[tuple[str, str]]) -> Piece:
    """Words to be read slowly, each with the silence after it."""
    return Piece(kind="script", rows=tuple(lines))


def contacts(rows: Sequence[tuple[str, ...]]) -> Piece:
    """Numbers to call: name, kind, number, hours."""
    return Piece(kind="contacts", rows=tuple(rows))
