"""A synthetic life of 1,000 facts: read, checked, linked, assessed, laid out and drawn.

Prints the median of several runs for each step, and how the whole grows with the number of facts.
Run: python benchmarks/large_life.py
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.pathways.consult import casereport
from remit.reports import html

CODES = ("FIN04", "REL02", "WRK01", "LOS01", "CHI02", "WRK08", "REL03", "HLT06")
RUNS = 5


def life(facts: int, seed: int = 1993) -> dict[str, object]:
    """A plain case with so many facts: half events, the rest symptoms, treatments, medicines."""
    draw = random.Random(seed)

    def date() -> str:
        year = draw.randint(1955, 2019)
        kind = draw.random()
        if kind < 0.4:
            return f"about {year}"
        if kind < 0.7:
            return str(year)
        return f"{year}-{draw.randint(1, 12):02d}"

    def row(number: int, **more: object) -> dict[str, object]:
        start = date() if number % 10 or number == 0 else f"2 months after @F{number - 1}"
        return {"id": f"F{number}", "label": f"fact {number}", "start": start, **more}

    rows = list(range(facts))
    half, three, four = facts // 2, facts * 3 // 4, facts * 9 // 10
    return {
        "case": {"id": "big", "name": "Synthetic", "birth": "1950", "consultation": "2020-05"},
        "event": [row(n, code=draw.choice(CODES)) for n in rows[:half]],
        "symptom": [row(n) for n in rows[half:three]],
        "treatment": [row(n) for n in rows[three:four]],
        "medicine": [row(n, drug="ibuprofen") for n in rows[four:]],
    }


def seconds(step: Callable[[], object]) -> float:
    """Median of the runs."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        step()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print one line a size and the steps of the largest."""
    for facts in (10, 100, 1000):
        plain = life(facts)
        history = build(plain, "synthetic")
        report = casereport.build(history)
        steps = {
            "read": lambda p=plain: build(p, "synthetic"),
            "order": lambda h=history: Chronology(h).clashes,
            "assess": lambda h=history: casereport.build(h),
            "draw": lambda r=report: html.figure(r),
        }
        figures = {name: seconds(step) for name, step in steps.items()}
        whole = figures["read"] + figures["assess"] + figures["draw"]
        parts = ", ".join(f"{name} {value * 1000:.0f} ms" for name, value in figures.items())
        print(f"{facts:>5} facts: {whole:.3f} s read + assess + draw  ({parts})")


if __name__ == "__main__":
    main()
