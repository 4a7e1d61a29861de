"""Medicines as reported, and the opioids taken at the consultation as a morphine equivalent (D.6).

Only what was certainly taken is counted; what may have been taken makes the total "at least".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from remit.domain.chronology import Chronology
from remit.domain.facts import Medicine
from remit.domain.fuzzydate import CONSULTATION
from remit.domain.medicine import FACTORS, MorphineEquivalent, OpioidDose, morphine_equivalent
from remit.pathways.consult.factwords import short_span


class Taken(StrEnum):
    """Whether a medicine was taken at the consultation."""

    YES = "taken"
    NO_LONGER = "ended before"
    NOT_YET = "began later"
    PERHAPS = "perhaps taken"


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One medicine: when it may have begun and ended, and whether it was taken at T0."""

    medicine: Medicine
    began: str
    ended: str
    taken: Taken

    @property
    def dose(self) -> str:
        """The daily amount with its unit; a patch is given in micrograms an hour."""
        if self.medicine.amount is None:
            return "dose not known"
        entry = FACTORS.get(self.medicine.drug.lower())
        return f"{self.medicine.amount:g} {entry[1] if entry else 'mg/day'}"

    @property
    def is_opioid(self) -> bool:
        """Marked as an opioid, or named in the table of equivalents."""
        return self.medicine.opioid or self.medicine.drug.lower() in FACTORS


def lines(chronology: Chronology) -> tuple[MedicineLine, ...]:
    """The medicines in the order of the record."""
    return tuple(_line(chronology, medicine) for medicine in chronology.history.medicines)


def opioids_at_consultation(found: tuple[MedicineLine, ...]) -> MorphineEquivalent | None:
    """The morphine equivalent at the consultation; None where no opioid was or may be taken."""
    doses = [
        OpioidDose(line.medicine.drug, line.medicine.amount if line.taken is Taken.YES else None)
        for line in found
        if line.is_opioid and line.taken in {Taken.YES, Taken.PERHAPS}
    ]
    return morphine_equivalent(doses) if doses else None


def opioids_later(found: tuple[MedicineLine, ...]) -> MorphineEquivalent | None:
    """The morphine equivalent of opioids that began after the consultation."""
    doses = [
        OpioidDose(line.medicine.drug, line.medicine.amount)
        for line in found
        if line.is_opioid and line.taken is Taken.NOT_YET
    ]
    return morphine_equivalent(doses) if doses else None


def taken_at_consultation(chronology: Chronology, medicine: Medicine) -> Taken:
    """What start and end allow; a medicine begun on the very day of the consultation counts."""
    begun = chronology.gap(CONSULTATION, f"{medicine.id}.start")
    if begun.earliest is not None and begun.earliest >= 0 and begun.latest != 0:
        return Taken.NOT_YET
    over = chronology.gap(CONSULTATION, f"{medicine.id}.end")
    if medicine.end is not None and over.latest is not None and over.latest < 0:
        return Taken.NO_LONGER
    goes_on = medicine.ongoing or (
        medicine.end is not None and over.earliest is not None and over.earliest >= 0
    )
    if goes_on and begun.latest is not None and begun.latest <= 0:
        return Taken.YES
    return Taken.PERHAPS


def _line(chronology: Chronology, medicine: Medicine) -> MedicineLine:
    axis = chronology.axis
    if medicine.end is not None:
        ended = short_span(chronology.end(medicine.id), axis)
    else:
        ended = "still taken" if medicine.ongoing else "not known"
    return MedicineLine(
        medicine=medicine,
        began=short_span(chronology.start(medicine.id), axis),
        ended=ended,
        taken=taken_at_consultation(chronology, medicine),
    )
