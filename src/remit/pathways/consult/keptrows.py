"""Rows of a drawing as a short line of text, and back: what a page sends with its next request.

Only ids and row numbers travel. A fact that stood in a group, outside the window or without a
date is named too, so that what is new can be told from what was there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.pathways.consult.layout import rows_of
from remit.pathways.consult.lifefacts import Timeline
from remit.pathways.consult.shapes import Drawing

LONGEST = 20_000
_MOST_ROWS = 400
_PLACE = re.compile(r"([\w-]{1,40}):(\d{1,3}|-)")


@dataclass(frozen=True, slots=True)
class KeptRows:
    """What stood in an earlier drawing: rows by fact id, and every id that was known then."""

    rows: Mapping[str, int] = field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def fresh(self, timeline: Timeline) -> frozenset[str]:
        """Facts that the earlier drawing did not know; nothing is new where there was none."""
        if not self.known:
            return frozenset()
        return frozenset(fact.id for fact in timeline.facts) - self.known


def write_rows(drawing: Drawing, timeline: Timeline) -> str:
    """ "N01:0,N02:1,N03:-" for every fact of the timeline."""
    rows = rows_of(drawing)
    return ",".join(f"{fact.id}:{rows.get(fact.id, '-')}" for fact in timeline.facts)


def read_rows(text: str) -> KeptRows:
    """The same again; what is not of this form is passed over, whoever sent it."""
    found: dict[str, int] = {}
    known = set()
    for part in text[:LONGEST].split(","):
        match = _PLACE.fullmatch(part.strip())
        if match is None:
            continue
        known.add(match[1])
        if match[2] != "-" and int(match[2]) < _MOST_ROWS:
            found[match[1]] = int(match[2])
    return KeptRows(found, frozenset(known))
