"""`{% load notices %}`: the menu's count of open flags, and the clock of a flag."""

from typing import Any

from django import template
from django.utils import timezone

from remit.web.notices.queries import open_count
from remit.web.notices.telling import on_duty
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, may_ever, sites_where
from remit.web.people.queries import sites_where_allowed

register = template.Library()


@register.simple_tag(takes_context=True)
def flag_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Whether the person has a list of flags, how many are open, and whose service they keep."""
    person = context["request"].user
    if not isinstance(person, Person):
        return {}
    now = timezone.now()
    kept = sites_where_allowed(person, Act.CHANGE, Object.SERVICE)
    return {
        "sees_flags": bool(sites_where(person, Act.SEE, Object.FLAG)),
        "open": open_count(person, now=now),
        "sees_groups": may_ever(person, Act.SEE, Object.WORKSHOP),
        "invites": bool(sites_where(person, Act.CHANGE, Object.CONTACT)),
        "service": [(site, bool(on_duty(site, now=now))) for site in kept],
    }
