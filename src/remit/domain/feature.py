"""Rule-in features of primary pain as a list of answers, and nothing more (CLINICAL B.1, B.2).

What is heard is sorted into present, absent, against and not asked. There is no sum, no share and
no verdict anywhere: a clinician reads the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FeatureGroup(StrEnum):
    """The groups of the source list."""

    FUNCTIONAL = "functional"
    INCONSISTENT = "inconsistent"
    TRIGGERED = "triggered"
    HISTORY = "history"
    AGAINST = "against"


class Heard(StrEnum):
    """What was answered about a feature."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NOT_ASKED = "not_asked"
    NOT_STATED = "not_stated"  # a published record does not say


@dataclass(frozen=True, kw_only=True, slots=True)
class Feature:
    """One feature that may be present, absent or against.

    Attributes:
        code: F1 to F9, I1 to I8, T1 to T7, H1 to H3, X1 to X6.
        group: its group; those of `against` speak against primary pain.
        name: a few words for a list.
        ask: how to ask for it.
        clinician_only: whether only an examination or a comparison can answer it.
        source: where name and question come from.
    """

    code: str
    group: FeatureGroup
    name: str
    ask: str
    clinician_only: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """What the record suggests about a feature; only a clinician makes an answer of it.

    Attributes:
        code: of the feature.
        heard: what the record suggests.
        because: the facts it rests on, in words.
        facts: their ids.
    """

    code: str
    heard: Heard
    because: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HeardFeature:
    """One feature with its answer.

    Attributes:
        feature: which.
        heard: the answer.
        example: the person's or the clinician's words.
        sites: regions of the body it is about.
        onset: since when, as it was said.
        who: who answered: participant, clinician, document or record.
        suggestion: what the record suggests, where it says anything.
    """

    feature: Feature
    heard: Heard = Heard.NOT_ASKED
    example: str = ""
    sites: tuple[str, ...] = ()
    onset: str = ""
    who: str = ""
    suggestion: Suggestion | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureList:
    """Features sorted for reading; the lists are read, never counted together."""

    present: tuple[HeardFeature, ...]
    absent: tuple[HeardFeature, ...]
    against: tuple[HeardFeature, ...]
    not_sure: tuple[HeardFeature, ...]
    not_asked: tuple[HeardFeature, ...]

    @property
    def suggested(self) -> tuple[HeardFeature, ...]:
        """Those of the unasked about which the record says something."""
        return tuple(one for one in self.not_asked if one.suggestion is not None)


def sort_features(heard: Mapping[str, HeardFeature], features: tuple[Feature, ...]) -> FeatureList:
    """Every feature in exactly one list; what nobody answered is "not asked".

    Args:
        heard: answers by code.
        features: all features in their order.
    """
    lists: dict[str, list[HeardFeature]] = {name: [] for name in FeatureList.__slots__}
    for feature in features:
        one = heard.get(feature.code) or HeardFeature(feature=feature)
        lists[_list_of(one)].append(one)
    return FeatureList(**{name: tuple(found) for name, found in lists.items()})


def _list_of(one: HeardFeature) -> str:
    match one.heard:
        case Heard.YES:
            return "against" if one.feature.group is FeatureGroup.AGAINST else "present"
        case Heard.NO:
            return "absent"
        case Heard.NOT_SURE:
            return "not_sure"
        case _:
            return "not_asked"
