"""Stressors and symptoms close in time, by the table of CLINICAL C.7.

A link says "close in time", never "because of". What may count as a stressor is fixed in the
settings before anybody looks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.chronology import Chronology
from remit.domain.facts import (
    Answer,
    Fact,
    LifeEvent,
    Nearness,
    StatedLink,
    SymptomEpisode,
)
from remit.domain.interval import Interval
from remit.domain.taxonomy import STRESSOR_CODES

WINDOW_DAYS = 183
SAME_TIME_DAYS = 366
TELLING_DAYS = 1827  # a gap that may be longer than five years tells nothing [D]


class LinkKind(StrEnum):
    """The results of the link table."""

    STATED_NEAR = "stated_near"
    CERTAIN_NEAR = "certain_near"
    DURING = "during"
    POSSIBLE_NEAR = "possible_near"
    ORDER_UNKNOWN = "order_unknown"
    FAR = "far"
    NOT_CANDIDATE = "not_candidate"


DRAWN = frozenset(
    {
        LinkKind.STATED_NEAR,
        LinkKind.CERTAIN_NEAR,
        LinkKind.POSSIBLE_NEAR,
        LinkKind.ORDER_UNKNOWN,
    }
)
WORDS = {
    LinkKind.STATED_NEAR: "close in time, as told",
    LinkKind.CERTAIN_NEAR: "close in time",
    LinkKind.DURING: "during",
    LinkKind.POSSIBLE_NEAR: "possibly close in time",
    LinkKind.ORDER_UNKNOWN: "same time, order unknown",
    LinkKind.FAR: "further apart",
    LinkKind.NOT_CANDIDATE: "after the onset",
}


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What is fixed before looking at a life.

    Attributes:
        window_days: a stressor is near when it begins at most this long before an onset.
        stressor_codes: taxonomy codes that may count.
        telling_days: a nearness that only the dates allow is drawn up to this widest gap.
        same_time_days: two beginnings in unknown order are "same time" up to this gap.
    """

    window_days: int = WINDOW_DAYS
    stressor_codes: frozenset[str] = field(default=STRESSOR_CODES)
    telling_days: int = TELLING_DAYS
    same_time_days: int = SAME_TIME_DAYS


DEFAULTS = LinkSettings()


@dataclass(frozen=True, slots=True)
class Link:
    """One stressor and one symptom, with how far apart they can be.

    Attributes:
        symptom, stressor: ids.
        kind: result of the link table.
        gap: fewest and most days from the stressor's beginning to the onset.
        stated: what somebody said about it, if anybody did; an opinion asked for is no such thing.
        participant, clinician: whether they belong together, as each of the two was asked.
        injury: an accident or injury at the onset, not a psychosocial stressor.
        disputed: told as close in time, while the dates exclude it; both stay visible.
        settings: the thresholds by which it is drawn.
    """

    symptom: str
    stressor: str
    kind: LinkKind
    gap: Interval
    stated: StatedLink | None = None
    injury: bool = False
    disputed: bool = False
    settings: LinkSettings = field(default=DEFAULTS, repr=False)
    participant: Answer = Answer.NOT_ASKED
    clinician: Answer = Answer.NOT_ASKED

    @property
    def is_drawn(self) -> bool:
        """Far and wrong-order links are never drawn (VISUAL, Links).

        Nor is a link that only very wide dates allow, unless somebody said it or the participant
        says that they belong together: a divorce on some day of 48 years is "possibly near"
        everything, and a line would say more than is known.
        """
        if self.kind is LinkKind.ORDER_UNKNOWN:
            return self.same_time
        said = self.stated is not None or self.participant is Answer.YES
        if self.kind is LinkKind.POSSIBLE_NEAR and not said:
            return self.gap.latest is not None and self.gap.latest <= self.settings.telling_days
        return self.kind in DRAWN

    @property
    def has_opinion(self) -> bool:
        """Whether anybody was asked, and answered, whether the two belong together."""
        silent = {Answer.NOT_ASKED, Answer.NOT_STATED}
        return not {self.participant, self.clinician} <= silent

    @property
    def same_time(self) -> bool:
        """Order unknown, but within about a year of each other, such as dates in one year."""
        low, high = self.gap.earliest, self.gap.latest
        if low is None or high is None:
            return False
        return max(-low, high) <= self.settings.same_time_days

    @property
    def is_too_wide(self) -> bool:
        """Nearness that the dates neither show nor exclude, and that is not drawn."""
        return not self.is_drawn and self.kind in {LinkKind.POSSIBLE_NEAR, LinkKind.ORDER_UNKNOWN}

    @property
    def words(self) -> str:
        """ "close in time", with its shade."""
        if self.kind is LinkKind.ORDER_UNKNOWN and not self.same_time:
            return "order unknown"
        return WORDS[self.kind]


def find(chronology: Chronology, settings: LinkSettings) -> tuple[Link, ...]:
    """Every pair worth telling, in the order of the record.

    Pairs that are far apart or in the wrong order are left out unless somebody stated them or has
    an opinion on them.
    """
    history = chronology.history
    stated = {(link.symptom, link.stressor): link for link in history.links}
    declared = [_Candidate(chronology, event) for event in stressors(chronology, settings)]
    found = []
    for symptom in history.symptoms:
        for fact in _candidates(chronology, settings, symptom, declared, stated):
            link = judge(chronology, settings, symptom, fact, stated.get((symptom.id, fact.id)))
            if (
                link.stated
                or link.has_opinion
                or link.kind not in {LinkKind.FAR, LinkKind.NOT_CANDIDATE}
            ):
                found.append(link)
    return tuple(found)


def stressors(chronology: Chronology, settings: LinkSettings) -> tuple[LifeEvent, ...]:
    """Life events that may count: declared codes, not brought about by the pain.

    An event that would not have happened without the pain is brought about by it, whichever of
    the two fields says so.
    """
    return tuple(
        event
        for event in chronology.history.events
        if event.code in settings.stressor_codes
        and not event.consequence_of_pain
        and event.independent_of_pain is not Answer.NO
    )


def judge(
    chronology: Chronology,
    settings: LinkSettings,
    symptom: SymptomEpisode,
    stressor: Fact,
    stated: StatedLink | None = None,
) -> Link:
    """One cell of the link table; `gap` uses what is said about order, not only the dates.

    `stated` is the row of the record; one that holds opinions alone says nothing about time.
    """
    gap = chronology.gap(f"{stressor.id}.start", f"{symptom.id}.start")
    lasting = isinstance(stressor, LifeEvent) and stressor.is_lasting
    kind = _kind(gap, settings.window_days, chronology, stressor, symptom, lasting=lasting)
    disputed = False
    told = stated if stated is not None and stated.told else None
    if told is not None and told.says is Nearness.NEAR:
        disputed = kind in {LinkKind.FAR, LinkKind.NOT_CANDIDATE}
        kind = LinkKind.STATED_NEAR
    injury = symptom.after_injury == stressor.id
    participant = stated.participant if stated is not None else Answer.NOT_ASKED
    clinician = stated.clinician if stated is not None else Answer.NOT_ASKED
    return Link(
        symptom.id, stressor.id, kind, gap, told, injury, disputed, settings, participant, clinician
    )


class _Candidate:
    """A stressor with its outermost days: most pairs of a long life are apart by dates alone."""

    __slots__ = ("earliest", "event", "latest", "may_last")

    def __init__(self, chronology: Chronology, event: LifeEvent) -> None:
        start = chronology.start(event.id)
        self.event = event
        self.earliest = -math.inf if start.earliest is None else start.earliest
        self.latest = math.inf if start.latest is None else start.latest
        self.may_last = event.is_lasting and (event.ongoing or event.end is not None)

    def is_apart(self, first: float, last: float, window: int) -> bool:
        """After the onset, or too long before it to be near or to have gone on at it."""
        if self.earliest > last:
            return True
        return first - self.latest > window and not self.may_last


def _candidates(
    chronology: Chronology,
    settings: LinkSettings,
    symptom: SymptomEpisode,
    declared: list[_Candidate],
    stated: dict[tuple[str, str], StatedLink],
) -> Iterator[Fact]:
    """Declared stressors for an onset or flare; for a stage of an episode only what was said.

    A pair with opinions alone keeps its place in the order, so that no link moves when one is
    given.
    """
    rows = {stressor: row for (of, stressor), row in stated.items() if of == symptom.id}
    named = {stressor for stressor, row in rows.items() if row.told}
    asked = rows.keys() - named
    if symptom.after_injury is not None:
        named.add(symptom.after_injury)
    onset = chronology.start(symptom.id)
    first = -math.inf if onset.earliest is None else onset.earliest
    last = math.inf if onset.latest is None else onset.latest
    if symptom.counts or symptom.flare or symptom.recurrence_of is not None:
        for candidate in declared:
            if candidate.event.id not in named and not candidate.is_apart(
                first, last, settings.window_days
            ):
                asked -= {candidate.event.id}
                yield candidate.event
    for identifier in sorted(named | asked):
        yield chronology.history.fact(identifier)


def _kind(
    gap: Interval,
    window: int,
    chronology: Chronology,
    stressor: Fact,
    symptom: SymptomEpisode,
    *,
    lasting: bool,
) -> LinkKind:
    low, high = gap.earliest, gap.latest
    if high is not None and high < 0:
        return LinkKind.NOT_CANDIDATE
    if low is not None and low >= 0 and high is not None and high <= window:
        return LinkKind.CERTAIN_NEAR
    if low is not None and low > window:
        return _far_or_during(chronology, stressor, symptom, lasting=lasting)
    if low is None or low < 0:
        return LinkKind.ORDER_UNKNOWN
    return LinkKind.POSSIBLE_NEAR


def _far_or_during(
    chronology: Chronology, stressor: Fact, symptom: SymptomEpisode, *, lasting: bool
) -> LinkKind:
    """A lasting stressor that began longer ago and certainly still went on is "during"."""
    if not lasting:
        return LinkKind.FAR
    rest = chronology.gap(f"{symptom.id}.start", f"{stressor.id}.end")
    goes_on = stressor.ongoing or (rest.earliest is not None and rest.earliest >= 0)
    return LinkKind.DURING if goes_on else LinkKind.FAR
