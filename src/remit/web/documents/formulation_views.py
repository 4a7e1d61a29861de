"""Pages of the formulation: parse, call one, render."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.domain.formulation import Audience
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.reports import pdf
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import demo
from remit.web.consult.queries import open_case
from remit.web.consult.signature import factor_given, has_code
from remit.web.documents import formulation as actions
from remit.web.documents import formulation_queries as queries
from remit.web.documents import formulation_signing as signing
from remit.web.documents.formulation_forms import OwnSentenceForm, SentenceForm, SignForm
from remit.web.documents.formulation_record import content_of
from remit.web.documents.letters import note_export
from remit.web.documents.models import Formulation, State
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.views import signed_in

DONE = 302
BOTH = "both"
WORDS = (BOTH, *(one.value for one in Audience))


@require_GET
def formulation_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ledger: the newest version, or a draft that is looked at and not stored."""
    case, person, now = _opened(request, pk)
    row, content = queries.draft_or_signed(case, now=now)
    shown = queries.ledger(case, row, content, now=now)
    return _page(request, case, shown, by=person, now=now)


@require_GET
def formulation_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A version as it was signed."""
    case, person, now = _opened(request, pk)
    row = queries.one_version(person, case, number, now=now)
    shown = queries.ledger(case, row, content_of(row, case), now=now)
    return _page(request, case, shown, by=person, now=now)


@require_POST
def formulation_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin from the draft, or a new version from a signed one."""
    case, person, now = _opened(request, pk)
    actions.start_formulation(case=case, by=person, now=now)
    return redirect("documents:formulation", pk=case.pk)


@require_POST
def formulation_sentence(request: HttpRequest, pk: UUID, sentence: str) -> HttpResponse:
    """Keep the words of one row; a script gets a receipt, or both texts of a clash."""
    case, person, now = _opened(request, pk)
    form = SentenceForm(request.POST, label_suffix="", auto_id=f"{sentence}-%s")
    error, status = "", DONE
    if form.is_valid():
        try:
            receipt = actions.save_sentence(
                formulation=_draft(person, case, now=now),
                sentence=sentence,
                by=person,
                now=now,
                **form.cleaned_data,
            )
        except actions.SentenceClash as clash:
            return _clash(request, case, form, clash, sentence, by=person, now=now)
        except InvalidInput as wrong:
            error, status = str(wrong), 422
        else:
            return _kept(request, case, sentence, receipt)
    else:
        error, status = _first_error(form), 422
    if _is_script(request):
        return JsonResponse({"error": error}, status=status)
    return _again(request, case, by=person, now=now, edit=sentence, form=form, error=error)


@require_POST
def formulation_row(request: HttpRequest, pk: UUID, sentence: str, act: str) -> HttpResponse:
    """Leave a row out, take it back, or record that the participant sees it differently."""
    case, person, now = _opened(request, pk)
    formulation = _draft(person, case, now=now)
    match act:
        case "leave-out":
            try:
                actions.leave_out(formulation=formulation, sentence=sentence, by=person, now=now)
            except InvalidInput as wrong:
                return _again(request, case, by=person, now=now, error=str(wrong))
        case "take-back":
            actions.take_back(formulation=formulation, sentence=sentence, by=person, now=now)
        case "differs":
            actions.say_differs(
                formulation=formulation,
                sentence=sentence,
                words=request.POST.get("words", ""),
                by=person,
                now=now,
            )
        case _:
            raise NotFound(_("There is no such page."))
    return redirect(f"{_address(case)}?row={sentence}#s-{sentence}")


@require_POST
def formulation_own(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a sentence of the clinician's own."""
    case, person, now = _opened(request, pk)
    draft = _draft(person, case, now=now)
    shown = queries.ledger(case, draft, content_of(draft, case), now=now)
    own = OwnSentenceForm(request.POST, shown=shown, label_suffix="", auto_id="own-%s")
    error = ""
    if own.is_valid():
        try:
            added = actions.add_sentence(formulation=draft, by=person, now=now, **own.cleaned_data)
        except InvalidInput as wrong:
            error = str(wrong)
        else:
            return redirect(f"{_address(case)}?row={added}#s-{added}")
    error = error or _first_error(own)
    return _again(request, case, by=person, now=now, own=own, error=error)


@require_POST
def formulation_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft again from the record as it is now; edits stay."""
    case, person, now = _opened(request, pk)
    actions.draft_again(formulation=_draft(person, case, now=now), by=person, now=now)
    return redirect("documents:formulation", pk=case.pk)


@require_POST
def formulation_ticks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every sentence read; the participant has seen their words."""
    case, person, now = _opened(request, pk)
    draft = _draft(person, case, now=now)
    tick, on = request.POST.get("tick", ""), request.POST.get("on") == "yes"
    if tick == "read":
        actions.mark_read(formulation=draft, read=on, by=person, now=now)
    elif tick == "seen":
        actions.mark_seen(formulation=draft, seen=on, by=person, now=now)
    else:
        raise NotFound(_("There is no such page."))
    return redirect(f"{_address(case)}#sign")


@sensitive_post_parameters("code")
@require_POST
def formulation_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign; what is wrong stands beside the button, and every reason stays."""
    case, person, now = _opened(request, pk)
    check_allowed(person, Act.SIGN, Object.FORMULATION, case, now=now)
    draft = _draft(person, case, now=now)
    shown = queries.ledger(case, draft, content_of(draft, case), now=now)
    form = SignForm(request.POST, shown=shown, label_suffix="", auto_id="sign-%s")
    status = _sign(request, form, draft, by=person, now=now)
    if status == DONE:
        return redirect("documents:formulation", pk=case.pk)
    return _again(request, case, by=person, now=now, sign=form, status=status)


@require_http_methods(["GET"])
def formulation_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A page to print or keep: one column for one reader, or both."""
    case, person, now = _opened(request, pk)
    check_allowed(person, Act.EXPORT, Object.FORMULATION, case, now=now)
    row, content = queries.draft_or_signed(case, now=now)
    number = request.GET.get("number", "")
    if number.isdecimal() and len(number) < 6:
        row = queries.one_version(person, case, int(number), now=now)
        content = content_of(row, case)
    shown = queries.ledger(case, row, content, now=now)
    context = _context(request, case, shown)
    audience = str(context["words"])
    note_export(case=case, of=row, form=f"print of the formulation, {audience}", by=person, now=now)
    if audience != BOTH:
        context["paragraphs"] = queries.paragraphs(content, Audience(audience))
    return render(request, "documents/formulation_print.html", context)


def _opened(request: HttpRequest, pk: UUID) -> tuple[Case, Person, datetime]:
    person, now = signed_in(request), timezone.now()
    return open_case(person, pk, Object.FORMULATION, now=now), person, now


def _draft(person: Person, case: Case, *, now: datetime) -> Formulation:
    visible = Formulation.objects.visible_to(person, now=now).select_related("case__data_key")
    row: Formulation | None = visible.filter(case=case, state=State.DRAFT).first()
    if row is None:
        raise NotFound(_("No draft of a formulation is open in this case."))
    return row


def _address(case: Case) -> str:
    return reverse("documents:formulation", kwargs={"pk": case.pk})


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Remit") == "script"


def _first_error(form: SentenceForm | OwnSentenceForm) -> str:
    return next((str(errors[0]) for errors in form.errors.values()), "")


def _kept(
    request: HttpRequest, case: Case, sentence: str, receipt: actions.Receipt
) -> HttpResponse:
    if not _is_script(request):
        return redirect(f"{_address(case)}?row={sentence}#s-{sentence}")
    row, content = queries.draft_or_signed(case, now=receipt.saved_at)
    written = content.row(sentence)
    return JsonResponse(
        {
            "saved": date_format(timezone.localtime(receipt.saved_at), "H:i"),
            "revision": receipt.revision,
            "version": row.version if row else 0,
            "age": queries.age_of(content),
            "edited": bool(written and written.edited),
            "warned": [
                fault.words
                for audience in Audience
                for fault in (written.faults(audience) if written else ())
            ],
        }
    )


def _clash(
    request: HttpRequest,
    case: Case,
    form: SentenceForm,
    clash: actions.SentenceClash,
    sentence: str,
    *,
    by: Person,
    now: datetime,
) -> HttpResponse:
    theirs = clash.theirs
    if _is_script(request):
        said = {
            "clash": True,
            "number": theirs.revision,
            "theirs": {"participant": theirs.participant, "referrer": theirs.referrer},
            "by": theirs.edited.by if theirs.edited else "",
            "at": theirs.edited.at if theirs.edited else "",
        }
        return JsonResponse(said, status=409)
    form.data = {**{name: form.data[name] for name in form.data}, "base": str(theirs.revision)}
    return _again(
        request, case, by=by, now=now, edit=sentence, form=form, error=str(clash), status=409
    )


def _sign(
    request: HttpRequest, form: SignForm, draft: Formulation, *, by: Person, now: datetime
) -> int:
    if not form.is_valid():
        return 422
    data = form.cleaned_data
    try:
        # What is missing is said before a code is used up; the signature asks it once more.
        signing.check_ready(content_of(draft, draft.case), form.reasons())
        signing.sign(
            formulation=draft,
            version=data["version"],
            reasons=form.reasons(),
            factor_at=factor_given(request, by, data["code"], now=now),
            by=by,
            now=now,
        )
    except (Conflict, InvalidInput, NotAllowed) as error:
        form.add_error(None, str(error))
        if isinstance(error, Conflict):
            form.look_again_at(_draft(by, draft.case, now=now).version)
            return 409
        return 422
    return DONE


def _again(
    request: HttpRequest,
    case: Case,
    *,
    by: Person,
    now: datetime,
    status: int = 422,
    **extra: object,
) -> HttpResponse:
    """The page once more, with what was typed and what is wrong."""
    row, content = queries.draft_or_signed(case, now=now)
    shown = queries.ledger(case, row, content, now=now)
    return _page(request, case, shown, by=by, now=now, status=status, **extra)


def _page(
    request: HttpRequest,
    case: Case,
    shown: queries.Ledger,
    *,
    by: Person,
    now: datetime,
    status: int = 200,
    **extra: object,
) -> HttpResponse:
    may_sign = allowed(by, Act.SIGN, Object.FORMULATION, case, now=now)
    context = {
        **_context(request, case, shown),
        "row_open": request.GET.get("row", ""),
        "edit": request.GET.get("edit", ""),
        "may_change": allowed(by, Act.CHANGE, Object.FORMULATION, case, now=now),
        "may_sign": may_sign,
        "versions": queries.versions(case),
        "pdf_here": pdf.available(),
        "signer": by.display_name,
        "has_code": has_code(by),
        "demo_code": demo.shown_code(by) if shown.is_draft else "",
    }
    if shown.is_draft and shown.row is not None:
        start = {"version": shown.row.version}
        context["sign"] = SignForm(initial=start, shown=shown, label_suffix="", auto_id="sign-%s")
        context["own"] = OwnSentenceForm(shown=shown, label_suffix="", auto_id="own-%s")
    return render(request, "documents/formulation.html", context | extra, status=status)


def _context(request: HttpRequest, case: Case, shown: queries.Ledger) -> dict[str, object]:
    words = request.GET.get("words", BOTH)
    return {
        "case": case,
        "tab": "formulation",
        "name": str(plain_subject(case)["name"]),
        "published": case.origin == Case.Origin.PUBLISHED,
        "ledger": shown,
        "words": words if words in WORDS else BOTH,
    }
