"""A planned contact: the guide beside the form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.people.views import signed_in
from remit.web.practice.call_forms import CallForm
from remit.web.practice.calls import check_may_call, guide_of, record_call
from remit.web.practice.enrolment_queries import enrolment_seen, name_of
from remit.web.practice.models import CallKind


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Make one contact, with what to say and to ask.

    Raises:
        NotFound: there is no such kind, or no such enrolment for this person.
    """
    person, now = signed_in(request), timezone.now()
    found = next((one for one in CallKind if one.value.replace(" ", "-") == kind), None)
    if found is None:
        raise NotFound(_("There is no such call."))
    enrolment = enrolment_seen(person, pk, now=now)
    check_may_call(enrolment, person, now=now)
    form = CallForm(request.POST or None, kind=found.value)
    if request.method == "POST" and form.is_valid():
        try:
            record_call(
                enrolment=enrolment, key=form.call_key, kind=found.value, reached=form.is_reached,
                told=form.told(), by=person, now=now,
            )  # fmt: skip
        except (InvalidInput, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("practice:enrolment", pk=pk)
    shown = {
        "enrolment": enrolment,
        "case": enrolment.case,
        "name": name_of(enrolment),
        "guide": guide_of(found.value),
        "kind": found,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "practice/call.html", shown, status=status)
