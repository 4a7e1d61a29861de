"""Documents as tagged PDF (PDF/UA-1), laid out by typst; the only module that imports it.

Words go in as data and are never part of the markup, so nothing that was typed is carried out. The
file says what it is, never whose: no name, no date of birth and no clinical word in its metadata.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from remit.errors import InvalidInput, UserError
from remit.reports.sheet import Sheet

try:
    import typst
except ImportError:  # an optional part: `remit[pdf]`
    typst = None  # type: ignore[assignment]

LONGEST = 400_000  # characters of all text together; some hundred pages, about a second
LONGEST_FIGURE = 4_000_000
MISSING = (
    "PDF needs the optional part typst, which is not installed here. Install it with "
    "\"pip install 'remit[pdf]'\", or print the page from the browser."
)
TOO_LONG = "This document is too long for one PDF. Print the page from the browser instead."
NOT_MADE = (
    "The PDF could not be made: no font here has some of its letters. Print the page from the "
    "browser instead."
)
Format = Literal["pdf", "png"]
_PICTURES = 0x1F000
_JOINERS = "\u200d\ufe0f"


class PdfUnavailable(UserError):
    """The optional part that lays out PDF is not installed."""


def available() -> bool:
    """Whether PDF can be made here."""
    return typst is not None


def render(sheet: Sheet, *, at: datetime, form: Format = "pdf") -> bytes:
    """The sheet as a PDF, or its first page as a picture.

    Args:
        sheet: the document.
        at: moment of signing or printing; the only time that stands in the file.
        form: "pdf", or "png" for the first page.

    Raises:
        PdfUnavailable: typst is not installed.
        InvalidInput: the document is too long, or cannot be laid out.
    """
    return lay_out("sheet.typ", _inputs(sheet), at=at, form=form)


def lay_out(source: str, inputs: dict[str, str], *, at: datetime, form: Format = "pdf") -> bytes:
    """A document by one of the layouts in `typst/`.

    Args:
        source: file of the layout.
        inputs: what it reads; words are data there and never markup.
        at: the only time that stands in the file.
        form: "pdf", or "png" for the first page.

    Raises:
        PdfUnavailable: typst is not installed.
        InvalidInput: it cannot be laid out.
    """
    if typst is None:
        raise PdfUnavailable(MISSING)
    try:
        return _compiled(source, inputs, at=at, form=form, system=False)
    except typst.TypstError:
        pass  # a script that no shipped face has: the fonts of this machine may have it
    try:
        return _compiled(source, inputs, at=at, form=form, system=True)
    except typst.TypstError:
        # The message of the compiler can hold what was typed, so it goes no further.
        raise InvalidInput(NOT_MADE) from None


def _compiled(
    source: str, inputs: dict[str, str], *, at: datetime, form: Format, system: bool
) -> bytes:
    with as_file(files("remit.reports") / "typst") as folder:
        made: Any = typst.compile(
            folder / source,
            root=folder,
            font_paths=_fonts(folder / "fonts", system=system),
            format=form,
            ppi=110,
            sys_inputs=inputs,
            pdf_standards=["ua-1"] if form == "pdf" else [],
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    pages = made if isinstance(made, list) else [made or b""]
    return bytes(pages[0])


def _inputs(sheet: Sheet) -> dict[str, str]:
    plain = asdict(sheet)
    figure = plain.pop("figure")
    data = json.dumps(printable(plain), ensure_ascii=False)
    if len(data) > LONGEST or len(figure) > LONGEST_FIGURE:
        raise InvalidInput(TOO_LONG)
    return {"data": data, "figure": figure}


def printable(value: Any) -> Any:
    """The same with every text as it can be set."""
    if isinstance(value, str):
        return "".join(_letter(letter) for letter in value.replace("\r\n", "\n"))
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(one) for one in value]
    return value


def _letter(letter: str) -> str:
    """No control characters; a picture sign is written as its name, as no face here draws it."""
    if letter.isascii():
        return letter if letter >= " " or letter == "\n" else " "
    kind = unicodedata.category(letter)
    if kind in {"Cc", "Cs", "Cn", "Co"} or letter in _JOINERS:
        return ""
    if kind in {"So", "Sk"} and ord(letter) >= _PICTURES:
        return f"[{unicodedata.name(letter, 'sign').lower()}]"
    return letter


@cache
def _fonts(folder: Path, *, system: bool) -> typst.Fonts:
    """The shipped faces, and those inside typst for letters that these lack."""
    return typst.Fonts(
        include_system_fonts=system, include_embedded_fonts=True, font_paths=[folder]
    )
