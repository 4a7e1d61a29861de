"""The parts of a case report in reading order, the same for HTML and Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from remit import __version__
from remit.domain import medicine
from remit.domain.facts import Answer, FunctionKind, Score, Status
from remit.pathways.consult.casereport import PLANNED_OPERATION, CaseReport
from remit.pathways.consult.links import Link, LinkKind
from remit.pathways.consult.trajectory import PRIMARY
from remit.pathways.practice.looked_back import looked_back
from remit.reports import chance, summary
from remit.reports.section import Section

PAIRS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    standfirst: str
    sections: tuple[Section, ...]
    colophon: str


def document(report: CaseReport) -> Document:
    """All sections that have something to say; what is unknown is said, not left out."""
    subject = report.history.subject
    sections = (
        _person(report),
        _links(report),
        _recurrences(report),
        _afterwards(report),
        _outcome(report),
        _medicines(report),
        _operations(report),
        chance.section(report),
        Section("Data notes", items=tuple(note.text for note in report.notes)),
        _unknown(report),
        _method(report),
    )
    return Document(
        title=f"{subject.name}: {subject.headline}",
        standfirst=_standfirst(report),
        sections=tuple(section for section in sections if section is not None),
        colophon=(
            f"Remit {__version__}. The software made no diagnosis and names no cause; no "
            f"clinician has signed this report. Source: {subject.source or 'the record'}."
        ),
    )


def _standfirst(report: CaseReport) -> str:
    found = report.trajectory
    text = (
        f"Average pain: {summary.rating(found.baseline)} before, {summary.rating(found.last)} at "
        f"the last rating ({summary.change(report)})."
    )
    if report.history.subject.retrospective:
        text += " A published case report, selected, not typical."
    return text


def _person(report: CaseReport) -> Section:
    subject = report.history.subject
    facts = [part for part in (subject.sex, subject.occupation, subject.referral) if part]
    items = [
        f"{fact.label}{': ' + fact.detail if fact.detail else ''}"
        for fact in report.history.functioning
        if fact.kind is not FunctionKind.ROLE or fact.detail
    ]
    traits = [
        f"{trait.label}{f', {trait.rating} of 4' if trait.rating is not None else ''}"
        for trait in report.history.traits
    ]
    if traits:
        items.append(f"Traits the person sees: {'; '.join(traits)}")
    return Section(
        "The person",
        paragraphs=(f"{'; '.join(facts).capitalize()}. Consultation: {report.consultation}.",),
        items=tuple(items),
    )


def _links(report: CaseReport) -> Section:
    rows = tuple(_link_row(report, link) for link in report.drawn_links)
    others = _other_links(report)
    if not rows:
        nothing = "No stressor can be shown to lie near an onset."
        return Section("Close in time", paragraphs=(nothing,), items=others)
    return Section(
        "Close in time",
        paragraphs=(
            (
                "Close in time does not mean that one brought about the other. Memory draws hard "
                "times and illness together, and coincidence is common."
            ),
        ),
        columns=("onset", "stressor", "how near", "who put them together", "own opinions"),
        rows=rows,
        items=others,
    )


def _other_links(report: CaseReport) -> tuple[str, ...]:
    """What is not in the table: going on at the onset, and pairs that the dates leave open."""
    during = [link for link in report.links if link.kind is LinkKind.DURING]
    # A stressor that cannot have come after the onset says more than one of unknown order.
    wide = sorted(
        (link for link in report.links if link.is_too_wide),
        key=lambda link: link.kind is LinkKind.ORDER_UNKNOWN,
    )
    items = []
    if during:
        items.append(f"Going on at the onset: {_pairs(report, during)}.")
    if wide:
        count = f"{len(wide)} pair{'' if len(wide) == 1 else 's'}"
        rest = f"; and {len(wide) - PAIRS_NAMED} more" if len(wide) > PAIRS_NAMED else ""
        named = _pairs(report, wide[:PAIRS_NAMED])
        items.append(f"The dates are too wide to say: {count}. {named}{rest}.")
    return tuple(items)


def _pairs(report: CaseReport, links: list[Link]) -> str:
    fact = report.history.fact
    return "; ".join(f"{fact(link.stressor).label} ({fact(link.symptom).label})" for link in links)


def _link_row(report: CaseReport, link: Link) -> tuple[str, str, str, str, str]:
    history = report.history
    said = link.stated
    who = f"{said.by.value}{f' ({said.words})' if said.words else ''}" if said else "the dates"
    if said is None and link.participant is Answer.YES:
        who = "the dates; the participant, asked"
    words = "injury at the onset" if link.injury else link.words
    if link.disputed:
        words = "told as close in time; the dates say otherwise"
    opinions = f"participant: {link.participant.value}, clinician: {link.clinician.value}"
    return (
        history.fact(link.symptom).label,
        history.fact(link.stressor).label,
        words,
        who,
        opinions,
    )


def _recurrences(report: CaseReport) -> Section:
    if not report.recurrences:
        return Section("What came back", paragraphs=("No recurrence is recorded.",))
    rows = tuple(
        (
            found.symptom.label,
            ", ".join(stressor.label for stressor in found.stressors) or "none named",
            ", ".join(dict.fromkeys(stressor.ground for stressor in found.stressors)) or "-",
            found.relief or "not stated",
        )
        for found in report.recurrences
    )
    return Section(
        "What came back", columns=("symptom", "close in time", "basis", "relief"), rows=rows
    )


def _afterwards(report: CaseReport) -> Section | None:
    """The time after the programme began; only a published case is looked back on."""
    found = looked_back(report)
    if not (report.history.subject.retrospective and found.lines):
        return None
    rows = tuple((line.kind.value, line.words, line.when) for line in found.lines)
    return Section(
        "After the programme began",
        paragraphs=(found.marked,),
        columns=("about", "what was told", "when"),
        rows=rows,
    )


def _outcome(report: CaseReport) -> Section:
    found = report.trajectory
    rows = tuple(_rating_row(report, score) for score in (*found.ratings, *found.others))
    change = summary.change(report)
    return Section(
        "Average pain, 0 to 10",
        paragraphs=(
            (
                f"{change[0].upper()}{change[1:]}; {summary.responder(report)}. Ratings are never "
                "carried forward."
            ),
        ),
        columns=("phase", "item", "when", "rating", "basis", "as given"),
        rows=rows,
    )


def _rating_row(report: CaseReport, score: Score) -> tuple[str, ...]:
    item = "average pain" if score.instrument == PRIMARY else score.instrument
    return (
        score.phase or "between",
        item,
        report.said(score.start),
        f"{score.value:g}",
        score.basis.value,
        score.detail,
    )


def _medicines(report: CaseReport) -> Section:
    rows = tuple(
        (line.medicine.drug, line.dose, line.began, line.ended, line.medicine.after or "not stated")
        for line in report.medicines
    )
    paragraphs = ["As reported. Remit gives no advice on medicines."]
    if report.opioids is not None:
        paragraphs.append(
            f"Morphine equivalent at the consultation: {report.opioids.words} (table "
            f"{report.opioids.table}). {medicine.CAUTION}"
        )
    if report.opioids_later is not None:
        paragraphs.append(f"Morphine equivalent after that: {report.opioids_later.words}.")
    if not rows:
        return Section("Medicines", paragraphs=("None is recorded.",))
    columns = ("medicine", "dose", "began", "ended", "what became of it")
    return Section("Medicines", tuple(paragraphs), columns, rows)


def _operations(report: CaseReport) -> Section | None:
    if not report.operations:
        return None
    items = tuple(
        f"{operation.label}: "
        + (
            "cancelled; the participant decided"
            if operation.status is Status.CANCELLED
            else operation.status.value
        )
        for operation in report.operations
    )
    return Section("Operations planned", paragraphs=(PLANNED_OPERATION,), items=items)


def _unknown(report: CaseReport) -> Section:
    items = [*report.history.subject.unknown]
    items += [f"Not asked or not stated: {topic}" for topic in report.not_asked]
    return Section("What is not known", items=tuple(items) or ("Nothing is noted as unknown.",))


def _method(report: CaseReport) -> Section:
    links, association = report.settings.links, report.settings.association
    months = links.window_days / 30.4375
    return Section(
        "Method and settings",
        items=(
            f"Window {links.window_days} days ({months:.0f} months), fixed default.",
            (
                f"Drawn where only the dates allow it: gaps of at most {links.telling_days} days; "
                f"order unknown: beginnings at most {links.same_time_days} days apart."
            ),
            (
                f"{len(links.stressor_codes)} event codes may count as stressors; what pain "
                "brought about does not count."
            ),
            (
                f"Fixed blocks of {association.block_years:g} years; level {association.alpha:g}; "
                "exact convolution, one-sided test, two-sided estimate."
            ),
            *chance.settings_words(report.association),
            "Dates are intervals; their rules and the method are described in the documentation.",
        ),
    )
