"""What stands beside a link: both facts, how far apart, how we know, two opinions (VISUAL)."""

from collections.abc import Iterator
from dataclasses import dataclass

from remit.domain.facts import Answer
from remit.domain.interval import Interval
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.lifefacts import Timeline, TimelineFact, TimelineLink
from remit.pathways.consult.links import Link, LinkKind

SCALE_WIDTH = 268.0
_MARGIN = 0.25  # of the window, on each side of what is drawn


@dataclass(frozen=True)
class Scale:
    """The stressor's beginning, the window and the possible onset, in px of one scale."""

    zero: float
    window: float
    onset_from: float
    onset_width: float


@dataclass(frozen=True)
class Evidence:
    """One link with everything a reader needs to judge it."""

    number: int
    link: TimelineLink
    stressor: TimelineFact
    symptom: TimelineFact
    apart: str
    known: str
    participant: str
    clinician: str
    possible: bool
    scale: Scale | None


def evidences(report: CaseReport, timeline: Timeline) -> tuple[Evidence, ...]:
    """The evidence of every drawn link, in the order of the picture."""
    facts = {fact.id: fact for fact in timeline.facts}
    links = {(link.stressor, link.symptom): link for link in report.links}
    return tuple(
        _evidence(report, number, drawn, facts, links)
        for number, drawn in enumerate(timeline.links, start=1)
    )


def _evidence(
    report: CaseReport,
    number: int,
    drawn: TimelineLink,
    facts: dict[str, TimelineFact],
    links: dict[tuple[str, str], Link],
) -> Evidence:
    link = links[drawn.stressor, drawn.symptom]
    stated = link.stated
    window = report.settings.links.window_days
    return Evidence(
        number=number,
        link=drawn,
        stressor=facts[drawn.stressor],
        symptom=facts[drawn.symptom],
        apart=apart_words(link.gap, window),
        known=" ".join(_known(report, link)),
        participant=(stated.participant if stated else Answer.NOT_ASKED).value,
        clinician=(stated.clinician if stated else Answer.NOT_ASKED).value,
        possible=link.kind is not LinkKind.STATED_NEAR and link.kind is not LinkKind.CERTAIN_NEAR,
        scale=_scale(link.gap, window),
    )


def apart_words(gap: Interval, window: int) -> str:
    """How long after the stressor's beginning the onset came, never more exactly than known."""
    low, high = gap.earliest, gap.latest
    months = round(window / 30.4375)
    end = f" Near means within {months} months."
    if low is None or high is None:
        return "How far apart is not known." + end
    if low == high == 0:
        return "At the same time, as told." + end
    if low < 0 < high:
        return (
            f"The onset may have come up to {_days(-low)} before or {_days(high)} after the "
            f"stressor began: the order is not known.{end}"
        )
    if low == high:
        return f"The onset came {_days(low)} after the stressor began.{end}"
    return f"The onset came between {_days(low)} and {_days(high)} after the stressor began.{end}"


def _days(days: int) -> str:
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 730:
        return f"{days / 30.4375:.0f} months"
    return f"{days / 365.25:.1f} years"


def _known(report: CaseReport, link: Link) -> Iterator[str]:
    if link.injury:
        yield "An accident or injury stood at the onset; it is no psychosocial stressor."
    if link.stated is not None:
        words = f" ({link.stated.words})" if link.stated.words else ""
        yield f"Said by the {link.stated.by.value}{words}."
    else:
        yield "Nobody said so; the dates allow it."
    history = report.history
    for identifier in (link.stressor, link.symptom):
        fact = history.fact(identifier)
        yield f"{fact.label.split(',')[0]}: date {fact.start.basis.value}."
    yield "Memory tends to draw hard times and illness together."


def _scale(gap: Interval, window: int) -> Scale | None:
    if gap.earliest is None or gap.latest is None:
        return None
    first = min(gap.earliest, 0) - _MARGIN * window
    last = max(gap.latest, window) + _MARGIN * window
    unit = SCALE_WIDTH / (last - first)
    return Scale(
        zero=round(-first * unit, 1),
        window=round(window * unit, 1),
        onset_from=round((gap.earliest - first) * unit, 1),
        onset_width=round(max((gap.latest - gap.earliest) * unit, 3.0), 1),
    )
