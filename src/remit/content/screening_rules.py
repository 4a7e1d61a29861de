"""Rules of screening, spelled out from the file into plain decision tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from remit.content.screening_forms import NOT_SURE, YES
from remit.content.screening_source import Source, SourceQuestion, SourceRule
from remit.domain.action_code import ActionCode
from remit.domain.decision_table import Cell, Row, Table
from remit.domain.screening import Rule
from remit.errors import InvalidInput

AT = "@"


def rules(source: Source) -> tuple[Rule, ...]:
    """Every rule of the set, one for each question that it stands for."""
    made = tuple(rule for one in source.rule for rule in _rules(source, one))
    names = [rule.id for rule in made]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidInput(f"{source.id}: the rule {twice[0]} stands twice")
    return made


def _rules(source: Source, one: SourceRule) -> Iterator[Rule]:
    if not one.for_:
        yield _rule(one, one.id, one.when, SourceQuestion(id="", text="", pages=()))
        return
    for identifier in one.for_:
        question = next((each for each in source.question if each.id == identifier), None)
        if question is None:
            raise InvalidInput(f"{source.id}: a rule stands for {identifier}, which is not asked")
        name = one.id or f"{identifier}.{one.code}"
        rule = _rule(one, name, _table(one, identifier), question)
        yield replace(rule, waits_for_none_of=_course_keys(identifier) if _is_plain(one) else ())


def _rule(one: SourceRule, name: str, when: Table, question: SourceQuestion) -> Rule:
    finding = (one.finding or "{finding}").replace("{finding}", question.finding)
    mark = one.mark or question.mark
    return Rule(
        id=name,
        code=one.code,
        finding=finding,
        looks_for=one.looks_for or question.looks_for,
        source=f"Clinical reference {one.source or question.source} {mark}".strip(),
        mark=mark,
        group=one.group or question.group,
        when=when,
        count=one.count,
        task=one.task or question.task,
        says=one.says,
    )


def _table(one: SourceRule, identifier: str) -> Table:
    """The answer, then the rows of the rule, then the course: every row with every row."""
    first = Cell(key=identifier, is_=_answers(one), or_missing=one.missing_too)
    rows = tuple(tuple(_at(cell, identifier) for cell in row) for row in one.when) or ((),)
    return tuple((first, *row, *course) for row in rows for course in _course(one, identifier))


def _answers(one: SourceRule) -> tuple[str, ...]:
    """Not sure counts as yes for E and U1 (A.1 rule 2)."""
    if one.answers:
        return one.answers
    careful = one.code.urgency >= ActionCode.SAME_DAY.urgency
    return (YES, NOT_SURE) if careful else (YES,)


def _is_plain(one: SourceRule) -> bool:
    """An emergency whatever its course (INV-03): since when and how it went can only settle it."""
    return one.code is ActionCode.EMERGENCY and one.course == "open"


def _course_keys(identifier: str) -> tuple[str, str, str]:
    return f"{identifier}.onset", f"{identifier}.trend", f"{identifier}.assessed"


def _at(cell: Cell, identifier: str) -> Cell:
    return replace(cell, key=cell.key.replace(AT, identifier))


def _course(one: SourceRule, identifier: str) -> tuple[Row, ...]:
    onset, trend, assessed = _course_keys(identifier)
    match one.course:
        case "":
            return ((),)
        case "settled":
            return (
                (
                    Cell(key=onset, is_=("older",)),
                    Cell(key=trend, is_=("better", "same")),
                    Cell(key=assessed, is_=("yes",)),
                ),
            )
        case "open":
            newer = ("two_weeks", "twelve_weeks", NOT_SURE)
            return (
                (Cell(key=onset, is_=newer, or_missing=True),),
                (Cell(key=trend, is_=("worse", NOT_SURE), or_missing=True),),
                (Cell(key=assessed, is_=("no", NOT_SURE), or_missing=True),),
            )
    raise InvalidInput(f"a course is open or settled, not “{one.course}”")
