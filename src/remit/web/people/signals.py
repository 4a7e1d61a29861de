"""What allauth and Django tell of, written down: sign-ins, failures, second factors."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from remit.web.people import actions, audit, guards, keys
from remit.web.people.models import Person
from remit.web.people.second_factor import mark_passed

SIGNED_IN_AT = "remit_signed_in_at"
LAST_SEEN = "remit_last_seen"


def _record(person: Person | None, act: str, **detail: audit.Scalar) -> None:
    with transaction.atomic():
        audit.record(
            by=person,
            now=timezone.now(),
            site=None,
            act=act,
            object_type="person",
            object_id="" if person is None else person.pk,
            detail=detail,
        )


@receiver(user_logged_in)
def on_sign_in(request: HttpRequest, user: Person, **_: Any) -> None:
    now = timezone.now().timestamp()
    request.session[SIGNED_IN_AT] = now
    request.session[LAST_SEEN] = now
    _record(user, "signed in")


@receiver(user_logged_out)
def on_sign_out(user: Person | None, **_: Any) -> None:
    if user is not None:
        _record(user, "signed out")


@receiver(user_login_failed)
def on_failed_sign_in(credentials: dict[str, Any], **_: Any) -> None:
    # The typed address is not kept: it may be a password typed into the wrong field.
    address = str(credentials.get("email") or credentials.get("username") or "").lower()
    person = Person.objects.filter(email=address).first()
    with transaction.atomic():
        audit.record(
            by=None,
            now=timezone.now(),
            site=None,
            act="failed sign-in",
            object_type="person",
            object_id="unknown" if person is None else person.pk,
        )


@receiver(authentication_failed)
def on_failed_second_factor(user: Person, **_: Any) -> None:
    _record(user, "failed second factor")


@receiver(authenticator_added)
def on_factor_added(request: HttpRequest, user: Person, authenticator: Any, **_: Any) -> None:
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        mark_passed(request, user)
        # Whoever else sits in an older session did not see this code.
        actions.end_other_sessions(
            person=user, keep=request.session.session_key, now=timezone.now()
        )
    _record(user, "added second factor", kind=str(authenticator.type))


@receiver(authenticator_removed)
def on_factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    _record(user, "removed second factor", kind=str(authenticator.type))


@receiver(authenticator_reset)
def on_factor_reset(user: Person, authenticator: Any, **_: Any) -> None:
    _record(user, "renewed second factor", kind=str(authenticator.type))


@receiver(password_changed)
@receiver(password_reset)
def on_password_changed(user: Person, **_: Any) -> None:
    _record(user, "changed password")


@receiver(post_migrate)
def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """The first `migrate` makes the site key file; a later one notices that it is lost.

    The triggers are put up again, because SQLite drops them when it rebuilds a table.
    """
    if sender.label == "people" and using == "default":
        guards.run(connection, guards.install_statements(connection.vendor))
        keys.forget_ring()
        keys.ring()
