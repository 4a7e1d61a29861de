"""The page of screening for clinicians: every question and rule with its source, from the data."""

from __future__ import annotations

from collections.abc import Iterator

from remit.domain.action_code import ActionCode
from remit.domain.decision_table import Cell, Row
from remit.domain.form import Form, Need, Question
from remit.domain.screening import Rule, RuleSet

_INTRO = """# Screening

Every question, rule and mapping of screening, version {version}, as Remit ships them. Each site's
responsible clinician approves them before use; until then they run in demo mode only.

*This page is generated: `remit content screening -o docs/clinical/screening.md`. The truth table
beside it, [screening-truth-table.csv](screening-truth-table.csv), is written by
`remit content truth-table`.*

Codes: {codes}. The highest wins; only a clinician can lower one. "Not sure" counts as yes in rules
of code E and U1, and of stage-1 questions; elsewhere a clinician asks again. A refinement that was
left out counts as the careful answer. A rule names what it looks for; it states no diagnosis.
Nothing here says that a person is well: with no urgent answer the words are "No urgent answers were
given".
"""
_STAGES = ("stage1", "stage2", "clinic")


def screening_page(rule_set: RuleSet) -> str:
    """The whole page in Markdown."""
    codes = ", ".join(f"{code} {code.word}" for code in reversed(ActionCode))
    parts = [_INTRO.format(version=rule_set.version, codes=codes)]
    parts += ["\n".join(_form(rule_set.form(stage), stage)) for stage in _STAGES]
    parts += ["\n".join(_rules(rule_set)), "\n".join(_mapping(rule_set))]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _form(form: Form, stage: str) -> Iterator[str]:
    yield f"## {form.title} (`{stage}`)"
    for page in form.pages:
        yield ""
        yield f"### {page.title}"
        yield ""
        if page.intro:
            yield f"{page.intro}"
            yield ""
        yield "| key | question | answers | asked when | source |"
        yield "|---|---|---|---|---|"
        yield from (_question(question) for question in page.questions)


def _question(question: Question) -> str:
    text = f"{question.text} {question.hint}".strip()
    answers = ", ".join(option.text for option in question.options) or question.kind.value
    when = " or ".join(_row(row) for row in question.ask_when) or "always"
    must = " **must**" if question.need is Need.MUST else ""
    return f"| `{question.key}`{must} | {text} | {answers} | {when} | {question.source} |"


def _rules(rule_set: RuleSet) -> Iterator[str]:
    yield "## Rules"
    yield ""
    yield "| rule | code | finding | looks for | holds when | what staff do | source |"
    yield "|---|---|---|---|---|---|---|"
    for rule in rule_set.rules:
        task = " ".join(part for part in (rule.task, rule.says and f"“{rule.says}”") if part)
        yield (
            f"| `{rule.id}` | **{rule.code}** {rule.code.word} | {rule.finding} | "
            f"{rule.looks_for} | {_when(rule)} | {task} | {rule.source} |"
        )


def _when(rule: Rule) -> str:
    said = "<br>or ".join(_row(row) for row in rule.when)
    if rule.count is None:
        return said
    count = rule.count
    most = "" if count.at_most is None else f", at most {count.at_most}"
    could = " could still become" if count.open else ""
    counted = f"{count.of.value} of {', '.join(count.keys)}{could}: at least {count.at_least}{most}"
    return f"{said} and {counted}" if said else counted


def _row(row: Row) -> str:
    return " and ".join(_cell(cell) for cell in row)


def _cell(cell: Cell) -> str:
    if cell.is_:
        said = f"{cell.key} is {', '.join(cell.is_)}"
    else:
        low = "" if cell.at_least is None else f" at least {cell.at_least:g}"
        high = "" if cell.at_most is None else f" at most {cell.at_most:g}"
        said = f"{cell.key}{low}{high}"
    return f"{said} (or left out)" if cell.or_missing else said


def _mapping(rule_set: RuleSet) -> Iterator[str]:
    yield "## What the history says"
    yield ""
    yield "Where form and history differ, a clinician sees both; meanwhile the careful one counts."
    yield ""
    yield "| mapping | question | answer | read from | words, classes, kinds or codes | when |"
    yield "|---|---|---|---|---|---|"
    for line in rule_set.implications:
        found = ", ".join((*line.words, *line.classes, *line.kinds, *line.codes))
        answer = "to be asked" if line.ask else line.answer
        with_opioid = ", while an opioid is taken" if line.with_opioid else ""
        yield (
            f"| {line.says} | `{line.question}` | {answer} | {line.reads.value} | "
            f"{found.replace('*', '…').replace('$', '')} | {line.when.value}{with_opioid} |"
        )
