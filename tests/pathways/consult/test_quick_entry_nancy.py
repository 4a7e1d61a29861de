"""The published case of Nancy, typed line by line, against the rows of its case file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from remit.content.casefile import build
from remit.content.lexicon import lexicon
from remit.content.shipped import plain_case
from remit.domain.chronology import Chronology
from remit.domain.history import History
from remit.pathways.consult.quick_entry import parse

_FILE = Path(__file__).parents[2] / "reference" / "quick_entry" / "nancy.toml"
SPOKEN = tomllib.loads(_FILE.read_text(encoding="utf-8"))
CASE = plain_case("nancy")
WANTED = {row["id"]: (table, row) for table, rows in CASE.items() if table != "case"
          for row in rows if "id" in row}  # fmt: skip


def _typed() -> tuple[History, dict[str, tuple[str, dict[str, Any]]]]:
    """Every line in order, each read against what was kept before it."""
    subject = {key: value for key, value in CASE["case"].items() if key != "unknown"}
    raw: dict[str, Any] = {"case": subject | {"consultation": "2007"}}
    kept: dict[str, tuple[str, dict[str, Any]]] = {}
    for line in SPOKEN["line"]:
        history = build(raw, "typed")
        found = parse(line["say"], history, lexicon(), part=line["part"])
        assert len(found.chips) == len(line["rows"]), (line["say"], found)
        for chip, key in zip(found.chips, line["rows"], strict=True):
            assert chip.proposal is not None, line["say"]
            row = {name: _named(one, line["rows"]) for name, one in chip.proposal.row.items()}
            row = {name: _no_sign(name, one) for name, one in row.items()}
            raw.setdefault(chip.proposal.table, []).append({"id": key, **row})
            kept[key] = (chip.proposal.table, row)
    return build(raw, "typed"), kept


def _named(value: Any, keys: list[str]) -> Any:
    if isinstance(value, list):
        return [_named(one, keys) for one in value]
    if not isinstance(value, str):
        return value
    return re.sub(r"@chip(\d+)", lambda found: f"@{keys[int(found[1])]}", value)


def _no_sign(name: str, value: Any) -> Any:
    if name in {"start", "end"}:
        return value
    if isinstance(value, list):
        return [one.lstrip("@") for one in value]
    return value.removeprefix("@") if name == "after_injury" else value


HISTORY, KEPT = _typed()
TYPED = Chronology(HISTORY)
_FULL = {**CASE, "case": {**CASE["case"], "consultation": "2007"}}
PRINTED = Chronology(build(_FULL, "nancy"))


@pytest.mark.parametrize("key", sorted(KEPT))
def test_a_typed_row_says_what_the_case_file_says(key: str) -> None:
    (table, typed), (wanted_table, wanted) = KEPT[key], WANTED[key]
    assert table == wanted_table
    first = [str(one.get("label", "")).split(",")[0].casefold() for one in (typed, wanted)]
    assert first[0] == first[1]
    for name in ("code", "kind", "drug", "onset", "chief", "count", "value", "after_injury"):
        if name in wanted and not (name == "count" and wanted[name] == 1):
            assert typed.get(name) == wanted[name], name


@pytest.mark.parametrize("key", sorted(key for key in KEPT if "start" in WANTED[key][1]))
def test_a_typed_row_may_lie_where_the_case_file_lets_it_lie(key: str) -> None:
    """What was typed never shuts out a day that the fuller record of the case file allows."""
    typed, printed = (one.interval(f"{key}.start") for one in (TYPED, PRINTED))
    for mine, theirs, sign in (
        (typed.earliest, printed.earliest, 1),
        (typed.latest, printed.latest, -1),
    ):
        assert mine is None or theirs is None or sign * (theirs - mine) >= 0


def test_every_row_is_typed_or_left_to_a_form_with_its_reason() -> None:
    assert set(WANTED) == set(KEPT) | set(SPOKEN["by_form"])
    assert not set(KEPT) & set(SPOKEN["by_form"])
