"""Pages of a case: parse, call one, render."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.errors import Conflict, InvalidInput, NotFound
from remit.reports import html, markdown, pdf, summary
from remit.reports.case_sheet import case_sheet
from remit.reports.document import document
from remit.web.cases.models import Case
from remit.web.consult import actions, queries
from remit.web.consult.figure import dots, figure
from remit.web.consult.forms import FactForm
from remit.web.consult.models import Entry
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed, sites_where
from remit.web.people.views import signed_in

KEPT = 302
_FILES = {
    "html": (html.render, "text/html"),
    "md": (markdown.render, "text/markdown"),
    "svg": (html.figure, "image/svg+xml"),
}


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of one's sites."""
    person = signed_in(request)
    lines = queries.case_list(person, now=timezone.now())
    lists = bool(sites_where(person, Act.SEE, Object.CASE_LIST))
    return render(request, "consult/cases.html", {"lines": lines, "lists": lists})


@require_GET
def report_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The case report as a page."""
    case = queries.open_case(signed_in(request), pk, Object.REPORT, now=timezone.now())
    report = queries.report_of(case)
    shown = {
        "case": case,
        "report": report,
        "document": document(report),
        "summary": summary.rows(report),
        "figure": figure(report, {}),
        "tab": "report",
    }
    return render(request, "consult/report.html", shown)


@require_GET
def report_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The case report as a file; its name says nothing of the person."""
    if kind not in {*_FILES, "pdf"}:
        raise NotFound("A report comes as html, md, svg or pdf.")
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.REPORT, now=now)
    check_allowed(person, Act.EXPORT, Object.REPORT, case, now=now)
    content, content_type = _file(case, kind, now=now)
    actions.note_export(case=case, kind=kind, by=person, now=now)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="case-report.{kind}"'
    return response


def _file(case: Case, kind: str, *, now: datetime) -> tuple[str | bytes, str]:
    """What the file holds, and of which type it is."""
    report = queries.report_of(case)
    if kind == "pdf":
        sheet = case_sheet(report, clinic=case.site.name, author=case.site.name)
        return pdf.render(sheet, at=now), "application/pdf"
    make, content_type = _FILES[kind]
    return make(report), f"{content_type}; charset=utf-8"


@require_GET
def chance_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Chance and coincidence, on a tab of its own that opens on demand."""
    case = queries.open_case(signed_in(request), pk, Object.CHANCE, now=timezone.now())
    report = queries.report_of(case)
    found = [part for part in document(report).sections if part.heading == "Chance and coincidence"]
    shown = {"case": case, "report": report, "section": found[0], "tab": "chance"}
    shown["dots"] = dots(report.association.chance_of_100)
    return render(request, "consult/chance.html", shown)


@require_http_methods(["GET", "POST"])
def add_fact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add one fact; what was typed stays on the page whatever goes wrong."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    check_allowed(person, Act.CHANGE, Object.HISTORY, case, now=now)
    form = FactForm(request.POST or None, initial={"version": case.version}, label_suffix="")
    status = 200
    if request.method == "POST":
        status = _keep(form, case, by=person, now=now)
        if status == KEPT:
            return redirect("consult:timeline", pk=case.pk)
    shown = {"case": case, "name": queries.name_of(case), "form": form, "tab": "add"}
    shown["entries"] = queries.latest_entries(case)
    return render(request, "consult/add.html", shown, status=status)


def _keep(form: FactForm, case: Case, *, by: Person, now: datetime) -> int:
    """Keep the fact of a form; what is wrong goes onto the form, with the status to answer."""
    if not form.is_valid():
        return 422
    try:
        actions.add_event(
            case=case,
            table=form.cleaned_data["table"],
            row=form.row(),
            version=form.cleaned_data["version"],
            by=by,
            now=now,
        )
    except Conflict as error:
        form.add_error(None, str(error))
        form.look_again_at(queries.version_now(case))
        return 409
    except InvalidInput as error:
        form.add_error(None, str(error))
        return 422
    return KEPT


@require_POST
def withdraw(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Undo: take one fact out again."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    found = Entry.objects.visible_to(person, now=now).filter(case=case, pk=entry).first()
    if found is None:
        raise NotFound("There is no such fact in this case.")
    actions.withdraw_event(case=case, entry=found, version=case.version, by=person, now=now)
    return redirect("consult:add", pk=case.pk)
