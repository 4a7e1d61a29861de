"""Questions of a week, of the beginning, the end and later: what is open, one form at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.errors import NotFound
from remit.web.assess import actions as assess
from remit.web.assess.models import Mode
from remit.web.cases.models import Case
from remit.web.intake.queries import own_case, rests
from remit.web.people.views import signed_in
from remit.web.practice.occasions import Occasion, occasion_of
from remit.web.practice.today import enrolment_of


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """What is asked now; where nothing is, that."""
    case, occasion = _own(request)
    shown = {"site": case.site, "occasion": occasion, "rests": rests(case)}
    return render(request, "practice/questions.html", shown)


@require_POST
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Open one form, or go on where it was left.

    Raises:
        NotFound: it is not asked of this person now.
    """
    case, occasion = _own(request)
    if rests(case):
        return redirect("practice:questions")  # an emergency stands first there
    asked = occasion.questions if occasion else ()
    found = next((one for one in asked if one.name == name), None)
    if occasion is None or found is None:
        raise NotFound(_("These questions are not asked now."))
    sheet = assess.open_sheet(
        case=case, form_ref=found.ref, point=occasion.window.key, mode=Mode.SELF,
        by=signed_in(request), now=timezone.now(),
    )  # fmt: skip
    return redirect("assess:start", pk=sheet.pk)


def _own(request: HttpRequest) -> tuple[Case, Occasion | None]:
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    enrolment = enrolment_of(case, by=person, now=now)
    return case, occasion_of(enrolment, now=now) if enrolment else None
