"""What a reader must know before trusting a record: derived where the data show it (G.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from remit.domain.chronology import Chronology, Clash
from remit.domain.facts import Medicine, Source
from remit.domain.fuzzydate import (
    BIRTH,
    CONSULTATION,
    PROGRAMME_END,
    PROGRAMME_START,
    Basis,
    FuzzyDate,
    Precision,
)
from remit.domain.length import Axis
from remit.pathways.consult.trajectory import trajectory


@dataclass(frozen=True, slots=True)
class Note:
    """One data note.

    Attributes:
        text: one or two sentences.
        about: ids of the facts it concerns.
        derived: whether the data alone show it, or the record itself notes it.
        is_clash: whether it tells of dates that contradict each other.
    """

    text: str
    about: tuple[str, ...] = ()
    derived: bool = True
    is_clash: bool = False


def data_notes(chronology: Chronology) -> tuple[Note, ...]:
    """Contradictions first, then what the data show, then what the record itself notes."""
    found = [
        Note(clash_words(clash), _owners(clash), is_clash=True) for clash in chronology.clashes
    ]
    for rule in _RULES:
        found.extend(rule(chronology))
    found.extend(Note(note.text, note.about, derived=False) for note in chronology.history.notes)
    return tuple(found)


def clash_words(clash: Clash) -> str:
    """A contradiction with both facts in words; neither is preferred."""
    said = "; ".join(
        f"{statement.label} ({statement.owner}, {statement.field}: {statement.words})"
        for statement in clash.statements
    )
    if len(clash.statements) == 1:
        first = "This cannot be true, and stays until a person says what is right"
    else:
        first = "These cannot all be true, and both stay until a person says which is right"
    rule = f". By definition, {clash.rule}" if clash.rule else ""
    return f"{first}: {said}{rule}."


def _owners(clash: Clash) -> tuple[str, ...]:
    return tuple(dict.fromkeys(statement.owner for statement in clash.statements))


def _near_free(chronology: Chronology) -> Iterator[Note]:
    last = trajectory(chronology).last
    if last is not None and 0 < last.value <= 1:
        yield Note(
            f"The last rating is {last.value:g} of 10: near pain-free, not pain-free.", (last.id,)
        )


def _came_back(chronology: Chronology) -> Iterator[Note]:
    last = trajectory(chronology).last
    back = [
        symptom
        for symptom in chronology.history.symptoms
        if (symptom.flare or symptom.recurrence_of)
        and (chronology.gap(PROGRAMME_END, f"{symptom.id}.start").earliest or -1) >= 0
    ]
    if back and last is not None and last.value == 0:
        yield Note(
            "Pain came back after the programme, so the pain-free time before last contact can "
            "only be counted from that episode, not from the programme.",
            (*(symptom.id for symptom in back), last.id),
        )


def _derived_ratings(chronology: Chronology) -> Iterator[Note]:
    ratings = chronology.history.scores
    derived = [score for score in ratings if score.basis is Basis.DERIVED]
    if derived:
        yield Note(
            f"{len(derived)} of {len(ratings)} ratings were derived from words, not given as "
            "numbers.",
            tuple(score.id for score in derived),
        )


def _scales(chronology: Chronology) -> Iterator[Note]:
    for score in chronology.history.scores:
        if "visual" in score.detail.lower():
            yield Note(
                f"The rating of {score.value:g} came from a visual analogue scale without a stated "
                "unit; it is read as 0 to 10.",
                (score.id,),
            )


def _rating_order(chronology: Chronology) -> Iterator[Note]:
    found = trajectory(chronology)
    if not found.order_known:
        yield Note(
            "The record does not say which follow-up rating came last; the last one recorded is "
            "taken.",
            tuple(score.id for score in found.follow_ups),
        )
    if not found.baseline_first:
        yield Note(
            "The rating called baseline does not certainly come before every follow-up.",
            tuple(score.id for score in found.ratings),
        )


def _medicine_changes(chronology: Chronology) -> Iterator[Note]:
    changed = [
        medicine for medicine in chronology.history.medicines if _changed(chronology, medicine)
    ]
    if changed:
        names = ", ".join(dict.fromkeys(medicine.drug for medicine in changed))
        yield Note(
            f"A medicine changed between the programme and the last rating ({names}): what the "
            "programme and what the medicine did cannot be told apart.",
            tuple(medicine.id for medicine in changed),
        )


def _changed(chronology: Chronology, medicine: Medicine) -> bool:
    """Begun or ended after the programme began, and not certainly after the last rating."""
    last = trajectory(chronology).last
    for point, known in (
        (f"{medicine.id}.start", not medicine.start.is_unknown),
        (f"{medicine.id}.end", medicine.end is not None),
    ):
        after = chronology.gap(PROGRAMME_START, point).earliest
        too_late = last is not None and chronology.certainly_before(f"{last.id}.start", point)
        if known and after is not None and after >= 0 and not too_late:
            return True
    return False


def _fate_unknown(chronology: Chronology) -> Iterator[Note]:
    lost = [
        medicine
        for medicine in chronology.history.medicines
        if medicine.end is None and not medicine.ongoing and not medicine.after
    ]
    if lost:
        names = ", ".join(dict.fromkeys(medicine.drug for medicine in lost))
        yield Note(
            f"What became of these medicines is not stated: {names}.",
            tuple(medicine.id for medicine in lost),
        )


def _calendar(chronology: Chronology) -> Iterator[Note]:
    if chronology.axis is Axis.CONSULTATION:
        yield Note(
            "No date stands on the calendar: time is counted from the consultation, and no year is "
            "shown."
        )
        return
    stated = [
        date
        for fact in chronology.history.facts()
        for date in (fact.start, fact.end)
        if date is not None and date.basis is Basis.STATED and _is_placed(date)
    ]
    facts = sum(1 for _ in chronology.history.facts())
    if not stated:
        yield Note("No fact has a stated date on the calendar; all are derived.")
    elif len(stated) < facts:
        years = ", ".join(sorted({date.text for date in stated}))
        yield Note(f"Only these dates are given on the calendar: {years}; all others are derived.")


def _is_placed(date: FuzzyDate) -> bool:
    return date.calendar is not None and date.calendar.earliest is not None


def _age_read(chronology: Chronology) -> Iterator[Note]:
    birth = chronology.history.subject.birth
    if birth.precision is Precision.AGE and birth.anchor == CONSULTATION:
        yield Note("The age given is read as the age at the consultation.", (BIRTH,))


def _programme_gap(chronology: Chronology) -> Iterator[Note]:
    if chronology.gap(CONSULTATION, PROGRAMME_START).latest is None:
        yield Note("The time between the consultation and the programme is not known.")


def _two_onsets(chronology: Chronology) -> Iterator[Note]:
    chronic = [
        symptom
        for symptom in chronology.history.symptoms
        if symptom.ongoing and symptom.counts and not symptom.chief
    ]
    for chief in (symptom for symptom in chronology.history.symptoms if symptom.chief):
        for earlier in chronic:
            if chronology.certainly_before(f"{earlier.id}.start", f"{chief.id}.start"):
                yield Note(
                    f"{earlier.label.split(',')[0]} went on since {earlier.start.text}, yet the "
                    f"complaint itself is dated “{chief.start.text}”.",
                    (earlier.id, chief.id),
                )


def _retrospective(chronology: Chronology) -> Iterator[Note]:
    if chronology.history.subject.retrospective:
        yield Note(
            "A published case report: selected, looked back on, not typical. No adverse event is "
            "reported either way, and nothing was screened by Remit."
        )


def _assumed(chronology: Chronology) -> Iterator[Note]:
    assumed = [
        fact.id
        for fact in chronology.history.facts()
        if fact.start.basis is Basis.ASSUMED and fact.source is not Source.CLINICIAN
    ]
    if assumed:
        yield Note(
            f"The dates of {len(assumed)} facts are assumptions of this project.", tuple(assumed)
        )


_RULES: tuple[Callable[[Chronology], Iterator[Note]], ...] = (
    _near_free,
    _came_back,
    _derived_ratings,
    _scales,
    _rating_order,
    _medicine_changes,
    _fate_unknown,
    _two_onsets,
    _calendar,
    _age_read,
    _programme_gap,
    _assumed,
    _retrospective,
)
