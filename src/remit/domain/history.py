"""All dated facts of one case, with whatever is said to link them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from remit.domain.facts import (
    DataNote,
    Fact,
    Functioning,
    LifeEvent,
    Medicine,
    RecordedAnswer,
    Score,
    StatedLink,
    SymptomEpisode,
    Trait,
    Treatment,
)
from remit.domain.fuzzydate import LANDMARKS, OWN_END, OWN_START, UNKNOWN, FuzzyDate
from remit.errors import InvalidInput

OLDEST_OBSERVED = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """Whose case it is, and the landmarks that its dates count from.

    Attributes:
        id: short name of the case in lower case.
        name: the name to show; for a published case the altered name.
        headline: complaint and person in a few words.
        sex: as recorded.
        occupation: as recorded.
        referral: how the person came.
        source: where the record comes from.
        retrospective: true for a published case: it opens nothing.
        detail: further words about the person.
        birth: birth, mostly from an age.
        birth_id: the id that the source's list of facts gives the birth, such as M01.
        consultation: the index consultation, T0.
        programme_start: first group session, day 1.
        programme_end: end of day 21.
        observed_from_age: age from which stressors and onsets are looked at together.
        southern: true for seasons of the southern hemisphere.
        recorded: the day of recording, for what "about" means.
        unknown: what is not known, one sentence each.
    """

    id: str
    name: str
    headline: str = ""
    sex: str = ""
    occupation: str = ""
    referral: str = ""
    source: str = ""
    retrospective: bool = False
    detail: str = ""
    birth: FuzzyDate = UNKNOWN
    birth_id: str = ""
    consultation: FuzzyDate = UNKNOWN
    programme_start: FuzzyDate | None = None
    programme_end: FuzzyDate | None = None
    observed_from_age: int = 15
    southern: bool = False
    recorded: FuzzyDate | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a case, said so that a person can mend it."""

    table: str
    id: str
    field: str
    problem: str
    remedy: str


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """One case.

    Raises:
        InvalidInput: when ids repeat or something points to nothing.
    """

    subject: Subject
    events: tuple[LifeEvent, ...] = ()
    symptoms: tuple[SymptomEpisode, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    functioning: tuple[Functioning, ...] = ()
    traits: tuple[Trait, ...] = ()
    scores: tuple[Score, ...] = ()
    links: tuple[StatedLink, ...] = ()
    answers: tuple[RecordedAnswer, ...] = ()
    notes: tuple[DataNote, ...] = ()
    _by_id: Mapping[str, Fact] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        faults = list(self.faults())
        if faults:
            first = faults[0]
            raise InvalidInput(f"{first.table} {first.id}: {first.problem}. {first.remedy}.")
        object.__setattr__(self, "_by_id", {fact.id: fact for fact in self.facts()})

    def facts(self) -> Iterator[Fact]:
        """Every fact that has a place in time, except scores."""
        yield from self.events
        yield from self.symptoms
        yield from self.treatments
        yield from self.medicines
        yield from self.functioning

    def fact(self, identifier: str) -> Fact:
        """The fact with this id."""
        return self._by_id[identifier]

    def tables(self) -> dict[str, tuple[object, ...]]:
        """The records under the names of their tables in a case file."""
        return {
            "event": self.events,
            "symptom": self.symptoms,
            "treatment": self.treatments,
            "medicine": self.medicines,
            "functioning": self.functioning,
            "trait": self.traits,
            "score": self.scores,
            "link": self.links,
            "answer": self.answers,
            "note": self.notes,
        }

    def faults(self) -> Iterator[Fault]:
        """Repeated ids, links to nothing, dates that count from nothing."""
        yield from self._repeated_ids()
        known = {fact.id for fact in self.facts()}
        points = known | {f"{name}.{side}" for name in known for side in (OWN_START, OWN_END)}
        points |= {score.id for score in self.scores}
        for table, record in self._dated():
            for name, date in _dates(record):
                yield from _anchor_fault(table, record.id, name, date, points)
            if isinstance(record, Fact):
                yield from _order_faults(table, record, points)
        for name in ("birth", "consultation", "programme_start", "programme_end"):
            date = getattr(self.subject, name)
            if date is not None:
                yield from _anchor_fault("case", self.subject.id, name, date, points)
        yield from self._pointer_faults(known)
        yield from self._note_faults()
        if not 0 <= self.subject.observed_from_age <= OLDEST_OBSERVED:
            problem = f"observed_from_age is {self.subject.observed_from_age}"
            remedy = f"Write an age between 0 and {OLDEST_OBSERVED}; 15 is usual"
            yield Fault("case", self.subject.id, "observed_from_age", problem, remedy)

    def _dated(self) -> Iterator[tuple[str, Fact | Score]]:
        for table, records in self.tables().items():
            for record in records:
                if isinstance(record, Fact | Score):
                    yield table, record

    def _repeated_ids(self) -> Iterator[Fault]:
        seen = {self.subject.birth_id} - {""}
        for table, records in self.tables().items():
            for record in records:
                identifier = getattr(record, "id", None)
                if identifier is None:
                    continue
                if identifier in seen or identifier in LANDMARKS:
                    problem = f"the id {identifier} is used more than once"
                    yield Fault(table, identifier, "id", problem, "Give each record its own id")
                seen.add(identifier)

    def _pointer_faults(self, known: set[str]) -> Iterator[Fault]:
        symptoms = {symptom.id for symptom in self.symptoms}
        for link in self.links:
            name = f"{link.symptom} - {link.stressor}"
            if link.symptom not in symptoms:
                yield _nothing("link", name, "symptom", link.symptom, "a symptom's id")
            if link.stressor not in known:
                yield _nothing("link", name, "stressor", link.stressor, "the id of a fact")
            elif link.stressor == link.symptom:
                wanted = "the id of another fact"
                yield _nothing("link", name, "stressor", link.stressor, wanted, itself=True)
        for symptom in self.symptoms:
            for pointer, valid in (("recurrence_of", symptoms), ("after_injury", known)):
                target = getattr(symptom, pointer)
                itself = target == symptom.id
                if target is not None and (target not in valid or itself):
                    wanted = "the id of another fact" if itself else "the id of a fact"
                    yield _nothing("symptom", symptom.id, pointer, target, wanted, itself=itself)
        for event in self.events:
            if event.asked_because_of is not None and event.asked_because_of not in symptoms:
                yield _nothing(
                    "event", event.id, "asked_because_of", event.asked_because_of, "a symptom's id"
                )

    def _note_faults(self) -> Iterator[Fault]:
        """A note may be about anything with an id, the birth and the landmarks included."""
        known = {self.subject.birth_id, *LANDMARKS}
        for records in self.tables().values():
            known |= {getattr(record, "id", "") for record in records}
        for note in self.notes:
            for target in note.about:
                if target not in known or not target:
                    name = " ".join(note.text.split()[:6])  # a note has no id but its words
                    yield _nothing("note", name, "about", target, "the ids of records")


def _nothing(
    table: str, identifier: str, name: str, target: str, wanted: str, *, itself: bool = False
) -> Fault:
    problem = f"{name} points to “{target}”, which is not in this case"
    if itself:
        problem = f"{name} points to the fact itself"
    return Fault(table, identifier, name, problem, f"Write {wanted} of this case")


def _dates(record: Fact | Score) -> Iterator[tuple[str, FuzzyDate]]:
    yield OWN_START, record.start
    if isinstance(record, Fact) and record.end is not None:
        yield OWN_END, record.end
    if isinstance(record, SymptomEpisode):
        yield from (("course", change.when) for change in record.course)


def _order_faults(table: str, fact: Fact, points: set[str]) -> Iterator[Fault]:
    for name in ("not_before", "not_after", "same_time"):
        for target in getattr(fact, name):
            itself = target in {fact.id, f"{fact.id}.{OWN_START}"}
            if (target not in points and target not in LANDMARKS) or itself:
                wanted = "the id of another fact, or a landmark such as consultation,"
                yield _nothing(table, fact.id, name, target, wanted, itself=itself)


def _anchor_fault(
    table: str, identifier: str, name: str, date: FuzzyDate, points: set[str]
) -> Iterator[Fault]:
    anchor = date.anchor
    if anchor is None or anchor in LANDMARKS:
        return
    if anchor in {OWN_START, OWN_END} and name != anchor and table != "case":
        return
    if anchor in points:
        return
    problem = f"“{date.text}” counts from “{anchor}”, which is not in this case"
    remedy = "Count from a fact's id such as @M10, or from the consultation, birth or programme"
    yield Fault(table, identifier, name, problem, remedy)
