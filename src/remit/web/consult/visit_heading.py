"""What stands around the work of a consultation: age, beginning, what was never asked."""

from dataclasses import dataclass

from remit.domain.chronology import Chronology
from remit.domain.fuzzydate import BIRTH, CONSULTATION
from remit.pathways.consult.clearance import Where
from remit.web.consult.before_page import Panel

YEAR = 365.25


@dataclass(frozen=True)
class Room:
    """Px that the picture above the line may take before a script has measured the window."""

    wide: int = 904
    tall: int = 320

    @property
    def asked(self) -> dict[str, str]:
        """As the address of the picture says it."""
        room = {"wide": str(self.wide), "tall": str(self.tall)}
        return room | {"overview": "no", "empty": "no"}


def age_of(chronology: Chronology) -> str:
    """The age at the consultation, "51–52" where the birthday is not known, or ""."""
    birth, told = chronology.interval(BIRTH), chronology.interval(CONSULTATION)
    ends = (birth.earliest, birth.latest, told.earliest, told.latest)
    if any(end is None for end in ends):
        return ""
    first, last, opens, closes = (float(end or 0) for end in ends)
    youngest, oldest = int((opens - last) // YEAR), int((closes - first) // YEAR)
    if youngest < 0 or oldest - youngest > 2:
        return ""
    return str(oldest) if youngest == oldest else f"{youngest}–{oldest}"


def unasked(panel: Panel) -> int:
    """Questions of the screening that nobody answered: while any is open, nothing is calm."""
    return sum(item.where is Where.SCREENING for item in panel.items)
