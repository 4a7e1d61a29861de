"""The rules against two tables written by hand from the clinical reference, line by line."""

import tomllib
from pathlib import Path

import pytest

from remit.content import screening as content
from remit.domain.form import Kind
from remit.pathways.consult.screening import screen

TABLES = sorted(Path(__file__).parent.glob("expected-*.toml"))
RULES = content.rule_set()
KINDS = {question.key: question.kind for _, form in RULES.forms for question in form.questions()}


def read(key, text):
    if KINDS[key] is Kind.NUMBER:
        return float(text)
    return tuple(text.split("|")) if KINDS[key] in (Kind.MANY, Kind.BODY) else text


def rows():
    for path in TABLES:
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["row"]:
            for line in row["lines"]:
                cite, answers, code, *again = (part.strip() for part in line.split("| "))
                given = dict(one.split("=") for one in answers.split())
                values = {key: read(key, text) for key, text in given.items()}
                yield pytest.param(values, code, again, id=f"{row['group']}: {cite}: {answers}")


@pytest.mark.parametrize(("values", "code", "again"), list(rows()))
def test_answers_get_the_code_that_the_reference_gives(values, code, again):
    found = screen(RULES, values)
    assert (found.code or "-") == code, [(one.rule.id, one.because) for one in found.fired]
    if again:
        assert list(found.asks_again) == again[0].split()


def test_both_tables_cover_the_groups_that_can_cost_a_life():
    assert len(TABLES) == 2
    groups = {
        row["group"]
        for path in TABLES
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    }
    assert groups >= {
        "cauda equina", "infection", "malignancy", "fracture", "vascular", "myelopathy",
        "suicide and self-harm",
    }  # fmt: skip


def test_every_question_of_stage_1_stands_in_a_table():
    text = "".join(path.read_text(encoding="utf-8") for path in TABLES)
    assert [key for key in RULES.must_keys() if f" {key}=" not in text] == []
