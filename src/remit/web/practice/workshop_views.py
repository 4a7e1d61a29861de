"""Pages of who plans and leads workshops: parse, call one action, render."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.intake.queries import own_case
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, allowed
from remit.web.people.queries import site_of
from remit.web.people.views import signed_in
from remit.web.practice import group_acts, group_queries
from remit.web.practice.calendar import calendar_of
from remit.web.practice.group_acts import Said
from remit.web.practice.models import Enrolment, Workshop
from remit.web.practice.workshop_forms import MoveForm, PlanForm
from remit.web.practice.workshops import SMALLEST, leads, make_workshop

WHO: Final = "Only a coordinator plans workshops here."
CALENDAR: Final = "text/calendar; charset=utf-8"


@require_GET
def workshops(request: HttpRequest) -> HttpResponse:
    """All workshops that concern the person."""
    person, now = signed_in(request), timezone.now()
    if not person.is_staff_member:
        raise NotAllowed("This page belongs to the clinic.")
    shown = {
        "lines": group_queries.workshops_of(person, now=now),
        "sites": group_queries.sites_to_plan(person),
        "smallest": SMALLEST,
    }
    return render(request, "practice/workshops.html", shown)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a workshop with its three group sessions."""
    person, now = signed_in(request), timezone.now()
    site = _site_to_plan(person, slug, now)
    form = PlanForm(request.POST or None, site=site, label_suffix="")
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["leads"]
        try:
            made = make_workshop(site=site, plan=form.plan(), leads=chosen, by=person, now=now)
        except InvalidInput as error:
            form.add_error(None, str(error))
        else:
            return redirect("practice:workshop", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "practice/workshop_new.html", {"form": form, "site": site}, status=status
    )


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits for a place, and who agreed and is enrolled nowhere."""
    person, now = signed_in(request), timezone.now()
    site = _site_to_plan(person, slug, now)
    said = Said()
    if request.method == "POST":
        said = _done(lambda: group_acts.wait(request.POST, site=site, by=person, now=now))
        if said.done:
            return redirect("practice:waiting_list", slug=slug)
    shown = {
        "site": site,
        "said": said,
        "waiting": group_queries.waiting_at(site, now=now),
        "candidates": group_queries.candidates(site, now=now),
    }
    return render(request, "practice/waiting_list.html", shown, status=said.status)


@require_http_methods(["GET", "POST"])
def workshop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One workshop: its sessions, who is in it, who leads, and what can be changed."""
    person, now = signed_in(request), timezone.now()
    found = group_queries.workshop_of(person, pk, now=now)
    said = Said()
    if request.method == "POST":
        said = _done(lambda: group_acts.act(request.POST, workshop=found, by=person, now=now))
        if said.done:
            return redirect("practice:workshop", pk=pk)
        found = group_queries.workshop_of(person, pk, now=now)
    shown = _shown(found, said, person, request, now)
    return render(request, "practice/workshop.html", shown, status=said.status)


@require_GET
def dates(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The group sessions as a file for a calendar."""
    person, now = signed_in(request), timezone.now()
    return _file(group_queries.workshop_of(person, pk, now=now), now)


@require_GET
def own_dates(request: HttpRequest) -> HttpResponse:
    """The same for who takes part.

    Raises:
        NotFound: the person is in no workshop.
    """
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    enrolment = (
        Enrolment.objects.filter(case=case, ended_at=None).select_related("workshop").first()
    )
    if enrolment is None or enrolment.workshop is None:
        raise NotFound(_("There are no dates for you yet."))
    return _file(enrolment.workshop, now)


def _file(of: Workshop, now: datetime) -> HttpResponse:
    made = calendar_of(of.meetings.select_related("workshop"), now=now)
    answer = HttpResponse(made, content_type=CALENDAR)
    answer.headers["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return answer


def _site_to_plan(person: Person, slug: str, now: datetime) -> Site:
    site = site_of(person, slug)
    if not allowed(person, Act.CHANGE, Object.WORKSHOP, site, now=now):
        raise NotAllowed(WHO)
    return site


def _done(act: Callable[[], None]) -> Said:
    """What an action said: nothing, or why not."""
    try:
        act()
    except Conflict as error:
        return Said(why=str(error), status=409)
    except InvalidInput as error:
        return Said(why=str(error), status=422)
    return Said(done=True)


def _shown(
    found: Workshop, said: Said, person: Person, request: HttpRequest, now: datetime
) -> dict[str, object]:
    plans = allowed(person, Act.CHANGE, Object.WORKSHOP, found.site, now=now)
    group = group_queries.group_of(found, now=now)
    open_now = found.cancelled_at is None
    meetings = list(found.meetings.all())
    posted = request.POST if request.method == "POST" else None
    moved = posted.get("act", "") if posted else ""
    return {
        "workshop": found,
        "site": found.site,
        "said": said,
        "plans": plans and open_now,
        "may_change": open_now and (plans or leads(person, found)),
        "meetings": [
            (one, MoveForm(posted if moved == f"move {one.number}" else None, meeting=one))
            for one in meetings
        ],
        "group": group,
        "begun": any(one.began_at for one in meetings),
        "few": len(group) < SMALLEST,
        "smallest": SMALLEST,
        "leading": getattr(found, "leading"),  # noqa: B009  prefetched by name
        "others": _others(found) if plans else [],
        "waiting": group_queries.waiting_at(found.site, now=now) if plans else [],
        "candidates": [one for one in group_queries.candidates(found.site, now=now) if one.cleared]
        if plans
        else [],
    }


def _others(found: Workshop) -> list[Person]:
    known = {one.person_id for one in getattr(found, "leading")}  # noqa: B009
    return [one for one in group_queries.facilitators(found.site) if one.pk not in known]
