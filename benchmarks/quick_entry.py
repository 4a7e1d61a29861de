"""How long a line of quick entry takes to read, over the whole reference corpus.

Prints the time to make the index once, and median, p95 and worst of a line, in milliseconds.
p95 must stay under 5 ms. Run: python benchmarks/quick_entry.py
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from remit.content.lexicon import lexicon
from remit.domain.history import History, Subject
from remit.pathways.consult.quick_entry import parse

CORPUS = Path(__file__).parents[1] / "tests" / "reference" / "quick_entry" / "corpus.tsv"
MOST = 5.0


def measure() -> list[float]:
    """Milliseconds of every line, each word of it new the first time it is met."""
    history = History(subject=Subject(id="small", name="Small"))
    words, day = lexicon(), date(2026, 11, 20)
    lines = [line.split("\t")[0] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    began = time.perf_counter()
    parse("pain", history, words, entry=day)
    print(f"first line, with the index: {(time.perf_counter() - began) * 1000:.1f} ms")
    times = []
    for line in (one for one in lines if one and not one.startswith("#")):
        began = time.perf_counter()
        parse(line, history, words, entry=day)
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


if __name__ == "__main__":
    found = measure()
    middle, most = found[len(found) // 2], found[int(len(found) * 0.95)]
    print(f"{len(found)} lines: median {middle:.2f}, p95 {most:.2f}, worst {found[-1]:.2f} ms")
    raise SystemExit(most > MOST)
