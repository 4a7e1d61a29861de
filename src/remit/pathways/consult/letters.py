"""Letters and the visit note, drafted from the record; a person edits, signs and sends them.

A draft says what is recorded and by whom it was said. It names no diagnosis and no cause, and it
advises nothing about a medicine or an operation (CLINICAL INV-01, INV-04, F.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from remit.domain.facts import Fact, Status, SymptomEpisode, Treatment, TreatmentKind
from remit.domain.fuzzydate import CONSULTATION, Basis
from remit.domain.medicine import CAUTION
from remit.domain.private_facts import tells_private
from remit.pathways.consult import timeline
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.letter_privacy import Paragraph, is_told, told_to_others
from remit.pathways.consult.lifefacts import TimelineFact
from remit.pathways.consult.medicines import MedicineLine, Taken

NO_URGENT = "No urgent answers were given."
NOT_SCREENED = "The safety questions were not finished."
NO_MEDICINES = "No medicine is recorded with us."
DECIDES = (
    "Whether and when the operation takes place is for the participant and the surgeon to decide."
)
MOST = 12  # facts of one kind named in a letter; the record has the rest


class LetterKind(StrEnum):
    """To whom a text goes; the same words as the stored kinds."""

    VISIT_NOTE = "visit note"
    REFERRER = "referrer"
    FAMILY_DOCTOR = "family doctor"
    PRESCRIBER = "prescriber"
    SURGEON = "surgeon"


@dataclass(frozen=True, slots=True)
class SignedWords:
    """A signed formulation in the words for a referrer."""

    number: int
    paragraphs: tuple[str, ...]
    name: str
    role: str
    on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterContext:
    """What a letter takes from outside the history; each line as somebody recorded it.

    Attributes:
        on: day of the letter in words.
        seen: day of the visit in words, or "".
        examination: lines "item: findings" as recorded; empty where nothing is recorded.
        examined: which record they come from.
        screening: what the safety questions gave, in one sentence or more.
        clearance: the signed decision in words, or "".
        plan: lines of the plan.
        open: what is still to be settled.
        operation: what, where and when of a planned operation, as told.
    """

    on: str
    seen: str = ""
    examination: tuple[str, ...] = ()
    examined: str = ""
    screening: tuple[str, ...] = ()
    clearance: str = ""
    plan: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    operation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A draft, ready to be edited."""

    kind: LetterKind
    title: str
    salutation: str
    paragraphs: tuple[Paragraph, ...] = field(default=())

    @property
    def body(self) -> str:
        """Plain text: a heading, its lines, an empty line."""
        return "\n\n".join(
            "\n".join(filter(None, (one.heading, *one.lines))) for one in self.paragraphs
        )


TITLES = {
    LetterKind.VISIT_NOTE: "Visit note",
    LetterKind.REFERRER: "Letter to the referrer",
    LetterKind.FAMILY_DOCTOR: "Letter to the family doctor",
    LetterKind.PRESCRIBER: "Letter to the prescriber",
    LetterKind.SURGEON: "Letter to the surgeon",
}


def draft(
    kind: LetterKind, report: CaseReport, formulation: SignedWords | None, context: LetterContext
) -> LetterDraft:
    """A draft of one kind.

    Args:
        kind: to whom it goes.
        report: the case as recorded.
        formulation: the signed formulation; an unsigned one is never sent.
        context: what was recorded beside the history.

    Returns:
        Paragraphs in reading order; what the record lacks is said to be not recorded.
    """
    made = _Record(report, formulation, context, for_others=kind is not LetterKind.VISIT_NOTE)
    parts = [part for part in _PARTS[kind](made) if part is not None]
    told = [told_to_others(part) for part in parts] if made.for_others else parts
    paragraphs = tuple(part for part in told if part is not None)
    salutation = "" if kind is LetterKind.VISIT_NOTE else "Dear colleague,"
    return LetterDraft(kind, TITLES[kind], salutation, paragraphs)


@dataclass(frozen=True)
class _Record:
    """What every part of a letter reads."""

    report: CaseReport
    formulation: SignedWords | None
    context: LetterContext
    for_others: bool = False

    @property
    def facts(self) -> dict[str, TimelineFact]:
        made = timeline.build(self.report.chronology, self.report.links)
        return {fact.id: fact for fact in made.facts}


def names_a_medicine(report: CaseReport) -> bool:
    """Whether the record has a medicine that is, or perhaps is, taken at the visit."""
    return bool(_taken(report))


_Part = Callable[[_Record], Iterator[Paragraph | None]]


def _note(made: _Record) -> Iterator[Paragraph | None]:
    yield Paragraph("Date", (made.context.seen or made.context.on,), ("the visit",))
    yield _reason(made)
    yield _history(made)
    yield _medicines(made)
    yield _examination(made)
    yield _screening(made)
    yield _words(made)
    yield _plan(made)
    yield _open(made)


def _to_doctor(made: _Record) -> Iterator[Paragraph | None]:
    yield _about(made, "This is what we recorded, for your own notes.")
    yield _reason(made)
    yield _history(made, life=False)
    yield _medicines(made)
    yield _examination(made)
    yield _screening(made)
    yield _words(made)
    yield _plan(made)
    yield _open(made)
    yield _courtesy("Please tell us of anything that you know and that is missing here.")


def _to_prescriber(made: _Record) -> Iterator[Paragraph | None]:
    known = bool(_taken(made.report))
    purpose = "We write about the medicines listed below." if known else NO_MEDICINES
    yield _about(made, purpose)
    yield _reason(made)
    yield _medicines(made) if known else None
    yield _courtesy(
        "We ask you to review these medicines with the participant."
        if known
        else "Please tell us whether you prescribe any: which, since when, what dose and what for.",
        "This letter proposes no dose and no change; that is for you and the participant.",
        "We ask every participant to talk to their prescriber before any change.",
    )


def _to_surgeon(made: _Record) -> Iterator[Paragraph | None]:
    yield _about(made, "We understand that an operation or a procedure is planned.")
    yield _operation(made)
    yield _reason(made)
    yield _history(made, life=False)
    yield _examination(made)
    yield _screening(made)
    yield _open(made)
    yield _courtesy(
        "We would be glad of your view of the findings and of the plan, and to speak with you if "
        "the participant agrees.",
        f"{DECIDES} This letter advises neither for nor against it.",
    )


_PARTS: dict[LetterKind, _Part] = {
    LetterKind.VISIT_NOTE: _note,
    LetterKind.REFERRER: _to_doctor,
    LetterKind.FAMILY_DOCTOR: _to_doctor,
    LetterKind.PRESCRIBER: _to_prescriber,
    LetterKind.SURGEON: _to_surgeon,
}


def _courtesy(*lines: str) -> Paragraph:
    return Paragraph("", lines)


def _about(made: _Record, purpose: str) -> Paragraph:
    subject = made.report.history.subject
    seen = f" Seen on {made.context.seen}." if made.context.seen else ""
    who = f"About {subject.name}{_born(made.report)}.{seen}"
    return Paragraph("", (who, purpose), ("the person",))


def _born(report: CaseReport) -> str:
    """ ", born 1954-03-02", or the age where that is what was said."""
    birth = report.history.subject.birth
    if birth.is_unknown:
        return ""
    said = report.said(birth)
    return f", born {said}" if said[:1].isdigit() else f", {said}"


def _reason(made: _Record) -> Paragraph:
    report = made.report
    subject, complaint = report.history.subject, report.complaint
    if complaint is None:
        what = f"{subject.headline}." if subject.headline else "The complaint is not recorded."
        grounds: tuple[str, ...] = ("the person",)
    else:
        what, grounds = _fact(made, complaint.id), (complaint.id,)
    came = f"How the person came: {subject.referral}." if subject.referral else ""
    lines = [what, came or "How the person came is not recorded.", _pain(report)]
    return Paragraph("Reason", tuple(lines), grounds)


def _pain(report: CaseReport) -> str:
    found = report.trajectory.baseline
    if found is None:
        return "Average pain was not rated."
    derived = ", derived from words" if found.basis is Basis.DERIVED else ""
    return f"Average pain {found.value:g} of 10{derived}."


def _history(made: _Record, *, life: bool = True) -> Paragraph:
    """In a letter the life stays out: what of it matters stands in the signed formulation."""
    history = made.report.history
    symptoms = [one for one in history.symptoms if not one.chief and _counts(one)]
    events = [one for one in history.events if not one.consequence_of_pain] if life else []
    groups: tuple[tuple[str, list[str]], ...] = (
        ("Other symptoms", _by_then(made, symptoms)),
        (
            "Earlier treatment and tests",
            _by_then(made, [one for one in history.treatments if _was_done(one)]),
        ),
        ("Life events told", _by_then(made, events)),
        ("Daily life", _by_then(made, history.functioning)),
    )
    lines: list[str] = []
    grounds: list[str] = []
    for name, ids in groups:
        if ids:
            rest = f"; and {len(ids) - MOST} more in the record" if len(ids) > MOST else ""
            named = "; ".join(_fact(made, one).rstrip(".") for one in ids[:MOST])
            lines.append(f"{name}: {named}{rest}.")
            grounds += ids[:MOST]
    if not lines:
        return Paragraph("History in brief", ("No further history is recorded.",), ("the record",))
    return Paragraph("History in brief", ("As told by the person.", *lines), tuple(grounds))


def _by_then(made: _Record, facts: Iterable[Fact]) -> list[str]:
    """What can have begun before the visit; a published record also holds what came after."""
    found = []
    for fact in facts:
        begun = made.report.chronology.gap(CONSULTATION, f"{fact.id}.start").earliest
        told = is_told(fact) or not made.for_others
        if told and (begun is None or begun < 0):
            found.append(fact.id)
    return found


def _counts(symptom: SymptomEpisode) -> bool:
    return symptom.counts or symptom.recurrence_of is not None


def _was_done(treatment: Treatment) -> bool:
    return treatment.status is Status.DONE and treatment.kind is not TreatmentKind.PROGRAMME


def _fact(made: _Record, identifier: str) -> str:
    fact = made.facts.get(identifier)
    if fact is None:
        return f"{made.report.history.fact(identifier).label} (date not known)."
    when = f" ({fact.date_words})" if fact.date_words else ""
    return f"{fact.label}{when}."


def _medicines(made: _Record) -> Paragraph:
    report = made.report
    taken = _taken(report)
    lines = [_medicine(one) for one in taken]
    if report.opioids is not None:
        total = f"Morphine equivalent: {report.opioids.words} (table {report.opioids.table})."
        lines.append(f"{total} {CAUTION}")
    if not taken:
        return Paragraph("Medicines", ("None is recorded for the visit.",), ("the record",))
    grounds = tuple(one.medicine.id for one in taken)
    return Paragraph("Medicines, as reported", tuple(lines), grounds)


def _taken(report: CaseReport) -> list[MedicineLine]:
    return [one for one in report.medicines if one.taken in {Taken.YES, Taken.PERHAPS}]


def _medicine(line: MedicineLine) -> str:
    sure = "" if line.taken is Taken.YES else "; whether it was taken at the visit is not sure"
    told = line.medicine.purpose
    purpose = f", for “{told}”" if told and not tells_private(told) else ""
    return f"{line.medicine.drug}, {line.dose}{purpose}, since {line.began}{sure}."


def _examination(made: _Record) -> Paragraph:
    found = made.context.examination
    if not found:
        return Paragraph("Examination", ("No examination is recorded.",), ("the record",))
    return Paragraph("Examination, as recorded", found, (made.context.examined or "examination",))


def _screening(made: _Record) -> Paragraph:
    decided = (made.context.clearance,) if made.context.clearance else ()
    lines = made.context.screening or (NOT_SCREENED,)
    return Paragraph("Safety questions", (*lines, *decided), ("the safety questions",))


def _words(made: _Record) -> Paragraph | None:
    signed = made.formulation
    if signed is None:
        return None
    by = f"Signed by {signed.name}, {signed.role}, {signed.on} (version {signed.number})."
    return Paragraph(
        "How we read it", (*signed.paragraphs, by), (f"formulation, version {signed.number}",)
    )


def _plan(made: _Record) -> Paragraph:
    if not made.context.plan:
        return Paragraph("Plan", ("No plan is recorded yet.",), ("the record",))
    return Paragraph("Plan", made.context.plan, ("the plan",))


def _open(made: _Record) -> Paragraph | None:
    lines = (*made.context.open, *made.report.history.subject.unknown)
    return Paragraph("What is open", lines, ("the record",)) if lines else None


def _operation(made: _Record) -> Paragraph:
    planned = [
        one
        for one in made.report.history.treatments
        if one.kind is TreatmentKind.OPERATION and one.status is Status.PLANNED
    ]
    lines = [_fact(made, one.id) for one in planned] + [*made.context.operation]
    if not lines:
        lines = ["What is planned is not recorded in detail."]
    grounds = tuple(one.id for one in planned) or ("safety question OP1",)
    return Paragraph("The operation, as told", tuple(lines), grounds)
