"""The words of quick entry, as versioned content by language."""

from functools import cache

from remit.content.definition import content_hash, plain_file, structure
from remit.domain.lexicon import Lexicon


def path(language: str = "en", version: str = "1") -> str:
    """Content path of a lexicon, for its hash."""
    return f"lexicon/{language}/{version}.toml"


def hash_of(language: str = "en", version: str = "1") -> str:
    """SHA-256 of a lexicon, in hexadecimal."""
    return content_hash(path(language, version))


@cache
def lexicon(language: str = "en", version: str = "1") -> Lexicon:
    """The lexicon of a language.

    Raises:
        NotFound: there is none of this language and version.
    """
    place = path(language, version)
    return structure(Lexicon, plain_file(place), place).prepared()
