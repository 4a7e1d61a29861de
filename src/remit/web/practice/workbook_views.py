"""The workbook on paper: for who takes part and may go on, and for who leads or plans a group."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from remit.content.programme import programme
from remit.domain import promise
from remit.domain.programme import Programme
from remit.errors import Conflict
from remit.pathways.practice.schedule import Rests, Situation, day_rests
from remit.reports import pdf, workbook_pdf
from remit.reports.workbook import Reach, workbook
from remit.reports.workbook_pieces import Workbook
from remit.web.intake.queries import own_case
from remit.web.notices import queries as notices
from remit.web.notices.models import CrisisContact
from remit.web.people.models import Site
from remit.web.people.views import signed_in
from remit.web.practice import group_queries
from remit.web.practice.day_parts import RESTS
from remit.web.practice.models import Enrolment
from remit.web.practice.situations import situation_of
from remit.web.practice.today import enrolment_of

NAME = "workbook.pdf"
"""It says what the file is, never whose."""


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What the workbook is, and the file; or why it rests."""
    site, enrolment, rests = _own(request)
    shown = {
        "site": site,
        "rests": RESTS[rests] if rests else "",
        "has_pdf": pdf.available(),
        "started": enrolment is not None,
    }
    return render(request, "practice/workbook.html", shown)


@require_GET
def own_pdf(request: HttpRequest) -> HttpResponse:
    """One's own copy as PDF."""
    return _file(_own_book(request, alone=True))


@require_GET
def own_pages(request: HttpRequest) -> HttpResponse:
    """One's own copy as a page to print from the browser."""
    site, _enrolment, _rests = _own(request)
    return _pages(request, _own_book(request, alone=False), site)


@require_GET
def group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The workbook for a group: to whom it is handed, and to whom not yet."""
    found = group_queries.workshop_of(signed_in(request), pk, now=timezone.now())
    shown = {"workshop": found, "site": found.site, "has_pdf": pdf.available()}
    return render(request, "practice/workbook_group.html", shown)


@require_GET
def group_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy for the people of a group as PDF."""
    found = group_queries.workshop_of(signed_in(request), pk, now=timezone.now())
    return _file(_book(found.site, None, alone=True))


@require_GET
def calls_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The copy for who does the days by telephone, with the guide; it is not handed out."""
    found = group_queries.workshop_of(signed_in(request), pk, now=timezone.now())
    return _file(_book(found.site, None, alone=True, staff=True))


@require_GET
def group_pages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A copy for the people of a group as a page to print from the browser."""
    found = group_queries.workshop_of(signed_in(request), pk, now=timezone.now())
    return _pages(request, _book(found.site, None, alone=False), found.site)


def _own(request: HttpRequest) -> tuple[Site, Enrolment | None, Rests | None]:
    """One's own site and enrolment, and why no copy is given now."""
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    enrolment = enrolment_of(case, by=person, now=now)
    situation = situation_of(enrolment, now=now) if enrolment else None
    return case.site, enrolment, _rests(situation)


def _rests(situation: Situation | None) -> Rests | None:
    """Paper cannot be taken back: it is given while days are open, cleared, and nothing rests."""
    if situation is None or day_rests(situation, 1):
        return Rests.NOT_STARTED
    return Rests.CLINIC if situation.standing.holds or not situation.cleared else None


def _own_book(request: HttpRequest, *, alone: bool) -> Workbook:
    site, enrolment, rests = _own(request)
    if enrolment is None or rests:
        raise Conflict(str(RESTS[rests or Rests.NOT_STARTED]))
    whole = programme(enrolment.programme, enrolment.programme_version, enrolment.language)
    return _book(site, whole, alone=alone)


def _book(site: Site, whole: Programme | None, *, alone: bool, staff: bool = False) -> Workbook:
    level = notices.service(site)
    listed = notices.contacts(site, get_language() or "en")
    hours = promise.hours_words(level, say=_)
    reach = Reach(
        clinic=site.name,
        contacts=tuple(_contact(one) for one in listed),
        hours=(hours,) if hours else (),
    )
    return workbook(reach, whole=whole, alone=alone, staff=staff)


def _contact(one: CrisisContact) -> tuple[str, str, str, str]:
    kinds = {
        CrisisContact.Kind.EMERGENCY: _("In an emergency"),
        CrisisContact.Kind.CRISIS: _("Somebody to talk to"),
        CrisisContact.Kind.CLINIC: _("Your clinic"),
    }
    text = _("Text %(number)s") % {"number": one.text_number} if one.text_number else ""
    when = " · ".join(part for part in (one.hours, one.languages) if part)
    numbers = "\n".join(part for part in (one.number, text) if part)
    return one.name, kinds[CrisisContact.Kind(one.kind)], numbers, when


def _file(book: Workbook) -> HttpResponse:
    made = workbook_pdf.render(book, at=timezone.now())
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return answer


def _pages(request: HttpRequest, book: Workbook, site: Site) -> HttpResponse:
    shown = {"book": book, "site": site, "chapters": book.chapters}
    return render(request, "practice/workbook_pages.html", shown)
