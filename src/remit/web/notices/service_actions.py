"""The only writers of a site's service: hours, duty list, contacts, approvals, going live."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.db.models import F

from remit.domain.service import Cover
from remit.domain.service_hours import Span
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.notices.clinical_content import clinical_content
from remit.web.notices.models import (
    Approval,
    CrisisContact,
    DutyTurn,
    Holiday,
    OpenHours,
    Service,
    SiteLive,
)
from remit.web.notices.records import level_of
from remit.web.notices.service_queries import go_live_of
from remit.web.notices.telling import able_to_answer
from remit.web.people import audit
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, check_allowed

# What a check by telephone vouches for; a change of any of them asks for a new one.
CHECKED = ("kind", "language", "country", "name", "number", "text_number", "hours", "languages")


def set_service(
    *,
    site: Site,
    time_zone: str,
    country: str,
    cover: Cover,
    cover_words: str,
    out_of_hours: bool,
    weekly: Iterable[Span],
    by: Person,
    now: datetime,
) -> Service:
    """Declare when a site is open and who covers urgent answers.

    Flags that are open keep the time they are due; new ones follow the new hours.

    Raises:
        NotAllowed: the person may not change the service.
        InvalidInput: unknown zone, or cover out of hours without cover.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, site, now=now)
    if time_zone not in available_timezones():
        raise InvalidInput(f"There is no time zone “{time_zone}”.")
    if out_of_hours and cover is Cover.NONE:
        raise InvalidInput("Cover out of hours needs somebody on call.")
    spans = sorted(set(weekly))
    with transaction.atomic():
        Site.objects.filter(pk=site.pk).update(time_zone=time_zone)
        site.time_zone = time_zone
        before = Service.objects.filter(site=site).first()
        service, _ = Service.objects.update_or_create(
            site=site,
            defaults={
                "country": country.upper(),
                "cover": cover.value,
                "cover_words": cover_words.strip(),
                "out_of_hours": out_of_hours,
            },
        )
        OpenHours.objects.filter(site=site).delete()
        OpenHours.objects.bulk_create(
            OpenHours(site=site, weekday=span.weekday, opens=span.opens, closes=span.closes)
            for span in spans
        )
        detail = {
            "zone": time_zone,
            "country": country.upper(),
            "cover": cover.value,
            "out_of_hours": out_of_hours,
            "cover_words_changed": cover_words.strip() != (before.cover_words if before else ""),
            "hours": "; ".join(f"{span.weekday} {span.words}" for span in spans),
        }
        _note(site, "changed", "service", site.pk, by, now, detail)
    return service


def add_holiday(*, site: Site, on: date, name: str, by: Person, now: datetime) -> Holiday:
    """Say that a site does not open on a date.

    Raises:
        Conflict: it is on the list already.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, site, now=now)
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(site=site, on=on, name=name.strip())
            _note(site, "added", "holiday", holiday.pk, by, now, {"on": str(on)})
    except IntegrityError as error:
        raise Conflict("This date is on the list already.") from error
    return holiday


def remove_holiday(*, holiday: Holiday, by: Person, now: datetime) -> None:
    """Open on this date after all."""
    check_allowed(by, Act.CHANGE, Object.SERVICE, holiday, now=now)
    with transaction.atomic():
        gone, _ = Holiday.objects.filter(pk=holiday.pk).delete()
        if gone != 1:
            raise NotFound("This date is not on the list any more.")
        _note(holiday.site, "removed", "holiday", holiday.pk, by, now, {"on": str(holiday.on)})


def add_turn(
    *,
    site: Site,
    person: Person,
    begins_at: datetime,
    ends_at: datetime,
    rank: int,
    by: Person,
    now: datetime,
) -> DutyTurn:
    """Put a person on the duty list.

    Raises:
        InvalidInput: the person may not act on flags here, or the turn ends before it begins.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, site, now=now)
    if person not in able_to_answer(site):
        raise InvalidInput("Only who may act on every flag of the site can be on duty.")
    if ends_at <= begins_at or rank < 1:
        raise InvalidInput("A turn ends after it begins, and its rank is 1 or more.")
    with transaction.atomic():
        turn = DutyTurn.objects.create(
            id=uuid.uuid4(),
            site=site,
            person=person,
            begins_at=begins_at,
            ends_at=ends_at,
            rank=rank,
        )
        detail: dict[str, audit.Scalar] = {
            "person": person.pk,
            "rank": rank,
            "from": str(begins_at),
            "until": str(ends_at),
        }
        _note(site, "added", "duty turn", turn.pk, by, now, detail)
    return turn


def end_turn(*, turn: DutyTurn, by: Person, now: datetime) -> None:
    """Take a turn off the duty list; it stays in the record.

    Raises:
        Conflict: it was taken off already.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, turn, now=now)
    with transaction.atomic():
        ended = DutyTurn.objects.filter(pk=turn.pk, ended_early_at__isnull=True)
        if ended.update(ended_early_at=now) != 1:
            raise Conflict("This turn was taken off the list already.")
        _note(turn.site, "removed", "duty turn", turn.pk, by, now, {"person": turn.person_id})


def add_contact(
    *, site: Site, fields: Mapping[str, str], by: Person, now: datetime
) -> CrisisContact:
    """Add a crisis contact; participants do not see it before somebody checked it.

    Args:
        fields: kind, country, name, hours, and number or text_number; language and languages.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, site, now=now)
    with transaction.atomic():
        contact = CrisisContact(id=uuid.uuid4(), site=site, **_plain(fields))
        contact.save(force_insert=True)
        _note(site, "added", "crisis contact", contact.pk, by, now, _plain(fields))
    return contact


def change_contact(
    *, contact: CrisisContact, fields: Mapping[str, str], version: int, by: Person, now: datetime
) -> None:
    """Change a crisis contact; where anything of it changed, its check no longer counts (HZ11).

    Raises:
        Conflict: somebody else changed it meanwhile.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, contact, now=now)
    plain = _plain(fields)
    same = all(getattr(contact, name) == value for name, value in plain.items())
    unchecked = {} if same else {"verified_on": None, "verified_by": None}
    with transaction.atomic():
        _claim_contact(contact, version, {**plain, **unchecked})
        _note(contact.site, "changed", "crisis contact", contact.pk, by, now, plain)


def verify_contact(*, contact: CrisisContact, version: int, by: Person, now: datetime) -> None:
    """Say that one rang or wrote to a contact today, and that all that is said of it is right.

    Args:
        version: of the contact as it was shown, so that nobody vouches for another number.

    Raises:
        Conflict: somebody else changed it meanwhile.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, contact, now=now)
    with transaction.atomic():
        _claim_contact(
            contact, version, {"verified_on": _today(contact.site, now), "verified_by": by}
        )
        _note(contact.site, "verified", "crisis contact", contact.pk, by, now, {})


def remove_contact(*, contact: CrisisContact, version: int, by: Person, now: datetime) -> None:
    """Take a contact off the pages; it stays in the record."""
    check_allowed(by, Act.CHANGE, Object.SERVICE, contact, now=now)
    with transaction.atomic():
        _claim_contact(contact, version, {"removed_at": now})
        _note(contact.site, "removed", "crisis contact", contact.pk, by, now, {})


def approve_content(*, site: Site, path: str, sha256: str, by: Person, now: datetime) -> Approval:
    """Approve one file of clinical content for a site, as it is now.

    Args:
        sha256: of the file as it was shown.

    Raises:
        NotAllowed: not a clinician of the site.
        Conflict: the file is another one by now, or it is approved already.
    """
    check_allowed(by, Act.SIGN, Object.APPROVAL, site, now=now)
    found = next((one for one in clinical_content() if one.path == path), None)
    if found is None:
        raise NotFound("There is no such clinical content.")
    if found.sha256 != sha256:
        raise Conflict("This file changed since it was shown. Look at it again.")
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                site=site,
                path=path,
                version=found.version,
                sha256=sha256,
                approved_by=by,
                approved_on=_today(site, now),
            )
            detail = {"path": path, "sha256": sha256}
            _note(site, "approved", "clinical content", approval.pk, by, now, detail)
    except IntegrityError as error:
        raise Conflict("This file is approved already.") from error
    return approval


def go_live(*, site: Site, by: Person, now: datetime) -> SiteLive:
    """Open a site for participants.

    Raises:
        Conflict: something is still missing (it says what), or the site is live already.
    """
    check_allowed(by, Act.CHANGE, Object.SERVICE, site, now=now)
    with transaction.atomic():
        missing = go_live_of(site, now=now).missing
        if missing:
            raise Conflict("Not yet: " + " ".join(str(words) for words in missing))
        live, made = SiteLive.objects.get_or_create(site=site, defaults={"at": now, "by": by})
        if not made:
            raise Conflict("This site is live already.")
        _note(site, "went live", "site", site.pk, by, now, {})
    return live


def _today(site: Site, now: datetime) -> date:
    """The date on the site's calendar."""
    return level_of(site).hours.local(now).date()


def _claim_contact(contact: CrisisContact, version: int, columns: Mapping[str, object]) -> None:
    claimed = CrisisContact.objects.filter(
        pk=contact.pk, version=version, removed_at__isnull=True
    ).update(version=F("version") + 1, **columns)
    if claimed != 1:
        raise Conflict("Somebody else changed this contact just now. Look at it again.")


def _plain(fields: Mapping[str, str]) -> dict[str, str]:
    unknown = set(fields) - set(CHECKED)
    if unknown:
        raise InvalidInput(f"A contact has no {', '.join(sorted(unknown))}.")
    plain = {name: str(value).strip() for name, value in fields.items()}
    if "country" in plain:
        plain["country"] = plain["country"].upper()
    return plain


def _note(
    site: Site,
    act: str,
    object_type: str,
    object_id: object,
    by: Person,
    now: datetime,
    detail: Mapping[str, audit.Scalar],
) -> None:
    audit.record(
        by=by,
        now=now,
        site=site,
        act=act,
        object_type=object_type,
        object_id=object_id,
        detail=detail,
    )
