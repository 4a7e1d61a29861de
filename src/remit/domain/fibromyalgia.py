"""The numbers of the 2016 fibromyalgia criteria worksheet (CLINICAL B.5).

A worksheet says which published criteria the answers meet; it is never a diagnosis (INV-01). Older
rules (1990, 2010) are not computed: they count other things.
"""

from __future__ import annotations

from collections.abc import Collection

from remit.domain.body import INDEX_REGIONS
from remit.domain.worksheet import Met, fibromyalgia, generalised_regions


def pain_index(regions: Collection[str]) -> int:
    """Widespread pain index: how many of the 19 index regions hurt, 0 to 19."""
    return sum(1 for key in INDEX_REGIONS if key in regions)


def criteria_met(regions: Collection[str], severity: float, *, three_months: bool) -> bool:
    """Whether all of the 2016 criteria are met.

    Args:
        regions: body regions with pain in the past week.
        severity: symptom severity score, 0 to 12.
        three_months: whether the symptoms have lasted 3 months or more.
    """
    found = fibromyalgia(
        wpi=pain_index(regions),
        sss=severity,
        regions=generalised_regions(regions),
        three_months="yes" if three_months else "no",
    )
    return found.met is Met.MET


def severity_scale(regions: Collection[str], severity: float) -> float:
    """Pain index plus symptom severity, 0 to 31."""
    return pain_index(regions) + severity
