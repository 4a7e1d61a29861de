"""`{% allowed "see" "case history" case as ok %}` in templates."""

from typing import Any

from django import template
from django.utils import timezone

from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object
from remit.web.people.permissions import allowed as may

register = template.Library()


@register.simple_tag(takes_context=True)
def allowed(context: dict[str, Any], act: str, what: str, where: Any) -> bool:
    person = context["request"].user
    return isinstance(person, Person) and may(
        person, Act(act), Object(what), where, now=timezone.now()
    )
