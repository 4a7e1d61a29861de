"""Where in a TOML text a table and its keys stand, for error messages."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


class Positions:
    """Line numbers (from 1) by table, number of the table's occurrence, and key."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, int, str], int] = {}
        seen: dict[str, int] = {}
        table, index = "", 0
        for number, line in enumerate(text.splitlines(), 1):
            header = _HEADER.match(line)
            if header:
                table = header[1].split(".")[0]
                if "." not in header[1]:
                    index = seen.get(table, 0)
                    seen[table] = index + 1
                    self._lines[(table, index, "")] = number
                continue
            key = _KEY.match(line)
            if key:
                self._lines.setdefault((table, index, key[1]), number)

    def line(self, table: str, index: int, key: str = "") -> int | None:
        """The line of a key, else of its table's header, else None."""
        return self._lines.get((table, index, key)) or self._lines.get((table, index, ""))
