"""The drawing as plain geometry in CSS px: what `layout` returns and `reports.svg` writes down.

Marks of a fact are relative to the top of its row, so that a row can move without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from remit.pathways.consult.lifefacts import Lane


class Density(StrEnum):
    """How close the rows stand."""

    COMFORTABLE = "comfortable"
    DENSE = "dense"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of one density (VISUAL, Rows and Type)."""

    row: float
    bar: float
    bar_top: float
    baseline: float
    label_size: float
    date_size: float
    gap: float
    lane_pad: float
    disc: float
    score_lane: float
    name_size: float
    name_line: float


MEASURES = {
    Density.COMFORTABLE: Measures(32, 12, 18, 13, 14, 13, 18, 8, 9, 62, 16.5, 18),
    Density.DENSE: Measures(22.5, 7, 15, 11.5, 12.5, 12, 9, 5, 7, 52, 15, 17),
    Density.PRINT: Measures(20, 5, 14, 10.5, 12, 12, 9, 4, 5, 0, 14, 16),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """True where the two share an area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Body:
    """The area of a bar, pill or disc; without stops it is solid, which means a known date."""

    points: tuple[tuple[float, float], ...]
    stops: tuple[tuple[float, float], ...] = ()
    radius: float = 0

    @property
    def is_box(self) -> bool:
        """True for an upright rectangle given by two corners."""
        return len(self.points) == 2


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything drawn for one fact beside its label."""

    bodies: tuple[Body, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()
    ticks: tuple[tuple[float, float], ...] = ()
    question: float | None = None
    triangle: float | None = None
    left: float = 0
    right: float = 0


@dataclass(frozen=True, slots=True)
class Label:
    """One line above a bar; `date` may have been dropped for room."""

    x: float
    text: str
    text_width: float
    date: str = ""
    date_width: float = 0

    @property
    def width(self) -> float:
        """Both parts with the space between them."""
        return self.text_width + (DATE_GAP + self.date_width if self.date else 0)

    @property
    def date_x(self) -> float:
        """Where the date words begin."""
        return self.x + self.text_width + DATE_GAP


DATE_GAP = 6.0


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A fact in its row; `y` is the top of the row."""

    id: str
    name: str
    lane: Lane
    colour: str
    y: float
    label: Label
    marks: Marks
    size: Measures
    focused: bool = False
    fresh: bool = False

    @property
    def label_box(self) -> Box:
        """What no other label may touch."""
        top = self.y + self.size.baseline - self.size.label_size * 0.78
        bottom = self.y + self.size.baseline + self.size.label_size * 0.24
        return Box(self.label.x, top, self.label.x + self.label.width, bottom)

    @property
    def box(self) -> Box:
        """Label and bar together, the wash box of the focus."""
        left = min(self.label.x, self.marks.left) - 5
        right = max(self.label.x + self.label.width, self.marks.right) + 5
        bottom = self.size.bar_top + self.size.bar + 1
        return Box(left, self.y - 0.5, right, self.y + bottom)


@dataclass(frozen=True, slots=True)
class Capsule:
    """A group: hollow means that no date is to be read here."""

    id: str
    name: str
    lane: Lane
    colour: str
    y: float
    left: float
    right: float
    ticks: tuple[float, ...]
    words: str
    words_width: float
    members: tuple[str, ...]
    view: tuple[int, int]
    size: Measures

    @property
    def label_box(self) -> Box:
        """The words and their pointer."""
        top = self.y + self.size.baseline - self.size.label_size * 0.78
        bottom = self.y + self.size.baseline + self.size.label_size * 0.24
        return Box(self.left, top, self.left + self.words_width + POINTER_WIDTH, bottom)


POINTER_WIDTH = 14.0


@dataclass(frozen=True, slots=True)
class Count:
    """ "14 earlier": facts of a lane outside the window, and the window that would show them."""

    words: str
    x: float
    baseline: float
    view: tuple[int, int]
    width: float
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One plain line of text."""

    text: str
    x: float
    baseline: float
    width: float
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class LaneFrame:
    """One lane: its name in the gutter, what lies outside the window, what has no date."""

    lane: Lane
    title: str
    lines: tuple[str, ...]
    top: float
    bottom: float
    size: Measures
    counts: tuple[Count, ...] = ()
    undated: tuple[Words, ...] = ()
    empty: Words | None = None

    @property
    def colour(self) -> str:
        """Name of the lane's colour."""
        return LANE_COLOURS[self.lane]


LANE_COLOURS = {
    Lane.LIFE: "life",
    Lane.SYMPTOMS: "symptom",
    Lane.MEDICAL: "medical",
    Lane.MEDICINES: "medicine",
    Lane.SCORES: "score",
}


@dataclass(frozen=True, slots=True)
class LinkCurve:
    """One cubic from the stressor to the onset; upright means same time, slant means lag."""

    id: str
    name: str
    stressor: str
    symptom: str
    points: tuple[tuple[float, float], ...]
    possible: bool
    focused: bool = False


@dataclass(frozen=True, slots=True)
class AxisTick:
    """A grid line; minor ones carry no words."""

    x: float
    text: str = ""
    width: float = 0


@dataclass(frozen=True, slots=True)
class Now:
    """The consultation: a line, or a soft band where its date is an interval."""

    left: float
    right: float
    words: str
    x: float
    baseline: float
    width: float


@dataclass(frozen=True, slots=True)
class ScoreDisc:
    """One score; `value_x` is None where its number is not written."""

    id: str
    name: str
    x: float
    y: float
    low: float
    high: float
    value: str = ""
    value_x: float = 0
    value_y: float = 0
    value_width: float = 0
    words: str = ""
    words_width: float = 0

    @property
    def label_box(self) -> Box | None:
        """What no other label may touch."""
        if not self.value:
            return None
        width = self.value_width + (5 + self.words_width if self.words else 0)
        return Box(self.value_x, self.value_y - 11, self.value_x + width, self.value_y + 3)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The scores; `inset` is the enlarged ground and `funnel` ties it to its place."""

    discs: tuple[ScoreDisc, ...]
    inset: Box | None = None
    funnel: tuple[tuple[float, float], ...] = ()
    caption: tuple[Words, ...] = ()
    zero: float = 0
    ten: float = 0


@dataclass(frozen=True, slots=True)
class Brush:
    """The whole life as strokes, and the window on it."""

    top: float
    bottom: float
    left: float
    right: float
    window: tuple[float, float]
    strokes: tuple[tuple[str, bool, tuple[tuple[float, float, float], ...]], ...]
    ticks: tuple[AxisTick, ...]
    days: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be drawn, in px."""

    width: float
    height: float
    gutter: float
    right: float
    top: float
    bottom: float
    density: Density
    view: tuple[float, float]
    lanes: tuple[LaneFrame, ...]
    facts: tuple[PlacedFact, ...]
    capsules: tuple[Capsule, ...]
    links: tuple[LinkCurve, ...]
    ticks: tuple[AxisTick, ...]
    ages: tuple[Words, ...]
    axis_baseline: float
    now: Now | None
    scores: ScoreLine | None
    brush: Brush | None
    notes: tuple[Words, ...] = ()

    def label_boxes(self) -> Iterator[Box]:
        """Every written label of facts, groups and scores."""
        yield from (fact.label_box for fact in self.facts)
        yield from (capsule.label_box for capsule in self.capsules)
        for disc in self.scores.discs if self.scores else ():
            if disc.label_box is not None:
                yield disc.label_box
        for frame in self.lanes:
            for words in (*frame.undated, *((frame.empty,) if frame.empty else ())):
                top, bottom = words.baseline - 10, words.baseline + 3
                yield Box(words.x, top, words.x + words.width, bottom)
