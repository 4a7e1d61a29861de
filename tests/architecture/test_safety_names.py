"""The page of hazards names tests that exist, and every invariant and hazard in force has one."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/clinical/hazards.md").read_text(encoding="utf-8")
NAME = re.compile(r"\btest_(?:inv_\d\d|hz\d+)\w*")
INVARIANTS = set(range(1, 15))
HAZARDS = set(range(1, 15))


def _defined() -> set[str]:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {match[1] for match in re.finditer(r"def (test_(?:inv_|hz)\w+)", text)}


def test_the_page_names_tests_that_exist():
    named = set(NAME.findall(PAGE))
    assert len(named) > 25
    assert named <= _defined()


def test_every_invariant_and_hazard_in_force_has_a_test_on_the_page():
    named = set(NAME.findall(PAGE))
    numbers = {int(one) for name in named for one in re.findall(r"inv_(\d\d)", name)}
    hazards = {int(one) for name in named for one in re.findall(r"hz(\d+)", name)}
    assert numbers == INVARIANTS
    assert hazards == HAZARDS
