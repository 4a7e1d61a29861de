"""Questions as content: pages of questions, how each is answered, and which are asked when.

Screening, instruments and the first history are all forms; one builder draws them. Answers are
kept under the question's key, which outlives its wording.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.body import REGIONS
from remit.domain.decision_table import Table, Value, Values, holds, keys_of
from remit.domain.lately import said
from remit.domain.saying import Reading
from remit.errors import InvalidInput

LONGEST_TEXT = 4000


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"  # one of the options
    MANY = "many"  # several of the options
    SCALE = "scale"  # a whole number between two named ends
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"  # a fuzzy date in words
    BODY = "body"  # regions of the body map, or of its list


class Need(StrEnum):
    """Whether an answer must be given before the form can be finished."""

    MUST = "must"  # a screening question: skipping blocks finishing, never the help link
    MAY = "may"


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One possible answer.

    Attributes:
        key: what is stored.
        text: what is read.
        value: its number in a score, where it has one.
        alone: true for "none of these", which leaves no other option ticked.
    """

    key: str
    text: str
    value: int | None = None
    alone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question.

    Attributes:
        key: stable item key, such as CE1, CE1.onset or phq9.9.
        kind: how it is answered.
        text: the question.
        hint: one sentence below it.
        options: the possible answers of a choice.
        low: lowest number of a scale or number.
        high: highest number.
        low_words: what the lowest number means.
        high_words: what the highest number means.
        unit: unit of a number, such as kg.
        whole: whether a number is whole.
        long: whether a text has several lines.
        need: whether it must be answered.
        ask_when: when it is asked; an empty table means always.
        source: where the wording comes from.
    """

    key: str
    kind: Kind
    text: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    low: float = 0
    high: float = 10
    low_words: str = ""
    high_words: str = ""
    unit: str = ""
    whole: bool = True
    long: bool = False
    need: Need = Need.MAY
    ask_when: Table = ()
    source: str = ""

    def __post_init__(self) -> None:
        if not self.key or not self.text.strip():
            raise InvalidInput("a question needs a key and a text")
        chosen = self.kind in (Kind.CHOICE, Kind.MANY)
        if chosen != bool(self.options):
            raise InvalidInput(f"{self.key}: options belong to choices, and every choice has some")
        if len({option.key for option in self.options}) != len(self.options):
            raise InvalidInput(f"{self.key}: two options have the same key")
        if self.low >= self.high:
            raise InvalidInput(f"{self.key}: low must lie below high")

    def option(self, key: str) -> Option:
        """The option with this key."""
        return next(option for option in self.options if option.key == key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Questions that stand together.

    Attributes:
        key: short name of the page, part of its address.
        title: heading.
        questions: in their order.
        intro: a sentence or two before the questions.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A versioned set of pages.

    Attributes:
        id: name of the form, such as screening or phq9.
        version: version of its wording and keys; a released version never changes.
        title: what the participant reads.
        pages: in their order.
        minutes: how long it takes, for "about 4 minutes left".
        language: language of its texts.
        source: the line that an owner asks to be shown.
    """

    id: str
    version: str
    title: str
    pages: tuple[Page, ...]
    minutes: int = 1
    language: str = "en"
    source: str = ""

    def __post_init__(self) -> None:
        keys = [question.key for question in self.questions()]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise InvalidInput(f"{self.id}: the key {twice[0]} is used more than once")
        for number, question in enumerate(self.questions()):
            later = keys_of(question.ask_when) & set(keys[number:])
            if later:
                raise InvalidInput(
                    f"{self.id}: {question.key} depends on {min(later)}, which is asked later"
                )

    def questions(self) -> Iterator[Question]:
        """All questions in their order."""
        for page in self.pages:
            yield from page.questions

    def question(self, key: str) -> Question:
        """The question with this key.

        Raises:
            InvalidInput: the form has no such question.
        """
        for question in self.questions():
            if question.key == key:
                return question
        raise InvalidInput(f"The form {self.id} has no question {key}.")


def is_asked(question: Question, values: Values) -> bool:
    """Whether a question is asked, given the answers so far."""
    return not question.ask_when or holds(question.ask_when, values)


def asked(form: Form, values: Values) -> tuple[Question, ...]:
    """The questions that are asked, in order; what a branch closed is not among them."""
    return tuple(question for question in form.questions() if is_asked(question, values))


def relevant(form: Form, values: Values) -> dict[str, Value]:
    """The answers that count: those whose question is asked."""
    return {
        question.key: values[question.key]
        for question in asked(form, values)
        if question.key in values
    }


def unanswered(form: Form, values: Values, need: Need = Need.MUST) -> tuple[Question, ...]:
    """Questions asked, with this need, and not answered."""
    return tuple(
        question
        for question in asked(form, values)
        if question.need is need and question.key not in values
    )


def read_answer(question: Question, given: object, reading: Reading | None = None) -> Value | None:
    """An answer in its stored form; None where nothing was given.

    Args:
        question: what was asked.
        given: text of a field, a number, or a list of texts.
        reading: day of recording, for fuzzy dates.

    Raises:
        InvalidInput: what is wrong and what would be right.
    """
    texts = _texts(given)
    if not texts:
        return None
    match question.kind:
        case Kind.MANY:
            return _many(question, texts)
        case Kind.BODY:
            return _regions(texts)
        case Kind.CHOICE:
            return _one_of(question, _single(texts))
        case Kind.SCALE | Kind.NUMBER:
            return _number(question, _single(texts))
        case Kind.DATE:
            said(_single(texts), reading or Reading())
            return _single(texts)
        case Kind.TEXT:
            return _text(_single(texts))


def _texts(given: object) -> list[str]:
    if given is None:
        return []
    many = given if isinstance(given, list | tuple) else [given]
    return [text for text in (str(one).strip() for one in many) if text]


def _single(texts: list[str]) -> str:
    if len(texts) > 1:
        raise InvalidInput("Choose one answer.")
    return texts[0]


def _one_of(question: Question, text: str) -> str:
    if text not in {option.key for option in question.options}:
        words = ", ".join(option.text for option in question.options)
        raise InvalidInput(f"Choose one of: {words}.")
    return text


def _many(question: Question, texts: list[str]) -> tuple[str, ...]:
    chosen = [_one_of(question, text) for text in dict.fromkeys(texts)]
    lone = [key for key in chosen if question.option(key).alone]
    if lone and len(chosen) > 1:
        words = question.option(lone[0]).text
        raise InvalidInput(f"“{words}” does not go with another answer. Untick one of them.")
    order = [option.key for option in question.options]
    return tuple(sorted(chosen, key=order.index))


def _regions(texts: list[str]) -> tuple[str, ...]:
    unknown = sorted(set(texts) - set(REGIONS))
    if unknown:
        raise InvalidInput(f"“{unknown[0]}” is not a part of the body map.")
    return tuple(key for key in REGIONS if key in texts)


def _number(question: Question, text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    whole = question.whole or question.kind is Kind.SCALE
    if not question.low <= number <= question.high or (whole and number != int(number)):
        kind = "whole number" if whole else "number"
        raise InvalidInput(f"Write a {kind} from {question.low:g} to {question.high:g}.")
    return int(number) if whole else number


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(f"This holds {LONGEST_TEXT} letters; yours has {len(text)}.")
    return text


def plain_answers(values: Values) -> Mapping[str, object]:
    """Answers as they are written to JSON."""
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }
