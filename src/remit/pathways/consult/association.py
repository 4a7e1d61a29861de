"""Do onsets lie near stressors more often in this life than chance would have it? (METHODS A5.1)

Joins the record to `stats.coincidence`: intervals become date kernels, the declared window and
codes become its settings. The normal answer for one life is "not enough information".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from remit.domain.chronology import Chronology
from remit.domain.interval import Interval
from remit.pathways.consult.links import LinkSettings, stressors
from remit.stats.coincidence import Coincidence, coincidence
from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.verdict import Verdict

METHOD = "coincidence of one life history"


@dataclass(frozen=True, slots=True)
class AssociationSettings:
    """Declared before looking: fixed blocks and the level of the test."""

    block_years: float = 5.0
    alpha: float = 0.05


@dataclass(frozen=True, slots=True)
class Association:
    """The answer for one life, with what it rests on.

    Attributes:
        result: the statistic, or why there is none.
        stressors, onsets: how many were looked at.
        undated: ids left out because nothing is known of their time.
        window_days: the declared window.
        from_age: age at which the observation begins; what came before is outside it.
    """

    result: Coincidence | NotEstimable
    stressors: int
    onsets: int
    undated: tuple[str, ...]
    window_days: int
    from_age: int

    @property
    def answer(self) -> Verdict:
        """What a person reads: not estimable, and dates too vague, are not enough information.

        The verdict of the statistic itself ("undetermined") stands among its numbers.
        """
        if isinstance(self.result, NotEstimable) or self.result.verdict is Verdict.UNDETERMINED:
            return Verdict.NOT_ENOUGH_INFORMATION
        return self.result.verdict

    @property
    def chance_of_100(self) -> int | None:
        """Of 100 such histories, how many show at least this match by chance alone."""
        if isinstance(self.result, NotEstimable):
            return None
        return round(100 * self.result.p)

    @property
    def chance_words(self) -> str:
        """The chance statement; its end names the answer."""
        if isinstance(self.result, NotEstimable):
            return f"How often chance alone would match is {self.result}"
        share = self.chance_of_100
        if share == 0:
            number = "fewer than 1"
        elif share == 100:
            number = "nearly all"
        else:
            number = f"about {share}"
        return f"By chance alone, {number} of 100 such histories show at least this match"

    @property
    def reason(self) -> str:
        """Why the answer is what it is, as a sentence."""
        if isinstance(self.result, NotEstimable):
            return f"{str(self.result)[0].upper()}{str(self.result)[1:]}."
        return self.result.reason

    @property
    def basis_words(self) -> str:
        """What was compared: window, counts and sources, said before any number is believed."""
        months = round(self.window_days / 30.4375)
        onsets = _plural(self._tested, "onset")
        text = (
            f"{onsets} and {_plural(self.stressors, 'stressor')} "
            f"between age {self.from_age} and the consultation; a stressor is near when it began "
            f"within {months} months before the onset."
        )
        if self.undated:
            text += f" Left out because undated: {', '.join(self.undated)}."
        return text

    @property
    def _tested(self) -> int:
        return self.result.n if isinstance(self.result, Coincidence) else self.onsets


def assess(
    chronology: Chronology, links: LinkSettings, settings: AssociationSettings
) -> Association:
    """The answer for one history under declared settings."""
    span = _observation(chronology)
    told, undated = _kernels(chronology, [event.id for event in stressors(chronology, links)], span)
    episodes = [symptom.id for symptom in chronology.history.symptoms if symptom.counts]
    onsets, undated_onsets = _kernels(chronology, episodes, span)
    inside = [kernel for kernel in onsets if _touches(kernel, span)]
    result: Coincidence | NotEstimable
    if span is None:
        result = NotEstimable("neither birth nor consultation can be placed in time", METHOD)
    else:
        result = coincidence(
            told,
            onsets,
            observation=span,
            window=links.window_days,
            block_years=settings.block_years,
            alpha=settings.alpha,
        )
    near = sum(1 for kernel in told if _touches(kernel, span, links.window_days))
    return Association(
        result=result,
        stressors=near,
        onsets=len(inside),
        undated=undated + undated_onsets,
        window_days=links.window_days,
        from_age=chronology.history.subject.observed_from_age,
    )


def _observation(chronology: Chronology) -> tuple[int, int] | None:
    span = chronology.observation
    if span.earliest is None or span.latest is None or span.earliest >= span.latest:
        return None
    return span.earliest, span.latest


def _kernels(
    chronology: Chronology, identifiers: list[str], span: tuple[int, int] | None
) -> tuple[list[DateKernel], tuple[str, ...]]:
    kernels: list[DateKernel] = []
    undated: list[str] = []
    for identifier, interval in _starts(chronology, identifiers):
        kernel = _kernel(interval, span)
        if kernel is None:
            undated.append(identifier)
        else:
            kernels.append(kernel)
    return kernels, tuple(undated)


def _starts(chronology: Chronology, identifiers: list[str]) -> Iterator[tuple[str, Interval]]:
    for identifier in identifiers:
        yield identifier, chronology.start(identifier)


def _kernel(interval: Interval, span: tuple[int, int] | None) -> DateKernel | None:
    """A date kernel; an open later end is closed by the observation, an open start is undated."""
    if span is None or interval.earliest is None:
        return None
    latest = interval.latest if interval.latest is not None else max(span[1], interval.earliest)
    return DateKernel(interval.earliest, latest)


def _touches(kernel: DateKernel, span: tuple[int, int] | None, reach: int = 0) -> bool:
    return span is not None and kernel.latest + reach >= span[0] and kernel.earliest <= span[1]


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
