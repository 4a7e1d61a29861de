"""Names and dates of facts inside the sentences of a formulation, for both readers.

A label is used as it was recorded; only the pronoun turns to "you" where it can mean nobody else.
A label that says more than a formulation may say is replaced by a plain kind name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from remit.domain.facts import Fact, LifeEvent, Medicine, SymptomEpisode, Treatment
from remit.domain.formulation import Audience, Ground, GroundKind
from remit.domain.fuzzydate import BIRTH, Basis, FuzzyDate, Precision
from remit.domain.interval import Interval
from remit.domain.length import Axis
from remit.domain.private_facts import tells_private
from remit.domain.taxonomy import TAXONOMY
from remit.domain.words import say
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.factwords import in_sentence, short_date, short_span
from remit.pathways.consult.formulation_lint import FaultKind, faults, is_verdict

SURE_DAYS = 400  # about one year; a wider span is said as a vague date
JUST_DAYS = 3 * 366
YEAR = 365.25
MOST_FOR_PARTICIPANT, MOST_FOR_REFERRER = 6, 12
_ON = {Precision.EXACT, Precision.DAY}
_SINGLE = {Precision.EXACT, Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR,
           Precision.DECADE}  # fmt: skip
_OTHERS = re.compile(
    r"\b(?:(?:grand|step)?(?:mother|father|parents?|sons?|daughters?|child(?:ren)?)|sisters?|"
    r"brothers?|siblings?|husband|wife|partner|friends?|boss|boyfriend|girlfriend|aunt|uncle|"
    r"cousins?|nephews?|nieces?|teachers?|colleagues?|neighbou?rs?|man|woman|doctors?)\b",
    re.IGNORECASE,
)
_MODALS = "can|cannot|could|did|had|would|should|must|may|might|felt|wanted|tried"
_TURNS = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\b(?:herself|himself)\b", "yourself"),
        (r"\b(?:she|he) (?:was|is)\b", "you were"),
        (rf"\b(?:she|he)(?= (?:{_MODALS})\b)", "you"),
        (r"\b(?:her|him)\b(?= (?:to|for|in|on|at|from|by|with|and|or)\b|$)", "you"),
        (r"\b(?:her|his)(?= \w)", "your"),
    )
)


@dataclass(frozen=True, slots=True)
class When:
    """When something began, for both readers.

    Attributes:
        participant: such as "in 1993 or just before".
        referrer: such as "by 1993".
        vague: whether the day lies somewhere in a span.
        known: false where nothing is said about the time.
    """

    participant: str
    referrer: str
    vague: bool = False
    known: bool = True

    @property
    def since(self) -> str:
        """The participant's words after "since"."""
        bare = re.sub(r"^(?:in|on|when|at) (?!the )", "", self.participant)
        return f"some time {bare}" if bare.startswith(("between", "after", "around")) else bare


NOT_KNOWN = When("at a time we do not know", "date not known", vague=True, known=False)


def name_of(fact: Fact, audience: Audience) -> str:
    """A fact inside a sentence; details after a comma stay with events in the record."""
    label = fact.label if isinstance(fact, SymptomEpisode) else fact.label.split(",")[0]
    label = " ".join(label.split()).rstrip(".;:")
    if not label or not is_sayable(label):
        label = _plain_name(fact)
    said = in_sentence(label)
    return second_person(said) if audience is Audience.PARTICIPANT else said


def is_sayable(words: str) -> bool:
    """Whether words of the record may stand in a formulation; a recorded diagnosis may.

    A verdict on the person or on their body may not, whoever recorded it.
    """
    return not is_verdict(words) and all(
        fault.kind is FaultKind.DIAGNOSIS
        for audience in Audience
        for said in (words, second_person(words))
        for fault in faults(said, audience)
    )


def may_be_drafted(words: str) -> bool:
    """Whether free words of the record may enter a draft by themselves; private ones may not."""
    return is_sayable(words) and not tells_private(words)


def second_person(label: str) -> str:
    """ "No support from your mother"; nothing turns after the name of another person."""
    other = _OTHERS.search(label)
    head, tail = (label[: other.start()], label[other.start() :]) if other else (label, "")
    if tail and re.search(r"\b(?:her|his|their) $", head, re.IGNORECASE):
        head = re.sub(r"\b(?:her|his|their) $", "your ", head, flags=re.IGNORECASE)
    for pattern, words in _TURNS:
        head = pattern.sub(words, head)
    return head + tail


def listed(names: Sequence[str], audience: Audience) -> str:
    """ "a, b and c", or with semicolons where a name has commas; the rest is counted."""
    most = MOST_FOR_PARTICIPANT if audience is Audience.PARTICIPANT else MOST_FOR_REFERRER
    unique = list(dict.fromkeys(names))
    if len(unique) > most + 1:
        unique = [*unique[:most], f"{len(unique) - most} more"]
    if len(unique) < 2:
        return "".join(unique)
    comma = "; " if any("," in name for name in unique) else ", "
    return f"{comma.join(unique[:-1])}{';' if comma == '; ' else ''} and {unique[-1]}"


def ground_of(report: CaseReport, fact: Fact) -> Ground:
    """A fact as a ground, with its date as the timeline writes it."""
    days = report.chronology.start(fact.id)
    when = _short(fact.start, days, report.chronology.axis)
    if isinstance(fact, SymptomEpisode) and fact.ongoing and when[:1].isdigit():
        when = f"since {when}"
    return Ground(kind=GroundKind.FACT, id=fact.id, words=fact.label, when=when, lane=lane_of(fact))


def lane_of(fact: Fact) -> str:
    """The lane that gives a fact its colour."""
    match fact:
        case LifeEvent():
            return "support" if fact.is_support else "life"
        case SymptomEpisode():
            return "symptom"
        case Treatment():
            return "medical"
        case Medicine():
            return "medicine"
        case _:
            return "score"


def when_of(report: CaseReport, fact: Fact) -> When:
    """When a fact began; never more exact than the record."""
    said, axis = fact.start, report.chronology.axis
    if said.is_unknown:
        return NOT_KNOWN
    days = report.chronology.start(fact.id)
    if said.precision is Precision.CHILDHOOD:
        return When("when you were a child", "in childhood", said.basis is Basis.ASSUMED)
    vague = said.approx or said.basis is Basis.ASSUMED or (days.width or SURE_DAYS + 1) > SURE_DAYS
    if days.width == 0:
        vague = said.approx or said.basis is Basis.ASSUMED
    if said.anchor == BIRTH and said.precision is Precision.AGE and said.lower is not None:
        return _aged(said, vague=vague)
    if days.earliest is None and days.latest is None:
        return NOT_KNOWN
    if axis is Axis.CONSULTATION:
        return When(_counted(days), _with_anchor(short_span(days, axis)), vague)
    return When(_dated(said, days), _short(said, days, axis), vague)


def _short(said: FuzzyDate, days: Interval, axis: Axis) -> str:
    """As the timeline writes it, but what was told as "by 1993" stays so."""
    if axis is Axis.CALENDAR and said.precision is Precision.BEFORE and days.latest is not None:
        return f"by {date.fromordinal(days.latest).year}"
    return short_date(said, days, axis)


def _plain_name(fact: Fact) -> str:
    if isinstance(fact, LifeEvent):
        return TAXONOMY[fact.code].label
    if isinstance(fact, SymptomEpisode):
        return "a symptom, named in the record"
    if isinstance(fact, Treatment):
        return f"{fact.kind.value}, named in the record"
    return "something named in the record"


def _aged(said: FuzzyDate, *, vague: bool) -> When:
    low = said.lower.months // 12 if said.lower else 0
    high = said.upper.months // 12 - 1 if said.upper else None
    if high is None:
        return When(f"after you were {low}", f"after the age of {low}", vague=True)
    if high <= low:
        return When(f"when you were {low}", f"aged {low}", vague)
    return When(f"when you were about {low} to {high}", f"aged {low}–{high}", vague)


def _dated(said: FuzzyDate, days: Interval) -> str:
    if said.calendar is not None and said.precision in _SINGLE:
        return f"{'on' if said.precision in _ON else 'in'} {say(said)}"
    low, high = days.earliest, days.latest
    first = None if low is None else date.fromordinal(max(low, 1)).year
    last = None if high is None else date.fromordinal(max(high, 1)).year
    if first is None:
        return f"in {last} or before"
    if last is None:
        return f"in {first} or after"
    if first == last:
        return f"in {first}"
    narrow = days.width is not None and days.width < JUST_DAYS
    if said.precision is Precision.BEFORE and narrow:
        return f"in {last} or just before"
    if last == first + 1:
        return f"in {first} or {last}"
    return f"at some time between {first} and {last}"


def _counted(days: Interval) -> str:
    """Distances from the visit; no year is ever named without a calendar."""
    low, high = days.earliest, days.latest
    if low == high == 0:
        return "at your visit"
    if high is None or (low is not None and low >= 0):
        return "after your visit" if low is not None and low >= 0 else "at a time we cannot place"
    if high > 0:
        return "around the time of your visit" if low is not None else "at a time we cannot place"
    near = _years(-high)
    if low is None:
        return f"at least {near} before your visit" if high < 0 else "before your visit"
    far = _years(-low)
    if -high < YEAR / 12:
        return f"in the {far} before your visit"
    if near == far:
        return f"{far} before your visit"
    bare = near.removesuffix(far[far.index(" ") :])
    return f"between {bare} and {far} before your visit"


def _years(days: int) -> str:
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    number, unit = (days / YEAR * 12, "months") if days < 2 * YEAR else (days / YEAR, "years")
    rounded = round(number * 2) / 2
    return f"{rounded:g} {unit}"


def _with_anchor(words: str) -> str:
    if words.endswith(" or later"):
        return f"{words.removesuffix(' or later')} the consultation or later"
    return f"{words} the consultation" if words.endswith(("before", "after")) else words
