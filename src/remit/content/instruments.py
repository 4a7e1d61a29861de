"""The instruments that come with Remit: one file a version, read into records of the domain.

In a file, `[option_sets]` names lists of options that several questions share; a question then
says `options = "name"`. The form takes id, version and source line from the instrument. The class
of a licence stands twice, in the file and in `licences.toml`: a slip in one of them is found, and
a text that may not ship stops the build (INV-09, HZ10).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from remit.content.definition import file_names, plain_file, structure
from remit.content.translation import translated
from remit.domain.assessment import Battery, Due, Fact, Part, Point
from remit.domain.instrument import Instrument, Licence, Where
from remit.errors import InvalidInput, NotFound

FOLDER = "instruments"
FIRST_LANGUAGE = "en"
_LISTS = ("licences.toml", "battery.toml")


def path(identifier: str, version: str) -> str:
    """Where the file of a version stands, for its hash."""
    return f"{FOLDER}/{identifier}/{version}.toml"


def ids() -> tuple[str, ...]:
    """Every instrument that Remit knows, slots included, by id."""
    return tuple(name for name in file_names(FOLDER) if name not in _LISTS)


def versions(identifier: str) -> tuple[str, ...]:
    """The versions of an instrument, oldest first.

    Raises:
        NotFound: there is no such instrument.
    """
    stems = [name.removesuffix(".toml") for name in file_names(f"{FOLDER}/{identifier}")]
    found = sorted((stem for stem in stems if stem.isdecimal()), key=int)
    if identifier not in ids() or not found:
        raise NotFound(f"Remit knows no instrument “{identifier}”.")
    return tuple(found)


@cache
def instrument(
    identifier: str, version: str | None = None, language: str = FIRST_LANGUAGE
) -> Instrument:
    """An instrument.

    Args:
        identifier: such as phq9.
        version: None for the newest.
        language: of the questions; what has no words in it stays in English.

    Raises:
        NotFound: there is no such instrument or version.
        InvalidInput: its file is at fault.
    """
    known = versions(identifier)
    if version is None:
        version = known[-1]
    if version not in known:
        raise NotFound(f"The instrument {identifier} has no version “{version}”.")
    origin = path(identifier, version)
    made = read(plain_file(origin), licences(), origin)
    if (made.id, made.version) != (identifier, version):
        raise InvalidInput(f"{origin}: the file calls itself {made.id} {made.version}")
    return _in_language(made, language)


def read(plain: Mapping[str, Any], classes: Mapping[str, Licence], origin: str) -> Instrument:
    """An instrument from the tables of its file.

    Args:
        plain: the tables.
        classes: class of the licence by instrument, as `licences.toml` has it.
        origin: name of the file, for errors.

    Raises:
        InvalidInput: what is wrong in it; text of a class that may not ship among others.
    """
    tables = dict(plain)
    option_sets: dict[str, Any] = tables.pop("option_sets", {})
    if "form" in tables:
        tables["form"] = _form_tables(tables, option_sets, origin)
    made = structure(Instrument, tables, origin)
    if classes.get(made.id) is not made.licence:
        raise InvalidInput(f"{origin}: licences.toml does not say that {made.id} is {made.licence}")
    return made


@cache
def licences() -> Mapping[str, Licence]:
    """Class of the licence by instrument: the list that every file is held against."""
    plain = plain_file(f"{FOLDER}/licences.toml")["licence"]
    return {identifier: Licence(letter) for identifier, letter in plain.items()}


def known() -> tuple[Instrument, ...]:
    """The newest version of every instrument, slots included."""
    return tuple(instrument(identifier) for identifier in ids())


def shipped() -> tuple[Instrument, ...]:
    """The newest version of every instrument whose text ships."""
    return tuple(one for one in known() if not one.is_slot)


def slots() -> tuple[Instrument, ...]:
    """Instruments without text: a site loads it after it has confirmed its licence."""
    return tuple(one for one in known() if one.is_slot)


def every_version() -> Iterator[Instrument]:
    """All versions of all instruments, for the check of the content."""
    for identifier in ids():
        for version in versions(identifier):
            yield instrument(identifier, version)


@cache
def battery() -> Battery:
    """The schedule.

    Raises:
        InvalidInput: it names an instrument that does not exist.
    """
    made = structure(Battery, plain_file(f"{FOLDER}/battery.toml"), "battery.toml")
    named = {part.id: part.part for one in made.occasions for part in one.parts}
    for identifier, part in named.items():
        if part is not Part.OTHER and (part is Part.SLOT) != instrument(identifier).is_slot:
            raise InvalidInput(f"battery.toml: {identifier} is not a part of kind {part}")
    return made


def due(point: Point, where: Where, facts: Collection[Fact] = ()) -> tuple[Due, ...]:
    """What is due at a point, in this place, for a person of whom these facts hold."""
    return battery().due(point, where, facts)


def _form_tables(
    tables: Mapping[str, Any], option_sets: Mapping[str, Any], origin: str
) -> dict[str, Any]:
    form = dict(tables["form"])
    pages = [
        {**page, "questions": [_question(one, option_sets, origin) for one in page["questions"]]}
        for page in form.get("pages", ())
    ]
    form.update(pages=pages, id=tables.get("id", ""), version=tables.get("version", ""))
    form["source"] = tables.get("source_line", "")
    return form


def _question(
    question: Mapping[str, Any], option_sets: Mapping[str, Any], origin: str
) -> dict[str, Any]:
    options = question.get("options")
    if not isinstance(options, str):
        return dict(question)
    if options not in option_sets:
        raise InvalidInput(f"{origin}: there is no option set “{options}”")
    return {**question, "options": option_sets[options]}


def _in_language(made: Instrument, language: str) -> Instrument:
    overlay = f"{made.version}.{language}.toml"
    if made.form is None or overlay not in file_names(f"{FOLDER}/{made.id}"):
        return made
    words = plain_file(f"{FOLDER}/{made.id}/{overlay}")["text"]
    return replace(made, form=translated(made.form, language, words))
