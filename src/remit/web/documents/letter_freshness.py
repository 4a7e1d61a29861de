"""Whether the record moved since a letter was drafted, and how the change comes into its text.

A letter is free text, so a new draft cannot take its place: a paragraph that stands as it was
drafted is changed, and a paragraph that somebody edited is left to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from remit.reports.letter import parts


@dataclass(frozen=True, slots=True)
class Moved:
    """What a draft from the record as it is now would say otherwise.

    Attributes:
        mark: names this state of the record; sent back by who has looked at the change.
        added: lines that a new draft would have.
        gone: lines that it would no longer have.
    """

    mark: str
    added: tuple[str, ...]
    gone: tuple[str, ...]


def moved(drafted: Sequence[str], now: Sequence[str]) -> Moved | None:
    """What changed; None where nothing did, or where the letter was not made from the record.

    Args:
        drafted: paragraphs of the draft that the writer has seen.
        now: paragraphs that the record gives now.
    """
    if not drafted or list(drafted) == list(now):
        return None
    before, after = set(_lines(drafted)), set(_lines(now))
    return Moved(
        mark=hashlib.sha256("\n\n".join(now).encode()).hexdigest()[:32],
        added=tuple(one for one in _lines(now) if one not in before),
        gone=tuple(one for one in _lines(drafted) if one not in after),
    )


def merged(body: str, drafted: Sequence[str], now: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The text with what changed put in, and what is then left to look at.

    Args:
        body: the text as it was edited.
        drafted: paragraphs of the draft that it was made from.
        now: paragraphs that the record gives now.

    Returns:
        The text, and the paragraphs it now rests on: equal to `now` where everything was put in; a
        changed paragraph that somebody edited stays, and so does what it was drafted from.
    """
    text, rests = parts(body), list[str]()
    place = 0
    for old, new in _pairs(drafted, now):
        if old == new or (old is not None and old not in text):
            place = text.index(old) + 1 if old in text else place
            rests += [one for one in (old,) if one is not None]
            continue
        if old is not None:
            place = text.index(old)
            del text[place]
        if new is not None:
            text.insert(place, new)
            rests.append(new)
            place += 1
    return "\n\n".join(text), tuple(rests)


def _lines(paragraphs: Sequence[str]) -> list[str]:
    return [line for one in paragraphs for line in one.splitlines()]


def _pairs(drafted: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Each paragraph with what it became; None where one came or went."""
    found = SequenceMatcher(None, list(drafted), list(now), autojunk=False)
    for _tag, i, j, k, m in found.get_opcodes():
        old, new = list(drafted[i:j]), list(now[k:m])
        for step in range(max(len(old), len(new))):
            yield (
                old[step] if step < len(old) else None,
                new[step] if step < len(new) else None,
            )
