"""Quick entry against a corpus of clinicians' lines, and properties of any text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.content.casefile import build
from remit.content.lexicon import lexicon
from remit.domain.history import History, Subject
from remit.domain.lately import fixed
from remit.domain.lately import said as read_date
from remit.domain.quick_entry import NOTES, Chip, Proposal, Understood
from remit.domain.saying import Reading
from remit.pathways.consult.quick_entry import parse

CORPUS = Path(__file__).parents[2] / "reference" / "quick_entry" / "corpus.tsv"
TOLD = date(2026, 11, 20)
READING = Reading(entry=TOLD)
EMPTY = History(subject=Subject(id="small", name="Small"))
_SHOWN = ("onset", "who", "amount", "drug", "count", "able", "label", "severity", "status")
_POINTERS = re.compile(r"@chip(\d+)")
LEXICON = lexicon()


def _lines() -> Iterator[tuple[str, str, str]]:
    part = "pain"
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# part:"):
            part = line.removeprefix("# part:").strip()
        elif line.strip() and not line.startswith("#"):
            said, meant = line.split("\t")
            yield part, said, meant


@pytest.mark.parametrize(("part", "said", "meant"), list(_lines()), ids=lambda text: text[:60])
def test_line(part: str, said: str, meant: str) -> None:
    found = parse(said, EMPTY, LEXICON, part=part, entry=TOLD)
    parts = meant.split(" | ")
    told = " | ".join(_told(chip, found) for chip in found.chips)
    assert len(parts) == len(found.chips), f"{said}\n meant {meant}\n found {told}"
    for chip, wanted in zip(found.chips, parts, strict=True):
        assert _matches(chip, wanted, found), f"{said}\n meant {meant}\n found {told}"


def test_the_corpus_is_large_and_varied() -> None:
    lines = list(_lines())
    assert len(lines) >= 300
    assert len({said for _part, said, _meant in lines}) == len(lines)


def _told(chip: Chip, found: Understood) -> str:
    """A chip in the form of the corpus."""
    if chip.proposal is None:
        return "? " + " ".join(_head(one.proposal) for one in chip.choices)
    row = chip.proposal.row
    near = [pair.row["says"] for pair in found.pairs if chip.place in {pair.symptom, pair.stressor}]
    words = [
        _head(chip.proposal),
        *(f"@{row[key]}" for key in ("start", "same_time") if key in row),
    ]
    words += [f"/{row['end']}"] if "end" in row else []
    words += [f"!{key}={row[key]}" for key in _SHOWN if key in row]
    words += [f"!{key}" for key in ("ongoing", "chief", "flare", "opioid") if row.get(key)]
    return " ".join([*words, *(f"!link={one}" for one in near)])


def _head(proposal: Proposal) -> str:
    value = proposal.row.get("code") or proposal.row.get("kind")
    return f"{proposal.table}.{value}" if value else proposal.table


def _matches(chip: Chip, wanted: str, found: Understood) -> bool:
    head, *rest = re.split(r" (?=[@/!])", wanted.strip())
    if head.startswith("?"):
        return chip.proposal is None and head[2:].split() == [
            _head(one.proposal) for one in chip.choices
        ]
    if chip.proposal is None or _head(chip.proposal) != head:
        return False
    row = chip.proposal.row
    dates = {one[0]: one[1:] for one in rest if not one.startswith("!")}
    if not (_date(row, "start", dates.get("@", "")) and _date(row, "end", dates.get("/", ""))):
        return False
    flags = {one[1:] for one in rest if one.startswith("!")}
    if bool(row.get("ongoing")) != ("ongoing" in flags):
        return False
    return all(_flag(flag, chip, row, found) for flag in flags)


def _date(row: Mapping[str, Any], name: str, wanted: str) -> bool:
    if name == "start" and wanted.startswith("="):
        return row.get("same_time") == [f"@chip{wanted[1:]}"] and "start" not in row
    told = str(row.get(name, ""))
    if name == "start" and row.get("same_time"):
        return False
    if not wanted or not told or "@chip" in told:
        return told == re.sub(r":(\d+)$", r" @chip\1", wanted)
    mine, theirs = (replace(read_date(one, READING), text="") for one in (told, wanted))
    return (mine.calendar, mine.anchor, mine.lower, mine.upper) == (
        theirs.calendar,
        theirs.anchor,
        theirs.lower,
        theirs.upper,
    )


def _flag(flag: str, chip: Chip, row: Mapping[str, Any], found: Understood) -> bool:
    if flag in {"near", "after"}:
        says = {"near": "same time", "after": "after"}[flag]
        mine = [one for one in found.pairs if chip.place in {one.symptom, one.stressor}]
        return any(one.row["says"] == says for one in mine)
    if flag == "injury":
        return str(row.get("after_injury", "")).startswith("@chip")
    key, _, value = flag.partition("=")
    told = row.get(key)
    if not value:
        return told is True
    return f"{told:g}" == value if isinstance(told, float) else str(told) == value


def _check(found: Understood, text: str) -> None:
    """What holds for every text: nothing dropped, at most three answers, rows the schema reads."""
    left = "".join(text.split())
    for chip in found.chips:
        assert len(chip.choices) <= 3
        assert chip.proposal is not None or chip.choices
        assert all(word in text for word in chip.said.split())
        assert "".join(chip.said.split()) in left
    covered = " ".join(chip.said for chip in found.chips)
    assert _words(covered) == _words(text)
    for number in range(4):
        _build(found, number)


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"\w+", text))


def _build(found: Understood, number: int) -> None:
    """Keep every part with one of its answers, in a small case around it."""
    raw: dict[str, Any] = {"case": {"id": "small", "name": "Small"}}
    raw["case"] |= {"consultation": TOLD.isoformat(), "birth": "1960", "recorded": TOLD}
    chosen = {}
    for chip in found.chips:
        answers = [one.proposal for one in chip.choices if one.number == number]
        chosen[chip.place] = answers[0] if answers else chip.proposal
    facts = {at: one for at, one in chosen.items() if one is not None and one.table != NOTES}
    for at, proposal in facts.items():
        row = {
            key: _placed(value, facts, "@" if key in {"start", "end"} else "")
            for key, value in proposal.row.items()
        }
        row = {key: value for key, value in row.items() if value not in ([], None)}
        for name in ("start", "end"):
            if isinstance(row.get(name), str) and "@E" not in row[name]:
                row[name] = fixed(row[name], READING)
        raw.setdefault(proposal.table, []).append({"id": f"E{at}", **row})
    for pair in found.pairs:
        if pair.symptom in facts and pair.stressor in facts:
            link = {"symptom": f"E{pair.symptom}", "stressor": f"E{pair.stressor}", **pair.row}
            raw.setdefault("link", []).append(link)
    build(raw, "small")


def _placed(value: Any, facts: Mapping[int, Proposal], sign: str) -> Any:
    """A pointer with its id; None where the part that it points to is not kept."""
    if isinstance(value, list):
        return [one for one in (_placed(each, facts, sign) for each in value) if one is not None]
    if not isinstance(value, str) or "@chip" not in value:
        return value
    if any(int(at) not in facts for at in _POINTERS.findall(value)):
        return None
    return _POINTERS.sub(lambda found: f"{sign}E{found[1]}", value)


@pytest.mark.parametrize(("part", "said", "meant"), list(_lines()), ids=lambda text: text[:60])
def test_every_line_of_the_corpus_can_be_kept(part: str, said: str, meant: str) -> None:
    del meant
    _check(parse(said, EMPTY, LEXICON, part=part, entry=TOLD), said)


_PIECES = st.sampled_from(
    [*" ;,~@/-'\"", "1993",
 "93", "pain", "since", "until", "age 12", "3/12", "ago", "while", "x 9y",
     "mother", "died", "building house", "two children", "tramadol", "50mg bd", "MRI", "traits:",
     "guilt", "pain 6/10", "again", "still", "gone", "0000", "99/99/99", "İ", "and", "cc:", "with",
     "after", "car accident", "12", "31/02/2004", "9999", "x 99y", "age 999", "in her twenties"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_any_text_is_parsed_whole_and_the_same_twice(text: str) -> None:
    found = parse(text, EMPTY, LEXICON, entry=TOLD)
    assert found == parse(text, EMPTY, LEXICON, entry=TOLD)
    assert parse(text, EMPTY, LEXICON) == parse(text, EMPTY, LEXICON)
    _check(found, text)


def test_a_symptom_that_is_back_points_to_the_one_known() -> None:
    known = {"id": "S1", "label": "Neck pain", "start": "1990", "end": "1995"}
    raw = {"case": {"id": "small", "name": "Small"}, "symptom": [known]}
    found = parse("neck pain back again 2004", build(raw, "small"), LEXICON, entry=TOLD)
    (chip,) = found.chips
    assert chip.proposal is not None
    assert chip.proposal.row["recurrence_of"] == "S1"
    assert chip.proposal.row["start"] == "2004"
    again = parse("neck pain 1991", build(raw, "small"), LEXICON, entry=TOLD)
    assert "stands in the record" in again.chips[0].doubt
