"""The second factor given at the moment of signing, not only at sign-in."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from remit.errors import InvalidInput
from remit.web.people.models import Person

WRONG = (
    "This code is not right, or it was used already. Your text is kept. Wait for the next code of "
    "your authenticator and give that."
)
NEEDED = "Give your second factor to sign. Your text is kept."
TOO_OFTEN = "Too many wrong codes. Your text is kept. Wait a few minutes, then try again."


def has_code(person: Person) -> bool:
    """Whether the person has an authenticator app; with a passkey alone they confirm by that."""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return bool(found.exists())


def factor_given(request: HttpRequest, person: Person, code: str, *, now: datetime) -> datetime:
    """When the person gave their second factor: now by a right code; by passkey, at its last use.

    Who has an authenticator app gives a code at every signature, however fresh the sign-in is.

    Raises:
        InvalidInput: the code is wrong, was used already, or too many were tried.
    """
    if not code.strip() and has_code(person):
        raise InvalidInput(NEEDED)
    if not code.strip():
        return _last_factor(request, person)
    key = f"mfa-auth-user-{person.pk}"
    if not ratelimit.consume(request, action="login_failed", key=key):
        raise InvalidInput(TOO_OFTEN)
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if found is None:
        raise InvalidInput(WRONG)
    wrapped: Any = found.wrap()
    if not wrapped.validate_code(code.strip()):
        raise InvalidInput(WRONG)
    ratelimit.clear(request, action="login_failed", key=key)
    found.record_usage()
    return now


def _last_factor(request: HttpRequest, person: Person) -> datetime:
    records = get_authentication_records(request, person)
    times = [float(one["at"]) for one in records if one.get("method") == "mfa" and "at" in one]
    if not times:
        raise InvalidInput(NEEDED)
    return datetime.fromtimestamp(max(times), tz=UTC)
