"""Help before anything else, after words that ask for it (CLINICAL E.8 A3 and A4, INV-03)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from remit.domain.flag import FlagState
from remit.pathways.practice.distress import Level
from remit.web.assess.panels import emergency_contact
from remit.web.cases.models import Case
from remit.web.intake.queries import own_case
from remit.web.notices import queries as notices
from remit.web.notices.models import CrisisContact, Flag
from remit.web.people.models import Site
from remit.web.people.views import signed_in
from remit.web.practice import triage


@require_GET
def urgent(request: HttpRequest) -> HttpResponse:
    """The emergency panel: the number first, alone on the page, readable without script."""
    return _page(request, "practice/urgent.html", Level.EMERGENCY)


@require_GET
def support(request: HttpRequest) -> HttpResponse:
    """Whom to talk to now; writing rests, and the clinic was told."""
    return _page(request, "practice/support.html", Level.STOP)


def _page(request: HttpRequest, template: str, level: Level) -> HttpResponse:
    now = timezone.now()
    case = own_case(signed_in(request), now=now)
    site, language = case.site, get_language() or "en"
    flags = _flags(case, level)
    if not flags.exists():
        # Nothing of the kind was told, or the clinic has settled it: the page would not be true.
        return redirect("notices:help", slug=site.slug)
    shown = {
        "site": site,
        "emergency": emergency_contact(site, language),
        "contacts": _contacts(site, language, level),
        "told_at": _told_at(flags, case),
        "is_open": notices.service(site).is_open(now),
        "sheet": triage.open_sheet_of(case),
        "no_help_link": level is Level.EMERGENCY,
    }
    answer = render(request, template, shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _contacts(site: Site, language: str, level: Level) -> list[CrisisContact]:
    """The numbers below; where the emergency number leads the page it is not said twice."""
    found = notices.contacts(site, language)
    if level is not Level.EMERGENCY:
        return list(found)
    return [one for one in found if one.kind != CrisisContact.Kind.EMERGENCY]


def _flags(case: Case, level: Level) -> QuerySet[Flag]:
    """Open flags of what was told of this kind, the newest first."""
    told = Flag.objects.filter(case=case, rule__startswith=f"{triage.VERSION}/{level.value}-")
    return told.exclude(state=FlagState.RECORDED.value).order_by("-raised_at")


def _told_at(flags: QuerySet[Flag], case: Case) -> str:
    """When somebody of the clinic was last told; "" where nobody was."""
    at = flags.filter(notices__isnull=False).values_list("raised_at", flat=True).first()
    return _clock(at, case) if at else ""


def _clock(at: datetime, case: Case) -> str:
    there = at.astimezone(ZoneInfo(case.site.time_zone))
    return f"{there.hour}:{there.minute:02}"
