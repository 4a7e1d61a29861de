"""Pages of letters: the list of documents, the editor, what is signed, the copy."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.errors import InvalidInput, NotAllowed
from remit.pathways.consult.other_people import other_people, pieces
from remit.reports import pdf
from remit.reports.plain import letter_text
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import demo
from remit.web.consult.queries import open_case
from remit.web.consult.signature import factor_given, has_code
from remit.web.documents import letter_queries as queries
from remit.web.documents.letter_forms import BeginForm, LetterForm
from remit.web.documents.letter_record import LetterContent, content_of, record_of
from remit.web.documents.letters import (
    LetterClash,
    LetterOutdated,
    begin_letter,
    change_since,
    check_ready,
    draft_letter_again,
    note_export,
    save_letter,
    sign_letter,
    warnings_of,
)
from remit.web.documents.models import Letter, LetterKind, State
from remit.web.notices.service_queries import service
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.views import signed_in

DONE = 302


@require_GET
def letters(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every document of the case: drafts and signed versions, by whom, when, shared or not."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.LETTER, now=now)
    shown = {
        **case_context(case),
        "lines": queries.document_lines(case, person, now=now),
        "kinds": queries.kinds_offered(case),
        "referral": queries.referral_of(case),
        "may_write": allowed(person, Act.CHANGE, Object.LETTER, case, now=now)
        and case.origin != Case.Origin.PUBLISHED,
    }
    return render(request, "documents/letters.html", shown)


@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a letter, or go on with the draft that is open."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.LETTER, now=now)
    check_allowed(person, Act.CHANGE, Object.LETTER, case, now=now)
    form = BeginForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("There is no such letter."))
    kind = LetterKind(form.cleaned_data["kind"])
    letter = begin_letter(case=case, kind=kind, by=person, now=now)
    return redirect("documents:letter", pk=case.pk, letter=letter.pk)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def letter_page(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """One version: a draft to edit and sign, or what was signed."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.LETTER, now=now)
    row = queries.one_letter(person, case, letter, now=now)
    if row.state == State.SIGNED and request.method == "GET":
        return _signed_page(request, row, person, now=now)
    content = content_of(row, case)
    start = {"version": row.version, **queries.plain(content)}
    if request.method == "POST":
        content = replace(content, body=request.POST.get("body", "").replace("\r\n", "\n"))
    # A script saves what is typed and signs nothing: it needs no judgement of the words.
    warned = () if _is_script(request) else warnings_of(row, content, now=now)
    form = LetterForm(request.POST or None, initial=start, label_suffix="", warned=warned)
    if request.method == "POST":
        return _posted(request, row, form, by=person, now=now)
    return _editor(request, row, form, content, by=person, now=now)


def _posted(
    request: HttpRequest, row: Letter, form: LetterForm, *, by: Person, now: datetime
) -> HttpResponse:
    """Save or sign; whatever goes wrong, what was typed stays on the page."""
    from_script = _is_script(request)
    form.is_valid()  # nothing is required; what is too long is left out of cleaned_data below
    if form.errors:
        typed = LetterContent()
        return _refused(request, row, form, typed, 422, script=from_script, by=by, now=now)
    typed = form.content()
    try:
        done = _carried_out(request, row, form, typed, by=by, now=now)
    except LetterClash as clash:
        if from_script:
            return JsonResponse({"clash": True, "number": clash.version}, status=409)
        form.look_again_at(clash.version)
        shown = {"theirs": clash.theirs, "clash": str(clash)}
        return _editor(request, row, form, typed, by=by, now=now, status=409, **shown)
    except LetterOutdated as error:
        form.add_error(None, str(error))
        return _editor(request, row, form, typed, by=by, now=now, status=409)
    except (InvalidInput, NotAllowed) as error:
        form.add_error(None, str(error))
        return _refused(request, row, form, typed, 422, script=from_script, by=by, now=now)
    if from_script:
        return JsonResponse({"saved": queries.clock_of(done), "number": done.version})
    return redirect("documents:letter", pk=row.case_id, letter=row.pk)


def _refused(
    request: HttpRequest,
    row: Letter,
    form: LetterForm,
    typed: LetterContent,
    status: int,
    *,
    script: bool,
    by: Person,
    now: datetime,
) -> HttpResponse:
    if script:
        return JsonResponse({"error": _("Not saved. Look at the page again.")}, status=status)
    return _editor(request, row, form, typed, by=by, now=now, status=status)


def _carried_out(
    request: HttpRequest,
    row: Letter,
    form: LetterForm,
    typed: LetterContent,
    *,
    by: Person,
    now: datetime,
) -> Letter:
    version, act = int(form.cleaned_data["version"]), request.POST.get("act")
    if act == "again":
        return draft_letter_again(letter=row, content=typed, version=version, by=by, now=now)
    if act != "sign":
        return save_letter(letter=row, content=typed, version=version, by=by, now=now)
    check_allowed(by, Act.SIGN, Object.LETTER, row.case, now=now)
    reasons, looked_at = form.reasons(), form.cleaned_data["looked_at"]
    # What is missing is said before a code is used up; the signature asks it once more.
    check_ready(row, typed, reasons, looked_at, now=now)
    return sign_letter(
        letter=row,
        content=typed,
        version=version,
        factor_at=factor_given(request, by, form.cleaned_data["code"], now=now),
        by=by,
        now=now,
        reasons=reasons,
        looked_at=looked_at,
    )


def _editor(
    request: HttpRequest,
    row: Letter,
    form: LetterForm,
    content: LetterContent,
    *,
    by: Person,
    now: datetime,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    known = (str(plain_subject(row.case)["name"]), by.display_name, content.recipient)
    shown = {
        **case_context(row.case),
        "letter": row,
        "form": form,
        "saved_at": queries.clock_of(row) if row.version > 1 else "",
        "pieces": pieces(content.body, known),
        "mentions": len(other_people(content.body, known)),
        "referral": queries.referral_of(row.case),
        "change": change_since(row, now=now),
        "to_others": row.kind != LetterKind.VISIT_NOTE,
        "has_code": has_code(by),
        "may_sign": allowed(by, Act.SIGN, Object.LETTER, row.case, now=now),
        "signer": by.display_name,
        "demo_code": demo.shown_code(by),
        "pdf_here": pdf.available(),
        **more,
    }
    return render(request, "documents/letter_edit.html", shown, status=status)


def _signed_page(
    request: HttpRequest, row: Letter, person: Person, *, now: datetime
) -> HttpResponse:
    shown: dict[str, Any] = {
        **case_context(row.case),
        "letter": row,
        "paper": queries.paper(row),
        "confirmed": record_of(row, row.case).confirmed,
        "shared": queries.is_shared(row),
        "may_share": allowed(person, Act.CHANGE, Object.SHARED, row.case, now=now),
        "pdf_here": pdf.available(),
    }
    return render(request, "documents/letter.html", shown)


@require_GET
def letter_print(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """A letter as a page to print or keep; a draft says that it is one. Taking it out is noted."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.LETTER, now=now)
    row = queries.one_letter(person, case, letter, now=now)
    note_export(case=case, of=row, form="print", by=person, now=now)
    shown = {**case_context(case), "letter": row, "paper": queries.paper(row)}
    return render(request, "documents/letter_print.html", shown)


@require_GET
def letter_copy(request: HttpRequest, pk: UUID, letter: UUID) -> HttpResponse:
    """A letter as plain text, to be copied into another record."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.LETTER, now=now)
    row = queries.one_letter(person, case, letter, now=now)
    note_export(case=case, of=row, form="text", by=person, now=now)
    shown = {
        **case_context(case),
        "heading": _("Copy to the record"),
        "about": row.get_kind_display(),
        "text": letter_text(queries.paper(row)),
        "back": queries.address(row),
    }
    return render(request, "documents/copy.html", shown)


@require_GET
def whole_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole consultation as plain text: facts in order, notes of each part."""
    person, now = signed_in(request), timezone.now()
    case = open_case(person, pk, Object.CONSULTATION, now=now)
    note_export(case=case, of=None, form="text", by=person, now=now)
    shown = {
        **case_context(case),
        "heading": _("The whole consultation as text"),
        "about": _("Facts in order with their dates, and the notes of each part."),
        "text": queries.whole_text(case, now=now),
        "back": "",
    }
    return render(request, "documents/copy.html", shown)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Remit") == "script"


def case_context(case: Case) -> dict[str, Any]:
    """What every page of a case's documents shows."""
    return {
        "case": case,
        "tab": "letters",
        "name": str(plain_subject(case)["name"]),
        "published": case.origin == Case.Origin.PUBLISHED,
        "zone": service(case.site).hours.zone,
    }
