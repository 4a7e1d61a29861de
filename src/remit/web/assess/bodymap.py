"""The body map as shapes: a plain figure from the front and from behind, one shape a region.

Shapes are drawn for one side and mirrored. Seen from the front the person's left is on the right
of the picture; from behind it is on the left.
"""

from dataclasses import dataclass

from remit.domain.body import REGIONS

WIDTH = 160
_HEAD = "M80 10c13 0 20 10 20 22 0 14-8 26-20 26S60 46 60 32c0-12 7-22 20-22Z"
_FACE = "M80 10c13 0 20 10 20 22v4H60v-4c0-12 7-22 20-22Z"
_NECK = "M70 60h20l3 13H67Z"
# One half each, on the right of the picture.
_JAW = "M81 38h18c-1 11-8 20-18 20Z"
_HALF = {
    "shoulder": "M95 70l17 5c9 3 13 9 14 19l-19 6-9-24Z",
    "upper_arm": "M107 102l19-6 5 40-15 4Z",
    "lower_arm": "M116 142l15-4 8 44-13 3Z",
    "hand": "M126 187l13-3 5 16c1 9-2 16-8 17-6 0-9-6-9-13Z",
    "hip": "M81 164h24l4 24c1 6 0 10-1 14H82Z",
    "upper_leg": "M83 204h25l-4 52H86Z",
    "knee": "M86 258h18l-1 22H87Z",
    "lower_leg": "M87 282h16l-4 52H89Z",
    "foot": "M89 336h10l9 14c2 5-1 8-6 8H90Z",
}
_MIDDLE = {
    "front": {"head": _FACE, "neck": _NECK, "chest": "M66 75h28l10 28v20H56v-20Z",
              "abdomen": "M56 125h48l1 37H55Z"},
    "back": {"head": _HEAD, "neck": _NECK, "upper_back": "M66 75h28l10 28v20H56v-20Z",
             "lower_back": "M56 125h48l1 37H55Z"},
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One region as it is drawn.

    Attributes:
        region: its key.
        label: its name, shown on hovering.
        path: SVG path data.
        mirrored: whether it is the other half.
    """

    region: str
    label: str
    path: str
    mirrored: bool = False


def shapes(view: str) -> tuple[Shape, ...]:
    """The shapes of the view from the "front" or the "back"."""
    right_of_picture = "left" if view == "front" else "right"
    other = "right" if view == "front" else "left"
    halves = _HALF | ({"jaw": _JAW} if view == "front" else {})
    drawn = [_shape(key, path) for key, path in _MIDDLE[view].items()]
    for name, path in halves.items():
        drawn.append(_shape(f"{right_of_picture}_{name}", path))
        drawn.append(_shape(f"{other}_{name}", path, mirrored=True))
    return tuple(drawn)


def _shape(region: str, path: str, *, mirrored: bool = False) -> Shape:
    return Shape(region, REGIONS[region].label, path, mirrored)
