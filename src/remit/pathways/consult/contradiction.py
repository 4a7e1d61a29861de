"""Form and history side by side: the careful answer counts, and the difference stays visible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.domain.decision_table import Value, Values
from remit.domain.screening_history import Contradiction, Implied

NONE, NO, NOT_SURE = "none", "no", "not_sure"
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
