"""Which facts a date was told from: a match with one of them is no finding.

"My son began about when my back did" puts the two side by side whatever happened. Chains are
walked to their end, because a date told from a date told from an onset is no more independent.
Only a tie on both sides counts: "some time before the pain" or "not after it" says which came
first, and leaves how near they were open.
"""

from __future__ import annotations

from collections.abc import Iterator

from remit.domain.facts import Fact
from remit.domain.fuzzydate import LANDMARKS, OWN_END, OWN_START, FuzzyDate
from remit.domain.history import History


def told_from(history: History, identifier: str) -> frozenset[str]:
    """Ids of all facts from which the beginning of a fact is dated, near or far down the chain."""
    dates = _dates(history)
    facts = {fact.id: fact for fact in history.facts()}
    seen: set[str] = set()
    waiting = [f"{identifier}.start"]
    while waiting:
        point = waiting.pop()
        if point not in seen:
            seen.add(point)
            waiting.extend(_sources(point, dates, facts))
    return frozenset(point.rpartition(".")[0] for point in seen) - {identifier}


def is_bounded(fact: Fact) -> bool:
    """Whether something is told of when a fact began, or of what it came after and before."""
    if not fact.start.is_unknown:
        return True
    return bool(fact.same_time or (fact.not_before and fact.not_after))


def _dates(history: History) -> dict[str, FuzzyDate]:
    """Every stated beginning and end; ratings too, because a fact may be told from a rating."""
    dates = {f"{fact.id}.start": fact.start for fact in history.facts()}
    dates |= {f"{fact.id}.end": fact.end for fact in history.facts() if fact.end is not None}
    return dates | {f"{score.id}.start": score.start for score in history.scores}


def _sources(point: str, dates: dict[str, FuzzyDate], facts: dict[str, Fact]) -> Iterator[str]:
    """The points that one point is told from; landmarks are told from nothing."""
    owner, _, name = point.rpartition(".")
    said = dates.get(point)
    anchors = [said.anchor] if said is not None and said.anchor and _is_tied(said) else []
    if name == "start" and owner in facts:
        anchors += facts[owner].same_time
    for anchor in anchors:
        if anchor in {OWN_START, OWN_END}:
            yield f"{owner}.{anchor}"
        elif anchor not in LANDMARKS:
            yield anchor if anchor.endswith((".start", ".end")) else f"{anchor}.start"


def _is_tied(said: FuzzyDate) -> bool:
    return said.lower is not None and said.upper is not None
