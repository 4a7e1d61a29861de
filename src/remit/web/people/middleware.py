"""What every request passes: headers, the end of sessions, the second factor, error sentences."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.errors import Conflict, IntegrityFailure, NotAllowed, NotFound, UserError
from remit.web.people.models import Person
from remit.web.people.second_factor import has_second_factor, passed
from remit.web.people.signals import LAST_SEEN, SIGNED_IN_AT

_Next = Callable[[HttpRequest], HttpResponse]
_STATUS: dict[type[UserError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    IntegrityFailure: 500,
}
_SEEN_STEP = 60  # seconds between two writes of the last-seen time
_ALWAYS_OPEN = {"account_logout", "healthz"}
_TO_SET_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
_TO_PROVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


class ContentSecurity:
    """Headers that let a page load from this server only, and keep signed-in pages uncached."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if response.status_code >= 500 or (
            getattr(request, "user", None) is not None and request.user.is_authenticated
        ):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class SessionEnds:
    """Staff sessions end after a while without a request, and in any case after a working day."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person) and request.user.is_staff_member:
            now = timezone.now().timestamp()
            if self._is_over(request, now):
                logout(request)
                messages.info(request, _("You were signed out after a while without use."))
                return redirect("account_login")
            if now - request.session.get(LAST_SEEN, 0) > _SEEN_STEP:
                request.session[LAST_SEEN] = now
        return self.get_response(request)

    @staticmethod
    def _is_over(request: HttpRequest, now: float) -> bool:
        begun = request.session.get(SIGNED_IN_AT, now)
        seen = request.session.get(LAST_SEEN, now)
        idle: float = settings.REMIT_STAFF_IDLE_MINUTES * 60
        whole: float = settings.REMIT_STAFF_SESSION_HOURS * 3600
        return bool(now - seen > idle or now - begun > whole)


class SiteClock:
    """Times stand on pages by the clock of the clinic; who works at several reads the first's."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone_of(request)):
            return self.get_response(request)


def _zone_of(request: HttpRequest) -> str | None:
    if not isinstance(request.user, Person):
        return None
    return (
        request.user.memberships.order_by("since", "pk")
        .values_list("site__time_zone", flat=True)
        .first()
    )


class SecondFactor:
    """Staff see no page before this session passed a second factor."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, Person) or not person.is_staff_member:
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in _ALWAYS_OPEN or passed(request, person):
            if (
                name not in _ALWAYS_OPEN
                and not has_second_factor(person)
                and name not in _TO_SET_UP
            ):
                return redirect("mfa_activate_totp")
            return None
        if has_second_factor(person):
            return None if name in _TO_PROVE else redirect("mfa_reauthenticate")
        return None if name in _TO_SET_UP else redirect("mfa_activate_totp")


class SentenceForUserError:
    """A UserError is an answer, not a bug: its sentence on a page, with the fitting status."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, UserError):
            return None
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        return render(request, "error.html", {"sentence": str(error)}, status=status)
