"""Pages on which a clinician reads and records before day 1: parse, call one, render."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.content import clinic
from remit.domain.decision_table import Value
from remit.domain.form import Form, asked, read_answer
from remit.domain.worksheet import LABEL
from remit.errors import Conflict, InvalidInput, NotFound
from remit.pathways.consult.worksheets import ICD11, IMAGING_FACTS, nociplastic_worksheet
from remit.web.assess.drawing import Drawn, draw_page
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import queries
from remit.web.consult.before_page import before_page
from remit.web.consult.clinic_pages import (
    INNER_LIFE,
    PART_OF,
    TITLES,
    Difference,
    beside,
    differences,
    folds,
)
from remit.web.consult.clinic_records import (
    add_prior_symptoms,
    newest,
    record_clinic,
)
from remit.web.consult.fibromyalgia import fibromyalgia_of
from remit.web.consult.models import RecordKind
from remit.web.notices.queries import contacts
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.views import signed_in

LONGEST_NUMBER = 10  # digits of a version


@dataclass
class Sent:
    """A clinician's form as it was sent: what was read, what the fields held, what is wrong."""

    values: dict[str, Value] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    wrong: str = ""
    number: int = 0


@require_GET
def before(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before the visit: what needs attention, what is open, and the way to clearance."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    shown = {
        **_case_context(case),
        "page": before_page(case, now=now),
        "contacts": contacts(case.site),
        "may_sign": allowed(person, Act.SIGN, Object.CLEARANCE, case, now=now),
    }
    return render(request, "consult/before.html", shown)


@require_http_methods(["GET", "POST"])
def clinic_record(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """One kind of clinician's record: read the newest version, keep a further one."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    if kind not in RecordKind.values:
        raise NotFound("There is no such page.")
    if kind in INNER_LIFE:
        check_allowed(person, Act.SEE, Object.INNER_LIFE, case, now=now)
    form, kept = clinic.form(kind), newest(case, kind)
    sent = Sent(values=dict(kept.values), number=kept.number)
    status = 200
    if request.method == "POST":
        sent = _sent(form, request.POST)
        status = _keep(case, kind, sent, by=person, now=now)
        if status == 302:
            return redirect("consult:clinic", pk=case.pk, kind=kind)
    pages, part = _drawn(form, sent), PART_OF.get(RecordKind(kind))
    shown = {
        **_case_context(case),
        "kind": kind,
        "title": TITLES[RecordKind(kind)],
        "form": form,
        "pages": pages,
        "folds": folds(kind, pages),
        "part": part,
        "tab": "before" if part is None else "visit",
        "differences": _differences(case, form, sent) if status == 409 else [],
        "sent": sent,
        "kept": kept.row,
        **beside(case, kind, sent.values),
    }
    return render(request, f"consult/clinic_{kind}.html", shown, status=status)


@require_POST
def add_inventory(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the symptoms of the inventory into the history."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    add_prior_symptoms(case=case, version=case.version, by=person, now=now)
    return redirect("consult:clinic", pk=case.pk, kind=RecordKind.INVENTORY.value)


@require_GET
def worksheets(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which published criteria the answers meet; clinicians only, never a diagnosis."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    shown = {
        **_case_context(case),
        "label": LABEL,
        "nociplastic": nociplastic_worksheet(newest(case, RecordKind.NOCIPLASTIC).values),
        "nociplastic_kept": newest(case, RecordKind.NOCIPLASTIC).row,
        "fibromyalgia": fibromyalgia_of(case),
        "icd11": ICD11,
        "imaging_facts": IMAGING_FACTS,
    }
    return render(request, "consult/worksheets.html", shown)


def _case_context(case: Case) -> dict[str, object]:
    return {
        "case": case,
        "tab": "before",
        "name": str(plain_subject(case)["name"]),
        "published": case.origin == Case.Origin.PUBLISHED,
    }


def _differences(case: Case, form: Form, sent: Sent) -> list[Difference]:
    return differences(form, newest(case, form.id).values, sent.values)


def _drawn(form: Form, sent: Sent) -> list[tuple[str, str, list[Drawn]]]:
    given = sent.given or None
    return [
        (page.title, page.intro, draw_page(page, sent.values, given=given, errors=sent.errors))
        for page in form.pages
    ]


def _sent(form: Form, data: QueryDict) -> Sent:
    """What was sent, read question by question; what cannot be read stays in its field."""
    number = data.get("number", "")
    sent = Sent(number=int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 0)
    for question in form.questions():
        texts = data.getlist(question.key)
        sent.given[question.key] = texts
        try:
            value = read_answer(question, texts)
        except InvalidInput as error:
            sent.errors[question.key] = str(error)
            continue
        if value is not None:
            sent.values[question.key] = value
    counted = {question.key for question in asked(form, sent.values)}
    sent.errors = {key: words for key, words in sent.errors.items() if key in counted}
    return sent


def _keep(case: Case, kind: str, sent: Sent, *, by: Person, now: datetime) -> int:
    """Keep what was sent; 302, or the status of a page that says what is wrong."""
    if sent.errors:
        sent.wrong = _("Nothing was kept yet. Look at the marked answers again.")
        return 422
    try:
        record_clinic(case=case, kind=kind, answers=sent.values, number=sent.number, by=by, now=now)
    except Conflict as error:
        sent.wrong, sent.number = str(error), newest(case, kind).number
        return 409
    except InvalidInput as error:
        sent.wrong = str(error)
        return 422
    return 302
