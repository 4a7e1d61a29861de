"""Did this session pass a second factor? A factor that exists is not yet one that was used."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from remit.web.people.models import Person

SESSION_MARK = "remit_second_factor"
_KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(person: Person) -> bool:
    """An authenticator app or a passkey is set up; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=person, type__in=_KINDS).exists())


def mark_passed(request: HttpRequest, person: Person) -> None:
    """The person set the factor up in this very session, by giving a right code."""
    request.session[SESSION_MARK] = str(person.pk)


def passed(request: HttpRequest, person: Person) -> bool:
    """This session gave a right code at sign-in, at re-authentication or at set-up."""
    if request.session.get(SESSION_MARK) == str(person.pk):
        return True
    records = get_authentication_records(request, person)
    return any(record.get("method") == "mfa" for record in records)
