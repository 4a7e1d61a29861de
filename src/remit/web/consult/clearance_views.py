"""Pages of clearance and of medicines: parse, call one, render."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from remit.domain.reported_medicine import ChangeKind
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.pathways.consult.clearance import check_decision
from remit.pathways.consult.worksheets import ICD11
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import clearance, demo, queries
from remit.web.consult.before_page import panel_of
from remit.web.consult.clearance_facts import before_of, newest_clearance
from remit.web.consult.clearance_forms import (
    ChangeForm,
    ClearanceForm,
    MedicineForm,
    SignatureForm,
    WithdrawForm,
)
from remit.web.consult.medicines import medicine_page, report_change, report_medicine
from remit.web.consult.models import Clearance
from remit.web.consult.signature import factor_given, has_code
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.views import signed_in

SIGNED = 302


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def clearance_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is open, and the decision; nothing typed is lost when it cannot be signed."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CLEARANCE, now=now)
    before = before_of(case, now=now)
    last = newest_clearance(case)
    start = {"number": _number(last), "version": case.version, "named_contact": person.display_name}
    form = ClearanceForm(request.POST or None, review=before.review, initial=start, label_suffix="")
    status = 200
    if request.method == "POST":
        status = _sign(request, form, case, by=person, now=now)
        if status == SIGNED:
            return redirect("consult:clearance", pk=case.pk)
    shown = {
        **_context(case),
        "form": form,
        "panel": panel_of(case, before, now=now),
        "versions": _versions(case),
        "flags": before.flags,
        "icd11": ICD11,
        "withdraw": WithdrawForm(initial=start, label_suffix="", auto_id="withdraw_%s"),
        "may_sign": allowed(person, Act.SIGN, Object.CLEARANCE, case, now=now),
        "has_code": has_code(person),
        "signer": person.display_name,
        "demo_code": demo.shown_code(person),
    }
    return render(request, "consult/clearance.html", shown, status=status)


@sensitive_post_parameters("code")
@require_POST
def withdraw_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a clearance back by a further version."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CLEARANCE, now=now)
    check_allowed(person, Act.SIGN, Object.CLEARANCE, case, now=now)
    form = WithdrawForm(request.POST, label_suffix="", auto_id="withdraw_%s")
    status = _withdraw(request, form, case, by=person, now=now)
    if status == SIGNED:
        return redirect("consult:clearance", pk=case.pk)
    shown = {**_context(case), "withdraw": form, "has_code": has_code(person)}
    shown |= {"signer": person.display_name, "demo_code": demo.shown_code(person)}
    return render(request, "consult/clearance_withdraw.html", shown, status=status)


@require_POST
def raise_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Raise what the record asks for and no flag names yet."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    clearance.raise_unflagged(case=case, by=person, now=now)
    return redirect("consult:before", pk=case.pk)


@require_http_methods(["GET", "POST"])
def medicines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Medicines as reported and as prescribed; add one."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    form = MedicineForm(request.POST or None, initial={"version": case.version}, label_suffix="")
    status = 200
    if request.method == "POST":
        status = _add_medicine(form, case, by=person, now=now)
        if status == SIGNED:
            return redirect("consult:medicines", pk=case.pk)
    return _medicines(request, case, form=form, change=ChangeForm(label_suffix=""), status=status)


@require_POST
def medicine_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a change that the participant reports."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    change = ChangeForm(request.POST, label_suffix="")
    if change.is_valid():
        try:
            data = change.cleaned_data
            kind = ChangeKind(data["kind"])
            report_change(
                case=case, key=data["key"], kind=kind, words=data["words"], by=person, now=now
            )
        except InvalidInput as error:
            change.add_error(None, str(error))
        else:
            return redirect("consult:medicines", pk=case.pk)
    form = MedicineForm(initial={"version": case.version}, label_suffix="")
    return _medicines(request, case, form=form, change=change, status=422)


def _medicines(
    request: HttpRequest, case: Case, *, form: MedicineForm, change: ChangeForm, status: int
) -> HttpResponse:
    shown = {**_context(case), "form": form, "change": change, "page": medicine_page(case)}
    return render(request, "consult/medicines.html", shown, status=status)


def _add_medicine(form: MedicineForm, case: Case, *, by: Person, now: datetime) -> int:
    if not form.is_valid():
        return 422
    try:
        version = form.cleaned_data["version"]
        report_medicine(case=case, medicine=form.medicine(), version=version, by=by, now=now)
    except Conflict as error:
        form.add_error(None, str(error))
        form.look_again_at(queries.version_now(case))
        return 409
    except InvalidInput as error:
        form.add_error(None, str(error))
        return 422
    return SIGNED


def _sign(
    request: HttpRequest, form: ClearanceForm, case: Case, *, by: Person, now: datetime
) -> int:
    """Sign; 302, or the status of the page that says what is open or wrong."""
    check_allowed(by, Act.SIGN, Object.CLEARANCE, case, now=now)
    if not form.is_valid():
        return 422
    data, decided = form.cleaned_data, form.decided()
    try:
        # What is open is said before a code is used up; the signature asks it once more.
        check_decision(before_of(case, now=now), decided.decision, decided.reviewed)
        clearance.sign_clearance(
            case=case,
            decided=decided,
            number=data["number"],
            version=data["version"],
            factor_at=factor_given(request, by, data["code"], now=now),
            by=by,
            now=now,
        )
    except (Conflict, InvalidInput, NotAllowed) as error:
        return _not_signed(form, case, error)
    return SIGNED


def _withdraw(
    request: HttpRequest, form: WithdrawForm, case: Case, *, by: Person, now: datetime
) -> int:
    if not form.is_valid():
        return 422
    data = form.cleaned_data
    try:
        clearance.withdraw_clearance(
            case=case,
            reason=data["reason"],
            number=data["number"],
            version=data["version"],
            factor_at=factor_given(request, by, data["code"], now=now),
            by=by,
            now=now,
        )
    except (Conflict, InvalidInput, NotAllowed) as error:
        return _not_signed(form, case, error)
    return SIGNED


def _not_signed(
    form: SignatureForm, case: Case, error: Conflict | InvalidInput | NotAllowed
) -> int:
    form.add_error(None, str(error))
    if isinstance(error, Conflict):
        form.look_again_at(_number(newest_clearance(case)), queries.version_now(case))
        return 409
    return 422


def _versions(case: Case) -> list[tuple[Clearance, dict[str, object]]]:
    return [(row, clearance.content_of(row, case)) for row in case.clearances.all()]


def _number(row: Clearance | None) -> int:
    return 0 if row is None else row.number


def _context(case: Case) -> dict[str, object]:
    return {
        "case": case,
        "tab": "before",
        "name": str(plain_subject(case)["name"]),
        "published": case.origin == Case.Origin.PUBLISHED,
    }
