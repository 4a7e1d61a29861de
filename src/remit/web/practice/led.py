"""Rows of a group are seen by who leads it: the "own" of the permissions table (facilitator)."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models

from remit.web.people.models import Membership, Person
from remit.web.people.permissions import MATRIX, Act, Object, Scope
from remit.web.people.site_bound import SiteBoundQuerySet

Row = TypeVar("Row", bound=models.Model)


class LedQuerySet(SiteBoundQuerySet[Row]):
    """Adds to what the site's roles see the rows of the workshops that a person leads now.

    The model declares `workshop_path`: "pk" on the workshop itself, "workshop" beside it.
    """

    def visible_to(self, person: Person, *, now: datetime) -> Self:
        """Rows seen by role, as a participant, or as who leads the group."""
        seen = super().visible_to(person, now=now)
        what: Object = getattr(self.model, "permission_object")  # noqa: B009  declared by the model
        path: str = getattr(self.model, "workshop_path")  # noqa: B009
        led = self.filter(**{f"{path}__in": led_by(person, what)})
        return seen | led


def led_by(person: Person, what: Object) -> models.QuerySet[Any, Any]:
    """Ids of the workshops that the person leads now, where a role of theirs lets them see this."""
    if not person.is_active:
        return apps.get_model("practice", "Workshop").objects.none()
    roles = [
        role
        for (on, role), (acts, scope) in MATRIX.items()
        if on is what and Act.SEE in acts and scope is Scope.OWN
    ]
    sites = Membership.objects.filter(person=person, role__in=roles).values("site_id")
    leads = apps.get_model("practice", "Lead").objects.filter(person=person, until=None)
    return leads.filter(workshop__site_id__in=sites).values("workshop_id")
