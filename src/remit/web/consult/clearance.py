"""The only writer of clearances: each version is signed, sealed and locked (CLINICAL A.5).

Signing never closes a flag. A clearing decision is refused while anything on the list of open
things blocks; the list is read again in the transaction of the signature.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from remit.domain.clearance import LONGEST_DAYS, Decision, OpenOrWhy, SignedDecision
from remit.domain.clearance import may_open_day_one as _may_open
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.pathways.consult.clearance import Before, check_decision, standing
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.clearance_facts import (
    before_of,
    flag_facts,
    newest_clearance,
    screening,
    signed_decision,
    unflagged,
)
from remit.web.consult.clinic_records import check_live, newest
from remit.web.consult.models import Clearance, RecordKind
from remit.web.notices.actions import raise_flag
from remit.web.people import audit
from remit.web.people.models import Person, Role
from remit.web.people.permissions import Act, Object, check_allowed, roles_at
from remit.web.people.site_day import site_day

FACTOR_HOLDS = timedelta(minutes=5)
_CONTENT = ("consult_clearance", "sealed_content")
STALE = (
    "This record changed since you opened the page. Nothing was signed; your text is below. Look "
    "at the change, then sign again."
)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a clinician signs.

    Attributes:
        decision: one of the five decisions.
        rationale: why, in the clinician's words.
        reviewed: what was decided on each routine finding, by its key.
        restrictions: movement limits and activity advice.
        named_contact: whom the participant calls with questions.
        valid_until: last day; None for the longest time.
        icd11: a code that the clinician chose, or "".
        diagnosis: the clinician's own words, or "".
        no_other_treatment: the clinician found no sign that this needs other treatment now; only
            then may the participant read that sentence (F.3).
    """

    decision: Decision
    rationale: str
    reviewed: Mapping[str, str] = field(default_factory=dict)
    restrictions: str = ""
    named_contact: str = ""
    valid_until: date | None = None
    icd11: str = ""
    diagnosis: str = ""
    no_other_treatment: bool = False


def sign_clearance(
    *,
    case: Case,
    decided: Decided,
    number: int,
    version: int,
    factor_at: datetime,
    by: Person,
    now: datetime,
) -> Clearance:
    """Sign a decision as a new version, which locks.

    Args:
        number: number of the version that the person looked at; 0 for none.
        version: version of the case that the person looked at.
        factor_at: when the person last gave their second factor.

    Raises:
        NotAllowed: no clinician of the site, or the second factor is too old.
        InvalidInput: what is open, or what is missing in the form.
        Conflict: the case or its clearance changed meanwhile; nothing was written.
    """
    check_allowed(by, Act.SIGN, Object.CLEARANCE, case, now=now)
    _check_factor(factor_at, now)
    _check_text(decided)
    with transaction.atomic():
        _claim(case, version)
        before = before_of(case, now=now)
        check_decision(before, decided.decision, decided.reviewed)
        signed_on = site_day(case.site, now)
        until = decided.valid_until or _default_end(decided.decision, signed_on)
        signed = SignedDecision(decision=decided.decision, signed_on=signed_on, valid_until=until)
        content = _content(case, decided, before)
        return _write(case, signed, content, number=number, by=by, now=now)


def withdraw_clearance(
    *,
    case: Case,
    reason: str,
    number: int,
    version: int,
    factor_at: datetime,
    by: Person,
    now: datetime,
) -> Clearance:
    """Take a decision back by a further version; the earlier one stays as it was signed.

    Raises:
        NotAllowed: no clinician of the site, or the second factor is too old.
        InvalidInput: no reason is given, or nothing is signed.
        Conflict: the case or its clearance changed meanwhile.
    """
    check_allowed(by, Act.SIGN, Object.CLEARANCE, case, now=now)
    _check_factor(factor_at, now)
    if not reason.strip():
        raise InvalidInput("Write why the clearance is withdrawn.")
    with transaction.atomic():
        _claim(case, version)
        last = newest_clearance(case)
        if last is None or last.decision == Decision.WITHDRAWN:
            raise InvalidInput("There is no clearance to withdraw.")
        today = site_day(case.site, now)
        signed = SignedDecision(decision=Decision.WITHDRAWN, signed_on=today, valid_until=today)
        content = {"rationale": reason.strip()}
        return _write(case, signed, content, number=number, by=by, now=now)


def may_open_day_one(case: Case, now: datetime) -> OpenOrWhy:
    """INV-02, asked anew each time: signature, its age, and open flags at this moment."""
    signed = signed_decision(newest_clearance(case))
    before = before_of(case, now=now)
    return _may_open(standing(before, signed), site_day(case.site, now))


def content_of(row: Clearance, case: Case) -> dict[str, Any]:
    """What was sealed with a version; the caller has checked the permission."""
    return open_table(case, row.sealed_content, _CONTENT, row.pk)


def _default_end(decision: Decision, signed_on: date) -> date:
    return signed_on + timedelta(days=LONGEST_DAYS) if decision.clears else signed_on


def _check_factor(factor_at: datetime, now: datetime) -> None:
    if not timedelta(0) <= now - factor_at <= FACTOR_HOLDS:
        raise NotAllowed("Signing needs the code of your second factor, given just now.")


def _check_text(decided: Decided) -> None:
    if decided.decision is Decision.WITHDRAWN:
        raise InvalidInput("Withdraw a clearance on its own page.")
    if not decided.rationale.strip():
        raise InvalidInput("Write why you decide so.")
    if decided.decision.clears and not decided.named_contact.strip():
        raise InvalidInput("Name somebody whom the participant can call.")


def _claim(case: Case, version: int) -> None:
    changed = Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1)
    if changed != 1:
        raise Conflict(STALE)


def _content(case: Case, decided: Decided, before: Before) -> dict[str, Any]:
    """Everything that is signed, as it stood at this moment."""
    pattern = newest(case, RecordKind.PATTERN).values
    return {
        "rationale": decided.rationale.strip(),
        "restrictions": decided.restrictions.strip(),
        "named_contact": decided.named_contact.strip(),
        "icd11": decided.icd11.strip(),
        "diagnosis": decided.diagnosis.strip(),
        "no_other_treatment": decided.decision.clears and decided.no_other_treatment,
        "flags_reviewed": _reviewed(decided, before),
        "pattern": dict(pattern),
        "records": {kind.value: newest(case, kind).number for kind in RecordKind},
    }


def _reviewed(decided: Decided, before: Before) -> list[dict[str, str]]:
    """Each flag with its outcome, each routine finding with what was decided."""
    flags = [
        {
            "rule": flag.rule,
            "code": flag.code.value,
            "finding": flag.finding,
            "outcome": flag.outcome or ("open" if flag.open else ""),
            "by": flag.by,
        }
        for flag in before.flags
    ]
    routine = [
        {
            "rule": item.key,
            "code": item.code.value if item.code else "",
            "finding": item.finding,
            "outcome": decided.reviewed.get(item.key, "").strip(),
            "by": "",
        }
        for item in before.review
    ]
    return flags + routine


def _write(
    case: Case,
    signed: SignedDecision,
    content: Mapping[str, Any],
    *,
    number: int,
    by: Person,
    now: datetime,
) -> Clearance:
    last = newest_clearance(case)
    if (0 if last is None else last.number) != number:
        raise Conflict(STALE)
    row = Clearance(
        id=uuid.uuid4(),
        case=case,
        number=number + 1,
        decision=signed.decision.value,
        signed_by=by,
        signed_name=by.display_name,
        signed_role=_role(by, case),
        signed_at=now,
        signed_on=signed.signed_on,
        valid_until=signed.valid_until,
    )
    row.sealed_content = seal_table(case, content, _CONTENT, row.pk)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(STALE) from error
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="signed",
        object_type="clearance",
        object_id=row.pk,
        values={
            "old": None if last is None else {"decision": last.decision, "number": last.number},
            "new": {"decision": row.decision, **content},
        },
        data_key=case.data_key,
        detail={"case": str(case.pk), "number": row.number},
    )
    return row


def _role(by: Person, case: Case) -> str:
    """The role under which the person signs."""
    held = roles_at(by, case.site_id)
    signing = Role.CLINICIAN if Role.CLINICIAN in held else min(held)
    return str(signing.label)


def raise_unflagged(*, case: Case, by: Person, now: datetime) -> int:
    """Raise a flag for each rule that holds for the record and that no flag names yet.

    Raises:
        InvalidInput: the case is published; nothing is asked of anybody for it.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_live(case)
    return raise_from_record(case=case, by=by, now=now)


def raise_from_record(*, case: Case, by: Person | None, now: datetime) -> int:
    """The same without a person who asks, at the end of a form."""
    with transaction.atomic():
        found = screening(case, now=now)
        missing = {item.key for item in unflagged(found, flag_facts(case))}
        for fired in found.fired:
            if fired.rule.id in missing:
                raise_flag(
                    case=case,
                    code=fired.rule.code,
                    rule=f"{found.rule_set}/{found.version}/{fired.rule.id}",
                    finding=fired.rule.finding,
                    source=fired.rule.source,
                    origin="record",
                    by=by,
                    now=now,
                )
    return len(missing)
