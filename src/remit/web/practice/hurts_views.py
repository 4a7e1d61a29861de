""" "It hurts": a page that knows nobody, for the phone; and the same as plain forms."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.content.programme_texts import flare_protocol
from remit.domain.flare_protocol import NOT_SURE, SIGNS
from remit.errors import InvalidInput
from remit.web.assess.panels import emergency_contact
from remit.web.consult.clearance import may_open_day_one
from remit.web.intake.queries import own_case
from remit.web.notices import service_queries as notices
from remit.web.people.models import Person, Site
from remit.web.people.views import signed_in
from remit.web.practice import long_flares
from remit.web.practice.episode_answers import EASED, OUTCOMES, EpisodeTold, RatingTold
from remit.web.practice.episodes import re_rate, record_episode
from remit.web.practice.models import Episode
from remit.web.practice.phone import CALM, may_keep
from remit.web.practice.phone_views import own_site, site_at
from remit.web.practice.receipts import Sent

STOPS = range(11)
SIGNS_CLEAR = "none_of_these"
"""On the second form: the first was answered with none of the signs."""


@require_GET
@login_not_required
def hurts(request: HttpRequest) -> HttpResponse:
    """To the page of one's own clinic; signed out, of the clinic of one's choice."""
    site = own_site(request)
    if site is None:
        sites = Site.objects.order_by("name")
        return render(request, "practice/clinics.html", {"sites": sites, "no_help_link": True})
    return redirect("practice:hurts_shell", slug=site.slug)


@require_GET
@login_not_required
def shell(request: HttpRequest, slug: str) -> HttpResponse:
    """All five steps without anything of anybody: a phone may keep it for years."""
    site = site_at(slug)
    shown = _known(site) | {"contacts": notices.contacts(site)}
    shown["offline"] = emergency_contact(site, "en")
    after = flare_protocol().after
    shown["after"] = [(name, getattr(after, name)) for name in (*OUTCOMES, "day_three")]
    return may_keep(render(request, "practice/hurts.html", shown), CALM)


@require_http_methods(["GET", "POST"])
def plain(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as two forms, for a browser without script: signs first, and alone (INV-06)."""
    site, person, now = site_at(slug), signed_in(request), timezone.now()
    case = own_case(person, now=now)
    error = ""
    if request.method == "POST":
        try:
            if SIGNS_CLEAR in request.POST or _ticked(request):
                return _recorded(request, slug, person, now)
        except InvalidInput as wrong:
            error = str(wrong)
    shown = _known(site) | {"key": request.POST.get("key", uuid4()), "error": error}
    shown["cleared"] = may_open_day_one(case, now).opens
    shown["signs_clear"] = request.method == "POST" and not error
    status = 400 if error else 200
    return render(request, "practice/hurts_plain.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The numbers again, and what came of it."""
    site, person, now = site_at(slug), signed_in(request), timezone.now()
    case = own_case(person, now=now)
    row = Episode.objects.one_visible_to(person, now=now, pk=pk, case=case)
    shown: dict[str, Any] = _known(site) | {"episode": row, "key": uuid4()}
    shown["exercise"] = _exercise(request)
    if request.method == "POST":
        told = RatingTold.of(
            {
                "minutes": round((now - row.done_at).total_seconds() / 60),
                "pain": _rating(request, "pain"),
                "fear": _rating(request, "fear"),
                "outcome": request.POST.get("outcome", ""),
            }
        )
        sent = Sent(key=_key(request), done_at=now)
        re_rate(case=case, episode=row.pk, sent=sent, told=told, by=person, now=now)
        is_long = told.outcome not in ("", EASED) and long_flares.is_long(case, now)
        outcome = "day_three" if is_long else told.outcome or "same"
        shown |= {"after": getattr(shown["protocol"].after, outcome), "outcome": outcome}
        shown["contacts"] = notices.contacts(site)
    return render(request, "practice/hurts_again.html", shown)


def _ticked(request: HttpRequest) -> list[str]:
    """Signs that were ticked; empty for "none of these" alone.

    Raises:
        InvalidInput: nothing was ticked at all.
    """
    given = request.POST.getlist("signs")
    if not given:
        raise InvalidInput(_("Say first whether one of the signs is true now."))
    return [one for one in given if one in (*SIGNS, NOT_SURE)]


def _recorded(request: HttpRequest, slug: str, person: Person, now: datetime) -> HttpResponse:
    signs = [] if SIGNS_CLEAR in request.POST else _ticked(request)
    payload: dict[str, Any] = {"signs": signs}
    if not signs:
        payload |= {
            "pain": _rating(request, "pain"),
            "fear": _rating(request, "fear"),
            "looking": request.POST.getlist("looking"),
            "words": request.POST.get("words", ""),
            "nothing": "nothing" in request.POST,
            "feelings": request.POST.getlist("feelings"),
            "exercise": request.POST.get("exercise", ""),
        }
    told = EpisodeTold.of(payload)
    sent = Sent(key=_key(request), done_at=now)
    case = own_case(person, now=now)
    stored = record_episode(case=case, sent=sent, told=told, by=person, now=now)
    if stored.show:
        return redirect(stored.show)
    way = redirect("practice:hurts_again", slug=slug, pk=stored.key)
    way["Location"] += f"?do={told.exercise}" if told.exercise else ""
    return way


def _known(site: Site) -> dict[str, Any]:
    protocol = flare_protocol()
    return {"site": site, "protocol": protocol, "steps": protocol.steps, "stops": STOPS}


def _exercise(request: HttpRequest) -> object:
    chosen = request.GET.get("do", "")
    return next((one for one in flare_protocol().exercises if one.id == chosen), None)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise InvalidInput(_("This page is too old. Open it again.")) from error


def _rating(request: HttpRequest, name: str) -> int | None:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 3 else None
