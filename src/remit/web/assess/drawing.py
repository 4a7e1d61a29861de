"""Questions as they are drawn: each with its answer, its error, and what is asked beneath it.

Without a script a branch on the same page is shown by the style sheet where one answer decides it,
and otherwise after the page was sent; with a script all branches open at once.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.domain.body import REGIONS
from remit.domain.decision_table import Table, Value, keys_of
from remit.domain.form import Form, Kind, Need, Option, Page, Question, is_asked
from remit.domain.saying import understand
from remit.domain.words import say
from remit.errors import InvalidInput
from remit.web.assess.bodymap import Shape, shapes

BY_STYLE = frozenset({"yes", "no", "not_sure"})  # answers that question.css knows
Given = Mapping[str, list[str]]


@dataclass(kw_only=True)
class Drawn:
    """One question on a page.

    Attributes:
        question: what is asked.
        texts: what its field holds.
        error: why that could not be read, or that an answer is needed.
        beneath: questions that stand in its card.
        shown: whether it is seen without a script.
        when: classes by which the style sheet shows it.
        safety: whether its answer alone may be an emergency.
        known: whether its field holds what was told on another form.
    """

    question: Question
    texts: list[str]
    error: str = ""
    beneath: list["Drawn"] = field(default_factory=list)
    shown: bool = True
    when: str = ""
    safety: bool = False
    known: bool = False

    @property
    def id(self) -> str:
        """Its id on the page."""
        return "q-" + self.question.key.replace(".", "-")

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"assess/kind_{self.question.kind}.html"

    @property
    def text(self) -> str:
        """What a field of one line holds."""
        return self.texts[0] if self.texts else ""

    @property
    def options(self) -> list[tuple[Option, bool]]:
        """Its options, and which are chosen."""
        return [(option, option.key in self.texts) for option in self.question.options]

    @property
    def stops(self) -> list[tuple[int, bool]]:
        """The numbers of a scale, and which is chosen."""
        numbers = range(int(self.question.low), int(self.question.high) + 1)
        return [(number, str(number) in self.texts) for number in numbers]

    @property
    def regions(self) -> list[tuple[str, str, bool]]:
        """The regions of the body, and which are chosen."""
        return [(key, region.label, key in self.texts) for key, region in REGIONS.items()]

    @property
    def must(self) -> bool:
        """Whether an answer is needed."""
        return self.question.need is Need.MUST

    @property
    def body_views(self) -> list[tuple[str, tuple[Shape, ...]]]:
        """The pictures of the body map."""
        return [(view, shapes(view)) for view in ("front", "back")]

    @property
    def understood(self) -> str:
        """What is understood of a date in words."""
        if self.question.kind is not Kind.DATE or not self.text or self.error:
            return ""
        return date_words(self.text)

    @property
    def when_table(self) -> str:
        """The table that opens it, for the script."""
        rows = [
            [
                {
                    "key": cell.key,
                    "is": list(cell.is_),
                    "least": cell.at_least,
                    "most": cell.at_most,
                    "orMissing": cell.or_missing,
                }
                for cell in row
            ]
            for row in self.question.ask_when
        ]
        return json.dumps(rows) if rows else ""


def date_words(text: str) -> str:
    """A date as it was understood; "" where it was not, or where it hung on the day of telling."""
    try:
        return say(understand(text))
    except InvalidInput:
        return ""


def texts_of(value: Value | None) -> list[str]:
    """A stored answer as a field holds it."""
    if value is None:
        return []
    if isinstance(value, tuple):
        return list(value)
    return [f"{value:g}" if isinstance(value, float | int) else value]


def words_of(question: Question, value: Value | None) -> str:
    """A stored answer as people read it."""
    if value is None:
        return ""
    texts = texts_of(value)
    if question.kind in (Kind.CHOICE, Kind.MANY):
        known = {option.key: option.text for option in question.options}
        return ", ".join(known.get(text, text) for text in texts)
    if question.kind is Kind.BODY:
        return ", ".join(REGIONS[text].label for text in texts if text in REGIONS)
    if question.kind is Kind.SCALE:
        return f"{texts[0]} of {question.high:g}"
    return f"{texts[0]} {question.unit}".strip()


def draw_page(
    page: Page,
    values: Mapping[str, Value],
    *,
    given: Given | None = None,
    errors: Mapping[str, str] | None = None,
    safety: frozenset[str] = frozenset(),
    known: Mapping[str, Value] | None = None,
) -> list[Drawn]:
    """The questions of a page, those that refine another one beneath it.

    Args:
        values: the answers so far.
        given: what the fields held when the page came back; it stays in them.
        errors: what is wrong, by question.
        safety: questions whose answer alone may be an emergency.
        known: facts that were told on another form, to be confirmed rather than asked blank.
    """
    tops: list[Drawn] = []
    by_key: dict[str, Drawn] = {}
    here = {question.key for question in page.questions}
    for question in page.questions:
        opens_here = keys_of(question.ask_when) & here
        asked_now = is_asked(question, values)
        if not asked_now and not opens_here:
            continue
        texts = given.get(question.key) if given is not None else None
        told = (known or {}).get(question.key) if texts is None else None
        told = None if question.key in values else told
        drawn = Drawn(
            question=question,
            texts=texts if texts is not None else texts_of(values.get(question.key, told)),
            known=told is not None,
            error=(errors or {}).get(question.key, ""),
            safety=question.key in safety,
        )
        parent = _parent(question, by_key)
        if parent is not None:
            drawn.when = _classes(question.ask_when, parent.question)
        drawn.shown = asked_now or bool(drawn.when)
        by_key[question.key] = drawn
        (tops if parent is None else parent.beneath).append(drawn)
    return tops


def flat(drawn: list[Drawn]) -> list[Drawn]:
    """All questions of a page in reading order."""
    return [one for top in drawn for one in (top, *flat(top.beneath))]


def _parent(question: Question, drawn: Mapping[str, Drawn]) -> Drawn | None:
    """The question whose card this one stands in: by its key, or by what opens it."""
    name = question.key
    while "." in name:
        name = name.rpartition(".")[0]
        if name in drawn:
            opener = keys_of(question.ask_when) & set(drawn)
            return drawn[min(opener)] if len(opener) == 1 else drawn[name]
    opener = keys_of(question.ask_when) & set(drawn)
    return drawn[min(opener)] if len(opener) == 1 else None


def _classes(table: Table, parent: Question) -> str:
    """Classes for the style sheet where answers of the parent alone open the question."""
    cells = [cell for row in table for cell in row]
    simple = all(len(row) == 1 for row in table) and all(
        cell.key == parent.key and cell.is_ and not cell.or_missing and set(cell.is_) <= BY_STYLE
        for cell in cells
    )
    if not cells or not simple or parent.kind is not Kind.CHOICE:
        return ""
    return " ".join(sorted({f"when-{answer}" for cell in cells for answer in cell.is_}))


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a form is.

    Attributes:
        number: this page among those that are asked.
        count: how many pages are asked.
        minutes: how long the rest takes, at least 1.
        parts: for each page whether it lies behind or is this one.
    """

    number: int
    count: int
    minutes: int
    parts: tuple[bool, ...]


def pages_asked(form: Form, values: Mapping[str, Value]) -> list[int]:
    """Numbers of the pages that hold a question that is asked, counted from 1."""
    return [
        number
        for number, page in enumerate(form.pages, start=1)
        if any(is_asked(question, values) for question in page.questions)
    ]


def progress(form: Form, values: Mapping[str, Value], number: int) -> Progress:
    """Where a page stands, and about how many minutes are left with it."""
    numbers = pages_asked(form, values)
    place = numbers.index(number) if number in numbers else 0
    asked = {
        at: sum(is_asked(question, values) for question in form.pages[at - 1].questions)
        for at in numbers
    }
    left = sum(count for at, count in asked.items() if at >= number)
    minutes = math.ceil(form.minutes * left / max(sum(asked.values()), 1))
    return Progress(
        number=place + 1,
        count=len(numbers),
        minutes=max(minutes, 1),
        parts=tuple(at <= place for at in range(len(numbers))),
    )


def first_open_page(form: Form, values: Mapping[str, Value]) -> int | None:
    """Where to go on: a page with a needed answer missing, then one not touched; None when done."""
    untouched = None
    for number in pages_asked(form, values):
        asked_here = [one for one in form.pages[number - 1].questions if is_asked(one, values)]
        missing = [one for one in asked_here if one.key not in values]
        if any(one.need is Need.MUST for one in missing):
            return number
        if untouched is None and len(missing) == len(asked_here):
            untouched = number
    return untouched
