"""Medicines as reported and as prescribed, and what a reported change asks of people (A.6, D.6).

No schedule, no share and no target is ever made here, and nothing suggests a change (INV-04).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from remit.domain.facts import Medicine
from remit.domain.medicine import CAUTION, MorphineEquivalent
from remit.domain.reported_medicine import ChangeKind, ReportedMedicine, SaidBy, equivalents
from remit.domain.screening import Fired, RuleSet
from remit.errors import InvalidInput
from remit.pathways.consult.medicines import MedicineLine, Taken
from remit.pathways.consult.screening import medicine_change


@dataclass(frozen=True, kw_only=True, slots=True)
class MedicinePage:
    """What the page of medicines shows.

    Attributes:
        medicines: all of them, with when they were taken.
        typical: morphine equivalent as usually taken; None without an opioid.
        most: with every as-needed intake.
        caution: always printed beside the two.
    """

    medicines: tuple[tuple[str, ReportedMedicine], ...]
    typical: MorphineEquivalent | None
    most: MorphineEquivalent | None
    caution: str = CAUTION


def from_history(line: MedicineLine) -> ReportedMedicine:
    """A fact of the history, where nothing more is known than a daily amount."""
    fact: Medicine = line.medicine
    return ReportedMedicine(
        name=fact.drug,
        start=line.began,
        indication=fact.purpose,
        said_by=SaidBy.RECORD,
        opioid=line.is_opioid,
        stated_daily=fact.amount if line.taken is Taken.YES else None,
    )


def page(
    lines: tuple[MedicineLine, ...],
    detailed: Mapping[str, ReportedMedicine],
) -> MedicinePage:
    """The medicines of a case.

    Args:
        lines: medicines of the history.
        detailed: what was recorded beyond the history, by the fact's id.
    """
    medicines = tuple(
        (line.medicine.id, detailed.get(line.medicine.id) or from_history(line)) for line in lines
    )
    taken = {line.medicine.id for line in lines if line.taken in {Taken.YES, Taken.PERHAPS}}
    sums = equivalents(one for key, one in medicines if key in taken)
    typical, most = sums or (None, None)
    return MedicinePage(medicines=medicines, typical=typical, most=most)


def change_asks(rule_set: RuleSet, medicine: ReportedMedicine, kind: ChangeKind) -> Fired:
    """What a reported change asks of people, the most urgent rule (A.6, stop rule).

    How it is taken comes from the record; what is not known to be as-needed counts with care.

    Raises:
        InvalidInput: "as needed, less" for a medicine that is not recorded as as-needed.
    """
    only_as_needed = medicine.is_as_needed and not medicine.intakes
    if kind is ChangeKind.AS_NEEDED_LESS and not only_as_needed:
        raise InvalidInput(
            "This medicine is not recorded as taken only when needed. Record that first, "
            "or choose another kind of change."
        )
    use = "as_needed" if only_as_needed else "regular" if medicine.intakes else "not_sure"
    return medicine_change(rule_set, drug=medicine.name, what=kind.value, use=use)[0]
