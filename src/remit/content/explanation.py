"""The shared explanation: versioned text that clinician and participant read together.

Every paragraph names its sources by key, so that no claim and no number stands alone (CLINICAL
F.3). Words of the figures stand in the same file: an approval by hash covers all that is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from remit.content.definition import content_hash, plain_file, structure
from remit.errors import InvalidInput

VERSION, LANGUAGE = "1", "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where a claim comes from.

    Attributes:
        mark: how sure that is: S, V1, V2, GK or D (docs/clinical/sources.md).
        words: the source and what it says.
    """

    mark: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        text: its sentences.
        sources: keys of what they rest on.
        only_if_signed: shown only while a signed clearance says so (F.3).
    """

    text: str
    sources: tuple[str, ...]
    only_if_signed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of numbers in a figure; what the two numbers mean is said by the figure."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """The words and numbers of one drawn figure.

    Attributes:
        id: which drawing.
        title: a few words above it.
        caption: the same in a sentence, so that the page is whole without the figure.
        labels: words inside the drawing.
        rows: numbers inside the drawing.
    """

    id: str
    title: str
    caption: str
    labels: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One short section.

    Attributes:
        key: its name in addresses and shares.
        title: its heading.
        short: the whole section in one sentence.
        paragraphs: in their order.
        figures: in their order.
    """

    key: str
    title: str
    short: str
    paragraphs: tuple[Paragraph, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeReading:
    """The words around the reading at home."""

    title: str
    default: str
    short_title: str
    short_intro: str
    named: str
    named_note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """One version of the explanation; a released version never changes.

    Attributes:
        id: its name.
        version: its number.
        language: language of its words.
        title: its heading.
        intro: how to read it.
        reading: words around the reading at home.
        sections: in their order.
        sources: what its paragraphs rest on, by key.
    """

    id: str
    version: str
    language: str
    title: str
    intro: str
    reading: HomeReading
    sections: tuple[Section, ...]
    sources: Mapping[str, Source]

    @property
    def source_order(self) -> tuple[str, ...]:
        """Keys of the sources in the order in which a reader meets them."""
        paragraphs = (one for section in self.sections for one in section.paragraphs)
        return tuple(dict.fromkeys(key for one in paragraphs for key in one.sources))

    def text(self) -> str:
        """Everything a participant reads in sentences, for checks of wording and reading age."""
        parts = [self.intro]
        for section in self.sections:
            parts += [section.title + ".", *(one.text for one in section.paragraphs)]
            parts += [figure.caption for figure in section.figures]
        return "\n\n".join(parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class _TextFile:
    id: str
    version: str
    language: str
    title: str
    intro: str
    reading: HomeReading
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _SourceFile:
    id: str
    version: str
    language: str
    title: str
    sources: dict[str, Source]


def paths(language: str = LANGUAGE, version: str = VERSION) -> tuple[str, ...]:
    """Content paths of a version: its text and its sources; a site approves both (INV-13)."""
    folder = f"explanation/{language}/{version}"
    return f"{folder}/explanation.toml", f"{folder}/sources.toml"


def hashes(language: str = LANGUAGE, version: str = VERSION) -> dict[str, str]:
    """SHA-256 of each file of a version."""
    return {path: content_hash(path) for path in paths(language, version)}


@cache
def explanation(language: str = LANGUAGE, version: str = VERSION) -> Explanation:
    """One version of the explanation.

    Raises:
        NotFound: there is no such language or version.
        InvalidInput: a file is wrong, or a paragraph names no known source.
    """
    text_path, source_path = paths(language, version)
    read = structure(_TextFile, plain_file(text_path), text_path)
    sources = structure(_SourceFile, plain_file(source_path), source_path).sources
    _check_sources(read.sections, sources, text_path)
    return Explanation(
        id=read.id,
        version=read.version,
        language=read.language,
        title=read.title,
        intro=read.intro,
        reading=read.reading,
        sections=read.sections,
        sources=sources,
    )


def sources_table(language: str = LANGUAGE, version: str = VERSION) -> str:
    """Each paragraph with its sources and their marks, as Markdown (docs/clinical)."""
    found = explanation(language, version)
    lines = [_TABLE_HEAD]
    for number, section in enumerate(found.sections, start=1):
        for place, one in enumerate(section.paragraphs, start=1):
            grounds = "; ".join(
                f"{found.sources[key].words} [{found.sources[key].mark}]" for key in one.sources
            )
            signed = " *(only if signed)*" if one.only_if_signed else ""
            lines.append(f"| {number}.{place} | {one.text}{signed} | {grounds} |")
    return "\n".join(lines) + "\n"


def _check_sources(
    sections: tuple[Section, ...], sources: Mapping[str, Source], origin: str
) -> None:
    for section in sections:
        for one in section.paragraphs:
            unknown = [key for key in one.sources if key not in sources]
            if unknown or not one.sources:
                named = ", ".join(unknown) or "none"
                raise InvalidInput(f"{origin}: {section.key}: source {named} of “{one.text[:40]}”")


_TABLE_HEAD = """# The shared explanation: what each paragraph rests on

*This page is generated from the content; a test compares it.* Marks are explained under
[Sources](sources.md). What is marked GK is checked against a primary source before release.

| place | paragraph | rests on |
|---|---|---|"""
