"""A medicine as reported and as prescribed; nothing here is advice (CLINICAL A.6, D.6, INV-04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.medicine import (
    FACTORS,
    MCG_PER_HOUR,
    MorphineEquivalent,
    OpioidDose,
    morphine_equivalent,
)
from remit.errors import InvalidInput


class SaidBy(StrEnum):
    """Where the statement comes from."""

    PARTICIPANT = "participant"
    PRESCRIPTION = "prescription"
    DOCUMENT = "document"
    RECORD = "record"  # a fact of the history without further detail


class ChangeKind(StrEnum):
    """What a person reports to have done with a medicine."""

    STOPPED_ABRUPTLY = "stopped_abruptly"
    REDUCED_ALONE = "reduced_alone"
    REDUCED_WITH_PRESCRIBER = "reduced_with_prescriber"
    AS_NEEDED_LESS = "as_needed_less"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportedMedicine:
    """One medicine.

    Attributes:
        name: its generic name.
        form: such as tablet or patch.
        strength: in mg, or mcg per hour for a patch.
        per_intake: pieces (tablets, patches) at one intake.
        intakes: regular intakes a day.
        as_needed_max: most intakes a day, when needed.
        as_needed_typical: usual intakes a day, when needed.
        route: such as by mouth.
        start: since when, as it was said.
        prescriber: who prescribes it.
        indication: what for.
        said_by: who said it.
        opioid: whether it counts toward the morphine equivalent.
        stated_daily: a daily amount stated as such, where single intakes are not known.
        changed: whether a change is reported that leaves the present amount unknown.
    """

    name: str
    form: str = ""
    strength: float | None = None
    per_intake: float | None = None
    intakes: float | None = None
    as_needed_max: float | None = None
    as_needed_typical: float | None = None
    route: str = ""
    start: str = ""
    prescriber: str = ""
    indication: str = ""
    said_by: SaidBy = SaidBy.PARTICIPANT
    opioid: bool = False
    stated_daily: float | None = None
    changed: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InvalidInput("A medicine needs a name.")
        for number in (self.strength, self.per_intake, self.intakes, self.as_needed_max,
                       self.as_needed_typical, self.stated_daily):  # fmt: skip
            if number is not None and not 0 <= number < float("inf"):
                raise InvalidInput("Amounts are numbers from 0.")
        typical, most = self.as_needed_typical, self.as_needed_max
        if typical is not None and most is not None and typical > most:
            raise InvalidInput("The usual intakes are more than the most allowed. Look again.")

    @property
    def is_opioid(self) -> bool:
        """Marked as an opioid, or named in the table of equivalents."""
        return self.opioid or self.name.strip().lower() in FACTORS

    @property
    def unit(self) -> str:
        """Unit of its strength: mg, or mcg per hour for a patch of the table."""
        factor = FACTORS.get(self.name.strip().lower())
        return MCG_PER_HOUR if factor is not None and factor[1] == MCG_PER_HOUR else "mg"

    @property
    def is_as_needed(self) -> bool:
        """Whether any of it is taken when needed."""
        return self.as_needed_max is not None or self.as_needed_typical is not None

    def daily(self, *, most: bool) -> float | None:
        """Amount a day, in mg (a patch: mcg per hour); None where it is not known.

        Args:
            most: with the as-needed maximum instead of the usual intakes.
        """
        if self.changed:
            return None
        factor = FACTORS.get(self.name.strip().lower())
        if factor is not None and factor[1] == MCG_PER_HOUR and self.strength is not None:
            # A patch gives its rate all day, however often it is changed; two patches add up.
            return self.strength * (1.0 if self.per_intake is None else self.per_intake)
        needed = self.as_needed_max if most else self.as_needed_typical
        if self.is_as_needed and needed is None:
            return None
        intakes = (self.intakes or 0) + (needed or 0)
        if self.intakes is None and not self.is_as_needed:
            return self.stated_daily
        if self.strength is None:
            return self.stated_daily
        return self.strength * (1.0 if self.per_intake is None else self.per_intake) * intakes


def equivalents(
    medicines: Iterable[ReportedMedicine],
) -> tuple[MorphineEquivalent, MorphineEquivalent] | None:
    """Morphine equivalents as usually taken and at most (D.6); None without any opioid."""
    opioids = [one for one in medicines if one.is_opioid]
    if not opioids:
        return None
    typical, most = (
        morphine_equivalent(
            OpioidDose(one.name.strip(), one.daily(most=at_most)) for one in opioids
        )
        for at_most in (False, True)
    )
    return typical, most
