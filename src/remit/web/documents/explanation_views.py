"""The page that clinician and participant read together: parse, call one, render."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.errors import Conflict, InvalidInput
from remit.web.cases.models import Case
from remit.web.consult import queries
from remit.web.consult.clinic_records import newest
from remit.web.consult.models import RecordKind
from remit.web.documents.explanation import (
    LONGEST,
    QUESTIONS,
    READING,
    is_approved,
    keep_answers,
    reading_of,
    send_home,
    warned_questions,
)
from remit.web.documents.models import Share
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed
from remit.web.people.views import signed_in

LONGEST_NUMBER = 10  # digits of a version
Action = Callable[[], object]


@require_GET
def explanation_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The explanation with the person's own evidence."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    return _page(request, case, person, now)


@require_POST
def explanation_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep their questions, what was answered, and the reading."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    answers = {key: request.POST.get(key, "") for key in LONGEST}
    number = _number(request.POST)

    def keep() -> object:
        return keep_answers(case=case, answers=answers, number=number, by=person, now=now)

    return _done_or_again(request, case, person, now, keep, _("Kept in the plan."))


@require_POST
def explanation_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Share it with the participant, with the evidence that was chosen."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    chosen = frozenset(request.POST.getlist("keep"))

    def send() -> object:
        return send_home(case=case, keep=chosen, by=person, now=now)

    return _done_or_again(request, case, person, now, send, _("Sent home."))


def _done_or_again(
    request: HttpRequest, case: Case, person: Person, now: datetime, act: Action, said: str
) -> HttpResponse:
    """Back to the page after an action; the page with what was typed where it was refused."""
    try:
        act()
    except (InvalidInput, Conflict) as error:
        status = 409 if isinstance(error, Conflict) else 400
        return _page(request, case, person, now, wrong=str(error), status=status)
    messages.success(request, said)
    return redirect("documents:explanation", pk=case.pk)


def _page(
    request: HttpRequest,
    case: Case,
    person: Person,
    now: datetime,
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    reading, plan = reading_of(case, now=now), newest(case, RecordKind.PLAN)
    sent = Share.objects.visible_to(person, now=now).filter(
        case=case, what=Share.What.EXPLANATION, withdrawn_at=None
    )
    shown = {
        "case": case,
        "tab": "explanation",
        "name": queries.name_of(case),
        "published": case.origin == Case.Origin.PUBLISHED,
        "reading": reading,
        "approved": is_approved(case.site),
        "chosen": frozenset(request.POST.getlist("keep")) if "keep" in request.POST else None,
        "sends": QUESTIONS,
        "warned": warned_questions(reading),
        "questions": request.POST.get(QUESTIONS, reading.questions),
        "named": request.POST.get(READING, reading.named),
        "number": _number(request.POST) if status == 400 else plan.number,
        "may_send": allowed(person, Act.CHANGE, Object.SHARED, case, now=now),
        "may_keep": allowed(person, Act.CHANGE, Object.CONSULTATION, case, now=now),
        "sent": sent.first(),
        "wrong": wrong,
        "longest": LONGEST,
    }
    return render(request, "documents/explanation.html", shown, status=status)


def _number(sent: QueryDict) -> int:
    given = sent.get("number", "0")
    return int(given) if given.isdecimal() and len(given) <= LONGEST_NUMBER else 0
