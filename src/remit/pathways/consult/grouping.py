"""Facts that find no row become hollow capsules: a number, and one tick for each member.

A tick stands at the middle of its member's interval; the outline is hollow because no date may be
read from it (VISUAL, Many facts).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from remit.pathways.consult.advances import Face, text_width
from remit.pathways.consult.packing import Item, Rows
from remit.pathways.consult.shapes import LANE_COLOURS, POINTER_WIDTH, Capsule, Measures
from remit.pathways.consult.timescale import Scale

PAD = 7.0
NEAR, WIDEST = 36.0, 150.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that share a capsule, and the places of their ticks."""

    items: tuple[Item, ...]
    ticks: tuple[float, ...]

    @property
    def words(self) -> str:
        """ "7 more"."""
        return f"{len(self.items)} more"

    def extent(self, size: Measures, scale: Scale) -> tuple[float, float]:
        """Outline and words together, inside the frame."""
        words = text_width(self.words, size.label_size, Face.SEMIBOLD) + POINTER_WIDTH
        left, right = self.ticks[0] - PAD, self.ticks[-1] + PAD
        left = min(left, scale.right - max(words, 30.0))
        return left, max(right, left + max(words, 30.0))


def clusters(items: Iterable[Item], scale: Scale, size: Measures) -> list[Cluster]:
    """Neighbours on the screen, in order of time."""
    places = sorted((_middle(item, scale), item.fact.id, item) for item in items)
    found: list[Cluster] = []
    group: list[Item] = []
    ticks: list[float] = []
    for place, _, item in places:
        if ticks and (place - ticks[-1] > NEAR or place - ticks[0] > WIDEST):
            found.append(Cluster(tuple(group), tuple(ticks)))
            group, ticks = [], []
        group.append(item)
        ticks.append(place)
    if group:
        found.append(Cluster(tuple(group), tuple(ticks)))
    return _apart(found, scale, size)


def _apart(found: list[Cluster], scale: Scale, size: Measures) -> list[Cluster]:
    """Clusters whose capsules or words would touch are one, or stand in two rows if too wide."""
    merged: list[Cluster] = []
    for cluster in found:
        merged.append(cluster)
        while len(merged) > 1:
            before, after = merged[-2].extent(size, scale), merged[-1].extent(size, scale)
            wide = merged[-1].ticks[-1] - merged[-2].ticks[0] > WIDEST
            if before[1] + size.gap <= after[0] or wide:
                break
            last = merged.pop()
            both = merged.pop()
            merged.append(Cluster(both.items + last.items, both.ticks + last.ticks))
    return merged


def _middle(item: Item, scale: Scale) -> float:
    middle = (item.fact.first + item.fact.last) / 2 if item.fact.end else (
        ((item.fact.start.earliest or 0) + (item.fact.start.latest or 0)) / 2)  # fmt: skip
    return min(max(scale.x(middle), scale.left + PAD), scale.right - PAD)


def capsule(cluster: Cluster, y: float, scale: Scale, size: Measures, title: str) -> Capsule:
    """One capsule in its row of the lane so named; opening it shows exactly its members."""
    facts = [item.fact for item in cluster.items]
    low, high = min(fact.first for fact in facts), max(fact.last for fact in facts)
    margin = max(round((high - low) * 0.06), 30)
    left, right = cluster.extent(size, scale)
    lane = facts[0].lane
    support = all(fact.support for fact in facts)
    names = ", ".join(fact.label for fact in facts[:4])
    rest = f" and {len(facts) - 4} others" if len(facts) > 4 else ""
    outline = max(min(right, cluster.ticks[-1] + PAD), left + 24)
    return Capsule(
        id=f"more-{lane.value}-{facts[0].id}",
        name=f"{len(facts)} more in {title}: {names}{rest}. Opens this part of the life",
        lane=lane,
        colour="support" if support else LANE_COLOURS[lane],
        y=y,
        left=left,
        right=outline,
        ticks=tuple(min(max(tick, left + PAD), outline - PAD) for tick in cluster.ticks),
        words=cluster.words,
        words_width=text_width(cluster.words, size.label_size, Face.SEMIBOLD),
        members=tuple(fact.id for fact in facts),
        view=(low - margin, high + margin),
        size=size,
    )


def place_clusters(found: Iterable[Cluster], rows: Rows, scale: Scale, size: Measures) -> list[int]:
    """A row for each cluster: clusters come last and take what is free."""
    placed = []
    for cluster in found:
        left, right = cluster.extent(size, scale)
        row = rows.first_free(left, right)
        row = len(rows.taken) if row is None else row
        rows.take(row, left, right)
        placed.append(row)
    return placed
