"""Criteria worksheets: which published criteria the answers meet, never a diagnosis (INV-01).

IASP grading of nociplastic pain (CLINICAL B.4) and the 2016 fibromyalgia criteria (B.5). There is
no "definite" in either, and neither decides anything: a clinician does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.body import REGIONS
from remit.domain.decision_table import Values

LABEL = "criteria worksheet: which published criteria the answers meet"
YES = "yes"


class Grade(StrEnum):
    """The grades of the nociplastic worksheet."""

    POSSIBLE = "possible"
    PROBABLE = "probable"
    NOT_MET = "not met"


class Met(StrEnum):
    """Whether one criterion is met by the answers."""

    MET = "met"
    NOT_MET = "not met"
    NOT_KNOWN = "not answered"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, in words, and whether the answers meet it."""

    words: str
    met: Met


@dataclass(frozen=True, slots=True)
class NociplasticWorksheet:
    """The IASP steps and the grade that follows from them."""

    steps: tuple[Criterion, ...]
    grade: Grade


@dataclass(frozen=True, slots=True)
class FibromyalgiaWorksheet:
    """The 2016 criteria one by one; `met` only where each of them is."""

    criteria: tuple[Criterion, ...]
    met: Met
    severity: float | None


_DURATION = ("nn.3_months", "nn.regional", "nn.not_nociceptive", "nn.not_neuropathic")
_HISTORY = ("nn.history",)
_COMORBID = ("nn.comorbid",)


def nociplastic(values: Values) -> NociplasticWorksheet:
    """Grade the answers of the worksheet form (B.4).

    `nn.evoked`, `nn.history` and `nn.comorbid` are lists; "none" among them means that it was
    looked for and not found. Possible = step 1 with evoked signs; probable = steps 1, 2 and 3.
    """
    parts = tuple(_yes(values, key) for key in _DURATION)
    evoked, history, comorbid = (
        _any_of(values, key) for key in ("nn.evoked", *_HISTORY, *_COMORBID)
    )
    first = _all((*parts, evoked))
    steps = (
        Criterion("Pain for 3 months or more", parts[0]),
        Criterion("Regional rather than discrete", parts[1]),
        Criterion("Not entirely explained by nociceptive pain", parts[2]),
        Criterion("Not entirely explained by neuropathic pain", parts[3]),
        Criterion("Evoked hypersensitivity in the region, on examination", evoked),
        Criterion("History of hypersensitivity in the region", history),
        Criterion("Sensitivity to sound, light or smells, waking, fatigue or fog", comorbid),
    )
    grade = Grade.NOT_MET
    if first is Met.MET:
        grade = Grade.PROBABLE if _all((history, comorbid)) is Met.MET else Grade.POSSIBLE
    return NociplasticWorksheet(steps, grade)


def generalised_regions(regions: Collection[str]) -> int:
    """How many of the five regions of the generalised-pain rule hurt; jaw, chest, belly do not."""
    quarters = {REGIONS[key].quarter for key in regions if key in REGIONS}
    return len(quarters - {None})


def fibromyalgia(
    *, wpi: float | None, sss: float | None, regions: int | None, three_months: str
) -> FibromyalgiaWorksheet:
    """The 2016 criteria (B.5).

    Args:
        wpi: widespread pain index, 0 to 19; None where it is not complete.
        sss: symptom severity score, 0 to 12; None where it is not complete.
        regions: how many of five regions hurt.
        three_months: "yes", "no", or anything else for not answered.
    """
    scores = Met.NOT_KNOWN
    if wpi is not None and sss is not None:
        enough = (wpi >= 7 and sss >= 5) or (4 <= wpi <= 6 and sss >= 9)
        scores = Met.MET if enough else Met.NOT_MET
    spread = Met.NOT_KNOWN
    if regions is not None:
        spread = Met.MET if regions >= 4 else Met.NOT_MET
    lasting = _of(three_months)
    criteria = (
        Criterion("Pain index 7 or more with severity 5 or more, or 4 to 6 with 9 or more", scores),
        Criterion("Pain in at least 4 of 5 regions", spread),
        Criterion("Symptoms for 3 months or more", lasting),
    )
    severity = None if wpi is None or sss is None else wpi + sss
    return FibromyalgiaWorksheet(criteria, _all((scores, spread, lasting)), severity)


def _of(answer: object) -> Met:
    if answer == YES:
        return Met.MET
    return Met.NOT_MET if answer == "no" else Met.NOT_KNOWN


def _yes(values: Values, key: str) -> Met:
    return _of(values.get(key))


def _any_of(values: Values, key: str) -> Met:
    chosen = values.get(key)
    if not isinstance(chosen, tuple) or not chosen:
        return Met.NOT_KNOWN
    return Met.NOT_MET if chosen == ("none",) else Met.MET


def _all(parts: Collection[Met]) -> Met:
    if Met.NOT_MET in parts:
        return Met.NOT_MET
    return Met.NOT_KNOWN if Met.NOT_KNOWN in parts else Met.MET
