"""Pages of the people house: home, accounts, audit log, and the error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.errors import InvalidInput, NotFound
from remit.web.people import actions, audit, queries
from remit.web.people.forms import NewPersonForm, RoleForm
from remit.web.people.models import Membership, Person, Role, Site


def signed_in(request: HttpRequest) -> Person:
    """The person of this request; LoginRequiredMiddleware has made sure that there is one."""
    if not isinstance(request.user, Person):
        raise NotFound("Sign in first.")
    return request.user


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if settings.REMIT_PARTICIPANT_HOME and not person.is_staff_member:
        return redirect(settings.REMIT_PARTICIPANT_HOME)
    held = Membership.objects.filter(person=person).select_related("site").order_by("site__name")
    roles = [(membership.site, Role(membership.role).label) for membership in held]
    return render(request, "people/home.html", {"roles": roles})


@require_GET
def accounts(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    site = queries.site_of(person, slug)
    people = queries.people_at(site, by=person, now=now)
    audit.record_list_view(by=person, now=now, site=site, object_type="person", count=len(people))
    shown = {"site": site, "people": people, "all_roles": list(Role)}
    return render(request, "people/accounts.html", shown)


@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    site = queries.site_of(person, slug)
    queries.people_at(site, by=person, now=now)  # may this person see accounts at all?
    form, status = NewPersonForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_person(
                email=form.cleaned_data["email"],
                display_name=form.cleaned_data["display_name"],
                site=site,
                roles=form.cleaned_data["roles"],
                by=person,
                now=now,
            )
        except InvalidInput as error:
            form.add_error(None, str(error))
            status = 400
        else:
            return _show_link(request, made, site)
    return render(request, "people/account_new.html", {"site": site, "form": form}, status=status)


@require_POST
def change_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    site = queries.site_of(person, slug)
    form = RoleForm(request.POST)
    target = _person_at(site, pk)
    if form.is_valid():
        act = actions.grant_role if form.cleaned_data["change"] == "grant" else actions.revoke_role
        act(person=target, site=site, role=form.cleaned_data["role"], by=person, now=now)
    return redirect("accounts", slug=slug)


@require_POST
def close_account(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    site = queries.site_of(person, slug)
    actions.close_person(person=_person_at(site, pk), site=site, by=person, now=now)
    return redirect("accounts", slug=slug)


@require_POST
def new_link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    site = queries.site_of(signed_in(request), slug)
    return _show_link(request, _person_at(site, pk), site)


@require_POST
def reset_factor(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    site = queries.site_of(person, slug)
    actions.reset_second_factor(person=_person_at(site, pk), site=site, by=person, now=now)
    return redirect("accounts", slug=slug)


@require_GET
def audit_log(request: HttpRequest, slug: str) -> HttpResponse:
    person, now = signed_in(request), timezone.now()
    site = queries.site_of(person, slug)
    # PostgreSQL refuses NUL in a text.
    kind, number = (request.GET.get(name, "").replace("\0", "") for name in ("object", "id"))
    events = queries.audit_log(site, by=person, now=now, object_type=kind, object_id=number)
    glass = queries.emergency_accesses(site, by=person, now=now)[:20]
    audit.record_list_view(by=person, now=now, site=site, object_type="audit", count=len(events))
    shown = {"site": site, "events": events, "glass": glass, "kind": kind, "number": number}
    return render(request, "people/audit_log.html", shown)


def _show_link(request: HttpRequest, person: Person, site: Site) -> HttpResponse:
    link = actions.password_link(
        person=person, site=site, by=signed_in(request), now=timezone.now()
    )
    shown = {"site": site, "person": person, "url": request.build_absolute_uri(link)}
    return render(request, "people/password_link.html", shown)


def _person_at(site: Site, pk: int) -> Person:
    found = Person.objects.filter(pk=pk, memberships__site=site).distinct().first()
    if found is None:
        raise NotFound("There is no such person at your site.")
    return found


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """For a load balancer: the process answers and its database does too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    sentence = "This form was open too long or came from elsewhere. Go back, reload, send it again."
    return render(request, "error.html", {"sentence": sentence}, status=403)


def error_403(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


def error_404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return render(request, "404.html", status=404)


def error_500(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    # Without the request: what every page knows is read from the database, which may be the fault.
    return HttpResponse(render_to_string("500.html"), status=500)
