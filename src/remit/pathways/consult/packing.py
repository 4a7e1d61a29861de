"""Facts into rows so that no label ever touches another (VISUAL, Rows and Labels)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from remit.pathways.consult.advances import Face, cut, text_width
from remit.pathways.consult.lifefacts import TimelineFact
from remit.pathways.consult.shapes import DATE_GAP, Label, Marks, Measures

EDGE = 8.0  # labels stay this far inside the frame


@dataclass(frozen=True, slots=True)
class Item:
    """A fact with its marks, looking for a row."""

    fact: TimelineFact
    marks: Marks
    protected: bool
    focused: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """How much of a label is written: dates go first, then the words after the first comma."""

    dates: bool = True
    tails: bool = True


@dataclass(slots=True)
class Rows:
    """Rows of one lane; each keeps the stretches that are taken, in order."""

    gap: float
    taken: list[list[tuple[float, float]]] = field(default_factory=list)

    def first_free(self, left: float, right: float, limit: int | None = None) -> int | None:
        """The first row with room, a new one where the limit allows, else None."""
        for index, row in enumerate(self.taken[:limit]):
            if self._is_free(row, left, right):
                return index
        if limit is None or len(self.taken) < limit:
            self.taken.append([])
            return len(self.taken) - 1
        return None

    def is_free(self, row: int, left: float, right: float) -> bool:
        """True when this row has room."""
        return row >= len(self.taken) or self._is_free(self.taken[row], left, right)

    def take(self, row: int, left: float, right: float) -> None:
        """Keeps a stretch of a row."""
        while row >= len(self.taken):
            self.taken.append([])
        insort(self.taken[row], (left, right))

    def room_after(self, row: int, right: float) -> float:
        """Where the next stretch of the row begins, less the gap."""
        stretches = self.taken[row]
        index = bisect_left(stretches, (right, right))
        return stretches[index][0] - self.gap if index < len(stretches) else float("inf")

    def _is_free(self, row: list[tuple[float, float]], left: float, right: float) -> bool:
        index = bisect_left(row, (left, right))
        after = index < len(row) and row[index][0] - self.gap < right
        before = index > 0 and row[index - 1][1] + self.gap > left
        return not after and not before


def label_of(
    fact: TimelineFact, marks: Marks, size: Measures, wording: Wording, frame: tuple[float, float]
) -> Label:
    """Left-aligned with the earliest date, pushed left until it fits, never cut through."""
    low, high = frame
    room = high - low
    flag = " (flag)" if fact.flagged else ""
    text = (fact.label if wording.tails else fact.label.split(",")[0]) + flag
    width = text_width(text, size.label_size, Face.SEMIBOLD)
    if width > room:
        text = cut(fact.label.split(",")[0] + flag, room, size.label_size, Face.SEMIBOLD)
        width = text_width(text, size.label_size, Face.SEMIBOLD)
    date = fact.date_words if wording.dates else ""
    date_width = text_width(date, size.date_size) if date else 0.0
    if date and width + DATE_GAP + date_width > room:
        date, date_width = "", 0.0
    whole = width + (DATE_GAP + date_width if date else 0)
    return Label(max(min(marks.left, high - whole), low), text, width, date, date_width)


@dataclass(frozen=True, slots=True)
class Packed:
    """A fact with its row and label."""

    item: Item
    row: int
    label: Label


def pack(
    items: Iterable[Item],
    rows: Rows,
    size: Measures,
    wording: Wording,
    frame: tuple[float, float],
    *,
    limit: int | None = None,
    keep: Mapping[str, int] | None = None,
) -> tuple[list[Packed], list[Item]]:
    """First row with room, in the given order; what found none comes second.

    `keep` holds rows of an earlier drawing, so that nothing jumps between keystrokes. Protected
    facts may open rows beyond the limit.
    """
    placed, left_over = [], []
    for item in items:
        label = label_of(item.fact, item.marks, size, wording, frame)
        left = min(label.x, item.marks.left)
        right = max(label.x + label.width, item.marks.right)
        wanted = (keep or {}).get(item.fact.id)
        if wanted is not None and rows.is_free(wanted, left, right):
            row: int | None = wanted
        else:
            row = rows.first_free(left, right, None if item.protected else limit)
        if row is None:
            left_over.append(item)
            continue
        rows.take(row, left, right)
        placed.append(Packed(item, row, label))
    return placed, left_over


def with_dates(
    placed: Iterable[Packed], rows: Rows, size: Measures, frame: tuple[float, float]
) -> list[Packed]:
    """Date words written again wherever the row has room for them."""
    found = []
    for packed in placed:
        label = packed.label
        date = packed.item.fact.date_words
        if not label.date and date:
            width = text_width(date, size.date_size)
            old = max(label.x + label.width, packed.item.marks.right)
            right = label.x + label.text_width + DATE_GAP + width
            room = min(rows.room_after(packed.row, old), frame[1])
            if right <= old or right <= room:
                label = Label(label.x, label.text, label.text_width, date, width)
                if right > old:
                    rows.take(packed.row, old, right)
        found.append(Packed(packed.item, packed.row, label))
    return found
