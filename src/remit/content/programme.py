"""The programme that comes with Remit: one file a day, a practice, a session.

`programme/<id>/<version>/<language>/` holds `day-01.toml` to `day-21.toml`, `practices/<id>.toml`,
`session-1.toml` to `session-3.toml`, `fidelity.toml` and `sources.toml`. Longer texts lie beside
them as Markdown. A released file never changes (INV-13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from remit.content.definition import Record, content_hash, file_names, plain_file, structure
from remit.content.explanation import Source
from remit.domain.group_session import GROUP_DAYS, Session
from remit.domain.programme import DAYS, Day, Practice, Programme
from remit.errors import InvalidInput

ID, VERSION, LANGUAGE = "mbm-21", "1", "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class _SourceFile:
    sources: dict[str, Source]


@dataclass(frozen=True, kw_only=True, slots=True)
class _FidelityFile:
    items: dict[str, str]


def folder(identifier: str = ID, version: str = VERSION, language: str = LANGUAGE) -> str:
    """Where a version lies."""
    return f"programme/{identifier}/{version}/{language}"


def paths(
    identifier: str = ID, version: str = VERSION, language: str = LANGUAGE
) -> tuple[str, ...]:
    """Every file of a version; a site approves them all (INV-13)."""
    place = folder(identifier, version, language)
    own = [f"{place}/{name}" for name in file_names(place) if "." in name]
    practices = [f"{place}/practices/{name}" for name in file_names(f"{place}/practices")]
    return tuple(sorted(own + practices))


def hashes(
    identifier: str = ID, version: str = VERSION, language: str = LANGUAGE
) -> dict[str, str]:
    """SHA-256 of each file of a version."""
    return {path: content_hash(path) for path in paths(identifier, version, language)}


@cache
def programme(identifier: str = ID, version: str = VERSION, language: str = LANGUAGE) -> Programme:
    """One version of the programme.

    Raises:
        NotFound: there is no such version, or a file of it is missing.
        InvalidInput: a file is wrong, breaks a rule of E.2, or names no known source.
    """
    place = folder(identifier, version, language)
    days = tuple(_read(Day, f"{place}/day-{number:02}.toml") for number in range(1, DAYS + 1))
    known = sources(identifier, version, language)
    for day in days:
        _check_sources(day, known)
    return Programme(
        id=identifier,
        version=version,
        language=language,
        days=days,
        practices={one.id: one for one in _practices(place)},
        sessions=tuple(
            _read(Session, f"{place}/session-{number + 1}.toml")
            for number in range(len(GROUP_DAYS))
        ),
        fidelity=_fidelity(place),
    )


@cache
def sources(
    identifier: str = ID, version: str = VERSION, language: str = LANGUAGE
) -> Mapping[str, Source]:
    """What the days rest on, by key; marks are explained in docs/clinical/sources.md."""
    path = f"{folder(identifier, version, language)}/sources.toml"
    return _read(_SourceFile, path).sources


def _read(kind: type[Record], path: str) -> Record:
    return structure(kind, plain_file(path), path)


def _practices(place: str) -> Iterable[Practice]:
    for name in file_names(f"{place}/practices"):
        yield _read(Practice, f"{place}/practices/{name}")


def _fidelity(place: str) -> dict[int, str]:
    read = _read(_FidelityFile, f"{place}/fidelity.toml")
    return {int(number): words for number, words in read.items.items()}


def _check_sources(day: Day, known: Mapping[str, Source]) -> None:
    for one in (*day.education.passages, day.education.honest):
        unknown = sorted(set(one.sources) - set(known))
        if unknown:
            raise InvalidInput(f"Day {day.number}: no source {', '.join(unknown)}.")
