"""Less of a timeline: some lanes, only what is linked, only what holds certain words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from remit.pathways.consult.lifefacts import Lane, Timeline, TimelineFact

LONGEST_WORDS = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked for.

    Attributes:
        lanes: the lanes to draw.
        linked: only facts that are close in time to another.
        words: each of these words stands in what the fact says of itself.
    """

    lanes: frozenset[Lane] = frozenset(Lane)
    linked: bool = False
    words: str = ""

    @property
    def is_all(self) -> bool:
        """Nothing is left out."""
        return self == ALL


ALL = Shown()


def filtered(timeline: Timeline, shown: Shown) -> Timeline:
    """The timeline with what is asked for; axis, window and consultation stay as they are."""
    if shown.is_all:
        return timeline
    facts = tuple(fact for fact in timeline.facts if _is_shown(fact, shown))
    ids = {fact.id for fact in facts}
    return replace(
        timeline,
        facts=facts,
        links=tuple(link for link in timeline.links if {link.stressor, link.symptom} <= ids),
        lanes=tuple(lane for lane in timeline.lanes if lane in shown.lanes),
    )


def without_empty(timeline: Timeline) -> Timeline:
    """Lanes of which nothing is known take no room; life and symptoms always stand."""
    held = {fact.lane for fact in timeline.facts} | {Lane.LIFE, Lane.SYMPTOMS}
    held |= {Lane.SCORES} if timeline.scores else set()
    return replace(timeline, lanes=tuple(lane for lane in timeline.lanes if lane in held))


def _is_shown(fact: TimelineFact, shown: Shown) -> bool:
    if fact.lane not in shown.lanes or (shown.linked and not fact.near_words):
        return False
    said = f"{fact.label} {fact.detail} {fact.date_words} {fact.kind}".casefold()
    return all(word in said for word in shown.words[:LONGEST_WORDS].casefold().split())
