"""Pages of the programme to read: what is known, for who takes part; and what staff need beside."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from remit.content.programme_texts import LETTER, page
from remit.errors import NotAllowed, NotFound
from remit.web.intake.queries import own_case
from remit.web.people.views import signed_in
from remit.web.practice.markdown import html_of

FOR_STAFF: Final = ("evidence", "telehealth", "telephone", "six-month-letter")
_LETTER_HERE: Final = gettext_lazy(
    "*The letter goes in here, as it was given to you, closed. Nobody reads it.*"
)


@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    """What is known, for who takes part: also before the first day and after the last."""
    case = own_case(signed_in(request), now=timezone.now())
    found = page("evidence")
    shown = {"site": case.site, "page": found, "text": html_of(found.words)}
    return render(request, "practice/evidence.html", shown)


@require_GET
def staff_text(request: HttpRequest, name: str) -> HttpResponse:
    """A page for staff, to read or to print.

    Raises:
        NotAllowed: a participant, for whom there are other pages.
        NotFound: there is no such page.
    """
    if not signed_in(request).is_staff_member:
        raise NotAllowed("This page belongs to the clinic.")
    if name not in FOR_STAFF:
        raise NotFound(_("There is no such page."))
    found = page(name)
    words = found.words.replace(LETTER, str(_LETTER_HERE))
    shown = {"page": found, "text": html_of(words)}
    return render(request, "practice/staff_text.html", shown)
