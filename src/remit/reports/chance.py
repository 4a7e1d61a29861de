"""Chance and coincidence of one life, for clinicians and science (METHODS A5.1)."""

from __future__ import annotations

import math

from remit.domain.facts import DateGround
from remit.pathways.consult.association import Association
from remit.pathways.consult.casereport import CaseReport
from remit.reports.section import Section
from remit.stats.coincidence import Coincidence
from remit.stats.not_estimable import NotEstimable
from remit.stats.posterior import Posterior
from remit.stats.rate_ratio import RateRatio

GROUNDS = {
    DateGround.DOCUMENT: "a document",
    DateGround.LANDMARK: "a landmark",
    DateGround.MEMORY: "memory",
}


def section(report: CaseReport) -> Section:
    """Chance level first, then what it rests on, then the numbers."""
    found = report.association
    paragraphs = [
        f"{found.chance_words}: {found.answer.value}. {found.reason}",
        found.basis_words[0].upper() + found.basis_words[1:],
        (
            "This compares times, not causes. It says nothing about what the pain comes from, and "
            "it cannot see what memory left out."
        ),
    ]
    rows = _statistic_rows(found.result)
    rows = (*rows, *_again(found), *_windows(found)) if rows else ()
    columns = ("what", "value") if rows else ()
    return Section("Chance and coincidence", tuple(paragraphs), columns, rows)


def _statistic_rows(result: Coincidence | NotEstimable) -> tuple[tuple[str, str], ...]:
    if isinstance(result, NotEstimable):
        return ()
    mirror = result.mirror
    tipping = result.tipping_ratio
    return (
        ("Onsets compared", str(result.n)),
        (
            "Expected number covered, this life / chance",
            f"{result.statistic:.2f} / {result.expected:.2f}",
        ),
        ("Chance level p (one-sided)", _p(result.p)),
        (
            "Outer limits of p over all dates that fit (need not be reached)",
            f"{_p(result.bounds.smallest)} to {_p(result.bounds.largest)}",
        ),
        ("Smallest p this life could have given", _p(result.smallest_p)),
        ("Rate ratio (two-sided)", _rate_ratio(result.estimate)),
        (
            "Mirror: the same after onset",
            str(mirror) if isinstance(mirror, NotEstimable) else f"p {_p(mirror.p)}",
        ),
        (
            "Recall tipping ratio",
            str(tipping) if isinstance(tipping, NotEstimable) else f"{tipping:.1f}",
        ),
        ("Rate ratio, for who believed before that it lies near 1", _posterior(result.posterior)),
        ("Power for a tenfold rate", f"{result.diagnostics.power:.2f}"),
    )


def _again(found: Association) -> tuple[tuple[str, str], ...]:
    """The same test of a part: without the latest onset, and by what the dates rest on."""
    parts = [("Without the latest onset", found.without_index)]
    parts += [
        (f"Stressors dated by {GROUNDS[ground]} alone", result)
        for ground, result in found.by_ground
    ]
    return tuple(
        (
            name,
            str(one)
            if isinstance(one, NotEstimable)
            else f"p {_p(one.p)}, {one.n} onset{'s' * (one.n != 1)}",
        )
        for name, one in parts
    )


def _windows(found: Association) -> tuple[tuple[str, str], ...]:
    """Other windows beside the declared one, and what looking at all of them costs."""
    if isinstance(found.windows, NotEstimable):
        return (("Other windows", str(found.windows)),)
    return tuple(
        (
            f"Window of {one.window} days",
            f"p {_p(one.p)}; as the best of {len(found.windows.windows)}: {_p(one.joint_p)}",
        )
        for one in found.windows.windows
    )


def settings_words(found: Association) -> tuple[str, ...]:
    """What was drawn by lot, with its seed, and which version counted."""
    result = found.result
    if isinstance(result, NotEstimable):
        return ()
    drawn = (
        f"p is exact and draws nothing. The estimate uses {result.settings.draws} draws of "
        f"uncertain stressor dates, seed {result.settings.seed}. Counted by {result.software}."
    )
    if isinstance(found.windows, NotEstimable):
        return (drawn,)
    placed = f"Several windows: {found.windows.placements} placements, seed {found.windows.seed}."
    return drawn, placed


def _p(value: float) -> str:
    """Three places; a p is never printed as 0."""
    return f"{value:.3f}" if value >= 0.001 else "< 0.001"


def _posterior(found: Posterior) -> str:
    """Median and interval after the data, and the prior that they stand on."""
    return (
        f"{found.median:.1f}; {100 * found.level:g} % {found.lower:.1f} to {found.upper:.1f} "
        f"(before: logarithm normal about 0, SD {found.prior_spread:g})"
    )


def _rate_ratio(ratio: RateRatio) -> str:
    """The estimate, or why there is none, with its limits; 0 and infinity were not found."""
    low = "0 (open)" if ratio.lower == 0 else f"{ratio.lower:.1f}"
    high = "infinity (open)" if math.isinf(ratio.upper) else f"{ratio.upper:.1f}"
    found = ratio.estimate
    number = str(found) if isinstance(found, NotEstimable) else f"{found:.1f}"
    return f"{number}; {100 * ratio.level:g} % limits {low} to {high}"
