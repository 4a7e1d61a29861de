"""Other people in a text: relations and names, marked so that the writer asks "needed?".

It only marks. A name is a capitalised word inside a sentence that is no known word of the calendar
or of the letter; at the start of a sentence a word is marked only where it is one elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_RELATIONS = (
    "mother father mum mom dad stepmother stepfather parents parent husband wife spouse partner "
    "boyfriend girlfriend fiance fiancee son daughter child children stepson stepdaughter brother "
    "sister siblings sibling twin grandmother grandfather grandparents grandson granddaughter "
    "grandchildren uncle aunt cousin nephew niece in-laws mother-in-law father-in-law "
    "brother-in-law sister-in-law ex-husband ex-wife ex-partner friend neighbour neighbor boss "
    "manager colleague colleagues teacher"
)
_KNOWN = (
    "I January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter MRI CT TENS "
    "Remit Dear Dr English German French"
)
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?[ ]+"
_RELATION = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _RELATIONS.split()), key=len, reverse=True))})"
    r"(?:'s|’s)?\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"\b(?:{_TITLES})?[A-Z\u00c0-\u00de][\w’'-]+(?:[ ]+[A-Z\u00c0-\u00de][\w’'-]+)*"
)
_STARTS = re.compile(r"(?:^|[.!?:;]\s+|\n\s*|[\"“‘(]\s*)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that may speak of somebody else."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `other` where it may speak of somebody else."""

    words: str
    other: bool


def other_people(text: str, known: Iterable[str] = ()) -> tuple[Mention, ...]:
    """Every mention in order.

    Args:
        text: plain text.
        known: names that belong there: the participant's, the recipient's, the signer's.
    """
    spared = {word.casefold() for name in (*known, _KNOWN) for word in re.findall(r"\w+", name)}
    found = [Mention(*hit.span(), hit[0]) for hit in _RELATION.finditer(text)]
    found += _names(text, spared)
    return _apart(sorted(found, key=lambda one: (one.start, -one.end)))


def pieces(text: str, known: Iterable[str] = ()) -> tuple[Piece, ...]:
    """The whole text in stretches, for a page that marks the mentions."""
    parts, at = [], 0
    for one in other_people(text, known):
        parts += [Piece(text[at : one.start], other=False), Piece(one.words, other=True)]
        at = one.end
    parts.append(Piece(text[at:], other=False))
    return tuple(part for part in parts if part.words)


def _names(text: str, spared: set[str]) -> list[Mention]:
    hits = list(_NAME.finditer(text))
    inside = {
        word.casefold()
        for hit in hits
        if not _STARTS.search(text[: hit.start()])
        for word in _words(hit[0], spared)
    }
    found = []
    for hit in hits:
        named = _words(hit[0], spared)
        titled = re.match(_TITLES, hit[0]) is not None
        opens = _STARTS.search(text[: hit.start()]) is not None
        if opens and not titled:
            # The first word of a sentence is capitalised whatever it is.
            first = hit[0].split()[0].casefold()
            named = [one for one in named if one.casefold() != first or first in inside]
        if named:
            start = text.index(named[0], hit.start())
            found.append(Mention(start, hit.end(), text[start : hit.end()]))
    return found


def _words(name: str, spared: set[str]) -> list[str]:
    """The words of a name that are not spared; words all in capitals are short names of things."""
    bare = re.sub(rf"^{_TITLES}", "", name)
    found = []
    for word in bare.split():
        plain = re.sub(r"['’]s$", "", word)
        if plain.casefold() not in spared and not plain.isupper():
            found.append(word)
    return found


def _apart(found: list[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)
