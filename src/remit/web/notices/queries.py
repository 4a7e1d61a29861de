"""Reading flags: lines of lists, one flag with its history, and whether anything holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.domain import promise as sentences
from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagEvent, FlagNow, FlagState, Move, fold
from remit.domain.service import ServiceLevel
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.notices.clocks import Clock, clock
from remit.web.notices.models import Flag, Notice
from remit.web.notices.records import event_of, level_of, open_finding
from remit.web.notices.service_queries import (
    GoLive,
    checked_on,
    contacts,
    content_lines,
    go_live,
    is_live,
    opening,
    promise,
    promised_level,
    service,
)
from remit.web.notices.site_time import site_time
from remit.web.notices.telling import seen
from remit.web.people import audit
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, check_allowed

__all__ = [
    "FlagLine",
    "GoLive",
    "all_flags",
    "checked_on",
    "contacts",
    "content_lines",
    "go_live",
    "holds",
    "is_live",
    "open_flags",
    "opening",
    "promise",
    "promise_for",
    "service",
]

HOLDING = [code.value for code in ActionCode if code.holds_the_programme]
CLOSED = FlagState.RECORDED.value
DAY = timedelta(days=1)


@dataclass(frozen=True)
class FlagLine:
    """One flag as a list shows it."""

    flag: Flag
    code: ActionCode
    state: FlagState
    finding: str
    source: str
    rule: str
    owner: str
    raised: str
    due: str
    clock: Clock
    raised_at: datetime
    due_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state.is_open

    @property
    def is_emergency(self) -> bool:
        """Whether its row is the filled one."""
        return self.is_open and self.code is ActionCode.EMERGENCY

    @property
    def tag(self) -> str:
        """The colour class of its code."""
        return self.code.value.lower()


@dataclass(frozen=True)
class DeskLine:
    """A flag with whose it is, for the list of everybody."""

    line: FlagLine
    name: str
    case: Case


@dataclass(frozen=True)
class DeskGroup:
    """Lines that are due about the same time."""

    key: str
    name: str
    lines: list[DeskLine]


@dataclass(frozen=True)
class Happened:
    """One event of a flag as its page tells it."""

    event: FlagEvent
    who: str
    when: str


@dataclass(frozen=True)
class FlagPage:
    """Everything about one flag."""

    line: FlagLine
    name: str
    case: Case
    now: FlagNow
    events: list[Happened]
    notices: list[Notice]


def open_flags(case: Case, *, now: datetime | None = None) -> list[FlagLine]:
    """The flags of a case that wait for somebody, the most urgent first."""
    return [line for line in all_flags(case, now=now) if line.is_open]


def all_flags(case: Case, *, now: datetime | None = None) -> list[FlagLine]:
    """All flags of a case: open ones first, then by urgency and age.

    The caller has checked that its reader may see them.
    """
    at = now or timezone.now()
    level = level_of(case.site)
    rows = Flag.objects.filter(case=case).select_related("owner")
    lines = []
    for row in rows:
        row.case = case
        lines.append(_line(row, level, at))
    return sorted(lines, key=lambda one: (not one.is_open, -one.code.urgency, one.flag.raised_at))


def holds(case: Case) -> bool:
    """Whether an open E, U1 or U2 flag keeps day 1 shut (INV-02)."""
    return Flag.objects.filter(case=case, code__in=HOLDING).exclude(state=CLOSED).exists()


def promise_for(site: Site, line: FlagLine, *, now: datetime) -> str:
    """What the participant is told of a flag on a later page: the promise made when it was raised.

    It does not move with the clock; once its time has passed it says so, and where to go. Empty
    for a flag that is closed.
    """
    if not line.is_open:
        return ""
    return sentences.promise_since(
        line.code,
        line.raised_at,
        line.due_at,
        now,
        promised_level(site, now=line.raised_at),
        group=line.rule,
        say=_,
    )


def open_count(person: Person, *, now: datetime) -> int:
    """How many open flags the person may see; the menu says it on every page."""
    return _waiting(person, now).count()


def desk(person: Person, *, whose: str, now: datetime) -> list[DeskGroup]:
    """What needs a human, of all sites where the person may see flags.

    Args:
        whose: "mine", "nobody" or anything else for everyone.
    """
    rows = _waiting(person, now).select_related("owner", "case__site", "case__data_key")
    if whose == "mine":
        rows = rows.filter(owner=person)
    elif whose == "nobody":
        rows = rows.filter(owner__isnull=True)
    levels: dict[int, ServiceLevel] = {}
    lines = []
    for row in rows:
        level = levels.get(row.site_id)
        if level is None:
            level = levels[row.site_id] = level_of(row.case.site)
        name = str(plain_subject(row.case)["name"])
        lines.append(DeskLine(_line(row, level, now), name, row.case))
    audit.record_list_view(by=person, now=now, site=None, object_type="flag", count=len(lines))
    return _grouped(lines, now)


def one_flag(person: Person, pk: UUID, *, now: datetime) -> FlagPage:
    """One flag with its history; opening it is noted, in the audit and in the ledger.

    Raises:
        NotFound: no such flag at the person's sites.
    """
    flag = find_flag(person, pk, now=now)
    check_allowed(person, Act.SEE, Object.FLAG, flag.case, now=now)
    audit.record_view(by=person, now=now, site=flag.case.site, object_id=flag.case_id)
    seen([flag], person, now=now)
    level = level_of(flag.case.site)
    rows = list(flag.events.order_by("number").select_related("by"))
    events = [event_of(flag, row) for row in rows]
    told = [
        Happened(event, row.by.display_name if row.by else "", site_time(row.at, level))
        for event, row in zip(events, rows, strict=True)
    ]
    return FlagPage(
        line=_line(flag, level, now),
        name=str(plain_subject(flag.case)["name"]),
        case=flag.case,
        now=fold(events),
        events=told,
        notices=list(flag.notices.select_related("person").order_by("step", "person")),
    )


def find_flag(person: Person, pk: UUID, *, now: datetime) -> Flag:
    """A flag that the person may see."""
    rows = Flag.objects.select_related("owner", "case__site", "case__data_key")
    found: Flag = rows.one_visible_to(person, now=now, pk=pk)
    return found


def _waiting(person: Person, now: datetime) -> QuerySet[Flag]:
    return Flag.objects.visible_to(person, now=now).exclude(state=CLOSED)


def _line(row: Flag, level: ServiceLevel, now: datetime) -> FlagLine:
    code = ActionCode(row.code)
    finding, source = open_finding(row)
    return FlagLine(
        flag=row,
        code=code,
        state=FlagState(row.state),
        finding=finding,
        source=source,
        rule=row.rule,
        owner=row.owner.display_name if row.owner else "",
        raised=site_time(row.raised_at, level),
        due=site_time(row.due_at, level) if row.due_at else "",
        clock=clock(code, row.raised_at, row.due_at, now),
        raised_at=row.raised_at,
        due_at=row.due_at,
    )


def _grouped(lines: list[DeskLine], now: datetime) -> list[DeskGroup]:
    names = {
        "now": _("Now"),
        "overdue": _("Overdue"),
        "day": _("Within a day"),
        "week": _("This week"),
        "later": _("No clock: before clearance or at the consultation"),
    }
    far = now + timedelta(days=10_000)
    lines = sorted(lines, key=lambda one: (one.line.flag.due_at or far, one.line.flag.raised_at))
    groups = {key: DeskGroup(key, name, []) for key, name in names.items()}
    for one in lines:
        groups[_group(one.line, now)].lines.append(one)
    return [group for group in groups.values() if group.lines]


def _group(line: FlagLine, now: datetime) -> str:
    due = line.flag.due_at
    if line.is_emergency:
        return "now"
    if due is None:
        return "later"
    if due <= now:
        return "overdue"
    return "day" if due - now <= DAY else "week"


def may_undo(page: FlagPage) -> bool:
    """Whether the last thing that happened is an outcome, which can be undone."""
    return page.events[-1].event.move is Move.RECORD_OUTCOME
