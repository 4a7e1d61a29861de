"""One lane filled with facts and, where rows are short, with groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from remit.pathways.consult.grouping import Cluster, capsule, clusters, place_clusters
from remit.pathways.consult.packing import Item, Packed, Rows, Wording, pack, with_dates
from remit.pathways.consult.shapes import (
    LANE_COLOURS,
    MEASURES,
    Capsule,
    Density,
    PlacedFact,
)
from remit.pathways.consult.timescale import Scale


@dataclass(frozen=True, slots=True)
class Plan:
    """One step of the order in which room is made."""

    density: Density
    wording: Wording


@dataclass(frozen=True, slots=True)
class LaneContent:
    """Facts and groups of one lane in their rows."""

    packed: tuple[Packed, ...]
    groups: tuple[tuple[Cluster, int], ...]
    rows: int

    def placed(self, top: float, plan: Plan) -> Iterator[PlacedFact]:
        """Facts at their final height, in order of time."""
        size = MEASURES[plan.density]
        for packed in sorted(self.packed, key=lambda one: (one.item.fact.first, one.item.fact.id)):
            fact = packed.item.fact
            yield PlacedFact(
                id=fact.id,
                name=fact.name,
                lane=fact.lane,
                colour="support" if fact.support else LANE_COLOURS[fact.lane],
                y=top + size.lane_pad + packed.row * size.row,
                label=packed.label,
                marks=packed.item.marks,
                size=size,
                focused=packed.item.focused,
                fresh=packed.item.fresh,
            )

    def capsules(self, top: float, plan: Plan, scale: Scale, title: str) -> Iterator[Capsule]:
        """Groups at their final height."""
        size = MEASURES[plan.density]
        for cluster, row in self.groups:
            yield capsule(cluster, top + size.lane_pad + row * size.row, scale, size, title)


def fill_lane(
    items: Sequence[Item],
    plan: Plan,
    scale: Scale,
    frame: tuple[float, float],
    *,
    limit: int | None,
    keep: Mapping[str, int],
) -> LaneContent:
    """All facts in as many rows as they need, or in `limit` rows with the rest in groups.

    Facts with a row to keep come first: what is new finds its place around them.
    """
    size = MEASURES[plan.density]
    rows = Rows(size.gap)
    if limit is None:
        ordered = sorted(items, key=lambda item: (item.fact.id not in keep, _by_time(item)))
        placed, _ = pack(ordered, rows, size, plan.wording, frame, keep=keep)
        left_over: list[Item] = []
    else:
        ordered = sorted(items, key=lambda item: (item.fact.id not in keep, _by_weight(item)))
        placed, left_over = pack(
            ordered, rows, size, plan.wording, frame, limit=max(limit - 1, 0), keep=keep
        )
    found = clusters(left_over, scale, size)
    groups = [cluster for cluster in found if len(cluster.items) > 1 or not limit]
    lines = place_clusters(groups, rows, scale, size)
    if limit:  # a group of one is no group: it has its place even where that opens a row
        alone = [cluster.items[0] for cluster in found if len(cluster.items) == 1]
        placed += pack(alone, rows, size, plan.wording, frame)[0]
    if not plan.wording.dates:
        placed = with_dates(placed, rows, size, frame)
    return LaneContent(
        tuple(placed), tuple(zip(groups, lines, strict=True)), max(len(rows.taken), 1)
    )


def _by_time(item: Item) -> tuple[int, str]:
    return item.fact.first, item.fact.id


def _by_weight(item: Item) -> tuple[bool, bool, bool, int, str]:
    """Least important last: what is protected, linked or long known stays longest."""
    fact = item.fact
    minor = fact.kind in {"life event", "daily life", "investigation", "consultation"}
    return not item.protected, not fact.near_words, minor, fact.first, fact.id
