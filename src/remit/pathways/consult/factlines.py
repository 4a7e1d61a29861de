"""What the timeline says of one fact: its kind, its date beside the bar, its whole sentence."""

from __future__ import annotations

from collections.abc import Iterator

from remit.domain.chronology import Chronology, interval_words
from remit.domain.facts import (
    Fact,
    Functioning,
    LifeEvent,
    Onset,
    Status,
    SymptomEpisode,
    Treatment,
)
from remit.domain.fuzzydate import Basis, Precision, known
from remit.domain.interval import Interval
from remit.domain.length import Axis
from remit.domain.taxonomy import STRESSOR_CODES
from remit.pathways.consult.factwords import is_vague, long_span, short_date

_YEAR = 366


def kind_words(fact: Fact) -> str:
    """Stressor, support, symptom, operation and so on; what did not happen says so."""
    if isinstance(fact, LifeEvent):
        if fact.is_support:
            return "support"
        counted = fact.code in STRESSOR_CODES and not fact.consequence_of_pain
        return "stressor" if counted else "life event"
    if isinstance(fact, SymptomEpisode):
        return "flare" if fact.flare else "symptom"
    if isinstance(fact, Treatment):
        planned = "" if fact.status is Status.DONE else f", {fact.status.value}"
        return f"{fact.kind.value}{planned}"
    if isinstance(fact, Functioning):
        return "daily life"
    return "medicine"


def remarks(fact: Fact) -> Iterator[str]:
    """Words that follow the date beside the bar."""
    if isinstance(fact, LifeEvent) and fact.is_support:
        yield "a support"
    if isinstance(fact, SymptomEpisode):
        if fact.onset is Onset.GRADUAL:
            yield "gradual"
        if fact.flare:
            yield "flare"
    if isinstance(fact, Treatment) and fact.status is not Status.DONE:
        yield fact.status.value.removesuffix(" by the participant")


def date_words(chronology: Chronology, fact: Fact, start: Interval, *, moment: bool) -> str:
    """The date beside the bar: "since 1980", "began 1971–86, end not known"."""
    axis = chronology.axis
    began = short_date(fact.start, start, axis)
    if moment:
        vague = is_vague(fact.start, start) and fact.start.basis is not Basis.ASSUMED
        return f"{began}, undated" if vague else began
    wide = start.width is None or start.width > _YEAR
    if fact.ongoing:
        if not known(fact.start):
            return "beginning not known, ongoing"
        return f"began {began}, ongoing" if wide else f"since {began}"
    if not known(fact.end):
        if fact.start.precision is Precision.CHILDHOOD:
            return began
        return (
            f"began {began}, end not known"
            if wide
            else f"from {began}"
            if axis is Axis.CALENDAR
            else f"began {began}"
        )
    ended = short_date(fact.end or fact.start, chronology.end(fact.id), axis)
    if not known(fact.start):
        return f"until {ended}"
    if began == ended:
        return began
    joined = " to " if axis is Axis.CALENDAR else ", ended "
    return f"{began}{joined}{ended}"


def sentence(
    chronology: Chronology, fact: Fact, start: Interval, *, dated: bool, moment: bool
) -> str:
    """ "Irritable bowel, began between 1971 and 1986, end not known"; links follow later."""
    axis = chronology.axis
    parts = (
        [fact.label, kind_words(fact)] if kind_words(fact) in {"support", "flare"} else [fact.label]
    )
    if not dated:
        return ", ".join([*parts, "date not known"])
    if moment:
        return ", ".join([*parts, long_span(start, axis)])
    parts.append(f"began {long_span(start, axis)}" if known(fact.start) else "beginning not known")
    if fact.ongoing:
        parts.append("still going on")
    elif known(fact.end):
        parts.append(f"ended {long_span(chronology.end(fact.id), axis)}")
    else:
        parts.append("end not known")
    return ", ".join(parts)


def full_interval(chronology: Chronology, fact: Fact, start: Interval, *, moment: bool) -> str:
    """Both intervals for the table."""
    axis = chronology.axis
    words = interval_words(start, axis) if known(fact.start) else "beginning not known"
    if moment:
        return words
    if fact.ongoing:
        return f"{words}; ongoing"
    end = interval_words(chronology.end(fact.id), axis) if known(fact.end) else "not known"
    return f"{words}; end {end}"
