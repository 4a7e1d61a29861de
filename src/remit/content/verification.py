"""The page that says of every text and rule what it was checked against, and what is still open.

It is written from the content itself, so that it cannot drift (INV-09, INV-13).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from remit.content.instruments import shipped, slots
from remit.content.screening import rule_set
from remit.domain.form import Kind, Page, Question
from remit.domain.instrument import Check, Instrument, Status
from remit.domain.screening import Rule

COMMAND = "remit content verification -o docs/clinical/verification.md"
_INTRO = f"""# What was checked

Every text of an instrument and every rule, with what it was compared with and what is still open.
Before a release a second person compares each text with the owner's file, and the responsible
clinician of a site approves rules and texts. Until then they are open, and Remit runs them in
demonstration mode only.

*This page is generated: `{COMMAND}`.*

| status | meaning |
|---|---|
| open | nobody has compared it with its source yet |
| compared once | compared with a copy; a second person has not done so |
| checked | compared with the owner's file by a second person |

Marks: S, V1, V2, GK and D are explained under [Sources](sources.md).
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One text of an instrument.

    Attributes:
        key: question, or question and option, or page.
        words: the text.
        checks: what it was compared with.
    """

    key: str
    words: str
    checks: tuple[Check, ...]


def lines(instrument: Instrument) -> Iterator[Line]:
    """Every text of an instrument that its owner, or this project, answers for."""
    form = instrument.require_form()
    seen: set[tuple[str, ...]] = set()
    for page in form.pages:
        yield from _intro(instrument, page)
        for question in page.questions:
            yield Line(question.key, _asked(question), instrument.checks_of(question.key))
            yield from _options(instrument, question, seen)


def open_lines(instrument: Instrument) -> tuple[Line, ...]:
    """Texts that nobody has checked with the owner's file."""
    return tuple(line for line in lines(instrument) if _status(line.checks) is not Status.CHECKED)


def verification_page() -> str:
    """The whole page in Markdown."""
    rules = rule_set().rules
    parts = [_INTRO, *_summary(), *map(_instrument, shipped()), _slots(), _scores(), _rules(rules)]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _intro(instrument: Instrument, page: Page) -> Iterator[Line]:
    if page.intro:
        first = page.questions[0].key
        yield Line(f"page {page.key}", page.intro, instrument.checks_of(first))


def _asked(question: Question) -> str:
    ends = question.low_words or question.high_words
    scale = f" [{question.low:g} {question.low_words} - {question.high:g} {question.high_words}]"
    hint = f" ({question.hint})" if question.hint else ""
    return question.text + hint + (scale if ends else "")


def _options(
    instrument: Instrument, question: Question, seen: set[tuple[str, ...]]
) -> Iterator[Line]:
    keys = [f"{question.key}.{option.key}" for option in question.options]
    if question.kind is Kind.MANY and any(
        key in one.covers for one in instrument.checked for key in keys
    ):
        for key, option in zip(keys, question.options, strict=True):
            yield Line(key, option.text, instrument.checks_of(key))
        return
    texts = tuple(option.text for option in question.options)
    if texts and texts not in seen:
        seen.add(texts)
        checks = instrument.checks_of(question.key)
        yield Line(f"{question.key}, answers", " / ".join(texts), checks)


def _status(checks: tuple[Check, ...]) -> Status:
    """The least that was done; nothing said is open."""
    order = list(Status)
    return min((one.status for one in checks), key=order.index, default=Status.OPEN)


def _summary() -> Iterator[str]:
    every = [line for one in shipped() for line in lines(one)]
    counts = {
        status: sum(1 for line in every if _status(line.checks) is status) for status in Status
    }
    words = ", ".join(f"{count} {status}" for status, count in counts.items())
    yield f"Texts of instruments: {len(every)} ({words})."


def _instrument(instrument: Instrument) -> str:
    heading = f"## {instrument.title} ({instrument.id} {instrument.version})"
    about = f"Licence {instrument.licence}: {instrument.licence_reason}. {instrument.source_line}"
    rows = [
        f"| `{line.key}` | {line.words} | {_against(line.checks)} | {_status(line.checks)} |"
        for line in lines(instrument)
    ]
    table = ["| key | text | compared with | status |", "|---|---|---|---|", *rows]
    return "\n".join([heading, "", about, "", *table])


def _against(checks: tuple[Check, ...]) -> str:
    return "; ".join(
        f"{one.against} ({one.by}, {one.on})" if one.by else one.against for one in checks
    )


def _slots() -> str:
    rows = [f"| {one.title} | {one.licence} | {one.licence_reason} |" for one in slots()]
    return "\n".join(
        [
            "## Slots",
            "",
            "No text ships, so there is none to check. A site that loads one checks it itself.",
            "",
            "| instrument | licence | why |",
            "|---|---|---|",
            *rows,
        ]
    )


def _scores() -> str:
    rows = [
        f"| `{one.id}/{one.version}/{flag.rule}` | {flag.code} {flag.code.word} | {flag.finding} "
        f"| {flag.source} | open |"
        for one in shipped()
        for score in one.scores
        for flag in score.flags
    ]
    head = ["| rule | asks for | finding | source | status |", "|---|---|---|---|---|"]
    return "\n".join(["## Rules on scores", "", *head, *rows])


def _rules(rules: Iterable[Rule]) -> str:
    rows = [
        f"| `{rule.id}` | {rule.code} {rule.code.word} | {rule.finding} | {rule.source} "
        f"| {rule.mark} | {status_of_mark(rule.mark)} |"
        for rule in rules
    ]
    head = ["| rule | asks for | finding | source | mark | status |", "|---|---|---|---|---|---|"]
    return "\n".join(["## Screening rules", "", *head, *rows])


def status_of_mark(mark: str) -> str:
    """What is still to be done for a rule with this evidence mark."""
    if "GK" in mark:
        return "open: to be checked with a primary source"
    if "V2" in mark:
        return "open: read in a secondary source only"
    if "V1" in mark:
        return "primary source read; a clinician approves"
    return "open: a clinician approves"
