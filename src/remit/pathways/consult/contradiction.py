"""Form and history side by side: the careful answer counts, and the difference stays visible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.domain.decision_table import Value, Values
from remit.domain.screening_history import Contradiction, Implied, RecordedGroup

NONE, NO, NOT_SURE = "none", "no", "not_sure"
YES, RECORDED = "yes", "recorded"
_REASSURING: tuple[Value, ...] = (NO, (NONE,))


def contradictions(values: Values, implied: Iterable[Implied]) -> tuple[Contradiction, ...]:
    """Where the form says no and the history says yes.

    Args:
        values: answers of the forms.
        implied: what the history says.
    """
    return tuple(
        Contradiction(
            question=one.question,
            form=values[one.question],
            history=one.answer,
            facts=one.facts,
            says=one.says,
        )
        for one in implied
        if _differs(values.get(one.question), one.answer)
    )


def group_contradictions(
    values: Values, groups: Iterable[RecordedGroup]
) -> tuple[Contradiction, ...]:
    """Where the record says yes to a group and the form says no to each of its questions.

    Args:
        values: answers of the forms.
        groups: what the record says of whole groups.
    """
    return tuple(
        Contradiction(
            question=one.topic,
            form=NO,
            history=one.answer,
            facts=(),
            says=f"The record says yes to {one.topic}",
        )
        for one in groups
        if one.answer == YES and all(values.get(key) == NO for key in one.questions)
    )


def open_groups(values: Values, groups: Iterable[RecordedGroup]) -> dict[str, Value]:
    """Groups that the record answers, while no question of the group says which one it was.

    A "not sure" of the record is settled once the form answers every question; a yes is not.

    Args:
        values: answers of form and history.
        groups: what the record says of whole groups.
    """
    return {
        one.topic: RECORDED
        for one in groups
        if not any(values.get(key) in (YES, NOT_SURE) for key in one.questions)
        and (one.answer == YES or not all(key in values for key in one.questions))
    }


def with_history(values: Values, implied: Iterable[Implied]) -> dict[str, Value]:
    """Answers of forms and history together; of two the more careful one counts (A.1).

    Args:
        values: answers of the forms.
        implied: what the history says.
    """
    merged: dict[str, Value] = dict(values)
    for one in implied:
        merged[one.question] = _careful(merged.get(one.question), one.answer)
    return merged


def overruled(values: Values, merged: Mapping[str, Value]) -> tuple[str, ...]:
    """Questions whose answer the history gave, or made more careful."""
    return tuple(key for key, value in merged.items() if values.get(key) != value)


def _differs(form: Value | None, history: Value) -> bool:
    """A "not sure" of the history is settled by the form; a yes is not."""
    said = set(_parts(history)) - {NO, NOT_SURE}
    if form is None or not said:
        return False
    return form in _REASSURING or (isinstance(form, tuple) and not said <= set(form))


def _careful(form: Value | None, history: Value) -> Value:
    if form is None or form in ("", ()):
        return history
    if isinstance(form, tuple):
        said = set(_parts(history)) - {NO, NOT_SURE, NONE}
        return tuple(dict.fromkeys((*(set(form) - {NONE} if said else form), *sorted(said))))
    return history if history == "yes" else form


def _parts(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)
