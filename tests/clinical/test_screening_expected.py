"""The rules against tables written by hand from the clinical reference, line by line."""

import tomllib
from pathlib import Path

import pytest

from remit.content import screening as content
from remit.content.instruments import instrument
from remit.domain.action_code import highest
from remit.domain.form import Kind
from remit.domain.scoring import score_flags
from remit.pathways.consult.screening import Context, medicine_change, screen

TABLES = [Path(__file__).parent / f"expected-{number}.toml" for number in (1, 2)]
A_6 = tomllib.loads((Path(__file__).parent / "expected-3.toml").read_text(encoding="utf-8"))
OFTEN = ("not_at_all", "several_days", "more_than_half", "nearly_every_day")
PREFIX = {"phq8": "phq9"}
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
                cite, answers, code, *more = (part.strip() for part in line.split("| "))
                again, named = (*more, *("*", "")[len(more) :])
                name = f"{row['group']}: {cite}: {answers}"
                yield pytest.param(values_of(answers), code, again, named.split(), id=name)


def values_of(answers):
    given = dict(one.split("=") for one in answers.split())
    return {key: read(key, text) for key, text in given.items()}


@pytest.mark.parametrize(("values", "code", "again", "named"), list(rows()))
def test_answers_get_the_code_that_the_reference_gives(values, code, again, named):
    found = screen(RULES, values)
    assert (found.code or "-") == code, [(one.rule.id, one.because) for one in found.fired]
    assert again == "*" or list(found.asks_again) == again.split()
    fired = {one.rule.id for one in found.fired}
    for one in named:  # "c7" fired, "!c7" did not
        assert (one.lstrip("!") in fired) is not one.startswith("!")


def lines_of(table):
    for row in A_6[table]:
        for line in row["lines"]:
            cite, *parts = (part.strip() for part in line.split("| "))
            yield pytest.param(*parts, id=f"{cite}: {' '.join(parts)}")


@pytest.mark.parametrize(("name", "points", "code"), list(lines_of("score")))
def test_hz3_scores_get_the_code_that_the_reference_gives(name, points, code):
    prefix = PREFIX.get(name, name)
    given = {
        f"{prefix}.{number}": OFTEN[int(one)]
        for number, one in enumerate(points.split(), start=1)
        if one != "."
    }
    flags = score_flags(instrument(name), given, finished=True)
    assert (highest(one.code for one in flags) or "-") == code


@pytest.mark.parametrize(("drugs", "answers", "rules"), list(lines_of("medicine")))
def test_medicines_get_the_rules_that_the_reference_gives(drugs, answers, rules):
    dose = drugs.removeprefix("mme=")
    names = tuple(one.strip() for one in drugs.split(","))
    context = Context(drugs=names) if dose == drugs else Context(mme=float(dose))
    fired = screen(RULES, values_of(answers), context).fired
    assert sorted(f"{one.rule.id}:{one.rule.code}" for one in fired) == [
        one for one in rules.split() if one != "-"
    ]


@pytest.mark.parametrize(("drug", "what", "use", "code"), list(lines_of("change")))
def test_hz4_changes_get_the_code_that_the_reference_gives(drug, what, use, code):
    what, use = ("" if one == "-" else one for one in (what, use))
    assert medicine_change(RULES, drug=drug, what=what, use=use)[0].rule.code == code


def test_both_tables_cover_the_groups_that_can_cost_a_life():
    assert all(path.is_file() for path in TABLES)
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
