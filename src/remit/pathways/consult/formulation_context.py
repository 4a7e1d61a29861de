"""What a draft takes from outside the history, and how a rule fills its words in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from remit.domain.facts import Fact, Trait
from remit.domain.feature import FeatureList
from remit.domain.formulation import Audience, Ground, Rule, Sentence, SentenceWords
from remit.domain.prior_symptom import SymptomGroup
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.formulation_words import (
    ground_of,
    is_sayable,
    listed,
    name_of,
)

PARTICIPANT, REFERRER = Audience.PARTICIPANT, Audience.REFERRER


@dataclass(frozen=True, kw_only=True, slots=True)
class FormulationContext:
    """Records of the clinic beside the history; each as somebody recorded it.

    Attributes:
        traits: rated at the visit; they stand before those of the history.
        feelings, notes: words of the participant or of the notes, chosen by the clinician.
        findings: lines of the examination, "item: what was found".
        features: features for and against as heard.
        flags: open flags; their words reach the referrer alone.
        pending: tests that are awaited.
        to_ask: screening questions without an answer.
        links_found: whether links were found, by whom; None where nobody wrote it down.
        cleared: the signed clearance, or None.
        cleared_words: what the participant may read of it (F.3), or "".
        asks_clearance: whether a clearance is awaited; no published case has one.
        disagreement: what the participant sees differently, in their words.
        inventory: symptoms that can come with stress.
    """

    traits: tuple[Trait, ...] = ()
    feelings: tuple[Ground, ...] = ()
    notes: tuple[Ground, ...] = ()
    findings: tuple[Ground, ...] = ()
    features: FeatureList | None = None
    flags: tuple[Ground, ...] = ()
    pending: tuple[Ground, ...] = ()
    to_ask: tuple[Ground, ...] = ()
    links_found: Ground | None = None
    cleared: Ground | None = None
    cleared_words: str = ""
    asks_clearance: bool = False
    disagreement: Ground | None = None
    inventory: tuple[SymptomGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Making:
    """Everything a rule reads."""

    report: CaseReport
    context: FormulationContext
    words: SentenceWords

    def fill(self, key: str, audience: Audience, **fields: str) -> str:
        """The template of a key with its fields, first letter large."""
        pair = self.words.pair(key)
        text = pair.participant if audience is PARTICIPANT else pair.referrer
        filled = text.format_map(fields) if fields else text
        return filled[:1].upper() + filled[1:]

    def names(self, facts: Iterable[Fact], audience: Audience) -> str:
        """Facts as a list inside a sentence."""
        return listed([name_of(fact, audience) for fact in facts], audience)

    def grounds(self, facts: Iterable[Fact]) -> tuple[Ground, ...]:
        """Facts as grounds, each once."""
        return tuple(dict.fromkeys(ground_of(self.report, fact) for fact in facts))


class Row:
    """One sentence in the making: parts are added, then it is closed."""

    def __init__(self, making: Making, identifier: str, rule: Rule) -> None:
        self._making, self._id, self._rule = making, identifier, rule
        self._texts: dict[Audience, list[str]] = {PARTICIPANT: [], REFERRER: []}
        self._grounds: list[Ground] = []
        self._uncertain: list[str] = []
        self._quoted: list[str] = []

    def say(self, key: str, **fields: tuple[str, str]) -> Row:
        """Add a template; each field has words for the participant and for the referrer."""
        for place, audience in enumerate((PARTICIPANT, REFERRER)):
            own = {name: pair[place] for name, pair in fields.items()}
            text = self._making.fill(key, audience, **own)
            if text:
                self._texts[audience].append(text)
        return self

    def facts(self, key: str, facts: Sequence[Fact], **fields: tuple[str, str]) -> Row:
        """Add a template that names facts, and rest on them."""
        making = self._making
        what = (making.names(facts, PARTICIPANT), making.names(facts, REFERRER))
        self.quote(*(name_of(fact, audience) for fact in facts for audience in Audience))
        return self.say(key, what=what, **fields).rest(*making.grounds(facts))

    def records(self, key: str, grounds: Sequence[Ground], **fields: tuple[str, str]) -> Row:
        """Add a template that names recorded words where they may be said, and rest on all."""
        said = [
            ground.words.rstrip(". ") if is_sayable(ground.words) else "one named in the record"
            for ground in grounds
        ]
        self.quote(*said)
        what = (listed(said, PARTICIPANT), listed(said, REFERRER))
        return self.say(key, what=what, **fields).rest(*grounds)

    def rest(self, *grounds: Ground) -> Row:
        """Rest on more, each once."""
        self._grounds.extend(one for one in grounds if one not in self._grounds)
        return self

    def vague(self, *words: str) -> Row:
        """Mark words as a vague date."""
        self._uncertain.extend(one for one in words if one and one not in self._uncertain)
        return self

    def quote(self, *words: str) -> Row:
        """Mark words as the record's own."""
        self._quoted.extend(one for one in words if one and one not in self._quoted)
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not any(self._texts.values())

    def closed(self, *, standing: bool = False) -> Sentence:
        """The sentence."""
        participant, referrer = (" ".join(self._texts[one]) for one in (PARTICIPANT, REFERRER))
        return Sentence(
            id=self._id,
            rule=self._rule,
            participant=participant,
            referrer=referrer,
            rests_on=tuple(self._grounds),
            uncertain=tuple(one for one in self._uncertain if one in participant + referrer),
            quoted=tuple(self._quoted),
            standing=standing,
        )
