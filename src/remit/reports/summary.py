"""The numbers of a case in a few lines: the same on page, in the report and on the command line."""

from __future__ import annotations

from remit.domain.facts import Score
from remit.domain.fuzzydate import Basis
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.trajectory import Recurrence
from remit.pathways.practice.looked_back import LookedBack

NOT_KNOWN = "not known"


def rows(report: CaseReport) -> tuple[tuple[str, str], ...]:
    """Label and value, in the order in which they are read."""
    found = report.trajectory
    return (
        ("Average pain before", rating(found.baseline)),
        ("Average pain, last", rating(found.last)),
        ("Change", change(report)),
        ("Responder class", responder(report)),
        ("Came back", came_back(report)),
        ("Chance level", f"{report.association.chance_words}."),
        ("Answer", f"{report.association.answer.value}. {report.association.reason}"),
    )


def clinical_rows(report: CaseReport) -> tuple[tuple[str, str], ...]:
    """Without the two rows of statistics, which stand on a tab of their own."""
    return rows(report)[:5]


def render(report: CaseReport) -> str:
    """Plain text for a terminal."""
    subject = report.history.subject
    width = max(len(label) for label, _ in rows(report))
    lines = [f"{subject.name}: {subject.headline}"]
    lines += [f"  {label:<{width}}  {value}" for label, value in rows(report)]
    return "\n".join(lines)


def afterwards(found: LookedBack) -> str:
    """The time after the programme began, for a terminal; marked as looked back on."""
    lines = [f"  {line.kind.value}: {line.words} ({line.when})" for line in found.lines]
    return "\n".join(
        [f"  After the programme began. {found.marked}", *(f"  {one}" for one in lines)]
    )


def rating(score: Score | None) -> str:
    """ "8 of 10", and whether it was derived from words."""
    if score is None:
        return NOT_KNOWN
    derived = " (derived from words)" if score.basis is Basis.DERIVED else ""
    return f"{score.value:g} of 10{derived}"


def change(report: CaseReport) -> str:
    """ "83.3 % less", or why it cannot be said."""
    percent = report.trajectory.change.percent
    if percent is None:
        return "cannot be computed: a rating is missing or the first is 0"
    side = "more" if percent < 0 else "less"
    derived = report.trajectory.last is not None and report.trajectory.last.basis is Basis.DERIVED
    number = f"{abs(percent):.0f}" if derived else f"{abs(percent):.1f}"
    return f"{number} % {side}{' (from words)' if derived else ''}"


def responder(report: CaseReport) -> str:
    """The class reached, and whether pain was gone."""
    outcome = report.trajectory.change
    if outcome.pain_free:
        return f"{outcome.responder}, pain-free"
    if outcome.near_pain_free:
        return f"{outcome.responder}, near pain-free (not pain-free)"
    return outcome.responder


def came_back(report: CaseReport) -> str:
    """Recurrences with the stressors near them, each stated or computed."""
    if not report.recurrences:
        return "no recurrence recorded"
    return "; ".join(_recurrence(found) for found in report.recurrences)


def _recurrence(found: Recurrence) -> str:
    near = ", ".join(f"{stressor.label} ({stressor.ground})" for stressor in found.stressors)
    parts = [found.symptom.label, f"close in time: {near}" if near else "", found.relief]
    return ", ".join(part for part in parts if part)
