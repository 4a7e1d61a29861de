"""Opioid doses as morphine milligram equivalents, table `cdc-2022` (CLINICAL D.6).

An estimate for monitoring only; not for converting between opioids; methadone and fentanyl need
special caution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TABLE_VERSION = "cdc-2022"
MG_PER_DAY = "mg/day"
MCG_PER_HOUR = "mcg/h"
FACTORS: dict[str, tuple[float, str]] = {
    "codeine": (0.15, MG_PER_DAY),
    "fentanyl transdermal": (2.4, MCG_PER_HOUR),
    "hydrocodone": (1.0, MG_PER_DAY),
    "hydromorphone": (5.0, MG_PER_DAY),
    "methadone": (4.7, MG_PER_DAY),
    "morphine": (1.0, MG_PER_DAY),
    "oxycodone": (1.5, MG_PER_DAY),
    "oxymorphone": (3.0, MG_PER_DAY),
    "tapentadol": (0.4, MG_PER_DAY),
    "tramadol": (0.2, MG_PER_DAY),
}
CAUTION = (
    "An estimate for monitoring only; not for converting between opioids. "
    "Methadone and fentanyl need special caution."
)


@dataclass(frozen=True, slots=True)
class OpioidDose:
    """One opioid; `amount` per day (mcg per hour for a patch), None where it is not known."""

    name: str
    amount: float | None


@dataclass(frozen=True, slots=True)
class MorphineEquivalent:
    """Milligrams of oral morphine a day; with unknown parts the total is a lower limit."""

    total: float
    unknown: tuple[str, ...] = ()
    table: str = TABLE_VERSION

    @property
    def words(self) -> str:
        """ "120 mg/day", "at least 30 mg/day" or "unknown"."""
        if self.unknown and self.total == 0:
            return "unknown"
        return f"{'at least ' if self.unknown else ''}{self.total:g} mg/day"


def morphine_equivalent(doses: Iterable[OpioidDose]) -> MorphineEquivalent:
    """Sum of daily amount x factor; what the table lacks or nobody knows makes "at least"."""
    total = 0.0
    unknown: list[str] = []
    for dose in doses:
        entry = FACTORS.get(dose.name.lower())
        if entry is None or dose.amount is None:
            unknown.append(dose.name)
        else:
            total += dose.amount * entry[0]
    return MorphineEquivalent(round(total, 6), tuple(unknown))
