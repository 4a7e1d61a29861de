"""The only writer of cases."""

import uuid
from datetime import datetime

from django.db import transaction

from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable, seal_subject
from remit.web.people import audit, keys
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.site_day import site_day


def open_case(
    *,
    site: Site,
    subject: PlainTable,
    by: Person | None,
    now: datetime,
    origin: Case.Origin = Case.Origin.LIVE,
    participant: Person | None = None,
) -> Case:
    """Open a record with a key of its own.

    Args:
        subject: the `case` table of a case file: id, name and what else is known. A record that is
            opened here has a calendar from its first day: until the consultation is held, its time
            counts from the day of opening.
        by: the person, or None for the system itself (the demo).

    Raises:
        NotAllowed: `by` may not open cases at this site.
    """
    if by is not None:
        check_allowed(by, Act.CHANGE, Object.CASE_LIST, site, now=now)
    with transaction.atomic():
        data_key = keys.create_data_key(site=site, now=now)
        case = Case(
            id=uuid.uuid4(),
            site=site,
            data_key=data_key,
            origin=origin,
            participant=participant,
            opened_at=now,
        )
        if origin is Case.Origin.LIVE:
            subject = {**_dated(site, now), **subject}
        case.sealed_subject = seal_subject(case, subject)
        case.save(force_insert=True)
        audit.record(by=by, now=now, site=site, act="opened", object_type="case", object_id=case.pk)
    return case


def _dated(site: Site, now: datetime) -> PlainTable:
    """Day of recording and, assumed until it is held, of the consultation."""
    today = site_day(site, now).isoformat()
    return {"recorded": today, "consultation": {"date": today, "basis": "assumed"}}
