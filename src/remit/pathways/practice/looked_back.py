"""What a published report tells of the time after its programme began, in order, looked back on.

Nothing here was measured by a clinic that uses Remit, and nothing opens by it (CLINICAL G.1): the
programme of a published case is a dated fact. What would be asked of a live participant at the
same point is said beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.chronology import Chronology
from remit.domain.facts import Fact, Medicine, Score, Status, SymptomEpisode, Treatment
from remit.domain.fuzzydate import PROGRAMME_START, Basis
from remit.domain.interval import Interval
from remit.pathways.consult.casereport import CaseReport

RETROSPECTIVE = "Looked back on from a published report; nothing was measured here."
ASKED_FIRST = "something new: today the safety questions come first, and strong parts rest"


class Kind(StrEnum):
    """What a line is about."""

    RATING = "pain"
    COURSE = "course"
    NEW = "new symptom"
    FLARE = "came back"
    LIFE = "life"
    CARE = "care"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing that was told.

    Attributes:
        fact: id of the fact.
        kind: what it is about.
        when: as it was said.
        label: what it was.
        near: stressors close in time, as told or as computed.
        relief: how soon it passed, where that was told.
        note: what is to be kept in mind.
    """

    fact: str
    kind: Kind
    when: str
    label: str
    near: tuple[str, ...] = ()
    relief: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """The line in one sentence's length."""
        near = f"close in time: {', '.join(self.near)}" if self.near else ""
        return ", ".join(part for part in (self.label, near, self.relief, self.note) if part)


@dataclass(frozen=True, slots=True)
class LookedBack:
    """All of it, in order of time as far as the record says."""

    lines: tuple[Line, ...]

    @property
    def marked(self) -> str:
        """The sentence that stands with it wherever it is shown."""
        return RETROSPECTIVE


def looked_back(report: CaseReport) -> LookedBack:
    """What a report tells from the beginning of the programme on."""
    found = [(_since_start(report.chronology, fact.id), fact) for fact in _told(report)]
    after = [(since, fact) for since, fact in found if since.earliest is not None]
    after = [(since, fact) for since, fact in after if (since.earliest or 0) >= 0]
    after.sort(key=lambda one: (one[0].earliest or 0, _or_never(one[0].latest)))
    return LookedBack(tuple(_line(report, fact) for _, fact in after))


def _told(report: CaseReport) -> list[Fact | Score]:
    return [*report.trajectory.ratings, *report.history.facts()]


def _since_start(chronology: Chronology, identifier: str) -> Interval:
    """Days since the programme began."""
    return chronology.gap(PROGRAMME_START, f"{identifier}.start")


def _or_never(day: int | None) -> float:
    return float("inf") if day is None else day


def _line(report: CaseReport, fact: Fact | Score) -> Line:
    when = _when(report, fact)
    if isinstance(fact, Score):
        derived = "derived from words" if fact.basis is Basis.DERIVED else ""
        label = f"average pain {fact.value:g} of 10"
        return Line(fact=fact.id, kind=Kind.RATING, when=when, label=label, note=derived)
    if isinstance(fact, SymptomEpisode):
        return _symptom(report, fact, when)
    if isinstance(fact, Treatment):
        done = "" if fact.status is Status.DONE else fact.status.value
        return Line(fact=fact.id, kind=Kind.CARE, when=when, label=fact.label, note=done)
    kind = Kind.CARE if isinstance(fact, Medicine) else Kind.LIFE
    return Line(fact=fact.id, kind=kind, when=when, label=fact.label)


def _when(report: CaseReport, fact: Fact | Score) -> str:
    """A date as it was said; a rating that it counts from is called one, not by its id."""
    said = report.said(fact.start)
    for score in report.history.scores:
        said = re.sub(rf"\b{re.escape(score.id.lower())}\b", "that rating", said)
    return said


def _symptom(report: CaseReport, fact: SymptomEpisode, when: str) -> Line:
    for found in report.recurrences:
        if found.symptom.id == fact.id:
            near = tuple(f"{one.label} ({one.ground})" for one in found.stressors)
            return Line(
                fact=fact.id,
                kind=Kind.FLARE,
                when=when,
                label=fact.label,
                near=near,
                relief=found.relief,
            )
    if fact.counts:
        note = "; ".join(part for part in (fact.detail, ASKED_FIRST) if part)
        return Line(fact=fact.id, kind=Kind.NEW, when=when, label=fact.label, note=note)
    return Line(fact=fact.id, kind=Kind.COURSE, when=when, label=fact.label, note=fact.detail)
