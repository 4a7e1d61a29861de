"""Documents as PDF: noted as taken out, named so that the file says nothing of the person."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.domain.formulation import Audience
from remit.errors import NotFound
from remit.reports import pdf
from remit.reports.letter import Reading, formulation_sheet, letter_sheet
from remit.reports.sheet import Sheet
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.queries import open_case
from remit.web.documents.formulation_queries import Signed, one_version, signed_words
from remit.web.documents.letter_queries import one_letter, paper, signature
from remit.web.documents.letters import note_export
from remit.web.documents.models import Formulation, LetterKind
from remit.web.people.permissions import Object
from remit.web.people.views import signed_in


@require_GET
def letter_pdf(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """A letter or a visit note as PDF; a draft says that it is one."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.LETTER, now=now)
    row = one_letter(person, case, letter, now=now)
    made = pdf_response(
        letter_sheet(paper(row)),
        "visit-note" if row.kind == LetterKind.VISIT_NOTE else "letter",
        at=row.signed_at or now,
    )
    note_export(case=case, of=row, form="pdf", by=person, now=now)
    return made


@require_GET
def formulation_pdf(request: HttpRequest, pk: UUID, number: int, audience: str) -> HttpResponse:
    """A signed formulation as PDF, in the words for one reader."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.FORMULATION, now=now)
    if audience not in set(Audience):
        raise NotFound(_("A formulation is written for the participant or for the referrer."))
    row = one_version(person, case, number, now=now)
    signed = signed_words(row)
    made = pdf_response(
        _reading(case, row, signed, Audience(audience)), "formulation", at=signed.at
    )
    note_export(case=case, of=row, form=f"pdf for {audience}", by=person, now=now)
    return made


def _reading(case: Case, row: Formulation, signed: Signed, audience: Audience) -> Sheet:
    own = audience is Audience.PARTICIPANT
    return formulation_sheet(
        Reading(
            heading=_("How we understand your pain") if own else _("Formulation"),
            about="" if own else str(plain_subject(case)["name"]),
            clinic=case.site.name,
            paragraphs=signed.participant if own else signed.referrer,
            signed=signature(row),
            number=signed.number,
        )
    )


def pdf_response(sheet: Sheet, name: str, *, at: datetime) -> HttpResponse:
    """The PDF as a file.

    Args:
        name: name of the file without its ending; it says what it is, never whose.
        at: moment of signing or printing.
    """
    response = HttpResponse(pdf.render(sheet, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
