"""What is still open and what nobody knows; operations and medicines in neutral words (INV-04)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from remit.domain.facts import Answer, Fact, Medicine, Onset, Status, Treatment
from remit.domain.formulation import Ground, GroundKind, Rule, Sentence
from remit.domain.fuzzydate import CONSULTATION
from remit.domain.private_facts import tells_violence
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.formulation_context import (
    AUDIENCES,
    PARTICIPANT,
    REFERRER,
    Making,
    Row,
)
from remit.pathways.consult.formulation_links import not_asked_about, undecided
from remit.pathways.consult.formulation_words import (
    is_sayable,
    listed,
    may_be_drafted,
    second_person,
    when_of,
)

_FEATURE = re.compile(r"[FITHX]\d")
_OPEN = {Answer.NOT_ASKED, Answer.NOT_STATED, Answer.UNSURE}


def is_open(making: Making) -> Iterator[Sentence]:
    """Open flags, tests awaited, and a clearance that nobody signed."""
    context = making.context
    row = Row(making, "open", Rule.OPEN)
    if context.flags:
        count = str(len(context.flags))
        row.records("flags", context.flags, sayable=_is_flag_said, count=(count, count))
    if context.pending:
        row.records("pending", context.pending)
    if context.asks_clearance and context.cleared is None:
        row.say("not_cleared").rest(
            Ground(kind=GroundKind.RECORD, id="clearance", words="Clearance: not signed")
        )
    if not row.is_empty:
        yield row.closed()


def _is_flag_said(words: str) -> bool:
    """A referrer reads of every flag but not that somebody is feared at home."""
    return is_sayable(words) and not tells_violence(words)


def not_asked(making: Making) -> Iterator[Sentence]:
    """What was not asked or not told, and opinions that are missing."""
    grounds = [_small(one) for one in (*_unanswered(making.report), *making.context.to_ask)]
    row = Row(making, "not-asked", Rule.OPEN)
    if grounds:
        row.say("not_asked", what=(_asked_of_you(grounds), listed(_words(grounds), REFERRER)))
        row.quote(*_words(grounds)).rest(*grounds)
    silent = [] if making.report.history.subject.retrospective else not_asked_about(making)
    if silent:
        row.facts("opinion_not_asked", silent)
    if not row.is_empty:
        yield row.closed()


def _words(grounds: list[Ground]) -> list[str]:
    return [one.words for one in grounds]


def _asked_of_you(grounds: list[Ground]) -> str:
    """Topics alone: features of the clinician's list and details stay out of these words."""
    topics = [re.split("[;:]", one.words)[0] for one in grounds if not _FEATURE.match(one.id)]
    return listed([second_person(one) for one in topics], PARTICIPANT) or "some signs to look for"


def dates(making: Making) -> Iterator[Sentence]:
    """Dates that nobody knows, orders that they do not decide, and contradictions."""
    row = Row(making, "dates", Rule.UNKNOWN)
    undated = [one for one in _spoken_of(making) if not when_of(making.report, one).known]
    if undated:
        row.facts("undated", undated, counted=True)
    _undecided(making, row)
    how = making.report.complaint
    if how is not None and how.onset is Onset.UNKNOWN:
        row.say("how_began").rest(*making.grounds([how]))
    clashing = list(_clashing(making.report))
    if clashing:
        row.facts("clash", clashing, counted=True)
    if not row.is_empty:
        yield row.closed()


def _undecided(making: Making, row: Row) -> None:
    """In full for the complaint; of other symptoms only that it is so."""
    rest = []
    for symptom, others in undecided(making):
        if not symptom.chief:
            rest.append(symptom)
            continue
        mine = (making.names([symptom], AUDIENCES[0]), making.names([symptom], AUDIENCES[1]))
        row.facts("which_first", others, counted=True, other=mine).rest(
            *making.grounds([symptom])
        ).quote(*mine)
    if rest:
        row.facts("which_first_others", rest)


def silent(making: Making) -> Iterator[Sentence]:
    """What the record itself says it does not tell, and a complaint that nobody wrote down."""
    subject = making.report.history.subject
    row = Row(making, "silent", Rule.UNKNOWN)
    if making.report.complaint is None:
        missing = Ground(kind=GroundKind.RECORD, id="complaint", words="No presenting complaint")
        row.say("no_complaint").rest(missing)
    told = [
        Ground(kind=GroundKind.RECORD, id=f"unknown-{number}", words=words)
        for number, words in enumerate(subject.unknown, start=1)
    ]
    if told:
        count = f"{len(told)} point{'' if len(told) == 1 else 's'}"
        said = " ".join(one.words for one in told if may_be_drafted(one.words))
        row.say("silent", what=("", said or count), count=(count, count)).rest(*told)
        row.quote(*(one.words for one in told))
    if not row.is_empty:
        yield row.closed()


def operations(making: Making) -> Iterator[Sentence]:
    """Operations that did not take place, without a word for or against them."""
    for treatment in making.report.operations:
        cancelled = treatment.status is Status.CANCELLED
        key = "operation_cancelled" if cancelled else "operation_planned"
        row = Row(making, f"operation-{treatment.id}", Rule.OPERATION)
        yield row.facts(key, [treatment]).closed()


def medicines(making: Making) -> Iterator[Sentence]:
    """Medicines reported up to the consultation, by name alone."""
    found = [one for one in making.report.history.medicines if _before(making.report, one)]
    if not found:
        return
    names = [one.drug.replace(" + ", "+").replace("+", " with ") for one in found]
    known = [one for one in names if one != "not named" and is_sayable(one)]
    words = list(dict.fromkeys([*known, *["others, not named"] * (len(known) < len(names))]))
    what = "; ".join(words)
    row = Row(making, "medicines", Rule.MEDICINES).say("medicines", what=(what, what))
    yield row.quote(*words).rest(*making.grounds(found)).closed()


def care(making: Making) -> Iterator[Sentence]:
    """The standing words on medical care; said with the medicines where there are any."""
    found = making.report
    if not any(_before(found, one) for one in found.history.medicines):
        yield Row(making, "care", Rule.CARE).say("care").closed(standing=True)


def _before(report: CaseReport, medicine: Medicine) -> bool:
    """Taken up to the consultation; a dose of 0 tells of the end of one."""
    after = report.chronology.gap(CONSULTATION, f"{medicine.id}.start")
    later = after.earliest is not None and after.earliest >= 0 and after.latest != 0
    return medicine.amount != 0 and not later


def _unanswered(report: CaseReport) -> Iterator[Ground]:
    for answer in report.history.answers:
        if answer.answer in _OPEN:
            words = answer.detail or answer.topic
            yield Ground(kind=GroundKind.RECORD, id=answer.topic, words=words,
                         when=answer.answer.value)  # fmt: skip


def _small(ground: Ground) -> Ground:
    """A ground whose words can stand inside a sentence; others are named by topic or question."""
    named = ground.id if " " in ground.id else f"question {ground.id}"
    words = ground.words if may_be_drafted(ground.words) else named
    small = words[:1].lower() + words[1:] if words[1:2].islower() else words
    return Ground(kind=ground.kind, id=ground.id, words=small, when=ground.when, lane=ground.lane)


def _spoken_of(making: Making) -> list[Fact]:
    """Facts whose missing date a reader would ask for: symptoms, life events, operations."""
    history = making.report.history
    symptoms = [one for one in history.symptoms if one.counts]
    pending = [one for one in history.treatments if _is_pending(one)]
    return [*history.events, *symptoms, *pending]


def _is_pending(treatment: Treatment) -> bool:
    return treatment.status is Status.PLANNED


def _clashing(report: CaseReport) -> Iterator[Fact]:
    known = {fact.id: fact for fact in report.history.facts()}
    named = [one.owner for clash in report.chronology.clashes for one in clash.statements]
    for owner in dict.fromkeys(named):
        if owner in known:
            yield known[owner]
