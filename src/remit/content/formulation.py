"""The sentences of formulations as versioned content (INV-13)."""

from __future__ import annotations

from functools import cache

from remit.content.definition import content_hash, plain_file, structure
from remit.domain.formulation import SentenceWords

NEWEST = "1"


@cache
def sentence_words(version: str = NEWEST) -> SentenceWords:
    """The templates of a version.

    Raises:
        NotFound: there is no such version.
    """
    place = _path(version)
    return structure(SentenceWords, plain_file(place), place)


def words_hash(version: str = NEWEST) -> str:
    """SHA-256 of a version, in hexadecimal."""
    return content_hash(_path(version))


def _path(version: str) -> str:
    return f"formulation/{version}.toml"
