"""From the inventory's answers to facts of the history (CLINICAL B.6)."""

from __future__ import annotations

from dataclasses import dataclass

from remit.domain.decision_table import Values
from remit.domain.prior_symptom import PriorSymptom, SymptomGroup


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSymptom:
    """A symptom of the inventory that the history does not hold yet.

    Attributes:
        key: of the inventory.
        row: as a `symptom` table of a case file.
    """

    key: str
    row: dict[str, object]


def new_symptoms(
    inventory: tuple[SymptomGroup, ...], values: Values, present: frozenset[str]
) -> tuple[NewSymptom, ...]:
    """Symptoms answered yes, as rows; "not sure" stays an answer and becomes no fact.

    Args:
        inventory: the inventory.
        values: its answers.
        present: labels that the history holds already, in lower case.
    """
    return tuple(
        NewSymptom(key=one.key, row=_row(one, values))
        for group in inventory
        for one in group.symptoms
        if values.get(f"prior.{one.key}") == "yes" and one.label.lower() not in present
    )


def _row(one: PriorSymptom, values: Values) -> dict[str, object]:
    key = f"prior.{one.key}"
    row: dict[str, object] = {"label": one.label, "source": "participant"}
    if onset := values.get(f"{key}.onset"):
        row["start"] = onset
    end = values.get(f"{key}.end")
    if end:
        row["end"] = end
    elif values.get(f"{key}.ongoing") == "yes":
        row["ongoing"] = True
    details = [
        f"{words}: {values[name]}"
        for name, words in (
            (f"{key}.checked", "a doctor looked at it"),
            (f"{key}.found", "found"),
            (f"{key}.life", "in life then"),
            (f"{key}.resolved", "went away"),
        )
        if values.get(name)
    ]
    if details:
        row["detail"] = "; ".join(details)
    return row
