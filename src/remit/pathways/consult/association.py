"""Do onsets lie near stressors more often in this life than chance would have it? (METHODS A5.1)

Joins the record to `stats.coincidence`: intervals become date kernels, the fixed window and
codes become its settings. What cannot be tested is left out by name, never guessed. The normal
answer for one life is "not enough information".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from remit.domain.chronology import Chronology
from remit.domain.facts import DateGround, Fact, LifeEvent, SymptomEpisode
from remit.domain.fuzzydate import CONSULTATION
from remit.domain.interval import Interval
from remit.pathways.consult.dating import is_bounded, told_from
from remit.pathways.consult.links import LinkSettings, stressors
from remit.stats.coincidence import Coincidence, coincidence
from remit.stats.coincidence_windows import WINDOWS, CoincidenceWindows, coincidence_windows
from remit.stats.datekernel import DateKernel
from remit.stats.not_estimable import NotEstimable
from remit.stats.verdict import Verdict

METHOD = "coincidence of one life history"
AS_MANY_FOLLOW = (
    "As many stressors follow the onsets as precede them, so the match does not tell what came "
    "first."
)
UNPLACED = "neither birth nor consultation can be placed in time"
AT_T0 = Interval(0, 0)


class Ground(StrEnum):
    """Why a fact is left out of the test."""

    UNDATED = "undated, so not tested"
    AFTER = "at or after the consultation, so not tested"
    CIRCULAR = "dated from the onset itself, so not tested"
    INJURY = "injury at the onset, not tested"


@dataclass(frozen=True, slots=True)
class AssociationSettings:
    """Fixed before looking: blocks and the level of the test."""

    block_years: float = 5.0
    alpha: float = 0.05


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact that is not tested, and why."""

    id: str
    label: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Association:
    """The answer for one life, with what it rests on.

    Attributes:
        result: the statistic, or why there is none.
        without_index: the same without the latest onset, because of which the person came.
        by_ground: the same with the stressors alone whose date rests on one ground.
        windows: the declared window and two others under one null.
        stressor_ids, onset_ids: the facts that enter the test.
        left_out: the facts that do not, each with its ground.
        asked_because: how many tested stressors were asked for because of a tested onset.
        window_days: the fixed window.
        from_age: age at which the observation begins; what came before is outside it.
    """

    result: Coincidence | NotEstimable
    without_index: Coincidence | NotEstimable
    by_ground: tuple[tuple[DateGround, Coincidence | NotEstimable], ...]
    windows: CoincidenceWindows | NotEstimable
    stressor_ids: tuple[str, ...]
    onset_ids: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    asked_because: int
    window_days: int
    from_age: int

    @property
    def stressors(self) -> int:
        """How many stressors enter the test."""
        return len(self.stressor_ids)

    @property
    def onsets(self) -> int:
        """How many onsets enter the test."""
        return len(self.onset_ids)

    @property
    def undated(self) -> tuple[str, ...]:
        """Ids left out because nothing is known of their time."""
        return self.omitted(Ground.UNDATED)

    def omitted(self, ground: Ground) -> tuple[str, ...]:
        """Ids left out on one ground."""
        return tuple(fact.id for fact in self.left_out if fact.ground is ground)

    @property
    def answer(self) -> Verdict:
        """What a person reads: not estimable, and dates too vague, are not enough information.

        So is a match that is as good backwards. The verdict of the statistic itself stands among
        its numbers.
        """
        if isinstance(self.result, NotEstimable) or self.result.verdict is Verdict.UNDETERMINED:
            return Verdict.NOT_ENOUGH_INFORMATION
        if _matches_backwards(self.result):
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
            number = "all" if self.result.p >= 1 else "nearly all"
        else:
            number = f"about {share}"
        return f"By chance alone, {number} of 100 such histories show at least this match"

    @property
    def reason(self) -> str:
        """Why the answer is what it is, as a sentence."""
        if isinstance(self.result, NotEstimable):
            return f"{str(self.result)[0].upper()}{str(self.result)[1:]}."
        return AS_MANY_FOLLOW if _matches_backwards(self.result) else self.result.reason

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
        if self.asked_because:
            text += f" Of the stressors, asked because of the symptom: {self.asked_because}."
        for ground in Ground:
            labels = [fact.label for fact in self.left_out if fact.ground is ground]
            if labels:
                text += f" {ground.value[0].upper()}{ground.value[1:]}: {'; '.join(labels)}."
        return text

    @property
    def _tested(self) -> int:
        return self.result.n if isinstance(self.result, Coincidence) else self.onsets


def assess(
    chronology: Chronology, links: LinkSettings, settings: AssociationSettings
) -> Association:
    """The answer for one history under declared settings."""
    span = _observation(chronology)
    episodes = [symptom for symptom in chronology.history.symptoms if symptom.counts]
    onsets, left_onsets = _placed(chronology, episodes, span)
    tested = [symptom for symptom in episodes if symptom.id in onsets]
    events, tied = _independent(chronology, stressors(chronology, links), tested)
    told, left_events = _placed(chronology, events, span, links.window_days)
    test = _Test(span, links.window_days, settings)
    grounds = {event.id: event.date_ground for event in events}
    return Association(
        result=test.run(told.values(), onsets.values()),
        without_index=_without_index(test, told, onsets),
        by_ground=tuple(
            (ground, test.run(kernels, onsets.values()))
            for ground in DateGround
            if (kernels := [told[one] for one in told if grounds[one] is ground])
        ),
        windows=test.windows(told.values(), onsets.values()),
        stressor_ids=tuple(told),
        onset_ids=tuple(onsets),
        left_out=(*left_events, *left_onsets, *tied),
        asked_because=sum(
            1 for event in events if event.id in told and event.asked_because_of in onsets
        ),
        window_days=links.window_days,
        from_age=chronology.history.subject.observed_from_age,
    )


@dataclass(frozen=True, slots=True)
class _Test:
    """The statistic under what was declared, for any stressors and onsets."""

    span: tuple[int, int] | None
    window_days: int
    settings: AssociationSettings

    def run(
        self, told: Iterable[DateKernel], onsets: Iterable[DateKernel]
    ) -> Coincidence | NotEstimable:
        if self.span is None:
            return NotEstimable(UNPLACED, METHOD)
        return coincidence(
            list(told),
            list(onsets),
            observation=self.span,
            window=self.window_days,
            block_years=self.settings.block_years,
            alpha=self.settings.alpha,
        )

    def windows(
        self, told: Iterable[DateKernel], onsets: Iterable[DateKernel]
    ) -> CoincidenceWindows | NotEstimable:
        if self.span is None:
            return NotEstimable(UNPLACED, METHOD)
        return coincidence_windows(
            list(told),
            list(onsets),
            observation=self.span,
            windows=sorted({*WINDOWS, self.window_days}),
            block_years=self.settings.block_years,
        )


def _without_index(
    test: _Test, told: Mapping[str, DateKernel], onsets: Mapping[str, DateKernel]
) -> Coincidence | NotEstimable:
    """People come because of their last episode; whether it matches was part of why they came."""
    if len(onsets) < 2:
        return NotEstimable("there is no onset beside the latest", METHOD)
    index = max(onsets, key=lambda one: (onsets[one].earliest, one))
    return test.run(told.values(), [onsets[one] for one in onsets if one != index])


def _matches_backwards(result: Coincidence) -> bool:
    """Whether stressors follow the onsets as strikingly as they precede them."""
    if result.verdict is not Verdict.MORE_THAN_CHANCE or isinstance(result.mirror, NotEstimable):
        return False
    return result.mirror.p <= result.settings.alpha


def _observation(chronology: Chronology) -> tuple[int, int] | None:
    span = chronology.observation
    if span.earliest is None or span.latest is None or span.earliest >= span.latest:
        return None
    return span.earliest, span.latest


def _independent(
    chronology: Chronology, events: Sequence[LifeEvent], tested: Sequence[SymptomEpisode]
) -> tuple[list[LifeEvent], list[LeftOut]]:
    """Stressors whose dates owe nothing to a tested onset, nor the onset's to them."""
    history = chronology.history
    onsets = {symptom.id for symptom in tested}
    injuries = {symptom.after_injury for symptom in tested}
    dating = frozenset[str]().union(*(told_from(history, onset) for onset in onsets))
    kept: list[LifeEvent] = []
    tied: list[LeftOut] = []
    for event in events:
        if event.id in injuries:
            tied.append(LeftOut(event.id, event.label, Ground.INJURY))
        elif event.id in dating or onsets & told_from(history, event.id):
            tied.append(LeftOut(event.id, event.label, Ground.CIRCULAR))
        else:
            kept.append(event)
    return kept, tied


def _placed(
    chronology: Chronology, facts: Sequence[Fact], span: tuple[int, int] | None, reach: int = 0
) -> tuple[dict[str, DateKernel], list[LeftOut]]:
    """Kernels of the facts that the observation, or a window into it, can hold."""
    kernels: dict[str, DateKernel] = {}
    left: list[LeftOut] = []
    if span is None:
        return kernels, left
    for fact in facts:
        kernel = _kernel(chronology.start(fact.id), span)
        if _is_after(chronology, fact):
            left.append(LeftOut(fact.id, fact.label, Ground.AFTER))
        elif kernel is None or not is_bounded(fact):
            left.append(LeftOut(fact.id, fact.label, Ground.UNDATED))
        elif _touches(kernel, span, reach):
            kernels[fact.id] = kernel
    return kernels, left


def _is_after(chronology: Chronology, fact: Fact) -> bool:
    """Certainly not before the consultation; cut at it, such a fact would seem dated to its day."""
    gap = chronology.gap(CONSULTATION, f"{fact.id}.start")
    return gap.earliest is not None and gap.earliest >= 0 and gap != AT_T0


def _kernel(interval: Interval, span: tuple[int, int]) -> DateKernel | None:
    """A date kernel; an open later end is closed by the observation, an open start is undated."""
    if interval.earliest is None:
        return None
    latest = interval.latest if interval.latest is not None else max(span[1], interval.earliest)
    return DateKernel(interval.earliest, latest)


def _touches(kernel: DateKernel, span: tuple[int, int], reach: int) -> bool:
    return kernel.latest + reach >= span[0] and kernel.earliest <= span[1]


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
