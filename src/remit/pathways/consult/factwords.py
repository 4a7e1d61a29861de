"""Dates, grounds and links of the timeline in words.

On the consultation axis no word ever names a year (DESIGN 2): times are distances from the
consultation, whatever was typed.
"""

from __future__ import annotations

from datetime import date

from remit.domain.facts import Onset as SymptomOnset
from remit.domain.facts import Severity, Source, SymptomEpisode
from remit.domain.fuzzydate import BIRTH, Basis, Confidence, FuzzyDate, Precision
from remit.domain.interval import Interval
from remit.domain.length import Axis
from remit.domain.phrases import MONTHS
from remit.domain.words import say
from remit.pathways.consult.links import LinkKind

YEAR = 365.25
MONTH = YEAR / 12
_ABOUT_YEARS = 3
_AT_ONCE = 14
_UNDATED_DAYS = 5 * YEAR
_SINGLE = {Precision.EXACT, Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR,
           Precision.DECADE}  # fmt: skip

BASIS_WORDS = {
    Basis.STATED: "as told",
    Basis.DERIVED: "date worked out from what was told",
    Basis.ASSUMED: "date assumed",
}
SOURCE_WORDS = {
    Source.PARTICIPANT: "the participant",
    Source.CLINICIAN: "the clinician",
    Source.DOCUMENT: "a document",
    Source.PUBLISHED_REPORT: "the published report",
}
SURE_WORDS = {
    Confidence.SURE: "sure",
    Confidence.FAIRLY: "fairly sure",
    Confidence.GUESS: "a guess",
}
_NEAR = {
    LinkKind.STATED_NEAR: "close in time to {}",
    LinkKind.CERTAIN_NEAR: "close in time to {}",
    LinkKind.POSSIBLE_NEAR: "possibly close in time to {}",
    LinkKind.ORDER_UNKNOWN: "about the same time as {}, order unknown",
}
_ONSET = {SymptomOnset.SUDDEN: "began suddenly", SymptomOnset.GRADUAL: "came on slowly"}
_SEVERITY = {Severity.MILD: "mild", Severity.MODERATE: "moderate", Severity.SEVERE: "severe"}


def near_words(kind: LinkKind, label: str) -> str:
    """ "close in time to stressful job"; never "because of"."""
    return _NEAR[kind].format(in_sentence(label))


def in_sentence(label: str) -> str:
    """A label inside a sentence: "stressful job", but "MRI 2"."""
    if len(label) > 1 and label[0].isupper() and (label[1].islower() or label[1] == " "):
        return label[0].lower() + label[1:]
    return label


def sureness(said: FuzzyDate) -> str:
    """What the date rests on and how sure the person was."""
    words = BASIS_WORDS[said.basis]
    if said.confidence is not None:
        words += f", {SURE_WORDS[said.confidence]}"
    return words


def short_date(said: FuzzyDate, days: Interval, axis: Axis) -> str:
    """One statement in a few words: "childhood", "about 1992–93", "8.5–10 y before"."""
    if said.is_unknown:
        return "date not known"
    if said.anchor == BIRTH and said.precision in {Precision.AGE, Precision.CHILDHOOD}:
        return _age(said)
    if axis is Axis.CALENDAR and said.calendar is not None and said.precision in _SINGLE:
        return say(said)
    words = short_span(days, axis)
    narrow = days.width is not None and days.width < _ABOUT_YEARS * YEAR
    if axis is Axis.CALENDAR and narrow and (said.approx or said.basis is Basis.ASSUMED):
        words = f"about {words}"
    return words


def is_vague(said: FuzzyDate, days: Interval) -> bool:
    """True for a span so wide that its limits are no date: "1993–2008, undated"."""
    aged = said.precision in {Precision.AGE, Precision.CHILDHOOD, Precision.DECADE}
    return not aged and days.width is not None and days.width > _UNDATED_DAYS


def _age(said: FuzzyDate) -> str:
    if said.precision is Precision.CHILDHOOD:
        return "childhood"
    low = said.lower.months // 12 if said.lower else 0
    high = said.upper.months // 12 - 1 if said.upper else low
    return f"at {low}" if high <= low else f"at {low}–{high}"


def short_span(days: Interval, axis: Axis) -> str:
    """An interval in a few words, no finer than years where it spans more than one."""
    low, high = days.earliest, days.latest
    if low is None and high is None:
        return "date not known"
    if low is None:
        return f"by {_point(high, axis)}"
    if high is None:
        return "after the consultation" if axis is Axis.CONSULTATION and low == 0 else (
            f"{_point(low, axis)} or later")  # fmt: skip
    if axis is Axis.CONSULTATION:
        return _offsets(low, high)
    first, last = (date.fromordinal(min(max(d, 1), date.max.toordinal())) for d in (low, high))
    if low == high:
        return _day(first)
    if first.year == last.year:
        same_month = first.month == last.month
        return f"{MONTHS[first.month - 1].capitalize()} {first.year}" if same_month else (
            str(first.year))  # fmt: skip
    if first.year // 100 == last.year // 100:
        return f"{first.year}–{last.year % 100:02d}"
    return f"{first.year}–{last.year}"


def long_span(days: Interval, axis: Axis) -> str:
    """An interval inside a sentence: "between 1971 and 1986"."""
    low, high = days.earliest, days.latest
    if low is None and high is None:
        return "at an unknown time"
    if low is None:
        return f"not after {_point(high, axis, long=True)}"
    if high is None:
        return f"not before {_point(low, axis, long=True)}"
    first, last = _point(low, axis, long=True), _point(high, axis, long=True)
    if low == high:
        return f"on {first}" if axis is Axis.CALENDAR else first
    if axis is Axis.CALENDAR:
        years = (date.fromordinal(low).year, date.fromordinal(high).year)
        return f"in {years[0]}" if years[0] == years[1] else f"between {years[0]} and {years[1]}"
    return first if first == last else f"between {first} and {last}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _point(day: int | None, axis: Axis, *, long: bool = False) -> str:
    if day is None:
        return "not known"
    if axis is Axis.CALENDAR:
        return _day(date.fromordinal(day)) if long else str(date.fromordinal(day).year)
    if day == 0:
        return "the consultation"
    number, unit = _amount(abs(day), long=long)
    side = "before" if day < 0 else "after"
    return f"{number} {unit} {side}" + (" the consultation" if long else "")


def _offsets(low: int, high: int) -> str:
    """Two days around the consultation: "8.5–10 y before", "in the 10 y before"."""
    if low == high == 0:
        return "at the consultation"
    if low < 0 < high or (low == 0 and high == 0):
        return f"{_point(low, Axis.CONSULTATION)} to {_point(high, Axis.CONSULTATION)}"
    near, far = sorted((abs(low), abs(high)))
    side = "before" if low < 0 else "after"
    number, unit = _amount(far, long=False)
    if near == 0 or (near <= _AT_ONCE and far > 2 * YEAR):
        return f"in the {number} {unit} {side}"
    other, other_unit = _amount(near, long=False)
    if other_unit != unit:
        return f"{other} {other_unit}–{number} {unit} {side}"
    return f"{number} {unit} {side}" if other == number else f"{other}–{number} {unit} {side}"


def _amount(days: int, *, long: bool) -> tuple[str, str]:
    if days < 60:
        return str(days), "day" if days == 1 else "days"
    if days < 2 * YEAR:
        return _half(days / MONTH), "months"
    return _half(days / YEAR), "years" if long else "y"


def _half(number: float) -> str:
    rounded = round(number * 2) / 2
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.1f}"


def course_words(symptom: SymptomEpisode, axis: Axis, turns: tuple[Interval, ...]) -> str:
    """Onset, severity and turns as stated; nothing is inferred."""
    parts = []
    if symptom.onset in _ONSET:
        parts.append(_ONSET[symptom.onset])
    if symptom.severity is not None:
        parts.append(_SEVERITY[symptom.severity])
    if symptom.flare:
        parts.append("a marked worsening")
    for turn, days in zip(symptom.course, turns, strict=True):
        word = f"{turn.change} {short_date(turn.when, days, axis)}"
        parts.append(f"{word}, {_SEVERITY[turn.severity]}" if turn.severity else word)
    return "; ".join(parts)
