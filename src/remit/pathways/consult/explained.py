"""What of this person's own record stands beside each section of the shared explanation.

Only what the participant said, or what is plainly in the record, in words safe to read at home:
never a clinician's opinion, a chance or a verdict (B.1, F.3). Where nothing is recorded, nothing
is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from remit.domain.chronology import Chronology
from remit.domain.facts import (
    Answer,
    Fact,
    Source,
    Status,
    SymptomEpisode,
    TreatmentKind,
)
from remit.domain.feature import FeatureList, HeardFeature
from remit.domain.history import History
from remit.domain.private_facts import is_private, tells_private
from remit.pathways.consult.factwords import in_sentence, short_date
from remit.pathways.consult.formulation_words import is_sayable
from remit.pathways.consult.links import Link

MOST = 5
"""Pieces of evidence beside one section: more is not read."""
OWN_WORDS = frozenset({"participant", "record"})
_TOLD = frozenset({Source.PARTICIPANT, Source.PUBLISHED_REPORT})
_SEEN = _TOLD | {Source.DOCUMENT}

# Features that only an examination can answer (F6, F8, F9, X) and those of the whole history (H)
# are a clinician's reading, so they have no words here.
_SAID: Mapping[str, tuple[str, str]] = {
    "F1": ("lasting", "It began without an injury."),
    "F2": ("lasting", "It went on long after the injury would have mended."),
    "F3": ("phantom", "It is in the same place on both sides."),
    "F4": ("phantom", "It takes in a whole side or half of the body."),
    "F5": ("alarm", "It began in one place and spread to others."),
    "F7": ("phantom", "Many parts of the body hurt at once."),
    "I1": ("phantom", "It moves from place to place."),
    "I2": ("unlearning", "It changes with the time of day."),
    "I3": ("alarm", "It comes after doing something, not during it."),
    "I4": ("alarm", "It comes when you think of it or are asked about it."),
    "I5": ("feelings", "It is more with stress."),
    "I6": ("feelings", "It is little or gone when you are happy or taken up by something."),
    "I7": ("unlearning", "Very different treatments each helped for a short time."),
    "I8": ("unlearning", "There were weeks without pain."),
    "T1": ("alarm", "Things such as food, smells, light or weather can bring it on."),
    "T2": ("alarm", "It comes before work, a visit or an appointment."),
    "T3": ("alarm", "It comes when you only imagine the movement."),
    "T4": ("alarm", "A light touch, wind or cold can bring it on."),
    "T5": ("alarm", "It goes with a certain person, place or duty."),
    "T6": ("feelings", "It began in a hard time, or soon after one."),
    "T7": ("feelings", "It came back in a hard time."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The record as far as the explanation reads it: facts, dates and links, no statistics."""

    chronology: Chronology
    links: tuple[Link, ...]

    @property
    def history(self) -> History:
        """All facts."""
        return self.chronology.history


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnEvidence:
    """One piece of a person's own evidence.

    Attributes:
        key: names it in a form; the same for the same facts.
        section: key of the section it stands beside.
        words: one or two sentences to the participant.
        when: the date in a few words; "" where it has none.
        facts: ids of the facts it rests on.
        private: whether it goes home only if the person wishes it.
    """

    key: str
    section: str
    words: str
    when: str = ""
    facts: tuple[str, ...] = ()
    private: bool = False


def own_evidence(
    told: Told, features: FeatureList, earlier: tuple[SymptomEpisode, ...] = ()
) -> dict[str, tuple[OwnEvidence, ...]]:
    """The person's own evidence by section; a section without any is left out.

    Args:
        told: the record.
        features: features as answered; only those the participant answered count.
        earlier: earlier symptoms that can come with stress, from `features.earlier_symptoms`.
    """
    found: dict[str, list[OwnEvidence]] = {}
    for one in _chosen(told, features, earlier):
        beside = found.setdefault(one.section, [])
        if len(beside) < MOST and all(one.words != other.words for other in beside):
            beside.append(one)
    return {section: tuple(beside) for section, beside in found.items()}


def _chosen(
    told: Told, features: FeatureList, earlier: tuple[SymptomEpisode, ...]
) -> Iterator[OwnEvidence]:
    yield from _complaint(told)
    yield from _links(told)
    for heard in features.present:
        yield from _feature(heard)
    if any(symptom.chief for symptom in told.history.symptoms):  # else: earlier than what?
        yield from _earlier(earlier)
    yield from _scans(told)
    yield from _lasting(told, features)
    yield from _eased(told)
    yield from _missed(told)
    yield from _care(told)


def _of(
    told: Told, section: str, words: str, *facts: Fact, kind: str = "", private: bool = False
) -> OwnEvidence:
    first = facts[0]
    return OwnEvidence(
        key="-".join((section, *(fact.id for fact in facts), *filter(None, (kind,)))),
        section=section,
        words=words,
        when=_when(told.chronology, first),
        facts=tuple(fact.id for fact in facts),
        private=private,
    )


def _when(chronology: Chronology, fact: Fact) -> str:
    """A date in a few words; without a calendar it counts from the visit."""
    if fact.start.is_unknown:
        return ""
    words = short_date(fact.start, chronology.interval(f"{fact.id}.start"), chronology.axis)
    return f"{words} the visit" if words.endswith((" before", " after")) else words


def _name(fact: Fact) -> str:
    return in_sentence(fact.label.split(",")[0].strip())


def _told(fact: Fact) -> bool:
    return fact.source in _TOLD and is_sayable(fact.label)


def _seen(fact: Fact) -> bool:
    return fact.source in _SEEN and is_sayable(fact.label)


def _complaint(told: Told) -> Iterator[OwnEvidence]:
    for chief in told.history.symptoms:
        if chief.chief and _told(chief):
            yield _of(told, "real", f"You told us of {_name(chief)}.", chief)


def _links(told: Told) -> Iterator[OwnEvidence]:
    """Only links that the participant said yes to."""
    for link in told.links:
        if link.participant is not Answer.YES or link.injury:
            continue
        symptom, stressor = (told.history.fact(one) for one in (link.symptom, link.stressor))
        if not (_told(symptom) and _told(stressor)):
            continue
        words = f"You said that these belong together: {_name(stressor)} and {_name(symptom)}."
        yield _of(told, "feelings", words, symptom, stressor, private=is_private(stressor))


def _feature(heard: HeardFeature) -> Iterator[OwnEvidence]:
    code = heard.feature.code
    if code not in _SAID or heard.who not in OWN_WORDS or heard.feature.clinician_only:
        return
    section, words = _SAID[code]
    example = heard.example.strip() if heard.who == "participant" else ""
    if example and _for_home(example):
        words = f"{words} You said: “{example}”"
    when = heard.onset if _for_home(heard.onset) else ""
    yield OwnEvidence(key=f"{section}-{code}", section=section, words=words, when=when)


def _for_home(words: str) -> bool:
    """Whether free words may stand on a page at home, where others may read it."""
    return is_sayable(words) and not tells_private(words)


def _earlier(symptoms: tuple[SymptomEpisode, ...]) -> Iterator[OwnEvidence]:
    named_ones = [one for one in symptoms if _told(one)]
    if named_ones:
        named = ", ".join(_name(one) for one in named_ones)
        ids = tuple(one.id for one in named_ones)
        words = f"Earlier you had {named}. Such things can come with stress, or with other things."
        yield OwnEvidence(
            key="-".join(("feelings", *ids)), section="feelings", words=words, facts=ids
        )


def _scans(told: Told) -> Iterator[OwnEvidence]:
    for one in told.history.treatments:
        done = one.kind is TreatmentKind.INVESTIGATION and one.status is Status.DONE
        if done and one.for_pain and _seen(one):
            words = f"You had {_name(one)}. Ask what it shows for you."
            yield _of(told, "scans", words, one)


def _lasting(told: Told, features: FeatureList) -> Iterator[OwnEvidence]:
    """Pain that the record shows to have outlasted an injury by more than half a year."""
    shown = {
        identifier
        for one in features.suggested
        if one.suggestion is not None and one.feature.code == "F2"
        for identifier in one.suggestion.facts
    }
    for symptom in told.history.symptoms:
        if symptom.id in shown and symptom.after_injury and _told(symptom):
            injury = told.history.fact(symptom.after_injury)
            if is_private(injury) or not _told(injury):
                continue
            words = f"{_upper(_name(symptom))} lasted more than half a year after {_name(injury)}."
            yield _of(told, "lasting", words, symptom, injury)


def _eased(told: Told) -> Iterator[OwnEvidence]:
    """Relief within minutes, and symptoms that went away."""
    for symptom in told.history.symptoms:
        if not _told(symptom):
            continue
        if symptom.relieved_within_minutes:
            words = f"{_upper(_name(symptom))}: it eased within minutes."
            yield _of(told, "unlearning", words, symptom)
        if symptom.recurrence_of is not None:
            words = f"{_upper(_name(symptom))}: it had gone before it came back."
            yield _of(told, "unlearning", words, symptom, kind="back")


def _missed(told: Told) -> Iterator[OwnEvidence]:
    for one in told.history.functioning:
        if one.ongoing and one.able is Answer.NO and _told(one):
            words = f"Not possible for you now: {_name(one)}. You choose what comes first."
            yield _of(told, "programme", words, one)


def _care(told: Told) -> Iterator[OwnEvidence]:
    for operation in told.history.treatments:
        if operation.kind is not TreatmentKind.OPERATION or not _seen(operation):
            continue
        if operation.status is Status.PLANNED:
            words = f"Planned: {_name(operation)}. Talk to your surgeon before any change."
            yield _of(told, "stays", words, operation)
    taken = [one for one in told.history.medicines if one.ongoing and _seen(one)]
    if taken:
        named = ", ".join(_name(one) for one in taken)
        words = f"You take {named}. Talk to your prescriber before any change."
        ids = tuple(one.id for one in taken)
        yield OwnEvidence(key="-".join(("stays", *ids)), section="stays", words=words, facts=ids)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
