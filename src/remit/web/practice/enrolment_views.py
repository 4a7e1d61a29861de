"""One participant's programme for staff: what came, what is planned, what can be done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.errors import Conflict, InvalidInput
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.views import signed_in
from remit.web.practice.enrolment_queries import KINDS, programme_of
from remit.web.practice.enrolments import close, may_lead, put_on_paper, withdraw
from remit.web.practice.models import Enrolment


@require_http_methods(["GET", "POST"])
def enrolment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came, and the contacts of the plan."""
    person, now = signed_in(request), timezone.now()
    found = programme_of(person, pk, now=now)
    error = ""
    if request.method == "POST":
        try:
            _act(request, found.enrolment, person)
        except (Conflict, InvalidInput) as refused:
            error = str(refused)
        else:
            messages.success(request, _("Kept."))
            return redirect("practice:enrolment", pk=pk)
    shown = {"found": found, "kinds": KINDS, "error": error, "case": found.enrolment.case}
    return render(request, "practice/enrolment.html", shown, status=409 if error else 200)


def _act(request: HttpRequest, enrolment: Enrolment, by: Person) -> None:
    now, act = timezone.now(), request.POST.get("act", "")
    own = may_lead(enrolment, by)
    check_allowed(by, Act.CHANGE, Object.WORKSHOP, enrolment.case, now=now, own=own)
    if act == "withdraw":
        withdraw(enrolment=enrolment, by=by, now=now)
    elif act == "close":
        close(enrolment=enrolment, by=by, now=now)
    elif act in ("paper", "phone"):
        put_on_paper(enrolment=enrolment, on_paper=act == "paper", by=by, now=now)
    else:
        raise InvalidInput(_("Choose one of the buttons."))
