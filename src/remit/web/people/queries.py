"""Reading across the tables of the people house."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from remit.errors import NotFound
from remit.web.people.models import AuditEvent, BreakGlass, Membership, Person, Role, Site
from remit.web.people.permissions import Act, Object, check_allowed, sites_where


@dataclass(frozen=True)
class PersonAtSite:
    """One line of a site's list of accounts."""

    person: Person
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class LoggedEvent:
    """One line of the audit log, with the actor's name where the account still exists."""

    event: AuditEvent
    actor_name: str


def site_of(person: Person, slug: str) -> Site:
    """A site where the person holds a role; others do not exist for them."""
    site = Site.objects.filter(slug=slug, memberships__person=person).distinct().first()
    if site is None or not person.is_active:
        raise NotFound("There is no such site, or you have no role there.")
    return site


def sites_of(person: Person) -> QuerySet[Site]:
    return Site.objects.filter(memberships__person=person).distinct()


def participant_site(person: Person) -> Site | None:
    """The clinic whose help numbers a participant sees on every page; the newest of several."""
    held = Membership.objects.filter(person=person, role=Role.PARTICIPANT).select_related("site")
    newest = held.order_by("-since", "-pk").first()
    return newest.site if newest else None


def sites_where_allowed(person: Person, act: Act, what: Object) -> QuerySet[Site]:
    return Site.objects.filter(pk__in=sites_where(person, act, what))


def people_at(site: Site, *, by: Person, now: datetime) -> list[PersonAtSite]:
    """Accounts with a role at the site, by name."""
    check_allowed(by, Act.SEE, Object.ACCOUNTS, site, now=now)
    roles: dict[Person, list[Role]] = {}
    held = Membership.objects.filter(site=site).select_related("person")
    for membership in held.order_by("person__display_name", "person_id", "role"):
        roles.setdefault(membership.person, []).append(Role(membership.role))
    return [PersonAtSite(person, tuple(found)) for person, found in roles.items()]


def audit_log(
    site: Site, *, by: Person, now: datetime, object_type: str = "", object_id: str = ""
) -> list[LoggedEvent]:
    """The newest 200 events of the site, or of one object of it: who saw, who changed."""
    check_allowed(by, Act.SEE, Object.AUDIT_LOG, site, now=now)
    members = Membership.objects.filter(site=site).values_list("person_id", flat=True)
    accounts = Q(site="", object_type="person", object_id__in=[str(pk) for pk in members])
    own = Q(site=str(site.pk)) | accounts  # sign-ins, failures and factors hang on no site
    events = AuditEvent.objects.filter(own).order_by("-at", "-pk")
    if object_type:
        events = events.filter(object_type=object_type)
    if object_id:
        events = events.filter(object_id=object_id)
    shown = list(events[:200])
    wanted = {int(event.actor) for event in shown if event.actor.isdigit()}
    names = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "display_name"))
    return [
        LoggedEvent(
            event, names.get(int(event.actor), "?") if event.actor.isdigit() else event.actor
        )
        for event in shown
    ]


def emergency_accesses(site: Site, *, by: Person, now: datetime) -> QuerySet[BreakGlass]:
    """Who opened which case of the site in an emergency, and why; newest first."""
    check_allowed(by, Act.SEE, Object.AUDIT_LOG, site, now=now)
    return BreakGlass.objects.filter(site=site).select_related("person").order_by("-at")
