"""Help before anything else: the emergency panel, who to call, two answers side by side, leaving.

All of it is drawn by the server and read without a script (INV-03).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from remit.domain.action_code import ActionCode
from remit.web.assess import actions, queries, safety
from remit.web.assess.drawing import texts_of, words_of
from remit.web.assess.frame import local_time, show
from remit.web.assess.keeping import Clash
from remit.web.assess.models import Sheet, State
from remit.web.assess.sources import Source, source_of
from remit.web.notices import queries as notices
from remit.web.notices.models import CrisisContact, Flag
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act
from remit.web.people.views import signed_in

MOOD = ("phq9", "gad7")


def emergency_contact(site: Site, language: str) -> CrisisContact | None:
    """The site's own verified emergency number."""
    found = notices.contacts(site, language)
    return next((one for one in found if one.kind == CrisisContact.Kind.EMERGENCY), None)


def emergency_page(request: HttpRequest, sheet: Sheet, person: Person) -> HttpResponse:
    """The emergency panel, first on the page and alone."""
    site = sheet.case.site
    shown = {
        "emergency": emergency_contact(site, sheet.language),
        "say": queries.last_words(sheet),
        "told_at": local_time(sheet, _told_at(sheet)),
        "called_at": local_time(sheet, sheet.called_at),
        "is_open": notices.service(site).is_open(timezone.now()),
        "contacts": notices.contacts(site, sheet.language),
        "no_help_link": True,
    }
    return show(request, "assess/emergency.html", sheet, person, shown)


def _told_at(sheet: Sheet) -> datetime | None:
    """When somebody of the clinic was told of an emergency of this sheet; None where nobody was."""
    raised = Flag.objects.filter(
        case=sheet.case,
        origin__startswith=safety.origin(sheet),
        events__code=ActionCode.EMERGENCY.value,
        notices__isnull=False,
    )
    return raised.order_by("raised_at").values_list("raised_at", flat=True).first()


@require_GET
def emergency(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The emergency panel at an address of its own, for a script to go to."""
    person = signed_in(request)
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=timezone.now())
    if sheet.stopped_at is None:
        return redirect("assess:start", pk=pk)
    return emergency_page(request, sheet, person)


@require_POST
def called(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person says that they called."""
    person, now = signed_in(request), timezone.now()
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=now)
    if sheet.stopped_at is None:
        return redirect("assess:start", pk=pk)
    actions.note_called(sheet=sheet, by=person, now=now)
    return redirect("assess:emergency", pk=pk)


def contact_page(
    request: HttpRequest, sheet: Sheet, person: Person, next_page: int | None = None
) -> HttpResponse:
    """What follows an answer that somebody must look at today: help first, then the promise."""
    shown = {
        "contacts": notices.contacts(sheet.case.site, sheet.language),
        "promise": promise_of(sheet, ActionCode.SAME_DAY, timezone.now()),
        "crisis": safety.names_suicide(queries.values_of(sheet)),
        "next_page": next_page,
    }
    return show(request, "assess/contact.html", sheet, person, shown)


@require_GET
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same at an address of its own, for a script to go to."""
    person = signed_in(request)
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=timezone.now())
    if sheet.state == State.STOPPED:
        return emergency_page(request, sheet, person)
    return contact_page(request, sheet, person)


def promise_of(sheet: Sheet, code: ActionCode, now: datetime) -> str:
    """Who calls until when, only as the site keeps it, or where to go now."""
    source, values = source_of(sheet), queries.values_of(sheet)
    known = safety.known_of(sheet.case, now)
    found = safety.concerns(source, values, context=known, careful=True)
    rules = [one.rule for one in found if one.code is code]
    group = "SELF_HARM" if safety.names_suicide(values) else next(iter(rules), "")
    return notices.promise(sheet.case.site, code, now=now, group=group)


def help_first(sheet: Sheet, source: Source) -> Sequence[CrisisContact]:
    """Numbers that stand above questions on mood, at any hour (HZ3)."""
    asks = any(one.key.startswith(MOOD) for one in source.form.questions())
    return notices.contacts(sheet.case.site, sheet.language) if asks else ()


def offline_panel(sheet: Sheet) -> CrisisContact | None:
    """The number that a page keeps for the moment when there is no network."""
    return emergency_contact(sheet.case.site, sheet.language)


def compare_page(
    request: HttpRequest, sheet: Sheet, person: Person, clashes: Sequence[Clash], number: int
) -> HttpResponse:
    """Both answers side by side, and a choice that presets neither."""
    pairs = [
        {
            "question": clash.question,
            "stored": words_of(clash.question, clash.stored),
            "given": words_of(clash.question, clash.given),
            "texts": texts_of(clash.given),
            "at": local_time(sheet, clash.at),
        }
        for clash in clashes
    ]
    shown = {
        "pairs": pairs,
        "number": number,
        "versions_json": json.dumps({clash.question.key: clash.version for clash in clashes}),
    }
    return show(request, "assess/compare.html", sheet, person, shown, status=409)


@login_not_required
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: signed out and somewhere neutral, also without a script.

    A link of another site opens the neutral page, but signs nobody out.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}:
        logout(request)
    response = redirect("assess:blank")
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about anybody."""
    return render(request, "assess/blank.html")
