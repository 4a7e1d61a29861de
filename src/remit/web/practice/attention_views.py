"""Who needs somebody today, and what rests for one of them."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.people.permissions import Act, Object, may_ever
from remit.web.people.views import signed_in
from remit.web.practice.attention import attention
from remit.web.practice.attention_words import HEADINGS
from remit.web.practice.enrolments import release
from remit.web.practice.hold_queries import enrolment_to_release, holds_of, released


@require_GET
def attention_page(request: HttpRequest) -> HttpResponse:
    """Everybody who needs somebody, most urgent first.

    Raises:
        NotAllowed: the person works with no group.
    """
    person, now = signed_in(request), timezone.now()
    if not (person.is_staff_member and may_ever(person, Act.SEE, Object.WORKSHOP)):
        raise NotAllowed(_("This page belongs to who works with groups."))
    rows, others = attention(person, now=now)
    parts = [
        (soon, HEADINGS[soon], list(found)) for soon, found in groupby(rows, lambda row: row.soon)
    ]
    shown = {"parts": parts, "count": len(rows), "others": others, "now": now}
    return render(request, "practice/attention.html", shown)


@require_http_methods(["GET", "POST"])
def holds(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What rests for one participant; a clinician lets it open again, with a reason."""
    person, now = signed_in(request), timezone.now()
    enrolment = enrolment_to_release(person, pk, now=now)
    error, status, note = "", 200, request.POST.get("note", "")
    if request.method == "POST":
        try:
            release(
                enrolment=enrolment, name=request.POST.get("name", ""), note=note, by=person,
                now=now,
            )  # fmt: skip
        except (InvalidInput, Conflict) as refused:
            error, status = str(refused), 409 if isinstance(refused, Conflict) else 422
        else:
            messages.success(request, _("It opens again. The reason is kept."))
            return redirect("practice:holds", pk=pk)
    shown = {
        "case": enrolment.case,
        "enrolment": enrolment,
        "holds": holds_of(enrolment),
        "released": released(enrolment),
        "error": error,
        "typed": (request.POST.get("name", ""), note),
    }
    return render(request, "practice/holds.html", shown, status=status)
