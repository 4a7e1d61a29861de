"""What was going on close in time: who said it, both opinions, and what the dates leave open."""

from __future__ import annotations

from collections.abc import Iterator

from remit.domain.facts import Answer, Fact, Source, SymptomEpisode
from remit.domain.formulation import Audience, Ground, GroundKind, Rule, Sentence
from remit.domain.private_facts import is_private
from remit.pathways.consult.formulation_context import (
    AUDIENCES,
    PARTICIPANT,
    Making,
    Row,
    is_spoken,
)
from remit.pathways.consult.formulation_words import when_of
from remit.pathways.consult.links import Link, LinkKind

_SAID = {
    Source.PARTICIPANT: "near_said_participant",
    Source.CLINICIAN: "near_said_clinician",
    Source.DOCUMENT: "near_said_document",
    Source.PUBLISHED_REPORT: "near_said_report",
}
_BY_DATES = {
    LinkKind.CERTAIN_NEAR: "near_dates",
    LinkKind.POSSIBLE_NEAR: "near_possibly",
    LinkKind.ORDER_UNKNOWN: "near_order_unknown",
}
_OPINION = {
    Answer.YES: "yes",
    Answer.NO: "no",
    Answer.UNSURE: "unsure",
    Answer.NOT_ASKED: "silent",
    Answer.NOT_STATED: "unsaid",
}


def near(making: Making) -> Iterator[Sentence]:
    """One row for each symptom with drawn links; an injury at its onset stands elsewhere."""
    history = making.report.history
    links = [link for link in making.report.drawn_links if _may_be_told(making, link)]
    symptoms = sorted(
        (one for one in history.symptoms if any(link.symptom == one.id for link in links)),
        key=lambda one: not one.chief,
    )
    for symptom in symptoms:
        yield _row(making, symptom, [link for link in links if link.symptom == symptom.id])


def _may_be_told(making: Making, link: Link) -> bool:
    """Not an injury, and nothing private that stands there by its date alone."""
    stressor = making.report.history.fact(link.stressor)
    return not link.injury and (is_spoken(link) or not is_private(stressor))


def links_found(making: Making) -> Iterator[Sentence]:
    """What the two answered to whether they see links; an answer, not a result."""
    found = making.context.links_found
    if found is not None:
        yield Row(making, "links-found", Rule.NEAR).records("links_found", [found]).closed()


def link_ground(link: Link) -> Ground:
    """A link with its two opinions as they were given."""
    return Ground(
        kind=GroundKind.LINK,
        id=f"{link.stressor}+{link.symptom}",
        words=f"participant: {link.participant.value} · clinician: {link.clinician.value}",
        when=link.words,
    )


def _row(making: Making, symptom: SymptomEpisode, links: list[Link]) -> Sentence:
    row = Row(making, f"near-{symptom.id}", Rule.NEAR)
    when = when_of(making.report, symptom)
    both = (when.participant, when.referrer)
    key = "near_head_chief" if symptom.chief else "near_head"
    to = AUDIENCES if any(_readers(making, link) == AUDIENCES for link in links) else (PARTICIPANT,)
    row.facts(key if when.known else f"{key}_undated", [symptom], to=to, when=both)
    if when.vague:
        row.vague(*both)
    for group in _groups(making, links):
        _say(making, row, group)
    return row.rest(*(link_ground(link) for link in links)).closed()


def _readers(making: Making, link: Link) -> tuple[Audience, ...]:
    """Who reads of a link: what is private reaches no referrer by itself."""
    stressor = making.report.history.fact(link.stressor)
    return (PARTICIPANT,) if is_private(stressor) else AUDIENCES


def _groups(making: Making, links: list[Link]) -> Iterator[list[Link]]:
    """Links of which the same is to be said, in the order of the record."""
    found: dict[tuple[object, ...], list[Link]] = {}
    for link in links:
        key = (
            _template(link),
            _readers(making, link),
            link.disputed,
            link.participant,
            link.clinician,
        )
        found.setdefault(key, []).append(link)
    yield from found.values()


def _template(link: Link) -> str:
    if link.kind is LinkKind.STATED_NEAR and link.stated is not None:
        return _SAID[link.stated.by]
    return _BY_DATES[link.kind]


def _say(making: Making, row: Row, links: list[Link]) -> None:
    first, to = links[0], _readers(making, links[0])
    stressors: list[Fact] = [making.report.history.fact(link.stressor) for link in links]
    row.facts(_template(first), stressors, to=to)
    vague = [one for one in stressors if when_of(making.report, one).vague]
    if first.disputed:
        row.say("near_disputed", to)
    elif vague and first.kind is not LinkKind.ORDER_UNKNOWN:
        row.say("near_vague", to)
    row.say(f"you_{_OPINION[first.participant]}", to)
    row.say(f"clinician_{_OPINION[first.clinician]}", to)


def undecided(making: Making) -> Iterator[tuple[SymptomEpisode, list[Fact]]]:
    """Symptoms with stressors of which the dates do not say whether they came before or after."""
    history = making.report.history
    for symptom in history.symptoms:
        others = [
            history.fact(link.stressor)
            for link in making.report.links
            if link.symptom == symptom.id and link.is_too_wide and not link.injury
            if link.kind is LinkKind.ORDER_UNKNOWN
        ]
        if others:
            yield symptom, others


def not_asked_about(making: Making) -> list[Fact]:
    """Stressors of drawn links about which the participant was not asked yet."""
    silent = {Answer.NOT_ASKED, Answer.NOT_STATED}
    found = [
        making.report.history.fact(link.stressor)
        for link in making.report.drawn_links
        if not link.injury and link.participant in silent
    ]
    return list(dict.fromkeys(found))
