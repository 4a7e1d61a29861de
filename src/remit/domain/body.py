"""Regions of the body map; the 19 pain index regions of the 2016 fibromyalgia criteria among them.

`head`, `hand`, `knee` and `foot` regions are ours: people point at them. They do not count in the
widespread pain index (CLINICAL B.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Side of the body, as the person means it: their own left."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Region:
    """One region.

    Attributes:
        key: what is stored, such as left_lower_arm.
        label: what is read.
        side: the person's own side.
        index: whether it counts in the widespread pain index.
        quarter: region of the generalised-pain rule (1 left upper, 2 right upper, 3 left lower,
            4 right lower, 5 axial), or None where it does not count for that rule.
        spine: whether pain there is spine pain.
    """

    key: str
    label: str
    side: Side
    index: bool = True
    quarter: int | None = None
    spine: bool = False


def _pair(
    name: str, label: str, quarters: tuple[int, int] | None, *, index: bool = True
) -> list[Region]:
    left, right = quarters or (None, None)
    return [
        Region(f"left_{name}", f"Left {label}", Side.LEFT, index, left),
        Region(f"right_{name}", f"Right {label}", Side.RIGHT, index, right),
    ]


_UPPER, _LOWER = (1, 2), (3, 4)
_ALL: tuple[Region, ...] = (
    Region("head", "Head or face", Side.MIDDLE, index=False),
    *_pair("jaw", "jaw", None),
    Region("neck", "Neck", Side.MIDDLE, quarter=5, spine=True),
    *_pair("shoulder", "shoulder", _UPPER),
    *_pair("upper_arm", "upper arm", _UPPER),
    *_pair("lower_arm", "lower arm", _UPPER),
    *_pair("hand", "hand or wrist", None, index=False),
    Region("chest", "Chest", Side.MIDDLE),
    Region("abdomen", "Belly", Side.MIDDLE),
    Region("upper_back", "Upper back", Side.MIDDLE, quarter=5, spine=True),
    Region("lower_back", "Lower back", Side.MIDDLE, quarter=5, spine=True),
    *_pair("hip", "hip or buttock", _LOWER),
    *_pair("upper_leg", "upper leg", _LOWER),
    *_pair("knee", "knee", None, index=False),
    *_pair("lower_leg", "lower leg", _LOWER),
    *_pair("foot", "foot or ankle", None, index=False),
)
REGIONS: dict[str, Region] = {region.key: region for region in _ALL}
SPINE = frozenset(key for key, region in REGIONS.items() if region.spine)
INDEX_REGIONS = tuple(key for key, region in REGIONS.items() if region.index)
