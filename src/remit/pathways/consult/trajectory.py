"""Pain before and after, what came back, and what was close to it in time (CLINICAL D.5)."""

from __future__ import annotations

from dataclasses import dataclass

from remit.domain.chronology import Chronology
from remit.domain.facts import Score, SymptomEpisode
from remit.domain.fuzzydate import PROGRAMME_START
from remit.domain.history import History
from remit.domain.outcome import PainChange
from remit.pathways.consult.links import Link, LinkKind

PRIMARY = "nrs_avg"


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The primary outcome of one case; ratings as stated or derived, never carried forward."""

    baseline: Score | None
    follow_ups: tuple[Score, ...]

    @property
    def last(self) -> Score | None:
        """The last rating, as the record orders them."""
        return self.follow_ups[-1] if self.follow_ups else None

    @property
    def change(self) -> PainChange:
        """From baseline to the last rating."""
        return PainChange(
            self.baseline.value if self.baseline else None,
            self.last.value if self.last else None,
        )


@dataclass(frozen=True, slots=True)
class LinkedStressor:
    """A stressor near a recurrence, and whether the record states it or dates compute it."""

    stressor: str
    label: str
    ground: str
    words: str


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A symptom that came back, or flared, after the programme began."""

    symptom: SymptomEpisode
    stressors: tuple[LinkedStressor, ...]

    @property
    def relief(self) -> str:
        """How soon it passed, in words."""
        return "gone within minutes" if self.symptom.relieved_within_minutes else ""


def trajectory(history: History) -> Trajectory:
    """Baseline and follow-ups of average pain; a retrospective record states which is which."""
    ratings = [score for score in history.scores if score.instrument == PRIMARY]
    before = [score for score in ratings if score.phase == "baseline"]
    after = [score for score in ratings if score.phase == "follow-up"]
    return Trajectory(before[-1] if before else None, tuple(after))


def recurrences(chronology: Chronology, links: tuple[Link, ...]) -> tuple[Recurrence, ...]:
    """Flares and recurrences after the programme began, each with the stressors near it."""
    history = chronology.history
    return tuple(
        Recurrence(symptom, _near(history, links, symptom))
        for symptom in history.symptoms
        if (symptom.flare or symptom.recurrence_of) and _after_start(chronology, symptom)
    )


def _after_start(chronology: Chronology, symptom: SymptomEpisode) -> bool:
    gap = chronology.gap(PROGRAMME_START, f"{symptom.id}.start")
    return gap.earliest is not None and gap.earliest >= 0


def _near(
    history: History, links: tuple[Link, ...], symptom: SymptomEpisode
) -> tuple[LinkedStressor, ...]:
    found = []
    for link in links:
        if link.symptom != symptom.id or not link.is_drawn:
            continue
        ground = "stated" if link.kind is LinkKind.STATED_NEAR else "computed"
        found.append(
            LinkedStressor(link.stressor, history.fact(link.stressor).label, ground, link.words)
        )
    return tuple(found)
