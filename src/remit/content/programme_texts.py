"""Texts around the 21 days: the flare protocol, guides for calls, and pages in Markdown.

They lie in the folder of the programme's version, so that a site approves them with it (INV-13).
Nothing here knows a participant: the letter to oneself is put in where `LETTER` stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from remit.content.definition import content_bytes, plain_file, structure
from remit.content.programme import ID, LANGUAGE, VERSION, folder, sources
from remit.domain.call_guide import CallGuide
from remit.domain.flare_protocol import FlareProtocol
from remit.domain.programme import Passage
from remit.errors import InvalidInput, NotFound

NAMES = ("evidence", "six-month-letter", "telehealth", "telephone")
"""Pages in Markdown; the first two are for participants, the others for staff."""
LETTER = "{letter}"
_EVERY_GROUND = re.compile(r"[ \t]*\[([A-Z0-9]+(?:, [A-Z0-9]+)*)\]$", re.MULTILINE)
_GROUNDS = re.compile(r"\s*\[([A-Z0-9]+(?:, [A-Z0-9]+)*)\]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page to read.

    Attributes:
        title: of the page.
        words: CommonMark without the title; a source is a link such as `[1](#source-1)`.
        sources: in words, numbered from 1 as they are named first.
    """

    title: str
    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _CallFile:
    calls: tuple[CallGuide, ...]


@cache
def flare_protocol(language: str = LANGUAGE) -> FlareProtocol:
    """The flare protocol.

    Raises:
        NotFound: there is none in this language.
        InvalidInput: its file is wrong, or breaks a rule of E.5.
    """
    path = f"{folder(ID, VERSION, language)}/flare.toml"
    return structure(FlareProtocol, plain_file(path), path)


@cache
def call_guides(language: str = LANGUAGE) -> Mapping[str, CallGuide]:
    """Guides for calls by key, in the order of time.

    Raises:
        NotFound: there are none in this language.
        InvalidInput: the file is wrong, or two guides have one key.
    """
    path = f"{folder(ID, VERSION, language)}/calls.toml"
    read = structure(_CallFile, plain_file(path), path).calls
    found = {one.key: one for one in read}
    if len(found) != len(read):
        raise InvalidInput(f"{path}: two calls have the same key.")
    return found


def text(name: str, language: str = LANGUAGE) -> str:
    """A page in Markdown, by one of `NAMES`.

    Raises:
        NotFound: there is no such page, or not in this language.
    """
    if name not in NAMES:
        raise NotFound(f"The programme has no page “{name}”.")
    return content_bytes(f"{folder(ID, VERSION, language)}/{name}.md").decode("utf-8")


@cache
def page(name: str, language: str = LANGUAGE) -> Page:
    """The same to be read, with numbers in place of keys.

    Raises:
        NotFound: there is no such page, or not in this language.
    """
    title, _, rest = text(name, language).strip().partition("\n")
    known = sources(language=language)
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        keys = [key for key in found[1].split(", ") if key in known]
        places = [numbers.setdefault(key, len(numbers) + 1) for key in keys]
        return "".join(f" [{place}](#source-{place})" for place in sorted(places))

    words = _EVERY_GROUND.sub(numbered, rest.strip())
    return Page(
        title=title.lstrip("# "), words=words, sources=tuple(known[key].words for key in numbers)
    )


@cache
def evidence(language: str = LANGUAGE) -> tuple[Passage, ...]:
    """What is known, paragraph by paragraph, each with its sources.

    A list belongs to the paragraph after it; the first paragraph under a heading carries it.

    Raises:
        InvalidInput: a paragraph ends without keys of known sources.
    """
    found: list[Passage] = []
    heading = waiting = ""
    for block in re.split(r"\n\s*\n", text("evidence", language).strip()):
        if block.startswith("#"):
            heading = block.lstrip("# ")
            continue
        if block.startswith("- "):
            waiting = f"{block}\n\n"
            continue
        words, keys = with_sources(block, language)
        found.append(Passage(text=waiting + words, sources=keys, heading=heading))
        heading = waiting = ""
    return tuple(found)


def with_sources(block: str, language: str = LANGUAGE) -> tuple[str, tuple[str, ...]]:
    """A paragraph without the keys at its end, and the keys.

    Raises:
        InvalidInput: it names no source, or an unknown one.
    """
    end = _GROUNDS.search(block)
    if end is None:
        raise InvalidInput(f"No source stands at the end of “{block[:40]}”.")
    keys = tuple(end[1].split(", "))
    unknown = sorted(set(keys) - set(sources(language=language)))
    if unknown:
        raise InvalidInput(f"No source {', '.join(unknown)} for “{block[:40]}”.")
    return block[: end.start()], keys
