"""The usual pattern from a clinician's answers, and what rests while a symptom lies outside it.

Two things are kept apart (INV-06): a *flag* is a task for people and stays open until a person
writes its outcome; *held content* is what the participant's programme leaves out meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from remit.domain.decision_table import Values
from remit.domain.usual_pattern import ReportedSymptom, UsualPattern, Why, outside


class Content(StrEnum):
    """Kinds of programme content."""

    STRONG_WRITING = "writing of intensity 3 or more"
    SOMATIC_TRACKING = "somatic tracking"
    ACTIVITY_STEPS = "activity steps"
    GROUNDING = "grounding"
    FLARE_CALMING = "flare calming"
    HELP = "help"
    GROUP = "the group"


HOLDS = frozenset({Content.STRONG_WRITING, Content.SOMATIC_TRACKING, Content.ACTIVITY_STEPS})
ALWAYS_OPEN = frozenset({Content.HELP})


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldContent:
    """What rests and what stays.

    Attributes:
        rests: content left out for now.
        stays: content that goes on.
        why: why anything rests; None where nothing does.
    """

    rests: frozenset[Content]
    stays: frozenset[Content]
    why: Why | None = None


def usual_pattern(values: Values) -> UsualPattern | None:
    """The pattern that the answers describe; None where no place was named."""
    sites, qualities = values.get("pattern.sites"), values.get("pattern.qualities")
    if not isinstance(sites, tuple) or not sites:
        return None
    return UsualPattern(
        sites=sites,
        qualities=qualities if isinstance(qualities, tuple) else (),
        shifting=values.get("pattern.shifting") == "yes",
        words=str(values.get("pattern.words", "")),
    )


def held_content(
    pattern: UsualPattern | None,
    symptom: ReportedSymptom | None,
    *,
    settled: bool,
    closed_by_clinician: frozenset[Content] = frozenset(),
) -> HeldContent:
    """What rests for now.

    Args:
        pattern: the pattern signed at clearance.
        symptom: the newest report; None where there is none.
        settled: whether stage 1 was answered anew, or a clinician reviewed the report.
        closed_by_clinician: what a clinician closes beside the rule; help cannot be closed.
    """
    why = None if symptom is None or settled else outside(pattern, symptom)
    rests = (HOLDS if why else frozenset()) | (closed_by_clinician - ALWAYS_OPEN)
    return HeldContent(rests=rests, stays=frozenset(Content) - rests, why=why)
