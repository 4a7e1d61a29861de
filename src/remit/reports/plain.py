"""Plain text for pasting into another record: short lines, no markup."""

from __future__ import annotations

from collections.abc import Sequence

from remit.pathways.consult import timeline
from remit.pathways.consult.casereport import CaseReport
from remit.reports import summary
from remit.reports.letter import NOT_SIGNED, Letter

NO_DIAGNOSIS = "The software made no diagnosis; judgements are the signer's."


def letter_text(letter: Letter) -> str:
    """A letter or a note as plain text."""
    signed = f"Signed: {letter.signed}" if letter.signed else NOT_SIGNED
    parts = (
        letter.title,
        letter.recipient,
        letter.on,
        letter.salutation,
        letter.body.strip(),
        signed,
        NO_DIAGNOSIS,
    )
    return "\n\n".join(part.replace("\r\n", "\n") for part in parts if part) + "\n"


def consultation_text(
    report: CaseReport, notes: Sequence[tuple[str, str]], *, clinic: str, on: str
) -> str:
    """A whole consultation: who, the facts in order with their dates, the notes of each part.

    Args:
        report: the case as recorded.
        notes: name of a part and its newest notes, in the order of the visit.
        clinic: the clinic's name.
        on: day of the copy in words.
    """
    subject = report.history.subject
    about = ", ".join(part for part in (subject.sex, subject.occupation) if part)
    head = [
        f"Consultation: {subject.name}",
        f"{clinic}, copied {on}",
        about,
        f"Referral: {subject.referral or 'not recorded'}",
        f"Consultation held: {report.consultation}",
    ]
    sections = [
        "\n".join(line for line in head if line),
        _section("In short", [f"{name}: {value}" for name, value in summary.clinical_rows(report)]),
        _section("Facts in order", _facts(report)),
        *(_section(f"Notes: {part}", [text.strip()]) for part, text in notes if text.strip()),
        _section("What is not known", [*subject.unknown]),
        NO_DIAGNOSIS,
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _section(name: str, lines: Sequence[str]) -> str:
    return "\n".join((name.upper(), *lines)) if lines else ""


def _facts(report: CaseReport) -> list[str]:
    made = timeline.build(report.chronology, report.links)
    return [
        "; ".join(part for part in (f"{row.when}: {row.what}", row.kind, row.course) if part)
        for row in timeline.table_rows(made)
    ]
