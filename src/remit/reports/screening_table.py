"""The truth table of screening: every question and combination rule with the code that comes out.

Rows that differ in one answer only and come to the same are drawn together ("yes|not_sure").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from remit.domain.decision_table import Cell, Row, Value
from remit.domain.form import Form, Kind, Question, is_asked
from remit.domain.screening import CountOf, Rule, RuleSet
from remit.pathways.consult.screening import screen

LEFT_OUT = "(left out)"
NOTHING = "-"
HEADINGS = ("of", "answers", "code", "asked again")
_MANY_SUBS = 3  # from this many parts on, "not sure" is shown for none of them
_AT_ONCE: dict[str, dict[str, tuple[Value, ...]]] = {
    "MA1": {"MA1": ("yes", "no", "not_sure")},
    "IN3": {"IN3": (("diabetes",), ("none",), ("not_sure",)), "BODY": (("neck",), ("left_knee",))},
}
_COMPUTED = ("spine_pain", "MA2.percent")
_STAGES = ("stage1", "stage2", "clinic")
_QUIET: dict[str, Value] = {"MA1": "no", "MA1.pain": "no", "DURATION": "more", "age": 30.0}
Answers = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Answers, each with the values that come to the same, and what comes out."""

    of: str
    answers: Answers
    code: str
    again: str

    @property
    def words(self) -> str:
        """The answers in one line."""
        return "; ".join(f"{key} = {'|'.join(values)}" for key, values in self.answers)


def truth_table(rule_set: RuleSet) -> str:
    """The whole table as CSV."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEADINGS)
    for line in lines(rule_set):
        writer.writerow((line.of, line.words, line.code, line.again))
    return written.getvalue()


def lines(rule_set: RuleSet) -> Iterator[Line]:
    """The lines of every question, then of every rule that stands for no single question."""
    done: set[str] = set()
    for stage in _STAGES:
        form = rule_set.form(stage)
        for question in form.questions():
            if _is_main(question) and question.key not in done:
                done.add(question.key)
                yield from _merged(_of_question(rule_set, form, question))
    for rule in rule_set.rules:
        numbers = any(cell.at_least is not None for row in rule.when for cell in row)
        if rule.count is not None:
            yield from _merged(_of_count(rule_set, rule))
        elif numbers or "." not in rule.id or rule.id.split(".")[0] not in done:
            yield from _merged(_of_rule(rule_set, rule))


def _is_main(question: Question) -> bool:
    return "." not in question.key and question.kind in (Kind.CHOICE, Kind.MANY)


def _of_question(rule_set: RuleSet, form: Form, question: Question) -> Iterator[Line]:
    parts = [
        one
        for one in form.questions()
        if one.key.startswith(f"{question.key}.") and one.kind is Kind.CHOICE
    ]
    looked_at = {key for rule in rule_set.rules for key in rule.keys}
    parts = [one for one in parts if one.key in looked_at]
    beside = {
        key: values
        for needed, dimension in _AT_ONCE.items()
        if any(one.key == needed and one.ask_when for one in form.questions())
        and needed in _asked_by(form, question.key)
        for key, values in dimension.items()
    }
    near = {question.key, *beside, *(one.key for one in parts)}
    narrowed = replace(rule_set, rules=tuple(rule for rule in rule_set.rules if rule.keys & near))
    for main in _options(question):
        for rest in product(*beside.values()):
            start: dict[str, Value] = {question.key: main, **dict(zip(beside, rest, strict=True))}
            for values in _spread(start, parts):
                yield _line(narrowed, question.key, values, _QUIET)


def _asked_by(form: Form, key: str) -> set[str]:
    """What is asked as soon as this question was answered with yes."""
    return {
        one.key
        for one in form.questions()
        if any(cell.key == key for row in one.ask_when for cell in row)
    }


def _spread(values: dict[str, Value], parts: list[Question]) -> Iterator[dict[str, Value]]:
    """Every answer to every part that is then asked, with each part also left out."""
    if not parts:
        yield values
        return
    first, *rest = parts
    if not is_asked(first, values):
        yield from _spread(values, rest)
        return
    course = first.key.endswith((".onset", ".trend", ".assessed"))
    few = sum(not one.key.endswith((".onset", ".trend", ".assessed")) for one in parts)
    options = _options(first)
    if not course and few >= _MANY_SUBS:
        options = tuple(option for option in options if option != "not_sure")
    for option in options:
        yield from _spread({**values, first.key: option}, rest)
    yield from _spread(values, rest)


def _options(question: Question) -> tuple[Value, ...]:
    keys = (option.key for option in question.options)
    return tuple((key,) if question.kind is Kind.MANY else key for key in keys)


def _of_rule(rule_set: RuleSet, rule: Rule) -> Iterator[Line]:
    alone = replace(rule_set, rules=(rule,))
    for row in rule.when:
        keys = tuple(cell.key for cell in row)
        for chosen in product(*(_around(cell) for cell in row)):
            values = {
                cell.key: value
                for cell, value in zip(row, chosen, strict=True)
                if value is not None
            }
            yield _line(alone, f"rule {rule.id} alone", _bodily(values, row), {}, keys)


def _bodily(values: Mapping[str, Value], row: Row) -> dict[str, Value]:
    """What is computed, as the answers that it is computed from."""
    found = {key: value for key, value in values.items() if key != "MA2.percent"}
    if isinstance(percent := values.get("MA2.percent"), int | float):
        found |= {"MA2.kg": percent, "MA2.weight": 100 - percent}
    if any(cell.key == "spine_pain" for cell in row):
        spine = found.pop("spine_pain", None)
        if spine is not None:
            found["BODY"] = ("neck",) if spine == "yes" else ("left_knee",)
    return found


def _around(cell: Cell) -> tuple[Value | None, ...]:
    """Answers that hold, one that does not, and none."""
    if cell.is_:
        several = cell.key in ("IN3", "medicine.classes", "change.classes")
        held: tuple[Value, ...] = tuple((one,) if several else one for one in cell.is_)
        return (*held, ("none",) if several else "no", None)
    if cell.at_least is not None:
        return (cell.at_least, cell.at_least - 1, None)
    return (cell.at_most or 0, (cell.at_most or 0) + 1, None)


def _of_count(rule_set: RuleSet, rule: Rule) -> Iterator[Line]:
    if rule.count is None or rule.count.of is CountOf.NOTES:
        yield from _of_notes(rule_set, rule)
        return
    keys = rule.count.keys
    for yes in range(len(keys) + 1):
        for left_out in range(len(keys) + 1 - yes):
            given = ["yes"] * yes + ["no"] * (len(keys) - yes - left_out)
            values: dict[str, Value] = {"SP0": "yes", **dict(zip(keys, given, strict=False))}
            if any(one.rule.id == rule.id for one in screen(rule_set, values).fired):
                line = _line(rule_set, rule.id, values, {})
                counts = (("yes", (str(yes),)), ("left out", (str(left_out),)))
                yield Line(line.of, counts, line.code, line.again)


def _of_notes(rule_set: RuleSet, rule: Rule) -> Iterator[Line]:
    settled = {".onset": "older", ".trend": "same", ".assessed": "yes"}
    notes: dict[str, dict[str, Value]] = {
        "FR2": {"FR2": "yes", "FR2.sudden": "no"},
        "IN3": {"IN3": ("diabetes",)},
        "FR1": {"FR1": "yes", **{f"FR1{part}": word for part, word in settled.items()}},
        "IN2": {"IN2": "yes", **{f"IN2{part}": word for part, word in settled.items()}},
    }
    for chosen in product((True, False), repeat=len(notes)):
        taken = [name for name, one in zip(notes, chosen, strict=True) if one]
        values = {key: value for name in taken for key, value in notes[name].items()}
        line = _line(rule_set, rule.id, values, {})
        yield Line(line.of, (("notes", ("+".join(taken) or NOTHING,)),), line.code, line.again)


def _line(
    rule_set: RuleSet,
    of: str,
    values: Mapping[str, Value],
    beside: Mapping[str, Value],
    shown: tuple[str, ...] = (),
) -> Line:
    found = screen(rule_set, {**beside, **values})
    keys = dict.fromkeys((*values, *shown))
    keys = {key: None for key in keys if key not in _COMPUTED}
    answers = tuple((key, (_word(values.get(key)),)) for key in keys)
    again = " ".join(key for key in found.asks_again if key in keys)
    return Line(of, answers, str(found.code or NOTHING), again)


def _word(value: Value | None) -> str:
    if value is None:
        return LEFT_OUT
    if isinstance(value, float | int):
        return f"{value:g}"
    return "+".join(value) if isinstance(value, tuple) else value


def _merged(found: Iterable[Line]) -> list[Line]:
    """Lines that differ in one answer only and come to the same, drawn together."""
    rows = list(dict.fromkeys(found))
    for key in dict.fromkeys(name for row in rows for name, _ in row.answers):
        groups: dict[object, list[Line]] = {}
        for row in rows:
            rest = tuple(pair for pair in row.answers if pair[0] != key)
            groups.setdefault((row.of, rest, row.code, row.again), []).append(row)
        rows = [_joined(key, group) for group in groups.values()]
    return rows


def _joined(key: str, group: list[Line]) -> Line:
    values = dict.fromkeys(
        value for row in group for value in dict(row.answers).get(key, (LEFT_OUT,))
    )
    first = group[0]
    if list(values) == [LEFT_OUT] and key not in dict(first.answers):
        return first
    answers = tuple(pair for pair in first.answers if pair[0] != key)
    return Line(first.of, (*answers, (key, tuple(values))), first.code, first.again)
