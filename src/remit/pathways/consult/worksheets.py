"""From answers to criteria worksheets, for clinicians only (CLINICAL B.3-B.5, INV-01)."""

from __future__ import annotations

from collections.abc import Mapping

from remit.domain.decision_table import Values
from remit.domain.worksheet import (
    FibromyalgiaWorksheet,
    NociplasticWorksheet,
    fibromyalgia,
    generalised_regions,
    nociplastic,
)

# A clinician's own field; the list only helps to type. To be loaded from the WHO browser.
ICD11 = (
    ("MG30.0", "chronic primary pain"),
    ("MG30.00", "chronic primary visceral pain"),
    ("MG30.01", "chronic widespread pain"),
    ("MG30.02", "chronic primary musculoskeletal pain"),
    ("MG30.03", "chronic primary headache or orofacial pain"),
    ("MG30.04", "complex regional pain syndrome"),
    ("MG30.1", "chronic cancer-related pain"),
    ("MG30.2", "chronic postsurgical or post-traumatic pain"),
    ("MG30.3", "chronic secondary musculoskeletal pain"),
    ("MG30.4", "chronic secondary visceral pain"),
    ("MG30.5", "chronic neuropathic pain"),
    ("MG30.6", "chronic secondary headache or orofacial pain"),
)

# B.1.3: both facts stand together, or neither does.
IMAGING_FACTS = (
    (
        "Changes on scans are common without pain: disc degeneration in 37 % of people at age 20 "
        "and 96 % at 80, disc bulge in 30 % to 84 %, protrusion in 29 % to 43 %, annular fissure "
        "in 19 % to 29 % (Brinjikji 2015, AJNR 36:811)."
    ),
    (
        "In adults of 50 or under the same changes are more frequent with back pain: odds ratio "
        "7.5 for bulge, 4.4 for extrusion, 4.0 for Modic 1 change, 2.7 for protrusion, 2.2 for "
        "degeneration (Brinjikji 2015, AJNR 36:2394)."
    ),
)


def nociplastic_worksheet(values: Values) -> NociplasticWorksheet:
    """The nociplastic worksheet from a clinician's answers."""
    return nociplastic(values)


def fibromyalgia_worksheet(
    scores: Mapping[str, float | None], regions: tuple[str, ...] | None, three_months: str
) -> FibromyalgiaWorksheet:
    """The fibromyalgia worksheet from scores of the instrument.

    Args:
        scores: `wpi` and `sss`, None where not complete.
        regions: regions ticked; None where the map was not filled.
        three_months: "yes", "no" or "" for not answered.
    """
    return fibromyalgia(
        wpi=scores.get("wpi"),
        sss=scores.get("sss"),
        regions=None if regions is None else generalised_regions(regions),
        three_months=three_months,
    )
