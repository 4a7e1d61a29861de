"""What the record suggests about rule-in features, for a clinician to confirm (CLINICAL B.2).

A suggestion names the facts it rests on. It is never an answer, and nothing is counted together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from remit.domain.chronology import Chronology
from remit.domain.decision_table import Value, Values
from remit.domain.facts import Answer, Fact, SymptomEpisode
from remit.domain.feature import (
    Feature,
    FeatureList,
    Heard,
    HeardFeature,
    Suggestion,
    sort_features,
)
from remit.domain.history import History
from remit.domain.prior_symptom import SymptomGroup
from remit.pathways.consult.links import Link, LinkKind

HEALED_AFTER_DAYS = 183  # F2: 3 to 6 months; the longer bound, so that less is suggested
MANY_REGIONS = 3
_CHILDHOOD = "FAM"
_SUPPORT = "FAM11"
_NEAR = frozenset({LinkKind.STATED_NEAR, LinkKind.CERTAIN_NEAR, LinkKind.DURING})
_STATED = {Answer.YES: Heard.YES, Answer.NO: Heard.NO, Answer.UNSURE: Heard.NOT_SURE,
           Answer.NOT_ASKED: Heard.NOT_ASKED, Answer.NOT_STATED: Heard.NOT_STATED}  # fmt: skip
_WIDESPREAD = ("widespread", "all over", "everywhere")


def suggestions(
    chronology: Chronology,
    links: tuple[Link, ...],
    inventory: tuple[SymptomGroup, ...],
    regions: tuple[str, ...] = (),
) -> dict[str, Suggestion]:
    """What the record suggests, by code of the feature.

    Args:
        chronology: the dated facts.
        links: stressors and symptoms close in time.
        inventory: the earlier symptoms that can come with stress.
        regions: regions marked on the body map, where one was filled.
    """
    history = chronology.history
    found = (
        *_injury(chronology),
        *_spread(chronology, regions),
        *_earlier_symptoms(chronology, inventory),
        *_childhood(history),
        *_traits(history),
        *_stressors(history, links),
    )
    return {one.code: one for one in found}


def heard_features(
    features: tuple[Feature, ...],
    values: Values,
    history: History,
    suggested: Mapping[str, Suggestion],
) -> FeatureList:
    """Every feature with what was answered, and what the record suggests beside it.

    A clinician's answer stands first; without one, what a published record says of the feature.
    """
    recorded = {answer.topic: answer for answer in history.answers}
    heard = {}
    for feature in features:
        code = feature.code
        given = str(values.get(code, ""))
        if given and given != Heard.NOT_ASKED:
            heard[code] = _answered(feature, values, suggested.get(code))
            continue
        stated = recorded.get(code)
        heard[code] = HeardFeature(
            feature=feature,
            heard=_STATED[stated.answer] if stated else Heard.NOT_ASKED,
            example=stated.detail if stated else "",
            who="record" if stated else "",
            suggestion=suggested.get(code),
        )
    return sort_features(heard, features)


def _answered(feature: Feature, values: Values, suggested: Suggestion | None) -> HeardFeature:
    code = feature.code
    sites: Value = values.get(f"{code}.site", ())
    return HeardFeature(
        feature=feature,
        heard=Heard(str(values[code])),
        example=str(values.get(f"{code}.example", "")),
        sites=sites if isinstance(sites, tuple) else (),
        onset=str(values.get(f"{code}.onset", "")),
        who=str(values.get(f"{code}.who", "")),
        suggestion=suggested,
    )


def _suggest(code: str, because: str, *facts: Fact, heard: Heard = Heard.YES) -> Suggestion:
    named = "; ".join(fact.label for fact in facts)
    words = f"{because}: {named}" if named else because
    return Suggestion(code=code, heard=heard, because=words, facts=tuple(fact.id for fact in facts))


def _injury(chronology: Chronology) -> Iterator[Suggestion]:
    """F1 absent and F2 where pain that began with an injury outlasted its healing."""
    history = chronology.history
    after = [one for one in history.symptoms if one.after_injury is not None]
    if not after:
        return
    first = after[0]
    injury = history.fact(str(first.after_injury))
    yield _suggest("F1", "it began with an injury", injury, heard=Heard.NO)
    lasting = [one for one in after if _outlasts(chronology, one)]
    if lasting:
        yield _suggest("F2", "it went on for more than half a year after the injury", *lasting)


def _outlasts(chronology: Chronology, symptom: SymptomEpisode) -> bool:
    until = "consultation" if symptom.ongoing else f"{symptom.id}.end"
    if not symptom.ongoing and symptom.end is None:
        return False
    lasted = chronology.gap(f"{symptom.after_injury}.start", until)
    return lasted.earliest is not None and lasted.earliest > HEALED_AFTER_DAYS


def _spread(chronology: Chronology, regions: tuple[str, ...]) -> Iterator[Suggestion]:
    """F5 and F7: pain in many places, and pain that came to them after a first place."""
    wide = [one for one in chronology.history.symptoms if one.counts and _is_widespread(one)]
    if len(regions) >= MANY_REGIONS:
        yield _suggest("F7", f"{len(regions)} regions are marked on the body map")
    elif wide:
        yield _suggest("F7", "pain in many parts of the body is recorded", *wide)
    for later in wide:
        before = [
            one
            for one in chronology.history.symptoms
            if one.counts and one is not later and "pain" in one.label.lower()
            if chronology.certainly_before(f"{one.id}.start", f"{later.id}.start")
        ]
        if before:
            yield _suggest("F5", "one place first, many later", *before, later)
            return


def _is_widespread(symptom: SymptomEpisode) -> bool:
    return any(word in symptom.label.lower() for word in _WIDESPREAD)


def earlier_symptoms(
    chronology: Chronology, inventory: tuple[SymptomGroup, ...]
) -> tuple[SymptomEpisode, ...]:
    """Symptoms of the inventory that certainly began before the complaint, none of an injury."""
    history = chronology.history
    chief = [one for one in history.symptoms if one.chief]
    known = [symptom for group in inventory for symptom in group.symptoms]
    return tuple(
        one
        for one in history.symptoms
        if one.counts and not (one.chief or one.flare or one.recurrence_of or one.after_injury)
        if any(symptom.names(one.label) for symptom in known)
        if all(chronology.certainly_before(f"{one.id}.start", f"{c.id}.start") for c in chief)
    )


def _earlier_symptoms(
    chronology: Chronology, inventory: tuple[SymptomGroup, ...]
) -> Iterator[Suggestion]:
    found = earlier_symptoms(chronology, inventory)
    if found:
        yield _suggest("H1", "earlier symptoms of the inventory", *found)


def _childhood(history: History) -> Iterator[Suggestion]:
    found = [
        event
        for event in history.events
        if event.code.startswith(_CHILDHOOD) and event.code != _SUPPORT
    ]
    if found:
        yield _suggest("H2", "burdens of childhood are recorded", *found)


def _traits(history: History) -> Iterator[Suggestion]:
    found = [trait for trait in history.traits if trait.rating is None or trait.rating >= 3]
    if found:
        named = "; ".join(trait.label for trait in found)
        yield Suggestion(
            code="H3",
            heard=Heard.YES,
            because=f"traits are recorded: {named}",
            facts=tuple(trait.id for trait in found),
        )


def _stressors(history: History, links: tuple[Link, ...]) -> Iterator[Suggestion]:
    """T6 and T7, from links that dates or words make near; injuries are not stressors here."""
    near = [link for link in links if link.kind in _NEAR and link.is_drawn and not link.injury]
    for code, because, wanted in (
        ("T6", "close in time to its beginning", _is_onset),
        ("T7", "close in time to its return", _is_return),
    ):
        chosen = [link for link in near if wanted(_symptom(history, link.symptom))]
        if chosen:
            ids = dict.fromkeys(one for link in chosen for one in (link.stressor, link.symptom))
            yield _suggest(code, because, *(history.fact(one) for one in ids))


def _symptom(history: History, identifier: str) -> SymptomEpisode:
    return next(one for one in history.symptoms if one.id == identifier)


def _is_onset(symptom: SymptomEpisode) -> bool:
    return symptom.chief


def _is_return(symptom: SymptomEpisode) -> bool:
    return symptom.recurrence_of is not None
