"""Pages of a site's service: hours, duty list, crisis contacts, going live, and the help page."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.content.definition import content_bytes
from remit.domain import promise
from remit.domain.action_code import ActionCode
from remit.domain.service import Cover
from remit.errors import Conflict, NotFound
from remit.web.notices import service_actions as actions
from remit.web.notices import service_queries as queries
from remit.web.notices.clinical_content import clinical_content
from remit.web.notices.forms import ContactForm, HolidayForm, ServiceForm, TurnForm
from remit.web.notices.models import CrisisContact, DutyTurn, Holiday
from remit.web.notices.site_time import site_time
from remit.web.notices.telling import able_to_answer, on_duty
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.queries import site_of
from remit.web.people.views import signed_in


def _at(request: HttpRequest, slug: str, act: Act = Act.SEE) -> tuple[Person, Site, datetime]:
    """The person, the site and the time, where the person may do this to its service."""
    person, now = signed_in(request), timezone.now()
    site = site_of(person, slug)
    check_allowed(person, act, Object.SERVICE, site, now=now)
    return person, site, now


@require_GET
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything a site declares, and what is missing."""
    person, site, now = _at(request, slug)
    level = queries.service(site)
    turns = DutyTurn.objects.visible_to(person, now=now).filter(
        site=site, ends_at__gt=now, ended_early_at__isnull=True
    )
    held = CrisisContact.objects.visible_to(person, now=now)
    live = queries.go_live_of(site, now=now)
    sees_approval = allowed(person, Act.SEE, Object.APPROVAL, site, now=now)
    content = queries.content_lines(site) if sees_approval else []
    shown = {
        "site": site,
        "level": level,
        "hours": promise.hours_words(level, say=_),
        "open_now": promise.opening_words(now, level, say=_),
        "said": [
            (code, queries.promise(site, code, now=now, group="CE"))
            for code in (ActionCode.EMERGENCY, ActionCode.SAME_DAY, ActionCode.REVIEW)
        ],
        "on_call": level.cover is not Cover.NONE,
        "holidays": Holiday.objects.visible_to(person, now=now).filter(
            site=site, on__gte=level.hours.local(now).date()
        ),
        "on_duty": on_duty(site, now=now),
        "turns": [
            (turn, site_time(turn.begins_at, level), site_time(turn.ends_at, level))
            for turn in turns.select_related("person")
        ],
        "contacts": held.filter(site=site, removed_at__isnull=True).select_related("verified_by"),
        "live": live,
        "live_since": site_time(live.since, level) if live.since else "",
        "content": content,
        "unapproved": sum(one.approval is None for one in content),
        "may_change": allowed(person, Act.CHANGE, Object.SERVICE, site, now=now),
        "may_approve": allowed(person, Act.SIGN, Object.APPROVAL, site, now=now),
        "worker_runs": queries.worker_runs(now=now),
        "holiday_form": HolidayForm(label_suffix=""),
        "turn_form": TurnForm(able=able_to_answer(site), zone=level.zone, label_suffix=""),
    }
    return render(request, "notices/service.html", shown)


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """Zone, country, cover and weekly hours."""
    person, site, now = _at(request, slug, Act.CHANGE)
    filled = ServiceForm.filled(site, queries.service(site))
    form = ServiceForm(request.POST or None, initial=filled, label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.set_service(
            site=site,
            time_zone=given["time_zone"],
            country=given["country"],
            cover=Cover(given["cover"]),
            cover_words=given["cover_words"],
            # Nobody on call cannot be on call out of hours either.
            out_of_hours=given["out_of_hours"] and given["cover"] != Cover.NONE.value,
            weekly=form.weekly(),
            by=person,
            now=now,
        )
        return redirect("notices:service", slug=slug)
    return _form(request, site, form, _("Hours and cover"))


@require_POST
def add_holiday(request: HttpRequest, slug: str) -> HttpResponse:
    """Close on a date."""
    person, site, now = _at(request, slug, Act.CHANGE)
    form = HolidayForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _form(request, site, form, _("A date on which the clinic is closed"))
    given = form.cleaned_data
    actions.add_holiday(site=site, on=given["on"], name=given["name"], by=person, now=now)
    return redirect("notices:service", slug=slug)


@require_POST
def remove_holiday(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open on it after all."""
    person, site, now = _at(request, slug, Act.CHANGE)
    found = Holiday.objects.one_visible_to(person, now=now, pk=pk, site=site)
    actions.remove_holiday(holiday=found, by=person, now=now)
    return redirect("notices:service", slug=slug)


@require_POST
def add_turn(request: HttpRequest, slug: str) -> HttpResponse:
    """Put somebody on the duty list."""
    person, site, now = _at(request, slug, Act.CHANGE)
    able = able_to_answer(site)
    form = TurnForm(request.POST, able=able, zone=site.time_zone, label_suffix="")
    if not form.is_valid():
        return _form(request, site, form, _("A turn of duty"))
    given = form.cleaned_data
    actions.add_turn(
        site=site,
        person=next(one for one in able if str(one.pk) == given["person"]),
        begins_at=given["begins"],
        ends_at=given["ends"],
        rank=given["rank"],
        by=person,
        now=now,
    )
    return redirect("notices:service", slug=slug)


@require_POST
def end_turn(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Take a turn off the list."""
    person, site, now = _at(request, slug, Act.CHANGE)
    found = DutyTurn.objects.one_visible_to(person, now=now, pk=pk, site=site)
    actions.end_turn(turn=found, by=person, now=now)
    return redirect("notices:service", slug=slug)


@require_http_methods(["GET", "POST"])
def new_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a crisis contact."""
    person, site, now = _at(request, slug, Act.CHANGE)
    initial = {"country": queries.service(site).country, "language": "en"}
    form = ContactForm(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        actions.add_contact(site=site, fields=form.contact(), by=person, now=now)
        return redirect("notices:service", slug=slug)
    return _form(request, site, form, _("New crisis contact"))


@require_http_methods(["GET", "POST"])
def change_contact(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Change a crisis contact; what was typed stays after a conflict."""
    person, site, now = _at(request, slug, Act.CHANGE)
    found = CrisisContact.objects.one_visible_to(person, now=now, pk=pk, site=site)
    initial = {name: getattr(found, name) for name in (*actions.CHECKED, "version")}
    form = ContactForm(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_contact(
                contact=found, fields=form.contact(), version=version, by=person, now=now
            )
        except Conflict as error:
            form.add_error(None, str(error))
            return _form(request, site, form, found.name, status=409)
        return redirect("notices:service", slug=slug)
    return _form(request, site, form, found.name)


@require_POST
def settle_contact(request: HttpRequest, slug: str, pk: UUID, what: str) -> HttpResponse:
    """Say that a contact is right, or take it off."""
    person, site, now = _at(request, slug, Act.CHANGE)
    found = CrisisContact.objects.one_visible_to(person, now=now, pk=pk, site=site)
    act = {"verify": actions.verify_contact, "remove": actions.remove_contact}.get(what)
    version = request.POST.get("version", "")
    if act is None or not version.isdigit():
        raise NotFound("There is no such page.")
    act(contact=found, version=int(version), by=person, now=now)
    return redirect("notices:service", slug=slug)


@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve one file of clinical content as it was shown."""
    person, site, now = _at(request, slug)
    path, sha256 = request.POST.get("path", ""), request.POST.get("sha256", "")
    actions.approve_content(site=site, path=path, sha256=sha256, by=person, now=now)
    return redirect("notices:service", slug=slug)


@require_GET
def read_content(request: HttpRequest, slug: str) -> HttpResponse:
    """One file of clinical content as it is shipped, to be read before it is approved."""
    person, now = signed_in(request), timezone.now()
    site = site_of(person, slug)
    check_allowed(person, Act.SEE, Object.APPROVAL, site, now=now)
    path = request.GET.get("path", "")
    if path not in {one.path for one in clinical_content()}:
        raise NotFound("There is no such clinical content.")
    return HttpResponse(content_bytes(path), content_type="text/plain; charset=utf-8")


@require_POST
def go_live(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the site for participants."""
    person, site, now = _at(request, slug, Act.CHANGE)
    actions.go_live(site=site, by=person, now=now)
    return redirect("notices:service", slug=slug)


@login_not_required
@require_GET
def help_now(request: HttpRequest, slug: str) -> HttpResponse:
    """The site's crisis contacts, for anybody, signed in or not, at any time."""
    site = Site.objects.filter(slug=slug).first()
    if site is None:
        raise NotFound("There is no such clinic.")
    now, level = timezone.now(), queries.service(site)
    shown = queries.contacts(site, get_language() or "en")
    page = {
        "site": site,
        "contacts": shown,
        "checked_on": queries.checked_on(shown),
        "hours": promise.hours_words(level, say=_),
        "open_now": promise.opening_words(now, level, say=_) if level.hours.weekly else "",
    }
    return render(request, "notices/help.html", page)


def _form(
    request: HttpRequest, site: Site, form: object, title: str, *, status: int = 422
) -> HttpResponse:
    """One form on a page of its own."""
    answer = status if request.method == "POST" else 200
    shown = {"site": site, "form": form, "title": title}
    return render(request, "notices/service_form.html", shown, status=answer)
