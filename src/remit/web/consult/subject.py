"""Whose case it is: read with a mark, written again only over what was read."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from remit.content.casefile import build
from remit.content.schema import CASE
from remit.errors import Conflict, InvalidInput
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable, plain_subject, seal_subject
from remit.web.consult.actions import check_axis
from remit.web.consult.records import plain_history
from remit.web.consult.visit_record import NAME, claim_next, sentence
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

FIELDS = ("name", "birth", "sex", "occupation", "referral", "consultation")


class SubjectClash(Conflict):
    """The person's data changed since they were read; `theirs` is what stands now."""

    def __init__(self, theirs: PlainTable) -> None:
        self.theirs = theirs
        super().__init__(_("This changed in another place. Both are below; nothing is lost."))


def seen_mark(case: Case) -> str:
    """A mark of the stored subject; it tells nothing of it, and changes with every write."""
    return hashlib.sha256(bytes(case.sealed_subject)).hexdigest()


def revise_subject(
    *, case: Case, changes: Mapping[str, Any], seen: str, by: Person, now: datetime
) -> Case:
    """Change who the person is: name, birth, sex, occupation, referral, day of consultation.

    Args:
        changes: by key of the case file's `case` table; an empty value takes a key out.
        seen: the mark of what the person read.

    Raises:
        SubjectClash: it was changed meanwhile; nothing was written.
        InvalidInput: a value cannot be read, or the record refuses it.
    """
    check_allowed(by, Act.CHANGE, Object.HISTORY, case, now=now)
    if set(changes) - set(FIELDS):
        raise InvalidInput(_("Only what is on this page can be changed here."))
    with transaction.atomic():
        fresh = claim_next(case)
        old = plain_subject(fresh)
        merged = {**old, **changes}
        wanted = {key: value for key, value in merged.items() if value not in ("", None)}
        if wanted == old:
            return fresh
        if seen_mark(fresh) != seen:
            raise SubjectClash(old)
        write_subject(fresh, wanted, by=by, now=now)
        return fresh


def write_subject(case: Case, subject: PlainTable, *, by: Person, now: datetime) -> None:
    """Store a subject with its audit row, in the transaction that holds the case's next version.

    Raises:
        InvalidInput: the record does not hold together with it.
    """
    plain = plain_history(case)
    try:
        after = build({**plain, CASE: dict(subject)}, NAME)
    except InvalidInput as error:
        raise InvalidInput(sentence(error)) from None
    if subject.get("consultation") == plain[CASE].get("consultation"):
        check_axis(build(plain, NAME), after)
    case.sealed_subject = seal_subject(case, subject)
    case.save(update_fields=["sealed_subject"])
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="changed",
        object_type="case",
        object_id=case.pk,
        values={"old": plain[CASE], "new": dict(subject)},
        data_key=case.data_key,
        detail={"case": str(case.pk)},
    )
