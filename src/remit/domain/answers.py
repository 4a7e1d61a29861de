"""Answers of one filling as points, read against the form that asked them."""

from __future__ import annotations

from remit.domain.decision_table import Value, Values
from remit.domain.form import Form, Kind, Question, relevant
from remit.domain.form import asked as asked_of
from remit.errors import InvalidInput


class Given:
    """The answers that count: those of a branch that closed are left out.

    Attributes:
        values: answers by question key.
        imported: whether they come from a record made elsewhere.
    """

    def __init__(self, form: Form, values: Values, *, imported: bool = False) -> None:
        self.values = {
            key: value for key, value in relevant(form, values).items() if value not in ("", ())
        }
        self.imported = imported
        self._questions = {question.key: question for question in form.questions()}
        self._asked = frozenset(question.key for question in asked_of(form, values))

    def is_asked(self, key: str) -> bool:
        """Whether the question was asked, given the other answers."""
        return key in self._asked

    def points(self, key: str) -> float | None:
        """The points of one answer; None where it was not given.

        Raises:
            InvalidInput: an answer that the question does not allow, or one without points.
        """
        value = self.values.get(key)
        return None if value is None else points_of(self._questions[key], value)

    def ticks(self, key: str) -> tuple[str, ...] | None:
        """What was ticked, without "none of these"; None where nothing was said.

        Raises:
            InvalidInput: an answer that the question does not allow.
        """
        value = self.values.get(key)
        if value is None:
            return None
        question = self._questions[key]
        chosen = value if isinstance(value, tuple) else (str(value),)
        known = {option.key: option for option in question.options}
        if question.kind is not Kind.MANY or not set(chosen) <= set(known):
            raise _not_allowed(question)
        if len(chosen) > 1 and any(known[one].alone for one in chosen):
            raise _not_allowed(question)
        return tuple(one for one in dict.fromkeys(chosen) if not known[one].alone)


def points_of(question: Question, value: Value) -> float:
    """The points of an answer: the number of a scale, or the value of the option chosen.

    Raises:
        InvalidInput: an answer that the question does not allow; the message does not repeat it.
    """
    if question.kind is Kind.CHOICE:
        allowed = {option.key: option.value for option in question.options}
        points = allowed.get(value) if isinstance(value, str) else value
        if isinstance(points, int | float) and points in allowed.values():
            return points
    elif question.kind in (Kind.SCALE, Kind.NUMBER) and isinstance(value, int | float):
        whole = question.whole or question.kind is Kind.SCALE
        if question.low <= value <= question.high and not (whole and value != int(value)):
            return value
    raise _not_allowed(question)


def _not_allowed(question: Question) -> InvalidInput:
    return InvalidInput(f"{question.key}: this answer is not one that the question allows.")
