"""Traits as the person rated them: a profile in the order of the form, never a sum (C.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from remit.domain.decision_table import Values
from remit.domain.facts import Trait
from remit.domain.history import History
from remit.domain.trait_list import RATINGS, KnownTrait

_ID = "trait."  # the key of its answer, so that whoever reads the form itself finds the same


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfileLine:
    """One rated trait.

    Attributes:
        label: the trait.
        rating: 0 to 4.
        words: what the number means.
        steps: for each step above 0 whether the rating reaches it, for the drawn bar.
        example: one example, in their words.
    """

    label: str
    rating: int
    words: str
    steps: tuple[bool, ...]
    example: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """The rated traits, and those that were not spoken of."""

    rated: tuple[ProfileLine, ...] = ()
    not_rated: tuple[str, ...] = ()


def profile(listed: Iterable[KnownTrait], values: Values) -> Profile:
    """The profile of one record of the form.

    Args:
        listed: the traits of the shipped content, in their order.
        values: the answers, `trait.<key>` and `trait.<key>.example`.
    """
    rated, not_rated = [], []
    for known in listed:
        rating = _rating(known, values)
        if rating is None:
            not_rated.append(known.label)
        else:
            rated.append(_line(known.label, rating, _example(known, values)))
    return Profile(rated=tuple(rated), not_rated=tuple(not_rated))


def with_rated_traits(history: History, listed: Iterable[KnownTrait], values: Values) -> History:
    """The history with the traits of the newest form beside those that stand in it.

    A trait that the form rates replaces the same trait from elsewhere: it was asked for by name.
    """
    asked = [known for known in listed if _spoken_of(known, values)]
    if not asked:
        return history
    kept = [one for one in history.traits if not any(known.names(one.label) for known in asked)]
    rated = [
        Trait(
            id=_ID + known.key,
            label=known.label,
            rating=_rating(known, values),
            detail=_example(known, values),
        )
        for known in asked
    ]
    return replace(history, traits=(*kept, *rated))


def _line(label: str, rating: int, example: str) -> ProfileLine:
    steps = tuple(step <= rating for step in range(1, len(RATINGS)))
    return ProfileLine(
        label=label, rating=rating, words=RATINGS[rating], steps=steps, example=example
    )


def _spoken_of(known: KnownTrait, values: Values) -> bool:
    return _rating(known, values) is not None


def _rating(known: KnownTrait, values: Values) -> int | None:
    value = values.get(f"trait.{known.key}")
    return int(value) if isinstance(value, int | float) else None


def _example(known: KnownTrait, values: Values) -> str:
    return str(values.get(f"trait.{known.key}.example", ""))
