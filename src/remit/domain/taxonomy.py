"""The event taxonomy of CLINICAL C.4, original to Remit; what may count as a stressor."""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = {
    "FAM": "childhood",
    "REL": "relationship",
    "CHI": "children",
    "WRK": "work",
    "FIN": "money and home",
    "HLT": "health",
    "LOS": "loss",
    "TRA": "trauma and upheaval",
    "SUB": "alcohol and drugs",
    "OTH": "other",
}


@dataclass(frozen=True, slots=True)
class EventCode:
    """One code of the taxonomy.

    `counts` fixes in advance, before anybody looks at a life, whether the code may count as a
    stressor (C.7): not marriage, birth, abstinence or a supportive figure. `lasting` is whether
    such an event usually goes on for a time.
    """

    code: str
    label: str
    counts: bool = True
    lasting: bool = False
    support: bool = False

    @property
    def group(self) -> str:
        """Three letters, a key of `GROUPS`."""
        return self.code[:3]


_NOT_COUNTED = {"REL01", "CHI01", "SUB03", "FAM11", "WRK07"}
_SUPPORT = {"FAM11", "SUB03", "WRK07"}
_LASTING = {
    "FAM01", "FAM02", "FAM03", "FAM04", "FAM05", "FAM06", "FAM09", "FAM10", "FAM11", "REL03",
    "REL04", "REL05", "REL06", "REL07", "REL08", "CHI02", "CHI03", "CHI04", "CHI08", "WRK01",
    "WRK02", "WRK03", "WRK05", "WRK08", "FIN01", "FIN02", "FIN03", "FIN04", "FIN05", "HLT01",
    "HLT06", "HLT07", "TRA03", "TRA04", "SUB01", "SUB02", "SUB03", "WRK07",
}  # fmt: skip
_LABELS = {
    "FAM01": "harsh discipline", "FAM02": "neglect or absence", "FAM03": "heavy duties as a child",
    "FAM04": "parent's addiction", "FAM05": "parent's illness", "FAM06": "conflict or violence",
    "FAM07": "separation", "FAM08": "loss", "FAM09": "bullying", "FAM10": "abuse",
    "FAM11": "supportive figure",
    "REL01": "marriage", "REL02": "separation or divorce", "REL03": "conflict",
    "REL04": "violence", "REL05": "affair", "REL06": "caring burden", "REL07": "estrangement",
    "REL08": "loneliness",
    "CHI01": "birth of a child", "CHI02": "child's illness", "CHI03": "child's substance use",
    "CHI04": "child's self-harm", "CHI05": "child's mental illness diagnosed",
    "CHI06": "death of a child", "CHI07": "child's military deployment",
    "CHI08": "child out of contact", "CHI09": "child leaving home",
    "CHI10": "fertility problem or pregnancy loss",
    "WRK01": "job strain", "WRK02": "unhappy in the job", "WRK03": "conflict or harassment",
    "WRK04": "job loss or leaving", "WRK05": "disability leave", "WRK06": "retirement",
    "WRK07": "return to work or study", "WRK08": "overload at home",
    "FIN01": "money difficulty", "FIN02": "debt", "FIN03": "housing",
    "FIN04": "building or moving home", "FIN05": "legal case or claim",
    "HLT01": "own serious illness", "HLT02": "surgery", "HLT03": "accident", "HLT04": "injury",
    "HLT05": "diagnosis received", "HLT06": "relative's illness", "HLT07": "pregnancy",
    "LOS01": "death of a parent", "LOS02": "death of a partner",
    "LOS03": "death of a sibling or friend", "LOS04": "death of a pet",
    "LOS05": "loss of a role or hope",
    "TRA01": "assault", "TRA02": "disaster", "TRA03": "war", "TRA04": "discrimination",
    "TRA05": "migration",
    "SUB01": "own alcohol problem", "SUB02": "own drug problem", "SUB03": "abstinence begins",
    "OTH99": "something else",
}  # fmt: skip

TAXONOMY = {
    code: EventCode(
        code=code,
        label=label,
        counts=code not in _NOT_COUNTED,
        lasting=code in _LASTING,
        support=code in _SUPPORT,
    )
    for code, label in _LABELS.items()
}
STRESSOR_CODES = frozenset(code for code, entry in TAXONOMY.items() if entry.counts)
