"""A formulation: sentences that each name what in the record they rest on.

Every sentence stands twice, in words for the participant and in words for the referrer. One that
rests on nothing in the record is a standing text or is warned about; none is a diagnosis (INV-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Audience(StrEnum):
    """For whom words are."""

    PARTICIPANT = "participant"
    REFERRER = "referrer"


class GroundKind(StrEnum):
    """What a sentence can rest on."""

    FACT = "fact"  # a row of the history with a place in time
    LINK = "link"  # two facts, close in time, with two opinions
    FLAG = "flag"
    RECORD = "record"  # what somebody recorded: an answer, a trait, an examination, a signature
    NOTE = "note"  # words of the consultation's notes
    STANDING = "standing"  # no record: text that stands in every formulation


class Rule(StrEnum):
    """What a sentence is for; the order is the order on the page."""

    REAL = "real"
    SINCE = "since"
    ALSO = "also"
    NEAR = "near"
    EARLIER = "earlier"
    TRAITS = "traits"
    FEELINGS = "feelings"
    STRESS = "stress"
    EXAMINED = "examined"
    FEATURES = "features"
    CLEARED = "cleared"
    OPEN = "open"
    UNKNOWN = "unknown"
    OPERATION = "operation"
    MEDICINES = "medicines"
    CARE = "care"
    DIFFERS = "differs"
    PROGNOSIS = "prognosis"
    OWN = "own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """One thing in the record that a sentence rests on.

    Attributes:
        kind: what it is.
        id: of the record, such as N07; of a link both ids, stressor first, as N08a+N07.
        words: what the record says, as recorded.
        when: its date in a few words, or "".
        lane: the lane of the timeline that gives it its colour, or "".
    """

    kind: GroundKind
    id: str
    words: str
    when: str = ""
    lane: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One row of a formulation: one or a few short sentences that belong together.

    Attributes:
        id: the same in every draft of a case, such as near-N07, so that edits find their row.
        rule: what it is for.
        participant: words for the participant; "" where the row is for the referrer alone.
        referrer: words for the referrer; "" where the row is for the participant alone.
        rests_on: its grounds, in the order of the record.
        uncertain: words in either text that are a vague date.
        quoted: words in either text that come from the record and are not Remit's own.
        standing: text that stands in every formulation and rests on nothing in this record.
    """

    id: str
    rule: Rule
    participant: str
    referrer: str
    rests_on: tuple[Ground, ...] = ()
    uncertain: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    standing: bool = False

    def words(self, audience: Audience) -> str:
        """The words for one reader."""
        return self.participant if audience is Audience.PARTICIPANT else self.referrer

    @property
    def rests_on_nothing(self) -> bool:
        """Whether a reader must be warned."""
        return not self.rests_on


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """All sentences of a case in their order, made from the record and nothing else."""

    sentences: tuple[Sentence, ...]
    version: str

    def sentence(self, identifier: str) -> Sentence | None:
        """The sentence with this id."""
        return next((one for one in self.sentences if one.id == identifier), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A template for both readers; {names} are filled in by the rule that uses it."""

    participant: str = ""
    referrer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SentenceWords:
    """The templates and standing texts of formulations, as versioned content.

    Attributes:
        id, version, language, source: of the content.
        pairs: templates by key; the keys are those that the rules ask for.
    """

    id: str
    version: str
    language: str
    source: str
    pairs: Mapping[str, Pair] = field(default_factory=dict)

    def pair(self, key: str) -> Pair:
        """The template of a key.

        Raises:
            KeyError: a rule asks for words that the content does not have; a test asks for all.
        """
        return self.pairs[key]
