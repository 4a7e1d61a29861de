"""The service of a demo site: entered through the same actions as the pages, plainly invented."""

from datetime import datetime, time, timedelta

from remit.domain.service import Cover
from remit.domain.service_hours import Span
from remit.errors import NotFound
from remit.web.notices import service_actions as actions
from remit.web.notices.models import CrisisContact, DutyTurn, Service
from remit.web.notices.service_queries import content_lines
from remit.web.notices.telling import able_to_answer, on_duty
from remit.web.people.models import Person, Site

# 555-01xx is kept free for fiction; XX is no country.
_CONTACTS = (
    ("1 emergency", "Example emergency number", "555-0100", "day and night, every day"),
    ("2 crisis", "Example crisis line", "555-0101", "day and night, every day"),
    ("3 clinic", "Example clinic desk", "555-0102", "Monday to Friday, 8:00 to 17:00"),
)
_ZONE, _COUNTRY = "Europe/Dublin", "XX"
_DUTY_LASTS = timedelta(days=365)


def prepare_service(site: Site, now: datetime) -> None:
    """Hours, duty list, contacts and approvals of a demo site; a second call adds what is missing.

    Raises:
        NotFound: the site has no clinician who could be on duty.
    """
    able = able_to_answer(site)
    if not able:
        raise NotFound("A demo site needs a clinician first.")
    first = able[0]
    if not Service.objects.filter(site=site).exists():
        actions.set_service(
            site=site,
            time_zone=_ZONE,
            country=_COUNTRY,
            cover=Cover.ON_CALL,
            cover_words="Example: ring the clinic desk; it passes calls on.",
            out_of_hours=False,
            weekly=[Span(day, time(8), time(17)) for day in range(5)],
            by=first,
            now=now,
        )
    if not on_duty(site, now=now):
        _put_on_duty(site, able, now)
    if not CrisisContact.objects.filter(site=site).exists():
        _add_contacts(site, first, now)
    for line in content_lines(site):
        if line.approval is None:
            actions.approve_content(
                site=site, path=line.file.path, sha256=line.file.sha256, by=first, now=now
            )


def _put_on_duty(site: Site, able: list[Person], now: datetime) -> list[DutyTurn]:
    return [
        actions.add_turn(
            site=site,
            person=person,
            begins_at=now,
            ends_at=now + _DUTY_LASTS,
            rank=rank,
            by=able[0],
            now=now,
        )
        for rank, person in enumerate(able[:9], start=1)
    ]


def _add_contacts(site: Site, by: Person, now: datetime) -> None:
    for kind, name, number, hours in _CONTACTS:
        fields = {
            "kind": kind,
            "name": name,
            "number": number,
            "hours": hours,
            "country": _COUNTRY,
            "language": "en",
        }
        contact = actions.add_contact(site=site, fields=fields, by=by, now=now)
        actions.verify_contact(contact=contact, version=contact.version, by=by, now=now)
