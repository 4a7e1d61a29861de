"""One life as a timeline: every dated fact with its interval, its words and its links.

`build` draws one arrow of the walk: chronology and links in, frozen records out (`lifefacts`);
`layout.lay_out` places them, `reports.svg` draws them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from remit.domain.chronology import Chronology, interval_words, is_moment
from remit.domain.facts import (
    Fact,
    LifeEvent,
    Medicine,
    Score,
    Status,
    SymptomEpisode,
    Treatment,
    TreatmentKind,
)
from remit.domain.fuzzydate import (
    BIRTH,
    CONSULTATION,
    PROGRAMME_END,
    PROGRAMME_START,
    FuzzyDate,
    Precision,
    known,
)
from remit.domain.interval import EVER, Interval
from remit.domain.length import Axis
from remit.pathways.consult.factlines import (
    date_words,
    full_interval,
    kind_words,
    remarks,
    sentence,
)
from remit.pathways.consult.factwords import (
    SOURCE_WORDS,
    course_words,
    long_span,
    near_words,
    short_date,
    short_span,
    sureness,
)
from remit.pathways.consult.lifefacts import (
    LANE_NAMES,
    Lane,
    TableRow,
    Timeline,
    TimelineFact,
    TimelineLink,
    TimelineScore,
    Turn,
    ZoomStep,
    table_rows,
    zoom_steps,
)
from remit.pathways.consult.links import Link, LinkKind

__all__ = [
    "LANE_NAMES",
    "Lane",
    "TableRow",
    "Timeline",
    "TimelineFact",
    "TimelineLink",
    "TimelineScore",
    "ZoomStep",
    "build",
    "table_rows",
    "zoom_steps",
]

AVERAGE_PAIN = "nrs_avg"
_DEATHS = frozenset({"LOS01", "LOS02", "LOS03", "CHI06"})
_CRISP = frozenset({Precision.EXACT, Precision.DAY, Precision.MONTH, Precision.YEAR})
_YEAR = 366
_ROOM = 365


@dataclass(frozen=True, slots=True)
class _Limits:
    """Where open intervals are cut for drawing."""

    first: int
    last: int
    birth: Interval
    consultation: Interval
    contact: Interval


def build(
    chronology: Chronology, links: tuple[Link, ...], *, flagged: frozenset[str] = frozenset()
) -> Timeline:
    """The timeline of a history; facts in lane order, then by earliest start, then by id.

    Args:
        flagged: ids of facts that an open flag names; they say so and are never grouped.
    """
    limits = _limits(chronology)
    facts = sorted(
        (_flagged(_fact(chronology, limits, fact), flagged) for fact in chronology.history.facts()),
        key=lambda fact: (list(Lane).index(fact.lane), not fact.dated, fact.first, fact.id),
    )
    drawn = _links(links, facts)
    scores = [_score(chronology, limits, score) for score in chronology.history.scores]
    consultation = limits.consultation
    words = short_span(consultation, chronology.axis)
    vague = chronology.axis is Axis.CALENDAR and consultation != EVER
    birth = limits.birth if limits.birth.width is not None else None
    return Timeline(
        axis=chronology.axis,
        consultation=_closed(consultation, limits),
        consultation_words=f"Consultation, {words}" if vague else "Consultation",
        birth=birth,
        first=limits.first,
        last=limits.last,
        facts=tuple(_named(fact, drawn, facts) for fact in facts),
        scores=tuple(sorted(scores, key=lambda score: (not score.dated, score.middle))),
        links=drawn,
        programme=_programme(chronology, limits),
    )


def _limits(chronology: Chronology) -> _Limits:
    """Birth and last contact, or the outermost days that anything states."""
    points = list(_points(chronology))
    lows = [days.earliest for days in points if days.earliest is not None]
    highs = [days.latest for days in points if days.latest is not None]
    birth, consultation = chronology.interval(BIRTH), chronology.interval(CONSULTATION)
    everything = [*lows, *highs] or [0]
    first = birth.earliest if birth.earliest is not None else min(everything)
    last = max([*highs, *lows] or [first + _YEAR])
    latest = max(
        (days for days in points if days.latest is not None),
        key=lambda days: (days.latest or 0, days.earliest or 0),
        default=Interval(last, last),
    )
    if latest.latest is None or latest.latest < last:
        latest = Interval(last, last)
    first = min(first, *everything)
    if any(days.latest is None for days in points):
        last += _ROOM  # what has no latest day is seen to run past what has
        latest = Interval(latest.earliest, last)
    return _Limits(first, max(last, first + 1), birth, consultation, latest)


def _points(chronology: Chronology) -> Iterator[Interval]:
    """Intervals of everything that has a stated time."""
    yield chronology.interval(CONSULTATION)
    for landmark, said in (
        (PROGRAMME_START, chronology.history.subject.programme_start),
        (PROGRAMME_END, chronology.history.subject.programme_end),
    ):
        if known(said):
            yield chronology.interval(landmark)
    for fact in chronology.history.facts():
        if known(fact.start):
            yield chronology.start(fact.id)
        if known(fact.end):
            yield chronology.end(fact.id)
    for score in chronology.history.scores:
        if known(score.start):
            yield chronology.start(score.id)


def _programme(chronology: Chronology, limits: _Limits) -> Interval | None:
    subject = chronology.history.subject
    if not known(subject.programme_start) and not known(subject.programme_end):
        return None
    start = _closed(chronology.interval(PROGRAMME_START), limits)
    end = _closed(chronology.interval(PROGRAMME_END), limits)
    return Interval(start.earliest, end.latest)


def _closed(days: Interval, limits: _Limits) -> Interval:
    low = limits.first if days.earliest is None else days.earliest
    high = limits.last if days.latest is None else days.latest
    return Interval(low, max(low, high))


def _fact(chronology: Chronology, limits: _Limits, fact: Fact) -> TimelineFact:
    """One record with its intervals closed and everything in words but its links."""
    start, moment = chronology.start(fact.id), is_moment(fact)
    said_open = _lower_is_open(fact.start, start, limits)
    shown = Interval(None, start.latest) if said_open else start
    end, end_unknown = _end(chronology, limits, fact, start, moment=moment)
    dated = known(fact.start) or known(fact.end) or fact.ongoing
    closed = _closed(start, limits)
    open_end = (start.latest if end is None else chronology.end(fact.id).latest) is None
    beside = date_words(chronology, fact, shown, moment=moment) if dated else "date not known"
    placed = TimelineFact(
        id=fact.id,
        lane=_lane(fact),
        kind=kind_words(fact),
        label=fact.label,
        date_words=", ".join(part for part in (beside, *remarks(fact)) if part),
        name=sentence(chronology, fact, shown, dated=dated, moment=moment),
        start=closed,
        end=_closed(_not_before(end, closed), limits) if end is not None else None,
        dated=dated,
        open_start=said_open or start.earliest is None,
        open_end=open_end and not fact.ongoing,
        moment=moment,
        ongoing=fact.ongoing,
        end_unknown=end_unknown,
        crisp=fact.start.precision in _CRISP and not fact.start.approx and not said_open,
        support=isinstance(fact, LifeEvent) and fact.is_support,
        planned=isinstance(fact, Treatment) and fact.status is not Status.DONE,
        keeps=_keeps(fact),
        interval_words=full_interval(chronology, fact, shown, moment=moment),
        basis_words=sureness(fact.start),
        source_words=SOURCE_WORDS[fact.source],
        detail=fact.detail,
    )
    return _with_course(placed, fact, _turns(chronology, limits, fact), chronology.axis)


def _flagged(placed: TimelineFact, flagged: frozenset[str]) -> TimelineFact:
    """An open flag is said in a word of the name, of the label and of the table."""
    if placed.id not in flagged:
        return placed
    return replace(placed, keeps=True, flagged=True, name=f"{placed.name}, flag open")


def _with_course(
    placed: TimelineFact, fact: Fact, turns: tuple[Turn, ...], axis: Axis
) -> TimelineFact:
    if not isinstance(fact, SymptomEpisode):
        return placed
    return replace(
        placed,
        flare=fact.flare,
        onset=fact.onset,
        severity=fact.severity,
        course=turns,
        course_words=course_words(fact, axis, tuple(turn.when for turn in turns)),
    )


def _lower_is_open(said: FuzzyDate, start: Interval, limits: _Limits) -> bool:
    """True where only birth bounds the beginning: nobody said "not before"."""
    stated = said.calendar.earliest if said.calendar is not None else said.lower
    if stated is not None or start.earliest is None:
        return start.earliest is None
    birth = limits.birth.earliest
    return birth is None or start.earliest <= birth


def _end(
    chronology: Chronology, limits: _Limits, fact: Fact, start: Interval, *, moment: bool
) -> tuple[Interval | None, bool]:
    """The end to draw, and whether nobody knows it."""
    if moment:
        return None, False
    if fact.ongoing:
        seen = limits.consultation
        began = start.latest if start.latest is not None else limits.last
        past = seen.latest is not None and began > seen.latest
        return (limits.contact if past or seen.latest is None else seen), False
    if known(fact.end):
        return chronology.end(fact.id), False
    return None, True


def _not_before(end: Interval, start: Interval) -> Interval:
    low = end.earliest
    if low is None or (start.earliest is not None and low < start.earliest):
        low = start.earliest
    high = end.latest
    return Interval(low, high if high is None or low is None else max(low, high))


def _turns(chronology: Chronology, limits: _Limits, fact: Fact) -> tuple[Turn, ...]:
    if not isinstance(fact, SymptomEpisode):
        return ()
    return tuple(
        Turn(
            _closed(chronology.interval(f"{fact.id}.course{index}"), limits),
            change.change,
            change.severity,
        )
        for index, change in enumerate(fact.course)
    )


def _lane(fact: Fact) -> Lane:
    if isinstance(fact, SymptomEpisode):
        return Lane.SYMPTOMS
    if isinstance(fact, Treatment):
        return Lane.MEDICAL
    return Lane.MEDICINES if isinstance(fact, Medicine) else Lane.LIFE


def _keeps(fact: Fact) -> bool:
    if isinstance(fact, SymptomEpisode):
        return fact.ongoing or fact.chief
    if isinstance(fact, Treatment):
        return fact.kind is TreatmentKind.OPERATION
    return isinstance(fact, LifeEvent) and fact.code in _DEATHS


def _links(links: tuple[Link, ...], facts: Iterable[TimelineFact]) -> tuple[TimelineLink, ...]:
    placed = {fact.id: fact for fact in facts if fact.dated}
    return tuple(
        TimelineLink(
            id=f"{link.stressor}-{link.symptom}",
            stressor=link.stressor,
            symptom=link.symptom,
            kind=link.kind,
            words=link.words,
            name=f"{placed[link.stressor].label} and {placed[link.symptom].label}, {link.words}",
            gap=link.gap,
            said=link.stated is not None or link.kind is LinkKind.STATED_NEAR,
            injury=link.injury,
        )
        for link in links
        if link.is_drawn and link.stressor in placed and link.symptom in placed
    )


def _named(
    fact: TimelineFact, links: tuple[TimelineLink, ...], facts: list[TimelineFact]
) -> TimelineFact:
    labels = {other.id: other.label for other in facts}
    near = tuple(
        near_words(link.kind, labels[link.symptom if link.stressor == fact.id else link.stressor])
        for link in links
        if fact.id in {link.stressor, link.symptom}
    )
    return replace(fact, near_words=near, name=", ".join([fact.name, *near])) if near else fact


def _score(chronology: Chronology, limits: _Limits, score: Score) -> TimelineScore:
    days, dated = chronology.start(score.id), known(score.start)
    beside = short_date(score.start, days, chronology.axis)
    words = "before" if score.phase == "baseline" else beside
    value = f"{score.value:g}"
    when = long_span(days, chronology.axis) if dated else "date not known"
    return TimelineScore(
        id=score.id,
        instrument=score.instrument,
        value=score.value,
        when=_closed(days, limits),
        words=words,
        name=f"Average pain {value} of 10, {when}"
        if score.instrument == AVERAGE_PAIN
        else f"{score.instrument} {value}, {when}",
        dated=dated,
        open_end=days.latest is None,
        interval_words=interval_words(days, chronology.axis),
        basis_words=sureness(score.start),
    )
