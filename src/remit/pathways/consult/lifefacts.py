"""The records of a timeline, its table and its zoom steps; `timeline.build` makes them.

Every date stays the interval it is. Where an interval is open it is bounded for drawing by birth
or the last contact and marked open, so that the picture runs to the limit without a tick there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.facts import Onset, Severity
from remit.domain.interval import Interval
from remit.domain.length import Axis
from remit.pathways.consult.links import LinkKind


class Lane(StrEnum):
    """The lanes, top to bottom (VISUAL, Frame): stressors touch symptoms, links stay short."""

    LIFE = "life"
    SYMPTOMS = "symptoms"
    MEDICAL = "medical"
    MEDICINES = "medicines"
    SCORES = "scores"


LANE_NAMES = {
    Lane.LIFE: "Life and stressors",
    Lane.SYMPTOMS: "Symptoms",
    Lane.MEDICAL: "Medical events and treatment",
    Lane.MEDICINES: "Medicines",
    Lane.SCORES: "Average pain 0–10",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in a symptom's course; `severity` only where stated."""

    when: Interval
    change: str
    severity: Severity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineFact:
    """One fact, ready to be placed.

    Attributes:
        start, end: closed intervals in days; `end` is None for a moment and where unknown.
        open_start, open_end: the outer limit is not known; the interval runs to the drawing limit.
        dated: False where nothing is known about the time; such a fact is listed, never placed.
        crisp: the date is a known calendar unit such as "1980".
        keeps: never grouped (operation, death, an onset that is still open, an open flag).
        flagged: an open flag names it.
        name: one sentence for screen readers.
    """

    id: str
    lane: Lane
    kind: str
    label: str
    date_words: str
    name: str
    start: Interval
    end: Interval | None = None
    dated: bool = True
    open_start: bool = False
    open_end: bool = False
    moment: bool = False
    ongoing: bool = False
    end_unknown: bool = False
    crisp: bool = False
    support: bool = False
    planned: bool = False
    flare: bool = False
    onset: Onset = Onset.UNKNOWN
    severity: Severity | None = None
    course: tuple[Turn, ...] = ()
    keeps: bool = False
    flagged: bool = False
    interval_words: str = ""
    course_words: str = ""
    basis_words: str = ""
    source_words: str = ""
    near_words: tuple[str, ...] = ()
    detail: str = ""

    @property
    def last(self) -> int:
        """Latest day the fact may reach, for extents and windows."""
        latest = (self.end or self.start).latest
        return max(latest if latest is not None else 0, self.first)

    @property
    def first(self) -> int:
        """Earliest day of the fact."""
        return self.start.earliest if self.start.earliest is not None else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineScore:
    """One rating; `when` is closed for drawing."""

    id: str
    instrument: str
    value: float
    when: Interval
    words: str
    name: str
    dated: bool = True
    open_end: bool = False
    interval_words: str = ""
    basis_words: str = ""

    @property
    def middle(self) -> float:
        """Where its disc stands; a wide interval is drawn beside it."""
        return ((self.when.earliest or 0) + (self.when.latest or 0)) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineLink:
    """A stressor and a symptom close in time, both of them placed."""

    id: str
    stressor: str
    symptom: str
    kind: LinkKind
    words: str
    name: str
    gap: Interval
    said: bool = False
    injury: bool = False

    @property
    def possible(self) -> bool:
        """Drawn dashed."""
        return self.kind in {LinkKind.POSSIBLE_NEAR, LinkKind.ORDER_UNKNOWN}


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """One life on one axis; facts in lane order, then by earliest start.

    Attributes:
        lanes: the lanes that are drawn; a filter leaves some out.
        titles: the name of each lane; words for the clinician unless `together` changed them.
    """

    axis: Axis
    consultation: Interval
    consultation_words: str
    birth: Interval | None
    first: int
    last: int
    facts: tuple[TimelineFact, ...] = ()
    scores: tuple[TimelineScore, ...] = ()
    links: tuple[TimelineLink, ...] = ()
    programme: Interval | None = None
    lanes: tuple[Lane, ...] = tuple(Lane)
    titles: Mapping[Lane, str] = field(default_factory=lambda: LANE_NAMES)

    def lane(self, lane: Lane) -> tuple[TimelineFact, ...]:
        """Facts of one lane that have a place."""
        return tuple(fact for fact in self.facts if fact.lane is lane and fact.dated)

    def undated(self, lane: Lane) -> tuple[TimelineFact, ...]:
        """Facts of one lane about whose time nothing is known."""
        return tuple(fact for fact in self.facts if fact.lane is lane and not fact.dated)

    def fact(self, identifier: str) -> TimelineFact:
        """The fact with this id."""
        return next(fact for fact in self.facts if fact.id == identifier)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the table view (VISUAL, Table view)."""

    id: str
    lane: str
    when: str
    interval: str
    kind: str
    what: str
    course: str
    said_by: str
    near: tuple[str, ...] = ()
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class ZoomStep:
    """One step of the zoom; `view` None is the whole life."""

    key: str
    words: str
    view: tuple[int, int] | None


def table_rows(timeline: Timeline) -> tuple[TableRow, ...]:
    """The same facts in the same order, in words."""
    return (*_fact_rows(timeline), *_score_rows(timeline))


def _fact_rows(timeline: Timeline) -> Iterator[TableRow]:
    for fact in timeline.facts:
        if fact.lane not in timeline.lanes:
            continue
        yield TableRow(
            fact.id,
            LANE_NAMES[fact.lane],
            fact.date_words,
            fact.interval_words,
            fact.kind,
            f"{fact.label}. {fact.detail}" if fact.detail else fact.label,
            fact.course_words,
            f"{fact.source_words}; {fact.basis_words}",
            fact.near_words,
            fact.flagged,
        )


def _score_rows(timeline: Timeline) -> Iterator[TableRow]:
    for score in timeline.scores if Lane.SCORES in timeline.lanes else ():
        average = score.instrument == "nrs_avg"
        lane = LANE_NAMES[Lane.SCORES] if average else score.instrument
        yield TableRow(
            score.id, lane, score.words, score.interval_words, "score",
            f"{score.value:g} of 10" if average else f"{score.value:g}", "", score.basis_words,
        )  # fmt: skip


def zoom_steps(timeline: Timeline) -> tuple[ZoomStep, ...]:
    """Whole life, 8 years, 2 years, programme: windows that always hold the consultation."""
    year = 365.25
    start, end = timeline.consultation.earliest or 0, timeline.consultation.latest or 0
    last = max(timeline.last, end)
    steps = [ZoomStep("life", "Whole life", None)]
    for years, words in ((8, "8 years"), (2, "2 years")):
        after = min(last, end + round(years * year / 2)) + round(years * year / 40)
        view = (round(start - years * year), after)
        steps.append(ZoomStep(str(years), words, view))
    if timeline.programme is not None:
        low, high = timeline.programme.earliest or start, timeline.programme.latest or last
        steps.append(ZoomStep("programme", "Programme", (low - 60, min(high, last) + 240)))
    return tuple(steps)
