"""How long `remit --help` takes as a whole process, beside an empty Python.

Run: python benchmarks/start_up.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15


def seconds(command: list[str]) -> float:
    """Median of whole processes."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print both medians and their ratio."""
    empty = seconds([sys.executable, "-c", "pass"])
    remit = seconds([sys.executable, "-m", "remit", "--help"])
    print(f"remit --help {remit:.3f} s, empty Python {empty:.3f} s, ratio {remit / empty:.1f}")


if __name__ == "__main__":
    main()
