"""Who needs somebody today at the sites and in the groups of one person, read in a few queries.

What a reader may not see is not in it: flags, adverse events and holds for clinicians alone; who
leads a group reads of calls and silence too; who plans reads of sessions and dates alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Move, State, standing
from remit.domain.flag import FlagState
from remit.domain.programme import DAYS
from remit.pathways.practice.attention import LEFT_FOR, Known, Need, Soon, needs
from remit.pathways.practice.schedule import programme_date
from remit.web.cases.sealed import plain_subject
from remit.web.notices.models import Flag
from remit.web.people import audit
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, sites_where
from remit.web.practice.attention_words import Words, words_for
from remit.web.practice.enrolments import record_of
from remit.web.practice.led import led_by
from remit.web.practice.models import (
    AdverseEvent,
    Attendance,
    CheckIn,
    Done,
    Enrolment,
    EnrolmentEvent,
    Meeting,
    Presence,
)

_WAS_THERE: Final = (Presence.HERE.value, Presence.LEFT.value)
NOT_RATED: Final = "not rated"
LONGEST: Final = timedelta(hours=3)
"""A session of two hours is over then, whether or not somebody pressed "End"."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person who needs somebody.

    Attributes:
        enrolment: whose.
        name: what the person is called.
        needs: every reason, most urgent first.
        words: of each reason, in the same order.
        owner: who has taken the most urgent flag; nothing where that is nobody or no flag.
        is_flag: whether the first reason is a flag, so that nobody owning it is said.
        url: where the next step is done.
        day: the day of the programme; None outside the 21.
    """

    enrolment: Enrolment
    name: str
    needs: tuple[Need, ...]
    words: tuple[Words, ...]
    owner: str
    is_flag: bool
    url: str
    day: int | None

    @property
    def soon(self) -> Soon:
        """How soon."""
        return self.needs[0].soon


@dataclass(frozen=True)
class _Beside:
    """What stands beside the enrolments, by case, and what of them the reader may see."""

    flags: Mapping[Any, list[Flag]]
    unrated: Mapping[Any, list[AdverseEvent]]
    releases: frozenset[int]
    doses: _Readable
    clearances: _Readable


@dataclass(frozen=True)
class _Readable:
    """Where one object may be seen: whole sites, and groups that the reader leads."""

    sites: frozenset[int]
    groups: frozenset[Any]

    def __contains__(self, enrolment: Enrolment) -> bool:
        return enrolment.case.site_id in self.sites or enrolment.workshop_id in self.groups


def attention(person: Person, *, now: datetime) -> tuple[list[Row], int]:
    """Who needs somebody, most urgent first, and how many others have nothing open.

    The number of queries does not grow with the people. Names stand on the list, so that opening
    it is noted.
    """
    rows = list(_enrolments(person, now))
    beside = _beside(person, rows, now)
    found = [row for row in (_row(one, beside, now) for one in rows) if row is not None]
    found.sort(key=lambda row: (row.needs[0], row.name.casefold()))
    for site in {one.case.site_id: one.case.site for one in rows}.values():
        _note(person, site, sum(row.enrolment.case.site_id == site.pk for row in found), now)
    others = sum(one.ended_at is None for one in rows) - sum(
        row.enrolment.ended_at is None for row in found
    )
    return found, others


def _enrolments(person: Person, now: datetime) -> QuerySet[Enrolment]:
    recent = Q(ended_at=None) | Q(ended_at__gte=now - LEFT_FOR - timedelta(days=1))
    rows = Enrolment.objects.visible_to(person, now=now).filter(recent)
    events = EnrolmentEvent.objects.select_related("flag").order_by("id")
    attended = Attendance.objects.order_by("at", "received_at")
    beside: list[Any] = [Prefetch("events", queryset=events), Prefetch("attendance", attended)]
    held = rows.select_related("case__site", "case__data_key", "workshop").prefetch_related(
        *beside, "calls", "workshop__meetings", "case__clearances"
    )
    return held.annotate(last_done=_last(Done), last_evening=_last(CheckIn))


def _last(model: type[Done | CheckIn]) -> Subquery:
    rows = model.objects.filter(enrolment=OuterRef("pk")).order_by("-on")
    return Subquery(rows.values("on")[:1])


def _beside(person: Person, rows: list[Enrolment], now: datetime) -> _Beside:
    cases = [one.case_id for one in rows]
    flags = Flag.objects.visible_to(person, now=now).filter(case__in=cases)
    flags = flags.exclude(state=FlagState.RECORDED.value).select_related("owner")
    events = AdverseEvent.objects.visible_to(person, now=now).filter(case__in=cases)
    newest: dict[Any, AdverseEvent] = {}
    for one in events.order_by("number"):
        newest[one.event] = one
    unrated = [one for one in newest.values() if one.severity == NOT_RATED]
    releases = frozenset(sites_where(person, Act.SIGN, Object.CLEARANCE))
    doses, clearances = (_readable(person, one) for one in (Object.DOSE, Object.CLEARANCE))
    return _Beside(_by_case(flags), _by_case(unrated), releases, doses, clearances)


def _readable(person: Person, what: Object) -> _Readable:
    led = led_by(person, what).values_list("workshop_id", flat=True)
    return _Readable(frozenset(sites_where(person, Act.SEE, what)), frozenset(led))


def _by_case(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _row(enrolment: Enrolment, beside: _Beside, now: datetime) -> Row | None:
    flags = beside.flags.get(enrolment.case_id, [])
    known = _known(enrolment, beside, now)
    found = needs(known)
    if not found:
        return None
    flags.sort(key=lambda flag: -ActionCode(flag.code).urgency)
    first = flags[0] if flags and ActionCode(flags[0].code).holds_the_programme else None
    return Row(
        enrolment=enrolment,
        name=str(plain_subject(enrolment.case)["name"]),
        needs=found,
        words=tuple(words_for(one, known.today) for one in found),
        owner=str(first.owner) if first and first.owner else "",
        is_flag=first is not None,
        url=_url(enrolment, found[0], flags, beside),
        day=known.day if 1 <= known.day <= DAYS else None,
    )


def _known(enrolment: Enrolment, beside: _Beside, now: datetime) -> Known:
    zone = ZoneInfo(enrolment.zone)
    stands = standing(record_of(one) for one in enrolment.events.all())
    may_release = enrolment.case.site_id in beside.releases
    reads_doses = enrolment in beside.doses
    return Known(
        today=_date(now, zone),
        state=stands.state,
        day_one=enrolment.day_one,
        flags=tuple(
            (ActionCode(one.code), _date(one.raised_at, zone))
            for one in beside.flags.get(enrolment.case_id, [])
        ),
        held_since=tuple(_settled(enrolment, dict(stands.holds), zone)) if may_release else (),
        unrated=tuple(
            (_date(one.at, zone), one.serious) for one in beside.unrated.get(enrolment.case_id, [])
        ),
        last_heard=_last_heard(enrolment) if reads_doses else None,
        on_paper=enrolment.on_paper,
        reached=frozenset(one.kind for one in enrolment.calls.all() if one.reached),
        reads_doses=reads_doses,
        missed=tuple(_missed(enrolment, now)),
        cleared_until=_cleared_until(enrolment) if enrolment in beside.clearances else None,
        left_on=_left(enrolment, stands.state, zone),
    )


def _last_heard(enrolment: Enrolment) -> date | None:
    done: date | None = getattr(enrolment, "last_done")  # noqa: B009  annotated
    evening: date | None = getattr(enrolment, "last_evening")  # noqa: B009
    return max((one for one in (done, evening) if one), default=None)


def _cleared_until(enrolment: Enrolment) -> date | None:
    newest = max(enrolment.case.clearances.all(), key=lambda one: one.number, default=None)
    return newest.valid_until if newest else None


def _settled(enrolment: Enrolment, holds: Mapping[str, Any], zone: ZoneInfo) -> Iterable[date]:
    """Since when each hold waits whose flag has its outcome: a clinician may release it."""
    for event in enrolment.events.all():
        if event.move != Move.HOLD.value or event.hold not in holds:
            continue
        if event.flag is None or not FlagState(event.flag.state).is_open:
            yield _date(event.at, zone)


def _missed(enrolment: Enrolment, now: datetime) -> Iterable[date]:
    """Sessions that were held without this person, and for which nobody called."""
    if enrolment.workshop is None:
        return
    newest = {one.meeting_id: one.presence for one in enrolment.attendance.all()}
    made_up = [one.at for one in enrolment.calls.all() if one.kind == "make-up" and one.reached]
    for meeting in enrolment.workshop.meetings.all():
        if not _was_held(meeting, now) or meeting.starts_at < enrolment.made_at:
            continue
        was_there = newest.get(meeting.pk) in _WAS_THERE
        if not was_there and not any(at > meeting.starts_at for at in made_up):
            yield meeting.on


def _was_held(meeting: Meeting, now: datetime) -> bool:
    """Begun, and ended or long over: nobody has to press "End" for a miss to count.

    A rehearsal before its time is no session.
    """
    if meeting.began_at is None or meeting.cancelled_at is not None or now < meeting.starts_at:
        return False
    over = max(meeting.began_at, meeting.starts_at) + LONGEST
    return now >= over or (meeting.ended_at is not None and meeting.ended_at > meeting.starts_at)


def _left(enrolment: Enrolment, state: State, zone: ZoneInfo) -> date | None:
    if state is not State.WITHDRAWN or enrolment.ended_at is None:
        return None
    return _date(enrolment.ended_at, zone)


def _url(enrolment: Enrolment, need: Need, flags: list[Flag], beside: _Beside) -> str:
    if need.kind.value in ("emergency", "same day", "review", "routine"):
        code = {"emergency": "E", "same day": "U1", "review": "U2", "routine": "R"}[need.kind.value]
        return reverse("notices:flag", args=[next(one.pk for one in flags if one.code == code)])
    if need.kind.value == "release":
        return reverse("practice:holds", args=[enrolment.pk])
    if need.kind.value == "clearance" and enrolment.case.site_id in beside.releases:
        return reverse("consult:clearance", args=[enrolment.case_id])
    return reverse("practice:enrolment", args=[enrolment.pk])


def _date(at: datetime, zone: ZoneInfo) -> date:
    return programme_date(at.astimezone(zone).replace(tzinfo=None))


def _note(person: Person, site: Site, count: int, now: datetime) -> None:
    audit.record_list_view(by=person, now=now, site=site, object_type="attention", count=count)
