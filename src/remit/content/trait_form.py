"""The list of traits and the form on which they are rated, from one file (CLINICAL C.5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from remit.content.definition import plain_file, structure
from remit.domain.form import Form, Kind, Page, Question
from remit.domain.trait_list import RATINGS, KnownTrait


@dataclass(frozen=True, kw_only=True, slots=True)
class TraitGroup:
    """Traits that stand together on the form; the groups have no meaning beyond that.

    Attributes:
        key: short name.
        title: heading.
        traits: in their order.
    """

    key: str
    title: str
    traits: tuple[KnownTrait, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _TraitFile:
    id: str
    version: str
    language: str
    title: str
    intro: str
    groups: tuple[TraitGroup, ...]


def path(version: str = "1") -> str:
    """Content path of a version."""
    return f"clinic/traits/{version}.toml"


@cache
def trait_list(version: str = "1") -> tuple[KnownTrait, ...]:
    """Every trait in the order of the form."""
    return tuple(trait for group in _file(version).groups for trait in group.traits)


@cache
def trait_form(version: str = "1") -> Form:
    """The form: each trait rated 0 to 4, with room for one example."""
    found = _file(version)
    pages = tuple(
        Page(
            key=group.key,
            title=group.title,
            intro=found.intro if number == 0 else "",
            questions=tuple(q for trait in group.traits for q in _rated(trait)),
        )
        for number, group in enumerate(found.groups)
    )
    return Form(
        id=found.id,
        version=found.version,
        title=found.title,
        pages=pages,
        language=found.language,
    )


def _rated(trait: KnownTrait) -> tuple[Question, ...]:
    key = f"trait.{trait.key}"
    return (
        Question(
            key=key,
            kind=Kind.SCALE,
            text=trait.label,
            hint=trait.ask,
            high=len(RATINGS) - 1,
            low_words=RATINGS[0],
            high_words=RATINGS[-1],
        ),
        Question(key=f"{key}.example", kind=Kind.TEXT, text="One example"),
    )


@cache
def _file(version: str) -> _TraitFile:
    return structure(_TraitFile, plain_file(path(version)), path(version))
