"""Who holds the phone, as far as the phone may know: an opaque mark, never a name."""

from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from remit.web.people.models import Person

TODAY, CALM = "today", "calm"
KEEP = "X-Remit-Keep"
HOURS = 36
"""A phone keeps today's page this long at most; signing out takes it away earlier."""


def mark_of(person: Person) -> str:
    """The same for a person at every visit, and of use nowhere else."""
    return salted_hmac("remit.phone", str(person.pk)).hexdigest()[:32]


def may_keep(response: HttpResponse, kind: str) -> HttpResponse:
    """Let the phone keep a page: `TODAY` for 36 hours and until sign-out, `CALM` for years.

    A calm page holds nothing of anybody.
    """
    response.headers[KEEP] = kind
    if kind == CALM:
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
