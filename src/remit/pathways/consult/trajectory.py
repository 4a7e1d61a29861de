"""Pain before and after, what came back, and what was close to it in time (CLINICAL D.5)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from remit.domain.chronology import Chronology
from remit.domain.facts import Score, SymptomEpisode
from remit.domain.fuzzydate import PROGRAMME_START
from remit.domain.history import History
from remit.domain.outcome import PainChange
from remit.pathways.consult.links import Link, LinkKind

PRIMARY = "nrs_avg"


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The primary outcome of one case; ratings as stated or derived, never carried forward.

    Attributes:
        ratings: all ratings of the primary item, in order of time.
        order_known: whether the record says which follow-up came last.
        baseline_first: whether the baseline certainly comes before every follow-up.
        others: scores of other instruments, as recorded.
    """

    ratings: tuple[Score, ...]
    order_known: bool
    baseline_first: bool
    others: tuple[Score, ...] = ()

    @property
    def baseline(self) -> Score | None:
        """The last rating that the record calls a baseline."""
        found = [score for score in self.ratings if score.phase == "baseline"]
        return found[-1] if found else None

    @property
    def follow_ups(self) -> tuple[Score, ...]:
        """Ratings that the record calls follow-up, in order of time."""
        return tuple(score for score in self.ratings if score.phase == "follow-up")

    @property
    def last(self) -> Score | None:
        """The last follow-up in time; as the record orders them where time does not tell."""
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


def trajectory(chronology: Chronology) -> Trajectory:
    """Ratings of the primary item in time; a retrospective record states which is which."""
    scores = chronology.history.scores
    ratings = _in_time(chronology, [score for score in scores if score.instrument == PRIMARY])
    after = [score for score in ratings if score.phase == "follow-up"]
    before = [score for score in ratings if score.phase == "baseline"]
    return Trajectory(
        ratings=tuple(ratings),
        order_known=all(_not_after(chronology, first, second) for first, second in pairwise(after)),
        baseline_first=all(
            _not_after(chronology, first, second) for first in before for second in after
        ),
        others=tuple(score for score in scores if score.instrument != PRIMARY),
    )


def _in_time(chronology: Chronology, scores: list[Score]) -> list[Score]:
    """Each score goes behind those that certainly come before it; otherwise the record's order."""
    ordered: list[Score] = []
    for score in scores:
        place = len(ordered)
        while place and _certainly_after(chronology, ordered[place - 1], score):
            place -= 1
        ordered.insert(place, score)
    return ordered


def _certainly_after(chronology: Chronology, first: Score, second: Score) -> bool:
    gap = chronology.gap(f"{second.id}.start", f"{first.id}.start")
    return gap.earliest is not None and gap.earliest > 0


def _not_after(chronology: Chronology, first: Score, second: Score) -> bool:
    gap = chronology.gap(f"{first.id}.start", f"{second.id}.start")
    return gap.earliest is not None and gap.earliest >= 0


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
