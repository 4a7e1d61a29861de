"""A formulation drafted from the record, sentence by sentence, each tied to what it rests on.

Pure: a report, what the clinic recorded beside it, and the templates go in. A sentence appears only
where the record has something for it; standing texts are the exception and say so. Nothing drafted
is a diagnosis, a cause or an advice (INV-01, INV-04, INV-07), and what is unknown is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from remit.domain.facts import Onset, SymptomEpisode, Trait, Treatment, TreatmentKind
from remit.domain.formulation import Draft, Ground, GroundKind, Rule, Sentence, SentenceWords
from remit.domain.fuzzydate import CONSULTATION
from remit.pathways.consult import formulation_gaps, formulation_links
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.features import earlier_symptoms
from remit.pathways.consult.formulation_context import (
    AUDIENCES,
    FormulationContext,
    Making,
    Row,
)
from remit.pathways.consult.formulation_words import (
    ground_of,
    is_sayable,
    may_be_drafted,
    name_of,
    second_person,
    when_of,
)

MARKED = 2  # a trait rated lower is not spoken of
ALSO = 4  # other complaints that still went on


def draft(report: CaseReport, context: FormulationContext, words: SentenceWords) -> Draft:
    """Every sentence that the record carries, in the order of the page.

    Args:
        report: the case report.
        context: what was recorded beside the history.
        words: the templates, as versioned content.
    """
    making = Making(report, context, words)
    sentences = tuple(one for rule in _RULES for one in rule(making))
    return Draft(sentences=sentences, version=words.version)


def _real(making: Making) -> Iterator[Sentence]:
    """Said with the complaint; alone only where none is recorded."""
    if making.report.complaint is None:
        yield Row(making, "real", Rule.REAL).say("real").closed(standing=True)


def _since(making: Making) -> Iterator[Sentence]:
    """What brought the person, since when, and how it began."""
    for symptom in [one for one in making.report.history.symptoms if one.chief][:2]:
        yield _complaint(making, symptom)


def _complaint(making: Making, symptom: SymptomEpisode) -> Sentence:
    row = Row(making, f"since-{symptom.id}", Rule.SINCE)
    when = when_of(making.report, symptom)
    row.facts("came_with", [symptom], when=("", when.referrer))
    if when.known:
        row.say("began", when=(when.participant, ""))
    else:
        row.say("began_unknown")
    if when.vague:
        row.vague(when.participant, when.referrer)
    if symptom.onset is not Onset.UNKNOWN:
        row.say(symptom.onset.value)
    _injury(making, row, symptom)
    return row.closed()


def _injury(making: Making, row: Row, symptom: SymptomEpisode) -> None:
    if symptom.after_injury is not None:
        row.facts("injury", [making.report.history.fact(symptom.after_injury)])


def _also(making: Making) -> Iterator[Sentence]:
    """Other complaints that still went on at the consultation."""
    going_on = [
        one
        for one in making.report.history.symptoms
        if one.ongoing and one.counts and not one.chief
        if not making.report.chronology.certainly_before(CONSULTATION, f"{one.id}.start")
    ]
    for symptom in going_on[:ALSO]:
        row = Row(making, f"also-{symptom.id}", Rule.ALSO)
        when = when_of(making.report, symptom)
        key = "also" if when.known else "also_undated"
        row.facts(key, [symptom], when=(when.since, when.referrer))
        if when.vague:
            row.vague(when.since, when.referrer)
        _injury(making, row, symptom)
        yield row.closed()


def _earlier(making: Making) -> Iterator[Sentence]:
    found = earlier_symptoms(making.report.chronology, making.context.inventory)
    if not found:
        return
    row = Row(making, "earlier", Rule.EARLIER)
    said: tuple[list[str], list[str]] = ([], [])
    for symptom in found:
        when = when_of(making.report, symptom)
        for place, words in enumerate((when.participant, when.referrer)):
            name = name_of(symptom, tuple(AUDIENCES)[place])
            said[place].append(f"{name}, {words}" if when.known else name)
        if when.vague and when.known:
            row.vague(when.participant, when.referrer)
        row.quote(*(name_of(symptom, one) for one in AUDIENCES))
    row.say("earlier", what=("; ".join(said[0]), "; ".join(said[1])))
    yield row.rest(*making.grounds(found)).closed()


def _traits(making: Making) -> Iterator[Sentence]:
    """Rated traits first; what the record tells of others stands in a row of its own."""
    rated = {one.id: one for one in making.report.history.traits if one.rating is not None}
    rated |= {one.id: one for one in making.context.traits if one.rating is not None}
    told = [one for one in making.report.history.traits if one.rating is None]
    marked = [one for one in rated.values() if (one.rating or 0) >= MARKED]
    for key, traits in (("traits", marked), ("traits_reported", told)):
        sayable = [one for one in traits if is_sayable(one.label)]
        if sayable:
            yield _profile(making, key, sayable)


def _profile(making: Making, key: str, traits: list[Trait]) -> Sentence:
    row = Row(making, key.replace("_", "-"), Rule.TRAITS)
    plain = [_small(one.label) for one in traits]
    numbered = [
        name if one.rating is None else f"{name} {one.rating} of 4"
        for name, one in zip(plain, traits, strict=True)
    ]
    yours = [second_person(name) for name in plain]
    row.say(key, what=("; ".join(yours), "; ".join(numbered))).quote(*plain, *yours)
    return row.rest(*(_trait_ground(one) for one in traits)).closed()


def _trait_ground(trait: Trait) -> Ground:
    rating = "" if trait.rating is None else f"self-rated {trait.rating} of 4"
    return Ground(kind=GroundKind.RECORD, id=trait.id, words=trait.label, when=rating)


def _small(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _spoken(making: Making) -> Iterator[Sentence]:
    """Feelings in their own words, and notes that the clinician chose."""
    context = making.context
    for rule, key, grounds in (
        (Rule.FEELINGS, "feelings", context.feelings),
        (Rule.FEELINGS, "notes", context.notes),
    ):
        said = [one for one in grounds if may_be_drafted(one.words)]
        if said:
            quoted = [f"“{one.words.strip()}”" for one in said]
            row = Row(making, key, rule).say(key, what=("; ".join(quoted), "; ".join(quoted)))
            yield row.quote(*(one.words for one in said)).rest(*said).closed()


def _stress(making: Making) -> Iterator[Sentence]:
    yield Row(making, "stress", Rule.STRESS).say("stress").closed(standing=True)


def _examined(making: Making) -> Iterator[Sentence]:
    """Only what somebody recorded; words that say more than that stay in the record."""
    done = [one for one in making.report.history.treatments if _was_looked_at(one)]
    lines = [*(_result(making, one) for one in done), *making.context.findings]
    if not lines:
        return
    row = Row(making, "examined", Rule.EXAMINED)
    said = [one for one in lines if may_be_drafted(one.words)]
    seen_here = making.context.findings or any(
        one.kind is TreatmentKind.EXAMINATION for one in done
    )
    if not seen_here:
        row.say("tested_unsaid")
    elif said:
        row.say("examined", what=("; ".join(_quoted(said)), "; ".join(_quoted(said))))
        row.quote(*(one.words for one in said))
    else:
        row.say("examined_unsaid")
    yield row.rest(*lines).closed()


def _quoted(grounds: list[Ground]) -> list[str]:
    return [f"“{one.words.rstrip('. ')}”" for one in grounds]


def _was_looked_at(treatment: Treatment) -> bool:
    looked = {TreatmentKind.EXAMINATION, TreatmentKind.INVESTIGATION}
    return treatment.kind in looked and bool(treatment.result)


def _result(making: Making, treatment: Treatment) -> Ground:
    ground = ground_of(making.report, treatment)
    words = f"{treatment.label}: {treatment.result}"
    return Ground(kind=ground.kind, id=ground.id, words=words, when=ground.when, lane=ground.lane)


def _features(making: Making) -> Iterator[Sentence]:
    """Names of features as heard; no sum and no verdict (CLINICAL B.1)."""
    found = making.context.features
    if found is None or not (found.present or found.against or found.absent):
        return
    heard = [*found.present, *found.against]
    present = "; ".join(one.feature.name.lower() for one in found.present) or "none"
    against = "; ".join(one.feature.name.lower() for one in found.against) or "none recorded"
    every = sum(len(getattr(found, name)) for name in type(found).__slots__)
    count = f"{len(found.not_asked)} of {every}"
    grounds = [
        Ground(kind=GroundKind.RECORD, id=one.feature.code, words=one.feature.name, when=one.heard)
        for one in [*heard, *found.absent]
    ]
    row = Row(making, "features", Rule.FEATURES).say(
        "features", present=("", present), against=("", against), count=("", count)
    )
    yield row.quote(*(one.words.lower() for one in grounds)).rest(*grounds).closed()


def _cleared(making: Making) -> Iterator[Sentence]:
    """What a clinician signed, and to the participant only what they may read of it (F.3)."""
    signed = making.context.cleared
    if signed is None:
        return
    row = Row(making, "cleared", Rule.CLEARED)
    row.say("cleared", what=(making.context.cleared_words, signed.words)).quote(signed.words)
    yield row.rest(signed).closed()


def _differs(making: Making) -> Iterator[Sentence]:
    """Their own words; where they say more than a draft may, a clinician puts them in."""
    said = making.context.disagreement
    if said is None:
        return
    row = Row(making, "differs", Rule.DIFFERS)
    if may_be_drafted(said.words):
        words = f"“{said.words.strip()}”"
        row.say("differs", what=(words, words)).quote(said.words)
    else:
        row.say("differs_unsaid")
    yield row.rest(said).closed()


def _prognosis(making: Making) -> Iterator[Sentence]:
    yield Row(making, "prognosis", Rule.PROGNOSIS).say("prognosis").closed(standing=True)


_RULES: tuple[Callable[[Making], Iterator[Sentence]], ...] = (
    _real,
    _since,
    _also,
    formulation_links.near,
    formulation_links.links_found,
    _earlier,
    _traits,
    _spoken,
    _stress,
    _examined,
    _features,
    _cleared,
    formulation_gaps.is_open,
    formulation_gaps.not_asked,
    formulation_gaps.dates,
    formulation_gaps.silent,
    formulation_gaps.operations,
    formulation_gaps.medicines,
    formulation_gaps.care,
    _differs,
    _prognosis,
)
