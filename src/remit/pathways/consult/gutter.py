"""Lane names, counts of what lies outside the window, and what has no date at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.pathways.consult.advances import Face, cut, text_width
from remit.pathways.consult.lifefacts import LANE_NAMES, Lane, Timeline, TimelineFact
from remit.pathways.consult.shapes import (
    MEASURES,
    Count,
    Density,
    LaneFrame,
    Words,
)
from remit.pathways.consult.timescale import Scale

NAME_LEFT = 20.0
_COUNT, _PLAIN = 12.5, 12.5
_LINE = 17.0
_SHORT_NAMES = {
    Lane.LIFE: "Life",
    Lane.SYMPTOMS: "Symptoms",
    Lane.MEDICAL: "Medical",
    Lane.MEDICINES: "Medicines",
    Lane.SCORES: "Pain 0–10",
}
_MOST_UNDATED_LINES = 2


@dataclass(frozen=True, slots=True)
class Margin:
    """The gutter at the left of the lanes."""

    gutter: float
    short_names: bool

    @classmethod
    def for_width(cls, width: float, *, is_print: bool) -> Margin:
        """132 on a wide page, 108 on a narrow one, 98 in print."""
        if is_print:
            return cls(98.0, short_names=True)
        return cls(138.0, short_names=False) if width >= 900 else cls(108.0, short_names=True)


def lane_frame(
    timeline: Timeline,
    lane: Lane,
    scale: Scale,
    margin: Margin,
    density: Density,
    top: float,
    rows: int,
) -> LaneFrame:
    """One lane from its top; as high as its rows, its name and its undated facts ask for."""
    size = MEASURES[density]
    room = margin.gutter - NAME_LEFT - 4
    title = timeline.titles[lane]
    short = margin.short_names and title == LANE_NAMES[lane]
    lines = wrap(_SHORT_NAMES[lane] if short else title, room, size.name_size)
    content = size.score_lane if lane is Lane.SCORES else rows * size.row + 2 * size.lane_pad
    counts = _counts(timeline.lane(lane), scale, top + size.lane_pad + len(lines) * size.name_line)
    undated = _undated(timeline.undated(lane), scale, top + content - size.lane_pad + 12)
    if undated:
        content += len({words.baseline for words in undated}) * _LINE + 2
    named = 2 * size.lane_pad + len(lines) * size.name_line + len(counts) * _LINE
    bottom = top + max(content, named)
    empty = _empty(timeline, lane, scale, top + size.lane_pad)
    return LaneFrame(lane, title, lines, top, bottom, size, counts, undated, empty)


def wrap(text: str, room: float, size: float) -> tuple[str, ...]:
    """Whole words in lines of at most `room` px of the serif."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, Face.SERIF) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _counts(facts: Sequence[TimelineFact], scale: Scale, top: float) -> tuple[Count, ...]:
    earlier = [fact for fact in facts if fact.last < scale.first]
    later = [fact for fact in facts if fact.first > scale.last]
    found, baseline = [], top + 13
    for outside, word in ((earlier, "earlier"), (later, "later")):
        if outside:
            low = min([round(scale.first), *(fact.first for fact in outside)])
            high = max([round(scale.last), *(fact.last for fact in outside)])
            words = f"{len(outside)} {word}"
            width = text_width(words, _COUNT, Face.SEMIBOLD)
            x = NAME_LEFT if word == "later" else NAME_LEFT + 10
            found.append(Count(words, x, baseline, (low, high), width, word == "later"))
            baseline += _LINE
    return tuple(found)


def _undated(facts: Sequence[TimelineFact], scale: Scale, baseline: float) -> tuple[Words, ...]:
    """ "No date:" and the labels, in at most two lines; the table has them all."""
    if not facts:
        return ()
    found, lead = [], "No date:"
    x = scale.left + text_width(lead, _PLAIN) + 6
    found.append(Words(lead, scale.left, baseline, text_width(lead, _PLAIN)))
    line = 1
    for index, fact in enumerate(facts):
        text = cut(fact.label, scale.right - scale.left - 140, _PLAIN)
        width = text_width(text, _PLAIN)
        rest = f"and {len(facts) - index} more in the table"
        last = line == _MOST_UNDATED_LINES
        reserve = text_width(rest, _PLAIN) + 14 if last and index < len(facts) - 1 else 0
        if x + width + reserve > scale.right:
            if last:
                found.append(Words(rest, x, baseline, text_width(rest, _PLAIN)))
                break
            line, x, baseline = line + 1, scale.left, baseline + _LINE
        found.append(Words(text, x, baseline, width, fact.id, fact.name))
        x += width + 14
    return tuple(found)


def _empty(timeline: Timeline, lane: Lane, scale: Scale, top: float) -> Words | None:
    if lane is Lane.SCORES:
        dated = [
            score.middle for score in timeline.scores
            if score.dated and score.instrument == "nrs_avg"
        ]  # fmt: skip
        inside = any(scale.first <= day <= scale.last for day in dated)
    else:
        facts = timeline.lane(lane)
        dated = [fact.first for fact in facts]
        inside = any(fact.last >= scale.first and fact.first <= scale.last for fact in facts)
    if inside:
        return None
    text = "Nothing in this window" if dated else "Nothing dated"
    return Words(text, scale.left, top + 13, text_width(text, _PLAIN))


def links_note(hidden: int, margin: Margin) -> tuple[Words, ...]:
    """Links that are not drawn are counted in words."""
    if not hidden:
        return ()
    lines = (f"{hidden} more links", "shown on focus")
    return tuple(_note(lines, margin))


def _note(lines: Sequence[str], margin: Margin) -> Iterator[Words]:
    for index, text in enumerate(lines):
        shown = cut(text, margin.gutter - NAME_LEFT - 44, 12)
        yield Words(shown, NAME_LEFT, 13 + index * 14, text_width(shown, 12))
