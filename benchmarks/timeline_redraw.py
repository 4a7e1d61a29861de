"""From a kept fact to the redrawn timeline: each step apart, for a life of 150 facts.

What a page asks for after every fact runs no statistics and keeps every row. Prints the median
of several runs and the worst one, and the whole, which must stay under 200 ms on 2 cores.
Run: python benchmarks/timeline_redraw.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from large_life import life

from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.pathways.consult import layout, timeline
from remit.pathways.consult.keptrows import read_rows, write_rows
from remit.pathways.consult.links import LinkSettings, find
from remit.pathways.consult.shapes import Drawing
from remit.reports import svg, vertical

RUNS, WIDTH, MOST = 15, 1010, 200.0
SIZES = (17, 67, 150, 300)


def redraw(facts: int) -> dict[str, Callable[[], object]]:
    """The steps after one more fact was kept in a life of so many."""
    plain = life(facts)
    before = _timeline(plain)
    kept = read_rows(write_rows(layout.lay_out(before, width=WIDTH), before))
    further = {"id": "NEW", "label": "numb hands", "start": "1999"}
    plain |= {"symptom": [*cast("list[object]", plain["symptom"]), further]}
    history = build(plain, "synthetic")
    chronology = Chronology(history)
    links = find(chronology, LinkSettings())
    made = timeline.build(chronology, links)
    fresh = kept.fresh(made)

    def laid_out() -> Drawing:
        return layout.lay_out(made, width=WIDTH, keep=kept.rows, fresh=fresh)

    drawing = laid_out()
    return {
        "read": lambda: build(plain, "synthetic"),
        "dates and links": lambda: find(Chronology(history), LinkSettings()),
        "timeline": lambda: timeline.build(chronology, links),
        "layout": laid_out,
        "svg": lambda: svg.draw(drawing, title="", description="", rows=write_rows(drawing, made)),
        "list": lambda: vertical.vertical_html(made),
    }


def _timeline(plain: dict[str, object]) -> timeline.Timeline:
    chronology = Chronology(build(plain, "synthetic"))
    return timeline.build(chronology, find(chronology, LinkSettings()))


def milliseconds(step: Callable[[], object]) -> tuple[float, float]:
    """Median and worst of the runs, after one that warms up."""
    step()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - begun))
    return sorted(times)[RUNS // 2], max(times)


def main() -> None:
    """Print one line a size."""
    for facts in SIZES:
        figures = {name: milliseconds(step) for name, step in redraw(facts).items()}
        whole = sum(median for median, _ in figures.values())
        worst = sum(most for _, most in figures.values())
        parts = ", ".join(f"{name} {median:.1f}" for name, (median, _) in figures.items())
        print(f"{facts:>4} facts: {whole:6.1f} ms, at worst {worst:6.1f} of {MOST:.0f}  ({parts})")


if __name__ == "__main__":
    main()
