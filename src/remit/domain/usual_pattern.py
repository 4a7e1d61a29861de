"""The usual pattern, signed at clearance; what lies outside it is looked at anew (INV-06)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from remit.domain.body import REGIONS
from remit.errors import InvalidInput


@dataclass(frozen=True, kw_only=True, slots=True)
class UsualPattern:
    """Where and how it usually hurts.

    Attributes:
        sites: regions of the body map.
        qualities: such as aching or burning.
        shifting: whether it usually moves from place to place among the sites.
        words: the clinician's own description.
    """

    sites: tuple[str, ...]
    qualities: tuple[str, ...] = ()
    shifting: bool = False
    words: str = ""

    def __post_init__(self) -> None:
        if not self.sites:
            raise InvalidInput("Name at least one place where it usually hurts.")
        unknown = sorted(set(self.sites) - set(REGIONS))
        if unknown:
            raise InvalidInput(f"“{unknown[0]}” is not a part of the body map.")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportedSymptom:
    """What somebody reports between visits.

    Attributes:
        sites: regions of the body map; empty where it has no place.
        qualities: how it feels, where said.
        warning_sign: whether a grouped warning sign was ticked or left unsure.
        new: whether the person calls it new.
    """

    sites: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    warning_sign: bool = False
    new: bool = False


class Why(StrEnum):
    """Why a symptom lies outside the usual pattern."""

    WARNING_SIGN = "a warning sign was ticked"
    NO_PATTERN = "no usual pattern is signed"
    CALLED_NEW = "the person calls it new"
    NO_PLACE = "no place was named"
    PLACE = "it is in a place outside the usual pattern"
    QUALITY = "it feels different from the usual pattern"


def outside(pattern: UsualPattern | None, symptom: ReportedSymptom) -> Why | None:
    """Why stage 1 is asked again; None where the symptom lies within the usual pattern.

    A shifting pattern shifts among its own sites only: a new place is a new place. Whatever is
    not known counts as outside.
    """
    if symptom.warning_sign:
        return Why.WARNING_SIGN
    if pattern is None:
        return Why.NO_PATTERN
    if symptom.new:
        return Why.CALLED_NEW
    if not symptom.sites:
        return Why.NO_PLACE
    if set(symptom.sites) - set(pattern.sites):
        return Why.PLACE
    if set(symptom.qualities) - set(pattern.qualities):
        return Why.QUALITY
    return None
