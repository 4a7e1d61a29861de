"""Links and codes of an invitation: random, kept as digests, with few tries."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, Value, When

from remit.errors import Conflict, NotAllowed, NotFound
from remit.web.intake.models import Invitation
from remit.web.people.site_day import site_day

LINK_LASTS = timedelta(days=14)
CODE_LASTS = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=30)
TRIES = 5
CODES_A_DAY = 20  # with five tries each: one guess in ten thousand a day


def digest(text: str) -> str:
    """What is stored of a link or a code."""
    return hashlib.sha256(text.encode()).hexdigest()


def code_digest(invitation: Invitation, code: str) -> str:
    """A code has six digits only, so its digest is bound to the invitation."""
    return digest(f"{invitation.token_digest}|{code.strip().replace(' ', '')}")


def new_token() -> str:
    """The secret part of a link."""
    return secrets.token_urlsafe(24)


def find(token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link.

    Raises:
        NotFound: no such link, or it was used, replaced or is too old.
    """
    found = Invitation.objects.select_related("case__site", "case__participant", "case__data_key")
    row = found.filter(token_digest=digest(token), used_at=None, replaced_at=None).first()
    if row is None or row.expires_at <= now:
        raise NotFound(
            "This link does not open any more. If you have opened it before, sign in with your "
            "e-mail address. Otherwise ask your clinic for a new link."
        )
    return row


def make_code(invitation: Invitation, *, now: datetime, by_staff: bool = False) -> str:
    """A fresh six-digit code; the one before it stops working.

    The codes of a link are counted by the site's day, so that nobody who has the link tries
    through them all; a request that is refused does not count.

    Args:
        by_staff: read out by staff, who know whom they speak to; the day's limit does not hold.

    Raises:
        Conflict: a code was made a moment ago, or too many were made today.
    """
    code = f"{secrets.randbelow(1_000_000):06}"
    today = site_day(invitation.case.site, now)
    late = Q(code_made_at=None) | Q(code_made_at__lte=now - CODE_PAUSE)
    few = Q(codes_day=None) | ~Q(codes_day=today) | Q(codes_made__lt=CODES_A_DAY)
    rows = Invitation.objects.filter(late, pk=invitation.pk)
    made = (rows if by_staff else rows.filter(few)).update(
        code_digest=code_digest(invitation, code),
        code_made_at=now,
        code_expires_at=now + CODE_LASTS,
        code_tries=0,
        codes_made=Case(When(codes_day=today, then=F("codes_made") + 1), default=Value(1)),
        codes_day=today,
    )
    if made == 1:
        return code
    if rows.exists():
        raise Conflict("Too many codes were asked for today. Ask your clinic to read one out.")
    raise Conflict("A code was sent a moment ago. Wait half a minute, then ask again.")


def check_code(invitation: Invitation, code: str, *, now: datetime) -> None:
    """Count a try and compare.

    Raises:
        NotAllowed: wrong, too old, or tried too often.
    """
    counted = Invitation.objects.filter(
        pk=invitation.pk, code_tries__lt=TRIES, code_expires_at__gt=now
    ).update(code_tries=F("code_tries") + 1)
    if counted != 1:
        raise NotAllowed("This code does not work any more. Ask for a new one.")
    invitation.refresh_from_db()
    if not hmac.compare_digest(invitation.code_digest, code_digest(invitation, code)):
        raise NotAllowed("This is not the code. Look again; spaces do not matter.")
