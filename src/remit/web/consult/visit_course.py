"""Begin and close a consultation; the consultation's day is fixed when it begins."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from remit.web.assess.queries import latest_values
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable, plain_subject
from remit.web.consult.clinic_records import check_live
from remit.web.consult.models import Consultation
from remit.web.consult.subject import write_subject
from remit.web.consult.visit_record import claim_next
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.site_day import site_day


def start_consultation(*, case: Case, by: Person, now: datetime) -> Consultation:
    """Begin a consultation; where one runs already, that one goes on.

    A day of consultation that was only assumed becomes today at the site.

    Raises:
        InvalidInput: the case is published.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    check_live(case)
    try:
        with transaction.atomic():
            return _start(case, by, now)
    except IntegrityError:  # begun in two places at once
        return Consultation.objects.get(case=case, ended_at=None)


def end_consultation(*, case: Case, by: Person, now: datetime) -> Consultation | None:
    """Close the consultation that runs; None where none does, so asked twice it is done once."""
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    with transaction.atomic():
        running = case.consultations.select_for_update().filter(ended_at=None).first()
        if running is None:
            return None
        running.ended_at = max(now, running.started_at)
        running.save(update_fields=["ended_at"])
        _note(running, case, "ended", by, now)
        return running


def _start(case: Case, by: Person, now: datetime) -> Consultation:
    running = Consultation.objects.filter(case=case, ended_at=None).first()
    if running is not None:
        return running
    fresh = claim_next(case)
    made = Consultation(id=uuid.uuid4(), case=fresh, started_by=by, started_at=now)
    made.save(force_insert=True)
    _note(made, fresh, "started", by, now)
    subject = plain_subject(fresh)
    known = _known_by_now(fresh, subject, now)
    if known:
        write_subject(fresh, {**subject, **known}, by=by, now=now)
    return made


def _known_by_now(case: Case, subject: PlainTable, now: datetime) -> dict[str, str]:
    """Today in place of an assumed day, and a birth from the age that the person gave before.

    Without a birth, "in her twenties" may lie anywhere, also years ahead.
    """
    known: dict[str, str] = {}
    said = subject.get("consultation")
    if not said or (isinstance(said, dict) and said.get("basis") == "assumed"):
        known["consultation"] = site_day(case.site, now).isoformat()
    age = latest_values(case).get("age")
    if not subject.get("birth") and isinstance(age, int | float):
        known["birth"] = f"aged {age:.0f} at consultation"
    return known


def _note(consultation: Consultation, case: Case, act: str, by: Person, now: datetime) -> None:
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act=act,
        object_type="consultation",
        object_id=consultation.pk,
        detail={"case": str(case.pk)},
    )
