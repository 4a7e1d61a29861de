"""Facts of the record that a line counts from by their names: "after the op", "since mum died".

Only where exactly one fact can be meant. Where none or several can, the words stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from remit.domain.facts import Fact, LifeEvent, Treatment
from remit.domain.history import History
from remit.domain.lexicon import Lexicon, Meaning
from remit.domain.phrases import NUMBER
from remit.domain.quick_entry import Proposal
from remit.pathways.consult.quick_entry_doubt import folded

LONGEST_NAME = 7
_UNIT = r"(?:years?|yrs?|y|months?|mths?|weeks?|wks?|days?)"
_WAY = re.compile(
    rf"(?:\b(?P<length>(?:about )?{NUMBER} ?{_UNIT}|\d{{1,2}}/(?:7|12|52)) )?"
    r"\b(?P<way>ever since|since|after|following|post|from|before|prior to|until|till|"
    r"at the (?:same )?time (?:as|of)|same time as|around the time of|around|with|during|while|"
    r"when) (?=\S)"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LEAD = {"the", "her", "his", "my", "their", "a", "that", "this", "had"}
_DATE_FOLLOWS = re.compile(r"\s*(?:in |of |~|'|c\.? ?)?\d")
_FRACTION = {"7": "days", "52": "weeks", "12": "months"}
_SINCE = {"ever since", "since", "from"}
_AFTER = {*_SINCE, "after", "following", "post"}
_BEFORE = {"before", "prior to"}
_UNTIL = {"until", "till"}
_INJURIES = {"HLT03", "HLT04"}
_AFTER_FACT = re.compile(r"after @(?P<id>[\w-]+)")
_OPERATIONS = {Meaning("treatment", "operation"), Meaning("event", "HLT02")}


@dataclass(frozen=True, slots=True)
class Named:
    """A time counted from a fact of the record: where it stands, in words with the fact's id."""

    low: int
    high: int
    start: str
    goes_on: bool = False


class Known:
    """The facts of one history by the names that people give them."""

    def __init__(self, history: History, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_label: dict[str, list[Fact]] = {}
        self._by_meaning: dict[Meaning, list[Fact]] = {}
        self._injuries = {one.id: one for one in history.events if one.code in _INJURIES}
        for fact in history.facts():
            self._by_label.setdefault(_without_lead(folded(fact.label)), []).append(fact)
            for meaning in _meanings(fact):
                self._by_meaning.setdefault(meaning, []).append(fact)

    def named(self, lower: str) -> Iterator[Named]:
        """Every time in words, in small letters, that counts from one known fact."""
        for match in _WAY.finditer(lower) if self._by_label else ():
            found = self._fact_at(lower, match.end())
            if found is None:
                continue
            fact, high = found
            way, length = match["way"], match["length"] or ""
            # "until" stays outside: it says that the time is an end
            low = match.end() if way in _UNTIL else match.start()
            goes_on = way in _SINCE and not length
            yield Named(low, high, _counted(length, way, fact.id), goes_on)

    def with_injury(self, proposal: Proposal) -> Proposal:
        """A symptom since a known accident begins with it and points to it."""
        told = _AFTER_FACT.fullmatch(str(proposal.row.get("start", "")))
        fact = self._injuries.get(told["id"]) if told else None
        if fact is None or proposal.table != "symptom":
            return proposal
        row = {**proposal.row, "after_injury": fact.id}
        if fact.start.calendar is not None and row.get("ongoing"):
            row |= {"start": fact.start.text, "not_before": [fact.id]}
        return replace(proposal, row=row)

    def _fact_at(self, lower: str, low: int) -> tuple[Fact, int] | None:
        """The one fact whose name begins here, and where the name ends; the longest name first."""
        tokens = list(_WORD.finditer(lower, low))[:LONGEST_NAME]
        if not tokens or tokens[0].start() != low:
            return None
        for count in range(len(tokens), 0, -1):
            high = tokens[count - 1].end()
            if _is_broken(lower[low:high]) or _DATE_FOLLOWS.match(lower, high):
                continue
            fact = self._fact(lower[low:high])
            if fact is not None:
                return fact, high
        return None

    def _fact(self, words: str) -> Fact | None:
        name = _without_lead(folded(words))
        if name in self._by_label:
            alike = [one for label, facts in self._by_label.items()
                     if label == name or label.startswith(f"{name} ") for one in facts]  # fmt: skip
            return alike[0] if len(alike) == 1 else None
        plain = _without_lead(words)
        found = [one for one in self._lexicon.find(plain) if (one.low, one.high) == (0, len(plain))]
        meant = {fact.id: fact for one in found for fact in self._by_meaning.get(one.meaning, ())}
        return next(iter(meant.values())) if len(meant) == 1 else None


def _counted(length: str, way: str, identifier: str) -> str:
    fraction = re.fullmatch(r"(\d+)/(\d+)", length)
    if fraction:
        length = f"{fraction[1]} {_FRACTION[fraction[2]]}"
    if way in _AFTER:
        return f"{length} after @{identifier}".strip()
    if way in _BEFORE:
        return f"{length} before @{identifier}".strip()
    if way in _UNTIL:
        return f"at the time of @{identifier}"
    return f"around the time of @{identifier}"


def _meanings(fact: Fact) -> set[Meaning]:
    if isinstance(fact, LifeEvent):
        own = Meaning("event", fact.code)
        return _OPERATIONS if own in _OPERATIONS else {own}
    if isinstance(fact, Treatment):
        own = Meaning("treatment", fact.kind.value)
        return _OPERATIONS if own in _OPERATIONS else {own}
    return set()


def _without_lead(words: str) -> str:
    first, _, rest = words.partition(" ")
    return _without_lead(rest) if rest and first in _LEAD else words


def _is_broken(words: str) -> bool:
    return bool(re.search(r"[,;.:]", words))
