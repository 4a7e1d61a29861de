"""Reading a site's service: what it promises, whom to call, and what is missing before it opens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.domain import promise as sentences
from remit.domain.action_code import ActionCode
from remit.domain.service import Cover, ServiceLevel
from remit.web.notices.clinical_content import ContentFile, clinical_content
from remit.web.notices.models import Approval, CrisisContact, Service, SiteLive, WorkerBeat
from remit.web.notices.records import level_of
from remit.web.notices.telling import on_duty
from remit.web.people.models import Site

# A number that nobody has rung for a year is not known to be right (HZ11).
CHECK_LASTS = timedelta(days=365)
WORKER_SILENT = timedelta(minutes=5)


@dataclass(frozen=True)
class GoLive:
    """Whether a site may have participants, and what is missing.

    Attributes:
        missing: one sentence each (INV-12, INV-13).
        since: when it went live; None before.
        demo: a demonstration runs in spite of what is missing, with a banner on every page.
    """

    missing: tuple[str, ...]
    since: datetime | None
    demo: bool

    @property
    def may_run(self) -> bool:
        """Whether participants may be asked anything."""
        return self.demo or (self.since is not None and not self.missing)


@dataclass(frozen=True)
class ContentLine:
    """A file of clinical content with its approval at a site."""

    file: ContentFile
    approval: Approval | None


def service(site: Site) -> ServiceLevel:
    """What the site declares of its service."""
    return level_of(site)


def promise(site: Site, code: ActionCode | None, *, now: datetime, group: str = "") -> str:
    """What a participant is told of when the clinic acts; no call where nobody is on duty."""
    return sentences.promise(code, now, promised_level(site, now=now), group=group, say=_)


def promised_level(site: Site, *, now: datetime) -> ServiceLevel:
    """What promises are made from: the service, without a call where nobody is on duty."""
    level = level_of(site)
    if level.cover is not Cover.NONE and not on_duty(site, now=now):
        return ServiceLevel(level.hours, country=level.country)
    return level


def opening(site: Site, *, now: datetime) -> str:
    """Whether the clinic is open, and until or from when."""
    return sentences.opening_words(now, level_of(site), say=_)


def contacts(site: Site, language: str = "en") -> list[CrisisContact]:
    """The checked crisis contacts of a site, for its country: emergency, crisis line, clinic.

    In the language asked for; where a kind has none in it, in any.
    """
    country = Service.objects.filter(site=site).values_list("country", flat=True).first()
    found = CrisisContact.objects.filter(
        site=site, verified_on__isnull=False, removed_at__isnull=True
    )
    if country:
        found = found.filter(country=country)
    rows = list(found)
    spoken = {row.kind for row in rows if row.language == language}
    return [row for row in rows if row.language == language or row.kind not in spoken]


def checked_on(shown: list[CrisisContact]) -> date | None:
    """The oldest check among the contacts shown."""
    return min((row.verified_on for row in shown if row.verified_on), default=None)


def go_live(site: Site) -> GoLive:
    """What is still missing before, or while, participants may be asked anything."""
    return go_live_of(site, now=timezone.now())


def go_live_of(site: Site, *, now: datetime) -> GoLive:
    """The same at a given time."""
    live = SiteLive.objects.filter(site=site).first()
    missing = [*_missing_service(site), *_missing_contacts(site, now), *_missing_content(site)]
    # Once live, an empty duty list is a warning: flags then go to every clinician.
    if live is None and not on_duty(site, now=now):
        missing.append(_("Nobody is on duty now."))
    return GoLive(tuple(missing), live.at if live else None, demo=bool(settings.REMIT_DEMO))


def is_live(site: Site) -> bool:
    """Whether participants of the site may be asked anything."""
    return go_live(site).may_run


def content_lines(site: Site) -> list[ContentLine]:
    """Every file of clinical content, with the site's approval of it as it is now."""
    given = Approval.objects.filter(site=site).select_related("approved_by")
    approved = {(row.path, row.sha256): row for row in given}
    return [ContentLine(one, approved.get((one.path, one.sha256))) for one in clinical_content()]


def worker_runs(*, now: datetime) -> bool:
    """Whether a worker looked lately; without one nobody is told further and no mail leaves."""
    return WorkerBeat.objects.filter(at__gte=now - WORKER_SILENT).exists()


def _missing_service(site: Site) -> list[str]:
    level = level_of(site)
    missing = []
    if not level.country:
        missing.append(_("The country and the cover of urgent answers are not set."))
    if not level.hours.weekly:
        missing.append(_("The opening hours are not set."))
    return missing


def _missing_contacts(site: Site, now: datetime) -> list[str]:
    kept = list(CrisisContact.objects.filter(site=site, removed_at__isnull=True))
    unchecked = [row for row in kept if row.verified_on is None]
    stale = [row for row in kept if row.verified_on and now.date() - row.verified_on > CHECK_LASTS]
    shown = {row.kind for row in contacts(site)}
    missing = []
    if CrisisContact.Kind.EMERGENCY.value not in shown:
        missing.append(_("No emergency number of the country has been checked."))
    if CrisisContact.Kind.CRISIS.value not in shown:
        missing.append(_("No crisis line of the country has been checked."))
    if unchecked:
        missing.append(
            ngettext(
                "%(number)d crisis contact has not been checked.",
                "%(number)d crisis contacts have not been checked.",
                len(unchecked),
            )
            % {"number": len(unchecked)}
        )
    if stale:
        missing.append(
            ngettext(
                "%(number)d crisis contact was last checked more than a year ago.",
                "%(number)d crisis contacts were last checked more than a year ago.",
                len(stale),
            )
            % {"number": len(stale)}
        )
    return missing


def _missing_content(site: Site) -> list[str]:
    number = sum(line.approval is None for line in content_lines(site))
    if not number:
        return []
    words = ngettext(
        "%(number)d file of clinical content is not approved.",
        "%(number)d files of clinical content are not approved.",
        number,
    )
    return [words % {"number": number}]
