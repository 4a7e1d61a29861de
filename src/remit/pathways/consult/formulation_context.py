"""What a draft takes from outside the history, and how a rule fills its words in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from remit.domain.facts import Answer, Fact, Source, Trait
from remit.domain.feature import FeatureList
from remit.domain.formulation import Audience, Ground, Rule, Sentence, SentenceWords
from remit.domain.prior_symptom import SymptomGroup
from remit.domain.private_facts import is_private
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.formulation_words import (
    ground_of,
    listed,
    may_be_drafted,
    name_of,
)
from remit.pathways.consult.links import Link

PARTICIPANT, REFERRER = AUDIENCES = (Audience.PARTICIPANT, Audience.REFERRER)


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


@dataclass(frozen=True)
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

    @cached_property
    def linked(self) -> frozenset[str]:
        """Ids of stressors that the two put together with a symptom themselves."""
        return frozenset(link.stressor for link in self.report.links if is_spoken(link))

    def nameable(self, facts: Iterable[Fact], audience: Audience) -> list[Fact]:
        """Facts that a draft may name: what is private only where it was linked, and to them."""
        return [one for one in facts if not is_private(one) or self._is_theirs(one, audience)]

    def _is_theirs(self, fact: Fact, audience: Audience) -> bool:
        return audience is PARTICIPANT and fact.id in self.linked

    def names(self, facts: Iterable[Fact], audience: Audience) -> str:
        """Facts as a list inside a sentence."""
        return listed([name_of(fact, audience) for fact in facts], audience)

    def grounds(self, facts: Iterable[Fact]) -> tuple[Ground, ...]:
        """Facts as grounds, each once."""
        return tuple(dict.fromkeys(ground_of(self.report, fact) for fact in facts))


def is_spoken(link: Link) -> bool:
    """Whether one of the two put them together, and the participant does not say no.

    Dates alone, and a paper alone, put nothing together that is private.
    """
    if link.participant is Answer.NO:
        return False
    told = link.stated is not None and link.stated.by is not Source.DOCUMENT
    return told or Answer.YES in {link.participant, link.clinician}


class Row:
    """One sentence in the making: parts are added, then it is closed."""

    def __init__(self, making: Making, identifier: str, rule: Rule) -> None:
        self._making, self._id, self._rule = making, identifier, rule
        self._texts: dict[Audience, list[str]] = {PARTICIPANT: [], REFERRER: []}
        self._grounds: list[Ground] = []
        self._uncertain: list[str] = []
        self._quoted: list[str] = []

    def say(
        self, key: str, to: Collection[Audience] = AUDIENCES, /, **fields: tuple[str, str]
    ) -> Row:
        """Add a template; each field has words for the participant and for the referrer."""
        for place, audience in enumerate(AUDIENCES):
            if audience not in to:
                continue
            own = {name: pair[place] for name, pair in fields.items()}
            text = self._making.fill(key, audience, **own)
            if text:
                self._texts[audience].append(text)
        return self

    def facts(
        self,
        key: str,
        facts: Sequence[Fact],
        *,
        to: Collection[Audience] = AUDIENCES,
        counted: bool = False,
        **fields: tuple[str, str],
    ) -> Row:
        """Add a template that names facts, and rest on them.

        Args:
            key: of the template.
            facts: those that are private are named only where `Making.nameable` allows it.
            to: readers it is said to.
            counted: whether what is not named is counted, as a gap that is still one.
            fields: other words of the template.
        """
        said = {one: self._named(facts, one, counted=counted) for one in AUDIENCES}
        heard = [one for one in to if said[one]]
        if not heard:
            return self
        what = (listed(said[PARTICIPANT], PARTICIPANT), listed(said[REFERRER], REFERRER))
        named = [one for to_whom in heard for one in self._making.nameable(facts, to_whom)]
        self.quote(*(name for one in heard for name in said[one]))
        rests = facts if counted else [one for one in facts if one in named]
        return self.say(key, heard, what=what, **fields).rest(*self._making.grounds(rests))

    def _named(self, facts: Sequence[Fact], audience: Audience, *, counted: bool) -> list[str]:
        shown = self._making.nameable(facts, audience)
        names = [name_of(fact, audience) for fact in shown]
        kept = len(facts) - len(shown)
        if counted and kept:
            names.append(f"{kept} event{'' if kept == 1 else 's'} kept in the record")
        return names

    def records(
        self,
        key: str,
        grounds: Sequence[Ground],
        *,
        sayable: Callable[[str], bool] = may_be_drafted,
        **fields: tuple[str, str],
    ) -> Row:
        """Add a template that names recorded words where they may be said, and rest on all."""
        said = [
            ground.words.rstrip(". ") if sayable(ground.words) else "one named in the record"
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
