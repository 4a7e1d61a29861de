"""The scores: a line on its own scale, or an inset where all of them lie within a few px."""

from __future__ import annotations

from collections.abc import Sequence

from remit.pathways.consult.advances import Face, text_width
from remit.pathways.consult.lifefacts import TimelineScore
from remit.pathways.consult.shapes import Box, LaneFrame, ScoreDisc, ScoreLine, Words
from remit.pathways.consult.timescale import Scale

TOGETHER = 12.0
_VALUE, _WORDS = 14.0, 12.5
_CAPTION = "enlarged, in order"
_STEP = 22.0


def score_line(scores: Sequence[TimelineScore], frame: LaneFrame, scale: Scale) -> ScoreLine | None:
    """Scores in the window; None where there are none."""
    seen = [score for score in scores if score.dated and scale.first <= score.middle <= scale.last]
    if not seen:
        return None
    places = [scale.x(score.middle) for score in seen]
    if len(seen) > 1 and max(places) - min(places) <= TOGETHER:
        return _inset(seen, places, frame, scale)
    return _line(seen, places, frame, scale)


def _y(value: float, ten: float, zero: float) -> float:
    return zero - (zero - ten) * min(max(value, 0), 10) / 10


def _line(
    scores: Sequence[TimelineScore], places: Sequence[float], frame: LaneFrame, scale: Scale
) -> ScoreLine:
    ten, zero = frame.top + 16, frame.bottom - 9
    told = _told([score.value for score in scores])
    discs: list[ScoreDisc] = []
    boxes: list[Box] = []
    for index, (score, x) in enumerate(zip(scores, places, strict=True)):
        spans = scale.span(score.when)
        low, high = max(spans[0], scale.left), min(spans[1], scale.right)
        y = _y(score.value, ten, zero)
        disc = ScoreDisc(score.id, score.name, x, y, low, high)
        if index in told:
            value = f"{score.value:g}"
            width = text_width(value, _VALUE, Face.SEMIBOLD)
            left = min(max(x - width / 2, scale.left), scale.right - width)
            written = ScoreDisc(
                score.id,
                score.name,
                x,
                y,
                low,
                high,
                value,
                left,
                max(y - 8, frame.top + 12),
                width,
            )
            box = written.label_box
            if box is not None and not any(box.overlaps(other) for other in boxes):
                disc = written
                boxes.append(box)
        discs.append(disc)
    return ScoreLine(tuple(discs), zero=zero, ten=ten)


def _told(values: Sequence[float]) -> list[int]:
    """First, last and highest carry their number; the first two win where room is short."""
    return list(dict.fromkeys((0, len(values) - 1, values.index(max(values)))))


def _inset(
    scores: Sequence[TimelineScore], places: Sequence[float], frame: LaneFrame, scale: Scale
) -> ScoreLine:
    caption = text_width(_CAPTION, _WORDS)
    cells = [
        text_width(f"{score.value:g}", _VALUE, Face.SEMIBOLD) + 5 + text_width(score.words, _WORDS)
        for score in scores
    ]
    width = 12 + caption + _STEP + sum(cells) + _STEP * len(cells)
    if width > scale.right - scale.left:
        return _line(scores, places, frame, scale)
    own = (min(places), max(places))
    on_left = own[0] - scale.left >= width + 40 or own[0] - scale.left > scale.right - own[1]
    left = (
        max(own[0] - width - 40, scale.left) if on_left else min(own[1] + 40, scale.right - width)
    )
    left = min(max(left, scale.left), scale.right - width)
    box = Box(left, frame.top + 4, left + width, frame.bottom - 4)
    ten, zero = frame.top + 24, frame.bottom - 13
    discs, x = [], left + 12 + caption + _STEP
    for score, cell in zip(scores, cells, strict=True):
        y = _y(score.value, ten, zero)
        value = f"{score.value:g}"
        discs.append(
            ScoreDisc(
                score.id,
                score.name,
                x + 4,
                y,
                x + 4,
                x + 4,
                value,
                x,
                y - 8,
                text_width(value, _VALUE, Face.SEMIBOLD),
                score.words,
                text_width(score.words, _WORDS),
            )
        )
        x += cell + _STEP
    words = (Words(_CAPTION, left + 12, frame.top + 22, caption),)
    return ScoreLine(tuple(discs), box, _funnel(box, own, on_left=on_left), words, zero, ten)


def _funnel(
    box: Box, own: tuple[float, float], *, on_left: bool
) -> tuple[tuple[float, float], ...]:
    """From the side of the inset to the few px that it enlarges."""
    near, far = (box.right, own[1] + 3) if on_left else (box.left, own[0] - 3)
    begin = own[0] - 3 if on_left else own[1] + 3
    middle, half = (box.top + box.bottom) / 2, 9.0
    return (
        (near, box.top),
        (begin, middle - half),
        (far, middle - half),
        (far, middle + half),
        (begin, middle + half),
        (near, box.bottom),
    )
