"""The signature of a formulation: it locks the version, closes no flag and makes no clearance."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from remit.domain.formulation import Audience
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.cases.models import Case
from remit.web.consult.clearance import FACTOR_HOLDS
from remit.web.consult.clinic_records import check_live
from remit.web.documents.formulation import LONGEST, STALE, for_audit, note, open_draft, store
from remit.web.documents.formulation_facts import draft_of, flag_grounds
from remit.web.documents.formulation_record import (
    Confirmed,
    Content,
    Written,
    changed_since,
    content_of,
)
from remit.web.documents.models import Formulation, State
from remit.web.people.models import Person, Role
from remit.web.people.permissions import Act, Object, check_allowed, roles_at

OUTDATED = _later(
    "The record changed since this was drafted. Nothing was signed and your words are kept: draft "
    "again, and read what changed."
)


def sign(
    *,
    formulation: Formulation,
    version: int,
    reasons: Mapping[str, str],
    factor_at: datetime,
    by: Person,
    now: datetime,
) -> Formulation:
    """Sign the version that the person looked at; it locks, and no flag is closed by it.

    Args:
        version: how often the draft had been saved when the person looked at it.
        reasons: why words with a warning stand, by `fault_key`.
        factor_at: when the person last gave their second factor.

    Raises:
        NotAllowed: no clinician of the site, or the second factor is too old.
        InvalidInput: the case is published, sentences are unread, or a warning has no reason.
        Conflict: the draft changed meanwhile, or is signed already.
    """
    case = formulation.case
    check_allowed(by, Act.SIGN, Object.FORMULATION, case, now=now)
    check_live(case)
    if not timedelta(0) <= now - factor_at <= FACTOR_HOLDS:
        raise NotAllowed(_("Signing needs the code of your second factor, given just now."))
    with transaction.atomic():
        row = open_draft(formulation)
        if row.version != version:
            raise Conflict(STALE)
        content = content_of(row, case)
        check_ready(content, reasons)
        if changed_since(content, draft_of(case, now=now)):
            raise Conflict(OUTDATED)
        signed = replace(
            content,
            confirmed=_confirmed(content, reasons),
            open=tuple(flag.words for flag in flag_grounds(case)),
        )
        signature = {
            "state": State.SIGNED,
            "signed_by": by,
            "signed_name": by.display_name,
            "signed_role": _role(by, case),
            "signed_at": now,
        }
        store(row, signed, now=now, **signature)
        note(row, "signed", by=by, now=now, new=for_audit(signed))
    return Formulation.objects.get(pk=row.pk)


def check_ready(content: Content, reasons: Mapping[str, str]) -> None:
    """Refuse a signature under what was not read, or under a warning without a reason."""
    if content.read is None:
        raise InvalidInput(_("Read every sentence and tick that you did."))
    if not content.standing:
        raise InvalidInput(_("There is no sentence to sign."))
    missing = [key for key in warnings(content) if not reasons.get(key, "").strip()]
    if missing:
        raise InvalidInput(
            _("Some words carry a warning. Change them, or write for each why they stand.")
        )


def warnings(content: Content) -> dict[str, tuple[Written, Audience]]:
    """Words that the lint warns about, by `fault_key`."""
    return {
        fault_key(row, audience): (row, audience)
        for row in content.standing
        for audience in Audience
        if row.faults(audience)
    }


def fault_key(row: Written, audience: Audience) -> str:
    """Names the words of a row for one reader."""
    return f"{row.sentence.id}.{audience.value}"


def _confirmed(content: Content, reasons: Mapping[str, str]) -> tuple[Confirmed, ...]:
    return tuple(
        Confirmed(
            sentence=row.sentence.id,
            audience=audience,
            words=row.signed_words(audience),
            reason=reasons[key].strip()[:LONGEST],
        )
        for key, (row, audience) in warnings(content).items()
    )


def _role(by: Person, case: Case) -> str:
    held = roles_at(by, case.site_id)
    return str((Role.CLINICIAN if Role.CLINICIAN in held else min(held)).label)
