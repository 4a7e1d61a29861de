"""The only writers of accounts, roles and emergency access; each writes its audit row too."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.people import audit, keys
from remit.web.people.models import BreakGlass, Membership, Person, Role, Site
from remit.web.people.permissions import (
    Act,
    Object,
    check_allowed,
    check_break_glass,
    roles_at,
    sites_where,
)

GLASS_LASTS = timedelta(hours=4)
# Who sees the arm, the group or the practice cannot stay blinded.
UNBLINDING = frozenset({Role.CLINICIAN, Role.FACILITATOR, Role.COORDINATOR, Role.STATISTICIAN})


def create_site(
    *, slug: str, name: str, by: Person | None, now: datetime, time_zone: str = "UTC"
) -> Site:
    """Make a site. Only the system (`by=None`: installation, demo) does so for now."""
    if by is not None:
        raise NotAllowed("A site is added on the server: python -m remit.web shell.")
    with transaction.atomic():
        site = Site.objects.create(slug=slug, name=name, time_zone=time_zone)
        audit.record(
            by=by,
            now=now,
            site=site,
            act="added",
            object_type="site",
            object_id=site.pk,
        )
    return site


def create_person(
    *,
    email: str,
    display_name: str,
    site: Site,
    roles: Iterable[Role],
    by: Person | None,
    now: datetime,
    password: str | None = None,
) -> Person:
    """Make an account with its first roles; without a password the person gets a link to set one.

    Raises:
        NotAllowed: `by` is not an administrator of the site (None is the system itself).
        InvalidInput: the address is taken, or the password is too weak.
    """
    _check_administers(by, site, now)
    address = email.strip().lower()
    person = Person(email=address, display_name=display_name.strip(), created_at=now)
    if password is not None:
        _check_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            # The administrator vouches for the address; allauth asks for one before second factors.
            EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
            audit.record(
                by=by, now=now, site=site, act="added", object_type="person", object_id=person.pk
            )
            for role in roles:
                grant_role(person=person, site=site, role=role, by=by, now=now)
    except IntegrityError as error:
        raise InvalidInput(
            "This e-mail address has an account already; add a role to it instead."
        ) from error
    return person


def grant_role(
    *, person: Person, site: Site, role: Role, by: Person | None, now: datetime
) -> Membership:
    """Give a person one role at one site.

    Raises:
        Conflict: they hold it already.
        InvalidInput: the role would unblind a blinded assessor.
    """
    _check_administers(by, site, now)
    _check_not_oneself(by, person)
    held = roles_at(person, site.pk)
    if role in held:
        raise Conflict(f"{person.display_name} is {role.label} of this site already.")
    if (role is Role.ASSESSOR and held & UNBLINDING) or (
        role in UNBLINDING and Role.ASSESSOR in held
    ):
        raise InvalidInput("A blinded assessor cannot also hold a role that sees arms or groups.")
    with transaction.atomic():
        membership = Membership.objects.create(person=person, site=site, role=role, since=now)
        audit.record(
            by=by,
            now=now,
            site=site,
            act="granted",
            object_type="person",
            object_id=person.pk,
            detail={"role": role.value},
        )
    return membership


def revoke_role(
    *, person: Person, site: Site, role: Role, by: Person | None, now: datetime
) -> None:
    """Take a role away; it counts from the person's next request on."""
    _check_administers(by, site, now)
    _check_not_oneself(by, person)
    with transaction.atomic():
        gone, _ = Membership.objects.filter(person=person, site=site, role=role).delete()
        if gone != 1:
            raise NotFound("This person does not hold this role here.")
        audit.record(
            by=by,
            now=now,
            site=site,
            act="revoked",
            object_type="person",
            object_id=person.pk,
            detail={"role": role.value},
        )


def close_person(*, person: Person, site: Site, by: Person | None, now: datetime) -> None:
    """Close an account: no sign-in, no permission, open sessions end. Nothing is deleted."""
    _check_manages(by, person, site, now)
    _check_not_oneself(by, person)
    with transaction.atomic():
        changed = Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False)
        if changed != 1:
            raise Conflict("This account is closed already.")
        audit.record(
            by=by, now=now, site=site, act="closed", object_type="person", object_id=person.pk
        )
    person.is_active = False


def password_link(*, person: Person, site: Site, by: Person | None, now: datetime) -> str:
    """The path of a page, good once and for three days, on which the person sets a password."""
    _check_manages(by, person, site, now)
    with transaction.atomic():
        audit.record(
            by=by,
            now=now,
            site=site,
            act="made password link",
            object_type="person",
            object_id=person.pk,
        )
    parts = {
        "uidb36": user_pk_to_url_str(person),
        "key": default_token_generator.make_token(person),
    }
    return reverse("account_reset_password_from_key", kwargs=parts)


def reset_second_factor(*, person: Person, site: Site, by: Person | None, now: datetime) -> None:
    """Remove lost second factors, so that the next sign-in sets up a new one."""
    _check_manages(by, person, site, now)
    _check_not_oneself(by, person)
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        end_other_sessions(person=person, keep=None, now=now)  # a lost phone may be signed in
        audit.record(
            by=by,
            now=now,
            site=site,
            act="reset second factor",
            object_type="person",
            object_id=person.pk,
        )


def set_demo_second_factor(*, person: Person, now: datetime) -> str:
    """Give a demo person an authenticator and return its secret, to be shown beside the sign-in.

    Raises:
        NotAllowed: outside a demo database; a real secret is never shown to anybody else.
    """
    if not settings.REMIT_DEMO:
        raise NotAllowed("Second factors are set by their owner, except in a demo database.")
    secret: str = generate_totp_secret()
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        TOTP.activate(person, secret)
        audit.record(
            by=None,
            now=now,
            site=None,
            act="set demo second factor",
            object_type="person",
            object_id=person.pk,
        )
    return secret


def break_glass(
    *, site: Site, case_id: object, reason: str, by: Person, now: datetime
) -> BreakGlass:
    """Open one case for reading, for four hours, with a reason that its site can read.

    The caller has made sure that the case is one of the site.
    """
    check_break_glass(by, site.pk)
    reason = reason.strip()
    if len(reason) < 10:
        raise InvalidInput("Say in a sentence why this record must be opened now.")
    with transaction.atomic():
        glass = BreakGlass.objects.create(
            person=by,
            site=site,
            case_id=str(case_id),
            reason=reason,
            at=now,
            until=now + GLASS_LASTS,
        )
        audit.record(
            by=by,
            now=now,
            site=site,
            act="broke glass",
            object_type="case",
            object_id=case_id,
            detail={"until": glass.until.isoformat(), "break_glass": glass.pk},
        )
    return glass


def rotate_site_key(*, now: datetime) -> int:
    """Make a new site key and wrap every case's key with it; return how many."""
    with transaction.atomic():
        count = keys.rewrap_all(now=now)
        audit.record(
            by=None,
            now=now,
            site=None,
            act="rotated",
            object_type="site key",
            object_id="",
            detail={"data_keys": count},
        )
    return count


def end_other_sessions(*, person: Person, keep: str | None, now: datetime) -> int:
    """Sign a person out everywhere but in the session `keep`."""
    ended = 0
    for session in Session.objects.filter(expire_date__gt=now).exclude(session_key=keep):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
            ended += 1
    return ended


def _check_administers(by: Person | None, site: Site, now: datetime) -> None:
    if by is not None:
        check_allowed(by, Act.CHANGE, Object.ACCOUNTS, site, now=now)


def _check_not_oneself(by: Person | None, person: Person) -> None:
    """Nobody gives themselves clinical rights, nor leaves a site without its administrator."""
    if by is not None and by.pk == person.pk:
        raise NotAllowed("Another administrator, or the operator of the server, does this for you.")


def _check_manages(by: Person | None, person: Person, site: Site, now: datetime) -> None:
    """An account opens every site of its owner, so whoever resets it must administer them all."""
    _check_administers(by, site, now)
    if by is None:
        return
    theirs = set(Membership.objects.filter(person=person).values_list("site_id", flat=True))
    if site.pk not in theirs:
        raise NotFound("There is no such person at your site.")
    if theirs - set(sites_where(by, Act.CHANGE, Object.ACCOUNTS)):
        raise NotAllowed(
            "This account is used at another site too; only who administers all its sites, "
            "or the operator of the server, may do this. You may take its roles here away."
        )


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages)) from error
