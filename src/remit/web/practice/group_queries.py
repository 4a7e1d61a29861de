"""Reading workshops and who takes part, for who plans or leads them; never a clinical word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy

from remit.domain.enrolment import State, standing
from remit.domain.programme import DAYS
from remit.pathways.practice.schedule import programme_date
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.clearance import may_open_day_one
from remit.web.intake.models import Consent
from remit.web.people import audit
from remit.web.people.models import Membership, Person, Role, Site
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.queries import sites_where_allowed
from remit.web.practice.enrolments import record_of
from remit.web.practice.models import Enrolment, EnrolmentEvent, Lead, Workshop
from remit.web.practice.workshops import SMALLEST, leads

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATE_WORDS: Final[Mapping[State, StrOrPromise]] = {
    State.CONSENTED: gettext_lazy("agreed; first measurements are open"),
    State.BASELINE: gettext_lazy("ready for day 1"),
    State.ACTIVE: gettext_lazy("practises"),
    State.HELD: gettext_lazy("parts rest; a clinician looks at it"),
    State.COMPLETED: gettext_lazy("has done the 21 days"),
    State.FOLLOW_UP: gettext_lazy("follow-up"),
}


@dataclass(frozen=True, kw_only=True)
class TakingPart:
    """One line of a group.

    Attributes:
        enrolment: whose.
        name: what the person is called.
        state: where they are in the programme.
        rests: whether something rests; what and why is the clinician's to know.
        day: programme day by the calendar, None before day 1 and after day 21.
        last: programme date of the last thing that came, None where nothing did.
    """

    enrolment: Enrolment
    name: str
    state: State
    rests: bool
    day: int | None
    last: date | None

    @property
    def words(self) -> StrOrPromise:
        """The state in words for staff."""
        return STATE_WORDS[State.HELD if self.rests else self.state]

    @property
    def baseline_is_open(self) -> bool:
        """Whether what is measured before day 1 is still to come."""
        return self.state is State.CONSENTED


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who agreed, takes part in nothing yet, and may get a place or not."""

    case: Case
    name: str
    cleared: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One workshop of the list."""

    workshop: Workshop
    first: date | None
    last: date | None
    taken: int
    led_by: str

    @property
    def small(self) -> bool:
        """Whether there are fewer than a group has."""
        return self.taken < SMALLEST


def workshops_of(person: Person, *, now: datetime) -> list[Line]:
    """The workshops that a person plans, leads or treats people of, newest first."""
    rows = Workshop.objects.visible_to(person, now=now).select_related("site")
    held = rows.annotate(
        taken=Count("enrolments", filter=Q(enrolments__ended_at=None), distinct=True)
    ).prefetch_related("meetings", _leads())
    return [_line(one) for one in held]


def workshop_of(person: Person, pk: UUID, *, now: datetime) -> Workshop:
    """One workshop; opening its page is noted, because names stand on it.

    Raises:
        NotFound: it does not exist for this person.
    """
    rows = Workshop.objects.select_related("site").prefetch_related("meetings", _leads())
    workshop: Workshop = rows.one_visible_to(person, now=now, pk=pk)
    check_allowed(person, Act.SEE, Object.WORKSHOP, workshop, now=now, own=leads(person, workshop))
    count = workshop.enrolments.filter(ended_at=None).count()
    audit.record_list_view(
        by=person, now=now, site=workshop.site, object_type="workshop", count=count
    )
    return workshop


def group_of(workshop: Workshop, *, now: datetime) -> list[TakingPart]:
    """Who is in a workshop, by name; the caller has opened it."""
    return _lines(workshop.enrolments.filter(ended_at=None), now)


def waiting_at(site: Site, *, now: datetime) -> list[TakingPart]:
    """Who waits for a place at a site, longest first; the caller may plan there."""
    rows = Enrolment.objects.filter(case__site=site, ended_at=None, workshop=None)
    return sorted(_lines(rows, now), key=lambda line: line.enrolment.made_at)


def candidates(site: Site, *, now: datetime) -> list[Candidate]:
    """Who has agreed at a site and is enrolled nowhere, the cleared first; the caller may plan."""
    agreed = Consent.objects.filter(case=OuterRef("pk"), withdrawn_at=None)
    enrolled = Enrolment.objects.filter(case=OuterRef("pk"), ended_at=None)
    rows = Case.objects.filter(
        Exists(agreed), ~Exists(enrolled), site=site, origin=Case.Origin.LIVE
    ).select_related("site", "data_key")
    found = [
        Candidate(
            case=case,
            name=str(plain_subject(case)["name"]),
            cleared=may_open_day_one(case, now).opens,
        )
        for case in rows
    ]
    return sorted(found, key=lambda one: (not one.cleared, one.name))


def facilitators(site: Site) -> list[Person]:
    """Who may lead a workshop at a site."""
    known = Membership.objects.filter(site=site, role=Role.FACILITATOR, person__is_active=True)
    return [one.person for one in known.select_related("person").order_by("person__display_name")]


def sites_to_plan(person: Person) -> list[Site]:
    """Where the person plans workshops."""
    return list(sites_where_allowed(person, Act.CHANGE, Object.WORKSHOP))


def _leads() -> Prefetch[str, QuerySet[Lead], str]:
    now_leading = Lead.objects.filter(until=None).select_related("person")
    return Prefetch("leads", queryset=now_leading, to_attr="leading")


def _line(workshop: Workshop) -> Line:
    on = [one.on for one in workshop.meetings.all()]
    return Line(
        workshop=workshop,
        first=min(on, default=None),
        last=max(on, default=None),
        taken=getattr(workshop, "taken"),  # noqa: B009  annotated
        led_by=", ".join(str(one.person) for one in getattr(workshop, "leading")),  # noqa: B009
    )


def _lines(rows: QuerySet[Enrolment], now: datetime) -> list[TakingPart]:
    events = Prefetch("events", queryset=EnrolmentEvent.objects.order_by("id"))
    held = rows.select_related("case__site", "case__data_key").prefetch_related(
        events, "done", "check_ins"
    )
    return sorted((_one(row, now) for row in held), key=lambda line: line.name.casefold())


def _one(row: Enrolment, now: datetime) -> TakingPart:
    stands = standing(record_of(one) for one in row.events.all())
    came = [one.on for one in row.done.all()] + [one.on for one in row.check_ins.all()]
    return TakingPart(
        enrolment=row,
        name=str(plain_subject(row.case)["name"]),
        state=stands.state,
        rests=bool(stands.holds),
        day=_day(row, now),
        last=max(came, default=None),
    )


def _day(row: Enrolment, now: datetime) -> int | None:
    if row.day_one is None:
        return None
    today = programme_date(now.astimezone(ZoneInfo(row.zone)).replace(tzinfo=None))
    number = (today - row.day_one).days + 1
    return number if 1 <= number <= DAYS else None
