"""A case report as plain records: everything said, nothing drawn, no diagnosis and no cause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from remit.domain.chronology import Chronology, interval_words
from remit.domain.facts import Answer, Status, SymptomEpisode, Treatment, TreatmentKind
from remit.domain.fuzzydate import CONSULTATION, FuzzyDate
from remit.domain.history import History
from remit.domain.length import Axis
from remit.domain.medicine import MorphineEquivalent
from remit.pathways.consult.association import Association, AssociationSettings, assess
from remit.pathways.consult.datanotes import Note, data_notes
from remit.pathways.consult.links import Link, LinkSettings, find
from remit.pathways.consult.medicines import (
    MedicineLine,
    lines,
    opioids_at_consultation,
    opioids_later,
)
from remit.pathways.consult.trajectory import (
    Recurrence,
    Trajectory,
    recurrences,
    trajectory,
)

PLANNED_OPERATION = (
    "Whether and when an operation takes place is for the participant and the surgeon to decide. "
    "Remit gives no advice on operations, procedures or medicines."
)


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """Everything declared before looking: links and association."""

    links: LinkSettings = field(default_factory=LinkSettings)
    association: AssociationSettings = field(default_factory=AssociationSettings)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """All that a case report says, for page, Markdown and command line alike."""

    history: History
    chronology: Chronology
    links: tuple[Link, ...]
    association: Association
    trajectory: Trajectory
    recurrences: tuple[Recurrence, ...]
    medicines: tuple[MedicineLine, ...]
    opioids: MorphineEquivalent | None
    opioids_later: MorphineEquivalent | None
    operations: tuple[Treatment, ...]
    notes: tuple[Note, ...]
    not_asked: tuple[str, ...]
    settings: ReportSettings

    @property
    def consultation(self) -> str:
        """When the consultation was, in words; without a calendar time is counted from it."""
        if self.chronology.axis is Axis.CONSULTATION:
            return "not dated; all times are counted from it"
        return interval_words(self.chronology.interval(CONSULTATION), self.chronology.axis)

    def said(self, date: FuzzyDate) -> str:
        """A date as it was said, with the names of facts in place of their ids."""
        return re.sub(r"@([\w-]+)(\.start|\.end)?", self._named, date.text)

    def _named(self, found: re.Match[str]) -> str:
        labels = {fact.id: fact.label for fact in self.history.facts()}
        name = labels.get(found[1], found[1]).split(",")[0].lower()
        return f"the end of {name}" if found[2] == ".end" else name

    @property
    def drawn_links(self) -> tuple[Link, ...]:
        """Links that the picture draws and the report names."""
        return tuple(link for link in self.links if link.is_drawn)

    @property
    def complaint(self) -> SymptomEpisode | None:
        """The complaint that brought the person."""
        chief = [symptom for symptom in self.history.symptoms if symptom.chief]
        return chief[0] if chief else None


def build(history: History, settings: ReportSettings | None = None) -> CaseReport:
    """The report of one history under declared settings."""
    chosen = settings or ReportSettings()
    chronology = Chronology(history)
    links = find(chronology, chosen.links)
    medicines = lines(chronology)
    return CaseReport(
        history=history,
        chronology=chronology,
        links=links,
        association=assess(chronology, chosen.links, chosen.association),
        trajectory=trajectory(chronology),
        recurrences=recurrences(chronology, links),
        medicines=medicines,
        opioids=opioids_at_consultation(medicines),
        opioids_later=opioids_later(medicines),
        operations=_operations_pending(history),
        notes=data_notes(chronology),
        not_asked=_not_asked(history),
        settings=chosen,
    )


def _operations_pending(history: History) -> tuple[Treatment, ...]:
    return tuple(
        treatment
        for treatment in history.treatments
        if treatment.kind is TreatmentKind.OPERATION and treatment.status is not Status.DONE
    )


def _not_asked(history: History) -> tuple[str, ...]:
    return tuple(
        f"{answer.topic}: {answer.detail}" if answer.detail else answer.topic
        for answer in history.answers
        if answer.answer in {Answer.NOT_ASKED, Answer.NOT_STATED}
    )
