"""Something urgent that a clinician hears in the room: a flag at once, in their own words."""

import uuid
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remit.domain.action_code import ActionCode
from remit.web.cases.models import Case
from remit.web.consult import queries
from remit.web.consult.clinic_records import check_live
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag
from remit.web.notices.queries import contacts
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.views import signed_in

RULE = "heard/1"  # no rule fired: a clinician heard it and chose the code
_CODES = (
    (ActionCode.EMERGENCY.value, _("Emergency: help is needed now")),
    (ActionCode.SAME_DAY.value, _("Same day: somebody must act today")),
    (ActionCode.REVIEW.value, _("Review: before the programme goes on")),
)


class UrgentForm(forms.Form):
    """What was heard, and how soon a human must act."""

    finding = forms.CharField(
        label=_("What you heard or saw"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write a few words, so that who takes it knows what it is.")},
    )
    code = forms.ChoiceField(label=_("How soon"), choices=_CODES, widget=forms.RadioSelect)
    key = forms.UUIDField(widget=forms.HiddenInput)


def raise_heard(
    *, case: Case, code: ActionCode, finding: str, key: UUID, by: Person, now: datetime
) -> Flag:
    """Raise what a clinician heard; the same key sent twice raises one flag.

    Raises:
        NotAllowed: the person's role does not record here.
        InvalidInput: a published case, or no words.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_live(case)
    return raise_flag(
        case=case,
        code=code,
        rule=RULE,
        finding=finding,
        source="clinician",
        origin=f"consultation {key}",
        by=by,
        now=now,
    )


@require_http_methods(["GET", "POST"])
def urgent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what is urgent; the numbers to call stand first."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    check_allowed(person, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_live(case)
    form = UrgentForm(request.POST or None, initial={"key": uuid.uuid4()}, label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        raise_heard(
            case=case,
            code=ActionCode(given["code"]),
            finding=given["finding"],
            key=given["key"],
            by=person,
            now=now,
        )
        return redirect("consult:visit", pk=case.pk)
    shown = {
        "case": case,
        "name": queries.name_of(case),
        "form": form,
        "tab": "visit",
        "contacts": contacts(case.site),
    }
    return render(request, "consult/urgent_page.html", shown, status=422 if form.errors else 200)
