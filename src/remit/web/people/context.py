"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

from remit.web.people.app_version import app_version
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object
from remit.web.people.queries import participant_site, sites_where_allowed


def page(request: HttpRequest) -> dict[str, object]:
    """`remit_demo` turns the banner on; `administered_sites` are the administrator's menu."""
    person = getattr(request, "user", None)
    staff = isinstance(person, Person) and person.is_staff_member
    return {
        "is_staff_member": staff,
        "help_site": None if staff or not isinstance(person, Person) else participant_site(person),
        "remit_demo": settings.REMIT_DEMO,
        "remit_mail": settings.REMIT_MAIL,
        "remit_version": app_version(),
        "administered_sites": (
            sites_where_allowed(person, Act.SEE, Object.ACCOUNTS)
            if isinstance(person, Person)
            else []
        ),
    }
